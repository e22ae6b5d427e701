"""A machine in, findings out: what works here, and what to do about what does not.

Starts Chromium once; looks at fonts, disk, packages, programs, keys and the Hub's token. Sends
nothing over the network but, where asked to, a notice.
"""

import asyncio
import importlib.util
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from live.config import Config, load_config
from live.counted import counted
from live.errors import ConfigError, MissingError

LEAST_DISK = 2 * 2**30
KEYS = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY"}


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    state: `broken` keeps the demo from running, `missing` costs the feature that `fact` names.
    """

    what: str
    state: Literal["ok", "missing", "broken"]
    fact: str


def examine(folder: Path, *, notify: bool = False) -> list[Finding]:
    """Looks at the machine, and at the workspace in `folder` if there is one.

    notify: sends a notice to each address of live.yaml's `notify`, to see whether it takes it.
    """
    findings = [
        _python(),
        _browser(),
        _vendor(),
        _fonts(),
        _disk(folder),
        _ocr(),
        _tesseract(),
        _torch(),
        _hub(),
    ]
    if not (folder / "live.yaml").exists():
        return findings
    try:
        config = load_config(folder / "live.yaml")
    except ConfigError as error:
        return [*findings, *(Finding("live.yaml", "broken", line) for line in error.lines)]
    return [
        *findings,
        Finding("live.yaml", "ok", counted(len(config.sites), "site")),
        *_contact(config),
        *_keys(config),
        *_notices(config, notify),
    ]


def _python() -> Finding:
    return Finding("python", "ok", f"{sys.version.split()[0]} at {sys.executable}")


def _browser() -> Finding:
    from live.browser import probe

    try:
        found = asyncio.run(probe())
    except MissingError as error:
        return Finding("browser", "broken", str(error))
    fact = f"Chromium {found.version} at {found.program}, sandbox {found.sandbox}"
    return Finding("browser", "ok", fact)


def _vendor() -> Finding:
    from live import vendor

    try:
        vendor.text("autoconsent.js")
    except MissingError as error:
        return Finding("consent", "broken", str(error))
    return Finding("consent", "ok", "autoconsent is there to answer consent walls")


def _fonts() -> Finding:
    if not shutil.which("fc-list"):
        return Finding("fonts", "missing", "cannot be listed. apt-get install fontconfig.")
    wanted = {"ja": "fonts-noto-cjk", "ar": "fonts-noto-core", "und-zsye": "fonts-noto-color-emoji"}
    absent = [package for code, package in wanted.items() if not _font_for(code)]
    if absent:
        fact = f"some scripts would be empty boxes. apt-get install {' '.join(absent)}."
        return Finding("fonts", "missing", fact)
    return Finding("fonts", "ok", "Latin, Arabic, CJK and emoji")


def _font_for(language: str) -> bool:
    listed = subprocess.run(
        ["fc-list", f":lang={language}", "family"], capture_output=True, text=True, check=False
    )
    return bool(listed.stdout.strip())


def _disk(folder: Path) -> Finding:
    place = folder if folder.exists() else Path.cwd()
    free = shutil.disk_usage(place).free
    fact = f"{free / 2**30:.1f} GB free in {place.absolute()}"
    if free < LEAST_DISK:
        return Finding("disk", "missing", f"{fact}. A month takes about 2 GB: free some.")
    if not os.access(place, os.W_OK):
        return Finding("disk", "missing", f"{place.absolute()} cannot be written. Choose another.")
    return Finding("disk", "ok", fact)


def _ocr() -> Finding:
    if importlib.util.find_spec("rapidocr") and importlib.util.find_spec("onnxruntime"):
        return Finding("rapidocr", "ok", "embedded/ocr-reader can read")
    fact = "embedded/ocr-reader cannot read. pip install rapidocr onnxruntime."
    return Finding("rapidocr", "missing", fact)


def _tesseract() -> Finding:
    if shutil.which("tesseract"):
        return Finding("tesseract", "ok", "embedded/ocr-tesseract can read")
    fact = "embedded/ocr-tesseract cannot read. apt-get install tesseract-ocr."
    return Finding("tesseract", "missing", fact)


def _torch() -> Finding:
    if importlib.util.find_spec("torch") and importlib.util.find_spec("transformers"):
        return Finding("torch", "ok", "hf/… models can run")
    return Finding("torch", "missing", "hf/… models cannot run. pip install 'live-benchmark[hf]'.")


def _hub() -> Finding:
    from huggingface_hub import get_token

    if get_token():
        return Finding("hub", "ok", "a token is there; publishing will say whether it may write")
    return Finding("hub", "missing", "no token, so no publishing to hub:… . Run `hf auth login`.")


def _contact(config: Config) -> list[Finding]:
    if config.contact:
        return []
    fact = "sites cannot reach you. Write contact: in live.yaml, a URL or address for them."
    return [Finding("contact", "missing", fact)]


def _keys(config: Config) -> list[Finding]:
    """Which declared keys are in the environment. A provider may find credentials elsewhere too."""
    findings = []
    for name in dict.fromkeys(config.roles.values()):
        model = config.model(name)
        variable = model.api_key_env or ("" if model.base_url else KEYS.get(model.provider, ""))
        if variable and os.environ.get(variable):
            findings.append(Finding("key", "ok", f"{variable} is set, for {name}"))
        elif variable:
            findings.append(Finding("key", "missing", f"{variable} is not set. {name} needs it."))
    return findings


def _notices(config: Config, notify: bool) -> list[Finding]:
    """Which addresses of notices can be used; which ones took a notice, where one is sent."""
    from live.notices import send, services_of

    text = "This is a trial, sent by `live doctor --notify`."
    ends = send(config.notify, config.title, text) if notify else services_of(config.notify)
    fact = "took a notice" if notify else "can be told; `--notify` tries it"
    return [
        Finding(
            "notify", "missing" if each.problem else "ok", f"{each.place}: {each.problem or fact}"
        )
        for each in ends
    ]

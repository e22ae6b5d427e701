"""A month's folder and a repository's files in, what to write into the repository out.

Months that are there stay as they are: one that differs stops with its files named. Reads the
folder; the repository only through what it is given.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from live.errors import LiveError
from live.publish.card import card

CARD = "README.md"
SPLIT = re.compile(r"^data/(20\d\d-\d\d)/test-[^/]*\.parquet$")


def changes(
    folder: Path, month: str, theirs: Mapping[str, str], read: Callable[[str], bytes]
) -> dict[str, bytes | Path]:
    """Gives path -> new content for what the repository lacks, its card last; empty if nothing.

    theirs: path -> digest in hexadecimal, 64 digits for sha256, 40 for git's blob id.
    read: gives the bytes of one of their files.
    Raises LiveError where the repository holds another version of the month.
    """
    ours = month_files(folder, month)
    _refuse_another_version(folder, month, ours, theirs)
    new: dict[str, bytes | Path] = {path: folder / path for path in ours if path not in theirs}
    text = _card(folder, month, theirs, read).encode()
    if CARD not in theirs or digest(text, like=theirs[CARD]) != theirs[CARD]:
        new[CARD] = text
    return new


def month_files(folder: Path, month: str) -> list[str]:
    """Gives the paths of the files that make up a month, the card not among them."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    paths = sorted(str(path.relative_to(folder)) for path in found)
    return [path for path in paths if belongs(path, month)]


def belongs(path: str, month: str) -> bool:
    """Says whether a path of a repository is part of a month."""
    return path.startswith(f"data/{month}/") or path in (
        f"manifest/{month}.json",
        f"scoreboard/{month}.json",
        f"scoreboard/{month}-comparisons.jsonl",
    )


def digest(content: bytes, *, like: str) -> str:
    """Computes a digest of the kind that `like` is: sha256, or git's blob id."""
    if len(like) == 64:
        return hashlib.sha256(content).hexdigest()
    header = f"blob {len(content)}\0".encode()
    return hashlib.sha1(header + content, usedforsecurity=False).hexdigest()


def _refuse_another_version(
    folder: Path, month: str, ours: list[str], theirs: Mapping[str, str]
) -> None:
    differing = [
        path
        for path in sorted(theirs)
        if belongs(path, month)
        and (
            path not in ours
            or digest((folder / path).read_bytes(), like=theirs[path]) != theirs[path]
        )
    ]
    if differing:
        raise LiveError(
            f"{month} is published already, and differs in {', '.join(differing)}. "
            "A published month does not change: keep it, and see what has changed here since."
        )


def _card(folder: Path, month: str, theirs: Mapping[str, str], read: Callable[[str], bytes]) -> str:
    """The card of the repository as it will be, from the manifests of all its months."""
    months = {match[1] for path in theirs if (match := SPLIT.match(path))} - {month}
    manifests: dict[str, dict[str, Any] | None] = {
        month: json.loads((folder / "manifest" / f"{month}.json").read_bytes())
    }
    for other in months:
        path = f"manifest/{other}.json"
        manifests[other] = _manifest(path, read(path)) if path in theirs else None
    return card(manifests)


def _manifest(path: str, content: bytes) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(content)
        if manifest["format"] == 1:
            return manifest
    except (ValueError, TypeError, KeyError):
        pass
    raise LiveError(
        f"{path} in the repository is not a manifest of this version of live. "
        "Upgrade live, or restore that file from the commit that published it."
    )

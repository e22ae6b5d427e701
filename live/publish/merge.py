"""A month's folder and a repository's files in, what to write into the repository out.

Months that are there stay as they are: one that differs stops with its files named, unless it is
a newer revision, which says so in its manifest. Reads the folder; the repository only through what
it is given.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import structlog

from live.errors import LiveError
from live.publish.card import card
from live.publish.croissant import CROISSANT, croissant, is_ours
from live.publish.handwritten import with_theirs
from live.publish.manifest import form_of

log = structlog.get_logger()
CARD = "README.md"
TABLES = ("data", "results", "leaderboard")
"""Folders that have a folder a month, of Parquet files."""
SPLIT = re.compile(r"^data/(20\d\d-\d\d)/test-[^/]*\.parquet$")


def changes(
    folder: Path,
    month: str,
    theirs: Mapping[str, str],
    read: Callable[[str], bytes],
    *,
    home: str = "",
) -> dict[str, bytes | Path | None]:
    """Gives path -> new content for what the repository lacks, its card last; empty if nothing.

    Card and Croissant are of all months, and written anew; of the card, what people wrote stays,
    and a Croissant file that is not ours stays whole, which is logged.
    None: a file that a newer revision has no more. Its manifest comes after all its other files:
    until then, what lies there is the older one.

    theirs: path -> digest in hexadecimal, 64 digits for sha256, 40 for git's blob id.
    read: gives the bytes of one of their files.
    home: `org/name` of the repository, '' of a folder; card and Croissant name it.
    Raises LiveError where the repository holds another version of the month.
    """
    ours = month_files(folder, month)
    differing = _differing(folder, month, ours, theirs)
    if differing:
        _refuse_silent_change(folder, month, differing, theirs, read)
    new: dict[str, bytes | Path | None] = {path: None for path in differing if path not in ours}
    wanted = [path for path in ours if path not in theirs or path in differing]
    new |= {path: folder / path for path in sorted(wanted, key=_is_manifest)}
    manifests = _manifests(folder, month, theirs, read)
    text = card(manifests, home)
    if CARD in theirs:
        text = with_theirs(text, read(CARD))
    for path, said in ((CROISSANT, croissant(manifests, home)), (CARD, text)):
        content = said.encode()
        if path not in theirs or digest(content, like=theirs[path]) != theirs[path]:
            new[path] = content
    if CROISSANT in new and CROISSANT in theirs and not is_ours(read(CROISSANT)):
        del new[CROISSANT]
        log.warning(
            f"{CROISSANT} there is not live's, and is kept",
            do="to have live write its own, take that file out there and publish again",
        )
    return new


def month_files(folder: Path, month: str) -> list[str]:
    """Gives the paths of the files that make up a month, the card not among them."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    paths = sorted(str(path.relative_to(folder)) for path in found)
    return [path for path in paths if belongs(path, month)]


def belongs(path: str, month: str) -> bool:
    """Says whether a path of a repository is part of a month."""
    return path.startswith(tuple(f"{top}/{month}/" for top in TABLES)) or path in (
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


def _differing(folder: Path, month: str, ours: list[str], theirs: Mapping[str, str]) -> list[str]:
    """The month's files in the repository that are others than here, or are not here."""
    return [
        path
        for path in sorted(theirs)
        if belongs(path, month)
        and (
            path not in ours
            or digest((folder / path).read_bytes(), like=theirs[path]) != theirs[path]
        )
    ]


def _refuse_silent_change(
    folder: Path,
    month: str,
    differing: list[str],
    theirs: Mapping[str, str],
    read: Callable[[str], bytes],
) -> None:
    """Raises LiveError where a month that is out differs, and is not an older revision."""
    path = f"manifest/{month}.json"
    here = _revision((folder / path).read_bytes())
    there = _revision(read(path)) if path in theirs else None
    if here is not None and there is not None and there > here:
        raise LiveError(
            f"{month} is published in revision {there}, and revision {here} is the newest here. "
            "Publish from the workspace that made the newer one."
        )
    if here is not None and there == here:
        ours, out = (
            form_of(json.loads(each)) for each in ((folder / path).read_bytes(), read(path))
        )
        if ours != out:
            raise LiveError(
                f"{month} is published with publish_pictures: {out}, and live.yaml says {ours} "
                "now. Put it back: what is out stays as it is. A later revision (`live withdraw`, "
                "`live correct`) takes the new setting; what came before stays under its tag."
            )
    if here is None or there is None or there == here:
        raise LiveError(
            f"{month} is published already, and differs in {', '.join(differing)}. "
            "A published month does not change: keep it, and see what has changed here since."
        )


def revision_of(folder: Path, month: str) -> int:
    """Gives the revision of a month that its folder holds."""
    return _revision((folder / "manifest" / f"{month}.json").read_bytes()) or 1


def _revision(content: bytes) -> int | None:
    """The revision that a manifest is of; None where it is none."""
    try:
        return int(json.loads(content)["revision"])
    except (ValueError, TypeError, KeyError):
        return None


def _is_manifest(path: str) -> bool:
    return path.startswith("manifest/")


def _manifests(
    folder: Path, month: str, theirs: Mapping[str, str], read: Callable[[str], bytes]
) -> dict[str, dict[str, Any] | None]:
    """The manifests of the repository as it will be; None of a month that has none there."""
    months = {match[1] for path in theirs if (match := SPLIT.match(path))} - {month}
    manifests: dict[str, dict[str, Any] | None] = {
        month: json.loads((folder / "manifest" / f"{month}.json").read_bytes())
    }
    for other in months:
        path = f"manifest/{other}.json"
        manifests[other] = _manifest(path, read(path)) if path in theirs else None
    return manifests


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

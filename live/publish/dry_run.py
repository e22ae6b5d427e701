"""A month's folder and a target in, what publishing would change there out. Writes nothing.

Rows are compared by id and by the hash of all that they say, with the manifest that is out; files
by their bytes.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from live.errors import LiveError, UsageError
from live.publish.hub import Repository, repository_name
from live.publish.local import digests
from live.publish.merge import belongs, changes, digest, month_files
from live.publish.patience import PAUSES, patiently
from live.publish.sound import refuse_unsound

T = TypeVar("T", int, str)


class Preview(NamedTuple):
    """What publishing would do: lines to read, and the error that it would stop with, or None."""

    lines: list[str]
    stop: LiveError | None


def dry_run(
    folder: Path,
    to: str,
    month: str,
    *,
    private: bool = False,
    gated: bool = False,
    endpoint: str | None = None,
    pauses: Sequence[float] = PAUSES,
) -> Preview:
    """Tells which rows and files publishing a month to `to` would add (+), change (~), remove (-).

    A token that may read is enough, and none for what is public. Raises UsageError for a bad
    target, and LiveError where the target cannot be read.
    """
    refuse_unsound(folder, month)
    if not to.startswith("hub:"):
        if private or gated:
            raise UsageError(f"--private, --gated: {to} is a folder. They are for hub:org/name.")
        target = Path(to)
        files = digests(target, month)
        head = f"{to}: {'a folder that is there' if target.exists() else 'new'}."
        return _preview(head, folder, month, files, lambda path: (target / path).read_bytes())
    repository = Repository(
        repository_name(to), endpoint, private=private, gated=gated, reading=True
    )
    return patiently(repository.name, lambda: _of(repository, folder, month), pauses)


def _of(repository: Repository, folder: Path, month: str) -> Preview:
    seen = repository.seen()
    if seen is None:
        head = f"hub:{repository.name}: new, it would be made.{repository.access}"
        return _preview(head, folder, month, {}, lambda path: b"", home=repository.name)
    oid, files = seen
    head = f"hub:{repository.name}: at commit {oid[:7]}.{repository.access}"
    return _preview(
        head, folder, month, files, lambda path: repository.read(path, oid), home=repository.name
    )


def _preview(
    head: str,
    folder: Path,
    month: str,
    theirs: Mapping[str, str],
    read: Callable[[str], bytes],
    *,
    home: str = "",
) -> Preview:
    """theirs: path -> digest. read: gives the bytes of one of those. home: as of `changes`."""
    manifest = f"manifest/{month}.json"
    ours = _hashes((folder / manifest).read_bytes())
    rows = _marks(ours, _hashes(read(manifest)) if manifest in theirs else {})
    files: dict[str, str] = {}
    stop = None
    try:
        new = changes(folder, month, theirs, read, home=home)
        files = {
            path: "-" if content is None else "~" if path in theirs else "+"
            for path, content in new.items()
        }
    except LiveError as error:
        stop = error
        files = _differing(folder, month, theirs)
    end = "Nothing was written." if files else "Nothing was written: there is nothing to write."
    return Preview([head, *_lines("rows", rows), *_lines("files", files), end], stop)


def _hashes(manifest: bytes) -> dict[int, str]:
    """Id -> hash of a manifest's rows; of one that is none, nothing: `changes` says what it is."""
    try:
        return {row["id"]: row["content_sha256"] for row in json.loads(manifest)["rows"]}
    except (ValueError, TypeError, KeyError):
        return {}


def _differing(folder: Path, month: str, theirs: Mapping[str, str]) -> dict[str, str]:
    """The month's own files, where publishing would stop because they differ."""
    ours = {
        path: digest((folder / path).read_bytes(), like=theirs.get(path, "0" * 64))
        for path in month_files(folder, month)
    }
    return _marks(ours, {path: theirs[path] for path in theirs if belongs(path, month)})


def _marks(ours: Mapping[T, str], theirs: Mapping[T, str]) -> dict[T, str]:
    return {
        key: "-" if key not in ours else "~" if key in theirs else "+"
        for key in ours.keys() | theirs.keys()
        if ours.get(key) != theirs.get(key)
    }


def _lines(what: str, marks: Mapping[T, str]) -> list[str]:
    """A line of counts, then a line each; of rows that follow each other, one."""
    words = {"+": "added", "~": "changed", "-": "removed"}
    held = list(marks.values())
    counts = ", ".join(f"{held.count(mark)} {word}" for mark, word in words.items())
    runs: list[tuple[T, T]] = []
    for key in sorted(marks):
        first, last = runs[-1] if runs else (key, key)
        if isinstance(last, int) and key == last + 1 and marks[key] == marks[last]:
            runs[-1] = (first, key)
        else:
            runs.append((key, key))
    told: list[str] = [f"  {marks[a]} {a}{'' if a == b else f' to {b}'}" for a, b in runs]
    return [f"{what}: {counts}", *told]

"""A split published by reference in, a folder with the same split and its pictures out.

A picture is that of the split where its bytes have the sha256 that the row names. They come from a
store of pictures, or from the page itself, photographed again. Touches the Hub or a folder, that
store or the web, and the folder it writes.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from live.blobs import Blobs
from live.config import Config
from live.counted import counted
from live.crawl.again import Before, Now, photograph_again
from live.crawl.web.net import WORLD, Network
from live.engine import Report, silent
from live.errors import LiveError, UsageError
from live.publish.filled import filled
from live.publish.folder import split_path
from live.publish.place import config_of, place_and_month, place_of, streamed
from live.publish.published import evidence_in, require_columns, shots_in, time_in
from live.publish.rows import COLUMNS, picture_path
from live.publish.split import write_split
from live.records import Shot, content_id

ENDS = "rehydrated.json"


class Ends(NamedTuple):
    """What became of a split's rows, by id. others: they have what their page shows now.

    missing: why they are not in the folder.
    """

    month: str
    same: list[int]
    others: list[int]
    missing: dict[int, str]


async def rehydrate(
    target: str,
    folder: Path,
    config: Config,
    *,
    revision: str | None = None,
    source: Blobs | None = None,
    others: bool = False,
    network: Network = WORLD,
    report: Report = silent,
) -> Ends:
    """Writes the rows whose pictures can be had; what was had before is not fetched again.

    target: `FOLDER[:MONTH]` or `hub:org/name[:MONTH]`. source: where pictures lie by their sha256;
    without it the pages are visited. config: how. others: take rows too whose page shows something
    else by now. Raises UsageError for what is no such split and for a folder that holds something
    else, LiveError where no row could be had.
    """
    said, asked = place_and_month(target)
    place = place_of(said, revision)
    month = config_of(place, asked)
    said = said if place.commit else str(Path(said).resolve())
    _refuse_foreign(folder, said, month)
    folder.mkdir(parents=True, exist_ok=True)
    blobs = Blobs(str(folder / ".pictures"))
    rows = list(_rows(target, streamed(place, month), blobs))
    if all(row["images"] for row, _ in rows):
        raise UsageError(f"{target}: holds its pictures: there is nothing to fetch.")
    wanted = {page.url: page for _, page in rows}
    have: dict[str, Now] = {url: _had(page.shots, blobs, source) for url, page in wanted.items()}
    if source is None:
        lacking = []
        for url, page in wanted.items():
            if have[url].shots:
                continue
            if page.shots[0].kind == "human":
                have[url] = Now((), "human: a person took its pictures.")
            else:
                lacking.append(page)
        have |= await photograph_again(
            month, lacking, folder / ".again", blobs, config, network=network, report=report
        )
    ends = _ends(month, rows, have, others=others)
    _write(folder, ends, rows, have, blobs, {"said": said, "commit": place.commit})
    if not (ends.same or ends.others):
        why = next(iter(ends.missing.values()))
        raise LiveError(
            f"{target}: no picture could be had ({why}). {folder / ENDS} says why, row by row."
        )
    return ends


def _rows(
    target: str, rows: Iterator[dict[str, Any]], blobs: Blobs
) -> Iterator[tuple[dict[str, Any], Before]]:
    """The rows, with whether they had pictures in place of these, which go to the blobs."""
    for row in rows:
        require_columns(target, row)
        if missing := [name for name in COLUMNS if name not in row]:
            raise UsageError(f"{target}: is not by reference: it has no {', '.join(missing)}.")
        for image in row["images"] or ():
            if image["bytes"]:
                blobs.put(image["bytes"])
        try:
            yield row | {"images": bool(row["images"])}, _before(row)
        except (ValidationError, ValueError, TypeError, IndexError) as error:
            fact = " ".join(str(error).split())
            raise UsageError(f"{target}: row {row['id']}: cannot be read ({fact}).") from None


def _refuse_foreign(folder: Path, said: str, month: str) -> None:
    """Raises UsageError where a folder holds what is not of this split."""
    try:
        told = json.loads((folder / ENDS).read_bytes())
        holds = (told["said"], told["month"])
    except (OSError, ValueError, TypeError, KeyError):
        if folder.is_dir() and any(not each.name.startswith(".") for each in folder.iterdir()):
            raise UsageError(
                f"{folder}: holds something else. Name an empty folder, or a new one."
            ) from None
        return
    if holds != (said, month):
        raise UsageError(f"{folder}: holds {holds[1]} of {holds[0]}. Name another folder.")


def _before(row: Mapping[str, Any]) -> Before:
    width, height = map(int, row["screen_size"].split("x"))
    captured, shots = time_in(row["captured_at"]), shots_in(row["shots"])
    if captured is None or not shots:
        raise ValueError("it names no picture, or not its time")
    return Before(row["url"], captured, evidence_in(row["evidence"]), (width, height), shots)


def _had(shots: tuple[Shot, ...], blobs: Blobs, source: Blobs | None) -> Now:
    """The pictures as far as they are in the blobs, or in the source, which they are taken from."""
    try:
        for shot in shots:
            _fetch(shot.sha256, blobs, source)
    except LiveError as error:
        return Now((), str(error))
    return Now(shots)


def _fetch(sha256: str, blobs: Blobs, source: Blobs | None) -> None:
    try:
        blobs.get(sha256)
    except LiveError:
        if source is None:
            raise
        blobs.put(source.get(sha256))


def _ends(
    month: str,
    rows: Sequence[tuple[dict[str, Any], Before]],
    have: Mapping[str, Now],
    *,
    others: bool,
) -> Ends:
    ends = Ends(month, [], [], {})
    for row, page in rows:
        found = have[page.url]
        if not found.shots:
            ends.missing[row["id"]] = found.why
        elif _names(found.shots) == _names(page.shots):
            ends.same.append(row["id"])
        elif others:
            ends.others.append(row["id"])
        else:
            now = _names(found.shots)
            differ = sum(name not in now for name in _names(page.shots))
            ends.missing[row["id"]] = (
                f"changed: {page.url} shows something else by now, in {differ} of "
                f"{counted(len(page.shots), 'picture')}. A new folder would look again."
            )
    return ends


def _names(shots: Sequence[Shot]) -> list[str]:
    return [shot.sha256 for shot in shots]


def _write(
    folder: Path,
    ends: Ends,
    rows: Sequence[tuple[dict[str, Any], Before]],
    have: Mapping[str, Now],
    blobs: Blobs,
    origin: Mapping[str, str],
) -> None:
    """Writes the split, a card that load_dataset goes by, and what became of each row."""
    kept = {*ends.same, *ends.others}
    text = json.dumps({**origin, **ends._asdict()}, ensure_ascii=False, indent=1)
    (folder / ENDS).write_text(text + "\n", encoding="utf-8")  # first: it says whose the folder is
    if not kept:
        return
    split = folder / split_path(ends.month)
    split.parent.mkdir(parents=True, exist_ok=True)
    part = split.with_name(f".{split.name}.part")
    with_pictures = [
        row | {"images": _images(page, have[page.url].shots)}
        for row, page in rows
        if row["id"] in kept
    ]
    write_split(part, with_pictures, blobs)
    part.replace(split)
    card = filled("rehydrated.md.j2", {"ends": ends, "path": split_path(ends.month), **origin})
    (folder / "README.md").write_text(card, encoding="utf-8")


def _images(page: Before, shots: Sequence[Shot]) -> list[dict[str, str]]:
    name = content_id(page.url)
    return [
        {"path": picture_path(name, n, shot), "sha256": shot.sha256} for n, shot in enumerate(shots)
    ]

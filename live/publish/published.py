"""A published split, in a folder or on the Hub -> its rows, and the records that they tell of.

Reads with `datasets`, so whatever load_dataset opens can be read: this project's splits and, as
far as their columns tell, the original's. Touches the Hub, and the blobs that it is given.
"""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from live.blobs import Blobs
from live.errors import LiveError, UsageError
from live.qa_gen.criteria import points_and_texts
from live.records import (
    MONTH_PATTERN,
    Criterion,
    Evidence,
    Page,
    Provenance,
    Question,
    Release,
    Row,
    Shot,
    window,
)

TARGET = re.compile(rf"(?P<place>.+?)(?::(?P<month>{MONTH_PATTERN.strip('^$')}))?")
NEEDED = ("id", "images", "question", "answer", "criteria", "subtask")
UNKNOWN = "unknown"


class Split(NamedTuple):
    """What a published split holds, as records; its pictures are in the blobs."""

    release: Release
    questions: list[Question]
    pages: list[Page]


def read_split(
    target: str, blobs: Blobs, *, after: datetime | None = None, limit: int | None = None
) -> Split:
    """Reads `FOLDER[:MONTH]` or `hub:org/name[:MONTH]`; the newest month where none is named.

    after: leaves out rows about pages published before it. limit: of the others, the first so many.
    A picture is in memory only while its row is read.
    Raises UsageError for what is no split, a month that it has not, or no row left.
    """
    match = TARGET.fullmatch(target)
    if not match:
        raise UsageError(f"--split: {target!r} is no split. Write FOLDER, or hub:org/name.")
    month, rows = _rows(match["place"], match["month"])
    pages: dict[str, Page] = {}
    questions: list[Question] = []
    for row in rows:
        if missing := [name for name in NEEDED if name not in row]:
            raise UsageError(f"--split: {target} has no column {', '.join(missing)}.")
        if after is not None and ((at := _time(row.get("published_at"))) is None or at < after):
            continue
        try:
            page = _page(month, row, blobs)
            questions.append(_question(month, row, pages.setdefault(page.id, page).id))
        except (ValueError, OSError) as error:
            raise UsageError(f"--split: row {row['id']}: {error}") from None
        if len(questions) == limit:
            break
    if not questions:
        raise UsageError(f"--split: {target}: no row is left of {month}. Ask for more.")
    release = Release(
        month=month,
        rows=tuple(
            Row(row_id=int(each.id), question_id=each.id, version=1, page_id=each.page_id)
            for each in questions
        ),
        cut_at=max(page.captured_at for page in pages.values()),
        review="none",
        gates={},
        canary="",
        version=UNKNOWN,
    )
    return Split(release, questions, list(pages.values()))


def _rows(place: str, month: str | None) -> tuple[str, Iterator[dict[str, Any]]]:
    """The month that is read, and its rows with their pictures' bytes, one by one."""
    from datasets import Image, List, get_dataset_config_names, load_dataset
    from datasets.exceptions import DatasetNotFoundError

    name, revision = place, None
    if place.startswith("hub:"):
        name, revision = place.removeprefix("hub:"), _head(place.removeprefix("hub:"))
    elif not Path(place).is_dir():
        raise UsageError(f"--split: {place}: no such folder. Write FOLDER, or hub:org/name.")
    try:
        configs = get_dataset_config_names(name, revision=revision)
        months = sorted(each for each in configs if re.fullmatch(MONTH_PATTERN, each))
        if not months or (month and month not in months):
            known = ", ".join(months) or "none"
            raise UsageError(f"--split: {place} has no {month or 'month'}. It has: {known}.")
        chosen = month or months[-1]
        split = load_dataset(name, chosen, split="test", revision=revision, streaming=True)
    except (DatasetNotFoundError, ValueError) as error:
        raise LiveError(f"--split: {place}: {error}") from error
    return chosen, iter(split.cast_column("images", List(Image(decode=False))))


def _head(repository: str) -> str | None:
    """The newest commit; asked for first, as load_dataset takes an old copy where it fails."""
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, RepositoryNotFoundError

    try:
        return HfApi().dataset_info(repository).sha
    except (RepositoryNotFoundError, HFValidationError):
        raise UsageError(
            f"--split: hub:{repository}: no such dataset, or none that this token may read."
        ) from None
    except HfHubHTTPError as error:
        raise LiveError(f"--split: hub:{repository}: {error}. Try again later.") from error


def _question(month: str, row: dict[str, Any], page_id: str) -> Question:
    return Question(
        id=str(row["id"]),
        month=month,
        page_id=page_id,
        subtask=row["subtask"],
        question=row["question"],
        answer=row["answer"] or "",
        criteria=tuple(
            Criterion(points=points, text=text)
            for points, text in points_and_texts(row["criteria"] or "")
        ),
        made_by=Provenance(model=row.get("data_generator") or UNKNOWN),
    )


def _page(month: str, row: dict[str, Any], blobs: Blobs) -> Page:
    captured = _time(row.get("captured_at") or row.get("date_time")) or window(month)[0]
    shots = tuple(_shots(row["images"], blobs))
    return Page(
        month=month,
        site=row.get("website") or UNKNOWN,
        url=row.get("url") or f"pictures:{','.join(shot.sha256 for shot in shots)}",
        final_url="",
        title="",
        text="",
        html_sha256="",
        shots=shots,
        published_at=_time(row.get("published_at")) or captured,
        evidence=_evidence(row.get("evidence")),
        captured_at=captured,
        browser=UNKNOWN,
        screen=(shots[0].width, shots[0].height),
    )


def _shots(images: Sequence[dict[str, Any]], blobs: Blobs) -> Iterator[Shot]:
    from PIL import Image

    if not images:
        raise ValueError("has no picture")
    for image in images:
        content = image["bytes"] or Path(image["path"]).read_bytes()
        with Image.open(BytesIO(content)) as picture:
            kind, (width, height) = picture.format or "", picture.size
        yield Shot(
            kind="full_page",
            sha256=blobs.put(content),
            media_type=Image.MIME.get(kind, f"image/{kind.lower()}"),
            width=width,
            height=height,
        )


def _evidence(said: str | None) -> tuple[Evidence, ...]:
    found = json.loads(said) if said else []
    return tuple(Evidence.model_validate(each) for each in found) or (
        Evidence(source=UNKNOWN, value=""),
    )


def _time(said: str | None) -> datetime | None:
    if not said:
        return None
    at = datetime.fromisoformat(said)
    return at if at.tzinfo else at.replace(tzinfo=UTC)

"""A published split, in a folder or on the Hub -> its rows, and the records that they tell of.

Reads with `datasets`, so whatever load_dataset opens can be read: this project's splits and, as
far as their columns tell, the original's. Touches the Hub, and the blobs that it is given.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, NamedTuple

from live.blobs import Blobs
from live.errors import UsageError
from live.publish.place import config_of, place_and_month, place_of, streamed
from live.qa_gen.criteria import points_and_texts
from live.records import (
    Criterion,
    Evidence,
    Page,
    Provenance,
    Question,
    Release,
    Row,
    Shot,
    content_id,
    window,
)

NEEDED = ("id", "images", "question", "answer", "criteria", "subtask")
UNKNOWN = "unknown"
FETCH = "Fetch what still can be had: `live rehydrate DIR --split …`, then use DIR."


class Split(NamedTuple):
    """What a published split holds, as records; its pictures are in the blobs.

    A question's id comes from all that its row asks and shows: a corrected one is another question.
    others: how many rows have other pictures than they name. said: as it was asked for. commit: of
    the repository; '' for a folder.
    """

    release: Release
    questions: list[Question]
    pages: list[Page]
    others: int = 0
    said: str = ""
    commit: str = ""


def read_split(
    target: str,
    blobs: Blobs,
    *,
    revision: str | None = None,
    after: datetime | None = None,
    limit: int | None = None,
) -> Split:
    """Reads `FOLDER[:MONTH]` or `hub:org/name[:MONTH]`; the newest month where none is named.

    revision: a tag or commit; without it, the newest.
    after: leaves out rows about pages published before it. limit: of the others, the first so many.
    A picture is in memory only while its row is read.
    Raises UsageError for what is no split, a month that it has not, or no row left.
    """
    said, asked = place_and_month(target)
    place = place_of(said, revision)
    month = config_of(place, asked)
    pages: dict[str, Page] = {}
    questions: list[Question] = []
    rows: list[Row] = []
    others, canary = 0, ""
    for row in streamed(place, month):
        require_columns(target, row)
        try:
            if after is not None and not published_since(row, after):
                continue
            page = _page(month, row, blobs)
            question = _question(month, row, pages.setdefault(page.id, page))
            others += _has_others(row, page)
            number = int(row["id"])
            rows.append(Row(row_id=number, question_id=question.id, version=1, page_id=page.id))
            questions.append(question)
            canary = canary or row.get("canary") or ""
        except (ValueError, TypeError, OSError) as error:
            raise UsageError(f"--split: row {row['id']}: {error}") from None
        if len(questions) == limit:
            break
    if not questions:
        raise UsageError(f"--split: {target}: no row is left of {month}. Ask for more.")
    release = Release(
        month=month,
        rows=tuple(rows),
        cut_at=max(page.captured_at for page in pages.values()),
        review="none",
        gates={},
        canary=canary,
        version=UNKNOWN,
    )
    return Split(release, questions, list(pages.values()), others, target, place.commit)


def require_columns(target: str, known: Iterable[str]) -> None:
    """Raises UsageError where a split lacks a column without which it asks nothing."""
    if missing := [name for name in NEEDED if name not in known]:
        raise UsageError(f"{target} has no column {', '.join(missing)}.")


def published_since(row: Mapping[str, Any], after: datetime) -> bool:
    """Says whether a row is about a page that is known to be published then or later."""
    at = time_in(row.get("published_at"))
    return at is not None and at >= after


def time_in(said: str | None) -> datetime | None:
    """Reads a time as it is published; without a zone it is UTC."""
    if not said:
        return None
    at = datetime.fromisoformat(said)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def evidence_in(said: str | None) -> tuple[Evidence, ...]:
    """Reads what the sources said of a page's date."""
    return tuple(Evidence.model_validate(each) for each in json.loads(said or "[]"))


def shots_in(said: str | None) -> tuple[Shot, ...]:
    """Reads what is told of a page's pictures; nothing of what is not ours."""
    return tuple(Shot.model_validate(each) for each in json.loads(said or "[]"))


def _has_others(row: Mapping[str, Any], page: Page) -> bool:
    """Whether a row that names its pictures has not these."""
    named = [shot.sha256 for shot in shots_in(row.get("shots"))]
    return bool(named) and named != [shot.sha256 for shot in page.shots]


def _question(month: str, row: dict[str, Any], page: Page) -> Question:
    asked = (row["id"], row["question"], row["answer"], row["criteria"])
    return Question(
        id=content_id("published", *asked, [shot.sha256 for shot in page.shots]),
        month=month,
        page_id=page.id,
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
    captured = time_in(row.get("captured_at") or row.get("date_time")) or window(month)[0]
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
        published_at=time_in(row.get("published_at")) or captured,
        evidence=evidence_in(row.get("evidence")) or (Evidence(source=UNKNOWN, value=""),),
        captured_at=captured,
        browser=UNKNOWN,
        screen=(shots[0].width, shots[0].height),
    )


def _shots(images: Sequence[dict[str, Any]], blobs: Blobs) -> Iterator[Shot]:
    from PIL import Image

    # a path alone would be one of this machine, whatever the split says there
    if not images or not all(image["bytes"] for image in images):
        raise ValueError(f"has no picture here: it is published by reference. {FETCH}")
    for image in images:
        content = image["bytes"]
        with Image.open(BytesIO(content)) as picture:
            kind, (width, height) = picture.format or "", picture.size
        yield Shot(
            kind="full_page",
            sha256=blobs.put(content),
            media_type=Image.MIME.get(kind, f"image/{kind.lower()}"),
            width=width,
            height=height,
        )

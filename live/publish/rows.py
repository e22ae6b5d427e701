"""A frozen month in, the rows of its split out. Touches nothing outside.

The columns are those of the original splits in their types, then ours. Times are strings in UTC, so
that a row is JSON as it stands: `date_time` as the original has it, ours as `2026-10-05T08:30:00Z`.
"""

import hashlib
import json
from datetime import datetime
from typing import Any

from live.errors import LiveError
from live.publish.edition import Edition
from live.records import Evidence, Page, Row, Shot

COLUMNS = {
    "id": "int32",
    "images": "images",
    "website": "string",
    "question": "string",
    "answer": "string",
    "criteria": "string",
    "subtask": "string",
    "data_generator": "string",
    "checker": "string",  # null: no second model checked it
    "date_time": "string",
    "screen_shoter": "string",
    "screen_size": "string",
    "score": "int32",  # of the question, 0..10; null, as the two below: nobody scored it
    "reason": "string",
    "scorer_name": "string",
    "category": "string",
    "url": "string",
    "published_at": "string",
    "evidence": "string",
    "captured_at": "string",
    "page_sha256": "string",
    "shots": "string",
    "reviewed_by": "string",
    "canary": "string",
}
"""Name and type of each column, in order; the first fifteen are the original's."""
SHOT = {"kind", "sha256", "media_type", "width", "height", "top", "cut"}
"""What is published of a Shot: not the publisher's text in it."""

SUFFIXES = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}


def rows_of(edition: Edition) -> list[dict[str, Any]]:
    """Gives the rows; a picture is `{"path", "sha256"}`, its bytes stay in the blobs.

    By reference, `images` is empty, and only `shots` tells of the pictures.
    """
    return [_row(edition, row) for row in edition.release.rows]


def content_sha256(row: dict[str, Any]) -> str:
    """Computes the sha256 of all that a row says, pictures by their own sha256, in hexadecimal."""
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _row(edition: Edition, row: Row) -> dict[str, Any]:
    question, page = edition.question(row), edition.pages[row.page_id]
    if question.subtask not in edition.categories:
        raise LiveError(
            f"row {row.row_id}: subtask {question.subtask!r} has no category. "
            f"Write one of: {', '.join(edition.categories)}."
        )
    grades = question.grades
    values = {
        "id": row.row_id,
        "images": [] if edition.by_reference else _pictures(page),
        "website": _website(edition, page),
        "question": question.question,
        "answer": question.answer,
        "criteria": question.rubric,
        "subtask": question.subtask,
        "data_generator": question.made_by.model,
        "checker": question.checked_by.model if question.checked_by else None,
        "date_time": page.captured_at.strftime("%Y-%m-%d %H:%M:%S"),
        "screen_shoter": page.shots[0].kind,
        "screen_size": f"{page.screen[0]}x{page.screen[1]}",
        "score": grades.total if grades else None,
        "reason": grades.reason if grades else None,
        "scorer_name": grades.made_by.model if grades else None,
        "category": edition.categories[question.subtask],
        "url": page.url,
        "published_at": iso(page.published_at),
        "evidence": _evidence(page.evidence),
        "captured_at": iso(page.captured_at),
        "page_sha256": page.html_sha256,
        "shots": _shots(page.shots),
        "reviewed_by": row.reviewed_by,
        "canary": edition.release.canary,
    }
    return {name: values[name] for name in COLUMNS}


def iso(at: datetime) -> str:
    """Writes a UTC time as `2026-10-05T08:30:00Z`."""
    return at.isoformat().replace("+00:00", "Z")


def picture_path(name: str, n: int, shot: Shot) -> str:
    """Gives the name of a page's picture number n, as its row has it."""
    return f"{name}-{n}.{SUFFIXES.get(shot.media_type, 'bin')}"


def _shots(shots: tuple[Shot, ...]) -> str:
    """JSON: a list of what is told of each picture, top to bottom."""
    said = [shot.model_dump(mode="json", include=SHOT) for shot in shots]
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def _pictures(page: Page) -> list[dict[str, str]]:
    return [
        {"path": picture_path(page.id, n, shot), "sha256": shot.sha256}
        for n, shot in enumerate(page.shots)
    ]


def _website(edition: Edition, page: Page) -> str:
    """The site's address as live.yaml has it, or its name once live.yaml has dropped it."""
    urls = {site.name: site.url for site in edition.config.sites}
    return urls.get(page.site, page.site)


def _evidence(evidence: tuple[Evidence, ...]) -> str:
    """JSON: a list of what each source said, as in live.records.Evidence."""
    said = [one.model_dump(mode="json") for one in evidence]
    return json.dumps(said, ensure_ascii=False, sort_keys=True)

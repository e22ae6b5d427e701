"""Records for tests, each valid by itself; a test names only what it is about."""

from datetime import UTC, datetime
from typing import Any

from live.records import (
    Answer,
    Comparison,
    Criterion,
    Evidence,
    Link,
    Page,
    Provenance,
    Question,
    Release,
    Row,
    Shot,
    Verdict,
    Visit,
)

MONTH = "2026-10"
CONFIG = """\
sites:
- {name: Herald, url: http://herald.example/}
write: {writer: embedded/templates, checker: off}
gates: {needs_picture: off, answerable: off}
review: none
candidates: [embedded/blind]
judge: embedded/rules
"""


def link(n: int = 1, **fields: Any) -> Link:
    values = {"month": MONTH, "site": "Herald", "url": f"http://herald.example/{n}"}
    return Link(**values | {"found_in": "front"} | fields)


def page(n: int = 1, **fields: Any) -> Page:
    at = datetime(2026, 10, 14, 9, tzinfo=UTC)
    values = {
        "month": MONTH,
        "site": "Herald",
        "url": f"http://herald.example/{n}",
        "final_url": f"http://herald.example/{n}",
        "title": f"Story {n}",
        "byline": "Mara Quill",
        "text": "The ferry sails at nine.",
        "html_sha256": "",
        "shots": (Shot(kind="full_page", sha256="0" * 64, width=1280, height=1600),),
        "published_at": at,
        "evidence": (Evidence(source="json-ld", value=at.isoformat(), at=at, zoned=True),),
        "captured_at": datetime(2026, 11, 2, tzinfo=UTC),
        "browser": "Chromium 156",
        "screen": (1280, 800),
    }
    return Page(**values | fields)


def visit(n: int = 1, **fields: Any) -> Visit:
    """A visit of link n, whose page was read and dropped as stale."""
    url = f"http://herald.example/{n}"
    values = {
        "month": MONTH,
        "site": "Herald",
        "url": url,
        "at": datetime(2026, 10, 20, 9, tzinfo=UTC),
        "seconds": 1.25,
        "bytes": 1000,
        "tries": 1,
        "state": "dropped",
        "reason": "stale",
        "final_url": url,
        "address": url,
        "title": f"Story {n}",
    }
    return Visit(**values | fields)


def question(n: int = 1, page_id: str | None = None, **fields: Any) -> Question:
    values = {
        "id": f"{n:016x}",
        "month": MONTH,
        "page_id": page_id or page().id,
        "subtask": "Basic Understanding",
        "question": f"Who wrote story {n}?",
        "answer": "Mara Quill",
        "criteria": (Criterion(points=10, text='the answer names "Mara Quill".'),),
        "made_by": Provenance(model="embedded/templates"),
    }
    return Question(**values | fields)


def release(questions: list[Question], **fields: Any) -> Release:
    rows = tuple(
        Row(row_id=26100001 + n, question_id=q.id, version=q.version, page_id=q.page_id)
        for n, q in enumerate(questions)
    )
    values = {
        "month": MONTH,
        "rows": rows,
        "cut_at": datetime(2026, 11, 3, tzinfo=UTC),
        "review": "none",
        "gates": {"answerable": "off"},
        "canary": "live-benchmark:2026-10:canary:0",
        "version": "0.1.0",
    }
    return Release(**values | fields)


def answer(row_id: int, of: Question, model: str = "embedded/blind", **fields: Any) -> Answer:
    values = {
        "month": MONTH,
        "row_id": row_id,
        "question_id": of.id,
        "version": of.version,
        "model": model,
        "outcome": "answered",
        "text": "Mara Quill",
        "made_by": Provenance(model=model),
    }
    return Answer(**values | fields)


def verdict(of: Answer, rating: int | None = 10, **fields: Any) -> Verdict:
    values = {
        "month": MONTH,
        "answer_id": of.id,
        "row_id": of.row_id,
        "model": of.model,
        "judge": "embedded/rules",
        "rating": rating,
        "points": () if rating is None else (rating,),
        "reason": "because",
        "made_by": Provenance(model="embedded/rules"),
    }
    return Verdict(**values | fields)


def comparison(row_id: int, of: Question, a: str, b: str, **fields: Any) -> Comparison:
    """What a judge that finds a better said with a shown first."""
    values = {
        "month": MONTH,
        "row_id": row_id,
        "question_id": of.id,
        "version": of.version,
        "a": a,
        "b": b,
        "first": "a",
        "judge": "openai/judge",
        "winner": "a",
        "reason": "because",
        "made_by": Provenance(model="openai/judge"),
    }
    return Comparison(**values | fields)

"""What a model made of each row, and what it earned -> rows of the detailed results. Pure.

The columns are those of the original's detailed results, then ours: with `ratings` the table can be
computed again.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from live.judge.panel import Settled
from live.records import Answer, Page, Question, Release, Verdict

COLUMNS = (
    "id", "images", "question", "ground_truth", "criteria", "subtask", "response", "score",
    "reason", "page_id", "status", "judge", "ratings",
)  # fmt: skip


def details(
    model: str,
    release: Release,
    questions: Sequence[Question],
    pages: Sequence[Page],
    answers: Sequence[Answer],
    earned: Mapping[str, Settled],
) -> Iterator[dict[str, Any]]:
    """Gives a model's results, one a row, in the rows' order.

    questions: the frozen ones, in that order. earned: by an answer's id. images: names of the
    pictures. score: 0..10, None where unscored. status: how the answer ended, `unscored` or
    `unanswered`. judge: those whose median the score is. ratings: their points for each
    criterion, by name.
    """
    given = {(a.row_id, a.version): a for a in answers if a.model == model}
    shown = {page.id: page for page in pages}
    for row, question in zip(release.rows, questions, strict=True):
        answer = given.get((row.row_id, row.version))
        yield _detail(
            row.row_id,
            question,
            shown[row.page_id],
            answer,
            earned.get(answer.id) if answer else None,
        )


def flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """Gives a row for a CSV: lists and objects as JSON."""
    return {
        name: json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
        for name, value in row.items()
    }


def _detail(
    row_id: int, question: Question, page: Page, answer: Answer | None, earned: Settled | None
) -> dict[str, Any]:
    rating = earned.rating if earned else None
    verdicts = _named(earned.counted if earned else ())
    status = answer.outcome if answer else "unanswered"
    return {
        "id": row_id,
        "images": [shot.sha256 for shot in page.shots],
        "question": question.question,
        "ground_truth": question.answer,
        "criteria": question.rubric,
        "subtask": question.subtask,
        "response": answer.text if answer else "",
        "score": rating,
        "reason": "\n".join(_said(name, v.reason, len(verdicts)) for name, v in verdicts.items()),
        "page_id": page.id,
        "status": "unscored" if answer and rating is None else status,
        "judge": ", ".join(verdicts),
        "ratings": {name: list(verdict.points) for name, verdict in verdicts.items()},
    }


def _named(verdicts: Sequence[Verdict]) -> dict[str, Verdict]:
    """Verdicts by whose they are; people's by a number, for they rate under no name."""
    return {
        f"a person ({n})" if verdict.by_person else verdict.judge: verdict
        for n, verdict in enumerate(verdicts, 1)
    }


def _said(judge: str, reason: str, judges: int) -> str:
    return reason if judges == 1 else f"{judge}: {reason}"

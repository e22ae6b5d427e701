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
A_PERSON = "a person"
"""How `judge` and `ratings` name people, who rate under no name; a number in brackets follows."""


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
    `unanswered`. judge: those whose median the score is. ratings: by name, the points for each
    criterion of every judge that counts, none where it gave no rating, and of the people who
    settled what these are split over.
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
    verdicts = _named(earned) if earned else {}
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
        "ratings": _ratings(earned, verdicts) if earned else {},
    }


def _named(earned: Settled) -> dict[str, Verdict]:
    """The verdicts that count by whose they are; people's by a number that tells nothing of whom.

    Ids are hashes: in their order the first of each row are not one person's.
    """
    if earned.counted is not earned.people:
        return {verdict.judge: verdict for verdict in earned.verdicts}
    people = sorted(earned.people, key=lambda verdict: verdict.id)
    return {f"{A_PERSON} ({n})": verdict for n, verdict in enumerate(people, 1)}


def _ratings(earned: Settled, counted: Mapping[str, Verdict]) -> dict[str, list[int]]:
    given = dict.fromkeys(earned.judges, ()) | {v.judge: v.points for v in earned.verdicts}
    given |= {name: verdict.points for name, verdict in counted.items()}
    return {name: list(points) for name, points in given.items()}


def _said(judge: str, reason: str, judges: int) -> str:
    return reason if judges == 1 else f"{judge}: {reason}"

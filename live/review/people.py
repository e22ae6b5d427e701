"""A person's answers to frozen rows -> Answers as those of a candidate, with the time each took.

Touches the store. What is answered and the entry in the audit log are one transaction. Nobody
answers a question that they reviewed.
"""

from collections import Counter
from typing import NamedTuple

from live.errors import UsageError
from live.publish.cut import frozen
from live.records import PERSON, Answer, Provenance, Release, Row, content_id, whole
from live.review.decisions import touched
from live.workspace import Workspace

LONGEST = 10_000
"""Characters of an answer."""
PAUSE = 600
"""Seconds above which the time of an answer is marked as holding a pause."""


class Stand(NamedTuple):
    """How far a person is: how many rows they answered, and those that are left, the next first."""

    answered: int
    left: tuple[Row, ...]


def stand(workspace: Workspace, month: str, handle: str, shown: int | None = None) -> Stand:
    """Tells how far a person is with the rows of a month, and which is their next.

    shown: the row that they have before them; it stays the next until they answered it. Else rows
    that fewest people answered come first, those alike as a hash of handle and row draws them.
    Raises UsageError where the month is not cut.
    """
    release, given = _release(workspace, month), _given(workspace, month)
    people = Counter(row_id for row_id, _ in given)
    done = {row_id for row_id, by in given if by.casefold() == handle.casefold()}
    seen = touched(workspace, month, handle)
    left = [row for row in release.rows if row.row_id not in done and row.question_id not in seen]
    left.sort(key=lambda row: (row.row_id != shown, people[row.row_id], _drawn(handle, row)))
    return Stand(len(done), tuple(left))


def keep(
    workspace: Workspace,
    month: str,
    row_id: int,
    handle: str,
    text: str,
    seconds: float,
    act: str,
) -> Answer:
    """Stores what a person answered to a row; a blank text is an empty answer, and earns 0.

    seconds: from when it was shown. act: made when it was shown; sent twice, it counts once. Raises
    UsageError where the month is not cut, it has no such row, they reviewed its question or have
    answered it, or the text is too long.
    """
    if len(text) > LONGEST:
        raise UsageError(
            f"answer: {len(text):,} characters; {LONGEST:,} are the most. Write a shorter one."
        )
    store = workspace.store
    with store.together():
        row = _row(_release(workspace, month), row_id)
        if row.question_id in touched(workspace, month, handle):
            raise UsageError(f"row {row_id}: {handle} reviewed its question, and cannot answer it.")
        answer = _answer(month, row, handle, text, seconds, act)
        if before := store.versions(Answer, answer.id):
            if before[-1].made_by.parameters["act"] == act:
                return before[-1]
            raise UsageError(f"row {row_id}: {handle} has answered it before. The first counts.")
        store.add(answer)
        told = answer.model_dump(mode="json", include={"row_id", "version", "outcome", "text"})
        store.audit.add(handle, "answer", row.question_id, None, told | answer.made_by.parameters)
    return answer


def _answer(month: str, row: Row, handle: str, text: str, seconds: float, act: str) -> Answer:
    said = whole(text.strip())
    name, took = PERSON + handle, round(max(seconds, 0.0), 1)
    marked = {"seconds": took, "paused": took > PAUSE, "act": act}
    return Answer(
        month=month,
        row_id=row.row_id,
        question_id=row.question_id,
        version=row.version,
        model=name,
        outcome="answered" if said else "empty",
        text=said,
        made_by=Provenance(model=name, parameters=marked),
    )


def _release(workspace: Workspace, month: str) -> Release:
    release = frozen(workspace, month)
    if release is None:
        raise UsageError(
            f"{month} is not cut yet: there is nothing to answer. Run `live cut --month {month}`."
        )
    return release


def _row(release: Release, row_id: int) -> Row:
    for row in release.rows:
        if row.row_id == row_id:
            return row
    raise UsageError(f"row {row_id}: {release.month} has none of that number.")


def _given(workspace: Workspace, month: str) -> list[tuple[int, str]]:
    """The rows that people answered, each with the person's handle."""
    given = workspace.store.fields(Answer, "row_id", "model", month=month)
    return [
        (int(row_id), model.removeprefix(PERSON))
        for row_id, model in given
        if model.startswith(PERSON)
    ]


def _drawn(handle: str, row: Row) -> str:
    return content_id("drawn", handle, row.row_id)

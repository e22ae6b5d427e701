"""A person's points for an answer -> a Verdict of theirs, beside those of the judges; and back.

Touches the store. What is given or taken back and its entry in the audit log are one transaction.
Of one person the newest rating counts. One that was taken back is a Verdict without a rating.
"""

import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

from live.errors import UsageError
from live.judge.panel import is_judged
from live.publish.cut import frozen
from live.records import PERSON, Answer, Provenance, Question, Verdict, whole
from live.review.decision import TEXTS, digest
from live.review.people import PAUSE
from live.workspace import Workspace

LONGEST = 2_000
"""Characters of the words with a rating."""
RATED = ("rate", "unrate")
"""What the log calls a rating, and that one was taken back."""
TAKEN_BACK = "Taken back."


class TakenBack(NamedTuple):
    """A rating that was taken back: of which answer, and what the person had given it."""

    answer: Answer
    points: tuple[int, ...]
    words: str


def rate(
    workspace: Workspace,
    answer: Answer,
    handle: str,
    points: Sequence[int],
    words: str,
    *,
    seconds: float,
    act: str,
    drawn: bool,
) -> Verdict:
    """Stores what a person gives an answer, in place of what they gave it before.

    points: for each criterion of its question. words: why, or ''. seconds: from when it was shown.
    act: made when it was shown; sent twice, it counts once. drawn: the answer is in the draw that
    judges are measured by. Raises UsageError where the answer is their own or is of no frozen row,
    the points are not such, or the words are too long.
    """
    store = workspace.store
    with store.together():
        question = question_of(workspace, answer)
        before = given_by(workspace, answer, handle)
        if before and act in _acts(before):
            return before
        _refuse(workspace, answer, handle)
        _refuse_points(question, points)
        if len(words) > LONGEST:
            raise UsageError(f"words: {len(words):,} characters; {LONGEST:,} are the most.")
        took = round(max(seconds, 0.0), 1)
        how = {"seconds": took, "paused": took > PAUSE, "drawn": drawn, "act": act}
        made = _verdict(answer, handle, tuple(points), whole(words.strip()), how)
        _keep(workspace, question, answer, "rate", before, made)
    return made


def take_back(workspace: Workspace, month: str, handle: str, act: str) -> TakenBack | None:
    """Takes back a person's last rating of a month that is not taken back yet; None: there is none.

    What they had given that answer before it stands again. act: by which this is known; sent
    twice, it counts once.
    """
    store = workspace.store
    with store.together():
        undone: set[str] = set()
        for entry in store.audit.newest(handle):
            if entry.what not in RATED:
                continue
            after, before = entry.after, entry.before
            answer = next(iter(store.versions(Answer, after["answer_id"])), None)
            if answer is None or answer.month != month:
                continue
            if after["act"] == act:
                return TakenBack(answer, tuple((before or {}).get("points", ())), _words(before))
            if entry.what == "unrate":
                undone.add(after["undoes"])
            elif after["act"] not in undone:
                how = {"act": act, "undoes": after["act"]}
                _restore(workspace, answer, handle, before, how)
                return TakenBack(answer, tuple(after["points"]), _words(after))
    return None


def given_by(workspace: Workspace, answer: Answer, handle: str) -> Verdict | None:
    """Gives what a person gave an answer last; without a rating where they took it back."""
    found = workspace.store.all(Verdict, answer.month, parent=answer.id)
    return next((each for each in found if each.judge == PERSON + handle), None)


def question_of(workspace: Workspace, answer: Answer) -> Question:
    """Gives the version of the question that was answered. Raises UsageError where it is gone."""
    versions = workspace.store.versions(Question, answer.question_id)
    found = next((each for each in versions if each.version == answer.version), None)
    if found is None:
        raise UsageError(f"row {answer.row_id}: its question is not stored any more.")
    return found


def told(verdict: Verdict) -> dict[str, Any]:
    """Gives what the log keeps of a rating."""
    kept = verdict.model_dump(mode="json", include={"answer_id", "row_id", "rating", "points"})
    return kept | {"text": verdict.reason} | verdict.made_by.parameters


def answer_digest(answer: Answer) -> str:
    """Gives the SHA-256 of an answer's text."""
    return hashlib.sha256(answer.text.encode()).hexdigest()


def _keep(
    workspace: Workspace,
    question: Question,
    answer: Answer,
    what: str,
    before: Verdict | None,
    made: Verdict,
) -> None:
    """Stores a rating, and the entry in the log: also what was read, by digests."""
    workspace.store.add(made)
    texts = question.model_dump(mode="json", include=set(TEXTS))
    after = told(made) | {
        "version": question.version,
        "texts_sha256": digest(texts),
        "answer_sha256": answer_digest(answer),
    }
    who = made.judge.removeprefix(PERSON)
    workspace.store.audit.add(who, what, question.id, before and told(before), after)


def _restore(
    workspace: Workspace, answer: Answer, handle: str, before: Any, how: dict[str, str]
) -> None:
    """Stores again what stood before a rating; where nothing did, that it was taken back."""
    made = _verdict(answer, handle, None, TAKEN_BACK, how)
    if before and before["rating"] is not None:
        took = {name: before[name] for name in ("seconds", "paused", "drawn")}
        made = _verdict(answer, handle, tuple(before["points"]), before["text"], took | how)
    now = given_by(workspace, answer, handle)
    _keep(workspace, question_of(workspace, answer), answer, "unrate", now, made)


def _verdict(
    answer: Answer,
    handle: str,
    points: tuple[int, ...] | None,
    words: str,
    how: dict[str, Any],
) -> Verdict:
    name = PERSON + handle
    return Verdict(
        month=answer.month,
        answer_id=answer.id,
        row_id=answer.row_id,
        model=answer.model,
        judge=name,
        rating=None if points is None else sum(points),
        points=points or (),
        reason=words,
        made_by=Provenance(model=name, parameters=how),
    )


def _refuse(workspace: Workspace, answer: Answer, handle: str) -> None:
    release = frozen(workspace, answer.month)
    rows = {(row.question_id, row.version) for row in release.rows} if release else set()
    if (answer.question_id, answer.version) not in rows or not is_judged(workspace.config, answer):
        raise UsageError(f"row {answer.row_id}: this answer is not one that is scored.")
    if answer.model.casefold() == (PERSON + handle).casefold():
        raise UsageError(f"row {answer.row_id}: this answer is {handle}'s own. Others rate it.")


def _refuse_points(question: Question, points: Sequence[int]) -> None:
    if len(points) != len(question.criteria):
        wanted = len(question.criteria)
        raise UsageError(f"points: {len(points)} for {wanted} criteria. Give one for each.")
    for n, (given, criterion) in enumerate(zip(points, question.criteria, strict=True), 1):
        if not 0 <= given <= criterion.points:
            raise UsageError(f"criterion {n}: {given} points. Give 0 to {criterion.points}.")
    if sum(points) > 10:
        raise UsageError(f"points: {sum(points)} in all, and 10 are the most.")


def _acts(verdict: Verdict) -> tuple[Any, Any]:
    """The act that made a rating, and the one that it took back."""
    how = verdict.made_by.parameters
    return how.get("act"), how.get("undoes")


def _words(kept: Any) -> str:
    """The words with a rating as the log keeps it; of none, or one that was taken back, ''."""
    return str(kept["text"]) if kept and kept["rating"] is not None else ""

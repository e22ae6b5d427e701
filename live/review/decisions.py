"""People's decisions in, the stage "review" out: which gated questions may enter the split.

Touches the store. The newest decision on a question's newest version stands.
"""

from typing import Any

from live.clock import now
from live.errors import UsageError
from live.outcomes import Done, Dropped, Ending, Waiting
from live.qa_gen.gates.decide import ending, stored
from live.qa_gen.taxonomies import load
from live.records import Criterion, Decision, Question, Release, content_id
from live.workspace import Workspace

STAGE = "review"


def settle(workspace: Workspace, month: str) -> None:
    """Stores how the review of every question that passed the gates stands."""
    store = workspace.store
    passed = store.ended(month, "gates", ["done"])
    settled = {outcome.item for outcome in store.outcomes(month, STAGE)}
    stands = last_decisions(workspace, month)
    endings = {
        question.id: _ending(question, stands.get((question.id, question.version)), workspace)
        for question in store.all(Question, month)
        if question.id in passed
    }
    store.save_all(month, STAGE, endings)
    for item in settled - endings.keys():
        store.forget(month, STAGE, item)


def last_decisions(workspace: Workspace, month: str) -> dict[tuple[str, int], Decision]:
    """Gives the decision that stands on each version of a month's questions: (id, version)."""
    made = workspace.store.all(Decision, month)
    return {(decision.question_id, decision.version): decision for decision in made}


def _ending(question: Question, decision: Decision | None, workspace: Workspace) -> Ending:
    """How the review of a question stands."""
    if decision and decision.verdict == "accept":
        return Done(detail=f"accepted by {decision.reviewer}")
    if decision and decision.verdict == "reject":
        return Dropped("rejected", f"by {decision.reviewer}: {decision.reason}")
    if workspace.config.review == "none":
        return Done(detail="no review: live.yaml says `review: none`")
    return Waiting("unreviewed", f"Decide with `live review accept {question.id}`, or reject.")


def find(workspace: Workspace, question_id: str) -> Question:
    """Gives a question's newest version, by its id or the beginning of it.

    Raises UsageError where there is none, or more than one.
    """
    found = {
        question.id: question
        for month in workspace.store.months()
        for question in workspace.store.all(Question, month)
        if question.id.startswith(question_id)
    }
    if len(found) != 1:
        count = "no question" if not found else f"{len(found)} questions"
        raise UsageError(f"{question_id}: {count} of that id. See `live review list`.")
    return next(iter(found.values()))


def decide(
    workspace: Workspace, question: Question, verdict: str, reviewer: str, reason: str = ""
) -> None:
    """Accepts or rejects a question's newest version, and keeps who, when and why.

    One that a gate held and a person accepts goes on to the gates behind it that have not been
    run. Raises UsageError where the month is frozen, or the question did not pass the gates.
    """
    _refuse_frozen(workspace, question)
    ended = {o.item: o for o in workspace.store.outcomes(question.month, "gates")}.get(question.id)
    if verdict == "accept" and (ended is None or ended.state not in ("done", "held")):
        state = f"{ended.state} ({ended.reason}: {ended.detail})" if ended else "not gated yet"
        raise UsageError(f"{question.id}: cannot be accepted, at the gates it is {state}.")
    decision = Decision.model_validate(
        {
            "month": question.month,
            "question_id": question.id,
            "version": question.version,
            "verdict": verdict,
            "reviewer": reviewer,
            "at": now(),
            "reason": reason,
        }
    )
    workspace.store.add(decision)
    if verdict == "accept" and ended is not None and ended.state == "held":
        found, gates = stored(workspace.store, question), workspace.config.gates
        again = ending(found, gates, released_by=reviewer)
        workspace.store.save(question.month, "gates", question.id, again)
    settle(workspace, question.month)


def edit(
    workspace: Workspace,
    question: Question,
    reviewer: str,
    changes: dict[str, Any],
    reason: str = "",
) -> Question:
    """Stores a new version of a question; it goes through the gates and the review again.

    changes: any of question, answer, subtask, criteria (pairs of points and text).
    """
    _refuse_frozen(workspace, question)
    known = load(workspace.config.write.taxonomy).names
    if changes.get("subtask", question.subtask) not in known:
        raise UsageError(f"--subtask: {changes['subtask']!r} is none of {', '.join(known)}.")
    if "criteria" in changes:
        pairs = changes["criteria"]
        changes = changes | {"criteria": tuple(Criterion(points=p, text=t) for p, t in pairs)}
    update = {"version": question.version + 1, "edited_by": reviewer, **changes}
    edited = Question.model_validate({**dict(question), **update})
    decision = Decision(
        month=question.month,
        question_id=question.id,
        version=question.version,
        verdict="edit",
        reviewer=reviewer,
        at=now(),
        reason=reason,
    )
    workspace.store.add(edited, decision)
    workspace.store.forget(question.month, "gates", question.id)
    settle(workspace, question.month)
    return edited


def _refuse_frozen(workspace: Workspace, question: Question) -> None:
    if workspace.store.versions(Release, content_id("release", question.month, 1)):
        raise UsageError(
            f"{question.id}: {question.month} is frozen. A published question is changed by a "
            "correction, not by a review."
        )

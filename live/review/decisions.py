"""People's decisions in, the stage "review" out: which gated questions may enter the split.

Touches the store. What is decided, how the question stands then and the entry in the audit log are
one transaction. How several people's decisions add up: `standing`.
"""

from collections.abc import Iterable
from typing import Any

from live.errors import UsageError
from live.outcomes import Done, Dropped, Ending, Outcome, Waiting
from live.qa_gen.gates.decide import ending, stored
from live.qa_gen.taxonomies import load
from live.records import Criterion, Decision, Question, Release, Remark, content_id
from live.review.decision import TEXTS as TEXTS
from live.review.decision import decision_of, entry_of, told
from live.review.standing import Standing, by_version, is_twice, newest_of_each, standing
from live.workspace import Workspace

STAGE = "review"


def settle(workspace: Workspace, month: str) -> None:
    """Stores how the review of every question stands that passed the gates, or was held there."""
    store = workspace.store
    gated = {outcome.item: outcome for outcome in store.outcomes(month, "gates")}
    settled = {outcome.item for outcome in store.outcomes(month, STAGE)}
    made = by_version(store.all(Decision, month))
    ends = {}
    for question in store.each(Question, month):  # a newer version comes after an older one
        about = made.get((question.id, question.version), [])
        ends[question.id] = ending_of(question, about, gated.get(question.id), workspace)
    endings = {id: ended for id, ended in ends.items() if ended}
    store.save_all(month, STAGE, endings)
    for item in settled - endings.keys():
        store.forget(month, STAGE, item)


def settle_one(workspace: Workspace, question: Question) -> None:
    """Stores how the review of one question stands: decides its gates anew, buys nothing."""
    store, month = workspace.store, question.month
    made = _decisions(workspace, question)
    found = stored(store, question)
    if any(each.outcome == "held" for each in found):
        stands = _standing(workspace, question, made)
        by = stands.people if stands.state == "accepted" else ""
        again = ending(found, workspace.config.gates, released_by=by)
        store.save(month, "gates", question.id, again)
    gated = store.outcome(month, "gates", question.id)
    if ended := ending_of(question, made, gated, workspace):
        store.save(month, STAGE, question.id, ended)
    else:
        store.forget(month, STAGE, question.id)


def accepting(question: Question, gated: Outcome | None) -> str:
    """Tells why a question cannot be accepted, by how it ended at the gates; '' where it can."""
    if gated and gated.state in ("done", "held"):
        return ""
    state = f"{gated.state} ({gated.reason}: {gated.detail})" if gated else "not gated yet"
    return f"{question.id}: cannot be accepted, at the gates it is {state}."


def ending_of(
    question: Question, made: Iterable[Decision], gated: Outcome | None, workspace: Workspace
) -> Ending | None:
    """Gives how the review of a question stands; None where it did not get so far.

    What one person said is not told before two have. What a gate holds stays there until it is
    accepted, by both where two are to decide; then it is released at the gates first.
    """
    stands = _standing(workspace, question, made)
    if gated is None or gated.state not in ("done", "held"):
        return None
    if gated.state == "held" and stands.state in ("open", "accepted"):
        return None
    match stands.state:
        case "accepted":
            return Done(detail=f"accepted by {stands.people}")
        case "rejected":
            said = (each for each in stands.decisions if each.verdict == "reject" and each.reason)
            why = "; ".join(each.reason for each in said)
            return Dropped("rejected", f"by {stands.people}: {why}")
        case "conflict":
            return Waiting("conflict", "Two people disagree; a third decides.")
        case "second":
            return Waiting("second_review", "One person has decided; another one is to.")
    if workspace.config.review == "none":
        return Done(detail="no review: live.yaml says `review: none`")
    return Waiting("unreviewed", f"Decide with `live review accept {question.id}`, or reject.")


def _standing(workspace: Workspace, question: Question, made: Iterable[Decision]) -> Standing:
    return standing(made, twice=is_twice(question.id, workspace.config.second_review))


def find(workspace: Workspace, question_id: str) -> Question:
    """Gives a question's newest version, by its id or the beginning of it.

    Raises UsageError where there is none, or more than one.
    """
    ids = {id for (id,) in workspace.store.fields(Question, "id") if id.startswith(question_id)}
    if len(ids) != 1:
        count = "no question" if not ids else f"{len(ids)} questions"
        raise UsageError(f"{question_id}: {count} of that id. See `live review list`.")
    return workspace.store.versions(Question, ids.pop())[-1]


def decide(
    workspace: Workspace,
    question: Question,
    verdict: str,
    reviewer: str,
    reason: str = "",
    act: str = "",
) -> None:
    """Accepts or rejects a question's newest version, and keeps who, when and why.

    act: what else was decided at once, and is undone at once; sent twice, it counts once. One that
    a gate held and people accept goes on to the gates behind it that have not been run. Raises
    UsageError where the month is frozen, the question has a newer version, or did not pass the
    gates.
    """
    store = workspace.store
    with store.together():
        if _is_kept(workspace, question, act):
            return
        refuse_frozen(workspace, question)
        _refuse_old(workspace, question)
        ended = store.outcome(question.month, "gates", question.id)
        if verdict == "accept" and (why := accepting(question, ended)):
            raise UsageError(why)
        keep(workspace, question, verdict, reviewer, reason, act)


def withdraw(workspace: Workspace, question: Question, reviewer: str, act: str = "") -> None:
    """Takes back what a reviewer said of a question's newest version.

    Raises UsageError where the month is frozen, or they said nothing.
    """
    store = workspace.store
    with store.together():
        if _is_kept(workspace, question, act):
            return
        refuse_frozen(workspace, question)
        if reviewer not in newest_of_each(_decisions(workspace, question)):
            raise UsageError(f"{question.id}: {reviewer} has not decided about it.")
        keep(workspace, question, "withdraw", reviewer, "", act)


def edit(
    workspace: Workspace,
    question: Question,
    reviewer: str,
    changes: dict[str, Any],
    reason: str = "",
    act: str = "",
) -> Question:
    """Stores a new version of a question; it goes through the gates and the review again.

    changes: any of question, answer, subtask, criteria (pairs of points and text). act: sent twice,
    it counts once, and the version that it made is given. Raises UsageError where the month is
    frozen, or somebody else made a newer version.
    """
    store = workspace.store
    known = load(workspace.config.write.taxonomy).names
    if "subtask" in changes and changes["subtask"] not in known:
        raise UsageError(f"--subtask: {changes['subtask']!r} is none of {', '.join(known)}.")
    if "criteria" in changes:
        pairs = changes["criteria"]
        changes = changes | {"criteria": tuple(Criterion(points=p, text=t) for p, t in pairs)}
    update = {"version": question.version + 1, "edited_by": reviewer, **changes}
    edited = Question.model_validate({**dict(question), **update})
    with store.together():
        if _is_kept(workspace, question, act):
            return store.versions(Question, question.id)[question.version]
        refuse_frozen(workspace, question)
        _refuse_old(workspace, question)
        keep_version(workspace, question, edited, reason, act)
    return edited


def keep(
    workspace: Workspace,
    question: Question,
    verdict: str,
    reviewer: str,
    reason: str,
    act: str,
    undoes: str = "",
) -> None:
    """Stores what a reviewer says of a version, how it stands then, and the entry in the log.

    undoes: the act that this takes back. Call it inside `Store.together`.
    """
    made = _decisions(workspace, question)
    before = newest_of_each(made).get(reviewer)
    decision = decision_of(question, verdict, reviewer, reason, act, made)
    workspace.store.add(decision)
    settle_one(workspace, question)
    after = entry_of(decision, question, undoes)
    log = workspace.store.audit
    log.add(reviewer, verdict, question.id, before and told(before), after)


def keep_version(
    workspace: Workspace,
    question: Question,
    edited: Question,
    reason: str,
    act: str,
    undoes: str = "",
) -> None:
    """Stores what its editor made of a question, and the entry in the log; it is gated anew.

    undoes: the act that this takes back. Call it inside `Store.together`.
    """
    store, editor = workspace.store, edited.edited_by
    made = decision_of(question, "edit", editor, reason, act)
    store.add(edited, made)
    store.forget(question.month, "gates", question.id)
    store.forget(question.month, STAGE, question.id)
    after = _texts(edited) | {"reason": reason, "act": act, "at": told(made)["at"]}
    after |= {"undoes": undoes} if undoes else {}
    store.audit.add(editor, "edit", question.id, _texts(question), after)


def acted(workspace: Workspace, month: str, act: str) -> bool:
    """Whether anything was decided or remarked in this act."""
    store = workspace.store
    return any(
        (act,) in store.fields(kind, "act", month=month) for kind in (Decision, Remark) if act
    )


def touched(workspace: Workspace, month: str, handle: str) -> set[str]:
    """Gives the questions that somebody decided, edited, remarked on or corrected, ever."""
    store = workspace.store
    errata = [each for release in store.all(Release, month) for each in release.errata]
    said = [
        pair
        for kind in (Decision, Remark)
        for pair in store.fields(kind, "question_id", "reviewer", month=month)
    ] + [(each.question_id, each.by) for each in errata]
    return {id for id, who in said if who.casefold() == handle.casefold()}


def refuse_frozen(workspace: Workspace, question: Question) -> None:
    """Raises UsageError where a question's month is cut."""
    if workspace.store.versions(Release, content_id("release", question.month, 1)):
        raise UsageError(
            f"{question.id}: {question.month} is frozen. A published question is changed by a "
            "correction, not by a review."
        )


def _is_kept(workspace: Workspace, question: Question, act: str) -> bool:
    """Whether this act about this question is stored already: its sender did not hear so."""
    made = workspace.store.all(Decision, question.month, parent=question.id)
    return act != "" and any(each.act == act for each in made)


def _refuse_old(workspace: Workspace, question: Question) -> None:
    newest = workspace.store.versions(Question, question.id)[-1]
    if newest.version != question.version:
        raise UsageError(
            f"{question.id}: {newest.edited_by or 'the check'} has made version {newest.version} "
            f"of it meanwhile; this was about version {question.version}. Look at the new one."
        )


def _decisions(workspace: Workspace, question: Question) -> list[Decision]:
    made = workspace.store.all(Decision, question.month, parent=question.id)
    return [each for each in made if each.version == question.version]


def _texts(question: Question) -> dict[str, Any]:
    return question.model_dump(mode="json", include={"version", *TEXTS})

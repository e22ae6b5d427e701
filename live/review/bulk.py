"""What is said of many questions at once: kept in one transaction, by few statements.

Touches the store.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from live.records import Decision, Question
from live.review.decision import decision_of, entry_of, told
from live.review.decisions import (
    STAGE,
    accepting,
    ending_of,
    keep,
    refuse_frozen,
)
from live.review.standing import by_version, newest_of_each
from live.workspace import Workspace


class Bulk(NamedTuple):
    """What a decision about many came to.

    done: the ids of those decided, in order. refused: by id, why the others could not be.
    """

    done: list[str]
    refused: dict[str, str]


class Say(NamedTuple):
    """What is said of one version of a question. newest: there is none after it."""

    question: Question
    verdict: str
    reason: str
    newest: bool = True


def decide_all(
    workspace: Workspace,
    questions: Iterable[Question],
    verdict: str,
    reviewer: str,
    reason: str = "",
    act: str = "",
) -> Bulk:
    """Accepts or rejects questions in one transaction; what cannot be decided is told, with why.

    act: by which they are undone together; sent twice, it counts once. Raises UsageError where
    their month is frozen.
    """
    bulk = Bulk([], {})
    months: dict[str, list[Question]] = {}
    for question in {question.id: question for question in questions}.values():
        months.setdefault(question.month, []).append(question)
    store = workspace.store
    with store.together():
        for month, some in months.items():
            refuse_frozen(workspace, some[0])
            versions = store.fields(Question, "id", "version", month=month)
            newest = {id: int(version) for id, version in versions}
            gated = {outcome.item: outcome for outcome in store.outcomes(month, "gates")}
            kept = set(store.fields(Decision, "question_id", "act", month=month))
            say = []
            for question in some:
                why = ""
                if newest[question.id] != question.version:
                    why = "Somebody has made a newer version of it meanwhile. Look at that one."
                elif verdict == "accept":
                    why = accepting(question, gated.get(question.id))
                if act and (question.id, act) in kept:
                    bulk.done.append(question.id)
                elif why:
                    bulk.refused[question.id] = why
                else:
                    bulk.done.append(question.id)
                    say.append(Say(question, verdict, reason))
            keep_all(workspace, month, say, reviewer, act)
    return bulk


def keep_all(
    workspace: Workspace,
    month: str,
    said: Sequence[Say],
    reviewer: str,
    act: str,
    undoes: str = "",
) -> None:
    """Stores what a reviewer says of versions of questions, each as `decisions.keep` does.

    undoes: the act that this takes back. Call it inside `Store.together`.
    """
    store = workspace.store
    gated = {outcome.item: outcome for outcome in store.outcomes(month, "gates")}
    found = by_version(store.all(Decision, month))
    added, endings, log = [], {}, []
    for question, verdict, reason, newest in said:
        ended = gated.get(question.id)
        made = found.get((question.id, question.version), [])
        held = ended is not None and (ended.state == "held" or "released" in ended.detail)
        if newest and (held or len(said) == 1):  # how it stands at the gates changes too
            keep(workspace, question, verdict, reviewer, reason, act, undoes)
            continue
        decision = decision_of(question, verdict, reviewer, reason, act, made)
        before = newest_of_each(made).get(reviewer)
        added.append(decision)
        if newest and (ending := ending_of(question, [*made, decision], ended, workspace)):
            endings[question.id] = ending
        elif newest:
            store.forget(month, STAGE, question.id)
        after = entry_of(decision, question, undoes)
        log.append((verdict, question.id, before and told(before), after))
    store.add_new(Decision, added)
    store.save_all(month, STAGE, endings)
    store.audit.add_all(reviewer, log)

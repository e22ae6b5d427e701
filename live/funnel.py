"""How many of a month's questions came through each gate, and how those fared that did not.

Reads the store only. Counts are of each question's newest version.
"""

from collections import Counter, defaultdict
from typing import Any

from live.config import Gates
from live.publish.cut import frozen
from live.qa_gen.gates.decide import go_on, released
from live.records import Decision, Finding, Page, Question
from live.workspace import Workspace

OUTCOMES = ("passed", "dropped", "held", "not_run", "off")
MAKING = ("write", "check", "gates")
"""Stages whose calls are what questions cost; those of candidates and their judge are not."""
SHOWN = 3
"""Examples that are shown of what a gate dropped."""


def funnel(workspace: Workspace, month: str, chosen: int | None = None) -> dict[str, Any]:
    """Gives the counts from pages to chosen questions, and the dollars each of these cost.

    chosen: how many are chosen; without it, the rows that were frozen, 0 before the cut. withdrawn:
    how many of these are out again. usd_per_question is None where none is chosen.
    """
    store, withdrawn = workspace.store, 0
    if chosen is None:
        release = frozen(workspace, month)
        withdrawn = sum(each.what == "withdrawn" for each in release.errata) if release else 0
        chosen = len(release.rows) + withdrawn if release else 0
    counts: dict[str, Counter[str]] = {name: Counter() for name in Gates.model_fields}
    for finding in findings(workspace, month):
        counts[finding.gate][finding.outcome] += 1
    usd, _, _ = store.calls.spending(month, MAKING)
    return {
        "pages": len(store.all(Page, month)),
        "written": len(store.all(Question, month)),
        "checked": len(store.ended(month, "check", ["done"])),
        "gates": {name: {each: n[each] for each in OUTCOMES} for name, n in counts.items()},
        "accepted": len(store.ended(month, "review", ["done"])),
        "chosen": chosen,
        "withdrawn": withdrawn,
        "usd_per_question": round(usd / chosen, 6) if chosen else None,
    }


def findings(workspace: Workspace, month: str) -> list[Finding]:
    """Gives what the gates found on each question of a month, in the newest version before its cut.

    Behind the first that ended a question, what an earlier run found counts as not run.
    """
    store = workspace.store
    newest = {question.id: question.version for question in store.all(Question, month)}
    release = frozen(workspace, month)
    for erratum in reversed(release.errata if release else ()):
        newest[erratum.question_id] = erratum.version  # what was corrected was not gated anew
    accepted = released(store.all(Decision, month), workspace.config.second_review)
    by_question: dict[str, dict[str, Finding]] = defaultdict(dict)
    for each in store.all(Finding, month):
        if newest.get(each.question_id) == each.version:
            by_question[each.question_id][each.gate] = each
    found: list[Finding] = []
    for id, by_gate in by_question.items():
        own: list[Finding] = []
        for each in [by_gate[gate] for gate in Gates.model_fields if gate in by_gate]:
            counts = go_on(own, (id, newest[id]) in accepted)
            own.append(each if counts else each.model_copy(update={"outcome": "not_run"}))
        found += own
    return found


def examples(workspace: Workspace, month: str) -> dict[str, list[dict[str, str]]]:
    """Gives three of the questions that each gate dropped, and the check, with the reason."""
    dropped: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for outcome in workspace.store.outcomes(month, "check"):
        if outcome.state == "dropped":
            dropped["check"].append((outcome.item, outcome.detail))
    for finding in findings(workspace, month):
        if finding.outcome == "dropped":
            dropped[finding.gate].append((finding.question_id, finding.detail))
    asked = {question.id: question.question for question in workspace.store.all(Question, month)}
    return {
        gate: [
            {"id": id, "question": asked[id], "detail": detail}
            for id, detail in sorted(each for each in found if each[0] in asked)[:SHOWN]
        ]
        for gate, found in dropped.items()
    }

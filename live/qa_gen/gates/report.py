"""What gates found of a month's questions -> rows to print. Reads the store."""

from typing import Any

from live.qa_gen.gates.decide import stored
from live.records import Finding, Question
from live.workspace import Workspace

OUTCOMES = {"done": "accepted", "dropped": "dropped", "held": "held"}
"""What the ending of a question at the gates is called; any other is `waiting`."""


def rows(workspace: Workspace, month: str, only: str = "") -> list[dict[str, Any]]:
    """Gives, of each checked question of a month, how it ended and what its gates found.

    only: of this gate alone. A row: id, outcome, gates {NAME: {outcome, reason, detail, evidence}}.
    """
    store = workspace.store
    ended = {outcome.item: outcome.state for outcome in store.outcomes(month, "gates")}
    return [
        {
            "id": question.id,
            "outcome": OUTCOMES.get(ended[question.id], "waiting"),
            "gates": {
                found.gate: shown(found) | {"evidence": found.evidence}
                for found in stored(store, question)
                if found.gate == only or not only
            },
        }
        for question in store.all(Question, month)
        if question.id in ended
    ]


def shown(finding: Finding) -> dict[str, Any]:
    """Gives what a gate found, as a row has it."""
    return {"outcome": finding.outcome, "reason": finding.reason, "detail": finding.detail}

"""A month that was gated and waits for reviewers: what the tests of the review begin with."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import factory

from live.outcomes import Done, Dropped, Ending, Held
from live.records import Finding, Question
from live.review.decisions import settle
from live.workspace import Workspace, open_workspace

MONTH = factory.MONTH
GATES = ("well_formed", "fresh", "grounded", "new", "safe", "needs_picture", "answerable")


@contextmanager
def reviewed(
    folder: Path, count: int = 6, *, twice: bool = False, held: int = 0, dropped: int = 0
) -> Iterator[Workspace]:
    """A workspace with so many gated questions, 1 and up.

    twice: two people decide each. held, dropped: the number of one that `grounded` ended so.
    """
    config = folder / "live.yaml"
    text = config.read_text().replace("review: none", "review: required")
    config.write_text(f"{text}second_review: {int(twice)}\n")
    with open_workspace(folder) as workspace:
        store, page = workspace.store, factory.page()
        questions = [factory.question(n) for n in range(1, count + 1)]
        store.add(page)
        store.save(MONTH, "write", page.id, Done(tuple(questions)))
        for n, question in enumerate(questions, 1):
            store.save(MONTH, "check", question.id, Done())
            store.save(MONTH, "gates", question.id, _ending(question, n == held, n == dropped))
        settle(workspace, MONTH)
        yield workspace


def _ending(question: Question, held: bool, dropped: bool) -> Ending:
    outcome = "held" if held else "dropped" if dropped else "passed"
    if outcome == "passed":
        return Done(tuple(finding(question, gate) for gate in GATES))
    found = (
        *(finding(question, gate) for gate in GATES[:2]),
        finding(question, "grounded", outcome, reason="unsure"),
        *(finding(question, gate, "passed" if held else "not_run") for gate in GATES[3:]),
    )
    return Held("unsure", "look", found) if held else Dropped("unsure", "it is not there", found)


def finding(question: Question, gate: str, outcome: str = "passed", **fields: object) -> Finding:
    """What a gate found of a question's version."""
    off = gate in ("needs_picture", "answerable") and outcome == "passed" and not fields
    values = {
        "month": MONTH,
        "question_id": question.id,
        "version": question.version,
        "gate": gate,
        "outcome": "off" if off else outcome,
    }
    return Finding.model_validate(values | fields)

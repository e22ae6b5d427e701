"""An edited question goes through the gates that ask no model, at once, and a run does the rest."""

import json
import subprocess
import sys

import factory
import pytest
from reviewed import MONTH, reviewed

from live.errors import UsageError
from live.outcomes import Done
from live.publish.cut import cut
from live.records import Finding, Question
from live.review.decisions import decide, edit
from live.review.regate import regate_one
from live.workspace import Workspace

ONE, TWO = factory.question(1), factory.question(2)
ELSE = {
    "question": "At what time does the ferry sail?",
    "answer": "at nine",
    "criteria": ((10, 'the answer names "nine".'),),
}
"""An edit that asks what no other question of the month does."""
FREE = ["well_formed", "fresh", "grounded", "new", "safe"]


@pytest.fixture
def month(workspace: Workspace):  # type: ignore[no-untyped-def]
    with reviewed(workspace.path) as opened:
        yield opened


def test_what_passes_goes_back_to_the_reviewers(month: Workspace) -> None:
    edit(month, ONE, "kim", ELSE)
    told = regate_one(month, ONE.id)
    assert (told["state"], told["version"]) == ("done", 2)
    assert [each["gate"] for each in told["gates"]][:5] == FREE
    found = month.store.all(Finding, MONTH, parent=ONE.id)
    assert {each.gate for each in found if each.version == 2} >= set(FREE)
    ended = month.store.outcome(MONTH, "review", ONE.id)
    assert ended and ended.reason == "unreviewed"


def test_what_does_not_pass_is_told_with_the_gate(month: Workspace) -> None:
    edit(month, ONE, "kim", {"answer": "in the year 1871"})
    told = regate_one(month, ONE.id)
    assert told["state"] == "dropped" and told["gates"][-1]["gate"] == "grounded"
    assert told["gates"][-1]["outcome"] == "dropped" and told["reason"]


def test_an_edit_that_asks_what_another_question_asks_is_dropped(month: Workspace) -> None:
    edit(month, ONE, "kim", {"question": TWO.question})
    told = regate_one(month, ONE.id)
    assert (told["state"], told["reason"]) == ("dropped", "duplicate")
    assert told["gates"][-1]["evidence"]["twin"] == TWO.id


def test_where_a_gate_asks_models_a_run_does_the_rest(month: Workspace) -> None:
    gates = month.config.gates.model_copy(update={"answerable": "on"})
    config = month.config.model_copy(update={"gates": gates})
    object.__setattr__(month, "config", config)
    edit(month, ONE, "kim", ELSE)
    told = regate_one(month, ONE.id)
    assert (told["state"], told["reason"]) == ("waiting", "not_gated")
    assert "answerable" not in [each["gate"] for each in told["gates"]]


def test_what_a_run_has_decided_meanwhile_stays(month: Workspace) -> None:
    edit(month, ONE, "kim", {"answer": "in the year 1871"})
    month.store.save(MONTH, "gates", ONE.id, Done())
    assert regate_one(month, ONE.id)["state"] == "done"
    assert not [
        each for each in month.store.all(Finding, MONTH, parent=ONE.id) if each.version == 2
    ]


def test_it_runs_as_a_process_that_prints_one_line(month: Workspace) -> None:
    edit(month, ONE, "kim", {"answer": "in the year 1871"})
    command = [sys.executable, "-m", "live.review.regate", str(month.path)]
    ended = subprocess.run([*command, ONE.id], capture_output=True, text=True, check=True)
    (line,) = ended.stdout.splitlines()
    assert json.loads(line)["state"] == "dropped"
    ended = subprocess.run([*command, "nothing"], capture_output=True, text=True, check=False)
    assert ended.returncode == 2 and ended.stdout == ""
    assert ended.stderr == "nothing: no question of that id. See `live review list`.\n"


def test_a_frozen_month_is_not_gated_anew(month: Workspace) -> None:
    for n in range(1, 7):
        decide(month, factory.question(n), "accept", "kim")
    cut(month, MONTH)
    with pytest.raises(UsageError, match="is frozen"):
        regate_one(month, ONE.id)
    assert month.store.all(Question, MONTH)

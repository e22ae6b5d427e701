"""Who is to decide second learns nothing of what the first one said, by whatever way they ask."""

import json

import factory
import pytest
from reviewed import MONTH, finding, reviewed

from live.outcomes import Done
from live.publish.cut import cut
from live.review.decisions import decide, edit, withdraw
from live.review.desk import item
from live.review.exchange import export
from live.review.queue import Filters, Queue
from live.review.remarks import flag, note
from live.workspace import Workspace

OPEN, HELD = factory.question(1), factory.question(3)
STATUSES = ("open", "held", "second", "conflict", "accepted", "rejected", "decided", "dropped")


@pytest.fixture
def month(workspace: Workspace):  # type: ignore[no-untyped-def]
    with reviewed(workspace.path, twice=True, held=3) as opened:
        yield opened


def told(month: Workspace, viewer: str) -> str:
    """All that a viewer is told of a month, by the queue, the desk, counts and an export."""
    queue = Queue(month, MONTH)
    everything = [
        [queue.entries(Filters(status=status), viewer, order="written") for status in STATUSES],
        queue.entries(Filters(flagged=True), viewer),
        queue.entries(Filters(search="wrong kim accept reject"), viewer),
        queue.entries(viewer=viewer),
        queue.counts(viewer),
        [item(month, question.id, viewer) for question in (OPEN, HELD)],
        export(month, MONTH, viewer),
    ]
    return json.dumps(everything, default=str, sort_keys=True)


@pytest.mark.parametrize("question", [OPEN, HELD], ids=["open", "held"])
def test_the_second_is_told_the_same_whatever_the_first_said(
    month: Workspace, question: object
) -> None:
    assert isinstance(question, type(OPEN))
    decide(month, question, "accept", "kim", act="a")
    accepted = told(month, "lee")
    decide(month, question, "reject", "kim", "the gold is wrong", act="b")
    note(month, question, "kim", "the caption says otherwise")
    flag(month, question, "kim", "odd")
    assert told(month, "lee") == accepted
    assert "kim" not in accepted and '"second"' in accepted


def test_who_has_decided_is_told_all(month: Workspace) -> None:
    decide(month, OPEN, "reject", "kim", "the gold is wrong", act="a")
    note(month, OPEN, "kim", "the caption says otherwise")
    decide(month, OPEN, "reject", "lee", "wrong", act="b")
    shown = item(month, OPEN.id, "lee")
    assert [each["reviewer"] for each in shown["decisions"]] == ["kim", "lee"]
    assert shown["remarks"][0]["text"] == "the caption says otherwise"
    assert (shown["state"], shown["blind"]) == ("rejected", False)


def test_who_takes_their_decision_back_is_blind_again(month: Workspace) -> None:
    for who in ("kim", "lee"):
        decide(month, OPEN, "accept", who, act=who)
    withdraw(month, OPEN, "lee", act="w")
    shown = item(month, OPEN.id, "lee")
    assert shown["blind"] and shown["state"] == "second"
    assert {each["reviewer"] for each in shown["decisions"]} == {"lee"}


def test_a_third_is_told_of_a_conflict_and_not_who_said_what(month: Workspace) -> None:
    decide(month, OPEN, "accept", "kim", act="a")
    decide(month, OPEN, "reject", "lee", "the gold is wrong", act="b")
    one_way = told(month, "sam")
    for who, verdict in (("kim", "reject"), ("lee", "accept")):
        decide(month, OPEN, verdict, who, "the gold is wrong", act=f"again {who}")
    assert told(month, "sam") == one_way
    assert '"conflict"' in one_way and "kim" not in one_way and "gold is wrong" not in one_way


@pytest.mark.parametrize("question", [OPEN, HELD], ids=["open", "held"])
def test_a_third_is_told_that_two_agree_and_not_on_what(month: Workspace, question: object) -> None:
    assert isinstance(question, type(OPEN))
    for who in ("kim", "lee"):
        decide(month, question, "accept", who, act=who)
    one_way = told(month, "sam")
    for who in ("kim", "lee"):
        decide(month, question, "reject", who, "wrong", act=f"again {who}")
    assert told(month, "sam") == one_way
    assert '"decided"' in one_way
    assert Queue(month, MONTH).counts("sam").todo == 5


def test_what_is_held_stays_held_until_both_accept_it(month: Workspace) -> None:
    def gates() -> str:
        ended = month.store.outcome(MONTH, "gates", HELD.id)
        return ended.state if ended else ""

    decide(month, HELD, "accept", "kim", act="a")
    assert gates() == "held"
    decide(month, HELD, "accept", "lee", act="b")
    assert gates() == "done"


def test_what_gates_found_since_two_released_a_question_does_not_tell_a_third(
    month: Workspace,
) -> None:
    before = item(month, HELD.id, "sam")
    for who in ("kim", "lee"):
        decide(month, HELD, "accept", who, act=who)
    evidence = {"solvers": [{"model": "see", "rating": rating} for rating in (0, 10)]}
    month.store.add(finding(HELD, "answerable", "passed", evidence=evidence))
    after = item(month, HELD.id, "sam")
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"state", "todo"}
    assert len(item(month, HELD.id, "kim")["gates"]) == 7


def test_who_edited_a_question_may_decide_its_new_version(month: Workspace) -> None:
    edited = edit(month, OPEN, "lee", {"answer": "Ben Cole"}, "see the caption")
    month.store.save(MONTH, "gates", OPEN.id, Done())
    decide(month, edited, "accept", "kim", act="a")
    entry = Queue(month, MONTH).get(OPEN.id, "lee")
    assert entry and (entry.mine, entry.state, entry.todo) == ("edit", "second", True)


def test_the_maintainer_and_who_looks_at_a_frozen_month_are_told_all(month: Workspace) -> None:
    for who in ("kim", "lee"):
        decide(month, OPEN, "accept", who, "it is right", act=who)
    assert "it is right" in told(month, "") and "it is right" not in told(month, "sam")
    cut(month, MONTH, partial=True)
    assert "it is right" in told(month, "sam")


def test_what_one_decides_is_open_to_all(workspace: Workspace) -> None:
    with reviewed(workspace.path) as month:
        decide(month, OPEN, "accept", "kim", "it is right", act="a")
        assert item(month, OPEN.id, "lee")["decisions"][0]["reason"] == "it is right"

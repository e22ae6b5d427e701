"""One decision about many questions: in one transaction, told what could not be decided."""

import factory
import pytest
from reviewed import MONTH, reviewed

from live.errors import UsageError
from live.outcomes import Done
from live.publish.cut import cut
from live.records import Decision, Question
from live.review.auditing import audit
from live.review.bulk import decide_all
from live.review.decisions import decide, edit, settle
from live.review.undo import undo
from live.workspace import Workspace

QUESTIONS = [factory.question(n) for n in range(1, 7)]


@pytest.fixture
def month(workspace: Workspace):  # type: ignore[no-untyped-def]
    with reviewed(workspace.path, held=3, dropped=4) as opened:
        yield opened
        assert audit(opened).faults == []


def states(month: Workspace) -> list[str]:
    ended = (month.store.outcome(MONTH, "review", each.id) for each in QUESTIONS)
    return [each.state if each else "" for each in ended]


def test_many_decided_at_once_stand_as_if_decided_one_by_one(month: Workspace) -> None:
    decide(month, QUESTIONS[0], "accept", "lee")
    bulk = decide_all(month, QUESTIONS, "reject", "kim", "dull", act="all")
    assert bulk.refused == {} and len(bulk.done) == 6
    together = states(month)
    kept = [(d.question_id, d.verdict) for d in month.store.all(Decision, MONTH)]
    assert len(kept) == 7 and {act for _, act in kept[1:]} == {"reject"}
    for each in QUESTIONS:
        decide(month, each, "reject", "kim", "dull")
    assert states(month) == together
    assert together == ["waiting", "dropped", "dropped", "", "dropped", "dropped"]


def test_hundreds_decided_at_once_are_taken_back_whole(month: Workspace) -> None:
    many = [factory.question(n) for n in range(100, 350)]
    month.store.add_new(Question, many)
    month.store.save_all(MONTH, "gates", {each.id: Done() for each in many})
    settle(month, MONTH)
    before = month.store.outcomes(MONTH, "review")
    assert len(decide_all(month, many, "accept", "kim", act="all").done) == 250
    assert len(month.store.ended(MONTH, "review", ["done"])) == 250
    assert len(undo(month, MONTH, "kim")) == 250
    assert month.store.outcomes(MONTH, "review") == before


def test_what_cannot_be_decided_is_told_and_the_others_are_done(month: Workspace) -> None:
    edit(month, QUESTIONS[1], "lee", {"answer": "Ben Cole"})
    bulk = decide_all(month, QUESTIONS, "accept", "kim", act="all")
    assert bulk.done == [QUESTIONS[n].id for n in (0, 2, 4, 5)]
    assert "newer version" in bulk.refused[QUESTIONS[1].id]
    assert "dropped (unsure" in bulk.refused[QUESTIONS[3].id]
    assert states(month) == ["done", "", "done", "", "done", "done"]


def test_an_act_sent_twice_counts_once(month: Workspace) -> None:
    once = decide_all(month, [*QUESTIONS[:3], QUESTIONS[0]], "accept", "kim", act="all")
    head = month.store.audit.head()
    assert decide_all(month, QUESTIONS[:3], "accept", "kim", act="all") == once
    assert month.store.audit.head() == head
    assert len(month.store.all(Decision, MONTH)) == 3


def test_one_act_of_many_kinds_sent_twice_counts_once(month: Workspace) -> None:
    for _ in range(2):
        decide(month, QUESTIONS[0], "accept", "kim", act="a")
        edited = edit(month, QUESTIONS[1], "kim", {"answer": "Ben Cole"}, act="b")
    assert edited.version == 2
    assert month.store.audit.head()[0] == 2


def test_nothing_is_decided_once_the_month_is_frozen(month: Workspace) -> None:
    decide_all(month, QUESTIONS, "accept", "kim")
    cut(month, MONTH)
    with pytest.raises(UsageError, match="is frozen"):
        decide_all(month, QUESTIONS, "reject", "kim", "dull")


def test_where_it_fails_nothing_of_it_is_stored(
    month: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = states(month)

    def fails(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(month.store.audit, "add_all", fails)
    with pytest.raises(RuntimeError):
        decide_all(month, QUESTIONS, "accept", "kim", act="all")
    monkeypatch.undo()
    assert states(month) == before
    assert month.store.all(Decision, MONTH) == [] == month.store.audit.entries()

"""What a reviewer did last is taken back whole, and what stood before stands again."""

import factory
import pytest
from reviewed import MONTH, reviewed

from live.errors import UsageError
from live.publish.cut import cut
from live.records import Decision, Question, Remark
from live.review.auditing import audit
from live.review.bulk import decide_all
from live.review.decisions import decide, edit
from live.review.remarks import flag, flagged, note, unflag
from live.review.standing import newest_of_each
from live.review.undo import Undone, take_back, undo
from live.workspace import Workspace

ONE, TWO, THREE = (factory.question(n) for n in (1, 2, 3))


@pytest.fixture
def month(workspace: Workspace):  # type: ignore[no-untyped-def]
    with reviewed(workspace.path, held=3) as opened:
        yield opened
        assert audit(opened).faults == []


def said(month: Workspace, question: Question, version: int = 1) -> dict[str, str]:
    made = month.store.all(Decision, MONTH, parent=question.id)
    about = [each for each in made if each.version == version]
    return {
        who: f"{each.verdict} {each.reason}".strip() for who, each in newest_of_each(about).items()
    }


def state(month: Workspace, question: Question, stage: str = "review") -> str:
    ended = month.store.outcome(MONTH, stage, question.id)
    return f"{ended.state} {ended.reason}".strip() if ended else ""


def test_acts_are_taken_back_one_by_one_the_last_one_first(month: Workspace) -> None:
    decide(month, ONE, "accept", "kim", act="a")
    decide(month, TWO, "reject", "kim", "dull", act="b")
    decide(month, ONE, "reject", "kim", "wrong gold", act="c")
    decide(month, TWO, "accept", "lee", act="d")
    assert undo(month, MONTH, "kim") == [ONE.id]
    assert said(month, ONE) == {"kim": "accept"} and state(month, ONE) == "done"
    assert undo(month, MONTH, "kim") == [TWO.id]
    assert said(month, TWO) == {"lee": "accept"}
    assert undo(month, MONTH, "kim") == [ONE.id]
    assert said(month, ONE) == {} and state(month, ONE) == "waiting unreviewed"
    assert undo(month, MONTH, "kim") == []
    assert said(month, TWO) == {"lee": "accept"}


def test_what_is_done_after_an_undo_is_taken_back_before_what_was_done_before(
    month: Workspace,
) -> None:
    decide(month, ONE, "accept", "kim")
    decide(month, TWO, "accept", "kim")
    undo(month, MONTH, "kim")
    flag(month, THREE, "kim")
    assert undo(month, MONTH, "kim") == [THREE.id]
    assert undo(month, MONTH, "kim") == [ONE.id]
    assert undo(month, MONTH, "kim") == []


def test_an_undoing_sent_twice_takes_back_one_act(month: Workspace) -> None:
    for n, question in enumerate((ONE, TWO)):
        decide(month, question, "accept", "kim", act=f"a{n}")
    assert undo(month, MONTH, "kim", act="u") == [TWO.id]
    decide(month, THREE, "accept", "kim", act="a3")
    assert undo(month, MONTH, "kim", act="u") == []
    assert said(month, ONE) == {"kim": "accept"} == said(month, THREE)


def test_a_decision_about_many_is_taken_back_whole(month: Workspace) -> None:
    decide(month, ONE, "reject", "kim", "dull", act="a")
    done = decide_all(month, [ONE, TWO, THREE], "accept", "kim", act="all").done
    assert done == [ONE.id, TWO.id, THREE.id]
    assert state(month, THREE, "gates") == "done"
    assert set(undo(month, MONTH, "kim")) == set(done)
    assert said(month, ONE) == {"kim": "reject dull"} and said(month, TWO) == {}
    assert state(month, THREE, "gates") == "held unsure" and state(month, THREE) == ""


def test_flags_turn_back_and_notes_stay(month: Workspace) -> None:
    flag(month, ONE, "kim")
    unflag(month, ONE, "kim")
    note(month, ONE, "kim", "see the caption")
    undo(month, MONTH, "kim")
    assert flagged(month, MONTH) == {ONE.id}
    undo(month, MONTH, "kim")
    assert flagged(month, MONTH) == set()
    assert [each.text for each in month.store.all(Remark, MONTH) if each.kind == "note"]


def test_it_is_told_what_was_taken_back_and_once_that_a_note_made_since_stays(
    month: Workspace,
) -> None:
    flag(month, TWO, "kim")
    decide(month, ONE, "accept", "kim")
    note(month, TWO, "kim", "see the caption")
    note(month, TWO, "lee", "a note of somebody else")
    assert take_back(month, MONTH, "kim") == Undone([ONE.id], "accept", noted=True)
    assert take_back(month, MONTH, "kim") == Undone([TWO.id], "flag", noted=False)
    assert take_back(month, MONTH, "kim") == Undone([])
    assert take_back(month, MONTH, "lee") == Undone([], noted=True)


def test_of_an_edit_the_texts_before_come_back_as_a_new_version(month: Workspace) -> None:
    edited = edit(month, ONE, "kim", {"answer": "Ben Cole", "criteria": ((10, "names him"),)})
    assert undo(month, MONTH, "kim") == [ONE.id]
    back = month.store.versions(Question, ONE.id)[-1]
    assert (back.version, back.edited_by) == (edited.version + 1, "kim")
    assert (back.answer, back.criteria) == (ONE.answer, ONE.criteria)
    assert state(month, ONE, "gates") == ""


def test_an_edit_that_somebody_else_went_on_from_stays(month: Workspace) -> None:
    edited = edit(month, ONE, "kim", {"answer": "Ben Cole"})
    edit(month, edited, "lee", {"answer": "B. Cole"})
    with pytest.raises(UsageError, match="lee has made version 3"):
        undo(month, MONTH, "kim")
    assert month.store.versions(Question, ONE.id)[-1].answer == "B. Cole"


def test_a_decision_about_an_older_version_does_not_touch_the_newest(month: Workspace) -> None:
    decide(month, ONE, "accept", "kim")
    newer = edit(month, ONE, "lee", {"answer": "Ben Cole"})
    undo(month, MONTH, "kim")
    assert said(month, ONE) == {}
    assert month.store.versions(Question, ONE.id)[-1] == newer
    assert state(month, ONE) == ""


def test_nothing_is_taken_back_once_a_month_is_frozen(month: Workspace) -> None:
    for question in (ONE, TWO, *(factory.question(n) for n in (4, 5, 6))):
        decide(month, question, "accept", "kim")
    cut(month, MONTH)
    with pytest.raises(UsageError, match="is frozen"):
        undo(month, MONTH, "kim")
    assert said(month, ONE) == {"kim": "accept"}

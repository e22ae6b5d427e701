"""Every decision is kept with who, when and why; `required` holds a month until all is decided."""

import factory
import pytest

from live.errors import LiveError, UsageError
from live.outcomes import Done, Dropped, Held
from live.publish.cut import cut, unfinished
from live.records import Decision, Finding, Question
from live.review.decisions import decide, edit, find, settle
from live.workspace import Workspace, open_workspace

MONTH = "2026-10"


@pytest.fixture
def reviewed(workspace: Workspace):  # type: ignore[no-untyped-def]
    """Three gated questions in a workspace whose review is required."""
    config = workspace.path / "live.yaml"
    config.write_text(config.read_text().replace("review: none", "review: required"))
    with open_workspace(workspace.path) as opened:
        page, questions = factory.page(), tuple(factory.question(n) for n in (1, 2, 3))
        opened.store.add(page)
        opened.store.save(MONTH, "write", page.id, Done(questions))
        for question in questions:
            opened.store.save(MONTH, "check", question.id, Done())
            opened.store.save(MONTH, "gates", question.id, Done())
        settle(opened, MONTH)
        yield opened


def found(question: Question, first: str) -> tuple[Finding, ...]:
    """What gates found: `first` of the first, and that the others were passed or are off."""
    return tuple(
        Finding.model_validate(
            {"month": MONTH, "question_id": question.id, "version": 1, "gate": name}
            | {"outcome": "passed" if n else first}
            | {"reason": "" if n else "unsure"}
        )
        for n, name in enumerate(("well_formed", "fresh", "grounded", "new", "safe"))
    )


def test_a_release_waits_until_all_is_reviewed(reviewed: Workspace) -> None:
    for n, verdict in ((1, "accept"), (2, "reject")):
        decide(reviewed, factory.question(n), verdict, "kim", "because")
        with pytest.raises(LiveError, match="wait"):
            cut(reviewed, MONTH)
    decide(reviewed, factory.question(3), "accept", "lee")
    release = cut(reviewed, MONTH)
    assert [(row.row_id, row.reviewed_by) for row in release.rows] == [
        (26100001, "kim"),
        (26100002, "lee"),
    ]


def test_decisions_are_kept_and_the_last_one_of_a_person_stands(reviewed: Workspace) -> None:
    question = factory.question(1)
    decide(reviewed, question, "accept", "kim")
    decide(reviewed, question, "reject", "kim", "wrong gold")
    kept = reviewed.store.all(Decision, MONTH, parent=question.id)
    assert [(d.verdict, d.reviewer, d.reason) for d in kept] == [
        ("accept", "kim", ""),
        ("reject", "kim", "wrong gold"),
    ]
    assert all(d.at.tzinfo for d in kept)
    assert outcome(reviewed) == ("dropped", "rejected")


def test_two_who_disagree_wait_for_a_third(reviewed: Workspace) -> None:
    for who, verdict in (("kim", "accept"), ("lee", "reject")):
        decide(reviewed, factory.question(1), verdict, who)
    assert outcome(reviewed) == ("waiting", "conflict")
    decide(reviewed, factory.question(1), "accept", "sam")
    assert outcome(reviewed) == ("done", "")


def test_the_last_of_what_one_says_within_a_second_stands(reviewed: Workspace) -> None:
    for verdict in ("accept", "reject", "accept"):
        decide(reviewed, factory.question(1), verdict, "kim")
    assert len(reviewed.store.all(Decision, MONTH)) == 3
    assert outcome(reviewed) == ("done", "")


def outcome(workspace: Workspace) -> tuple[str, str]:
    """How the review of the first question stands."""
    ended = workspace.store.outcome(MONTH, "review", factory.question(1).id)
    assert ended is not None
    return ended.state, ended.reason


def test_an_edit_is_a_new_version_that_goes_through_the_gates_again(reviewed: Workspace) -> None:
    question = factory.question(1)
    decide(reviewed, question, "accept", "kim")
    edited = edit(reviewed, question, "lee", {"answer": "Ben Cole", "criteria": ((10, "x"),)})
    assert (edited.id, edited.version, edited.answer) == (question.id, 2, "Ben Cole")
    assert reviewed.store.versions(Question, question.id) == [question, edited]
    assert question.id not in reviewed.store.ended(MONTH, "gates", ["done"])
    assert question.id not in reviewed.store.ended(MONTH, "review", ["done"])


def test_an_ungated_question_keeps_a_month_open(reviewed: Workspace) -> None:
    for n in (1, 2, 3):
        decide(reviewed, factory.question(n), "accept", "kim")
    edit(reviewed, factory.question(1), "lee", {"answer": "Ben Cole"})
    assert unfinished(reviewed, MONTH) == ["1 at gates: not begun"]


def test_what_a_gate_dropped_cannot_be_accepted_but_what_it_held_can(reviewed: Workspace) -> None:
    dropped, held = factory.question(1), factory.question(2)
    reviewed.store.save(MONTH, "gates", dropped.id, Dropped("duplicate", "of another"))
    reviewed.store.save(MONTH, "gates", held.id, Held("unsure", "look", found(held, "held")))
    with pytest.raises(UsageError, match="dropped .duplicate"):
        decide(reviewed, dropped, "accept", "kim")
    decide(reviewed, held, "accept", "kim")
    assert held.id in reviewed.store.ended(MONTH, "review", ["done"])


def test_what_was_held_before_a_gate_that_was_not_run_is_not_through_with_it(
    reviewed: Workspace,
) -> None:
    held = factory.question(2)
    before = found(held, "held")[:-1]
    reviewed.store.save(MONTH, "gates", held.id, Held("unsure", "look", before))
    decide(reviewed, held, "accept", "kim")
    (outcome,) = [o for o in reviewed.store.outcomes(MONTH, "gates") if o.item == held.id]
    assert (outcome.state, outcome.reason) == ("waiting", "not_gated")
    assert held.id not in reviewed.store.ended(MONTH, "review", ["done"])


def test_a_frozen_month_is_not_reviewed(reviewed: Workspace) -> None:
    for n in (1, 2, 3):
        decide(reviewed, factory.question(n), "accept", "kim")
    cut(reviewed, MONTH)
    with pytest.raises(UsageError, match="2026-10 is frozen"):
        decide(reviewed, factory.question(1), "reject", "kim", "late")


def test_a_question_is_found_by_the_beginning_of_its_id(reviewed: Workspace) -> None:
    assert find(reviewed, factory.question(3).id[:16]).id == factory.question(3).id
    with pytest.raises(UsageError, match="3 questions of that id"):
        find(reviewed, "000")
    with pytest.raises(UsageError, match="no question of that id"):
        find(reviewed, "f")

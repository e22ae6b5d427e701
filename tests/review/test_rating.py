"""A person's rating stands beside the judges', is replaced and taken back, and settles a panel."""

from typing import Any

import factory
import pytest
from rated import CANDIDATES, answered, judged, panelled, questions

from live.errors import UsageError
from live.judge.panel import settled
from live.records import Answer, Verdict
from live.review.rating import LONGEST, given_by, rate, take_back
from live.workspace import Workspace

MONTH = factory.MONTH


@pytest.fixture
def month(workspace: Workspace) -> Workspace:
    return panelled(workspace)


@pytest.fixture
def answers(month: Workspace) -> list[Answer]:
    return answered(month, questions(3), [*CANDIDATES, "human/Kim"])


def given(
    month: Workspace, answer: Answer, *points: int, by: str = "lee", act: str = ""
) -> Verdict:
    act = act or f"{by} {answer.id} {points}"
    return rate(month, answer, by, points, " so ", seconds=12.34, act=act, drawn=True)


def earned(month: Workspace, answer: Answer) -> float | None:
    found = settled(month.config, [answer], month.store.each(Verdict, MONTH))
    return found[answer.id].rating


def standing(month: Workspace, answer: Answer, by: str = "lee") -> int | None:
    verdict = given_by(month, answer, by)
    return verdict.rating if verdict else None


def whats(month: Workspace) -> list[str]:
    return [each.what for each in month.store.audit.entries()]


def test_a_rating_is_kept_as_a_judges_is_with_its_time_and_logged(
    month: Workspace, answers: list[Answer]
) -> None:
    made = given(month, answers[0], 4, 3, act="act")
    assert month.store.all(Verdict, MONTH) == [made]
    assert (made.judge, made.rating, made.points, made.reason) == ("human/lee", 7, (4, 3), "so")
    assert (made.answer_id, made.row_id, made.model) == (answers[0].id, 26100001, CANDIDATES[0])
    how = {"seconds": 12.3, "paused": False, "drawn": True, "act": "act"}
    assert made.made_by.parameters == how
    (entry,) = month.store.audit.entries(item=answers[0].question_id)
    assert (entry.who, entry.what, entry.before) == ("lee", "rate", None)
    assert (entry.after["answer_id"], entry.after["points"]) == (answers[0].id, [4, 3])
    assert not any(name in str(entry.after) for name in CANDIDATES)


def test_the_median_of_people_settles_what_the_panel_is_split_over_and_nothing_else(
    month: Workspace, answers: list[Answer]
) -> None:
    split, agreed = answers[0], answers[1]
    judged(month, split, 1, 2, 6)
    judged(month, agreed, 4, 5, 7)
    for points, by in (((4, 6), "lee"), ((1, 0), "ann"), ((4, 0), "bob")):
        for answer in (split, agreed):
            given(month, answer, *points, by=by)
    assert earned(month, split) == 4.0
    assert earned(month, agreed) == 5.0


def test_of_one_person_the_newest_rating_counts(month: Workspace, answers: list[Answer]) -> None:
    given(month, answers[0], 4, 3)
    newer = given(month, answers[0], 1, 0)
    assert month.store.all(Verdict, MONTH) == [newer]
    before = month.store.audit.entries()[1].before
    assert (before["points"], before["rating"]) == ([4, 3], 7)


def test_undoing_restores_step_by_step_what_stood_before(
    month: Workspace, answers: list[Answer]
) -> None:
    judged(month, answers[0], 1, 3, 6)
    given(month, answers[0], 4, 3)
    given(month, answers[1], 2, 2)
    given(month, answers[0], 1, 0)
    ends = []
    for n in range(4):
        undone = take_back(month, MONTH, "lee", f"undo {n}")
        ends.append(
            (undone and undone.points, standing(month, answers[0]), standing(month, answers[1]))
        )
    assert ends == [((1, 0), 7, 4), ((2, 2), 7, None), ((4, 3), None, None), (None, None, None)]
    assert earned(month, answers[0]) == 3.0, "of a rating that was taken back nothing is left"
    assert whats(month) == ["rate"] * 3 + ["unrate"] * 3
    given(month, answers[0], 0, 5, act="again")
    assert standing(month, answers[0]) == 5
    assert (undone := take_back(month, MONTH, "lee", "last")) and undone.words == "so"
    assert standing(month, answers[0]) is None


def test_nobody_takes_back_what_another_rated_or_of_another_month(
    month: Workspace, answers: list[Answer]
) -> None:
    given(month, answers[0], 4, 3)
    assert take_back(month, MONTH, "ann", "a") is None
    assert take_back(month, "2026-11", "lee", "b") is None
    assert standing(month, answers[0]) == 7


def test_what_is_sent_twice_counts_once_also_after_it_was_taken_back(
    month: Workspace, answers: list[Answer]
) -> None:
    first = given(month, answers[0], 4, 3, act="x")
    assert given(month, answers[0], 0, 0, act="x") == first
    undone = [take_back(month, MONTH, "lee", "u") for _ in range(2)]
    assert undone[0] == undone[1] and undone[0] and undone[0].points == (4, 3)
    given(month, answers[0], 4, 3, act="x")
    assert standing(month, answers[0]) is None
    assert whats(month) == ["rate", "unrate"]


@pytest.mark.parametrize(
    ("points", "words", "why"),
    [
        ((5, 0), "", "criterion 1: 5 points. Give 0 to 4."),
        ((0, -1), "", "criterion 2: -1 points. Give 0 to 6."),
        ((4,), "", "points: 1 for 2 criteria. Give one for each."),
        ((4, 6, 0), "", "points: 3 for 2 criteria. Give one for each."),
        ((0, 0), "x" * (LONGEST + 1), "words: 2,001 characters; 2,000 are the most."),
    ],
)
def test_points_are_within_their_criteria(
    month: Workspace, answers: list[Answer], points: tuple[int, ...], words: str, why: str
) -> None:
    with pytest.raises(UsageError) as raised:
        rate(month, answers[0], "lee", points, words, seconds=1, act="act", drawn=True)
    assert str(raised.value) == why
    assert month.store.all(Verdict, MONTH) == [] == month.store.audit.entries()


def test_nobody_rates_their_own_answer_or_one_that_is_not_scored(
    month: Workspace, answers: list[Answer]
) -> None:
    with pytest.raises(UsageError, match=r"this answer is kim's own\. Others rate it"):
        given(month, answers[2], 4, 6, by="kim")
    given(month, answers[2], 4, 6)
    stranger = answers[0].model_copy(update={"model": "openai/stranger"})
    older = answers[0].model_copy(update={"version": 2})
    edited = factory.question(1).model_copy(update={"version": 2})
    month.store.add(stranger, older, edited)
    for answer in (stranger, older):
        with pytest.raises(UsageError, match="this answer is not one that is scored"):
            given(month, answer, 0, by="ann") if answer is older else given(month, answer, 0, 0)


def test_a_rating_whose_entry_cannot_be_written_is_not_stored(
    month: Workspace, answers: list[Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError("full")

    monkeypatch.setattr(month.store.audit, "add", full)
    with pytest.raises(OSError, match="full"):
        given(month, answers[0], 4, 3)
    assert month.store.all(Verdict, MONTH) == []

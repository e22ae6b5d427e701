"""What a person is to rate next: what the panel is split over, then the draw; never their own."""

from collections import Counter

import factory
import pytest
from rated import CANDIDATES, answered, judged, panelled, questions

from live.judge.sample import sample
from live.records import Answer
from live.review.rating import rate, take_back
from live.review.to_rate import MANY, ToRate
from live.workspace import Workspace

MONTH = factory.MONTH
BLIND = f"blind/{CANDIDATES[0]}"
MODELS = [*CANDIDATES, "human/Kim", BLIND]


def followed(month: Workspace) -> ToRate:
    made = ToRate(month, MONTH)
    made.follow()
    return made


def gives(month: Workspace, answer: Answer, by: str, known: ToRate | None = None) -> None:
    act = f"{by} {answer.id}"
    rate(month, answer, by, (1, 1), "", seconds=1, act=act, drawn=False)
    if known:
        known.refresh(answer.id)


@pytest.fixture
def drawn(workspace: Workspace) -> tuple[Workspace, list[Answer]]:
    """A month of ten questions, of whose 20 answers of candidates six are in the draw."""
    month = panelled(workspace, rated_by_people=6)
    return month, answered(month, questions(10), MODELS)


def test_split_answers_come_first_and_are_asked_of_one_person(
    drawn: tuple[Workspace, list[Answer]],
) -> None:
    month, answers = drawn
    fair = followed(month).left("lee")
    others = [answer for answer in answers if answer.id not in fair]
    apart, agreed = others[:4], others[4:8]
    for answer in apart:
        judged(month, answer, 1, 3, 5)
    for answer in agreed:
        judged(month, answer, 1, 3, 4)
    known = followed(month)
    left = known.left("lee")
    assert set(left[:4]) == {answer.id for answer in apart}
    for answer in apart:
        gives(month, answer, "ann", known)
    assert not {answer.id for answer in apart} & set(known.left("lee")[:4])
    assert known.rated() == (4, 1)


def test_the_draw_is_of_what_candidates_saw_and_is_asked_of_everybody(
    drawn: tuple[Workspace, list[Answer]],
) -> None:
    month, answers = drawn
    of = {answer.id: answer for answer in answers}
    known = followed(month)
    asked = [of[id] for id in known.left("lee")]
    assert Counter(each.model for each in asked) == dict.fromkeys(CANDIDATES, 3)
    gives(month, asked[0], "lee", known)
    assert (known.count("lee"), known.count("ann")) == (5, 6)
    assert known.left("ann")[-1] == asked[0].id, "what fewest people rated comes first"
    orders = {tuple(known.left(f"rater {n}")) for n in range(6)}
    assert len(orders) > 1, "people begin at different answers"


def test_nobody_is_given_their_own_answer_or_one_twice(
    drawn: tuple[Workspace, list[Answer]],
) -> None:
    month, answers = drawn
    for answer in answers:
        judged(month, answer, 0, 9, 9)
    known, seen = followed(month), []
    of = {answer.id: answer for answer in answers}
    while left := known.left("kim"):
        seen.append(of[left[0]])
        gives(month, seen[-1], "kim", known)
    assert {answer.id for answer in seen} == {a.id for a in answers if a.model != "human/Kim"}
    assert len(seen) == 30
    own = {answer.id for answer in answers if answer.model == "human/Kim"}
    assert set(known.left("lee")[:10]) == own


def test_what_is_taken_back_is_asked_again(drawn: tuple[Workspace, list[Answer]]) -> None:
    month, answers = drawn
    known = followed(month)
    of = {answer.id: answer for answer in answers}
    first = known.left("lee")[0]
    gives(month, of[first], "lee", known)
    take_back(month, MONTH, "lee", "undo")
    known.refresh(first)
    assert known.left("lee")[0] == first and known.rated() == (0, 0)


def test_empty_and_refused_answers_and_those_of_no_row_are_not_asked(
    workspace: Workspace,
) -> None:
    month = panelled(workspace, rated_by_people=50)
    first, second, third, *rest = answered(month, questions(3))
    month.store.add(
        first.model_copy(update={"outcome": "empty", "text": ""}),
        second.model_copy(update={"outcome": "refused"}),
        third.model_copy(update={"outcome": "truncated"}),
        factory.answer(26100001, factory.question(1), "openai/stranger"),
        factory.answer(26100009, factory.question(9), CANDIDATES[0]),
    )
    assert set(followed(month).left("lee")) == {each.id for each in (third, *rest)}


def test_what_comes_after_an_answer_goes_round(drawn: tuple[Workspace, list[Answer]]) -> None:
    month, answers = drawn
    known = followed(month)
    left = known.left("lee")
    passed, at = [], left[0]
    for _ in left:
        passed.append(at)
        at = known.after("lee", at)
    assert passed == left and at == left[0]
    assert known.after("lee", answers[2].id) == left[0], "of what is not in it, the first"
    of = {answer.id: answer for answer in answers}
    for id in left[1:]:
        gives(month, of[id], "lee", known)
    assert known.after("lee", left[0]) == ""


def test_what_others_write_is_taken_in_as_if_it_had_been_there(workspace: Workspace) -> None:
    """One by one, many at once, and answers that come while people rate."""
    month = panelled(workspace, rated_by_people=5)
    known = ToRate(month, MONTH)
    known.follow()
    assert (known.left("lee"), known.begun) == ([], False)
    answers = answered(month, questions(MANY))
    known.follow()
    assert known.begun and known.left("lee") == followed(month).left("lee")
    for few in (answers[:1], answers[1:7], answers[7:]):
        for answer in few:
            judged(month, answer, 0, 5, 9)
        gives(month, few[0], "ann")
        known.follow()
        assert known.left("lee") == followed(month).left("lee")
        assert known.rated() == followed(month).rated()
    assert known.count("lee") > len(answers) - 5


def test_without_a_draw_only_what_is_split_is_asked(workspace: Workspace) -> None:
    month = panelled(workspace, rated_by_people=0)
    first, *_ = answered(month, questions(3))
    assert not followed(month).begun
    judged(month, first, 9, 5, 5)
    assert followed(month).left("lee") == [first.id]
    assert sample([], 0) == []


def test_of_the_draw_nothing_that_judges_gave_comes_first(
    drawn: tuple[Workspace, list[Answer]],
) -> None:
    """Or who stops half way would have rated of it what judges found hard."""
    month, answers = drawn
    fair = followed(month).left("lee")
    for answer in answers:
        if answer.id in fair[3:]:
            judged(month, answer, 0, 9, 9)
    known = followed(month)
    assert known.left("lee") == fair and all(map(known.is_drawn, fair))

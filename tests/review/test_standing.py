"""How several people's decisions on one version add up."""

import factory
import pytest

from live.records import Decision
from live.review.standing import is_twice, standing

VERDICTS = {"a": "accept", "r": "reject", "w": "withdraw", "e": "edit"}


def made(said: str) -> list[Decision]:
    """Decisions, each as `who+verdict`: `ka` is kim's accept."""
    question = factory.question()
    return [
        Decision.model_validate(
            {
                "month": question.month,
                "question_id": question.id,
                "version": 1,
                "verdict": VERDICTS[each[1]],
                "reviewer": each[0],
                "at": "2026-10-20T10:00:00Z",
            }
        )
        for each in said.split()
    ]


@pytest.mark.parametrize(
    ("said", "once", "twice"),
    [
        ("", "open", "open"),
        ("ka", "accepted", "second"),
        ("kr", "rejected", "second"),
        ("ka la", "accepted", "accepted"),
        ("kr lr", "rejected", "rejected"),
        ("ka lr", "conflict", "conflict"),
        ("ka lr sa", "accepted", "accepted"),
        ("ka lr sr", "rejected", "rejected"),
        ("ka lr sa tr", "conflict", "conflict"),
        ("ka kr", "rejected", "second"),
        ("ka kw", "open", "open"),
        ("ka kw ka", "accepted", "second"),
        ("ka lr lw", "accepted", "second"),
        ("ke", "open", "open"),
        ("ka ke", "accepted", "second"),
    ],
)
def test_a_version_stands_as_those_who_decided_it_agree(said: str, once: str, twice: str) -> None:
    assert standing(made(said), twice=False).state == once
    assert standing(made(said), twice=True).state == twice


def test_who_was_outvoted_did_not_carry_it() -> None:
    assert standing(made("ka lr sa"), twice=False).people == "k, s"
    assert standing(made("ka lr sr"), twice=False).people == "l, s"


def test_the_share_that_two_people_decide_is_drawn_once_and_grows_with_the_share() -> None:
    ids = [f"q{n}" for n in range(2000)]
    fifth = {each for each in ids if is_twice(each, 0.2)}
    assert 340 < len(fifth) < 460
    assert fifth < {each for each in ids if is_twice(each, 0.4)}
    assert not any(is_twice(each, 0) for each in ids) and all(is_twice(each, 1) for each in ids)

"""Laws of the letters: two models share one exactly when they are not told apart."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from live.judge.letters import letters
from live.records import Pair


def pair(a: str, b: str, p: float | None) -> Pair:
    number = None if p is None else 1.0
    return Pair(a=a, b=b, difference=number, low=number, high=number, p=p, p_holm=p)


def told(models: str, apart: set[str], p: float | None = 0.9) -> list[Pair]:
    """Every two of the models, one character each; `apart`: "AB" where A and B differ."""
    return [pair(a, b, 0.01 if a + b in apart else p) for a, b in combinations(models, 2)]


def test_piephos_example_has_letters_that_say_the_same() -> None:
    """Example 3 of Piepho 2004: eight treatments, five differences."""
    apart = {"17", "18", "24", "25", "35"}
    given = letters("12345678", told("12345678", apart))
    for a, b in combinations("12345678", 2):
        assert bool(set(given[a]) & set(given[b])) == (a + b not in apart)


@pytest.mark.parametrize(
    ("apart", "expected"),
    [
        (set(), {"A": "a", "B": "a", "C": "a"}),
        ({"AC"}, {"A": "a", "B": "ab", "C": "b"}),
        ({"AB", "AC", "BC"}, {"A": "a", "B": "b", "C": "c"}),
    ],
)
def test_the_best_has_the_first_letter_and_the_middle_may_have_two(
    apart: set[str], expected: dict[str, str]
) -> None:
    assert letters("ABC", told("ABC", apart)) == expected


def test_there_are_no_letters_where_nothing_could_be_compared() -> None:
    assert letters("ABC", told("ABC", set(), None)) == {}
    assert letters("A", []) == {}


@given(some.integers(2, 9).flatmap(lambda n: some.tuples(some.just(n), some.integers(0, 2**36))))
def test_two_share_a_letter_exactly_when_they_are_not_told_apart(drawn: tuple[int, int]) -> None:
    """Whatever differs from whatever; and no letter can be left out."""
    models = "ABCDEFGHI"[: drawn[0]]
    pairs = [a + b for a, b in combinations(models, 2)]
    apart = {both for n, both in enumerate(pairs) if drawn[1] >> n & 1}
    found = letters(models, told(models, apart))

    def says_all(of: dict[str, str]) -> bool:
        return all(of.values()) and all(
            bool(set(of[a]) & set(of[b])) == (a + b not in apart)
            for a, b in combinations(models, 2)
        )

    assert says_all(found)
    for letter in set("".join(found.values())):
        assert not says_all({m: own.replace(letter, "") for m, own in found.items()})

"""Comparisons of models: paired, corrected for their number, over pages."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import permutation_test
from statsmodels.stats.multitest import multipletests

from live.judge.pairs import detectable, holm, is_sure, pairs, ranks
from live.judge.scoreboard import board_of
from live.records import Pair, Scoreboard

PAGES = {f"q{n}": f"p{n // 3}" for n in range(60)}


def rated(seed: int, mean: float) -> dict[str, float]:
    dice = np.random.default_rng(seed)
    return {q: int(np.clip(round(dice.normal(mean, 2)), 0, 10)) for q in PAGES}


def compare(a: dict[str, float], b: dict[str, float], pages: dict[str, str] = PAGES) -> Pair:
    (pair,), _ = pairs({"a": a, "b": b}, pages)
    return pair


def board(**ratings: dict[str, float | None]) -> Scoreboard:
    return board_of({q: (page, "Basic Understanding") for q, page in PAGES.items()}, ratings)


def test_a_difference_is_of_the_means_on_0_to_100_with_its_interval_around_it() -> None:
    a, b = rated(1, 6), rated(2, 4)
    pair = compare(a, b)
    expected = 10 * (np.mean(list(a.values())) - np.mean(list(b.values())))
    assert pair.difference == pytest.approx(expected, abs=0.01)
    assert pair.low < pair.difference < pair.high  # type: ignore[operator]
    other = compare(b, a)
    assert (other.difference, other.low, other.high) == pytest.approx(
        (-pair.difference, -pair.high, -pair.low),
        abs=0.01,  # type: ignore[operator]
    )
    assert other.p == pair.p


@given(st.lists(st.one_of(st.just(float("nan")), st.floats(0, 1)), min_size=1, max_size=30))
def test_p_values_are_corrected_as_statsmodels_does(p: list[float]) -> None:
    told = [n for n, each in enumerate(p) if each == each]
    corrected = holm(np.array(p))
    assert all(np.isnan(corrected[n]) for n in range(len(p)) if n not in told)
    if told:
        expected = multipletests([p[n] for n in told], method="holm")[1]
        assert corrected[told] == pytest.approx(expected)


@pytest.mark.parametrize("pages", [8, 40])
def test_a_p_value_is_that_of_flipping_whole_pages(pages: int) -> None:
    """Exact for few pages; for many, as near as the flips that are tried."""
    dice = np.random.default_rng(pages)
    told = {f"q{n}": f"p{n % pages}" for n in range(3 * pages)}
    a, b = ({q: int(dice.integers(0, 11)) for q in told} for _ in range(2))
    sums = [sum(a[q] - b[q] for q in told if told[q] == f"p{n}") for n in range(pages)]
    ways = {"permutation_type": "samples", "n_resamples": 20_000, "rng": dice}
    expected = permutation_test((sums, np.zeros(pages)), lambda x, y: np.sum(x - y), **ways).pvalue
    assert compare(a, b, told).p == pytest.approx(expected, abs=1e-9 if pages < 14 else 0.02)


def test_copies_of_a_questions_page_make_nothing_surer() -> None:
    a, b = rated(1, 5.5), rated(2, 5)
    once = {q: r for q, r in a.items() if q in list(PAGES)[::3]}
    thrice = {f"{q}-{n}": r for q, r in once.items() for n in range(3)}
    other = {f"{q}-{n}": b[q] for q in once for n in range(3)}
    pages = {f"{q}-{n}": PAGES[q] for q in once for n in range(3)}
    assert compare(thrice, other, pages).p == compare(once, b).p


def test_a_model_compared_with_itself_does_not_differ() -> None:
    pair = compare(rated(1, 5), rated(1, 5))
    assert (pair.difference, pair.low, pair.high, pair.p, pair.p_holm) == (0, 0, 0, 1, 1)
    assert not is_sure(pair)


def test_only_questions_that_both_were_rated_on_are_compared() -> None:
    a = rated(1, 5)
    b = {q: r for q, r in a.items() if PAGES[q] != "p0"}
    worse = a | {q: 0 for q in a if PAGES[q] == "p0"}
    assert compare(worse, b).difference == 0


@pytest.mark.parametrize("shared", [[], ["q0", "q1"]])
def test_what_shares_no_two_pages_is_not_compared(shared: list[str]) -> None:
    a = {q: 5.0 for q in shared or ["q0"]}
    b = {q: 4.0 for q in shared or ["q59"]}
    pair = compare(a, b)
    assert pair.low is pair.high is pair.p is pair.p_holm is None
    assert (pair.difference is None) == (not shared)


def test_places_are_those_that_sure_differences_leave() -> None:
    table = board(good=rated(1, 9), fair=rated(2, 5), twin=rated(3, 5), poor=rated(4, 1))
    places = {m.model: (m.rank_low, m.rank_high) for m in table.models}
    assert places == {"good": (1, 1), "fair": (2, 3), "twin": (2, 3), "poor": (4, 4)}


def test_without_sure_differences_every_place_may_be_anyones() -> None:
    assert ranks(["a", "b"], [compare(rated(1, 5), rated(2, 5))]) == {"a": (1, 2), "b": (1, 2)}


def test_a_model_whose_mean_is_withheld_is_not_ranked_nor_compared() -> None:
    failed: dict[str, float | None] = dict.fromkeys(PAGES, None)
    table = board(good=rated(1, 9), poor=rated(2, 1), failed=failed)
    assert [m.model for m in table.models] == ["good", "poor", "failed"]
    assert table.models[-1].rank_low is table.models[-1].rank_high is None
    assert [(pair.a, pair.b) for pair in table.pairs] == [("good", "poor")]
    assert "withheld: 60 of 60 are unscored" in table.notes[0]


def test_one_candidate_has_the_first_place_and_nothing_to_be_compared_with() -> None:
    table = board(only=rated(1, 5))
    assert (table.models[0].rank_low, table.models[0].rank_high) == (1, 1)
    assert table.pairs == () and table.minimal_detectable_difference is None


def test_a_difference_as_large_as_the_detectable_one_is_found_mostly() -> None:
    """By drawing months in which two models differ by it: four of five times, as it promises."""
    months, pages = 40, {f"q{n}": f"p{n}" for n in range(60)}
    least = (1.96 + 0.84) * 10 / np.sqrt(len(pages))  # one point of ten is the spread
    found, said = 0, []
    for month in range(months):
        dice = np.random.default_rng(month)
        b = {q: float(dice.normal(5, 1)) for q in pages}
        a = {q: r + least / 10 + float(dice.normal(0, 1)) for q, r in b.items()}
        (pair,), errors = pairs({"a": a, "b": b}, pages)
        said.append(detectable(errors))
        found += (pair.p or 0) < 0.05
    assert np.mean(said) == pytest.approx(least, rel=0.05)
    assert 0.65 < found / months < 0.95


def test_the_same_ratings_give_the_same_table() -> None:
    ratings = {"a": rated(1, 6), "b": rated(2, 4)}
    assert board(**ratings) == board(**dict(reversed(ratings.items())))

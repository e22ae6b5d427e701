"""Of a group of rows a mean says how a candidate does, and a difference how it does beside all."""

import pytest

from live.judge.groups import FEW, standings
from live.judge.scoreboard import model_score

PAGES = {f"r{n}": f"p{n // 2}" for n in range(12)}
ROWS = tuple(PAGES)
RATED = {
    "a": {row: 8.0 for row in ROWS},
    "b": {row: float(n % 7) for n, row in enumerate(ROWS)},
    "c": {row: 2.0 for row in ROWS[:9]},
}


def test_a_group_has_the_mean_and_the_interval_of_a_subtask() -> None:
    """By the same draws of pages as the scoreboard's."""
    groups = {"x": ROWS[:5], "y": ROWS[5:]}
    label = {row: name for name, rows in groups.items() for row in rows}
    whole = model_score("b", [(PAGES[row], label[row], RATED["b"][row]) for row in ROWS])
    found = standings("b", RATED, PAGES, tuple(groups.values()))
    assert [each.score for each in found] == list(whole.subtasks.values())


def test_differences_of_all_candidates_on_a_group_sum_to_nothing() -> None:
    found = [standings(name, RATED, PAGES, [ROWS[:8]])[0].difference for name in RATED]
    assert None not in found
    assert sum(each or 0 for each in found) == pytest.approx(0, abs=0.02)


def test_a_difference_is_over_the_rows_that_others_were_rated_on_too() -> None:
    rated = {"a": {"r0": 10.0, "r2": 10.0, "r4": 0.0}, "b": {"r0": 0.0, "r2": 0.0}}
    (found,) = standings("a", rated, PAGES, [("r0", "r2", "r4")])
    assert (found.score.mean, found.difference) == (66.67, 50.0)
    assert found.low is not None and found.low == found.high == 50


def test_one_candidate_is_beside_nobody() -> None:
    (found,) = standings("a", {"a": RATED["a"]}, PAGES, [ROWS])
    assert found.score.mean == 80 and found.difference is None


def test_a_withheld_mean_has_no_difference_either() -> None:
    (found,) = standings("c", RATED, PAGES, [ROWS])
    assert found.score.withheld and found[1:] == (None, None, None)


def test_rows_of_one_page_have_no_interval() -> None:
    (found,) = standings("b", RATED, PAGES, [("r0", "r1")])
    assert found.score.mean is not None and found.difference is not None
    assert (found.score.low, found.low, found.high) == (None, None, None)


def test_a_group_below_the_least_is_few() -> None:
    few, enough = standings("a", RATED, PAGES, [ROWS[: FEW - 1], ROWS[:FEW]])
    assert few.is_few and not enough.is_few

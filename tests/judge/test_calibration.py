"""Calibration: how far a judge's ratings are those of people, and what few tell."""

import numpy as np
import pytest
from scipy.stats import pearsonr, spearmanr

from live.judge.calibration import Both, calibration


def both(seed: int, n: int = 200, lean: int = 0, **fields: str) -> list[Both]:
    dice = np.random.default_rng(seed)
    human = dice.integers(0, 11, n)
    judge = np.clip(human + dice.integers(-2, 3, n) + lean, 0, 10)
    return [
        Both(int(j), int(h), f"p{k // 4}", **fields)
        for k, (j, h) in enumerate(zip(judge, human, strict=True))
    ]


def weighted_kappa(rated: list[Both]) -> float:
    """By Cohen's own formula, from the cells of the table."""
    cells = np.zeros((11, 11))
    for each in rated:
        cells[int(each.judge), int(each.human)] += 1 / len(rated)
    apart = np.subtract.outer(np.arange(11), np.arange(11)) ** 2
    return float(1 - (apart * cells).sum() / (apart * np.outer(cells.sum(1), cells.sum(0))).sum())


def test_each_number_is_what_others_compute() -> None:
    rated = both(1)
    judge, human = [each.judge for each in rated], [each.human for each in rated]
    overall = calibration(rated)["overall"]
    assert overall["n"] == 200
    assert overall["pearson"]["value"] == pytest.approx(pearsonr(judge, human)[0], abs=1e-4)
    assert overall["spearman"]["value"] == pytest.approx(spearmanr(judge, human)[0], abs=1e-4)
    assert overall["kappa"]["value"] == pytest.approx(weighted_kappa(rated), abs=1e-4)
    assert overall["bias"]["value"] == pytest.approx(np.mean(judge) - np.mean(human), abs=1e-4)


@pytest.mark.parametrize("name", ["pearson", "spearman", "kappa", "bias"])
def test_every_number_has_its_interval_around_it(name: str) -> None:
    found = calibration(both(2))["overall"][name]
    assert found["low"] < found["value"] < found["high"]


def test_a_judge_that_gives_more_than_people_has_that_bias() -> None:
    found = calibration(both(3, lean=1))["overall"]["bias"]
    assert found["low"] > 0.5


def test_subtasks_and_families_are_measured_apart() -> None:
    fair, kind = both(4, subtask="A", family="gpt"), both(5, lean=2, subtask="B", family="claude")
    found = calibration(fair + kind)
    assert set(found["subtasks"]) == {"A", "B"} and set(found["families"]) == {"claude", "gpt"}
    apart = {name: part["bias"]["value"] for name, part in found["families"].items()}
    assert apart["claude"] > apart["gpt"] + 1


def test_a_judge_that_always_says_the_same_has_no_correlation() -> None:
    rated = [Both(5, n % 11, f"p{n}") for n in range(40)]
    overall = calibration(rated)["overall"]
    assert overall["pearson"]["value"] is overall["spearman"]["value"] is None
    assert overall["kappa"]["value"] == 0


def test_few_ratings_and_one_page_are_said_to_tell_little() -> None:
    found = calibration([Both(4, 5, "p"), Both(7, 7, "p")])
    assert found["overall"]["bias"] == {"value": -0.5, "low": None, "high": None}
    assert "2 rated answers are few" in found["notes"][0] and "no intervals" in found["notes"][1]

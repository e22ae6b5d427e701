"""The arena: ratings of greatest likelihood, with intervals, and what position does."""

from typing import Literal

import numpy as np
import pytest
import statsmodels.api as sm

from live.judge.arena import PRIOR, Duel, arena


def fights(seed: int, strengths: dict[str, float], count: int = 300) -> list[Duel]:
    """Comparisons that follow a Bradley-Terry model, of Elo strengths."""
    dice, names, made = np.random.default_rng(seed), list(strengths), []
    for n in range(count):
        a, b = dice.choice(names, 2, replace=False)
        chance = 1 / (1 + 10 ** ((strengths[b] - strengths[a]) / 400))
        winner: Literal["a", "b"] = "a" if dice.random() < chance else "b"
        made.append(Duel(str(a), str(b), winner, f"q{n}", "ab"[n % 2]))  # type: ignore[arg-type]
    return made


def ratings(comparisons: list[Duel]) -> dict[str, float]:
    return {row["model"]: row["rating"] for row in arena(comparisons)["models"]}


def test_ratings_are_those_of_a_logistic_regression() -> None:
    """Of statsmodels, on the differences of names, as Bradley and Terry's model is one."""
    made, names = fights(1, {"a": 1200, "b": 1000, "c": 900}), ["a", "b", "c"]
    rows, ends, weights = [], [], []
    for each in made:
        rows.append([(each.a == name) - (each.b == name) for name in names])
        ends.append(each.winner == "a")
        weights.append(1.0)
    for one, other in (("a", "b"), ("a", "c"), ("b", "c")):
        for won in (0, 1):
            rows.append([(one == name) - (other == name) for name in names])
            ends.append(bool(won))
            weights.append(PRIOR / 2)
    model = sm.GLM(ends, np.array(rows)[:, 1:], sm.families.Binomial(), freq_weights=weights)
    logs = np.array([0, *model.fit().params])
    expected = 1000 + 400 / np.log(10) * (logs - logs.mean())
    found = ratings(made)
    assert [found[name] for name in names] == pytest.approx(expected, abs=0.1)


def test_true_strengths_lie_inside_of_the_intervals_and_the_mean_is_1000() -> None:
    strengths = {"a": 1150.0, "b": 1050.0, "c": 950.0, "d": 850.0}
    table = arena(fights(3, strengths, 600))
    assert [row["model"] for row in table["models"]] == ["a", "b", "c", "d"]
    for row in table["models"]:
        assert row["low"] <= strengths[row["model"]] <= row["high"]
        assert row["low"] < row["rating"] < row["high"]
    assert np.mean([row["rating"] for row in table["models"]]) == pytest.approx(1000, abs=0.1)


def test_a_tie_is_half_a_win_for_each() -> None:
    tied = [Duel("x", "y", "tie", f"q{n}", "") for n in range(4)]
    halves = [Duel("x", "y", "a" if n % 2 else "b", f"q{n}", "") for n in range(4)]
    assert ratings(tied) == ratings(halves) == {"x": 1000, "y": 1000}
    table = arena(tied)
    assert table["ties"] == 1 and table["models"][0]["ties"] == 4


def test_names_and_order_of_lines_do_not_matter() -> None:
    made = fights(5, {"a": 1100, "b": 1000, "c": 900}, 60)
    flip = {"a": "b", "b": "a", "tie": "tie", "": ""}
    turned = [
        Duel(c.b, c.a, flip[c.winner], c.question_id, flip[c.first])  # type: ignore[arg-type]
        for c in reversed(made)
    ]
    assert arena(turned) == arena(made)


def test_who_always_wins_has_a_finite_rating_and_a_note() -> None:
    table = arena([Duel("top", "low", "a", f"q{n}", "a") for n in range(20)])
    top, low = table["models"]
    assert top["model"] == "top" and top["rating"] < 3000
    assert "set by a prior" in table["notes"][0]


def test_models_that_were_never_compared_are_named() -> None:
    made = [Duel("a", "b", "a", "q1", ""), Duel("c", "d", "b", "q2", "")]
    assert "Never compared" in arena(made)["notes"][0]
    assert "a, b; c, d" in arena(made)["notes"][0]


def test_of_one_question_there_are_no_intervals() -> None:
    table = arena([Duel("a", "b", "a", "q", "a"), Duel("a", "b", "b", "q", "b")])
    assert table["models"][0]["low"] is table["position"]["low"] is None
    assert "one question" in table["notes"][0]


def test_questions_of_one_page_are_drawn_together() -> None:
    """Twenty times the same page tell no more than it does once."""
    made = [Duel("a", "b", "b" if n < 2 else "a", f"q{n}", "", f"p{n % 2}") for n in range(20)]
    apart = arena([each._replace(page_id="") for each in made])["models"][0]
    together = arena(made)["models"][0]
    assert together["rating"] == apart["rating"]
    assert (together["low"], together["high"]) == (None, None), "no draw says anything else"
    assert apart["low"] < apart["rating"] < apart["high"]
    one_page = arena([each._replace(page_id="p") for each in made])
    assert one_page["models"][0]["low"] is None and "one page" in one_page["notes"][0]


def test_one_without_a_winner_takes_its_other_order_with_it() -> None:
    made = [Duel("a", "b", "a", f"q{n}", first) for n in range(4) for first in ("a", "b")]  # type: ignore[arg-type]
    made.append(Duel("b", "a", "b", "q9", "b"))
    made.append(Duel("a", "b", None, "q9", "b"))
    table = arena(made)
    assert (table["comparisons"], table["questions"], table["unusable"]) == (8, 4, 1)
    assert table["models"] == arena(made[:8])["models"]


def test_a_judge_that_picks_the_first_has_that_bias_and_rates_nobody_higher() -> None:
    made = []
    for n in range(30):
        made += [
            Duel("a", "b", "a", f"q{n}", "a"), Duel("a", "b", "b", f"q{n}", "b"),
        ]  # fmt: skip
    table = arena(made)
    position = table["position"]
    assert (position["share"], position["low"], position["high"]) == (1, 1, 1)
    assert (position["pairs"], position["consistent"]) == (30, 0)
    assert [row["rating"] for row in table["models"]] == [1000, 1000]


def test_a_judge_that_looks_at_the_answers_is_consistent() -> None:
    made = [Duel("a", "b", "a", f"q{n}", first) for n in range(9) for first in ("a", "b")]
    position = arena(made)["position"]  # type: ignore[arg-type]
    assert (position["share"], position["consistent"]) == (0.5, 1)

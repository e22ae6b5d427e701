"""Laws of the charts: what is drawn is what was scored, and what cannot be drawn is not."""

import pytest
import vl_convert
from hypothesis import given
from hypothesis import strategies as some

from live.publish.charts import bundle, charts_of, cost_rows, front, heat_rows
from live.records import Effort, ModelScore, Score, Scoreboard, TrendMonth

SUBTASKS = ("Basic Understanding", "Further Insights")


def score(mean: float | None) -> Score:
    low, high = (None, None) if mean is None else (mean - 2, mean + 2)
    return Score(mean=mean, low=low, high=high, n=9, unscored=1, withheld=mean is None)


def model(name: str, mean: float | None, usd: float | None = None, **parts: float | None):
    effort = Effort(outcomes={}, usd=usd, tokens=None, seconds=None)
    subtasks = {label.replace("_", " "): score(part) for label, part in parts.items()}
    return ModelScore(model=name, subtasks=subtasks, effort=effort, **score(mean).model_dump())


def board(*models: ModelScore, months: int = 1) -> Scoreboard:
    scores = {each.model: score(each.mean) for each in models}
    trend = tuple(
        TrendMonth(
            month=f"2026-0{n + 1}",
            judges=("j",),
            taxonomy="v1",
            scores=scores,
            changed=("judge: j, before i",) if n == 1 else (),
        )
        for n in range(months)
    )
    return Scoreboard(month="2026-10", models=models, trend=trend)


def charts(whole: Scoreboard):
    return charts_of(whole, {each.model: each.model for each in whole.models}, SUBTASKS)


def drawn(spec: dict) -> str:
    """The chart as SVG, with what it is told by the page left as it is."""
    return vl_convert.vegalite_to_svg(spec | {"width": 600})


def test_the_heat_map_has_every_mean_and_marks_what_is_withheld() -> None:
    models = (
        model("a", 60, Basic_Understanding=70, Further_Insights=None),
        model("b", 50, Basic_Understanding=40),
    )
    rows = heat_rows(models, {"a": "a", "b": "b"}, SUBTASKS)
    assert [(row["model"], row["subtask"], row["mean"]) for row in rows] == [
        ("a", SUBTASKS[0], 70),
        ("a", SUBTASKS[1], None),
        ("b", SUBTASKS[0], 40),
    ]
    svg = drawn(charts(board(*models))["heat"]["wide"])
    assert ">70.0<" in svg and ">40.0<" in svg and svg.count(">withheld<") == 1


@given(some.lists(some.tuples(some.integers(0, 5), some.none() | some.integers(0, 5)), max_size=8))
def test_the_front_is_what_nothing_else_is_cheaper_and_better_than(points) -> None:
    def beaten(one, other) -> bool:
        return other[0] <= one[0] and other[1] >= one[1] and other != one

    known = [point for point in points if point[1] is not None]
    for point, on in zip(points, front(points), strict=True):
        assert on == (point[1] is not None and not any(beaten(point, other) for other in known))


def test_a_model_without_a_known_price_has_no_place_on_the_axis() -> None:
    models = (model("a", 60, 0.01), model("b", 50, None), model("c", None, 0.02))
    rows = cost_rows(models, {name: name for name in "abc"})
    assert [(row["model"], row["front"]) for row in rows] == [("a", True), ("c", False)]


def test_what_cost_nothing_stands_apart_on_the_logarithmic_axis() -> None:
    spec = charts(board(model("free", 40, 0.0), model("paid", 60, 0.01)))["cost"]["wide"]
    at = {row["model"]: row["at"] for row in spec["datasets"]["scores"]}
    assert 0 < at["free"] < at["paid"] == 0.01
    svg = drawn(spec)
    assert ">$0<" in svg and ">$0.01<" in svg and "NaN" not in svg


@pytest.mark.parametrize("costs", [(0.01,), (0.01, 0.01), (0.0001, 3.0), (0.012, 0.018)])
def test_the_axis_has_ticks_for_whatever_costs(costs: tuple[float, ...]) -> None:
    for shape in charts(board(*(model(str(n), 50, usd) for n, usd in enumerate(costs))))[
        "cost"
    ].values():
        svg = drawn(shape)
        assert svg.count(">$") >= 1 and "NaN" not in svg


def test_a_change_of_judge_is_marked_where_it_came() -> None:
    spec = charts(board(model("a", 60), model("b", None), months=3))["trend"]["wide"]
    assert drawn(spec).count(">judge changed<") == 1


def test_there_is_no_chart_of_what_is_not_there() -> None:
    """No cost where nothing cost anything, no trend of one month, nothing of no candidate."""
    assert set(charts(board(model("a", 60, 0.0, Basic_Understanding=1)))) == {"heat"}
    assert set(charts(board(model("a", 60, None)))) == set()
    assert charts(board()) == {}


def test_the_script_that_draws_can_stand_in_a_page_and_asks_nobody() -> None:
    assert "</script" not in bundle() and "<!--" not in bundle()
    assert "window.vegaEmbed" in bundle() and "import(" not in bundle()

"""A scoreboard -> the leaderboard's charts, as Vega-Lite specifications. Pure.

`charts_drawn.py` draws; here stands what is drawn.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from live.publish.charts_drawn import cost_chart, heat_chart, trend_chart
from live.records import ModelScore, Score, Scoreboard, TrendMonth

Row = dict[str, Any]
Charts = dict[str, dict[str, Any]]


@cache
def bundle() -> str:
    """Gives the script that draws: Vega-Embed, as `vegaEmbed`, with all that it needs."""
    import vl_convert

    # In a scope of its own: by its short names it would take the page's from it.
    own = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", _version())
    return f"(() => {{{own}\n}})();"


def charts_of(scoreboard: Scoreboard, labels: Mapping[str, str], subtasks: Sequence[str]) -> Charts:
    """Gives the charts that there is something to draw in: `heat`, `cost`, `trend`, each by shape.

    labels: short names by model. `cost` needs a model that cost anything, `trend` two months.
    """
    heat = heat_rows(scoreboard.models, labels, subtasks)
    cost = cost_rows(scoreboard.models, labels)
    trend = trend_rows(scoreboard.trend, labels)
    best = [labels[score.model] for score in scoreboard.models]
    charts: Charts = {}
    for shape, narrow in (("wide", False), ("narrow", True)):
        if heat:
            charts.setdefault("heat", {})[shape] = heat_chart(heat, subtasks, narrow)
        if any(row["usd"] for row in cost):
            charts.setdefault("cost", {})[shape] = cost_chart(cost, narrow)
        if len(scoreboard.trend) > 1:
            marks = _marks(scoreboard.trend)
            charts.setdefault("trend", {})[shape] = trend_chart(trend, marks, best, narrow)
    return charts


def heat_rows(
    models: Sequence[ModelScore], labels: Mapping[str, str], subtasks: Sequence[str]
) -> list[Row]:
    """Gives a row a model and subtask that it was asked, best model first."""
    return [
        {"model": score.model, "label": labels[score.model], "subtask": subtask, **_numbers(part)}
        for score in models
        for subtask in subtasks
        if (part := score.subtasks.get(subtask))
    ]


def cost_rows(models: Sequence[ModelScore], labels: Mapping[str, str]) -> list[Row]:
    """Gives a row a model whose price is known: USD a question, its score, and whether it is on the
    Pareto front, where no other model is both cheaper and better."""
    priced = [
        {"model": score.model, "label": labels[score.model], "usd": usd, **_numbers(score)}
        for score in models
        if score.effort and (usd := score.effort.usd) is not None
    ]
    best = front([(row["usd"], row["mean"]) for row in priced])
    return [row | {"front": on} for row, on in zip(priced, best, strict=True)]


def front(points: Sequence[tuple[float, float | None]]) -> list[bool]:
    """Tells of each (cost, score) whether no other is at once as cheap, as good, and better in one.

    A point without a score is not on it.
    """
    known = [(usd, mean) for usd, mean in points if mean is not None]
    return [
        mean is not None
        and not any(u <= usd and m >= mean and (u < usd or m > mean) for u, m in known)
        for usd, mean in points
    ]


def trend_rows(trend: Sequence[TrendMonth], labels: Mapping[str, str]) -> list[Row]:
    """Gives a row a month and model, oldest month first."""
    return [
        {"month": each.month, "model": model, "label": labels.get(model, model), **_numbers(score)}
        for each in trend
        for model, score in each.scores.items()
    ]


def _numbers(score: Score) -> Row:
    span = None if score.low is None else f"{score.low:.1f} to {score.high:.1f}"
    return {
        "mean": score.mean,
        "low": score.low,
        "high": score.high,
        "n": score.n,
        "span": "withheld" if score.withheld else span or "none: one page",
    }


def _marks(trend: Sequence[TrendMonth]) -> list[Row]:
    """The months that were measured otherwise than those before, with what is not as it was."""
    return [
        {
            "month": each.month,
            "what": ", ".join(map(_briefly, each.changed)),
            "changed": "; ".join(each.changed),
        }
        for each in trend
        if each.changed
    ]


def _briefly(change: str) -> str:
    """What live.judge.trend says of a change, in words that fit above a line."""
    what, _, how = change.partition(": ")
    return f"{what} not recorded" if how.startswith("not recorded") else f"{what} changed"


def _version() -> str:
    """The Vega-Lite that Altair writes, as the bundle names it: 6.4 for v6.4.1."""
    import altair as alt

    return ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])

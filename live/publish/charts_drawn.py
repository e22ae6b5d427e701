"""Rows -> charts, as Vega-Lite specifications by Altair. Pure.

A chart names its colours by parameters (`ink`, `line`, ...), which the page sets from its style
sheet, and its rows by a named data set, which the page replaces when it has recomputed the scores.
There are two shapes of each: a wide one, and a narrow one for a phone.
"""

from collections.abc import Sequence
from functools import partial
from math import ceil, floor, log10
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import altair as alt

Row = dict[str, Any]
Chart = dict[str, Any]
LOOKS = ("ink", "soft", "line", "sheet", "link", "range", "cold", "warm", "hot", "onhot", "deep")
"""Colours; `deep`: the points above which a cell is so deep that its number has another one."""
LINES = ("line1", "line2", "line3", "line4", "line5", "line6")
"""Of the models that the trend names: more could not be told apart."""
ROW = {"wide": 30, "narrow": 26}
"""px a model of the heat map."""


def heat_chart(rows: list[Row], subtasks: Sequence[str], narrow: bool) -> Chart:
    """Draws the mean of each model on each subtask, best model first, and says what is withheld."""
    import altair as alt

    models = list(dict.fromkeys(row["label"] for row in rows))
    lines = max(len(subtask.split()) for subtask in subtasks)
    base = alt.Chart().encode(
        alt.Y("label:N", sort=models, title=None, axis=_names(narrow)),
        alt.X(
            "subtask:N",
            sort=list(subtasks),
            title=None,
            axis=alt.Axis(
                orient="top",
                labelAngle=-55 if narrow else 0,
                labelAlign="left" if narrow else "center",
                labelLimit=130,
                labelExpr="datum.label" if narrow else "split(datum.label, ' ')",
                domain=False,
                ticks=False,
                # Vega puts the first line where the only one would be.
                labelPadding=8 if narrow else 8 + 15 * (lines - 1),
            ),
        ),
        tooltip=_tooltip("model", "subtask"),
    )
    known = alt.datum.mean != None  # noqa: E711 - an expression, not a comparison
    cells = base.transform_filter(known).mark_rect(stroke=_("sheet"), strokeWidth=2)
    hidden = base.transform_filter(alt.datum.mean == None)  # noqa: E711
    return _spec(
        alt.layer(
            cells.encode(
                alt.Color(
                    "mean:Q",
                    scale=alt.Scale(domain=[0, 50, 100], range=[_("cold"), _("warm"), _("hot")]),
                    legend=None,
                )
            ),
            base.transform_filter(known)
            .mark_text(fontSize=13)
            .encode(
                text=alt.Text("mean:Q", format=".0f" if narrow else ".1f"),
                color=alt.condition(
                    "datum.mean > deep", alt.value(_("onhot")), alt.value(_("ink"))
                ),
            ),
            hidden.mark_rect(
                fill="transparent", stroke=_("soft"), strokeDash=[3, 3], strokeWidth=1
            ),
            hidden.mark_text(color=_("soft"), fontSize=10 if narrow else 12, text="withheld"),
        ).properties(width="container", height=len(models) * ROW["narrow" if narrow else "wide"]),
        rows,
    )


def cost_chart(rows: list[Row], narrow: bool) -> Chart:
    """Draws score against cost, with the Pareto front; one model at least cost something.

    The axis is logarithmic, and 0 has no place on one: it is given a place of its own, apart.
    """
    import altair as alt

    costs = [row["usd"] for row in rows]
    least = min(usd for usd in costs if usd)
    free = least / 4
    rows = [row | {"at": row["usd"] or free} for row in rows]
    low, high = min(row["at"] for row in rows) / 1.6, max(costs) * 1.6
    ticks = ([free] if 0 in costs else []) + _ticks(least, high, 4 if narrow else 8)
    middle = (low * high) ** 0.5
    base = alt.Chart().transform_filter(alt.datum.mean != None)  # noqa: E711
    x = alt.X(
        "at:Q",
        scale=alt.Scale(type="log", domain=[low, high], nice=False),
        title="USD a question, on a logarithmic scale",
        axis=alt.Axis(
            values=ticks,
            grid=False,
            labelExpr=f"datum.value < {least * 0.99:.6g} ? '$0' : format(datum.value, '$~f')",
        ),
    )
    y = alt.Y(
        "mean:Q",
        scale=alt.Scale(zero=False, nice=True),
        title="Mean points",
        axis=alt.Axis(tickCount=5),
    )
    points = base.encode(x=x, y=y, tooltip=_tooltip("model", "usd"))
    best = points.transform_filter(alt.datum.front)
    layers = [
        base.mark_rule(color=_("range"), strokeWidth=2, opacity=0.55).encode(
            x=x, y=alt.Y("low:Q"), y2="high:Q"
        ),
        best.mark_line(interpolate="step-after", color=_("link"), strokeDash=[4, 3]).encode(
            order="usd:Q"
        ),
        points.mark_point(filled=True, size=55, color=_("soft"), opacity=1),
        best.mark_point(filled=True, size=75, color=_("link"), opacity=1),
    ]
    name = partial(alt.Chart.mark_text, dy=-11, color=_("ink"), fontSize=12)
    named = best.encode(text="label:N")
    layers += [
        name(named.transform_filter(alt.datum.at < middle), align="left", dx=7),
        name(named.transform_filter(alt.datum.at >= middle), align="right", dx=-7),
    ]
    if 0 in costs:
        broken = alt.Chart(alt.InlineData(values=[{"at": (free * least) ** 0.5}]))
        layers.append(broken.mark_rule(color=_("line"), strokeDash=[2, 3]).encode(x="at:Q"))
    chart = alt.layer(*layers).properties(width="container", height=280 if narrow else 340)
    return _spec(chart, rows)


def _ticks(low: float, high: float, most: int) -> list[float]:
    """Round numbers on a logarithmic axis, at most so many or else one a decade."""
    decades = range(floor(log10(low)), ceil(log10(high)) + 1)
    for steps in ((1, 2, 5), (1, 3), (1,)):
        all_of_them = [float(f"{step}e{decade}") for decade in decades for step in steps]
        ticks = [tick for tick in all_of_them if low / 1.6 <= tick <= high]
        if len(ticks) <= most:
            break
    return ticks


def trend_chart(
    rows: list[Row], marks: Sequence[Row], models: Sequence[str], narrow: bool
) -> Chart:
    """Draws scores month by month; the first `models` by name. marks: months measured otherwise."""
    import altair as alt

    named = list(models[: len(LINES)])
    months = list(dict.fromkeys(row["month"] for row in rows))
    colour = alt.Color(
        "label:N",
        scale=alt.Scale(domain=named, range=[_(name) for name in LINES[: len(named)]]),
        legend=alt.Legend(
            orient="bottom",
            title=None,
            columns=1 if narrow else 3,
            labelLimit=260,
            symbolSize=120,
            symbolOpacity=1,
        ),
    )
    x = alt.X(
        "month:O",
        scale=alt.Scale(type="band", domain=months),
        title=None,
        axis=alt.Axis(labelAngle=0 if len(months) < 7 and not narrow else -45, grid=False),
    )
    y = alt.Y(
        "mean:Q",
        scale=alt.Scale(zero=False, nice=True),
        title="Mean points",
        axis=alt.Axis(tickCount=5),
    )
    is_named = alt.FieldOneOfPredicate(field="label", oneOf=named)
    base = alt.Chart().transform_filter(alt.datum.mean != None)  # noqa: E711
    others = base.transform_filter(~is_named)
    ours = base.transform_filter(is_named)
    tooltip = _tooltip("month", "model")
    changes = alt.Chart(alt.InlineData(values=list(marks))).encode(
        x=alt.X("month:O", bandPosition=0),
        tooltip=[alt.Tooltip("month:N"), alt.Tooltip("changed:N")],
    )
    return _spec(
        alt.layer(
            others.mark_line(color=_("soft"), strokeWidth=1.2, opacity=0.4).encode(
                x=x, y=y, detail="model:N", tooltip=tooltip
            ),
            ours.mark_rule(strokeWidth=2, opacity=0.35).encode(
                x=x, y="low:Q", y2="high:Q", color=colour
            ),
            ours.mark_line(strokeWidth=2.2, point=alt.OverlayMarkDef(size=45)).encode(
                x=x, y=y, color=colour, tooltip=tooltip
            ),
            changes.mark_rule(color=_("soft"), strokeDash=[4, 3]),
            changes.mark_text(y=0, dy=-8, align="center", color=_("soft"), fontSize=11).encode(
                text="what:N"
            ),
        ).properties(width="container", height=280 if narrow else 320),
        rows,
    )


def _names(narrow: bool) -> "alt.Axis":
    import altair as alt

    limit = 118 if narrow else 240
    return alt.Axis(labelLimit=limit, domain=False, ticks=False, labelPadding=8, labelFontSize=12)


def _tooltip(*fields: str) -> "list[alt.Tooltip]":
    """What a pointer is told: the fields, then the score."""
    import altair as alt

    kinds = {"usd": alt.Tooltip("usd:Q", title="USD a question", format="$,.5~f")}
    own = [kinds.get(field, alt.Tooltip(f"{field}:N")) for field in fields]
    return [
        *own,
        alt.Tooltip("mean:Q", format=".1f"),
        alt.Tooltip("span:N", title="95% interval"),
        alt.Tooltip("n:Q", title="scored"),
    ]


def _(name: str) -> "alt.ExprRef":
    """A colour that the page sets."""
    import altair as alt

    return alt.ExprRef(name)


def _spec(chart: "alt.LayerChart | alt.FacetChart", rows: list[Row]) -> Chart:
    """The chart with its rows as the data set `scores`, and its colours as parameters."""
    import altair as alt

    names = (*LOOKS, *LINES)
    whole = chart.properties(data=alt.NamedData("scores"), background="transparent").add_params(
        *(alt.param(name=name, value="gray") for name in names)
    )
    whole = whole.configure_view(stroke=None).configure_axis(
        labelColor=_("ink"),
        titleColor=_("soft"),
        gridColor=_("line"),
        domainColor=_("line"),
        tickColor=_("line"),
        labelFontSize=12,
        titleFontSize=12,
        titleFontWeight="normal",
    )
    whole = whole.configure_legend(labelColor=_("ink"), labelFontSize=12)
    spec: Chart = whole.to_dict()
    return spec | {"datasets": spec.get("datasets", {}) | {"scores": rows}}

"""Questions about charts, rows of values such as the weather, and tables. Pure."""

import re
from decimal import Decimal

from live.lmm.readers.grids import Chart, Table
from live.lmm.readers.layout import Document
from live.lmm.readers.question import Question
from live.lmm.readers.table import from_table
from live.lmm.readers.values import (
    CHANGE,
    COUNT,
    LEAST,
    MOST,
    Points,
    computed,
    difference,
    extreme,
    named,
    number,
    printed_numbers,
)
from live.lmm.readers.words import holds, keys

CHART = r"\b(?:chart|graph|diagram|bars?|plot|plotted|curve|graphic|axis)\b"
SHOWN = r"\b(?:shown|values?|figure|reading|given)\b"
WEATHER = r"\b(?:weather|temperatures?|forecast|degrees|warm\w*|cold\w*|hot\w*)\b"
TABLE = r"\b(?:table|timetable|standings|league|row|column|schedule|ranking)\b"
ENOUGH = 2.0
"""How much of a chart or table a question must name before it is answered from there."""


def from_data(asked: Question, page: Document) -> str:
    """Answers from the chart or table that a question is about; "" where it is about neither."""
    charts = sorted(page.charts, key=lambda chart: -_fits_chart(asked, chart))
    tables = sorted(page.tables, key=lambda table: -_fits_table(asked, table))
    charted = _fits_chart(asked, charts[0]) if charts else 0.0
    tabled = _fits_table(asked, tables[0]) if tables else 0.0
    if tabled >= max(charted, ENOUGH) and (found := from_table(asked, tables[0])):
        return found
    return from_chart(asked, charts[0]) if charted >= ENOUGH else ""


def _fits_chart(asked: Question, chart: Chart) -> float:
    labels = 2.0 * len(named(asked, [label for label, _ in chart.points]))
    titled = {*keys(chart.title), *keys(chart.axis)}
    shared = sum(holds(set(asked.keys), word) for word in titled)
    if "weather" in titled or any(re.search("[°℃]", value) for _, value in chart.points):
        return labels + 4 if asked.has(WEATHER) else 0.0
    word = 2.5 * asked.has(CHART) + 1.0 * asked.has(SHOWN)
    if not (word or shared) and labels < 4:
        labels = 0.0
    return labels + shared + word + 0.5 * (asked.has(MOST) or asked.has(LEAST))


def _fits_table(asked: Question, table: Table) -> float:
    heads = sum(bool(named(asked, [head])) for head in table.header)
    cells = [cell for row in table.rows for cell in row if not cell[:1].isdigit()]
    shared = sum(holds(set(asked.keys), word) for word in set(keys(table.title)))
    rows = 1.5 * bool(named(asked, cells))
    return min(1.25 * heads, 3) + rows + 0.7 * shared + 2 * asked.has(TABLE)


def from_chart(asked: Question, chart: Chart) -> str:
    """Answers from a chart: its title, a value, a label, an extreme, a difference, a sum."""
    points = list(chart.points)
    order = named(asked, [label for label, _ in points])
    chosen = sorted((p for p in points if p[0] in order), key=lambda p: order.index(p[0]))
    if asked.has(r"\b(?:title|headed|heading|called)\b"):
        return chart.title
    if asked.has(r"\baxis\b") and chart.axis:
        return chart.axis
    if asked.has(COUNT) and not chosen:
        return str(len(points))
    if asked.has(CHANGE) and len(chosen) == 2:
        return difference(chosen[0][1], chosen[1][1])
    if asked.has(CHANGE) and not chosen and asked.has(MOST) and asked.has(LEAST):
        ranked = sorted(points, key=lambda point: number(point[1]))
        return difference(ranked[0][1], ranked[-1][1])
    pool = chosen if len(chosen) >= 2 else points
    if (asked.has(MOST) or asked.has(LEAST)) and len(chosen) != 1:
        return extreme(asked, pool)
    if asked.has(r"\b(?:total|sum|together|combined|altogether)\b"):
        return computed(sum((number(value) for _, value in pool), Decimal(0)), pool[0][1])
    if chosen:
        several = "; ".join(f"{label}: {value}" for label, value in chosen)
        return chosen[0][1] if len(chosen) == 1 else several
    return _label(asked, points)


def _label(asked: Question, points: Points) -> str:
    """The label of a value, or what stands at a place from the left."""
    wanted = [number(each) for each in printed_numbers(asked.text)]
    for label, value in points:
        if number(value) in wanted:
            return label
    if asked.rank is None or abs(asked.rank) > len(points):
        return ""
    label, value = points[asked.rank - (asked.rank > 0)]
    return value if asked.has(r"\b(?:value|figure|how)\b") else label

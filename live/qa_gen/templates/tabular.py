"""Charts and tables -> Drafts. Pure."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from live.qa_gen.templates.draft import Draft, Fact, quoted
from live.qa_gen.templates.facts import Chart, Facts, Table, number

PER_CENT = ("%", "per cent", "percent", "Prozent", "pour cent")


def chart_drafts(facts: Facts) -> Iterator[Draft]:
    """Asks of every chart for single values, for its highest and lowest, and for their distance."""
    for chart in facts.charts:
        for point in chart.points:
            yield Draft(
                "chart_value",
                "Basic",
                f"What value does the chart {quoted(chart.title)} show for {quoted(point.category)}"
                f"{_in_unit(chart.unit, facts.language)}?",
                point.text,
                (Fact(10, point.text),),
                (chart.title, point.category, point.text, chart.unit),
            )
        for word, choose in (("highest", max), ("lowest", min)):
            yield from _extreme(chart, word, choose, facts.language)
        yield from _difference(chart, facts.language)


def _extreme(
    chart: Chart, word: str, choose: Callable[..., Decimal], language: str
) -> Iterator[Draft]:
    values = [point.value for point in chart.points]
    best = choose(values)
    if values.count(best) > 1:
        return
    point = chart.points[values.index(best)]
    yield Draft(
        "chart_extreme",
        "Contextual",
        f"Which entry of the chart {quoted(chart.title)} has the {word} value, and what is that "
        f"value{_in_unit(chart.unit, language)}?",
        f"{point.category}: {point.text}",
        (Fact(6, point.category), Fact(4, point.text)),
        _all_of(chart),
    )


def _difference(chart: Chart, language: str) -> Iterator[Draft]:
    values = [point.value for point in chart.points]
    gap = max(values) - min(values)
    in_unit = _in_unit(chart.unit, language)
    if chart.unit in PER_CENT:
        in_unit = ", in percentage points"
    if not gap:
        return
    yield Draft(
        "chart_difference",
        "Contextual",
        f"How large is the difference between the highest and the lowest value in the chart "
        f"{quoted(chart.title)}{in_unit}?",
        f"{gap:f}",
        (Fact(10, f"{gap:f}"),),
        _all_of(chart),
    )


def _all_of(chart: Chart) -> tuple[str, ...]:
    marks = [part for point in chart.points for part in (point.category, point.text)]
    return (chart.title, chart.unit, *marks)


def _in_unit(unit: str, language: str) -> str:
    """The unit in the page's words, between quotation marks where these are not English."""
    return f", in {unit if language in ('', 'en') else quoted(unit)}" if unit else ""


def table_drafts(facts: Facts) -> Iterator[Draft]:
    """Asks of every table for single cells, for highest and lowest, and for its first and last."""
    for table in facts.tables:
        for n, header in enumerate(table.header):
            if n == table.key or len(set(table.column(n))) < 2:
                continue
            yield from _cells(table, n)
            if not _counts_up(table.column(n)):
                yield from _table_extremes(table, n, header, facts.language)
        yield from _rows(table)


def _cells(table: Table, n: int) -> Iterator[Draft]:
    for row in table.rows:
        if not any(c.isalnum() for c in row[n]):
            continue
        yield Draft(
            "table_cell",
            "Basic",
            f"What does {_named(table)} give under {quoted(table.header[n])} for "
            f"{quoted(row[table.key])}?",
            row[n],
            (Fact(10, row[n]),),
            (table.caption, *table.header, row[table.key], row[n]),
        )


def _table_extremes(table: Table, n: int, header: str, language: str) -> Iterator[Draft]:
    values = [number(cell, language) for cell in table.column(n)]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return
    for word, best in (("highest", max(known)), ("lowest", min(known))):
        if known.count(best) > 1:
            continue
        row = table.rows[known.index(best)]
        yield Draft(
            "table_extreme",
            "Contextual",
            f"Which {quoted(table.header[table.key])} has the {word} value under {quoted(header)} "
            f"in {_named(table)}?",
            row[table.key],
            (Fact(10, row[table.key]),),
            _everything(table),
        )


def _rows(table: Table) -> Iterator[Draft]:
    for word, row in (("last", table.rows[-1]), ("first", table.rows[0])):
        yield Draft(
            "table_row",
            "Contextual",
            f"Which {quoted(table.header[table.key])} stands in the {word} row of {_named(table)}?",
            row[table.key],
            (Fact(10, row[table.key]),),
            _everything(table),
        )


def _named(table: Table) -> str:
    if table.caption:
        return f"the table {quoted(table.caption)}"
    return f"the table with the columns {', '.join(quoted(head) for head in table.header)}"


def _everything(table: Table) -> tuple[str, ...]:
    return (table.caption, *table.header, *(cell for row in table.rows for cell in row))


def _counts_up(cells: list[str]) -> bool:
    """Whether a column only numbers the rows, so that its highest is always the last."""
    return cells == [str(n) for n in range(1, len(cells) + 1)]

"""Question -> the numbers of a page that belong together and that it may want computed. Pure.

They stand in one sentence, row or column that speaks of the question, or have the unit that its
answer has.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache

from live.qa_gen.gates.counts import SEEN
from live.qa_gen.gates.figures import units_of
from live.qa_gen.gates.find import forms
from live.qa_gen.gates.gold import QUOTED
from live.qa_gen.gates.quotes import find_quote
from live.qa_gen.gates.rows import Table, cell_of, label, tables
from live.qa_gen.gates.sentences import nearest, stems_of
from live.qa_gen.gates.shown import WORD, Shown, is_year
from live.qa_gen.gates.units import MONEY, Unit
from live.qa_gen.gates.ways import Number
from live.qa_gen.gates.words import NOTHING_SAID, fold

FEW = 8
"""Numbers of a sentence, row or column."""
MANY = 24
"""Numbers of a unit on a page."""
SENTENCES = 5
"""Sentences and rows whose numbers are put together."""
MOST = 300
"""Numbers of a page whose units are compared."""
BESIDE = 70
"""Characters before and after a label in which its number stands."""
CHART = 700
"""Characters of a chart after its title."""
_GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)")
Numbers = list[Number]


def as_money(number: Number) -> Numbers:
    """Gives a number, and cents as a part of their money too."""
    parts = [unit for unit in number.units if unit.dimension in MONEY and unit.factor != 1]
    names = {unit.dimension: unit.dimension for unit in parts} | {"sterling": "pound"}
    whole = frozenset(Unit(names[unit.dimension], unit.dimension) for unit in parts)
    return [number, *([Number(number.value * parts[0].factor, whole)] if parts else [])]


def closely(asked: str, shown: Shown) -> list[Numbers]:
    """Gives the numbers of each sentence, row and column that speaks of what is asked."""
    spans = nearest(asked, shown)
    sentences = [_between(start, end, shown) for start, end in spans]
    return [group for group in (*_of_tables(asked, shown), *sentences) if group]


def loosely(asked: str, units: frozenset[Unit], wanted: Decimal, shown: Shown) -> list[Numbers]:
    """Gives the numbers of all those sentences, near what the question names, and of a unit."""
    spans = nearest(asked, shown, 0.0)[:SENTENCES]
    together = [one for start, end in spans for one in _between(start, end, shown)[:FEW]]
    alike = {unit.dimension for unit in units}
    same = [
        one for at, value in _sorted(shown)[:MOST]
        for one in as_money(Number(value, units_of(value, shown, at)))
        if any(unit.dimension in alike for unit in one.units)
    ] if alike else []  # fmt: skip
    named = [
        one
        for at, value in _near_names(asked, shown)
        for one in as_money(Number(value, units_of(value, shown, at)))
    ]
    same.sort(key=lambda one: abs(one.value.adjusted() - wanted.adjusted()))
    return [_unique(group)[:MANY] for group in (together, named, same) if group]


def _between(start: int, end: int, shown: Shown) -> Numbers:
    return _unique(
        one for at, value in values_in(start, end, shown) if not is_year(at, value, shown.text)
        for one in as_money(Number(value, units_of(value, shown, at)))
    )[:FEW]  # fmt: skip


def values_in(start: int, end: int, shown: Shown) -> list[tuple[int, Decimal]]:
    """Gives the numbers of a part of a page, no more than are put together."""
    values = _sorted(shown)
    first = bisect_left(values, (start, Decimal(0)))
    return [
        one for one in values[first : first + MANY] if one[0] < end and not _is_part(*one, shown)
    ]


def _is_part(at: int, value: Decimal, shown: Shown) -> bool:
    """Whether a number is a group of digits of another one, the 8 or the 600 of 8 600."""
    whole = _GROUPED.match(shown.text, at) or _GROUPED.match(shown.text, max(0, at - 2))
    cell = cell_of(shown.text, at)
    return bool(whole) and value < 1000 and (cell is None or bool(cell[0].header))


@lru_cache(maxsize=32)
def _sorted(shown: Shown) -> list[tuple[int, Decimal]]:
    return sorted(shown.values)


def _unique(numbers: Iterable[Number]) -> Numbers:
    return list({one.value: one for one in numbers}.values())


def _of_tables(asked: str, shown: Shown) -> Iterator[Numbers]:
    """The cells in rows and columns that a question names; of one that it means, all columns."""
    said = stems_of(asked)
    for table in tables(shown.text):
        rows, columns = table.rows_named(said), table.columns_named(said)
        width = max(len(row) for row in table.rows)
        if rows:
            yield _cells(table, set(rows) | _totals(table), columns, shown)
            yield _cells(table, set(range(min(rows), max(rows) + 1)), columns, shown)
            yield from (_cells(table, {row}, columns or set(range(width)), shown) for row in rows)
        meant = columns or stems_of(table.titled) & said or SEEN.search(asked)
        for column in () if rows else columns or (range(width) if meant else ()):
            yield _cells(table, set(range(len(table.rows))), {column}, shown)


def _totals(table: Table) -> set[int]:
    """The last row, which often sums the others up."""
    return {len(table.rows) - 1}


def _cells(table: Table, rows: set[int], columns: set[int], shown: Shown) -> Numbers:
    spans = [
        (cell.start, cell.end) for n in sorted(rows) for k, cell in enumerate(table.rows[n])
        if cell.is_value and (k in columns if columns else k or not label(cell.text))
    ]  # fmt: skip
    return _unique(
        one for start, end in spans for at, value in values_in(start, end, shown)
        for one in as_money(Number(value, units_of(value, shown, at)))
    )[:MANY]  # fmt: skip


def _near_names(asked: str, shown: Shown) -> list[tuple[int, Decimal]]:
    """The numbers near what a question names with a capital, or in the chart whose title it has."""
    quoted = [next(g for g in match.groups() if g) for match in QUOTED.finditer(asked)]
    ends = [at for title in quoted if (at := find_quote(title, shown)) is not None]
    things = [word for word in WORD.findall(asked)[1:] if word[0].isupper() or word[0].isdigit()]
    named = [shown.starts[n] for word in things if fold(word) not in NOTHING_SAID
             for form in forms(fold(word), shown) for n in shown.at.get(form, [])[:5]]  # fmt: skip
    spans = [(at, at + CHART) for at in ends] + [(at - BESIDE, at + BESIDE) for at in named[:MANY]]
    found = {one: None for start, end in spans for one in values_in(start, end, shown)}
    return [(at, value) for at, value in found if not is_year(at, value, shown.text)]

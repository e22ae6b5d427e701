"""Question -> the numbers of a page that belong together and that it may want computed. Pure.

They stand in one sentence, row or column that speaks of the question, or have the unit that its
answer has.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import combinations

from live.qa_gen.gates.clock import lengths
from live.qa_gen.gates.counts import SEEN
from live.qa_gen.gates.cues import TOTAL
from live.qa_gen.gates.figures import units_of
from live.qa_gen.gates.find import forms
from live.qa_gen.gates.gold import QUOTED
from live.qa_gen.gates.quotes import find_quote
from live.qa_gen.gates.rows import Table, cell_of, label, tables
from live.qa_gen.gates.sentences import nearest, sentence_starts, stems_of
from live.qa_gen.gates.shown import WORD, Shown, is_year
from live.qa_gen.gates.units import MONEY, Unit, units_at
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
SHORT = 86_400
"""Seconds below which hours and minutes are one number: not `four years and six months`."""
NAMED = 3
"""Rows of a table that an answer names."""
SECONDS = units_at("1 second", 0)
LESS = re.compile(
    r"\b(?:less|fewer|lower|below|weniger|niedriger|de moins|menos|meno|minder)\b|少な|減", re.I
)
MORE = re.compile(r"\b(?:more|higher|mehr|höher|de plus|más|mais|più|meer)\b|多|増", re.I)
OF = re.compile(
    r"\b(?:of (?:the|its|their|all)|de (?:los|las|sus)|von (?:den|ihren|allen)|(?:sur|parmi) les|"
    r"dei|delle|d[oa]s|van de) $",
    re.I,
)
"""Before the number of all things, of which another one is a part."""
REST = re.compile(r"\b(?:rest|remainder|remaining|reste|resto|restant[es]*)\b|残り", re.I)
_GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)")
Numbers = list[Number]


def as_money(number: Number) -> Numbers:
    """Gives a number, and cents as a part of their money too."""
    parts = [unit for unit in number.units if unit.dimension in MONEY and unit.factor != 1]
    names = {unit.dimension: unit.dimension for unit in parts} | {"sterling": "pound"}
    whole = frozenset(Unit(names[unit.dimension], unit.dimension) for unit in parts)
    return [number, *([Number(number.value * parts[0].factor, whole)] if parts else [])]


def closely(asked: str, answer: str, shown: Shown) -> list[Numbers]:
    """Gives the numbers of each sentence, row and column that speaks of what is asked.

    A question such as `Where did it fall most?` leaves it to the answer to name a row.
    """
    spans = nearest(asked, shown)
    sentences = [_between(start, end, shown) for start, end in spans]
    if TOTAL.search(asked):
        sentences += [_between(start, _next(end, shown), shown) for start, end in spans]
    return [
        group
        for group in (*_of_tables(asked, shown), *_of_answer(answer, shown), *sentences)
        if group
    ]


def changed(asked: str, shown: Shown) -> Iterator[tuple[Number, Number]]:
    """Gives what was before `11.2 pounds, 1.7 less`, and what is left of `two of the five`.

    Each is a number and what has to be added to it.
    """
    for start, end in nearest(asked, shown):
        for (one, value), (other, step) in combinations(values_in(start, end, shown)[:FEW], 2):
            few, many = sorted((value, step))
            whole = other if step > value else one
            if OF.search(shown.text[max(0, whole - 10) : whole]):
                yield Number(many), Number(-few)
            after = shown.text[other : other + BESIDE // 2]
            sign = bool(LESS.search(after)) - bool(MORE.search(after))
            steps = as_money(Number(step * sign, units_of(step, shown, other))) if sign else []
            yield from ((Number(value, units_of(value, shown, one)), each) for each in steps)


def neighbours(shown: Shown) -> Iterator[Numbers]:
    """Gives the cells that stand beside each other in the rows of all tables."""
    for table in tables(shown.text):
        for n, row in enumerate(table.rows):
            for k in range(len(row) - 1):
                yield _cells(table, {n}, {k, k + 1}, shown)


def speaks_of_rest(asked: str, shown: Shown) -> bool:
    """Tells whether a sentence about what is asked says that it is what others leave."""
    return any(REST.search(shown.text, start, end) for start, end in nearest(asked, shown))


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


def _next(end: int, shown: Shown) -> int:
    """Where the sentence that begins at an offset ends."""
    starts = sentence_starts(shown.text)
    n = bisect_right(starts, end)
    return starts[n] if n < len(starts) else len(shown.text)


def _between(start: int, end: int, shown: Shown) -> Numbers:
    return _unique(_numbers(start, end, shown))[:FEW]


def _numbers(start: int, end: int, shown: Shown) -> Iterator[Number]:
    """The numbers of a part of a page but years, lengths of time in seconds."""
    times = [(at, at + len(said), seconds) for at, said, seconds in lengths(shown.text)
             if start <= at < end and seconds < SHORT]  # fmt: skip
    for at, value in values_in(start, end, shown):
        if not is_year(at, value, shown.text) and not any(a <= at < b for a, b, _ in times):
            yield from as_money(Number(value * _sign(at, shown), units_of(value, shown, at)))
    yield from (Number(seconds, SECONDS) for _, _, seconds in times)


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
        titles = " ".join([table.titled, *(cell.text for cell in table.header[:1])])
        meant = columns or stems_of(titles) & said or SEEN.search(asked)
        for column in () if rows else columns or (range(width) if meant else ()):
            yield _cells(table, set(range(len(table.rows))), {column}, shown)


def _of_answer(answer: str, shown: Shown) -> Iterator[Numbers]:
    """The cells of each row that an answer names, of a few."""
    said = stems_of(answer)
    for table in tables(shown.text):
        rows = table.rows_named(said)
        for row in rows if len(rows) <= NAMED else ():
            yield _cells(table, {row}, set(range(len(table.rows[row]))), shown)


def _totals(table: Table) -> set[int]:
    """The last row, which often sums the others up."""
    return {len(table.rows) - 1}


def _cells(table: Table, rows: set[int], columns: set[int], shown: Shown) -> Numbers:
    spans = [
        (cell.start, cell.end) for n in sorted(rows) for k, cell in enumerate(table.rows[n])
        if cell.is_value and (k in columns if columns else k or not label(cell.text))
    ]  # fmt: skip
    return _unique(one for start, end in spans for one in _numbers(start, end, shown))[:MANY]


def _sign(at: int, shown: Shown) -> int:
    """-1 where a cell says that its number is below zero."""
    return -1 if shown.text[max(0, at - 2) : at].strip(" ") in ("\t-", "\t−", "|-", "|−") else 1


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

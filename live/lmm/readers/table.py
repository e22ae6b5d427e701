"""Questions about a table: a cell, the row that has a value, who is at a place. Pure."""

import re

from live.lmm.readers.grids import Table
from live.lmm.readers.question import Question
from live.lmm.readers.values import (
    CHANGE,
    COUNT,
    LEAST,
    MOST,
    difference,
    extreme,
    named,
    printed_numbers,
)
from live.lmm.readers.words import holds, keys

NOTHING = "–"
"""What is said of an empty cell."""


def from_table(asked: Question, table: Table) -> str:
    """Answers from a table; "" where it does not tell."""
    if asked.has(r"\b(?:title|headed|heading|caption|called)\b"):
        return table.title
    if asked.has(r"\b(?:which|what|name the|list the) columns\b"):
        return "; ".join(table.header)
    name, column = _names(table), _column(asked, table)
    rows = named(asked, [cells[name] for cells in table.rows])
    if column is not None and len(rows) == 2 and asked.has(CHANGE):
        found = {cells[name]: cells[column] for cells in table.rows}
        return difference(found[rows[0]], found[rows[1]])
    if column is not None and not rows:
        for cells in table.rows:
            if any(_same(each, cells[column]) for each in printed_numbers(asked.text)):
                return cells[name]
    row = _row(asked, table, rows)
    if row is not None and column is not None:
        return table.rows[row][column] or NOTHING
    if asked.has(COUNT) and row is None:
        return str(len(table.rows))
    if column is not None and (asked.has(MOST) or asked.has(LEAST)):
        return _most(asked, table, column)
    if row is not None:
        return _other_cell(asked, table, row)
    place = _place(asked, table)
    if place is None and _ranked(table) and (asked.has(MOST) or asked.has(LEAST)):
        place = -1 if asked.has(LEAST) else 0
    return table.rows[place][name] if place is not None else ""


def _row(asked: Question, table: Table, rows: list[str]) -> int | None:
    """The row that a question names, by its label, a part of it, or its place."""
    name = _names(table)
    labels = [cells[name] for cells in table.rows]
    if rows:
        return labels.index(rows[0])
    heads = {part for head in table.header for part in keys(head)}
    said = {word for word in asked.keys if word not in heads}
    parts = [sum(part in said for part in keys(label)) for label in labels]
    if parts and max(parts) > 0 and parts.count(max(parts)) == 1:
        return parts.index(max(parts))
    if _column(asked, table) is not None and asked.has(r"\b(?:how|what)\b"):
        return _place(asked, table)
    return None


def _place(asked: Question, table: Table) -> int | None:
    """The row at the place that is asked for, counted from 0."""
    rank = asked.rank
    if rank is None or abs(rank) > len(table.rows):
        return None
    return rank - 1 if rank > 0 else len(table.rows) + rank


def _column(asked: Question, table: Table) -> int | None:
    """The column that is asked for: neither the names nor a mere count of the rows."""
    best: int | None = None
    score = 0
    for n, head in enumerate(table.header):
        if n == _names(table) or _counts(table, n):
            continue
        shared = 2 * sum(holds(set(asked.keys), part) for part in keys(head))
        shared += sum(part[:4] in asked.low for part in head.lower().split() if len(part) > 3)
        if shared > score:
            best, score = n, shared
    return best


def _names(table: Table) -> int:
    """The first column whose cells are words."""
    for n in range(len(table.rows[0])):
        worded = sum(bool(re.match(r"[^\W\d]{2}", cells[n])) for cells in table.rows)
        if worded > len(table.rows) / 2:
            return n
    return 0


def _counts(table: Table, column: int) -> bool:
    """Whether a column only counts the rows: 1, 2, 3."""
    cells = [row[column].rstrip(".") for row in table.rows]
    return cells == [str(n) for n in range(1, len(cells) + 1)]


def _ranked(table: Table) -> bool:
    return any(_counts(table, column) for column in range(len(table.rows[0])))


def _most(asked: Question, table: Table, column: int) -> str:
    name = _names(table)
    points = [(cells[name], cells[column]) for cells in table.rows]
    points = [(label, value) for label, value in points if re.search(r"\d", value)]
    return extreme(asked, points) if points else ""


def _other_cell(asked: Question, table: Table, row: int) -> str:
    """What a row says where no column was named: its place, or its only other cell."""
    if asked.has(r"\b(?:place|position|rank|where|spot)\b"):
        return str(row + 1)
    cells = [cell for n, cell in enumerate(table.rows[row]) if n != _names(table) and cell]
    return cells[0] if len(cells) == 1 else ""


def _same(one: str, other: str) -> bool:
    """Whether two cells print the same numbers."""
    return re.findall(r"\d+", one) == re.findall(r"\d+", other) != []

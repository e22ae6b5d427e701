"""Lines -> tables and charts, found by what is aligned. Pure."""

import re
from dataclasses import dataclass
from statistics import median

from live.lmm.readers.lines import NUMBER_CELL, Line, overlap, rows
from live.lmm.readers.marks import BYLINE, LISTED

LONGEST_CELL = 44
YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Table:
    """A table. header: () where it has none; every row has as many cells as the longest."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    bottom: int = 0


@dataclass(frozen=True)
class Chart:
    """A chart, or any row of labels with a number each. axis: what stands under the labels."""

    title: str
    axis: str
    points: tuple[tuple[str, str], ...]
    bottom: int = 0


def tables(lines: list[Line]) -> tuple[list[Table], list[Line]]:
    """Finds the tables, and gives the lines that are in none."""
    usual = median(line.h for line in lines) if lines else 0
    cells = [line for line in lines if len(line.text) <= LONGEST_CELL and line.h < 1.6 * usual]
    cells = [line for line in cells if not (LISTED.match(line.text) or BYLINE.match(line.text))]
    found, used = [], set()
    for run in _runs([row for row in rows(cells) if len(row) >= 2]):
        grid = _grid(run)
        if grid is None:
            continue
        used |= {cell for row in run for cell in row}
        bottom = max(cell.bottom for cell in run[-1])
        found.append(Table(_title(lines, run[0], used), *grid, bottom))
    return found, [line for line in lines if line not in used]


def charts(lines: list[Line]) -> tuple[list[Chart], list[Line]]:
    """Finds rows of labels with a number over or under each, and the lines that are in none."""
    found, used = [], set()
    labels = [line for line in lines if len(line.text) <= 24]
    labels = [line for line in labels if not line.is_number or YEAR.fullmatch(line.text)]
    for row in rows(labels):
        pairs = [(label, value) for label in row if (value := _value(label, lines))]
        pairs = _together(pairs)
        if len(pairs) < 3 or any(value in used for _, value in pairs):
            continue
        inside = _region(pairs, lines)
        title = _title(lines, [line for pair in pairs for line in pair], set(inside))
        axis = _axis([label for label, _ in pairs], lines)
        used |= {*inside, *(line for line in lines if line.text == axis)}
        points = tuple((label.text, value.text) for label, value in pairs)
        found.append(Chart(title, axis, points, max(line.bottom for line in inside)))
    return found, [line for line in lines if line not in used]


def _runs(all_rows: list[list[Line]]) -> list[list[list[Line]]]:
    """Parts rows into runs in which each row is aligned with the one above."""
    runs: list[list[list[Line]]] = []
    for row in all_rows:
        if runs and (fitting := _fitting(runs[-1], row)):
            runs[-1].append(fitting)
        else:
            runs.append([row])
    return [run for run in runs if len(run) >= 3]


def _fitting(run: list[list[Line]], row: list[Line]) -> list[Line]:
    """The cells of a row that belong to the rows over it; [] when fewer than two are aligned."""
    above = run[-1]
    away = abs(row[0].middle - above[0].middle)
    if away > 3.2 * max(row[0].h, above[0].h):
        return []
    cells = [cell for cells in run for cell in cells]
    aligned = [cell for cell in row if any(_aligned(cell, other) for other in cells)]
    left, right = min(cell.x for cell in cells), max(cell.right for cell in cells)
    inside = [c for c in row if c in aligned or (left < c.x and c.right < right)]
    return inside if len(aligned) >= 2 else []


def _aligned(one: Line, other: Line) -> bool:
    return (
        abs(one.x - other.x) <= 9
        or abs(one.right - other.right) <= 9
        or abs(one.centre - other.centre) <= 9
    )


def _grid(run: list[list[Line]]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]] | None:
    """Gives (header, rows) of a run of rows; None where it is a list or running text."""
    columns = max(run, key=len)
    grid = []
    for row in run:
        cells = [""] * len(columns)
        for cell in row:
            place = min(range(len(columns)), key=lambda n: _apart(cell, columns[n]))
            cells[place] = f"{cells[place]} {cell.text}".strip()
        grid.append(tuple(cells))
    half = (len(grid) - 1) / 2
    counted = [sum(_is_value(row[n]) for row in grid[1:]) for n in range(len(columns))]
    if max(counted) < half:
        return None
    valued = [n for n, count in enumerate(counted) if count >= half]
    if not any(_is_value(grid[0][n]) for n in valued):
        return grid[0], tuple(grid[1:])
    return (), tuple(grid)


def _is_value(cell: str) -> bool:
    return bool(NUMBER_CELL.fullmatch(cell.strip()))


def _apart(one: Line, other: Line) -> float:
    shared = overlap(one.x, one.right, other.x, other.right)
    return min(
        abs(one.x - other.x), abs(one.right - other.right), abs(one.centre - other.centre)
    ) - (min(shared, 30))


def _value(label: Line, lines: list[Line]) -> Line | None:
    """The number right over a label, at any height of a bar; or else the one close under it."""
    numbers = [n for n in lines if n.is_number and abs(n.centre - label.centre) <= 16]
    over = [n for n in numbers if 0 < label.y - n.y < 460]
    over = [n for n in over if not _text_between(n, label, lines)]
    if over:
        return max(over, key=lambda n: n.y)
    under = [n for n in numbers if 0 < n.y - label.y <= 2.4 * label.h]
    return min(under, key=lambda n: n.y) if under else None


def _text_between(top: Line, bottom: Line, lines: list[Line]) -> bool:
    return any(
        line.x < bottom.centre < line.right and top.bottom < line.middle < bottom.y
        for line in lines
        if len(line.text) > 2 and not line.is_number
    )


def _together(pairs: list[tuple[Line, Line]]) -> list[tuple[Line, Line]]:
    """Keeps the longest stretch of labels at even distances: another column may stand beside."""
    stretches: list[list[tuple[Line, Line]]] = []
    for pair in sorted(pairs, key=lambda pair: pair[0].centre):
        steps = [
            b[0].centre - a[0].centre
            for s in stretches[-1:]
            for a, b in zip(s, s[1:], strict=False)
        ]
        last = stretches[-1][-1] if stretches else None
        if last and (not steps or pair[0].centre - last[0].centre < 1.7 * median(steps)):
            stretches[-1].append(pair)
        else:
            stretches.append([pair])
    return max(stretches, key=len, default=[])


def _region(pairs: list[tuple[Line, Line]], lines: list[Line]) -> list[Line]:
    """The lines within a chart: its points, the numbers of its axis and marks read as letters."""
    shown = [line for pair in pairs for line in pair]
    step = (pairs[-1][0].centre - pairs[0][0].centre) / (len(pairs) - 1)
    left, right = pairs[0][0].centre - 1.6 * step, pairs[-1][0].centre + step
    top, bottom = min(line.y for line in shown) - 40, max(line.bottom for line in shown)
    return [
        line
        for line in lines
        if line in shown
        or (
            left < line.centre < right
            and top < line.middle < bottom
            and (line.is_number or len(line.text) <= 2 or line.h > 2.5 * line.w)
        )
    ]


def _title(lines: list[Line], first: list[Line], used: set[Line]) -> str:
    """The text right over a table or chart."""
    left, right = min(line.x for line in first), max(line.right for line in first)
    top = min(line.y for line in first)
    over = [
        line
        for line in lines
        if line not in used
        and line.bottom <= top + 6
        and top - line.bottom < 110
        and line.x < right
        and line.right > left - 220
        and len(line.text) > 2
        and not line.is_number
    ]
    # A heading starts over its own cells more often than left of them.
    own = [line for line in over if line.right > left]
    return max(own or over, key=lambda line: line.y).text if over else ""


def _axis(labels: list[Line], lines: list[Line]) -> str:
    """The short line centred under the labels."""
    middle = (labels[0].centre + labels[-1].centre) / 2
    bottom = max(label.bottom for label in labels)
    under = [
        line
        for line in lines
        if -4 <= line.y - bottom < 40 and abs(line.centre - middle) < 40 and not line.is_number
    ]
    return under[0].text if under else ""

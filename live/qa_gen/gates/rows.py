"""Text of a page -> its tables and lists, cell by cell, with what each row and column is. Pure.

A row is a line whose cells a tab, a wide gap or a bar sets apart, a line of a list such as
`Health 14.2` or `05:40 First red warning`, or two lines of a chart: a number and what it is of.
What a cell says is read by its offset.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from live.numerals import SCALES
from live.qa_gen.gates.sentences import HAN, stems_of

LEAST = 2
"""Rows of a table; a list has one more."""
LONGEST = 90
"""Characters of a line of a list."""
_GAP = re.compile(r"\t|\s?\|\s?| {2,}|\u3000+")
_PLAIN_GAP = re.compile(r"\s?[:;/]\s")
"""What parts the cells of a short line such as `Mars : 82 700 / 90 400`."""
_LISTED = (
    re.compile(r"^(?P<a>.{1,40}?)(?:\s[–—-]|\s?:)\s+(?P<b>.+)$"),
    re.compile(r"^(?P<a>\d[\d:.,h]*)\s+(?P<b>\D.+)$"),
    re.compile(r"^(?P<a>\D.*?)\s(?P<b>[(€$£¥]?\d[\d.,:\u00a0\u202f ]*[^\W\d]{0,3}[%)°]?\S{0,6})$"),
)
_ALONE = re.compile(r"\W{0,2}\d[\d.,\u00a0\u202f ]*(?:%|°C?)?\s*")
_BARS = 3
"""Numbers of a chart."""
_BAR_LABEL = 40
"""Characters of what names a number in a chart."""
_PROSE = re.compile(r"[.!?。！？”»]\s*$")
_YEAR = re.compile(r"\W{0,3}(?:1[89]|20)\d\d\W{0,3}(?:\d\d)?\W{0,3}")
_IN_BRACKETS = re.compile(r"[(（\[].*?[)）\]]")
_ONE_WORD = re.compile(r"[^\W\d_]{3,}")
_SCALED = re.compile(r"[(（\[][^)）\]]{0,12}?([^\W\d_]+)[^)）\]]{0,12}[)）\]]")
_LETTER_SCALES = {"m": 6, "mn": 6, "bn": 9, "k": 3, "tsd": 3, "milliers": 3, "milhares": 3,
                  "migliaia": 3, "thousands": 3}  # fmt: skip


class Cell(NamedTuple):
    """A cell: its text and the offsets of that."""

    start: int
    end: int
    text: str

    @property
    def is_value(self) -> bool:
        """Whether it opens with digits and says little else."""
        return any(c.isdigit() for c in self.text) and sum(map(str.isalpha, self.text)) < 6


@dataclass(frozen=True, eq=False)
class Table:
    """Rows of cells, and the cells that head the columns, where there are any.

    titled: what the line above says.
    """

    rows: tuple[tuple[Cell, ...], ...]
    header: tuple[Cell, ...]
    titled: str

    @property
    def start(self) -> int:
        """The offset at which it begins."""
        return self.rows[0][0].start

    def at(self, offset: int) -> tuple[int, int] | None:
        """Gives the row and the column of an offset."""
        for n, row in enumerate(self.rows):
            for k, cell in enumerate(row):
                if cell.start <= offset < cell.end:
                    return n, k
        return None

    def heads(self, row: int, column: int) -> str:
        """Gives what names a cell's unit: what stands in brackets, and a head of one word."""
        head = self.header[column].text if column < len(self.header) else ""
        labels = [head, *(c.text for c in self.rows[row] if not c.is_value), self.titled]
        inside = [part for text in labels for part in _IN_BRACKETS.findall(text)]
        return " ".join([*inside, head if _ONE_WORD.fullmatch(head) else ""])

    def scale(self, row: int, column: int, language: str = "en") -> int:
        """Gives the power of ten in which a cell counts, as `Sold (million)` says it."""
        heads = [cell.text for cell in self.rows[row] if not cell.is_value]
        heads += [self.header[column].text] if column < len(self.header) else []
        return next((n for text in (*heads, self.titled) if (n := _scale_of(text, language))), 0)

    def rows_named(self, said: frozenset[str]) -> dict[int, set[int]]:
        """Gives the rows one of whose labels is wholly among some stems, and in which columns."""
        named: dict[int, set[int]] = {}
        for n, row in enumerate(self.rows):
            for k, cell in enumerate(row):
                if (k == 0 or not cell.is_value) and (own := label(cell.text)) and own <= said:
                    named.setdefault(n, set()).add(k)
        return named if len(named) < len(self.rows) else {}

    def columns_named(self, said: frozenset[str]) -> set[int]:
        """Gives the columns whose head is wholly among some stems, the first one left out."""
        return {
            n for n, cell in enumerate(self.header)
            if n and (stems := label(cell.text)) and stems <= said
        }  # fmt: skip


def label(text: str) -> frozenset[str]:
    """Gives the stems of a label without its unit; of a mere number, none unless it is a year."""
    if not any(c.isalpha() for c in text) and not _YEAR.fullmatch(text):
        return frozenset()
    found = stems_of(_IN_BRACKETS.sub(" ", text))
    digits = {stem for stem in found if stem.isdecimal()}
    return frozenset(digits or found) if text[-1:] >= HAN else found


@lru_cache(maxsize=32)
def tables(text: str) -> tuple[Table, ...]:
    """Gives the tables and lists of a text, in its order."""
    found: list[Table] = []
    run: list[tuple[Cell, ...]] = []
    above, at = "", 0
    wide = False
    for line in [*text.split("\n"), ""]:
        cells = _cells(line, at)
        listed = () if cells else _listed(line, at)
        if run and (not (cells if wide else listed)):
            found += _table(run, above)
            run = []
        if cells or listed:
            run.append(cells or listed)
            wide = bool(cells)
        elif line.strip():
            above = "" if _PROSE.search(line) or len(line) > LONGEST else line
        at += len(line) + 1
    return tuple(sorted([*found, *_charts(text)], key=lambda table: table.start))


@lru_cache(maxsize=256)
def cell_of(text: str, offset: int) -> tuple[Table, int, int] | None:
    """Gives the table, row and column in which an offset of a text lies."""
    all_ = tables(text)
    n = bisect_right([table.start for table in all_], offset) - 1
    place = all_[n].at(offset) if n >= 0 else None
    return (all_[n], *place) if place else None


def _cells(line: str, at: int) -> tuple[Cell, ...]:
    """The cells of a line that has two at least; an empty one before others counts."""
    gaps = [*_GAP.finditer(line)]
    if not gaps and len(line) <= LONGEST and len(plain := [*_PLAIN_GAP.finditer(line)]) > 1:
        gaps = plain
    found, start = [], 0
    for gap in [*gaps, None]:
        end = gap.start() if gap else len(line)
        part = line[start:end]
        lead = len(part) - len(part.lstrip())
        if part.strip() or gap:
            found.append(Cell(at + start + lead, at + end, part.strip()))
        start = gap.end() if gap else end
    filled = [cell for cell in found if cell.text]
    return tuple(found) if len(found) > 1 and filled and not _PROSE.search(line) else ()


def _listed(line: str, at: int) -> tuple[Cell, ...]:
    """The two parts of a line of a list: its label and what is said of it."""
    if len(line) > LONGEST or _PROSE.search(line):
        return ()
    for shape in _LISTED:
        if match := shape.match(line.rstrip()):
            parts = [(match.start(name), match.end(name)) for name in ("a", "b")]
            return tuple(Cell(at + start, at + end, line[start:end]) for start, end in parts)
    return ()


def _table(run: list[tuple[Cell, ...]], above: str) -> Iterator[Table]:
    listed = all(len(row) == 2 for row in run)
    if len(run) < LEAST + listed:
        return
    head, body = run[0], run[1:]
    width = max(len(row) for row in body)
    values = sum(cell.is_value for row in body for cell in row[1:])
    heads = [cell for cell in head if cell.text]
    is_head = values > 0 and all(
        not cell.is_value or _YEAR.fullmatch(cell.text) for cell in head[1:]
    )
    if is_head and len(head) == width - 1:
        head = (Cell(head[0].start, head[0].start, ""), *head)
    if is_head and heads and len(head) >= 2:
        yield Table(tuple(body), head, above)
    else:
        yield Table(tuple(run), (), above)


def _charts(text: str) -> Iterator[Table]:
    """The charts: lines that are a number and lines that name it, in turns."""
    lines, at = [], 0
    for line in text.split("\n"):
        lines.append(Cell(at, at + len(line), line))
        at += len(line) + 1
    bars: list[Cell] = []
    for cell in [*lines, Cell(at, at, "")]:
        if bars and not (_is_bar(cell) and _in_turn(bars[-1], cell)):
            yield from _chart(bars)
            bars = []
        if _is_bar(cell):
            bars.append(cell)


def _chart(bars: list[Cell]) -> Iterator[Table]:
    """A chart of such lines. Where a name comes first and last, the first is of all of it."""
    if sum(_is_alone(bar) for bar in bars) >= _BARS:
        first = int(not _is_alone(bars[0]) and len(bars) % 2)
        pairs = zip(bars[first::2], bars[first + 1 :: 2], strict=False)
        rows = tuple((b, a) if _is_alone(a) else (a, b) for a, b in pairs)
        yield Table(rows, (), bars[0].text if first else "")


def _is_bar(line: Cell) -> bool:
    text = line.text.strip()
    return bool(text) and len(text) <= _BAR_LABEL and not _PROSE.search(text)


def _is_alone(line: Cell) -> bool:
    return bool(_ALONE.fullmatch(line.text))


def _in_turn(one: Cell, other: Cell) -> bool:
    return _is_alone(one) != _is_alone(other)


def _scale_of(text: str, language: str) -> int:
    for match in _SCALED.finditer(text):
        for word in re.findall(r"[^\W\d_]+", match[0].casefold()):
            if word > "\u3000":
                return SCALES.get(word[:2]) or SCALES.get(word[:1], 0)
            if word == "miles" and language == "es":
                return 3
            if scale := _LETTER_SCALES.get(word) or (len(word) > 2 and SCALES.get(word, 0)):
                return scale
    return 0

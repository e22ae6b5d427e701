"""What can be read from an article's DOM without understanding it, as values. Pure."""

import re
from dataclasses import dataclass
from decimal import Decimal

COMMA_GROUPS = ("", "en", "zh", "ja", "ko", "he", "th", "hi")
"""Languages that write 1,234.5; the others are taken to write 1.234,5."""
NUMBER = r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"


@dataclass(frozen=True)
class Point:
    """A value of a chart. text: as on the page."""

    category: str
    text: str
    value: Decimal


@dataclass(frozen=True)
class Chart:
    """A chart that says in its markup what it shows."""

    title: str
    unit: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Table:
    """A table with a header, and as many cells in each row. key: the column that names the rows."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    key: int

    def column(self, n: int) -> list[str]:
        """Gives the cells of a column, from the top."""
        return [row[n] for row in self.rows]


@dataclass(frozen=True)
class Quote:
    """What somebody said. speaker: the name; role: '' where the page does not set it apart."""

    text: str
    speaker: str
    role: str


@dataclass(frozen=True)
class Figure:
    """A caption and the credit after it. what: `picture`, or `graphic` if it is drawn by code."""

    what: str
    caption: str
    credit: str


@dataclass(frozen=True)
class Ranking:
    """A numbered list under a heading."""

    heading: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """All that was read from one page; what it does not have is empty."""

    title: str
    language: str
    byline: tuple[str, ...] = ()
    date: str = ""
    section: str = ""
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    quotes: tuple[Quote, ...] = ()
    figures: tuple[Figure, ...] = ()
    rankings: tuple[Ranking, ...] = ()
    sentences: tuple[str, ...] = ()


def number(text: str, language: str) -> Decimal | None:
    """Reads a number, perhaps with a unit of letters after it, as that language writes it."""
    match = re.fullmatch(rf"([-−+]?)({NUMBER})(?:\s*[^\W\d_]{{1,12}}\.?|\s*[%€$£°])?", text.strip())
    if not match:
        return None
    group, point = (",", ".") if language in COMMA_GROUPS else (".", ",")
    digits = match[2]
    if re.search(rf"{re.escape(group)}(?!\d{{3}}(?!\d))", digits):
        return None
    value = Decimal(digits.replace(group, "").replace(point, "."))
    return -value if match[1] in ("-", "−") else value

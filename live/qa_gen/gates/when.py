"""Text -> the months and years that it names, or says relative to its own date. Pure.

`Ende März 2027`, `2027年4月`, `next April`; `kommenden Jahres`.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from live.numerals import han_numbers
from live.quantities import MONTH_OF, dates


class Month(NamedTuple):
    """A month that a text names: where, how it is spelled, its year if that is said, its number."""

    at: int
    spelled: str
    year: int | None
    month: int


_YEARS = (
    (
        1,
        r"next year|(?:nächste|kommende|folgende)[ns]? jahr|l['’]an prochain|l['’]année prochaine|"
        r"(?:próximo año|año (?:que viene|próximo))|(?:prossimo anno|anno prossimo)|"
        r"(?:próximo ano|ano que vem)|(?:volgend|komend) jaar|来年|翌年|明年",
    ),
    (
        -1,
        r"last year|(?:letzte|vergangene|vorige)[ns]? jahr|vorjahr|l['’]an (?:dernier|passé)|"
        r"l['’]année (?:dernière|passée)|(?:año|ano) passado|año pasado|pasado año|"
        r"(?:anno scorso|scorso anno)|vorig jaar|昨年|去年",
    ),
    (0, r"this year|diese[ms] jahr|cette année|est[ea] a[ñn]o|quest['’]anno|dit jaar|今年|本年"),
)
_RELATIVE = tuple((shift, re.compile(shape, re.I)) for shift, shape in _YEARS)
_NAME = re.compile(r"(?<![^\W\d_])[^\W\d_]{3,10}(?![^\W\d_])")
_YEAR_AFTER = re.compile(r"\.?,? (?:(?:of|de|del) )?((?:19|20)\d\d)(?!\d)")
_SIGNS = re.compile(
    r"(?:((?:19|20)\d\d)[年년] ?|(来年度?|昨年度?|今年度?|去年|明年|翌年)の?)?"
    r"(?<![\d一二三四五六七八九十])(1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])[月월](?!曜)"
)
_ALSO_WORDS = frozenset("may march mar mars jan sept".split())
"""Months that are other words where they have no capital, or that are other names."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DIGITS = re.compile(r"\d{1,4}")
NEAR = 60
"""Characters between a month and the year that it is of."""
CLOSE = 7
"""Months before and after publication in which a month without a year lies."""
LONGEST = 30
"""Characters of a date."""
LEAST = 4
"""Letters of a month that stands without a day or year; May has fewer."""


def months(text: str) -> Iterator[Month]:
    """Gives the months of a text, whether or not they are parts of a date."""
    for match in _NAME.finditer(text):
        word = match[0].lower()
        number = MONTH_OF.get(word)
        if number is None or (word in _ALSO_WORDS and match[0] == word and word != "mars"):
            continue
        year = _YEAR_AFTER.match(text, match.end())
        end = year.end() if year else match.end()
        if year or word in ("may", "mai") or len(word) >= LEAST:
            yield Month(
                match.start(), text[match.start() : end], int(year[1]) if year else None, number
            )
    for match in _SIGNS.finditer(text):
        value = next((int(v) for _, _, v in han_numbers(match[3] + "月")), 0)
        number = int(match[3]) if match[3].isdecimal() else value
        yield Month(match.start(), match[0], int(match[1]) if match[1] else None, number)


def dated_months(text: str, published: date) -> Iterator[tuple[int, int, int]]:
    """Gives the months of a text, in each year that it may be of: offset, year, month.

    Without a year of its own it has one that stands near it, or is close to publication.
    """
    said = [(match.start(), int(match[0])) for match in _YEAR.finditer(text)]
    said += years(text, published.year)
    for at, _, year, month in months(text):
        near = {y for then, y in said if abs(then - at) <= NEAR}
        near |= {
            y for y in range(published.year - 1, published.year + 2)
            if abs((y - published.year) * 12 + month - published.month) <= CLOSE
        }  # fmt: skip
        yield from ((at, y, month) for y in ({year} if year else near))


def of_dates(text: str) -> Iterator[int]:
    """Gives where the digits stand that are a day or its month, and count nothing.

    What two lines share is no date: charts have `3.1` above `August`.
    """
    for line in re.finditer(r".+", text):
        for at, _, month, day in dates(line[0]):
            left = [month, day]
            for match in _DIGITS.finditer(line[0], at, at + LONGEST):
                if int(match[0]) in left:
                    left.remove(int(match[0]))
                    yield from range(line.start() + match.start(), line.start() + match.end())


def years(text: str, published: int) -> Iterator[tuple[int, int]]:
    """Gives the years that a text says relative to its own: offset, year."""
    for shift, shape in _RELATIVE:
        for match in shape.finditer(text):
            yield match.start(), published + shift

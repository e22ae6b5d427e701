"""Page -> what its pictures show as text, indexed, so that a fact can be looked up. Pure.

Where no picture has text of its own, the article's stands for it.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from live.qa_gen.gates.clock import CLOCK, results
from live.qa_gen.gates.rows import tables
from live.qa_gen.gates.when import dated_months, of_dates, years
from live.qa_gen.gates.words import bare, fold
from live.quantities import dates, point_of, scaled
from live.records import Page

MOST = 30_000
"""Characters that are read: twice what the longest picture holds in small print."""
WORD = re.compile(r"[^\W_]+")
YEARS = range(1900, 2101)
LANGUAGES_OF_DAYS = ("en", "de", "fr", "es", "pt", "it", "nl", "ja", "zh")


@lru_cache(maxsize=2)
def weekdays(width: Literal["wide", "abbreviated"] = "wide") -> dict[str, int]:
    """Gives the names of the days of the week in several languages, folded; Monday is 0."""
    from babel.dates import get_day_names

    return {
        fold(name).rstrip("."): n
        for code in LANGUAGES_OF_DAYS
        for n, name in get_day_names(width, locale=code).items()
    } | ({"sonnabend": 5} if width == "wide" else {})


_POINTED = re.compile(r"\d,\d{3}\.\d|\$\s?\d+\.\d\d\b")
"""Numbers as Mexico and Switzerland write them."""
BRIEF_DAY = re.compile(r"(?:^|[\t(,])\s?([^\W\d_]{2,4})\.?(?=,?\s+\d|\s*[\t,)]|\s*$)", re.M)
"""What may be a day in three letters: at the head of a row, or in a list of its own."""
NEAR_DAYS = {
    "today": 0, "tonight": 0, "heute": 0, "aujourd": 0, "hoy": 0,
    "yesterday": -1, "gestern": -1, "hier": -1, "ayer": -1,
    "tomorrow": 1, "demain": 1,
}  # fmt: skip
_DAYS, _NUMBERED = "月火水木金土日", "一二三四五六日"
_SIGNED_DAY = re.compile("([月火水木金土日])曜|(?:星期|礼拜|週|周)([一二三四五六日天])")
"""Words for a day next to that of publication. German `morgen` and Spanish `mañana` are also the
morning."""

HALVES = tuple(
    (Decimal(value), re.compile(shape, re.I))
    for value, shape in (
        (500_000, r"half a million|halbe Million|demi-million|medio millón|meio milhão"),
        (250_000, r"(?:a )?quarter of a million|Viertelmillion|un quart de million"),
        (500_000_000, r"half a billion|halbe Milliarde|demi-milliard"),
    )
)
ORDINALS = {
    fold(word): Decimal(n)
    for words in (
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
        "erste zweite dritte vierte fünfte sechste siebte achte neunte zehnte elfte zwölfte",
        "premier deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième",
        "primero segundo tercero cuarto quinto sexto séptimo octavo noveno décimo",
    )
    for n, word in enumerate(words.split(), 1)
}


@dataclass(frozen=True, eq=False)
class Shown:
    """The text of a page.

    passages: name and offset in `text` of each. words, starts: folded words and where they begin.
    at: the places of each word, as indexes of `words`. values: numbers with their offsets.
    plain: those of them without a word such as million. bare: what stands before such a word, and
    scaled: what that is with it. days: year, month, day and offset. months: offset, year and month,
    in each year that it may be of. years: offset and year of those that are said as `next year`.
    points: the language that says what a comma in a number means, '' where the page does otherwise.
    cut: the page says more than is read.
    """

    text: str
    passages: tuple[tuple[str, int], ...]
    words: tuple[str, ...]
    starts: tuple[int, ...]
    at: dict[str, list[int]]
    by_head: dict[str, list[str]]
    values: tuple[tuple[int, Decimal], ...]
    plain: dict[Decimal, int]
    bare: dict[Decimal, int]
    scaled: dict[Decimal, tuple[Decimal, ...]]
    days: tuple[tuple[int, int, int, int], ...]
    months: tuple[tuple[int, int, int], ...]
    years: tuple[tuple[int, int], ...]
    known: frozenset[Decimal]
    points: str
    cut: bool

    def first(self, values: Sequence[Decimal]) -> int | None:
        """Gives where one of some values stands first."""
        found = [at for at, value in self.values if value in values]
        return found[0] if found else None

    def has(self, value: Decimal) -> bool:
        """Tells whether a number stands anywhere."""
        return value in self.known or value in self.bare

    def place(self, at: int) -> str:
        """Says where an offset lies: `shot 1, line 12`, or `text, character 340`."""
        n = bisect_right([start for _, start in self.passages], at) - 1
        name, start = self.passages[max(n, 0)]
        if name.startswith("shot"):
            return f"{name}, line {self.text.count(chr(10), start, at) + 1}"
        return f"{name}, character {at - start}"

    def around(self, at: int, length: int) -> str:
        """Quotes the words that begin at an offset, whole, in one line."""
        end = at + max(length, 1)
        while end < len(self.text) and self.text[end].isalnum() and end < at + length + 20:
            end += 1
        return " ".join(self.text[at:end].split())[:200]


def is_year(at: int, value: Decimal, text: str) -> bool:
    """Tells whether a number is a year: four digits, and no comma or space between them."""
    return value in YEARS and text[at : at + 4].isdecimal()


def read(page: Page) -> Shown:
    """Reads a page. The pages read last are kept, for several questions ask about each."""
    shots = [(f"shot {n}", shot.text) for n, shot in enumerate(page.shots, 1) if shot.text.strip()]
    texts = shots or [
        ("text", page.text),
        ("title", page.title),
        ("byline", page.byline),
        ("caption", page.lead.caption if page.lead else ""),
    ]
    code = page.language[:2]
    languages = ("en",) if code == "en" else ("en", code)
    return _read(tuple(texts), page.published_at.date(), languages, code)


def whole(page: Page) -> str:
    """Gives all that a page says, title, pictures and article, a line a line."""
    said = (page.title, *(shot.text for shot in page.shots), page.text)
    return "\n".join(filter(None, said))[: 2 * MOST]


@lru_cache(maxsize=8)
def _read(
    texts: tuple[tuple[str, str], ...], published: date, languages: tuple[str, ...], code: str
) -> Shown:
    passages, parts, length = [], [], 0
    for name, text in texts:
        part = bare(text[: max(0, MOST - length)])
        passages.append((name, length))
        parts.append(part)
        length += len(part) + 2
    text = "\n\n".join(parts)
    found = [(match.start(), fold(match[0])) for match in WORD.finditer(text)]
    timed = {n for clock in CLOCK.finditer(text) for n in range(clock.start(), clock.end())}
    timed |= {n for at, said, _ in results(text) for n in range(at, at + len(said))}
    timed |= set(of_dates(text))
    at, by_head = defaultdict(list), defaultdict(list)
    for n, (_, word) in enumerate(found):
        if word not in at:
            by_head[word[:3]].append(word)
        at[word].append(n)
    points = "" if point_of(code) == "," and _POINTED.search(text) else code
    read_as = [number for number in scaled(text, languages, points) if number[0] not in timed]
    read_as += _headed(text, read_as, code)
    values = [(place, value) for place, value, _ in read_as]
    values += [(match.start(), value) for value, shape in HALVES for match in shape.finditer(text)]
    values += [(start, ORDINALS[word]) for start, word in found if word in ORDINALS]
    return Shown(
        text=text,
        passages=tuple(passages),
        words=tuple(word for _, word in found),
        starts=tuple(start for start, _ in found),
        at=at,
        by_head=by_head,
        values=tuple(values),
        plain={value: place for place, value, short in reversed(read_as) if short is None},
        bare={short: place for place, _, short in reversed(read_as) if short is not None},
        scaled={short: (value,) for _, value, short in read_as if short is not None},
        days=(days := tuple(_days(text, found, published))),
        months=(*((at, y, m) for at, y, m, _ in days), *dated_months(text, published)),
        years=tuple(years(text, published.year)),
        known=frozenset(value for _, value in values),
        points=points,
        cut=sum(len(said) for _, said in texts) > MOST,
    )


def _headed(
    text: str, read_as: list[tuple[int, Decimal, Decimal | None]], code: str
) -> list[tuple[int, Decimal, Decimal | None]]:
    """The numbers of a table that says `million` or `in thousands` above or beside them."""
    found: list[tuple[int, Decimal, Decimal | None]] = []
    for table in tables(text):
        ends = {
            cell.start: (cell.end, scale) for n, row in enumerate(table.rows)
            for k, cell in enumerate(row) if cell.is_value and (scale := table.scale(n, k, code))
        }  # fmt: skip
        for start, (end, scale) in ends.items():
            found += [
                (at, value.scaleb(scale).normalize(), value)
                for at, value, short in read_as
                if start <= at < end and short is None
            ]
    return found


def _days(
    text: str, words: list[tuple[int, str]], published: date
) -> Iterator[tuple[int, int, int, int]]:
    """Every day that a text names: offset, year, month, day.

    A day without its year is the one closest to the publication. `Tuesday` may be the one before it
    or the one after it.
    """
    for at, year, month, day in dates(text):
        yield at, year or _closest(month, day, published), month, day
    for at, shifts in _near_days(text, words, published.weekday()):
        for shift in shifts:
            on = published + timedelta(days=shift)
            yield at, on.year, on.month, on.day


def _near_days(
    text: str, words: list[tuple[int, str]], today: int
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """The words for days: offset, and how many days after publication each may be."""
    named = {at: day for at, name in words for word in (name, name.removesuffix("s"))
             if (day := weekdays().get(word)) is not None}  # fmt: skip
    for match in BRIEF_DAY.finditer(text):
        if fold(match[1]) in weekdays("abbreviated"):
            named.setdefault(match.start(1), weekdays("abbreviated")[fold(match[1])])
    for match in _SIGNED_DAY.finditer(text):
        sign = (match[1] or match[2]).replace("天", "日")
        named[match.start()] = (_DAYS if match[1] else _NUMBERED).index(sign)
    for at, day in named.items():
        ahead = (day - today) % 7
        yield at, (ahead - 7, ahead)
    for at, name in words:
        if name in NEAR_DAYS:
            yield at, (NEAR_DAYS[name],)


def _closest(month: int, day: int, published: date) -> int:
    """The year in which that day of the year lies closest to a date."""

    def distance(year: int) -> int:
        return abs((year - published.year) * 365 + (month - published.month) * 30)

    return min((published.year + n for n in (-1, 0, 1)), key=distance)

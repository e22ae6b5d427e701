"""Whether an answer names a fact: words, numbers and dates compared by value, not by spelling.

Pure. Used by the rule judge.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TypeVar

T = TypeVar("T")

NUMBER = re.compile(r"\d+(?:[.,'’\u00a0\u202f ]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?")
MONTHS = (
    "january januar jan",
    "february februar feb",
    "march märz marz mar mär",
    "april apr",
    "may mai",
    "june juni jun",
    "july juli jul",
    "august aug",
    "september sept sep",
    "october oktober oct okt",
    "november nov",
    "december dezember dec dez",
)
MONTH_OF = {name: n for n, names in enumerate(MONTHS, 1) for name in names.split()}
_NAME = "|".join(sorted(MONTH_OF, key=len, reverse=True))
DATES = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
    re.compile(
        rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.)?\s*(?P<n>{_NAME})\.?,?\s*(?P<y>\d{{4}})", re.I
    ),
    re.compile(rf"(?P<n>{_NAME})\.?\s*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s*(?P<y>\d{{4}})", re.I),
    re.compile(r"(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4})"),
    re.compile(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})"),
)
SCALES = {
    "thousand": 3, "tausend": 3, "k": 3, "million": 6, "millions": 6, "mio": 6, "m": 6,
    "millionen": 6, "billion": 9, "milliarde": 9, "milliarden": 9, "mrd": 9, "bn": 9,
}  # fmt: skip
ONES = (
    "zero null|one ein eins eine|two zwei|three drei|four vier|five fünf|six sechs|seven sieben"
    "|eight acht|nine neun|ten zehn|eleven elf|twelve zwölf|thirteen|fourteen|fifteen|sixteen"
    "|seventeen|eighteen|nineteen"
)
TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
WORDS = {word: n for n, words in enumerate(ONES.split("|")) for word in words.split()}
WORDS |= {ten: 10 * n for n, ten in enumerate(TENS.split("|"), 2)}
WORDS |= {
    f"{ten}-{word}": WORDS[ten] + n
    for ten in TENS.split("|")
    for word, n in list(WORDS.items())
    if 0 < n < 10
}


def names(answer: str, fact: str) -> int | None:
    """Gives where an answer names a fact, as an offset in the answer; None: nowhere.

    A fact that is a date matches that day however written; one that holds numbers matches where it
    stands as it is, else where all its numbers stand with the same value; other facts match by
    their letters, whatever the case, the punctuation and the spacing.
    """
    if wanted := _dates(fact):
        return _first(_dates(answer), {day for _, day in wanted})
    numbers = _numbers(fact)
    if numbers and len(fact.split()) <= len(numbers) + 3:
        literally = _find(answer, fact, lambda c: not c.isspace())
        if literally is not None:
            return literally
        found = _numbers(answer, unscaled=True)
        places = [_first(found, options) for _, options in _grouped(numbers)]
        if None in places:
            return None
        return min(place for place in places if place is not None)
    return _words(answer, fact)


def _words(answer: str, fact: str) -> int | None:
    """Finds a fact by its letters; a long one may miss a word in ten, as one misread does."""
    if sum(c.isalnum() for c in fact) < 4:
        match = re.search(rf"\b{re.escape(fact.strip())}\b", answer, re.I)
        return match.start() if match else None
    at = _find(answer, fact, str.isalnum)
    parts = re.findall(r"\w+", _fold(fact))
    if at is not None or len(parts) < 8:
        return at
    said = re.findall(r"\w+", _fold(answer))
    kept = sum(1 for part in parts if part in said)
    return 0 if kept >= 0.9 * len(parts) else None


def _find(answer: str, fact: str, keep: Callable[[str], bool]) -> int | None:
    """Finds a fact's kept characters in a row, not inside a longer number; offset in the answer."""
    kept = [(at, c) for at, char in enumerate(answer) for c in _fold(char) if keep(c)]
    text, wanted = "".join(c for _, c in kept), "".join(filter(keep, _fold(fact)))
    start = text.find(wanted) if wanted else -1
    while start >= 0:
        before, after = text[:start][-1:], text[start + len(wanted) :][:1]
        inside = (wanted[0].isdigit() and before.isdigit()) or (
            wanted[-1].isdigit() and after.isdigit()
        )
        if not inside:
            return kept[start][0]
        start = text.find(wanted, start + 1)
    return None


def _fold(text: str) -> str:
    """Small letters without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def _dates(text: str) -> list[tuple[int, date]]:
    """All days that a text names, with their offsets; 3/4/2026 names both readings."""
    found = []
    for pattern in DATES:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            month = int(parts["m"]) if parts.get("m") else MONTH_OF[parts["n"].casefold()]
            try:
                found.append((match.start(), date(int(parts["y"]), month, int(parts["d"]))))
            except ValueError:
                continue
    return found


def _numbers(text: str, *, unscaled: bool = False) -> list[tuple[int, Decimal]]:
    """All numbers of a text with their offsets; one that can be read in two ways is there twice.

    unscaled: `318 thousand` is 318 too, for questions that ask in thousands.
    """
    found = []
    for match in NUMBER.finditer(text):
        following = re.match(r"\s*([A-Za-z]+)", text[match.end() :])
        scale = SCALES.get(following[1].casefold(), 0) if following else 0
        for value in _readings(match[0]):
            found.append((match.start(), value.scaleb(scale).normalize()))
            if unscaled and scale:
                found.append((match.start(), value.normalize()))
    for match in re.finditer(r"[^\W\d_]+(?:-[^\W\d_]+)?", text):
        word = match[0].casefold()
        if word in WORDS and word != "ein":
            found.append((match.start(), Decimal(WORDS[word]).normalize()))
    return sorted(found)


def _readings(digits: str) -> set[Decimal]:
    """The values of digits with separators: `1.234` is 1234 in one country and 1.234 in another."""
    plain = re.sub(r"['’\u00a0\u202f ]", "", digits)
    separators = [c for c in plain if c in ".,"]
    if not separators:
        return {Decimal(plain)}
    head, last, tail = plain.rpartition(separators[-1])
    head = re.sub(r"[.,]", "", head)
    whole, broken = Decimal(head + tail), Decimal(f"{head}.{tail}")
    if len(tail) != 3:
        return {broken}
    return {whole} if separators.count(last) > 1 else {whole, broken}


def _grouped(numbers: list[tuple[int, Decimal]]) -> list[tuple[int, set[Decimal]]]:
    """The readings of each number together, by its offset."""
    groups: dict[int, set[Decimal]] = {}
    for at, value in numbers:
        groups.setdefault(at, set()).add(value)
    return sorted(groups.items())


def _first(found: list[tuple[int, T]], wanted: set[T]) -> int | None:
    return min((at for at, value in found if value in wanted), default=None)

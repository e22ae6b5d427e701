"""Whether an answer names a fact: words, numbers and dates compared by value, not by spelling.

Pure. Used by the rule judge.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TypeVar

from live.quantities import dates, numbers

T = TypeVar("T")


def names(answer: str, fact: str) -> int | None:
    """Gives where an answer names a fact, as an offset in the answer; None: nowhere.

    A fact that is a date matches that day however written; one that holds numbers matches where it
    stands as it is, else where all its numbers stand with the same value; other facts match by
    their letters, whatever the case, the punctuation and the spacing.
    """
    if wanted := _dates(fact):
        return _first(_dates(answer), {day for _, day in wanted})
    wanted_numbers = numbers(fact)
    if wanted_numbers and len(fact.split()) <= len(wanted_numbers) + 3:
        literally = _find(answer, fact, lambda c: not c.isspace())
        if literally is not None:
            return literally
        found = numbers(answer, unscaled=True)
        places = [_first(found, options) for _, options in _grouped(wanted_numbers)]
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
    """All whole days that a text names, with their offsets."""
    return [(at, date(y, m, d)) for at, y, m, d in dates(text) if y is not None]


def _grouped(numbers: list[tuple[int, Decimal]]) -> list[tuple[int, set[Decimal]]]:
    """The readings of each number together, by its offset."""
    groups: dict[int, set[Decimal]] = {}
    for at, value in numbers:
        groups.setdefault(at, set()).add(value)
    return sorted(groups.items())


def _first(found: list[tuple[int, T]], wanted: set[T]) -> int | None:
    return min((at for at, value in found if value in wanted), default=None)

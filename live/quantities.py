"""Text -> the numbers and days that it names, by value, each with its offset. Pure.

Months of seven languages, numerals of those that num2words knows, digits of every script. Used by
the rule judge and by the gate `grounded`.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache

from live.numerals import LONGEST, SCALES, folded, han_numbers, numerals

NUMBER = re.compile(
    r"(?<!\d)\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?"
)
_TO_ANOTHER = re.compile(
    r"\s?(?:[–-]|to|less|minus|against|bis|auf|gegen|weniger|à|moins|contre|a|menos|contra|até|meno)"
    r"\s?[$€£¥]?\d+(?:[.,]\d+)?",
    re.I,
)
"""What makes the 84 of `from 84 to 59 million` millions too."""
_POINTS = frozenset(("en", "ja", "zh", "ko", "th", "he"))
_COMMAS = frozenset(
    ("de", "es", "fr", "it", "pt", "nl", "pl", "ru", "sv", "da", "tr", "cs", "fi", "el")
)
"""Languages by what they write before decimals; some countries do otherwise."""
MONTHS = (
    "january januar jan janvier enero janeiro gennaio",
    "february februar feb février febrero fevereiro febbraio",
    "march märz marz mar mär mars marzo março",
    "april apr avril abril aprile",
    "may mai mayo maio maggio",
    "june juni jun juin junio junho giugno",
    "july juli jul juillet julio julho luglio",
    "august aug août agosto",
    "september sept sep septembre septiembre setembro settembre",
    "october oktober oct okt octobre octubre outubro ottobre",
    "november nov novembre noviembre novembro",
    "december dezember dec dez décembre diciembre dezembro dicembre",
)
MONTH_OF = {name: n for n, names in enumerate(MONTHS, 1) for name in names.split()}
_DIGITS_ONLY = (
    re.compile(r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4})(?!\d)"),
    re.compile(r"(?<!\d)(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})(?!\d)"),
    re.compile(r"(?<!\d)(?:(?P<y>\d{4})[年년]\s?)?(?P<m>\d{1,2})[月월]\s?(?P<d>\d{1,2})[日일]"),
)
_DAY_BEFORE = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|\.)?(?:\s{1,2}(?:of|de|del))?\s{0,2}\Z", re.I
)
_YEAR_AFTER = re.compile(r"\.?,?(?:\s{1,2}del?)?\s{0,2}(\d{4})(?!\d)")
_DAY_AFTER = re.compile(
    r"\.?\s{0,2}(\d{1,2})(?:st|nd|rd|th)?(?![\d:]|[.,]\d{3}(?!\d))(?:,?\s{0,2}(\d{4})(?!\d))?"
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LETTERS = re.compile(r"[^\W\d_]{3,10}")
_M = re.compile(r"[\s\u00a0]?m\b")
_UNIT = re.compile(r"[\s-]{0,3}([^\W\d_]{1,10})")


def numbers(
    text: str,
    *,
    languages: tuple[str, ...] = ("en", "de"),
    unscaled: bool = False,
    of: str = "",
) -> list[tuple[int, Decimal]]:
    """Gives all numbers of a text with their offsets; one that reads in two ways is there twice.

    unscaled: `318 thousand` is 318 too, for questions that ask in thousands. of: the language that
    says what a comma means.
    """
    found = []
    for at, value, short in scaled(text, languages, of):
        found.append((at, value))
        if unscaled and short is not None:
            found.append((at, short))
    return sorted(found)


def scaled(
    text: str, languages: tuple[str, ...], of: str = ""
) -> list[tuple[int, Decimal, Decimal | None]]:
    """Gives all numbers of a text: offset, value, and what stands before a word such as million.

    of: the language that says what a comma means; without it, it means both.
    """
    found: list[tuple[int, Decimal, Decimal | None]] = []
    inside: set[int] = set()
    for at, end, value in han_numbers(text):
        found.append((at, value, None))
        inside.update(range(at, end))
    for match in NUMBER.finditer(text):
        if len(match[0]) > LONGEST or match.start() in inside:
            continue
        scale = _scale(text, match.end())
        ahead = None if scale else _TO_ANOTHER.match(text, match.end())
        if ahead and (shared := _scale(text, ahead.end())):
            found += [(match.start(), value.scaleb(shared).normalize(), None)
                      for value in _readings(match[0], point_of(of))]  # fmt: skip
        for value in _readings(match[0], point_of(of)):
            if scale:
                found.append((match.start(), value.scaleb(scale).normalize(), value))
            if not scale or _is_metre(text, match):
                found.append((match.start(), value, None))
    found += [(at, Decimal(value).normalize(), None) for at, value in _spelled(text, languages)]
    return sorted(found, key=lambda number: number[:2])


def dates(text: str) -> list[tuple[int, int | None, int, int]]:
    """Gives all days that a text names: offset, year or None, month, day.

    3/4/2026 names both its readings.
    """
    found = []
    for pattern in _DIGITS_ONLY:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            found.append((match.start(), parts["y"], int(parts["m"]), parts["d"]))
    for match in _LETTERS.finditer(text):
        if month := MONTH_OF.get(match[0].lower()):
            found += _around(text, match.start(), match.end(), month)
    return [
        (at, int(year) if year else None, month, int(day))
        for at, year, month, day in found
        if _exists(int(year) if year else 2000, month, int(day))
    ]


def _around(text: str, start: int, end: int, month: int) -> list[tuple[int, str, int, str]]:
    """The days that stand before and after the name of a month."""
    found = []
    if before := _DAY_BEFORE.search(text, max(0, start - 12), start):
        year = _YEAR_AFTER.match(text, end)
        found.append((before.start(), year[1] if year else "", month, before[1]))
    if after := _DAY_AFTER.match(text, end):
        found.append((start, after[2] or "", month, after[1]))
    return found


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _scale(text: str, end: int) -> int:
    following = _UNIT.match(text, end)
    word = following[1].casefold() if following else ""
    if following is None or word > "\u3000":
        return SCALES.get(word[:2]) or SCALES.get(word[:1], 0)
    scale = SCALES.get(word, 0)
    return scale + (_scale(text, following.end()) if word == "mil" else 0)


def _is_metre(text: str, number: re.Match[str]) -> bool:
    """Whether the letter after a number may be a unit: 5 m are metres, $5m are millions."""
    return bool(_M.match(text, number.end())) and text[number.start() - 1 : number.start()] not in (
        *"$€£¥₹",
    )


def point_of(language: str) -> str:
    """Gives what a language writes before the decimals; of one that has two ways, nothing."""
    if language in _POINTS:
        return "."
    return "," if language in _COMMAS else ""


@lru_cache(maxsize=4096)
def _readings(digits: str, point: str = "") -> frozenset[Decimal]:
    """The values of digits with separators: `1.234` is 1234 in one country and 1.234 in another.

    point: what is known to stand before the decimals.
    """
    plain = re.sub(r"['’\u00a0\u202f ]", "", digits)
    separators = [c for c in plain if c in ".,"]
    if not separators:
        return frozenset({Decimal(plain).normalize()})
    head, last, tail = plain.rpartition(separators[-1])
    head = re.sub(r"[.,]", "", head)
    whole, broken = Decimal(head + tail), Decimal(f"{head}.{tail}")
    if len(tail) != 3 or (separators[-1] == point and separators.count(point) == 1):
        return frozenset({broken.normalize()})
    if point and separators[-1] != point and head != "0":
        return frozenset({whole.normalize()})
    return frozenset(
        {whole.normalize()}
        if separators.count(last) > 1
        else {whole.normalize(), broken.normalize()}
    )


_NOT_COUNTED = {"ein", "een", "un", "une", "una", "uno", "um", "uma"}
"""Numerals that are articles far more often."""
_PER, _HUNDREDS = {"por", "pour", "per"}, {"ciento", "cien", "cento", "cent"}
"""What makes a unit of a numeral, as in `ocho por ciento`."""
_LINKING = {"and", "a", "of", "et", "y", "und", "e"}
_PHRASE = 3
"""The most words of a numeral, as `ochenta y dos`."""
_SCALES_SPELLED = {folded(word): scale for word, scale in SCALES.items() if len(word) > 2}
_THOUSANDS = re.compile("tausend|mila|mille|duizend")
_HUNDRED = re.compile("hundert")


def _spelled(text: str, languages: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Numbers in words, `three hundred and five thousand` as one, with their offsets."""
    known: dict[str, int] = {}
    for language in languages:
        known = numerals(language) | known
    start, end, whole, part = -1, 0, 0, 0
    for first, last, word, value in _numerals_in(text, known):
        scale = _SCALES_SPELLED.get(word, 0)
        joined = start >= 0 and not text[end:first].strip(" \u00a0-")
        if joined and word in _LINKING:
            end = last
        elif joined and value == 100 and part < 100:
            part, end = (part or 1) * 100, last
        elif joined and value is not None and (_fits(part, value) or (whole and not part)):
            part, end = part + value, last
        elif joined and scale and part:
            whole, part, end = whole + part * 10**scale, 0, last
        elif joined and scale and whole:
            whole, end = whole * 10**scale, last
        else:
            if start >= 0:
                yield start, whole + part
            start = -1
            digits_before = text[max(0, first - 2) : first].rstrip(" \u00a0")[-1:].isdecimal()
            if value is not None and word not in _NOT_COUNTED and not (scale and digits_before):
                start, end, whole, part = first, last, 0, value
            elif value is not None or word == "a":
                start, end, whole, part = -1, last, 0, 0
    if start >= 0:
        yield start, whole + part


def _numerals_in(text: str, known: dict[str, int]) -> Iterator[tuple[int, int, str, int | None]]:
    """Each word, or numeral of several words: where it begins and ends, and its value."""
    found = [(match.start(), match.end(), folded(match[0])) for match in _WORD.finditer(text)]
    heads = {phrase.partition(" ")[0] for phrase in known if " " in phrase}
    skip = 0
    for n, (first, last, word) in enumerate(found):
        if skip:
            skip -= 1
            continue
        of_hundred = word in _HUNDREDS and n and found[n - 1][2] in _PER
        value = None if of_hundred else _numeral(word, known)
        for more in range(_PHRASE - 1, 0, -1) if word in heads else ():
            phrase = " ".join(part for _, _, part in found[n : n + more + 1])
            end = found[min(n + more, len(found) - 1)][1]
            if (
                phrase in known
                and end - first == len(text[first:end].strip())
                and (folded(text[first:end]) == phrase)
            ):
                value, last, skip = known[phrase], end, more
                break
        yield first, last, word, value


def _fits(part: int, value: int) -> bool:
    """Whether a numeral goes on the one before it: hundred five, twenty one; not three four."""
    size = 10 ** len(str(value))
    return value > 0 and part >= size and part % size == 0


def _numeral(word: str, known: dict[str, int]) -> int | None:
    """The value of a numeral; some are written together: zweihundertdreißig, ventimila."""
    if word in known:
        return known[word]
    for shape, size in ((_THOUSANDS, 1000), (_HUNDRED, 100)):
        head, power, tail = word.partition(found[0] if (found := shape.search(word)) else "-")
        rest = _numeral(tail, known) if power and tail else 0
        if power and (head in known or not head) and rest is not None:
            return known.get(head, 1) * size + rest
    return known.get(word.removesuffix("mal")) if word.endswith("mal") else None

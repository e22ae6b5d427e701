"""Text -> the times of day and the lengths of time that it names. Pure.

Times of day are minutes after midnight or noon, so that 14:30 is half past two. Lengths are
seconds, 6:12.48 as 1'12"3; 2:05 may be two hours and five minutes, or two minutes and five seconds.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from live.numerals import LANGUAGES, folded, numerals

CLOCK = re.compile(
    r"(?<![\d:.])(?P<h>[01]?\d|2[0-3])(?:(?:(?:[:h]|\sh\s|時)(?P<m>[0-5]\d)(?!\d|:\d|[.,]\d{1,3}(?!\d)))|"
    r"(?:\.(?P<n>[0-5]\d))?"
    r"(?=(?:\s?(?:[-–]|to|till?|until|and|bis|und|tot|en)\s?\d{1,2}(?:[.:][0-5]\d)?)?"
    r"\s?(?:[ap]\.?m\b|uhr\b|uur\b|o['’]clock)))(?:\s?(?P<half>[ap])\.?m\b)?",
    re.I,
)
_PART = r"(?:[.,](?P<f>\d{1,3}))?"
_RESULTS = tuple(
    re.compile(shape)
    for shape in (
        rf"(?<![\d:.,])(?P<h>\d{{1,2}}):(?P<m>[0-5]\d):(?P<s>[0-5]\d){_PART}(?![\d:])",
        r"(?<![\d:.,])(?P<m>\d{1,3}):(?P<s>[0-5]\d)[.,](?P<f>\d{1,3})(?![\d:])",
        r"(?<![\d.,])(?:(?P<h>\d{1,2})\s?h\s?)?(?P<m>\d{1,2})\s?['’′]\s?(?P<s>[0-5]?\d)"
        r"(?:[\"”″]|''|’’)(?P<f>\d{1,3})?(?!\d)",
        r"(?<![\d.,'’′])(?P<s>\d{1,2})(?:[\"”″]|''|’’)(?P<f>\d{1,3})(?!\d)",
        r"(?<![\w.,])(?P<h>\d{1,2})\s?h\s?(?P<m>[0-5]?\d)\s?m(?:in)?"
        rf"(?:\s?(?P<s>[0-5]?\d){_PART}\s?s)?\b",
        rf"(?<!\dh )(?<!\d h )(?<![\w.,])(?P<m>\d{{1,3}})\s?m(?:in)?\s?"
        rf"(?P<s>[0-5]?\d){_PART}\s?s\b",
    )
)
"""2:38:11, 6:12.48, 1'12"3, 57"3, 14h 22m 09s, as lists of results write them."""
_BEHIND = re.compile(
    r"(?<![\w:.])(?:[+−-]\s?(?P<m>\d{1,2})|(?=0:)0):(?P<s>[0-5]\d)(?:[.,](?P<f>\d{1,3}))?(?![\d:])"
)
"""+0:51, as they say how far behind one is: minutes and seconds."""
_PAIR = re.compile(r"(?<![\d:.])(\d{1,3}):([0-5]\d)(?![\d:]|[.,]\d|\s?[ap]\.?m)")
MONTH = 2_629_800
"""Seconds of a month, so that twelve are a year."""
_UNITS = (
    (12 * MONTH, r"(?:years?|jahre?n?|ans|années?|años?|anos?|ann[io]|jaar|jaren)\b|年間"),
    (MONTH, r"(?:months?|monate?n?|mois|mes(?:es)?|mes[ei]|maand(?:en)?)\b|[かヶカケ]月|个月"),
    (604_800, r"(?:weeks?|wochen?|semaines?|semanas?|settiman[ae]|weken)\b|週間"),
    (86_400, r"(?:days?|tage?n?|jours?|d[ií]as?|giorn[oi]|dag(?:en)?)\b|日間"),
    (3600, r"(?:h|hrs?|hours?|std|stunden?|heures?|horas?|or[ae]|uur|uren)\b|時間|小时|小時"),
    (60, r"(?:min|mins|minutes?|minuten|minutos?|minut[oi]|minuten)\b|分(?:間|钟)?"),
    (1, r"(?:s|secs?|seconds?|sek|sekunden?|secondes?|segundos?|second[oi]|seconden)\b|秒"),
)
_NUMERAL = r"(?P<n>\d{1,3}(?:[.,]\d{1,2})?|[^\W\d_]{2,20}(?:-[^\W\d_]{2,8})?)"
_ONE_UNIT = tuple(
    (
        seconds,
        re.compile(
            rf"(?<![.,:])(?<![^\W\u3000-\u9fff]){_NUMERAL}[\s\u00a0-]{{0,2}}(?:{shape})", re.I
        ),
    )
    for seconds, shape in _UNITS
)
_IN_A_WORD = tuple(
    (seconds, re.compile(shape, re.I))
    for seconds, shape in (
        (
            1800,
            r"\bhalf an hour|\bhalbe[nr]? stunde|\bdemi-heure|\bmedia hora\b|\bmezz['’]ora|"
            r"\bmeia hora\b|\bhalf uur|(?<!\d)半時間",
        ),
        (
            900,
            r"(?<!s )\b(?:a )?quarter of an hour|\bviertelstunde|\bquart d['’]heure|"
            r"\bcuarto de hora|\bquarto d['’]ora|\bkwartier\b",
        ),
        (2700, r"\bthree quarters of an hour|dreiviertelstunde|\btrois quarts d['’]heure"),
        (3600, r"(?<!half )(?<!of )\ban hour\b|\beiner? stunde\b|\bun['’]ora\b"),
    )
)
_AND_A_HALF = tuple(
    (
        seconds,
        re.compile(
            rf"(?<![\w.,:]){_NUMERAL}(?:(?: and)? a half|[ ]?½|einhalb)[\s-](?:{shape})", re.I
        ),
    )
    for seconds, shape in _UNITS
) + (
    (
        3600,
        re.compile(
            r"(?<!à )(?<!alle )(?<!las )(?<!la )(?<!às )(?<!\w)(?P<n>\d{1,2}|[^\W\d_]{2,12})"
            r" (?:heures? et demie|horas? y media|or[ae] e mezz[ao]|horas? e meia)\b",
            re.I,
        ),
    ),
)
_DOTTED = re.compile(
    r"(?<![\d.,:$€£¥-])([01]?\d|2[0-3])\.([0-5]\d)(?![\d%]|[.,:]\d|\s?(?:[€$£¥%°]|euros?\b|francs?\b|"
    r"kilo|km\b|k?g\b|m\b|mil+i|percent|per cent|prozent|points?\b|metres?\b))",
    re.I,
)
"""6.10, as Britain, Italy and Germany write it, and no price."""
_HOUR_ONLY = re.compile(
    r"(?P<late>午後|下午|晚上)?(?<!\d)(?P<n>[01]?\d|2[0-4])(?:\s?h\b(?!\s?\d)|[時点點](?!間|半)(?:(?P<m>[0-5]?\d)分)?)"
)
"""18 h, 午後7時."""
_AND = re.compile(r"[\s,]{0,3}(?:(?:and|und|et|y|e|en)\s)?")
_HOUR = r"(?P<n>\d{1,2}|[^\W\d_]{2,20})\b"
_IN_WORDS = tuple(
    (minutes, re.compile(shape, re.I))
    for minutes, shape in (
        (30, rf"\bhalf past {_HOUR}"),
        (15, rf"\b(?:quarter (?:past|after)|viertel nach|kwart over) {_HOUR}"),
        (-15, rf"\b(?:quarter (?:to|before)|viertel vor|kwart voor) {_HOUR}"),
        (-30, rf"\bhalb {_HOUR}"),
        (-30, rf"\bhalf {_HOUR}(?= uur)"),
        (30, rf"\b{_HOUR} (?:heures? et demie|[ye] media|e mezz[ao]|e meia)\b"),
        (15, rf"\b{_HOUR} (?:heures? et quart|y cuarto|e un quarto)\b"),
        (30, r"(?<!\d)(?P<n>\d{1,2})[時点點]半"),
    )
)
_MINUTES = r"(?P<m>\d{1,2}|[^\W\d_]{2,20})\b"
_PAST = tuple(
    (sign, re.compile(shape, re.I))
    for sign, shape in (
        (1, rf"\b(?:at|by|until|till|since|about|around) {_MINUTES} (?:minutes )?past {_HOUR}"),
        (
            -1,
            r"\b(?:at|by|until|till|since|about|around) (?P<m>[^\W\d_]{3,20}) "
            r"(?:minutes )?to (?P<n>[^\W\d_]{3,20})\b",
        ),
        (1, rf"\b(?:um|gegen|bis|ab|seit) {_MINUTES} (?:Minuten )?nach {_HOUR}"),
        (-1, rf"\b(?:um|gegen|bis|ab|seit) {_MINUTES} (?:Minuten )?vor {_HOUR}"),
        (1, rf"\b{_HOUR} (?:Uhr|uur|heures?) {_MINUTES}(?! ?min)"),
        (-1, rf"\b{_HOUR} heures? moins (?:le )?{_MINUTES}"),
        (1, rf"\b(?:l[ae]s?|alle|dalle|às?) {_HOUR} [yei] {_MINUTES}"),
        (-1, rf"\b(?:l[ae]s?|alle|dalle|às?) {_HOUR} menos? (?:un )?{_MINUTES}"),
    )
)
"""At ten past six, six heures dix, a las seis y diez."""
_QUARTERS = frozenset("quart cuarto quarto".split())


def times(text: str) -> Iterator[tuple[int, str, int]]:
    """Gives all times of day: offset, spelling, minutes after midnight or noon."""
    for match in CLOCK.finditer(text):
        minutes = int(match["m"] or match["n"] or 0)
        yield match.start(), match[0], int(match["h"]) % 12 * 60 + minutes
    for minutes, shape in _IN_WORDS:
        for match in shape.finditer(text):
            if hour := _value(match["n"]):
                yield match.start(), match[0], int(hour * 60 + minutes) % 720
    for sign, shape in _PAST:
        for match in shape.finditer(text):
            hour, past = _value(match["n"]), _value(match["m"])
            past = Decimal(15) if folded(match["m"]) in _QUARTERS else past
            if hour and past and hour <= 24:
                yield match.start(), match[0], int(hour * 60 + sign * past) % 720


def clocks(text: str) -> list[tuple[int, int]]:
    """Gives all times of day that a text names: offset, minutes after midnight or noon."""
    return [(at, minutes) for at, _, minutes in times(text)]


def hours_of_day(text: str) -> list[tuple[int, int]]:
    """Gives the times that a text writes with digits: offset, minutes after midnight."""
    found = []
    for match in CLOCK.finditer(text):
        if "時" in match[0]:
            continue
        hour, minutes = int(match["h"]), int(match["m"] or match["n"] or 0)
        half = (match["half"] or "").lower()
        hour = hour % 12 + (12 if half == "p" else 0) if half else hour
        found.append((match.start(), hour * 60 + minutes))
    for match in _HOUR_ONLY.finditer(text):
        late = 12 if match["late"] and int(match["n"]) < 12 else 0
        found.append((match.start(), (int(match["n"]) + late) * 60 + int(match["m"] or 0)))
    for match in _DOTTED.finditer(text):
        if all(at != match.start() for at, _ in found):
            found.append((match.start(), int(match[1]) * 60 + int(match[2])))
    return sorted(set(found))


def results(text: str) -> Iterator[tuple[int, str, Decimal]]:
    """Gives the lengths that a text writes as a list of results does: offset, spelling, seconds."""
    for shape in _RESULTS:
        for match in shape.finditer(text):
            yield match.start(), match[0], _seconds(match)


@lru_cache(maxsize=32)
def lengths(text: str, least: int = 2) -> tuple[tuple[int, str, Decimal], ...]:
    """Gives lengths of time, of at least so many units: offset, spelling, seconds.

    `2 hours, 38 minutes and 11 seconds` has three, and so has 2:38:11.
    """
    made = [*results(text)]
    for unit, shape in _AND_A_HALF:
        for match in shape.finditer(text):
            if (value := _value(match["n"])) is not None:
                made.append((match.start(), match[0], unit * value + unit // 2))
    found = sorted(
        (match.start(), match.end(), seconds, value)
        for seconds, shape in _ONE_UNIT for match in shape.finditer(text)
        if (value := _value(match["n"])) is not None
    )  # fmt: skip
    while found:
        start, end, unit, value = found.pop(0)
        total, units = unit * value, 1
        while found and found[0][2] < unit and _AND.fullmatch(text, end, found[0][0]):
            _, end, unit, value = found.pop(0)
            total, units = total + unit * value, units + 1
        if units >= least:
            made.append((start, text[start:end], total))
    return tuple(made)


@lru_cache(maxsize=16)
def whole_lengths(text: str) -> tuple[tuple[int, Decimal], ...]:
    """Gives all that can only be a length, of one unit or more: offset, seconds."""
    found = [(at, seconds) for at, _, seconds in lengths(text, least=1)]
    for seconds, shape in _IN_A_WORD:
        found += [(match.start(), Decimal(seconds)) for match in shape.finditer(text)]
    return (*found, *gaps(text))


def gaps(text: str) -> list[tuple[int, Decimal]]:
    """Gives how far behind others are in lists of results, +0:51: offset, seconds."""
    return [(match.start(), _seconds(match)) for match in _BEHIND.finditer(text)]


def spelled_lengths(text: str) -> list[tuple[int, Decimal]]:
    """Gives all that may be a length, 2:05 in both its readings: offset, seconds."""
    found = [*whole_lengths(text)]
    for match in _PAIR.finditer(text):
        high, low = int(match[1]), int(match[2])
        found += [(match.start(), Decimal(60 * high + low)),
                  (match.start(), Decimal(3600 * high + 60 * low))]  # fmt: skip
    return found


def _seconds(match: re.Match[str]) -> Decimal:
    """Hours, minutes, seconds and their fraction, of which some may be missing."""
    parts = match.groupdict()
    hours, minutes, seconds = (int(parts.get(name) or 0) for name in "hms")
    return Decimal(f"{3600 * hours + 60 * minutes + seconds}.{parts.get('f') or 0}").normalize()


def _value(word: str) -> Decimal | None:
    if word[0].isdecimal():
        return Decimal(word.replace(",", "."))
    known = _up_to_sixty().get(folded(word))
    return None if known is None else Decimal(known)


@lru_cache(maxsize=1)
def _up_to_sixty() -> dict[str, int]:
    """The numerals of all languages, up to sixty."""
    return {word: n for code in LANGUAGES for word, n in numerals(code).items() if n <= 60}

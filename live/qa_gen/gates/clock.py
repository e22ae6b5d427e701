"""Text -> the times of day and the lengths of time that it names. Pure.

Times of day are minutes after midnight or noon, so that 14:30 is half past two. Lengths are
seconds; 2:05 may be two hours and five minutes, or two minutes and five seconds.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from live.numerals import LANGUAGES, folded, numerals

CLOCK = re.compile(
    r"(?<![\d:.])(?P<h>[01]?\d|2[0-3])(?:(?:(?:[:h]|\sh\s|時)(?P<m>[0-5]\d)(?![\d:]))|"
    r"(?:\.(?P<n>[0-5]\d))?(?=\s?(?:[ap]\.?m\b|uhr\b|o['’]clock)))(?:\s?(?P<half>[ap])\.?m\b)?",
    re.I,
)
_PRECISE = re.compile(r"(?<![\d:.])(\d{1,2}):([0-5]\d):([0-5]\d)(?![\d:])")
_PAIR = re.compile(r"(?<![\d:.])(\d{1,3}):([0-5]\d)(?![\d:]|\s?[ap]\.?m)")
_UNITS = (
    (3600, r"(?:h|hrs?|hours?|std|stunden?|heures?|horas?|or[ae]|uur)\b|時間|小时|小時"),
    (60, r"(?:min|mins|minutes?|minuten|minutos?|minut[oi])\b|分(?:間|钟)?"),
    (1, r"(?:s|secs?|seconds?|sek|sekunden?|secondes?|segundos?|second[oi])\b|秒"),
)
_NUMERAL = r"(?P<n>\d{1,3}|[^\W\d_]{2,20}(?:-[^\W\d_]{2,8})?)"
_ONE_UNIT = tuple(
    (
        seconds,
        re.compile(
            rf"(?<![.,:])(?<![^\W\u3000-\u9fff]){_NUMERAL}[\s\u00a0-]{{0,2}}(?:{shape})", re.I
        ),
    )
    for seconds, shape in _UNITS
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
        (-30, rf"\b(?:halb {_HOUR}|half {_HOUR.replace('<n>', '<k>')}(?= uur))"),
        (30, rf"\b{_HOUR} (?:heures? et demie|[ye] media|e mezz[ao]|e meia)\b"),
        (15, rf"\b{_HOUR} (?:heures? et quart|y cuarto|e un quarto)\b"),
        (30, r"(?<!\d)(?P<n>\d{1,2})[時点點]半"),
    )
)


def times(text: str) -> Iterator[tuple[int, str, int]]:
    """Gives all times of day: offset, spelling, minutes after midnight or noon."""
    for match in CLOCK.finditer(text):
        minutes = int(match["m"] or match["n"] or 0)
        yield match.start(), match[0], int(match["h"]) % 12 * 60 + minutes
    for minutes, shape in _IN_WORDS:
        for match in shape.finditer(text):
            hour = _value(match["n"] or match.groupdict().get("k") or "")
            if hour:
                yield match.start(), match[0], (hour * 60 + minutes) % 720


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


def lengths(text: str, least: int = 2) -> Iterator[tuple[int, str, int]]:
    """Gives lengths of time, of at least so many units: offset, spelling, seconds.

    `2 hours, 38 minutes and 11 seconds` has three, and so has 2:38:11.
    """
    for match in _PRECISE.finditer(text):
        hours, minutes, seconds = (int(part) for part in match.groups())
        yield match.start(), match[0], 3600 * hours + 60 * minutes + seconds
    for unit, shape in _AND_A_HALF:
        for match in shape.finditer(text):
            if (value := _value(match["n"])) is not None:
                yield match.start(), match[0], unit * value + unit // 2
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
            yield start, text[start:end], total


def spelled_lengths(text: str) -> list[tuple[int, int]]:
    """Gives all that may be a length, 2:05 in both its readings: offset, seconds."""
    found = [(at, seconds) for at, _, seconds in lengths(text, least=1)]
    for match in _PAIR.finditer(text):
        high, low = int(match[1]), int(match[2])
        found += [(match.start(), 60 * high + low), (match.start(), 3600 * high + 60 * low)]
    return found


def is_length(text: str) -> int | None:
    """Gives the seconds of a text that is a length of time; None: it is none."""
    return next((seconds for at, spelled, seconds in lengths(text) if spelled == text), None)


def _value(word: str) -> int | None:
    return int(word) if word.isdecimal() else _up_to_sixty().get(folded(word))


@lru_cache(maxsize=1)
def _up_to_sixty() -> dict[str, int]:
    """The numerals of all languages, up to sixty."""
    return {word: n for code in LANGUAGES for word, n in numerals(code).items() if n <= 60}

"""Text -> the times of day and the lengths of time that it names. Pure.

Both are minutes after midnight or noon, so that 14:30 is half past two, and a race of 2:05 took two
minutes and five seconds.
"""

import re
from collections.abc import Iterator

from live.quantities import NUMERALS

CLOCK = re.compile(
    r"(?<![\d:.])(?P<h>[01]?\d|2[0-3])(?:(?:(?:[:h]|\sh\s|時)(?P<m>[0-5]\d)(?![\d:]))|"
    r"(?:\.(?P<n>[0-5]\d))?(?=\s?(?:[ap]\.?m\b|uhr\b|o['’]clock)))(?:\s?(?P<half>[ap])\.?m\b)?",
    re.I,
)
HOURS = {word: n for words in NUMERALS.values() for word, n in words.items() if 0 < n <= 12}
_HOUR = rf"(?P<h>\d{{1,2}}|{'|'.join(sorted(HOURS, key=len, reverse=True))})\b"
_IN_WORDS = tuple(
    (minutes, re.compile(shape, re.I))
    for minutes, shape in (
        (30, rf"\bhalf past {_HOUR}"),
        (15, rf"\b(?:a )?quarter (?:past|after) {_HOUR}"),
        (-15, rf"\b(?:a )?quarter (?:to|before) {_HOUR}"),
        (-30, rf"\bhalb {_HOUR}"),
        (15, rf"\bviertel nach {_HOUR}"),
        (-15, rf"\bviertel vor {_HOUR}"),
        (30, rf"\b{_HOUR} heures? et demie\b"),
        (15, rf"\b{_HOUR} heures? et quart\b"),
        (30, rf"\b{_HOUR} [ye] media\b"),
        (15, rf"\b{_HOUR} y cuarto\b"),
        (30, r"(?<!\d)(?P<h>\d{1,2})時半"),
    )
)
_LENGTH = re.compile(
    r"(?<![\d.,])(?P<h>\d{1,2})[\s-]?(?:h|hours?|min(?:ute[ns]?)?|stunden?|heures?|horas?|minutos?)"
    r"\b,?\s(?:(?:and|und|et|y)\s)?(?P<m>[0-5]?\d)[\s-]?(?:min|sec|sek|seg|s\b)\w*",
    re.I,
)


def times(text: str) -> Iterator[tuple[int, str, int]]:
    """Gives all times of day and lengths of time: offset, spelling, minutes."""
    for match in CLOCK.finditer(text):
        yield (
            match.start(),
            match[0],
            int(match["h"]) % 12 * 60 + int(match["m"] or match["n"] or 0),
        )
    for minutes, shape in _IN_WORDS:
        for match in shape.finditer(text):
            hour = HOURS.get(match["h"].casefold()) or int(match["h"])
            yield match.start(), match[0], (hour * 60 + minutes) % 720
    for match in _LENGTH.finditer(text):
        yield match.start(), match[0], int(match["h"]) % 12 * 60 + int(match["m"])


def clocks(text: str) -> list[tuple[int, int]]:
    """Gives all times that a text names: offset, minutes after midnight or noon."""
    return [(at, minutes) for at, _, minutes in times(text)]

"""Dates and times as news pages print them, in English and German. Pure."""

import re

MONTHS = (
    "january januar jan|february februar feb|march märz maerz marz mar|april apr|may mai|"
    "june juni jun|july juli jul|august aug|september sept sep|october oktober oct okt|"
    "november nov|december dezember dec dez"
).split("|")
NUMBER_OF = {name: n for n, names in enumerate(MONTHS, 1) for name in names.split()}
NAMES = (
    "January February March April May June July August September October November December".split()
)
_MONTH = "|".join(sorted(NUMBER_OF, key=len, reverse=True))
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th|\.)?"
DAY_FIRST = re.compile(rf"\b{_DAY}\s*(?P<n>{_MONTH})\b\.?,?\s*(?P<y>20\d\d|19\d\d)?", re.I)
MONTH_FIRST = re.compile(
    rf"\b(?P<n>{_MONTH})\.?\s*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b,?\s*(?P<y>20\d\d|19\d\d)?", re.I
)
ISO = re.compile(r"\b(?P<y>20\d\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})\b")
DOTTED = re.compile(r"\b(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>20\d\d)\b")
CLOCK = re.compile(
    r"\b\d{1,2}[:.]\d{2}\s*(?:[ap]\.?\s?m\b\.?|Uhr)?|\b\d{1,2}\s*(?:[ap]\.?m\b\.?|Uhr)", re.I
)
WEEKDAY = re.compile(
    r"\b(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Montag|Dienstag|Mittwoch|"
    r"Donnerstag|Freitag|Samstag|Sonntag)\b",
    re.I,
)


def day(text: str) -> str:
    """Gives the first whole date of a text, as `29 October 2026`; "" where there is none."""
    found = []
    for pattern in (ISO, DAY_FIRST, MONTH_FIRST, DOTTED):
        for match in pattern.finditer(text):
            parts = match.groupdict()
            month = int(parts["m"]) if parts.get("m") else NUMBER_OF[parts["n"].lower()]
            if parts["y"] and 1 <= month <= 12 and 1 <= int(parts["d"]) <= 31:
                found.append((match.start(), f"{int(parts['d'])} {NAMES[month - 1]} {parts['y']}"))
    return min(found)[1] if found else ""


def clock(text: str) -> str:
    """Gives the last time of day of a text, as printed; "" where there is none."""
    bare = DOTTED.sub(" ", text)
    times = [match[0].strip() for match in CLOCK.finditer(bare)]
    return times[-1] if times else ""


def weekday(text: str) -> str:
    """Gives the first day of the week that a text names; "" where there is none."""
    match = WEEKDAY.search(text)
    return match[0] if match else ""

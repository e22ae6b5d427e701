"""A date as a source wrote it -> Evidence, and what that leaves open. Pure.

A source may name an instant, a time without its zone, or a day. The last two leave open when it
was: anywhere from UTC+14 to UTC-12.
"""

import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from dateutil import parser

from live.records import Evidence

DAY = timedelta(days=1)
EAST, WEST = timedelta(hours=14), timedelta(hours=12)
YEARS = range(1990, 2101)
MOST_CHARACTERS = 100
EAST_ASIAN = re.compile(
    r"(\d{4})[年년]\s*(\d{1,2})[月월]\s*(\d{1,2})[日일](?:\s*(\d\d?)[時시:]\s*(\d\d)[分분]?)?"
)
AFTER_GMT = re.compile(r"\s*(?<![A-Za-z])(?:GMT|UTC)\s?(?=[+-]\d)")
"""Before an offset from it. dateutil takes GMT+2 the way POSIX does, for west of Greenwich."""
ZONES = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
ZONES |= {"BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "WIB": 7}
ZONES |= {"JST": 9, "KST": 9}
ZONE_SECONDS = {name: hours * 3600 for name, hours in ZONES.items()}


def understand(source: str, value: str) -> Evidence:
    """Reads a date as written. What is incomplete, or could be two days, is not understood."""
    value = " ".join(value.split())
    at = _instant(value)
    if at is None:
        return Evidence(source=source, value=value)
    if isinstance(at, datetime):
        zoned = at.tzinfo is not None
        aware = at if zoned else at.replace(tzinfo=UTC)
        return Evidence(source=source, value=value, at=aware, zoned=zoned)
    midnight = datetime(at.year, at.month, at.day, tzinfo=UTC)
    return Evidence(source=source, value=value, at=midnight, day_only=True)


def span(evidence: Evidence) -> tuple[datetime, datetime]:
    """Gives the first and last instant that understood evidence leaves open."""
    assert evidence.at is not None
    at = evidence.at
    if evidence.zoned:
        return at, at
    last = at + DAY - timedelta(seconds=1) if evidence.day_only else at
    return at - EAST, last + WEST


def local(evidence: Evidence) -> tuple[str, str]:
    """Gives (ISO, day) of understood evidence as its source meant them.

    ISO: a time with the source's own offset, without one where it named none, or the day alone.
    """
    at = _instant(evidence.value)
    assert at is not None
    if not isinstance(at, datetime):
        return at.isoformat(), at.isoformat()
    return at.replace(microsecond=0).isoformat(), at.date().isoformat()


def _instant(value: str) -> datetime | date | None:
    """A datetime (aware where the zone is named), a date, or None."""
    if len(value) > MOST_CHARACTERS:
        return None
    if re.fullmatch(r"1\d{9}(\d{3})?", value):
        return datetime.fromtimestamp(int(value[:10]), UTC)
    value = EAST_ASIAN.sub(_western, value)
    try:
        readings = {_parse(value, day_first) for day_first in (False, True)}
        at = readings.pop() if len(readings) == 1 else None
        in_range = at is not None and at.year in YEARS
        # an offset of a day or more makes a time that nobody can compare
        return at if in_range and (not isinstance(at, datetime) or at.isoformat()) else None
    except (ValueError, OverflowError):
        return None


def _western(found: re.Match[str]) -> str:
    year, month, day, hour, minute = found.groups()
    clock = f"T{int(hour):02}:{minute}" if hour else ""
    return f"{year}-{int(month):02}-{int(day):02}{clock}"


def _parse(value: str, day_first: bool) -> datetime | date | None:
    """dateutil fills what is missing from a default: two defaults show what was missing."""
    value = re.sub(r"\[[\w/]+\]$", "", value)
    value = AFTER_GMT.sub(" ", value)
    if re.match(r"[A-Z][a-z]{2}, ", value):
        with suppress(ValueError):
            if (at := parsedate_to_datetime(value)).tzinfo:
                return at
    if re.match(r"\d{4}[-/]?\d\d[-/]?\d\d", value):
        day_first = False
    defaults = (datetime(2003, 1, 1, 1), datetime(2004, 2, 2, 2))  # noqa: DTZ001
    first, second = (
        parser.parse(value, default=default, dayfirst=day_first, tzinfos=_zone)
        for default in defaults
    )
    if first.date() != second.date():
        return None
    return first if first.hour == second.hour else first.date()


def _zone(name: str | None, offset: int | None) -> int | None:
    """Seconds from UTC. A name that is not ours is none, be it the name of this machine's zone."""
    return ZONE_SECONDS.get(name or "", offset)

"""When was a page published, who says so, and is it of this month? Pure.

A source may name an instant, a time without its zone, or a day. The last two leave open when it
was: anywhere from UTC+14 to UTC-12. A page is fresh only when all that its source leaves open
lies inside the month, so a day-only 1st or last of a month belongs to no month.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal

from dateutil import parser

from live.crawl.read.markup import Markup
from live.crawl.read.readers import find_date
from live.records import Evidence, window

Freshness = Literal["fresh", "stale", "undated", "future", "sources_disagree", "day_uncertain"]
EAST, WEST = timedelta(hours=14), timedelta(hours=12)
DAY = timedelta(days=1)
YEARS = range(1990, 2101)
ZONES = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
ZONES |= {
    "BST": 1,
    "CET": 1,
    "CEST": 2,
    "EET": 2,
    "EEST": 3,
    "MSK": 3,
    "WIB": 7,
    "JST": 9,
    "KST": 9,
}
ZONE_SECONDS = {name: hours * 3600 for name, hours in ZONES.items()}
METAS = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "published_time",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "article.published",
    "article_date_original",
    "publication_date",
    "publish-date",
    "publishdate",
    "pubdate",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "date",
)


@dataclass(frozen=True)
class Dating:
    """The verdict on a page's evidence. at: when it was published, None unless it is fresh."""

    verdict: Freshness
    detail: str
    at: datetime | None = None


def date_page(
    page: Markup, url: str, *, listed_at: str, listed_in: str, fetched_at: datetime
) -> tuple[Evidence, ...]:
    """Gathers what each source says of when a page was published, the most reliable first.

    JSON-LD, meta, <time>, feed or sitemap; htmldate's reading of the page only when none of them
    was understood. What was modified or updated is never asked.
    """
    said = [understand(source, value) for source, value in _said(page)]
    if listed_at:
        said.append(understand(listed_in, listed_at))
    if not any(_possible(each, fetched_at) for each in said) and (
        guess := _htmldate(page.html, url, fetched_at)
    ):
        said.append(understand("htmldate", guess))
    return tuple(said)


def freshness(evidence: tuple[Evidence, ...], month: str, fetched_at: datetime) -> Dating:
    """Judges evidence against a month's window.

    A source that names a time after the fetch is refused. The first source with a zone decides,
    else the first with a time, else the first with a day. Two zoned sources of the publisher that
    are more than a day apart are for a person to decide.
    """
    understood = [each for each in evidence if each.at]
    believed = [each for each in understood if _possible(each, fetched_at)]
    if not believed:
        verdict: Freshness = "future" if understood else "undated"
        after = f"; it was fetched at {fetched_at.isoformat()}" if understood else ""
        return Dating(verdict, f"{_quoted(evidence) or 'No source names a date'}{after}.")
    best = min(believed, key=lambda each: (not each.zoned, each.day_only))
    zoned = [each for each in believed if each.zoned and each.source != "time"]
    if zoned and max(map(_at, zoned)) - min(map(_at, zoned)) > DAY:
        return Dating("sources_disagree", f"{_quoted(tuple(zoned))}. Say which is right.")
    earliest, latest = span(best)
    start, end = window(month)
    if latest < start or earliest >= end:
        return Dating("stale", f"{_quoted((best,))}, which is outside {month}.")
    if earliest < start or latest >= end:
        return Dating(
            "day_uncertain",
            f"{_quoted((best,))} without a zone, which may lie outside {month}.",
        )
    return Dating("fresh", _quoted((best,)), best.at)


def span(evidence: Evidence) -> tuple[datetime, datetime]:
    """Gives the first and last instant that evidence leaves open."""
    at = _at(evidence)
    if evidence.zoned:
        return at, at
    last = at + DAY - timedelta(seconds=1) if evidence.day_only else at
    return at - EAST, last + WEST


def understand(source: str, value: str) -> Evidence:
    """Reads a date as written. What is incomplete, or could be two days, is not understood."""
    value = " ".join(value.split())
    at = _instant(value)
    if at is None or at.year not in YEARS:
        return Evidence(source=source, value=value)
    if isinstance(at, datetime):
        zoned = at.tzinfo is not None
        aware = at if zoned else at.replace(tzinfo=UTC)
        return Evidence(source=source, value=value, at=aware, zoned=zoned)
    midnight = datetime(at.year, at.month, at.day, tzinfo=UTC)
    return Evidence(source=source, value=value, at=midnight, day_only=True)


def _said(page: Markup) -> Iterator[tuple[str, str]]:
    """(source, value) of the page itself, each source's best word only."""
    in_article = page.article.get("datePublished")
    elsewhere = [thing["datePublished"] for thing in page.json_ld if thing.get("datePublished")]
    for value in [in_article, *elsewhere, *page.broken_dates]:
        if value and isinstance(value, str):
            yield "json-ld", value
            break
    if value := page.meta(*METAS):
        yield "meta", value
    times = [(mark, at) for mark, at in page.times if not re.search("modif|updat", mark)]
    times.sort(key=lambda time: not re.search("publish|pubdate", time[0]))
    if times:
        yield "time", times[0][1]


def _possible(evidence: Evidence, fetched_at: datetime) -> bool:
    return evidence.at is not None and span(evidence)[0] <= fetched_at


def _htmldate(html: str, url: str, fetched_at: datetime) -> str:
    found: str | None = find_date(
        html, url=url, original_date=True, extensive_search=False, max_date=fetched_at + DAY
    )
    return found or ""


def _instant(value: str) -> datetime | date | None:
    """A datetime (aware where the zone is named), a date, or None."""
    if re.fullmatch(r"1\d{9}(\d{3})?", value):
        return datetime.fromtimestamp(int(value[:10]), UTC)
    try:
        readings = {_parse(value, day_first) for day_first in (False, True)}
    except (ValueError, OverflowError):
        return None
    if len(readings) > 1:
        return None
    return readings.pop()


def _parse(value: str, day_first: bool) -> datetime | date | None:
    """dateutil fills what is missing from a default: two defaults show what was missing."""
    value = re.sub(r"\[[\w/]+\]$", "", value)
    if re.match(r"[A-Z][a-z]{2}, ", value):
        return parsedate_to_datetime(value)
    if re.match(r"\d{4}-?\d\d-?\d\d", value):
        day_first = False
    defaults = (datetime(2003, 1, 1, 1), datetime(2004, 2, 2, 2))  # noqa: DTZ001
    first, second = (
        parser.parse(value, default=default, dayfirst=day_first, tzinfos=ZONE_SECONDS)
        for default in defaults
    )
    if first.date() != second.date():
        return None
    return first if first.hour == second.hour else first.date()


def _at(evidence: Evidence) -> datetime:
    assert evidence.at is not None
    return evidence.at


def _quoted(evidence: tuple[Evidence, ...]) -> str:
    return ", ".join(f"{each.source} says {each.value!r}" for each in evidence)

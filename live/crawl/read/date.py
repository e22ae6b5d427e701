"""When was a page published, who says so, and is that after a cutoff? Pure.

Who is believed. What the publisher states of this article to machines dates a page: JSON-LD, meta,
microdata, feed, sitemap. The rest are guesses, for they may show any day, today's among them: a
<time>, which may belong to a recommended article, htmldate, and the day in an address. A guess
gives a day where nobody states one, and may prove a page stale; fresh it makes none, except a
<time> whose day is also that of the address. A last change, or the beginning of a live blog, dates
nothing. A time after the fetch is refused: it is a plan, or a day and a month swapped.

Who decides. The first statement with a zone, else the first with a time, else the first with a
day. All that a missing zone or time leaves open must lie after the cutoff.

Who is heard. Statements disagree when what they leave open is more than a day apart, so that a
missing zone alone holds no page. Three doubts are heard beside them, in one direction only, for
they show that an old story was given a new date: an address, a last change or the beginning of a
live blog, more than a day before the publication. Other guesses are not: real pages carry the
<time> of many articles. Where all who are heard agree that it is stale, nobody need decide; where
they disagree a person may say which of them is right.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from urllib.parse import urlsplit

from live.crawl.read.markup import Markup
from live.crawl.read.moment import DAY, local, span, understand
from live.crawl.read.readers import find_date
from live.crawl.read.words import MOST_TEXT
from live.records import Evidence, window

Freshness = Literal["fresh", "stale", "undated", "future", "sources_disagree", "day_uncertain"]
GUESSES = ("time", "htmldate", "url")
NEVER = ("modified", "coverage")
DOUBTS = ("url", *NEVER)
REVIEWER = "reviewer"
"""The source of what a person chose from the other evidence. It decides."""
MOST_TIMES = 5
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
)
VAGUE_METAS = ("dcterms.created", "dcterms.date", "dc.date", "date")
MODIFIED_METAS = ("article:modified_time", "og:updated_time", "datemodified", "last-modified")
PUBLISHED = re.compile(r"publish|pubdate")
NOT_PUBLISHED = re.compile(r"modif|updat")
DAY_IN_PATH = re.compile(
    r"(?<=/)((?:19|20)\d\d[/-](?:0[1-9]|1[0-2])[/-](?:0[1-9]|[12]\d|3[01]))(?!\d)"
    r"|(?<!\d)((?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\d)"
)


@dataclass(frozen=True)
class Dating:
    """The verdict on a page's evidence.

    at: when it was published, None unless it is fresh. latest: of a stale page, the last instant
    that its evidence leaves open.
    """

    verdict: Freshness
    detail: str
    at: datetime | None = None
    latest: datetime | None = None


def date_page(
    page: Markup, url: str, *, listed_at: str, listed_in: str, fetched_at: datetime
) -> tuple[Evidence, ...]:
    """Gathers what each source says of when a page was published, the most reliable first.

    JSON-LD, meta, microdata, <time>, htmldate, feed or sitemap, the address, each value verbatim
    and once.
    htmldate is asked only where nothing of this was understood, and not believed where it names a
    day of a last change, or corrects a day that there is not.
    """
    said = [*_statements(page), *_times(page)]
    if listed_at:
        said.append((listed_in, listed_at))
    doubts = [*_doubts(page, url)]
    if not any(understand(*each).at for each in said):
        said += _htmldate(page.html, url, fetched_at, said, doubts)
    said += doubts
    short = (each for each in dict.fromkeys(said) if len(each[1]) <= MOST_TEXT)
    return tuple(understand(*each) for each in short)


def freshness(evidence: tuple[Evidence, ...], month: str, fetched_at: datetime) -> Dating:
    """Judges evidence against a month's window."""
    best = deciding(evidence, fetched_at)
    if best is None:
        return _unproven(evidence, fetched_at)
    start, end = window(month)
    heard = _heard(evidence, best, fetched_at)
    if all(span(each)[1] < start or span(each)[0] >= end for each in heard):
        latest = max(span(each)[1] for each in heard)
        return Dating("stale", f"{_quoted((best,))}, which is outside {month}.", latest=latest)
    if not _proves(best, evidence):
        return Dating("undated", f"Only {_quoted((best,))}, which is a guess.")
    if _apart(heard):
        return Dating("sources_disagree", f"{_quoted(heard)}.")
    earliest, latest = span(best)
    if earliest < start or latest >= end:
        return Dating(
            "day_uncertain", f"{_quoted((best,))} without a zone, which may lie outside {month}."
        )
    return Dating("fresh", _quoted((best,)), best.at)


def against(
    evidence: tuple[Evidence, ...], cutoff: datetime, fetched_at: datetime
) -> Literal["fresh", "stale", "held", "unknown"]:
    """Judges evidence against a cutoff: fresh is what was published at it or later.

    held: sources disagree. unknown: undated, or what is left open lies on both sides.
    """
    best = deciding(evidence, fetched_at)
    if best is None:
        return "unknown"
    heard = _heard(evidence, best, fetched_at)
    if all(span(each)[1] < cutoff for each in heard):
        return "stale"
    if not _proves(best, evidence):
        return "unknown"
    if _apart(heard):
        return "held"
    return "fresh" if span(best)[0] >= cutoff else "unknown"


def deciding(evidence: tuple[Evidence, ...], fetched_at: datetime) -> Evidence | None:
    """Gives the evidence that dates a page, or None where nothing understood is possible."""
    believed = [e for e in evidence if e.source not in NEVER and _possible(e, fetched_at)]
    return min(believed, key=_rank, default=None)


def disputed(evidence: tuple[Evidence, ...], fetched_at: datetime) -> tuple[Evidence, ...]:
    """Gives the evidence of which a person may say that it is right: all that is heard."""
    said = tuple(each for each in evidence if each.source != REVIEWER)
    best = deciding(said, fetched_at)
    return _heard(said, best, fetched_at) if best else ()


def ruled(evidence: tuple[Evidence, ...], value: str, fetched_at: datetime) -> tuple[Evidence, ...]:
    """Adds that a person said which value is right. One that no source gives any more is left."""
    given = any(each.value == value for each in disputed(evidence, fetched_at))
    return (*evidence, understand(REVIEWER, value)) if given else evidence


def _rank(each: Evidence) -> tuple[bool, int, bool, bool]:
    guess = GUESSES.index(each.source) + 1 if each.source in GUESSES else 0
    return each.source != REVIEWER, guess, not each.zoned, each.day_only


def _proves(best: Evidence, evidence: tuple[Evidence, ...]) -> bool:
    """Whether the deciding evidence is a statement, or a <time> that the address confirms."""
    if best.source != "time":
        return best.source not in GUESSES
    days = {local(each)[1] for each in evidence if each.source == "url" and each.at}
    return local(best)[1] in days


def _heard(
    evidence: tuple[Evidence, ...], best: Evidence, fetched_at: datetime
) -> tuple[Evidence, ...]:
    """Those of the deciding kind, and what makes the page older than the best of them."""
    if best.source == REVIEWER:
        return (best,)

    def counts(each: Evidence) -> bool:
        if each.source in DOUBTS:
            return span(each)[1] < span(best)[0]
        return each.source not in GUESSES or each.source == best.source

    return tuple(each for each in evidence if _possible(each, fetched_at) and counts(each)) or (
        best,
    )


def _apart(heard: tuple[Evidence, ...]) -> bool:
    """Whether the spans of any two are more than a day from each other."""
    spans = [span(each) for each in heard]
    return max(first for first, _ in spans) - min(last for _, last in spans) > DAY


def _unproven(evidence: tuple[Evidence, ...], fetched_at: datetime) -> Dating:
    said = tuple(each for each in evidence if each.source not in NEVER)
    if any(each.at for each in said):
        after = f"{_quoted(said)}; it was fetched at {fetched_at.isoformat()}."
        return Dating("future", after)
    return Dating("undated", f"{_quoted(said) or 'No source names a date'}.")


def _statements(page: Markup) -> Iterator[tuple[str, str]]:
    """(source, value) of all that a page states, duplicates too."""
    for value in _declared(page):
        yield "json-ld", value
    named = [content for name, content in page.metas if name in METAS]
    for value in named or [page.meta(*VAGUE_METAS)]:
        if value:
            yield "meta", value
    for value in _values(page.items, "datePublished"):
        yield "microdata", value


def _declared(page: Markup) -> list[str]:
    """When JSON-LD says that the page's article appeared; else the page, or the video it shows."""
    article, around, video = page.articles, page.web_pages, page.videos
    places = ((article, "datePublished"), (around, "datePublished"), (video, "uploadDate"))
    return next(filter(None, ([*_values(*each)] for each in places)), [])


def _times(page: Markup) -> list[tuple[str, str]]:
    """Those marked as the time of publication, else the first that is not marked otherwise."""
    times = [(mark, value) for mark, value in page.times if not NOT_PUBLISHED.search(mark)]
    marked = [time for time in times if PUBLISHED.search(time[0])]
    return [("time", value) for _, value in marked[:MOST_TIMES] or times[:1]]


def _doubts(page: Markup, url: str) -> Iterator[tuple[str, str]]:
    """The day in the address, /2026/10/14/ or -20261014-, and what NEVER dates."""
    if found := DAY_IN_PATH.search(urlsplit(url).path):
        yield "url", found[0]
    for value in _values((*page.articles, *page.items), "dateModified"):
        yield "modified", value
    if value := page.meta(*MODIFIED_METAS):
        yield "modified", value
    for value in _values(page.articles, "coverageStartTime"):
        yield "coverage", value


def _values(things: Iterable[dict[str, Any]], name: str) -> Iterator[str]:
    for thing in things:
        value = thing.get(name)
        if isinstance(value, str) and value.strip():
            yield value


def _possible(evidence: Evidence, fetched_at: datetime) -> bool:
    return evidence.at is not None and span(evidence)[0] <= fetched_at


def _htmldate(
    html: str,
    url: str,
    fetched_at: datetime,
    said: list[tuple[str, str]],
    doubts: list[tuple[str, str]],
) -> list[tuple[str, str]]:
    found = find_date(
        html, url=url, original_date=True, extensive_search=False, max_date=fetched_at + DAY
    )
    read = [understand(*each) for each in doubts if each[0] in NEVER]
    changed = {local(each)[1] for each in read if each.at}
    if not found or found in changed or any(found[:7] in value for _, value in said):
        return []
    return [("htmldate", found)]


def _quoted(evidence: tuple[Evidence, ...]) -> str:
    return ", ".join(f"{each.source} says {each.value!r}" for each in evidence)

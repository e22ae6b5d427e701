"""A declared site -> what works of it: robots.txt, home page, sections, feeds and sitemaps.

Touches the network, as politely as a crawl does; of pictures that people took, their folder.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

from bs4 import UnicodeDammit

from live.clock import now
from live.counted import counted
from live.crawl.discover import articles_in
from live.crawl.human import check_pictures
from live.crawl.read.listings import MAX_PAGE, Listed, Place
from live.crawl.read.moment import understand
from live.crawl.read.readers import soup
from live.crawl.read.urls import absolute, canonical_url, same_site
from live.crawl.web.manners import Manners
from live.crawl.web.net import WORLD, Client, Fetched, Network, client, fetch
from live.errors import ItemError
from live.outcomes import Dropped, Failed, Waiting
from live.records import Site

AT_ONCE = 8
PLENTY = 1000
STALE = timedelta(days=14)
FEW = 10
MARKS = "a slug of three words, a number or a date"
"""What tells an article's address, as `like_article` sees it."""
What = Literal["robots.txt", "home", "section", "feed", "sitemap", "pictures"]
PLACES: dict[What, Place] = {
    "home": "front",
    "section": "section",
    "feed": "feed",
    "sitemap": "sitemap",
}


@dataclass(frozen=True)
class Finding:
    """What one address of a site gave.

    articles: how many it lists; None where none were looked for. newest: the last date that it
    gives, in UTC, or ''. fact: what was found and, unless ok, what to do about it.
    """

    site: str
    what: What
    url: str
    ok: bool
    articles: int | None
    newest: str
    seconds: float
    fact: str


async def check(
    sites: Iterable[Site],
    *,
    root: Path = Path(),
    contact: str = "",
    seconds: float = 30,
    respect_ai_optout: bool = True,
    network: Network = WORLD,
) -> AsyncIterator[list[Finding]]:
    """Visits sites, several at once, and gives each one's findings in their order.

    root: of the workspace. contact: for our name. seconds: for an answer.
    """
    async with client(network, contact, seconds) as http:
        manners = Manners(
            http, respect_ai_optout=respect_ai_optout, pages_per_host=PLENTY, at_once=AT_ONCE
        )
        visits = [
            asyncio.create_task(
                _look(site, root) if site.shots == "human" else _visit(site, http, manners, seconds)
            )
            for site in sites
        ]
        try:
            for visit in visits:
                yield await visit
        finally:
            for visit in visits:
                visit.cancel()


def works(findings: Iterable[Finding]) -> bool:
    """Tells whether a site lists articles somewhere. One that does not want us gives none."""
    return any(each.articles for each in findings)


async def _look(site: Site, root: Path) -> list[Finding]:
    """What there is of a site whose pictures people take."""
    start = time.monotonic()
    try:
        pages, fact = await asyncio.to_thread(check_pictures, root, site)
    except ItemError as error:
        pages, fact = 0, error.detail
    return [
        Finding(
            site=site.name,
            what="pictures",
            url=f"{site.pictures}/index.yaml",
            ok=not fact,
            articles=pages,
            newest="",
            seconds=round(time.monotonic() - start, 1),
            fact=fact or f"{counted(pages, 'page')}.",
        )
    ]


async def _visit(site: Site, http: Client, manners: Manners, seconds: float) -> list[Finding]:
    places: list[tuple[What, str]] = [("home", site.url)]
    places += [("section", url) for url in site.sections]
    places += [("feed", url) for url in site.feeds]
    places += [("sitemap", url) for url in site.sitemaps]
    start = time.monotonic()
    refusal = await manners.refusal(site.url)
    findings = [
        Finding(
            site=site.name,
            what="robots.txt",
            url=site.url,
            ok=refusal is None,
            articles=None,
            newest="",
            seconds=round(time.monotonic() - start, 1),
            fact=_refused(refusal) if refusal else "We may come.",
        )
    ]
    if refusal:
        return findings
    return findings + [await _try(site, what, url, http, manners, seconds) for what, url in places]


async def _try(
    site: Site, what: What, url: str, http: Client, manners: Manners, seconds: float
) -> Finding:
    async with manners.turn(url) as refusal:
        start = time.monotonic()
        listed: list[Listed] = []
        links = 0
        if refusal:
            fact = _refused(refusal)
        else:
            try:
                got = await fetch(http, url, seconds)
                listed = await articles_in(PLACES[what], got, lambda url: fetch(http, url, seconds))
                links = _links(got) if what in ("home", "section") else len(listed)
                fact = _fact(what, url, got, listed, links)
            except ItemError as error:
                fact = f"{error.detail} {_advice(error.reason)}".strip()
    dates = [date for each in listed if (date := _date(each))]
    return Finding(
        site=site.name,
        what=what,
        url=url,
        ok=not fact,
        articles=len(listed),
        newest=max(dates, default=""),
        seconds=round(time.monotonic() - start, 1),
        fact=fact or _found(len(listed), links),
    )


def _links(got: Fetched) -> int:
    """How many links of its own site a page has."""
    document = soup(UnicodeDammit(got.content[:MAX_PAGE]).unicode_markup or "")
    links = {absolute(got.url, str(link["href"])) for link in document.find_all("a", href=True)}
    return sum(same_site(link, got.url) for link in links - {canonical_url(got.url)})


def _found(articles: int, links: int) -> str:
    said = counted(articles, "article")
    if links < FEW * articles:
        return f"{said}."
    return f"{said} among {links} links: the others lack {MARKS}. A feed would list them."


def _fact(what: What, url: str, got: Fetched, listed: list[Listed], links: int) -> str:
    """What is wrong with an answer and what to do, or ''."""
    moved = f" led to {got.url}, which" if got.url.rstrip("/") != url.rstrip("/") else ""
    if not listed:
        kind = f" is {got.content_type} and" if got.content_type else ""
        why = f" (none of its links, {links}, has {MARKS})" if links else ""
        return (
            f"{url}{moved}{kind} lists no article{why}. Look for another address, or take it out."
        )
    dates = [date for each in listed if (date := _date(each))]
    oldest = f"{now() - STALE:%Y-%m-%dT%H:%M:%SZ}"
    if dates and max(dates) < oldest:
        return f"{url}{moved} has had nothing since {max(dates)[:10]}. Look for another {what}."
    return ""


def _refused(refusal: Dropped | Failed | Waiting) -> str:
    """A refusal, and what to do about it; a private address says so itself."""
    if refusal.reason == "private_address":
        return refusal.detail
    if isinstance(refusal, Dropped):
        return f"{refusal.detail} Leave it out, or ask them."
    return f"{refusal.detail} Look whether its address is right, or try again later."


def _advice(reason: str) -> str:
    if reason in ("http_404", "http_410"):
        return "It is gone: look on the home page for the new address."
    if reason in ("http_401", "http_402", "http_403"):
        return "It turns robots away: leave it out, or ask them."
    if reason == "private_address":
        return ""
    return "Try again later; if it stays, look for another address."


def _date(listed: Listed) -> str:
    at = understand(listed.found_in, listed.listed_at).at if listed.listed_at else None
    return f"{at:%Y-%m-%dT%H:%M:%SZ}" if at else ""

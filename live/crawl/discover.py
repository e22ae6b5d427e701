"""Stage "discover": a site -> the Links of its articles. Touches the network and the store."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime, timedelta

from live.clock import now
from live.crawl.human import read_pictures
from live.crawl.read.listings import Listed, Place, in_feed, in_sitemap, on_page
from live.crawl.read.moment import understand
from live.crawl.read.urls import canonical_url
from live.crawl.web.net import Fetched
from live.crawl.web.reach import Web
from live.engine import Report, silent, work_through
from live.errors import ItemError, UsageError
from live.outcomes import Done, Dropped, Ending, Failed, State
from live.records import Link, Site, content_id, window
from live.workspace import Workspace

STAGE = "discover"
MAX_SITEMAPS = 5
NEAR = timedelta(days=2)


async def discover(
    workspace: Workspace,
    month: str,
    web: Web,
    *,
    sites: Sequence[Site] = (),
    report: Report = silent,
) -> Counter[State]:
    """Finds the articles that the sites of live.yaml list now; each site becomes Links.

    Feeds and news sitemaps first, for they give dates, then the front page and the sections. An
    item is a site, as it is declared, on a day: it is asked again on another day or when its
    declaration has changed, and not twice else. sites: instead of those of live.yaml. Raises
    UsageError for a month that has not begun.
    """
    _refuse_future(month)
    crawl = workspace.config.crawl
    at = now()
    known = {link.url for link in workspace.store.all(Link, month)}
    before = [outcome.item for outcome in workspace.store.outcomes(month, STAGE)]

    async def take(site: Site) -> Ending:
        if site.shots == "human":
            declared = f" ({_declared(workspace, site)})"
            changed = not any(i.startswith(site.name) and i.endswith(declared) for i in before)
            return _list_pictures(workspace, site, month, changed=changed)
        listed, troubles = await list_site(site, web)
        new = [each for each in listed if each.url not in known]
        links = choose(new, site, month, crawl.pages_per_site, at)
        return _ending(site, links, len(listed), troubles)

    def item(site: Site) -> str:
        return f"{site.name} on {at:%Y-%m-%d} ({_declared(workspace, site)})"

    sites = sites or workspace.config.sites
    _forget_changed(workspace, month, [item(site) for site in sites])
    return await work_through(
        sites,
        take,
        store=workspace.store,
        month=month,
        stage=STAGE,
        key=item,
        concurrency=crawl.concurrency,
        report=report,
    )


def _refuse_future(month: str) -> None:
    start, _ = window(month)
    if start > now():
        raise UsageError(f"{month} has not begun. Crawl it from {start:%Y-%m-%d} (UTC) on.")


def _forget_changed(workspace: Workspace, month: str, items: list[str]) -> None:
    """Forgets what failed today under another declaration of the same site: it is asked again."""
    asked = {item.rpartition(" (")[0] for item in items}
    for outcome in workspace.store.outcomes(month, STAGE):
        again = outcome.item not in items and outcome.item.rpartition(" (")[0] in asked
        if again and outcome.state != "done":
            workspace.store.forget(month, STAGE, outcome.item)


def _declared(workspace: Workspace, site: Site) -> str:
    """A short hash of what decides which links a site gives: its declaration, or its pictures."""
    index = workspace.path / site.pictures / "index.yaml"
    pictures = index.read_bytes().hex() if site.shots == "human" and index.is_file() else ""
    most = workspace.config.crawl.pages_per_site
    return content_id(site.model_dump(mode="json"), most, pictures)[:6]


def choose(
    listed: Iterable[Listed], site: Site, month: str, most: int, at: datetime
) -> tuple[Link, ...]:
    """Chooses a site's links of a month, each address once, at most `most`. at: when it was asked.

    Those listed with a date of the month come first, newest first; then those without a date;
    then those of another time, which the page's own proof will drop.
    """
    own = {canonical_url(url) for url in (site.url, *site.sections)}
    once: dict[str, Listed] = {}
    for each in listed:
        known = once.get(each.url)
        if each.url not in own and (known is None or (each.listed_at and not known.listed_at)):
            once[each.url] = each
    ranked = sorted(once.values(), key=lambda each: _rank(each, month))
    return tuple(
        Link(
            month=month,
            site=site.name,
            url=each.url,
            found_in=each.found_in,
            listed_at=each.listed_at,
            seen_at=at,
        )
        for each in ranked[:most]
    )


def _rank(listed: Listed, month: str) -> tuple[int, float]:
    at = understand(listed.found_in, listed.listed_at).at if listed.listed_at else None
    if at is None:
        return 1, 0.0
    return (0 if _near(at, month) else 2), -at.timestamp()


def _near(at: datetime, month: str) -> bool:
    start, end = window(month)
    return start - NEAR <= at < end + NEAR


async def list_site(site: Site, web: Web) -> tuple[list[Listed], list[ItemError]]:
    """Gives everything that a site lists, and what went wrong on the way."""
    listed: list[Listed] = []
    troubles: list[ItemError] = []

    places: list[tuple[Place, str]] = [("feed", url) for url in site.feeds]
    places += [("sitemap", url) for url in site.sitemaps]
    places += [("front", site.url), *(("section", url) for url in site.sections)]
    for found_in, url in places:
        try:
            listed += await articles_in(found_in, await web.get(url), web.get)
        except ItemError as error:
            troubles.append(error)
    return listed, troubles


async def articles_in(
    found_in: Place, got: Fetched, get: Callable[[str], Awaitable[Fetched]]
) -> list[Listed]:
    """Gives the articles that an answer lists. get: fetches what an index of sitemaps names."""
    if found_in == "feed":
        return await asyncio.to_thread(in_feed, got.content, got.url)
    if found_in in ("front", "section"):
        return await asyncio.to_thread(on_page, got.content, got.url, found_in)
    articles, more = await asyncio.to_thread(in_sitemap, got.content, got.url)
    for place in more[:MAX_SITEMAPS]:
        child = await get(place)
        articles += (await asyncio.to_thread(in_sitemap, child.content, child.url))[0]
    return articles


def _ending(site: Site, links: tuple[Link, ...], listed: int, troubles: list[ItemError]) -> Ending:
    # what keeps us from a host keeps us from each of its addresses
    fact = " ".join(dict.fromkeys(error.detail for error in troubles))
    if listed:
        return Done(links, fact)
    if troubles:
        return Failed(troubles[0].reason, fact)
    return Dropped("nothing_found", f"{site.url} and what is declared of it list no article.")


def _list_pictures(workspace: Workspace, site: Site, month: str, *, changed: bool) -> Ending:
    """Lists what people photographed; of an index that they changed, what was dropped once more."""
    entries = read_pictures(workspace.path, site.pictures)
    if changed:
        links = {link.id: link for link in workspace.store.all(Link, month, parent=site.name)}
        for item in workspace.store.ended(month, "crawl", ["dropped"]):
            if item in links and links[item].found_in == "human":
                workspace.store.forget(month, "crawl", item)
    if not entries:
        return Dropped("nothing_found", f"{site.pictures}/index.yaml lists no picture.")
    urls = dict.fromkeys(entry.address for entry in entries)
    return Done(tuple(Link(month=month, site=site.name, url=url, found_in="human") for url in urls))

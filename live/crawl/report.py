"""Visits and endings -> what a crawl took and lost, by page and by site. Reads the store."""

from collections import Counter, defaultdict
from collections.abc import Collection, Set
from datetime import datetime
from typing import Any

from live.crawl.read.urls import canonical_url
from live.outcomes import Outcome, State
from live.records import CrawlRun, Link, Page, Visit
from live.workspace import Workspace

RUNS = 3
"""After so many runs without a page a site is named."""


def rows(workspace: Workspace, month: str, sites: Collection[str]) -> list[dict[str, Any]]:
    """Gives a row for each page that was taken or lost of these sites in a month.

    `site, url, state, reason, detail, page, title, published_at, captured_at, seconds, bytes,
    pictures`; what is not known of one is empty. A site that listed nothing has a row without url.
    """
    store = workspace.store
    pages = {url: page for page in store.all(Page, month) for url in addresses(page)}
    visits = {visit.url: visit for visit in store.all(Visit, month)}
    links = {link.id: link for link in store.all(Link, month)}
    given = []
    for outcome in store.outcomes(month, "discover"):
        site = outcome.item.rpartition(" on ")[0]
        if outcome.state != "done" and site in sites:
            given.append(_line(site, "", outcome, None, None))
    for outcome in store.outcomes(month, "crawl"):
        link = links[outcome.item]
        if link.site in sites:
            page = pages.get(link.url) if outcome.state == "done" else None
            given.append(_line(link.site, link.url, outcome, page, visits.get(link.url)))
    return given


def report(workspace: Workspace, month: str, since: datetime) -> list[dict[str, Any]]:
    """Gives a row a site of what was visited since a time.

    `site, tried, taken, dropped, failed, seconds, bytes`; dropped and failed by reason, held among
    the dropped.
    """
    of_site: dict[str, list[Visit]] = defaultdict(list)
    for visit in workspace.store.all(Visit, month):
        if visit.at >= since:
            of_site[visit.site].append(visit)
    return [_row(site, visits) for site, visits in sorted(of_site.items())]


def addresses(page: Page) -> set[str]:
    """Gives the addresses by which a page may have been found, canonical."""
    return {page.url, *map(canonical_url, (page.final_url, *page.redirects))}


def unlisted(
    workspace: Workspace, month: str, sites: Collection[str], day: datetime, *states: State
) -> dict[str, str]:
    """Gives why those of these sites that listed nothing on a day did not. states: only such."""
    named = ((o.item.rpartition(" on "), o) for o in workspace.store.outcomes(month, "discover"))
    return {
        site: outcome.detail
        for (site, _, asked), outcome in named
        if outcome.state != "done" and site in sites and asked.startswith(f"{day:%Y-%m-%d}")
        if not states or outcome.state in states
    }


def pages_given(
    workspace: Workspace,
    month: str,
    sites: Collection[str],
    began: datetime,
    pages: Collection[Page],
    visits: Set[Visit],
) -> dict[str, int]:
    """Gives how many pages each of these sites gave in the run that began then.

    Sites of which nothing was opened are left out, but for those that listed nothing, and for
    pictures that people took. pages, visits: the month's when it began.
    """
    gave = dict.fromkeys(unlisted(workspace, month, sites, began), 0)
    for visit in workspace.store.all(Visit, month):
        if visit not in visits:
            gave[visit.site] = gave.get(visit.site, 0) + (visit.state == "done")
    new = Counter(page.site for page in workspace.store.all(Page, month))
    new.subtract(page.site for page in pages)
    return gave | {site: n for site, n in new.items() if n > 0}


def silent_sites(workspace: Workspace) -> list[str]:
    """Names the declared sites that gave no page in their last three runs, over months."""
    store = workspace.store
    runs = [run for month in store.months()[-2:] for run in store.all(CrawlRun, month)]
    gave: dict[str, list[int]] = defaultdict(list)
    for run in sorted(runs, key=lambda run: run.at):
        for site, pages in run.gave.items():
            gave[site].append(pages)
    declared = [site.name for site in workspace.config.sites]
    return [site for site in declared if gave[site][-RUNS:] == [0] * RUNS]


def _line(
    site: str, url: str, outcome: Outcome, page: Page | None, visit: Visit | None
) -> dict[str, Any]:
    return {
        "site": site,
        "url": url,
        "state": outcome.state,
        "reason": outcome.reason,
        "detail": outcome.detail,
        "page": page.id if page else None,
        "title": page.title if page else visit.title if visit else "",
        "published_at": page.published_at.isoformat() if page else None,
        "captured_at": page.captured_at.isoformat() if page else None,
        "seconds": visit.seconds if visit else None,
        "bytes": visit.bytes if visit else None,
        "pictures": [shot.sha256 for shot in page.shots] if page else [],
    }


def _row(site: str, visits: list[Visit]) -> dict[str, Any]:
    lost = Counter((visit.state, visit.reason) for visit in visits if visit.state != "done")
    return {
        "site": site,
        "tried": len(visits),
        "taken": sum(visit.state == "done" for visit in visits),
        "dropped": {why: n for (state, why), n in sorted(lost.items()) if state != "failed"},
        "failed": {why: n for (state, why), n in sorted(lost.items()) if state == "failed"},
        "seconds": round(sum(visit.seconds for visit in visits), 1),
        "bytes": sum(visit.bytes for visit in visits),
    }

"""Visits and endings -> what a crawl took and lost, by page and by site. Reads the store."""

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from live.crawl.read.urls import canonical_url
from live.outcomes import Outcome
from live.records import Link, Page, Visit
from live.workspace import Workspace

RUNS = 3
"""After so many runs without a page a site is named."""


def rows(workspace: Workspace, month: str, sites: Collection[str]) -> list[dict[str, Any]]:
    """Gives a row for each page that was taken or lost of these sites in a month.

    `site, url, state, reason, detail, page, title, published_at, captured_at, seconds, bytes,
    pictures`; of what became no page the last ones are empty. A site that lists nothing has a row
    with its own address.
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


def silent_sites(workspace: Workspace) -> list[str]:
    """Names the declared sites that gave no page in their last three runs, over months.

    A run of a site is a day on which it was asked, and either listed nothing or had pages opened.
    """
    gave: dict[str, dict[str, bool]] = defaultdict(dict)
    for month in workspace.store.months()[-2:]:
        for outcome in workspace.store.outcomes(month, "discover"):
            site, _, asked = outcome.item.rpartition(" on ")
            if outcome.state in ("dropped", "failed"):
                gave[site].setdefault(asked[:10], False)
        for visit in workspace.store.all(Visit, month):
            day = f"{visit.at:%Y-%m-%d}"
            gave[visit.site][day] = gave[visit.site].get(day, False) or visit.state == "done"
    declared = [site.name for site in workspace.config.sites]
    return [site for site in declared if _last(gave[site]) == [False] * RUNS]


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
        "title": page.title if page else "",
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


def _last(gave: dict[str, bool]) -> list[bool]:
    return [gave[day] for day in sorted(gave)[-RUNS:]]

"""Visits -> what a crawl took and lost, site by site. Reads the store."""

from collections import Counter, defaultdict
from datetime import datetime
from typing import Any

from live.records import Visit
from live.workspace import Workspace

RUNS = 3
"""After so many runs without a page a site is named."""


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

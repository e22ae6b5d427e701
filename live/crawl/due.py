"""Links and the visits of all months -> the links that may be opened now. Reads the store.

A page is opened once a day (UTC), whatever month's link names it, unless a person has dated it
since. A drop that was the moment's fault, or this machine's, is taken again on a later day.
"""

import re
from collections import defaultdict
from collections.abc import Container, Mapping
from datetime import datetime

from live.clock import now
from live.crawl.read.urls import canonical_url
from live.engine import FINAL
from live.outcomes import Outcome, Waiting
from live.records import Link, Ruling, Visit
from live.workspace import Workspace

MOMENTARY = re.compile(r"timeout|crashed|broken|moved|no_font|http_5\d\d")
"""The reasons of drops that say nothing of the page itself."""
MOST_VISITS = 3
"""How often a page is opened that was dropped for one of them."""


def due(
    workspace: Workspace,
    month: str,
    rulings: Mapping[str, Ruling],
    sites: Container[str] | None = None,
) -> list[Link]:
    """Gives a month's links that may be taken now: as they came, those dropped before last.

    A link that was not tried, to a page that was opened today, waits as `opened_today`. rulings: by
    id of their link. sites: names; only links of these.
    """
    ended = {each.item: each for each in workspace.store.outcomes(month, "crawl")}
    visited, today = _visits(workspace)
    links = []
    for link in workspace.store.all(Link, month):
        end = ended.get(link.id)
        if (sites is not None and link.site not in sites) or _is_over(end, visited[link.url]):
            continue
        opened, ruling = today.get(link.url), rulings.get(link.id)
        if opened is None or (ruling and ruling.at >= opened):
            links.append(link)
        elif end is None:
            why = f"{link.url} was opened today. Run again tomorrow."
            workspace.store.save(month, "crawl", link.id, Waiting("opened_today", why))
    return sorted(links, key=lambda link: _is_dropped(ended.get(link.id)))


def _is_over(end: Outcome | None, visits: int) -> bool:
    """Whether a link ended for good. visits: how often it was opened."""
    if end is None or end.state not in FINAL:
        return False
    again = _is_dropped(end) and MOMENTARY.fullmatch(end.reason)
    return not again or visits >= MOST_VISITS


def _is_dropped(end: Outcome | None) -> bool:
    return end is not None and end.state == "dropped"


def _visits(workspace: Workspace) -> tuple[dict[str, int], dict[str, datetime]]:
    """How often each link was opened, and when each address was opened last today."""
    day, visited = f"{now():%Y-%m-%d}", defaultdict[str, int](int)
    today: dict[str, datetime] = {}
    for url, final_url, at, tries in workspace.store.fields(
        Visit, "url", "final_url", "at", "tries"
    ):
        if not int(tries):  # its site or host did not want it: nothing was opened
            continue
        visited[url] += 1
        if at.startswith(day):
            today |= dict.fromkeys((url, canonical_url(final_url)), datetime.fromisoformat(at))
    return visited, today

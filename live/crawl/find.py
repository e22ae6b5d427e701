"""An id or address -> the page, the link that led to it and its visits. Reads the store."""

from dataclasses import dataclass

from live.crawl.read.urls import canonical_url
from live.crawl.report import addresses
from live.records import Link, Page, Visit, content_id
from live.workspace import Workspace


@dataclass(frozen=True)
class Found:
    """What there is of one article in a month. visits: of its link, the oldest first."""

    month: str
    page: Page | None
    link: Link | None
    visits: tuple[Visit, ...]

    @property
    def read(self) -> Visit | None:
        """The last visit in which the page was read."""
        return next((visit for visit in reversed(self.visits) if visit.address), None)


def find(workspace: Workspace, what: str) -> Found | None:
    """Finds a page or link, by its id or the beginning of it, or by any address it had on the way.

    Of several months the newest counts.
    """
    months = reversed(workspace.store.months())
    return next((found for month in months if (found := _in(workspace, month, what))), None)


def _in(workspace: Workspace, month: str, what: str) -> Found | None:
    store, url = workspace.store, canonical_url(what)
    pages, links, visits = store.all(Page, month), store.all(Link, month), store.all(Visit, month)
    page = next((each for each in pages if _is(what, each.id) or url in addresses(each)), None)
    link = _link_of(page, links, visits) if page else None
    if not page:
        link = next((each for each in links if _is(what, each.id) or each.url == url), None)
        if not link and (visit := next((v for v in visits if _names(what, url, v)), None)):
            link = next((each for each in links if each.url == visit.url), None)
    if not page and not link:
        return None
    return Found(month, page, link, tuple(v for v in visits if link and v.url == link.url))


def _link_of(page: Page, links: list[Link], visits: list[Visit]) -> Link | None:
    """The link whose visit made the page; of one without a visit, that of its address."""
    made = {v.url for v in visits if v.state == "done" and v.address == page.url}
    wanted = made or addresses(page)
    return next((link for link in links if link.url in wanted), None)


def _names(what: str, url: str, visit: Visit) -> bool:
    """Whether a visit led over this address, or to what would have been this page."""
    ways = {visit.address, *map(canonical_url, (visit.final_url, *visit.redirects))} - {""}
    return url in ways or _is(what, content_id("page", visit.month, visit.address))


def _is(what: str, id: str) -> bool:
    return len(what) >= 4 and id.startswith(what)

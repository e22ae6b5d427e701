"""Stage "crawl": Links -> Pages with their pictures and proof of date, as many as the day needs.

Touches Chromium, the web, the blobs and the store.
"""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from live.browser import chromium
from live.clock import now
from live.crawl.due import due
from live.crawl.quota import needed, spread
from live.crawl.report import pages_given
from live.crawl.seen import Seen, seen
from live.crawl.take import Desk
from live.crawl.view.ads import Ads, download, load
from live.crawl.web.reach import Web
from live.engine import Report, silent, work_through
from live.outcomes import State
from live.records import CrawlRun, Link, Page, Ruling, Site, Visit
from live.workspace import Workspace

STAGE = "crawl"


async def crawl(
    workspace: Workspace,
    month: str,
    web: Web,
    *,
    sites: Sequence[Site] = (),
    report: Report = silent,
) -> Counter[State]:
    """Visits the month's links and makes Pages of them, several at once, until the day's are there.

    What people photographed or dated comes first, whether the day needs it or not. Which links may
    be opened now, and which once more, is said in `live.crawl.due`. sites: take all links of these.
    Raises MissingError where there is no Chromium; no browser is started without need.
    """
    began, pages = now(), workspace.store.all(Page, month)
    visits = set(workspace.store.all(Visit, month))
    rulings = {ruling.link_id: ruling for ruling in workspace.store.all(Ruling, month)}
    of = {site.name: site for site in sites or workspace.config.sites}
    links = due(workspace, month, rulings, of if sites else None)
    need = needed(workspace.config.crawl.pages, len(pages), month, began)
    if sites:
        need = len(links)
    first = [link for link in links if _by_people(link, rulings)]
    queue = spread([link for link in links if not _by_people(link, rulings)], of, pages)
    opens = any(link.found_in != "human" for link in first + queue[:need])
    tally: Counter[State] = Counter()
    async with _desk(workspace, web, month, of, rulings, opens=opens) as desk:
        while batch := first + queue[:need]:
            first, queue = [], queue[need:]
            _forget_drops(workspace, month, batch)
            ended = await work_through(
                batch,
                desk.take,
                store=workspace.store,
                month=month,
                stage=STAGE,
                key=lambda link: link.id,
                concurrency=len(batch),  # web.manners gives the turns
                report=report,
            )
            tally += ended
            need = max(need - ended["done"], 0)
    if gave := pages_given(workspace, month, of, began, pages, visits):
        workspace.store.add(CrawlRun(month=month, at=began, gave=gave))
    return tally


def _forget_drops(workspace: Workspace, month: str, batch: Sequence[Link]) -> None:
    """Has the stage take those links again that an earlier run dropped."""
    for item in workspace.store.ended(month, STAGE, ["dropped"]) & {link.id for link in batch}:
        workspace.store.forget(month, STAGE, item)


def _by_people(link: Link, rulings: dict[str, Ruling]) -> bool:
    return link.found_in == "human" or link.id in rulings


@asynccontextmanager
async def _desk(
    workspace: Workspace,
    web: Web,
    month: str,
    sites: dict[str, Site],
    rulings: dict[str, Ruling],
    *,
    opens: bool,
) -> AsyncIterator[Desk]:
    """What works on links; with all that opening one takes only where any is opened."""
    async with AsyncExitStack() as stack:
        browser = await stack.enter_async_context(chromium(web.network.launch)) if opens else None
        yield Desk(
            workspace=workspace,
            sites=sites,
            web=web,
            browser=browser,
            ads=await _ads(workspace, web) if opens else None,
            seen=seen(workspace, month) if opens else Seen(),
            rulings=rulings,
        )


async def _ads(workspace: Workspace, web: Web) -> Ads:
    """The lists of ads: the one inside, and those that live.yaml names, fetched once a week."""
    lists = [
        await download(web.client, place, workspace.path / "lists")
        if place.startswith(("http://", "https://"))
        else workspace.path / place
        for place in workspace.config.crawl.ad_lists
    ]
    return load(tuple(lists))

"""Stage "crawl": Links -> Pages with their pictures and proof of date, as many as the day needs.

Touches Chromium, the web, the blobs and the store.
"""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from live.browser import chromium
from live.clock import now
from live.crawl.quota import needed, spread
from live.crawl.seen import Seen, seen
from live.crawl.take import Desk
from live.crawl.view.ads import Ads, download, load
from live.crawl.web.reach import Web
from live.engine import FINAL, Report, silent, work_through
from live.outcomes import State
from live.records import Link, Page, Site
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

    sites: take all links of these, whatever the day needs. Raises MissingError where there is no
    Chromium; no browser is started without need.
    """
    pages = workspace.store.all(Page, month)
    over = workspace.store.ended(month, STAGE, FINAL)
    links = [link for link in workspace.store.all(Link, month) if link.id not in over]
    of = {site.name: site for site in sites or workspace.config.sites}
    need = needed(workspace.config.crawl.pages, len(pages), month, now())
    if sites:
        links = [link for link in links if link.site in of]
        need = len(links)
    by_people = [link for link in links if link.found_in == "human"]
    queue = spread([link for link in links if link.found_in != "human"], of, pages)
    async with _desk(workspace, web, of, pages, opens=bool(queue[:need])) as desk:
        tally: Counter[State] = Counter()
        while batch := by_people + queue[:need]:
            by_people, queue = [], queue[need:]
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
        return tally


@asynccontextmanager
async def _desk(
    workspace: Workspace, web: Web, sites: dict[str, Site], pages: list[Page], *, opens: bool
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
            seen=seen(workspace) if opens else Seen(),
            taken={page.url: "" for page in pages},
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

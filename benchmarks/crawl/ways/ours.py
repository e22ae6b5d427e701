"""`live crawl` on links to the pages, full page, four at once, with all that it does to a page.

The list of ads that it is given names the benchmark's ad host, as the list that comes with it names
those of real ads. What it imports late, for a quick `live --help`, is imported before it begins, as
all other ways do; what it loads (its browser, lists, the model of languages) counts.
"""

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import adblock  # noqa: F401
import numpy  # noqa: F401
import PIL.JpegImagePlugin  # noqa: F401
import playwright.async_api  # noqa: F401
import py3langid.langid  # noqa: F401
from way import run

from live.clock import current_month
from live.crawl.crawl import crawl
from live.crawl.web.net import Network
from live.crawl.web.reach import reach
from live.outcomes import Done
from live.records import Link, Page
from live.workspace import Workspace, open_workspace


def ready(plan: dict[str, Any]) -> None:
    """Lays out a workspace in which the pages have been discovered."""
    folder, month = Path(plan["workspace"]), current_month()
    hosts = dict.fromkeys(urlsplit(url).netloc for url in plan["urls"])
    sites = "".join(f"  - {{name: {host}, url: 'http://{host}/'}}\n" for host in hosts)
    more = "crawl: {shots: full_page, concurrency: 4, pages_per_host: 1000, ad_lists: [ads.txt]}\n"
    (folder / "ads.txt").write_text(f"||{plan['ads']}^$third-party\n")
    (folder / "live.yaml").write_text(f"sites:\n{sites}{more}")
    links = tuple(
        Link(month=month, site=urlsplit(url).netloc, url=url, found_in="front")
        for url in plan["urls"]
    )
    with open_workspace(folder) as workspace:
        workspace.store.save(month, "discover", "all", Done(links))


def work(plan: dict[str, Any]) -> dict[str, Any]:
    """Crawls the pages; reports what else they ended as, and their pictures' format."""
    month = current_month()
    with open_workspace(Path(plan["workspace"])) as workspace:
        asyncio.run(_crawl(workspace, month, plan["browser"]))
        taken = workspace.store.all(Page, month)
        ended = workspace.store.outcomes(month, "crawl")
    reasons = [f"{each.state} {each.reason}" for each in ended if each.state != "done"]
    return {
        "pages": len(taken),
        "reasons": {reason: reasons.count(reason) for reason in set(reasons)},
        "media_type": taken[0].shots[0].media_type if taken else "",
        "cleaned": sum(bool(page.cleaned) for page in taken),
    }


async def _crawl(workspace: Workspace, month: str, browser: str) -> None:
    async with reach(workspace, Network(private=True, chromium=browser)) as web:
        await crawl(workspace, month, web, sites=workspace.config.sites)


if __name__ == "__main__":
    run(work, ready)

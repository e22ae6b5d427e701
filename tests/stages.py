"""The stages of the crawl as tests run them: one at a time, the web opened for it alone."""

from collections import Counter

from live.crawl import crawl as crawling
from live.crawl import discover as discovering
from live.crawl.web.net import WORLD, Network
from live.crawl.web.reach import reach
from live.outcomes import State
from live.workspace import Workspace

MONTH = "2026-10"


async def discover(workspace: Workspace, network: Network = WORLD) -> Counter[State]:
    async with reach(workspace, network) as web:
        return await discovering.discover(workspace, MONTH, web)


async def crawl(workspace: Workspace, network: Network = WORLD) -> Counter[State]:
    async with reach(workspace, network) as web:
        return await crawling.crawl(workspace, MONTH, web)

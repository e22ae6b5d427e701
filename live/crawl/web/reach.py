"""A workspace's settings -> the web as its crawl may use it. Touches the network."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from live.clock import now
from live.crawl.web.manners import Manners
from live.crawl.web.net import BusyError, Client, Fetched, Network, client, fetch
from live.errors import ItemError
from live.records import Visit
from live.workspace import Workspace


@dataclass(frozen=True)
class Web:
    """The way to the web, and the manners to keep on it. seconds: a GET may take."""

    network: Network
    client: Client
    manners: Manners
    seconds: float

    async def get(self, url: str) -> Fetched:
        """Gets a feed, a sitemap or a list of links, if its host allows it.

        Raises ItemError as `fetch` does, and where the host forbids it.
        """
        if refusal := await self.manners.refusal(url):
            raise ItemError(refusal.reason, refusal.detail)
        try:
            return await fetch(self.client, url, self.seconds)
        except BusyError as busy:
            self.manners.back_off(url, busy.retry_after)
            raise


@asynccontextmanager
async def reach(workspace: Workspace, network: Network) -> AsyncIterator[Web]:
    """Opens the web for a workspace's crawl until the block is left."""
    crawl = workspace.config.crawl
    network = replace(network, private=network.private or crawl.private_addresses)
    async with client(network, workspace.config.contact, crawl.timeout_seconds) as http:
        manners = Manners(
            http,
            respect_ai_optout=crawl.respect_ai_optout,
            pages_per_host=crawl.pages_per_host,
            at_once=crawl.concurrency,
            used=_opened_today(workspace),
        )
        yield Web(network, http, manners, crawl.timeout_seconds)


def _opened_today(workspace: Workspace) -> Counter[str]:
    """How many pages of each host were opened today, whatever month they are for."""
    today = f"{now():%Y-%m-%d}"
    used: Counter[str] = Counter()
    for url, at, tries in workspace.store.fields(Visit, "url", "at", "tries"):
        if at.startswith(today):
            used[urlsplit(url).hostname or ""] += int(tries)
    return used

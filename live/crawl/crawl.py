"""Stage "crawl": a Link -> a Page with its pictures and its proof of date, or why there is none.

Touches Chromium, the blobs and the store.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from live.browser import Chromium, chromium
from live.clock import now
from live.crawl.human import import_pictures
from live.crawl.read.admit import Admitted, admit
from live.crawl.view.browse import Visited, crashed, visit
from live.crawl.view.clean import clean
from live.crawl.view.shots import Picture, shoot
from live.crawl.web.net import WORLD, Network, user_agent
from live.engine import FINAL, Report, silent, work_through
from live.outcomes import Done, Dropped, Ending, State
from live.records import Link, Page, Shot, ShotKind, Site
from live.workspace import Workspace

STAGE = "crawl"
TRIES = 2


async def crawl(
    workspace: Workspace, month: str, *, report: Report = silent, network: Network = WORLD
) -> Counter[State]:
    """Visits the month's links and makes Pages of them, several at once.

    Raises MissingError where there is no Chromium; no browser is started without need.
    """
    links = workspace.store.all(Link, month)
    sites = {site.name: site for site in workspace.config.sites}
    taken = {page.url: "" for page in workspace.store.all(Page, month)}
    ended = workspace.store.ended(month, STAGE, FINAL)
    to_open = [link for link in links if link.id not in ended and link.found_in != "human"]
    async with _browser(network, needed=bool(to_open)) as browser:
        desk = _Desk(workspace, sites, browser, taken)
        return await work_through(
            links,
            desk.take,
            store=workspace.store,
            month=month,
            stage=STAGE,
            key=lambda link: link.id,
            concurrency=workspace.config.crawl.concurrency,
            report=report,
        )


@asynccontextmanager
async def _browser(network: Network, *, needed: bool) -> AsyncIterator[Chromium | None]:
    if not needed:
        yield None
        return
    async with chromium(network.launch) as browser:
        yield browser


@dataclass
class _Desk:
    """Works on one link at a time. taken: address of a page -> the link that became it."""

    workspace: Workspace
    sites: dict[str, Site]
    browser: Chromium | None
    taken: dict[str, str]

    async def take(self, link: Link) -> Ending:
        site = self.sites.get(link.site)
        if site is None:
            return Dropped("site_gone", f"{link.site} is no longer in live.yaml.")
        if link.found_in == "human":
            return import_pictures(link, site, self.workspace.path, self.workspace.blobs)
        ending = None
        for _ in range(TRIES):
            ending = ending or await self._try(link, site)
        if not isinstance(ending, Done):
            self.taken = {url: id for url, id in self.taken.items() if id != link.id}
        return ending or Dropped("crashed", f"{link.url} crashed the browser {TRIES} times.")

    async def _try(self, link: Link, site: Site) -> Ending | None:
        """Photographs a link. None: page or browser crashed, which earns another try."""
        from playwright.async_api import Error
        from playwright.async_api import TimeoutError as Late

        try:
            return await self._photograph(link, site)
        except (TimeoutError, Late):
            return Dropped("timeout", f"{link.url}: the page stopped answering.")
        except Error as error:
            if crashed(error):
                return None
            return Dropped("broken", f"{link.url}: {error.message.splitlines()[0]}.")

    async def _photograph(self, link: Link, site: Site) -> Ending:
        assert self.browser is not None
        config = self.workspace.config
        kind: ShotKind = config.crawl.shots or site.shots
        agent = user_agent(config.contact, self.browser.version)
        async with self.browser.tab(config.crawl.screen, agent, site.language) as tab:
            visited = await visit(tab, link.url, config.crawl.timeout_seconds)
            if not isinstance(visited, Visited):
                return visited
            found = await asyncio.to_thread(admit, visited, link, now())
            if not isinstance(found, Admitted):
                return found
            if self.taken.setdefault(found.article.url, link.id) != link.id:
                return Dropped("duplicate", f"{link.url} is {found.article.url}, taken before.")
            done = await clean(tab, config.crawl.max_height, unstick=kind != "single_screen")
            pictures = await shoot(tab, kind, config.crawl.screen, config.crawl.max_height)
        page = self._page(link, site, kind, visited, found, pictures)
        return Done((page,), "; ".join(done))

    def _page(
        self,
        link: Link,
        site: Site,
        kind: ShotKind,
        visited: Visited,
        found: Admitted,
        pictures: tuple[Picture, ...],
    ) -> Page:
        """Stores HTML and pictures, and makes the record of them."""
        assert self.browser is not None
        blobs, article = self.workspace.blobs, found.article
        return Page(
            month=link.month,
            site=site.name,
            url=article.url,
            final_url=visited.url,
            title=article.title,
            byline=article.byline,
            section=article.section,
            language=article.language or site.language,
            text=article.body,
            html_sha256=blobs.put(visited.html.encode()),
            shots=tuple(
                Shot(
                    kind=kind,
                    sha256=blobs.put(picture.png),
                    width=picture.width,
                    height=picture.height,
                    top=picture.top,
                    text=picture.text,
                )
                for picture in pictures
            ),
            published_at=found.published_at,
            evidence=found.evidence,
            captured_at=found.at,
            browser=f"Chromium {self.browser.version}",
            screen=self.workspace.config.crawl.screen,
        )

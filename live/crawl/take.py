"""One link -> a Page with its pictures and its proof of date, or why there is none.

Touches the web through a tab of Chromium, and the blobs. Each link that is opened leaves a Visit.
"""

import asyncio
import time
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from live.browser import Chromium
from live.clock import now
from live.crawl.human import import_pictures
from live.crawl.keep import Opened, keep, visit_of
from live.crawl.read.admit import admit
from live.crawl.seen import Seen
from live.crawl.view.ads import Ads
from live.crawl.view.browse import Busy, Visited, look_again, visit
from live.crawl.view.clean import Cleaner, prepare
from live.crawl.view.same import Story
from live.crawl.view.shots import photograph
from live.crawl.view.trouble import trouble, while_it_stays
from live.crawl.web.gateway import Gate, gateway
from live.crawl.web.manners import MOST_PAUSE
from live.crawl.web.net import user_agent
from live.crawl.web.optout import opted_out
from live.crawl.web.reach import Web
from live.errors import ItemError
from live.outcomes import Done, Dropped, Ending, Failed, Held, Waiting
from live.records import Link, Ruling, ShotKind, Site
from live.workspace import Workspace

if TYPE_CHECKING:
    from playwright.async_api import Page as Tab

TRIES = 2
"""How often a page is opened that crashed, went elsewhere, or asked for a short pause."""
WHOLE = 3
"""How many times `crawl.timeout_seconds` all tries of a page may take together."""
LATE = ("too_short", "undated", "untitled")
"""What is said of a page whose scripts have not put its article there yet."""


class _Again(Exception):
    """A try that may be worth another. ending: how the link ends if there is none."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(ending.detail)
        self.ending = ending


@dataclass
class Desk:
    """Takes links, several at once.

    browser, ads: None while no link of the stage is opened. rulings: id of a link -> what a
    reviewer said of its date.
    """

    workspace: Workspace
    sites: dict[str, Site]
    web: Web
    browser: Chromium | None
    ads: Ads | None
    seen: Seen
    rulings: dict[str, Ruling]

    async def take(self, link: Link) -> Ending:
        """Opens a link's page and keeps what it shows; the ending carries the Visit."""
        site = self.sites.get(link.site)
        if site is None:
            return Dropped("site_gone", f"{link.site} is no longer in live.yaml.")
        if link.found_in == "human":
            return import_pictures(link, site, self.workspace.path, self.workspace.blobs)
        opened = Opened(now())
        try:
            ending = await self._open(link, site, opened)
        except ItemError as error:
            ending = Failed(error.reason, error.detail)
        if not isinstance(ending, Done):
            self.seen.release(link.id)
        if isinstance(ending, Waiting) and not opened.tries:
            return ending
        return replace(ending, records=(*ending.records, visit_of(link, opened, ending)))

    async def _open(self, link: Link, site: Site, opened: Opened) -> Ending:
        """Waits for the host's turn and tries, once more where that is worth it."""
        for rest in reversed(range(TRIES)):
            try:
                async with self.web.manners.turn(link.url) as refusal:
                    if refusal:
                        return refusal
                    if not opened.tries:
                        opened.began = now()
                    opened.tries += 1
                    return await self._try(link, site, opened)
            except _Again as again:
                self.seen.release(link.id)
                if not rest:
                    return again.ending
        raise AssertionError("a link has at least one try")

    async def _try(self, link: Link, site: Site, opened: Opened) -> Ending:
        """Opens a page once, in what is left of its time."""
        from playwright.async_api import Error
        from playwright.async_api import TimeoutError as Late

        began, most = time.monotonic(), WHOLE * self.workspace.config.crawl.timeout_seconds
        clock = asyncio.timeout(most - opened.seconds)
        async with gateway(self.web.network) as gate:
            try:
                async with clock:
                    return await self._photograph(link, site, gate, opened)
            except (TimeoutError, Late):
                fact = f"was not done in {most:g} s" if clock.expired() else "stopped answering"
                return Dropped("timeout", f"{link.url}: its page {fact}.")
            except Error as error:
                raise _Again(trouble(link.url, error)) from None
            finally:
                opened.bytes += gate.received
                opened.seconds += time.monotonic() - began

    async def _photograph(self, link: Link, site: Site, gate: Gate, opened: Opened) -> Ending:
        assert self.browser is not None and self.ads is not None
        config = self.workspace.config.crawl
        kind: ShotKind = config.shots or site.shots
        agent = user_agent(self.workspace.config.contact, self.browser.version)
        async with self.browser.tab(
            config.screen, agent, site.language, proxy=gate.url, scale=config.scale
        ) as tab:
            unstick = kind != "single_screen"
            cleaner = await prepare(tab, self.ads, config.max_height, unstick=unstick)
            opened.way.clear()
            visited = await visit(
                tab,
                link.url,
                config.timeout_seconds,
                refused=gate.refused,
                private=gate.private,
                way=opened.way,
            )
            if isinstance(visited, Busy):
                return self._busy(link, visited)
            if not isinstance(visited, Visited):
                return visited
            admitted = await self._clean_and_admit(tab, cleaner, link, visited, opened)
            if not isinstance(admitted, Visited):
                return admitted
            assert (read := opened.reading) is not None
            shooting = photograph(
                tab,
                kind,
                config.screen,
                config.max_height,
                language=read.article.language or site.language,
                story=Story(admitted.mark, read.article.title, read.article.body),
                clean=cleaner.clean,
            )
            pictures = await while_it_stays(tab, shooting)
            if pictures is None:
                fact = f"it went on to {tab.url} by itself while it was photographed"
                raise _Again(Dropped("moved", f"{link.url}: {fact}."))
        if isinstance(pictures, Dropped):
            if pictures.reason == "moved":
                raise _Again(pictures)
            return pictures
        store = partial(keep, self.workspace, link, site, kind, admitted, read, pictures)
        page = await asyncio.to_thread(store, cleaner.done, f"Chromium {self.browser.version}")
        return Done((page,), "; ".join(cleaner.done))

    async def _clean_and_admit(
        self, tab: "Tab", cleaner: Cleaner, link: Link, visited: Visited, opened: Opened
    ) -> Visited | Dropped | Held | Failed:
        """Gives the page as it was when it was admitted, and leaves it clean.

        It is cleaned while it is read; most pages that load are taken.
        """
        cleaning = asyncio.create_task(cleaner.clean())
        try:
            refusal = await self._admit(link, visited, opened)
            if refusal and refusal.reason in LATE:
                await cleaning
                if later := await look_again(tab, visited):
                    visited, refusal = later, await self._admit(link, later, opened)
                    if not refusal:
                        await cleaner.clean()
            if refusal:
                return refusal
            await cleaning
            return visited
        finally:
            cleaning.cancel()
            await asyncio.gather(cleaning, return_exceptions=True)

    def _busy(self, link: Link, busy: Busy) -> Ending:
        """Has the host left alone; raises _Again where its pause is short enough to wait for."""
        pause = self.web.manners.back_off(link.url, busy.retry_after)
        why = f"{link.url} is busy: it answered {busy.status} and wants {pause:.0f} s."
        ending = Failed(f"http_{busy.status}", why)
        if pause <= MOST_PAUSE:
            raise _Again(ending)
        return ending

    async def _admit(
        self, link: Link, visited: Visited, opened: Opened
    ) -> Dropped | Held | Failed | None:
        """Lets in an article of the month that is not reserved, not known and not taken."""
        # where we were led may be forbidden though the link is not
        if (end := opened.way[-1]) != link.url:
            if forbidden := await self.web.manners.refusal(end):
                return forbidden
        if self.workspace.config.crawl.respect_ai_optout:
            if why := opted_out(visited.headers, visited.html):
                return Dropped("ai_optout", f"{link.url}: {why}.")
        ruling = self.rulings.get(link.id)
        read = await asyncio.to_thread(admit, visited, link, now(), ruling.value if ruling else "")
        opened.reading, refusal, url = read, read.refusal, read.article.url
        if not refusal:
            assert read.published_at is not None
            refusal = self.seen.claim(link.id, url, read.sketch, read.published_at, link.month)
        self.seen.read(url, read.at, read.published_at, read.sketch)
        return refusal

"""One link -> a Page with its pictures and its proof of date, or why there is none.

Touches the web through a tab of Chromium, and the blobs. Each link that is opened leaves a Visit.
"""

import asyncio
import time
from dataclasses import dataclass, field, replace
from datetime import datetime

from live.browser import Chromium
from live.clock import now
from live.crawl.human import import_pictures
from live.crawl.read.admit import Reading, admit
from live.crawl.read.urls import same_site
from live.crawl.seen import Seen
from live.crawl.view.ads import Ads
from live.crawl.view.browse import Busy, Visited, crashed, visit
from live.crawl.view.clean import prepare
from live.crawl.view.shots import Picture, photograph
from live.crawl.web.gateway import Gate, gateway
from live.crawl.web.manners import MOST_PAUSE
from live.crawl.web.net import user_agent
from live.crawl.web.optout import opted_out
from live.crawl.web.reach import Web
from live.errors import ItemError
from live.outcomes import Done, Dropped, Ending, Failed, Held, Waiting
from live.records import Link, Page, Ruling, Shot, ShotKind, Site, Visit
from live.workspace import Workspace

TRIES = 2
"""How often a page is opened that crashed or asked for a short pause."""
HEADERS = (
    "age",
    "cache-control",
    "content-language",
    "content-type",
    "date",
    "etag",
    "last-modified",
    "server",
    "tdm-policy",
    "tdm-reservation",
    "x-robots-tag",
)


class _Again(Exception):
    """A try that may be worth another. ending: how the link ends if there is none."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(ending.detail)
        self.ending = ending


@dataclass
class _Opened:
    """What opening a link has taken and shown so far.

    began, started: when its turn came first. way: addresses gone through, the last one last.
    """

    began: datetime
    started: float
    tries: int = 0
    bytes: int = 0
    way: list[str] = field(default_factory=list)
    reading: Reading | None = None


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
        opened = _Opened(now(), time.monotonic())
        try:
            ending = await self._open(link, site, opened)
        except ItemError as error:
            ending = Failed(error.reason, error.detail)
        if not isinstance(ending, Done):
            self.seen.release(link.id)
        if isinstance(ending, Waiting):
            return ending
        return replace(ending, records=(*ending.records, _visit(link, opened, ending)))

    async def _open(self, link: Link, site: Site, opened: _Opened) -> Ending:
        """Waits for the host's turn and tries; a crash or a short pause earns another try."""
        for left in reversed(range(TRIES)):
            try:
                async with self.web.manners.turn(link.url) as refusal:
                    if refusal:
                        return refusal
                    if not opened.tries:
                        opened.began, opened.started = now(), time.monotonic()
                    opened.tries += 1
                    return await self._try(link, site, opened)
            except _Again as again:
                if not left:
                    return again.ending
        raise AssertionError("a link has at least one try")

    async def _try(self, link: Link, site: Site, opened: _Opened) -> Ending:
        from playwright.async_api import Error
        from playwright.async_api import TimeoutError as Late

        async with gateway(self.web.network) as gate:
            try:
                return await self._photograph(link, site, gate, opened)
            except (TimeoutError, Late):
                return Dropped("timeout", f"{link.url}: the page stopped answering.")
            except Error as error:
                fact = error.message.splitlines()[0]
                if crashed(error):
                    why = f"{link.url} crashed the browser {TRIES} times."
                    raise _Again(Dropped("crashed", why)) from None
                return Dropped("broken", f"{link.url}: {fact}.")
            finally:
                opened.bytes += gate.received

    async def _photograph(self, link: Link, site: Site, gate: Gate, opened: _Opened) -> Ending:
        assert self.browser is not None and self.ads is not None
        config = self.workspace.config.crawl
        kind: ShotKind = config.shots or site.shots
        agent = user_agent(self.workspace.config.contact, self.browser.version)
        async with self.browser.tab(
            config.screen, agent, site.language, proxy=gate.url, scale=config.scale
        ) as tab:
            cleaner = await prepare(tab, self.ads)
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
            # the page is cleaned while it is read; most pages that load are taken
            cleaning = asyncio.create_task(
                cleaner.clean(config.max_height, unstick=kind != "single_screen")
            )
            try:
                if refusal := await self._admit(link, visited, opened):
                    return refusal
                cleaned = await cleaning
            finally:
                cleaning.cancel()
                await asyncio.gather(cleaning, return_exceptions=True)
            assert (read := opened.reading) is not None
            pictures = await photograph(
                tab,
                kind,
                config.screen,
                config.max_height,
                language=read.article.language or site.language,
            )
        if isinstance(pictures, Dropped):
            return pictures
        page = await asyncio.to_thread(
            self._page, link, site, kind, visited, read, pictures, cleaned
        )
        return Done((page,), "; ".join(cleaned))

    def _busy(self, link: Link, busy: Busy) -> Ending:
        """Has the host left alone; raises _Again where its pause is short enough to wait for."""
        pause = self.web.manners.back_off(link.url, busy.retry_after)
        why = f"{link.url} is busy: it answered {busy.status} and wants {pause:.0f} s."
        ending = Failed(f"http_{busy.status}", why)
        if pause <= MOST_PAUSE:
            raise _Again(ending)
        return ending

    async def _admit(
        self, link: Link, visited: Visited, opened: _Opened
    ) -> Dropped | Held | Failed | None:
        """Lets in an article of the month that is not reserved, not known and not taken."""
        if not same_site(visited.url, link.url):
            # the host that we were led to may forbid what the first one allows
            if forbidden := await self.web.manners.refusal(visited.url):
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

    def _page(
        self,
        link: Link,
        site: Site,
        kind: ShotKind,
        visited: Visited,
        read: Reading,
        pictures: tuple[Picture, ...],
        cleaned: tuple[str, ...],
    ) -> Page:
        """Stores HTML and pictures, and makes the record of them."""
        assert self.browser is not None and read.published_at is not None
        blobs, article = self.workspace.blobs, read.article
        headers = {name: visited.headers[name] for name in HEADERS if name in visited.headers}
        return Page(
            month=link.month,
            site=site.name,
            url=article.url,
            final_url=visited.url,
            redirects=visited.redirects,
            headers=headers,
            title=article.title,
            byline=article.byline,
            section=article.section,
            language=article.language or site.language,
            text=article.body,
            lead=article.lead,
            html_sha256=blobs.put_text(visited.html),
            cleaned=cleaned,
            shots=tuple(
                Shot(
                    kind=kind,
                    sha256=blobs.put(picture.content),
                    media_type=picture.media_type,
                    width=picture.width,
                    height=picture.height,
                    top=picture.top,
                    cut=picture.cut,
                    text=picture.text,
                )
                for picture in pictures
            ),
            published_at=read.published_at,
            evidence=read.evidence,
            captured_at=read.at,
            browser=f"Chromium {self.browser.version}",
            screen=self.workspace.config.crawl.screen,
        )


def _visit(link: Link, opened: _Opened, ending: Ending) -> Visit:
    """What opening a link took, came to and showed. Waiting for its turn is no part of it."""
    read = opened.reading
    seconds = time.monotonic() - opened.started if opened.tries else 0.0
    visit = Visit(
        month=link.month,
        site=link.site,
        url=link.url,
        at=opened.began,
        seconds=round(seconds, 2),
        bytes=opened.bytes,
        tries=opened.tries,
        state=ending.state,
        reason=ending.reason,
        final_url=opened.way[-1] if opened.way else "",
        redirects=tuple(opened.way[:-1]),
    )
    if read is None:
        return visit
    return visit.model_copy(
        update={
            "address": read.article.url,
            "title": read.article.title,
            "evidence": read.evidence,
            "published_at": read.published_at,
            "sketch": read.sketch,
        }
    )

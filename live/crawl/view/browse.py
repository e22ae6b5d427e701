"""An address -> its HTML as a browser ended up with it, or why not. Drives one tab.

All waits are bounded by our own clock. A page whose text is there, but whose load never ends (a
picture, a font, an advertisement), is taken as it stands.
"""

import asyncio
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from live.browser import bounded
from live.crawl.read.urls import same_site
from live.crawl.view.same import Mark, mark
from live.crawl.view.scripts import ask
from live.crawl.view.trail import ABORTED, MOST_HOPS, Trail
from live.crawl.view.trouble import crashed, left
from live.outcomes import Dropped, Failed

if TYPE_CHECKING:
    from playwright.async_api import Page as Tab
    from playwright.async_api import Response

HTML = ("text/html", "application/xhtml+xml")
BUSY = (429, 503)
GARBLED = ("DECODING", "CHUNKED", "CONTENT_LENGTH", "INVALID", "RESPONSE_HEADERS", "EMPTY_RESPONSE")
LOAD_SECONDS = 8
ANSWER_SECONDS = 10
LATE_MS = 2500
"""How long after its load a page may still put its article together."""


@dataclass(frozen=True)
class Visited:
    """A page that has loaded.

    url: after redirects. headers: of its answer, names in small letters. redirects: the addresses
    before the last, in order, by HTTP and by the pages themselves. mark: of the document.
    """

    url: str
    html: str
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    redirects: tuple[str, ...] = ()
    mark: Mark = Mark("", 0, ())


@dataclass(frozen=True)
class Busy:
    """A server that asks to come back later. retry_after: its header verbatim, or ''."""

    status: int
    retry_after: str = ""


Ending = Visited | Busy | Dropped | Failed


async def visit(
    tab: "Tab",
    url: str,
    seconds: float,
    *,
    refused: Mapping[str, str] | None = None,
    private: Collection[str] = (),
    way: list[str] | None = None,
) -> Ending:
    """Opens an address, and takes the page as it is when it has loaded.

    seconds: until its text must be there; LOAD_SECONDS later it is taken even if something of it
    still loads, and ANSWER_SECONDS later it is given up. refused: host -> why the way to it is
    closed; private: those of them in a private network. way: is filled with the addresses that the
    tab goes through, in order, the last one last, however it ends. Failed, to be tried again, is
    only a server that is not reached. Raises what the browser raises when it crashes.
    """
    from playwright.async_api import Error
    from playwright.async_api import TimeoutError as Late

    trail = Trail(tab, [] if way is None else way)
    try:
        async with (
            asyncio.timeout(seconds + LOAD_SECONDS + ANSWER_SECONDS) as clock,
            trail.kept(clock),
        ):
            return await _follow(tab, url, seconds, trail)
    except (Late, TimeoutError):
        if trail.crashed:
            raise Error("Page crashed") from None
        if trail.hops > MOST_HOPS:
            return _endless(url)
        if trail.failure:
            return _garbled(url, trail.failure)
        return Dropped("timeout", f"{url} did not finish loading in {seconds:g} s.")
    except Error as error:
        if crashed(error):
            raise
        return _no_page(url, error.message, refused or {}, private, trail)


async def look_again(tab: "Tab", visited: Visited) -> Visited | None:
    """Reads a page once more when its scripts have had the time to put its article there.

    None, at once, for a page without scripts, or with all that time behind it. Raises TimeoutError
    where the page does not answer, and what the browser raises.
    """
    if not await ask(tab, "later", LATE_MS):
        return None
    html, document = await _read(tab)
    return replace(visited, url=document.address, html=html, mark=document)


async def _follow(tab: "Tab", url: str, seconds: float, trail: Trail) -> Ending:
    """Opens an address and goes where its page goes by itself, within its site."""
    until = asyncio.get_running_loop().time() + seconds
    response = await tab.goto(url, wait_until="commit", timeout=seconds * 1000)
    if response is None:
        return Dropped("not_html", f"{url} gave no answer of HTTP.")
    known = 1
    while True:
        if refusal := _refused(response, url):
            return refusal
        read = await _settled(tab, until)
        if await trail.moves(known):
            known = trail.hops
            assert trail.last is not None
            if not same_site(trail.last.url, response.url):
                return Dropped("moved", f"{url} went on to {trail.last.url} by itself.")
            if next_one := await trail.arrive():
                response = next_one
        elif read:
            (html, document), headers = read, await response.all_headers()
            way = tuple(trail.way[:-1])
            return Visited(document.address, html, response.status, headers, way, document)


async def _settled(tab: "Tab", until: float) -> tuple[str, Mark] | None:
    """Reads the page when all of it has loaded, or long enough after its text is there.

    None when it is just going somewhere else.
    """
    from playwright.async_api import Error
    from playwright.async_api import TimeoutError as Late

    rest = max(until - asyncio.get_running_loop().time(), 0.001)
    await tab.wait_for_load_state("domcontentloaded", timeout=rest * 1000)
    with suppress(Late):
        await tab.wait_for_load_state("load", timeout=LOAD_SECONDS * 1000)
    try:
        return await bounded(_read(tab), ANSWER_SECONDS)
    except Error as error:
        if left(error):
            return None
        raise


async def _read(tab: "Tab") -> tuple[str, Mark]:
    document = await mark(tab)
    html = await bounded(tab.content(), ANSWER_SECONDS)
    # half a surrogate pair can be in a page, and in no file
    return html.encode("utf-8", "replace").decode(), document


def _no_page(
    url: str, message: str, refused: Mapping[str, str], private: Collection[str], trail: Trail
) -> Dropped | Failed:
    """Says why the browser could not open an address."""
    fact = next((word for word in message.split() if word.startswith("net::")), "")
    if "TOO_MANY_REDIRECTS" in fact:
        return _endless(url)
    if "Download is starting" in message or ABORTED in fact:
        return Dropped("not_html", f"{url} is a download, or nothing.")
    if any(sign in fact for sign in GARBLED):
        return _garbled(url, fact)
    if not fact:
        return Dropped("moved", f"{url} went elsewhere while it loaded.")
    end = trail.last.url if trail.last else url
    host = urlsplit(end).hostname or ""
    why = refused.get(host, fact)
    if host in private:
        return Dropped("private_address", f"{_led(url, end)} is not opened: {why}.")
    return Failed("unreachable", f"{_led(url, end)} could not be reached: {why}.")


def _led(url: str, end: str) -> str:
    """Names an address that was asked for, and where it led to if that is another."""
    return url if end.partition("#")[0] == url.partition("#")[0] else f"{url} led to {end}, which"


def _endless(url: str) -> Dropped:
    return Dropped("redirects", f"{url} redirects without end.")


def _garbled(url: str, fact: str) -> Dropped:
    return Dropped("garbled", f"{url} gave an answer that cannot be read to its end: {fact}.")


def _refused(response: "Response", url: str) -> Busy | Dropped | None:
    if response.status in BUSY:
        return Busy(response.status, response.headers.get("retry-after", ""))
    page = _led(url, response.url)
    if response.status >= 400:
        return Dropped(f"http_{response.status}", f"{page} answered {response.status}.")
    kind = response.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
    if kind not in HTML:
        return Dropped("not_html", f"{page} is {kind}.")
    return None

"""An address -> its HTML as a browser ended up with it, or why not. Drives one tab.

All waits are bounded by our own clock. A page whose text is there, but whose load never ends (a
picture, a font, an advertisement), is taken as it stands.
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from live.browser import bounded
from live.crawl.read.urls import same_site
from live.outcomes import Dropped, Failed

if TYPE_CHECKING:
    from playwright.async_api import Frame, Request, Response
    from playwright.async_api import Page as Tab

HTML = ("text/html", "application/xhtml+xml")
BUSY = (429, 503)
ABORTED = "ERR_ABORTED"
GARBLED = ("DECODING", "CHUNKED", "CONTENT_LENGTH", "INVALID", "RESPONSE_HEADERS", "EMPTY_RESPONSE")
MOST_HOPS = 5
LOAD_SECONDS = 8
ANSWER_SECONDS = 10
QUIET_SECONDS = 0.1
LEAVE_SECONDS = 3
SOON_SECONDS = 1


@dataclass(frozen=True)
class Visited:
    """A page that has loaded.

    url: after redirects. headers: of its answer, names in small letters. redirects: the addresses
    before the last, in order, by HTTP and by the pages themselves.
    """

    url: str
    html: str
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    redirects: tuple[str, ...] = ()


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

    trail = _Trail(tab, [] if way is None else way)
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


def crashed(error: Exception) -> bool:
    """Tells whether page or browser died, so that a second try with a new one makes sense."""
    text = str(error).lower()
    signs = ("crash", "has been closed", "disconnected", "connection closed")
    return any(sign in text for sign in signs)


class _Trail:
    """What the browser tells of a tab's main frame: the documents it went for, and its end.

    way: their addresses in order, redirects by HTTP among them. hops: those not counted. failure:
    of the last document.
    """

    def __init__(self, tab: "Tab", way: list[str]) -> None:
        self.way = way
        self.hops = 0
        self.last: Request | None = None
        self.failure = ""
        self.crashed = False
        self._tab = tab
        self._clock = asyncio.timeout(None)
        self._began = asyncio.Event()
        self._there = asyncio.Event()
        self._leaving = False
        self._frame = ""

    @asynccontextmanager
    async def kept(self, clock: asyncio.Timeout) -> AsyncIterator[None]:
        """Listens while the block runs. What will never end runs the clock down at once."""
        self._clock = clock
        self._tab.on("request", self._request)
        self._tab.on("requestfailed", self._failed)
        self._tab.on("framenavigated", self._navigated)
        self._tab.on("crash", self._crash)
        wire = await self._tab.context.new_cdp_session(self._tab)
        wire.on("Page.frameRequestedNavigation", self._leave)
        wire.on("Page.frameScheduledNavigation", self._leave)
        await wire.send("Page.enable")
        self._frame = (await wire.send("Page.getFrameTree"))["frameTree"]["frame"]["id"]
        try:
            yield
        finally:
            self._tab.remove_listener("request", self._request)
            self._tab.remove_listener("requestfailed", self._failed)
            self._tab.remove_listener("framenavigated", self._navigated)
            self._tab.remove_listener("crash", self._crash)

    async def moves(self, known: int) -> bool:
        """Waits a moment for the page to go on by itself, longer when it said so; tells if so."""
        self._began.clear()
        for seconds in (QUIET_SECONDS, LEAVE_SECONDS):
            if self.hops == known and (self._leaving or seconds == QUIET_SECONDS):
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._began.wait(), seconds)
        return self.hops != known

    async def arrive(self) -> "Response | None":
        """Waits until the last document that the page went for is there. None: it stayed."""
        assert self.last is not None
        response = await self.last.response()
        await self._there.wait()
        return None if self.failure else response

    def _request(self, request: "Request") -> None:
        if not self._is_main(request):
            return
        self.last, self.failure = request, ""
        self.way.append(request.url)
        self._there.clear()
        if request.redirected_from is None:
            self.hops += 1
            self._leaving = False
            self._began.set()
        if self.hops > MOST_HOPS:
            self._stop()

    def _leave(self, event: dict[str, Any]) -> None:
        if event["frameId"] == self._frame and event.get("delay", 0) <= SOON_SECONDS:
            self._leaving = True

    def _failed(self, request: "Request") -> None:
        if request != self.last:
            return
        self.way.pop()
        self.failure = request.failure or "no answer"
        if self._there.is_set() and ABORTED not in self.failure:
            self._stop()
        self._there.set()

    def _navigated(self, frame: "Frame") -> None:
        if frame == self._tab.main_frame:
            self._there.set()

    def _crash(self, _: "Tab") -> None:
        self.crashed = True
        self._stop()

    def _is_main(self, request: "Request") -> bool:
        return request.is_navigation_request() and request.frame == self._tab.main_frame

    def _stop(self) -> None:
        if not self._clock.expired():
            self._clock.reschedule(0)


async def _follow(tab: "Tab", url: str, seconds: float, trail: _Trail) -> Ending:
    """Opens an address and goes where its page goes by itself, within its site."""
    until = asyncio.get_running_loop().time() + seconds
    response = await tab.goto(url, wait_until="commit", timeout=seconds * 1000)
    if response is None:
        return Dropped("not_html", f"{url} gave no answer of HTTP.")
    known = 1
    while True:
        if refusal := _refused(response, url):
            return refusal
        html = await _settled(tab, until)
        if await trail.moves(known):
            known = trail.hops
            assert trail.last is not None
            if not same_site(trail.last.url, response.url):
                return Dropped("moved", f"{url} went on to {trail.last.url} by itself.")
            if next_one := await trail.arrive():
                response = next_one
        elif html:
            headers = await response.all_headers()
            return Visited(tab.url, html, response.status, headers, tuple(trail.way[:-1]))


async def _settled(tab: "Tab", until: float) -> str:
    """Gives the HTML when all of the page has loaded, or long enough after its text is there.

    '' when the page is just going somewhere else.
    """
    from playwright.async_api import Error
    from playwright.async_api import TimeoutError as Late

    left = max(until - asyncio.get_running_loop().time(), 0.001)
    await tab.wait_for_load_state("domcontentloaded", timeout=left * 1000)
    with suppress(Late):
        await tab.wait_for_load_state("load", timeout=LOAD_SECONDS * 1000)
    try:
        html = await bounded(tab.content(), ANSWER_SECONDS)
    except Error as error:
        if "navigating" in error.message or "context was destroyed" in error.message:
            return ""
        raise
    # half a surrogate pair can be in a page, and in no file
    return html.encode("utf-8", "replace").decode()


def _no_page(
    url: str, message: str, refused: Mapping[str, str], private: Collection[str], trail: _Trail
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
        return Dropped("moved", f"{url} went away while it loaded: {message.splitlines()[0]}.")
    host = urlsplit(trail.last.url if trail.last else url).hostname or ""
    why = refused.get(host, fact)
    if host in private:
        return Dropped("private_address", f"{url} is not opened: {why}.")
    return Failed("unreachable", f"{url} could not be reached: {why}.")


def _endless(url: str) -> Dropped:
    return Dropped("redirects", f"{url} redirects without end.")


def _garbled(url: str, fact: str) -> Dropped:
    return Dropped("garbled", f"{url} gave an answer that cannot be read to its end: {fact}.")


def _refused(response: "Response", url: str) -> Busy | Dropped | None:
    if response.status in BUSY:
        return Busy(response.status, response.headers.get("retry-after", ""))
    if response.status >= 400:
        return Dropped(f"http_{response.status}", f"{url} answered {response.status}.")
    kind = response.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
    if kind not in HTML:
        return Dropped("not_html", f"{url} is {kind}.")
    return None

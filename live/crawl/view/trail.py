"""A tab -> the documents that its main frame goes for, and the end of that. Listens to one tab."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.async_api import Frame, Request, Response
    from playwright.async_api import Page as Tab

ABORTED = "ERR_ABORTED"
MOST_HOPS = 5
QUIET_SECONDS = 0.1
LEAVE_SECONDS = 3
SOON_SECONDS = 1


class Trail:
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

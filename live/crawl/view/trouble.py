"""What goes wrong in a tab -> what it means, in plain words. Listens to one tab."""

import asyncio
import re
from collections.abc import Awaitable
from typing import TYPE_CHECKING, TypeVar

from live.outcomes import Dropped

if TYPE_CHECKING:
    from playwright.async_api import Error
    from playwright.async_api import Page as Tab

T = TypeVar("T")
DEATHS = ("crash", "has been closed", "disconnected", "connection closed")
LEFT = ("context was destroyed", "is navigating", "frame was detached", "frame got detached")
NO_PICTURE = ("captureScreenshot", "capture screenshot", "taking page screenshot")
CALL = re.compile(r"^\w+\.\w+: (Protocol error \([\w.]+\): )?")


def trouble(url: str, error: "Error") -> Dropped:
    """Names what an error of the browser did to a page: `crashed`, `moved` or `broken`."""
    fact = CALL.sub("", error.message.splitlines()[0]).rstrip(". ")
    if crashed(error):
        return Dropped("crashed", f"{url}: its tab died ({fact[:1].lower()}{fact[1:]}).")
    if left(error):
        return Dropped("moved", f"{url}: it went elsewhere by itself while it was looked at.")
    if any(sign in error.message for sign in NO_PICTURE):
        return Dropped("broken", f"{url}: Chromium could draw no picture of it. Is memory short?")
    return Dropped("broken", f"{url}: its page does not let itself be read ({fact}).")


def crashed(error: Exception) -> bool:
    """Tells whether page or browser died."""
    text = str(error).lower()
    return any(sign in text for sign in DEATHS)


def left(error: Exception) -> bool:
    """Tells whether a page went elsewhere while it was worked on."""
    text = str(error).lower()
    return any(sign in text for sign in LEFT)


async def while_it_stays(tab: "Tab", work: Awaitable[T]) -> T | None:
    """Awaits work on a page. None, at once, when its tab goes to another document meanwhile.

    The browser's own calls may wait for ever where a document goes away under them.
    """

    def leave(_: "Tab") -> None:
        if not clock.expired():
            clock.reschedule(0)

    try:
        async with asyncio.timeout(None) as clock:
            tab.on("domcontentloaded", leave)
            try:
                return await work
            finally:
                tab.remove_listener("domcontentloaded", leave)
    except TimeoutError:
        if clock.expired():
            return None
        raise

"""A tab -> the page it opens as a reader wants it: no walls, no ads, all pictures there.

Changes the page in one tab and says what it did. Waits on what the page does, each wait bounded.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from live.crawl.view.ads import Ads, Blocked, block
from live.crawl.view.consent import Consent, install
from live.crawl.view.scripts import ask

if TYPE_CHECKING:
    from playwright.async_api import Page as Tab

PICTURES_MS = 5000
RELOAD_MS = 5000
LONGEST = 200


async def prepare(tab: "Tab", ads: Ads) -> "Cleaner":
    """Readies a tab for the page that it will open: its ads are stopped, its walls are answered.

    Raises MissingError where what this takes is not installed.
    """
    return Cleaner(tab, *await asyncio.gather(block(tab, ads), install(tab)))


@dataclass(frozen=True)
class Cleaner:
    """Cleans the page that one tab has opened."""

    tab: "Tab"
    blocked: Blocked
    consent: Consent

    async def clean(self, max_height: int, *, unstick: bool) -> tuple[str, ...]:
        """Cleans a page that has loaded, and gives what was done, one phrase each.

        max_height: px of the page that will be photographed. unstick: lay headers that would
        follow a reader down the page where they belong, for pictures taller than the screen.
        Raises TimeoutError for a page that no longer answers.
        """
        from playwright.async_api import Error

        await self.consent.settled()
        try:
            tidied = await self._tidy(max_height, unstick)
        except Error as error:
            # an answer to a wall may load the page anew
            if "context was destroyed" not in error.message or not self.consent.done:
                raise
            tidied = await self._tidy(max_height, unstick)
        count = self.blocked.requests
        ads = [f"blocked {count} ad request{'' if count == 1 else 's'}"] if count else []
        done = [*self.consent.done, *ads, *tidied]
        return tuple(dict.fromkeys(phrase[:LONGEST] for phrase in done))

    async def _tidy(self, max_height: int, unstick: bool) -> list[str]:
        from playwright.async_api import TimeoutError as Late

        # for a page that was loaded anew; what never ends was waited for when it was opened
        with suppress(Late):
            await self.tab.wait_for_load_state("load", timeout=RELOAD_MS)
        argument = {
            "maxHeight": max_height,
            "unstick": unstick,
            "blocked": self.blocked.frames,
            "ms": PICTURES_MS,
        }
        return [str(phrase) for phrase in await ask(self.tab, "clean", argument)]

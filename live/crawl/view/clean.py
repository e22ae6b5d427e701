"""A tab -> the page it opens as a reader wants it: no walls, no ads, all pictures there.

Changes the page in one tab and says what it did. Waits on what the page does, each wait bounded.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from live.crawl.view.ads import Ads, Blocked, block
from live.crawl.view.consent import Consent, install
from live.crawl.view.scripts import ask
from live.crawl.view.trouble import left

if TYPE_CHECKING:
    from playwright.async_api import Page as Tab

PICTURES_MS = 5000
RELOAD_MS = 5000
LONGEST = 200
HOSTS = 3


async def prepare(tab: "Tab", ads: Ads, max_height: int, *, unstick: bool) -> "Cleaner":
    """Readies a tab for the page that it will open: its ads are stopped, its walls are answered.

    max_height: px of the page that will be photographed. unstick: lay headers that would follow a
    reader down the page where they belong, for pictures taller than the screen.
    Raises MissingError where what this takes is not installed.
    """
    blocked, consent = await asyncio.gather(block(tab, ads), install(tab))
    return Cleaner(tab, blocked, consent, max_height, unstick)


@dataclass
class Cleaner:
    """Cleans the page that one tab has opened. tidied: a phrase for each thing done in the page."""

    tab: "Tab"
    blocked: Blocked
    consent: Consent
    max_height: int
    unstick: bool
    tidied: list[str] = field(default_factory=list)

    async def clean(self) -> None:
        """Cleans a page that has loaded, or what has come to it since the last time.

        Raises TimeoutError for a page that no longer answers.
        """
        from playwright.async_api import Error

        await self.consent.settled()
        try:
            await self._tidy()
        except Error as error:
            # an answer to a wall may load the page anew
            if not left(error) or not self.consent.done:
                raise
            await self._tidy()

    @property
    def done(self) -> tuple[str, ...]:
        """What was done to the page, one phrase each, none twice."""
        count = len(self.blocked.hosts)
        hosts = ", ".join(list(dict.fromkeys(self.blocked.hosts))[:HOSTS])
        ads = [f"blocked {count} ad request{'' if count == 1 else 's'} ({hosts})"] if count else []
        phrases = [*self.consent.done, *ads, *self.tidied]
        # a page may name its boxes as it likes
        plain = ("".join(filter(str.isprintable, phrase)) for phrase in phrases)
        return tuple(dict.fromkeys(phrase[:LONGEST] for phrase in plain))

    async def _tidy(self) -> None:
        from playwright.async_api import TimeoutError as Late

        if self.consent.done:
            # it may be loading anew; what never ends was waited for when it was opened
            with suppress(Late):
                await self.tab.wait_for_load_state("load", timeout=RELOAD_MS)
        argument = {
            "maxHeight": self.max_height,
            "unstick": self.unstick,
            "blocked": self.blocked.frames,
            "ms": PICTURES_MS,
        }
        self.tidied += [str(phrase) for phrase in await ask(self.tab, "clean", argument)]

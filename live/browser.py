"""Finds and runs Chromium. The only door to a browser; touches its processes and nothing else."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from live.errors import ItemError, MissingError

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page, Playwright

T = TypeVar("T")
VARIABLE = "LIVE_CHROMIUM"
# Debian's wrapper on the PATH prints noise; the program behind it does not.
PROGRAMS = (
    "/usr/lib/chromium/chromium",
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
)
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
OPEN_SECONDS = 30
CLOSE_SECONDS = 10


@dataclass(frozen=True)
class Launch:
    """How to start Chromium.

    program: a path; None finds one. resolver_rules: for `--host-resolver-rules`.
    """

    program: str | None = None
    resolver_rules: str = ""


@dataclass(frozen=True)
class Probe:
    """What Chromium said of itself when it was started."""

    program: str
    version: str
    sandboxed: bool


@asynccontextmanager
async def chromium(launch: Launch = Launch()) -> AsyncIterator["Chromium"]:
    """Runs Chromium until the block is left; none of its processes stays behind.

    Raises MissingError, one line that says what to install, where there is none or it won't start.
    """
    from playwright.async_api import async_playwright

    # Playwright reads it when its driver starts: a web font that stalls must not block a picture.
    os.environ["PW_TEST_SCREENSHOT_NO_FONTS_READY"] = "1"
    async with async_playwright() as playwright:
        running = Chromium(playwright, launch)
        try:
            await running.start()
            yield running
        finally:
            await running.stop()


async def probe(launch: Launch = Launch()) -> Probe:
    """Starts Chromium once and tells what it is. Raises MissingError as `chromium` does."""
    async with chromium(launch) as running:
        return Probe(running.program, running.version, sandboxed())


def find_chromium(own: str, named: str | None = None) -> str:
    """Gives the path of the Chromium to use: the named, LIVE_CHROMIUM, `own`, the system's.

    own: where Playwright keeps the one that it downloads. Raises MissingError.
    """
    for name, where in ((named, "the Chromium asked for"), (os.environ.get(VARIABLE), VARIABLE)):
        if name and (found := shutil.which(name)):
            return found
        if name:
            raise MissingError(f"{where}: {name} is no program. Correct the path, or leave it out.")
    if Path(own).is_file():
        return own
    for program in PROGRAMS:
        if found := shutil.which(program):
            return found
    raise MissingError(
        "No Chromium was found. Run `apt-get install chromium` or `playwright install chromium`, "
        f"or put the path of one into {VARIABLE}."
    )


def sandboxed() -> bool:
    """Tells whether Chromium's sandbox is on: as root it cannot start."""
    return os.geteuid() != 0


async def bounded(work: Awaitable[T], seconds: float) -> T:
    """Awaits at most so long. Raises TimeoutError: the browser's own calls may never return."""
    return await asyncio.wait_for(work, seconds)


class Chromium:
    """A running Chromium, started anew when it has died."""

    def __init__(self, playwright: "Playwright", launch: Launch) -> None:
        self.program = find_chromium(playwright.chromium.executable_path, launch.program)
        self.version = ""
        self._playwright = playwright
        self._rules = launch.resolver_rules
        self._browser: Browser | None = None
        self._starting = asyncio.Lock()

    async def start(self) -> "Browser":
        """Gives the browser, started if need be. Raises MissingError where it will not start."""
        from playwright.async_api import Error

        async with self._starting:
            if self._browser and self._browser.is_connected():
                return self._browser
            rules = [f"--host-resolver-rules={self._rules}", "--no-proxy-server"]
            try:
                self._browser = await self._playwright.chromium.launch(
                    executable_path=self.program,
                    args=[*FLAGS, *(rules if self._rules else ())],
                    chromium_sandbox=sandboxed(),
                )
            except Error as error:
                fact = next((line for line in error.message.splitlines() if line.strip()), "")
                raise MissingError(
                    f"{self.program}: did not start ({fact.strip()}). Try it by hand, or "
                    f"`playwright install --with-deps chromium`, or set {VARIABLE}."
                ) from None
            self.version = self._browser.version
            return self._browser

    async def stop(self) -> None:
        """Ends the browser. One that does not listen goes down with Playwright's driver."""
        if self._browser:
            await _quietly(self._browser.close())

    @asynccontextmanager
    async def tab(
        self, screen: tuple[int, int], user_agent: str = "", locale: str = "en"
    ) -> AsyncIterator["Page"]:
        """Opens a page in a context of its own and closes both.

        screen: px, width x height. Several pages in one context gave pictures of each other.
        """
        browser = await self.start()
        context: BrowserContext | None = None
        try:
            async with _opening():
                context = await browser.new_context(
                    viewport={"width": screen[0], "height": screen[1]},
                    user_agent=user_agent or None,
                    locale=locale,
                    timezone_id="UTC",
                    reduced_motion="reduce",
                    accept_downloads=False,
                    service_workers="block",
                )
                await context.add_init_script("window.open = () => null")
                page = await context.new_page()
            yield page
        finally:
            if context is None or not await _quietly(context.close()):
                await _quietly(browser.close())


@asynccontextmanager
async def _opening() -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(OPEN_SECONDS):
            yield
    except TimeoutError:
        raise ItemError(
            "browser_stuck", f"Chromium opened no page in {OPEN_SECONDS} s. Is memory short?"
        ) from None


async def _quietly(closing: Awaitable[None]) -> bool:
    """Awaits a closing, and tells whether it came to an end; what is dead already is closed."""
    from playwright.async_api import Error

    try:
        await bounded(closing, CLOSE_SECONDS)
    except TimeoutError:
        return False
    except Error:
        return True
    return True

"""Finds and runs Chromium. The only door to a browser; touches its processes and nothing else."""

import asyncio
import math
import os
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import psutil
import structlog

from live.errors import ItemError, MissingError
from live.installed import VARIABLE, find_chromium
from live.processes import end, end_family, outgrown, weight

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page, Playwright

log = structlog.get_logger()

T = TypeVar("T")
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--autoplay-policy=document-user-activation-required",
    # Names are looked up by the proxy; a page must find no way round it, nor learn of addresses.
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, "
    "EXCLUDE 127.0.0.1",
)
# Playwright switches the blocker of pop-ups off.
UNWANTED_FLAGS = ("--disable-popup-blocking",)
INIT_SCRIPT = Path(__file__).with_suffix(".js")
ROOT = "off, as root it cannot start"
REFUSED = "off, it cannot start: allow user namespaces, or apt-get install chromium-sandbox"
OPEN_SECONDS = 30
CLOSE_SECONDS = 20
WATCH_SECONDS = 0.5
WEIGH_EVERY = 10
MOST_PAGES = 100
MOST_BYTES = 1200 * 2**20
TAB_BYTES = 1000 * 2**20
SOON_SECONDS = 5


@dataclass(frozen=True)
class Launch:
    """How to start Chromium. program: a path; None finds one."""

    program: str | None = None


@dataclass(frozen=True)
class Probe:
    """What Chromium said of itself when it was started. sandbox: `on`, or `off` and why."""

    program: str
    version: str
    sandbox: str


@asynccontextmanager
async def chromium(launch: Launch = Launch()) -> AsyncIterator["Chromium"]:
    """Runs Chromium until the block is left; none of its processes stays behind.

    Raises MissingError, one line that says what to install, where there is none or it won't start.
    """
    # Playwright reads it when its driver starts: a web font that stalls must not block a picture.
    os.environ["PW_TEST_SCREENSHOT_NO_FONTS_READY"] = "1"
    running = Chromium(launch)
    try:
        await running.start()
        watch = asyncio.create_task(running.watch())
        try:
            yield running
        finally:
            watch.cancel()
            with suppress(asyncio.CancelledError):
                await watch
    finally:
        await running.stop()


async def probe(launch: Launch = Launch()) -> Probe:
    """Starts Chromium once and tells what it is. Raises MissingError as `chromium` does."""
    async with chromium(launch) as running:
        return Probe(running.program, running.version, running.sandbox)


async def bounded(work: Awaitable[T], seconds: float) -> T:
    """Awaits at most so long. Raises TimeoutError: the browser's own calls may never return."""
    return await asyncio.wait_for(work, seconds)


@dataclass(eq=False)
class _Run:
    """One Chromium and the driver that speaks to it. tabs: open now; pages: opened so far.

    ended: when one of its processes was last killed for its size, in monotonic seconds.
    """

    driver: "Playwright"
    browser: "Browser"
    program: str
    process: psutil.Process
    tabs: int = 0
    pages: int = 0
    retired: bool = False
    ended: float = -math.inf

    @property
    def fit(self) -> bool:
        return self.browser.is_connected() and not self.retired and self.pages < MOST_PAGES

    def end(self, large: list[psutil.Process]) -> None:
        """Kills what grew too large; the page that it drew crashes, and is tried once more."""
        for each in large:
            self.ended = time.monotonic()
            end(each)
            among = [page.url for context in self.browser.contexts for page in context.pages]
            log.warning(f"a page took more than {TAB_BYTES // 2**20} MB and was ended", among=among)


class Chromium:
    """A Chromium for many pages: a fresh one follows when it has died, served long, or grown.

    program, version, sandbox: as in Probe, of the one started last.
    """

    def __init__(self, launch: Launch) -> None:
        self.program = launch.program or ""
        self.version = ""
        self.sandbox = ROOT if os.geteuid() == 0 else "on"
        self._launch = launch
        self._runs: list[_Run] = []
        self._ending: set[asyncio.Task[None]] = set()
        self._starting = asyncio.Lock()

    async def start(self) -> _Run:
        """Gives the browser for the next tab. Raises MissingError where it will not start."""
        async with self._starting:
            if self._runs and self._runs[-1].fit:
                return self._runs[-1]
            run = await self._begin()
            self._runs.append(run)
            return run

    async def stop(self) -> None:
        """Ends all that runs, tabs or not, and waits for what is being ended already."""
        for run in list(self._runs):
            self._end(run)
        if self._ending:
            await asyncio.wait(self._ending)

    async def watch(self) -> None:
        """Kills tabs that outgrow TAB_BYTES, and retires a browser that outgrows MOST_BYTES."""
        for turn in count(1):
            await asyncio.sleep(WATCH_SECONDS)
            for run in list(self._runs):
                run.end(await asyncio.to_thread(outgrown, run.process, TAB_BYTES))
                if (
                    turn % WEIGH_EVERY == 0
                    and await asyncio.to_thread(weight, run.process) > MOST_BYTES
                ):
                    run.retired = True
                await self._end_unused(run)

    @asynccontextmanager
    async def tab(
        self,
        screen: tuple[int, int],
        user_agent: str = "",
        locale: str = "en",
        *,
        proxy: str = "",
        scale: float = 1.0,
    ) -> AsyncIterator["Page"]:
        """Opens a page in a context of its own and closes both.

        screen: CSS px, width x height; scale: device px per CSS px. proxy: `socks5://host:port`
        for all that the page asks for; without one it reaches this machine only.
        Several pages in one context gave pictures of each other. Raises ItemError, and what the
        browser raises when it dies.
        """
        from playwright.async_api import Error

        run = await self.start()
        run.tabs += 1
        run.pages += 1
        context: BrowserContext | None = None
        try:
            async with _opening(run.browser):
                context = await run.browser.new_context(
                    viewport={"width": screen[0], "height": screen[1]},
                    device_scale_factor=scale,
                    user_agent=user_agent or None,
                    locale=locale,
                    timezone_id="UTC",
                    reduced_motion="reduce",
                    accept_downloads=False,
                    service_workers="block",
                    proxy={"server": proxy, "bypass": "<-loopback>"} if proxy else None,
                )
                await context.add_init_script(path=INIT_SCRIPT)
                await context.grant_permissions([])
                page = await context.new_page()
                # A click of ours may open another page, for the browser takes it for a person's.
                context.on("page", _close)
            yield page
        except Error as error:
            if "crashed" in error.message and time.monotonic() - run.ended < SOON_SECONDS:
                most = f"{TAB_BYTES // 2**20} MB"
                raise Error(f"crashed: it took more than {most} of memory") from None
            raise
        finally:
            if context is None or not await _quietly(context.close()):
                run.retired = True
            run.tabs -= 1
            await self._end_unused(run)

    async def _begin(self) -> _Run:
        """Starts driver and browser, without the sandbox where that keeps it from starting."""
        try:
            run = await _begin(self._launch, sandbox=self.sandbox == "on")
        except _NoSandbox:
            log.warning("Chromium runs without its sandbox", why=REFUSED)
            self.sandbox = REFUSED
            run = await _begin(self._launch, sandbox=False)
        self.program, self.version = run.program, run.browser.version
        return run

    async def _end_unused(self, run: _Run) -> None:
        if not run.fit and run.tabs == 0 and run in self._runs:
            await asyncio.shield(self._end(run))

    def _end(self, run: _Run) -> asyncio.Task[None]:
        """Begins to end a browser, which goes on to its end if whoever wanted it is cancelled."""
        self._runs.remove(run)
        ending = asyncio.create_task(_end(run))
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)
        return ending


class _NoSandbox(Exception):
    """Chromium would start, but not with its sandbox."""


async def _begin(launch: Launch, *, sandbox: bool) -> _Run:
    """Starts a driver, and Chromium under it. Raises MissingError and _NoSandbox."""
    from playwright.async_api import Error, async_playwright

    driver = await async_playwright().start()
    try:
        program = find_chromium(driver.chromium.executable_path, launch.program)
        try:
            browser = await driver.chromium.launch(
                executable_path=program,
                args=FLAGS,
                ignore_default_args=UNWANTED_FLAGS,
                chromium_sandbox=sandbox,
            )
            wire = await browser.new_browser_cdp_session()
            told = await wire.send("SystemInfo.getProcessInfo")
        except Error as error:
            if sandbox and "sandboxing failed" in error.message:
                raise _NoSandbox from None
            fact = next((line for line in error.message.splitlines() if line.strip()), "")
            raise MissingError(
                f"{program}: did not start ({fact.strip()}). Try it by hand, or "
                f"`playwright install --with-deps chromium`, or set {VARIABLE}."
            ) from None
    except BaseException:
        await _quietly(driver.stop())
        raise
    (pid,) = (each["id"] for each in told["processInfo"] if each["type"] == "browser")
    return _Run(driver, browser, program, psutil.Process(pid))


async def _end(run: _Run) -> None:
    """Ends browser and driver; a browser that does not listen is killed."""
    if not await _quietly(run.browser.close()):
        await asyncio.to_thread(end_family, run.process)
    await _quietly(run.driver.stop())


async def _close(page: "Page") -> None:
    await _quietly(page.close())


@asynccontextmanager
async def _opening(browser: "Browser") -> AsyncIterator[None]:
    """Bounds the block. A browser that dies in it leaves its calls unanswered: told at once."""
    from playwright.async_api import Error

    def dead(_: "Browser") -> None:
        if not clock.expired():
            clock.reschedule(0)

    try:
        async with asyncio.timeout(OPEN_SECONDS) as clock:
            browser.on("disconnected", dead)
            try:
                yield
            finally:
                browser.remove_listener("disconnected", dead)
    except TimeoutError:
        if not browser.is_connected():
            raise Error("The browser has been closed") from None
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

"""A tab that opens a page of the tests' own web, cleaned."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from playwright.async_api import Page as Tab

from live.browser import chromium
from live.crawl.view.ads import load
from live.crawl.view.clean import prepare
from live.crawl.web.gateway import gateway

SCREEN = (640, 480)


@pytest.fixture
async def cleaned(web) -> AsyncIterator[Callable[..., Awaitable[tuple[Tab, tuple[str, ...]]]]]:
    """Gives `await cleaned(url, lists=(), **options)`: the tab, and what was done to its page."""
    async with AsyncExitStack() as stack:
        browser = await stack.enter_async_context(chromium())
        gate = await stack.enter_async_context(gateway(web.network))

        async def cleaned(
            url: str, lists: tuple[Path, ...] = (), max_height: int = 4000, unstick: bool = True
        ) -> tuple[Tab, tuple[str, ...]]:
            tab = await stack.enter_async_context(browser.tab(SCREEN, proxy=gate.url))
            cleaner = await prepare(tab, load(lists))
            await tab.goto(url)
            return tab, await cleaner.clean(max_height, unstick=unstick)

        yield cleaned

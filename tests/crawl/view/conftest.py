"""A tab that opens a page of the tests' own web, cleaned."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page as Tab

from live.browser import chromium
from live.crawl.view.ads import load
from live.crawl.view.clean import Cleaner, prepare
from live.crawl.web.gateway import gateway

SCREEN = (640, 480)


@pytest.fixture
async def browse_clean(web) -> AsyncIterator[Callable[..., Awaitable[tuple[Tab, Cleaner]]]]:
    """Gives `await browse_clean(url, lists=(), **options)`: the tab, and who cleaned its page."""
    async with AsyncExitStack() as stack:
        browser = await stack.enter_async_context(chromium())
        gate = await stack.enter_async_context(gateway(web.network))

        async def browse(
            url: str, lists: tuple[Path, ...] = (), max_height: int = 4000, unstick: bool = True
        ) -> tuple[Tab, Cleaner]:
            tab = await stack.enter_async_context(browser.tab(SCREEN, proxy=gate.url))
            cleaner = await prepare(tab, load(lists), max_height, unstick=unstick)
            await tab.goto(url)
            await cleaner.clean()
            return tab, cleaner

        yield browse


@pytest.fixture
def cleaned(browse_clean) -> Callable[..., Awaitable[tuple[Tab, tuple[str, ...]]]]:
    """Gives `await cleaned(url, ...)`, as browse_clean: the tab, and what was done to its page."""

    async def cleaned(url: str, **options: Any) -> tuple[Tab, tuple[str, ...]]:
        tab, cleaner = await browse_clean(url, **options)
        return tab, cleaner.done

    return cleaned

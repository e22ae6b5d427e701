"""crawl4ai's `arun_many` with a full-page screenshot, four at once and without its rate limiter.

It joins its pictures as PNG. Its launch is told which browser; a page counts when its picture is as
tall as a whole page, for it gives pictures of its error messages too.
"""

import asyncio
import base64
from typing import Any

from crawl4ai import AsyncWebCrawler, BrowserConfig, CrawlerRunConfig
from crawl4ai.async_dispatcher import SemaphoreDispatcher
from playwright.async_api import BrowserType
from way import run

TALL = 2000


async def all_of(plan: dict[str, Any]) -> int:
    """Photographs the pages, and counts the pictures."""
    launch = BrowserType.launch

    async def told(*arguments: Any, **options: Any) -> Any:
        return await launch(*arguments, **options | {"executable_path": plan["browser"]})

    BrowserType.launch = told
    browser = BrowserConfig(viewport_width=1280, viewport_height=800, verbose=False)
    how = CrawlerRunConfig(
        screenshot=True, scan_full_page=True, wait_until="load", verbose=False, cache_mode="bypass"
    )
    async with AsyncWebCrawler(config=browser) as crawler:
        found = await crawler.arun_many(
            plan["urls"], config=how, dispatcher=SemaphoreDispatcher(semaphore_count=4)
        )
    return sum(1 for each in found if each.success and height(each.screenshot) > TALL)


def height(png: str) -> int:
    """The height of a PNG in base64, px; 0 for what is none."""
    head = base64.b64decode(png[:64])
    return int.from_bytes(head[20:24], "big") if head.startswith(b"\x89PNG") else 0


def work(plan: dict[str, Any]) -> dict[str, Any]:
    """Photographs the pages."""
    return {"pages": asyncio.run(all_of(plan))}


if __name__ == "__main__":
    run(work)

"""Bare Playwright, four contexts at once, full page: the ceiling. Nothing is cleaned or kept."""

import asyncio
from typing import Any

from common import photographed
from playwright.async_api import Browser, async_playwright
from way import run


async def photograph(browser: Browser, url: str, path: str, picture: dict[str, Any]) -> None:
    """Photographs one page in a context of its own."""
    context = await browser.new_context(viewport={"width": 1280, "height": 800})
    page = await context.new_page()
    await page.goto(url, wait_until="load")
    await page.screenshot(path=path, full_page=True, **picture)
    await context.close()


async def all_of(plan: dict[str, Any]) -> None:
    """Photographs the pages, four at once."""
    turns = asyncio.Semaphore(4)
    kind = plan["format"]["type"]

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=plan["browser"])

        async def take(n: int, url: str) -> None:
            async with turns:
                path = f"{plan['folder']}/{n}.{kind}"
                await photograph(browser, url, path, plan["format"])

        await asyncio.gather(*(take(n, url) for n, url in enumerate(plan["urls"])))
        await browser.close()


def work(plan: dict[str, Any]) -> dict[str, Any]:
    """Photographs the pages."""
    asyncio.run(all_of(plan))
    return {"pages": photographed(plan["folder"])}


if __name__ == "__main__":
    run(work)

"""The original's way: one page at a time, five seconds of sleep, a PNG of the first screen."""

import time
from typing import Any

from common import photographed
from playwright.sync_api import sync_playwright
from way import run


def work(plan: dict[str, Any]) -> dict[str, Any]:
    """Photographs the pages."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=plan["browser"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        for n, url in enumerate(plan["urls"]):
            page.goto(url)
            time.sleep(5)
            page.screenshot(path=f"{plan['folder']}/{n}.png")
        browser.close()
    return {"pages": photographed(plan["folder"])}


if __name__ == "__main__":
    run(work)

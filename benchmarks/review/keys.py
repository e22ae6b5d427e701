"""A served desk -> how long after a key the next question was painted. Runs a real Chromium.

One reviewer, by keyboard: accepts, rejects by number, goes on. They press a key when the page has
fetched the pictures that come next, as it has long before somebody has read a question. Painted is
what the browser itself says (Element Timing) of the question's text and its picture; the key is the
event's own time. Both are the page's clock.
"""

import statistics
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, sync_playwright

from live.browser import FLAGS, UNWANTED_FLAGS
from live.installed import find_chromium

SCRIPT = Path(__file__).with_suffix(".js")
KEYS = ("a", "a", "r3", "a", "j", "a")


class Pressed(NamedTuple):
    """Of each key, ms until question and picture were painted, and that the server took of them."""

    painted: list[float]
    server: list[float]

    def of(self, share: float) -> float:
        """Gives the quantile of what was painted."""
        return quantile(self.painted, share)


def press_keys(link: str, keys: int) -> Pressed:
    """Joins by a link, and goes through so many questions."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=find_chromium(driver.chromium.executable_path),
            args=FLAGS,
            ignore_default_args=UNWANTED_FLAGS,
            chromium_sandbox=False,
        )
        tab = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
        tab.add_init_script(path=SCRIPT)
        tab.goto(link)
        if tab.query_selector("#handle"):
            tab.fill("#handle", "maintains")
        tab.keyboard.press("Enter")
        tab.wait_for_selector("#desk")
        found = [_press(tab, KEYS[n % len(KEYS)]) for n in range(keys)]
        browser.close()
    return Pressed([max(q, p) for q, p, _ in found], [took for _, _, took in found])


def quantile(values: list[float], share: float) -> float:
    """Gives the value that this share of them are not above."""
    if share == 0.5:
        return statistics.median(values)
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def _press(tab: Page, keys: str) -> tuple[float, float, float]:
    tab.evaluate("measured.ready()")
    painting = tab.evaluate_handle("({next: measured.next()})")
    for key in keys:
        tab.keyboard.press(key)
    told = painting.evaluate("async painting => await painting.next")
    return told["question"], told["picture"], told["server"]

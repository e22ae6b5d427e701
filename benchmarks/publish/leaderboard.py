"""Measures the leaderboard of 20 candidates on 300 questions in Chromium, against its limits.

Prints the bytes of its first page without pictures (at most 2 MB), when something is seen first (at
most 1 s, of the browser's own entry `first-contentful-paint`), when the charts are drawn, and how
long the scores of a later part of the month take to recompute in the page. Beside that, in the same
run, the same scores in Python. Exits with 1 beyond a limit.
"""

import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from live.installed import find_chromium
from live.judge.scoreboard import board_of

sys.path.append(str(Path(__file__).parents[2] / "tests"))
import board_month

BYTES, SECONDS, LOADS, DAY = 2_000_000, 1.0, 5, "2026-10-08"
PAINTED = """performance.getEntriesByName("first-contentful-paint")[0].startTime / 1000"""
DRAWN = "performance.now() / 1000"


def main() -> None:
    """Builds the leaderboard, opens it, and prints what it took."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        target = Path(folder) / "leaderboard"
        made = board_month.build(target)
        index = target / "index.html"
        size = len(index.read_bytes())
        program = find_chromium(driver.chromium.executable_path)
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        painted, drawn, took, words = zip(
            *(_load(browser, index) for _ in range(LOADS)), strict=True
        )
        browser.close()
    rows = {id: row for id, row in made.rows.items() if made.days[id] >= DAY}
    started = time.monotonic()
    board_of(rows, {model: {id: of.get(id) for id in rows} for model, of in made.ratings.items()})
    python = time.monotonic() - started
    sys.stdout.write(
        f"first page without pictures: {size:,} bytes = {size / BYTES:.2f} of {BYTES:,}\n"
        f"first paint: {median(painted):.2f} s = {median(painted) / SECONDS:.2f} of {SECONDS:g} s "
        f"(median of {LOADS}; {min(painted):.2f} to {max(painted):.2f})\n"
        f"charts drawn: {median(drawn):.2f} s\n"
        f"{words[0]}\n"
        f"recomputed in the page: {median(took):.2f} s, in Python: {python:.2f} s\n"
    )
    sys.exit(0 if size <= BYTES and median(painted) <= SECONDS else 1)


def _load(browser: Browser, index: Path) -> tuple[float, float, float, str]:
    """Opens the page anew: seconds to the first paint, to the charts, of a recompute, and how much
    that was."""
    tab = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    tab.goto(index.as_uri())
    tab.wait_for_selector("html[data-drawn]")
    drawn, painted = tab.evaluate(DRAWN), tab.evaluate(PAINTED)
    tab.fill("#after", DAY)
    tab.wait_for_selector("#filtered:has-text('computed in this page')")
    words = tab.inner_text("#filtered").partition(", computed")[0]
    code = """day => { const started = performance.now(), run = boardOf(data, rowsSince(data, day));
        while (!run.next().done); return (performance.now() - started) / 1000; }"""
    took = tab.evaluate(code, DAY)
    tab.context.close()
    return painted, drawn, took, words


if __name__ == "__main__":
    main()

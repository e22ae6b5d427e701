"""Measures `live crawl` against other ways to photograph pages, on one web with one browser.

Pages a minute and CPU-seconds a page (all processes, the web server's not), the median of some
rounds in which every way takes its turn, for the machine's own speed varies. Ours must reach 0.9 of
the ceiling, which is bare Playwright with four contexts, viewport and picture format as ours; 1.3
of crawl4ai; 6 of the original's way. Exits with 1 where it does not.

Twelve hosts serve the pages in turns, so that one page at once and pauses a host delay nothing.
Rivals live in virtual environments of their own, in a cache folder; one that cannot be installed
is left out, with the reason. Nothing is taken from the rivals that they do not ask for: ad frames
and late pictures are on the page for all, and only ours is to do something about them.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server import ADS, news_web

from live.browser import Launch, probe
from live.crawl.view.shots import MEDIA_TYPE, QUALITY

sys.path.append(str(Path(__file__).parents[1] / "shared"))
from measured import measure
from rivals import python_with

HERE = Path(__file__).parent
PICTURE = {"type": MEDIA_TYPE.removeprefix("image/"), "quality": QUALITY}


@dataclass(frozen=True)
class Way:
    """A way to photograph pages. package: on PyPI, where it needs its own environment.

    most: pages it is given; the rate of what sleeps through most of its time needs few. goal: what
    our pages a minute must be, times this way's.
    """

    name: str
    script: str
    package: str = ""
    most: int = 10_000
    goal: float | None = None


WAYS = (
    Way("ours", "ours.py"),
    Way("ceiling", "bare.py", goal=0.9),
    Way("crawl4ai", "crawl4ai_many.py", package="crawl4ai", goal=1.3),
    Way("shot-scraper", "shot_scraper_multi.py", package="shot-scraper"),
    Way("original", "original.py", most=6, goal=6),
)


def main() -> None:
    """Runs the rounds and prints the table and the ratios."""
    asked = _arguments()
    found: dict[str, list[dict[str, Any]]] = {way.name: [] for way in asked.ways}
    pythons = {way.name: _python(way) for way in asked.ways}
    with news_web(asked.pages) as urls:
        for n in range(asked.rounds):
            for way in asked.ways:
                if python := pythons[way.name]:
                    result = photograph(way, python, urls[: way.most], asked.browser)
                    found[way.name].append(result)
                    _say(f"round {n + 1}, {way.name}: {_line(result)}")
    _say(f"\n{asked.pages} pages, medians of {asked.rounds} rounds, with {asked.browser}")
    for name, results in found.items():
        if results:
            rate, cpu = _median(results, "rate"), _median(results, "cpu_a_page")
            few = "  (from six pages)" if name == "original" else ""
            _say(f"{name:14} {rate:6.1f} pages/min {cpu:6.2f} CPU-s a page{few}")
    sys.exit(0 if all(list(_kept(found))) else 1)


def photograph(
    way: Way, python: str, urls: list[str], browser: str, *, memory: bool = False
) -> dict[str, Any]:
    """Runs a way once; gives what it and its measuring said, with `rate` and `cpu_a_page`.

    rate: pages/min, of good pictures only. Both count from when the program has been loaded.
    memory: sample it, as `measure` does.
    """
    with tempfile.TemporaryDirectory() as folder:
        plan = {"urls": urls, "browser": browser, "format": PICTURE, "ads": ADS}
        for name in ("folder", "workspace"):
            plan[name] = f"{folder}/{name}"
            Path(folder, name).mkdir()
        file = Path(folder, "plan.json")
        file.write_text(json.dumps(plan))
        found = measure([python, str(HERE / "ways" / way.script), str(file)], memory=memory)
    pages = found.get("pages", 0)
    if not found["error"] and pages < len(urls):
        found["error"] = f"{pages} good pictures of {len(urls)} {found.get('reasons', '')}"
    found["rate"] = pages / found["seconds"] * 60 if pages else 0.0
    found["cpu_a_page"] = (found["cpu"] - found["cpu_before"]) / pages if pages else 0.0
    return found


def _kept(found: dict[str, list[dict[str, Any]]]) -> Iterator[bool]:
    """Prints each ratio beside its goal, and gives whether it was reached."""
    for way in WAYS:
        if not (way.goal and found.get(way.name) and found.get("ours")):
            continue
        pairs = zip(found["ours"], found[way.name], strict=True)
        ratio = statistics.median(o["rate"] / t["rate"] if t["rate"] else 0 for o, t in pairs)
        _say(f"ours / {way.name:12} {ratio:5.2f}, at least {way.goal}")
        yield ratio >= way.goal
    for name, results in found.items():
        errors = [result["error"] for result in results if result["error"]]
        left = sorted({process for result in results for process in result["left"]})
        if errors:
            _say(f"{name}: {errors[0]}")
        if left:
            _say(f"{name} left behind: {', '.join(left)}")
        yield name != "ours" or not (errors or left)


def _line(found: dict[str, Any]) -> str:
    error = f", {found['error'].splitlines()[-1]}" if found["error"] else ""
    return f"{found['rate']:.1f} pages/min, {found['cpu_a_page']:.2f} CPU-s a page{error}"


def _median(results: list[dict[str, Any]], what: str) -> float:
    return statistics.median(result[what] for result in results)


def _python(way: Way) -> str:
    """The Python to run a way with; a rival's is installed once. Empty: it could not be."""
    return python_with(way.package) if way.package else sys.executable


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", help="names of ways, with commas between")
    parser.add_argument("--browser", help="the path of a Chromium; without it, the one live uses")
    asked = parser.parse_args()
    names = asked.only.split(",") if asked.only else [way.name for way in WAYS]
    asked.ways = [way for way in WAYS if way.name in names]
    asked.browser = asyncio.run(probe(Launch(asked.browser))).program
    return asked


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

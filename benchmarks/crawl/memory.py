"""Measures the memory of a long `live crawl`: it must stay low, stay flat, and all be given back.

The summed proportional set size of all its processes (Python, driver, Chromium; not the web
server), once a second while 500 pages are crawled four at once: at most 1.5 GB; the median of the
last fifth of the time within 15% of the second fifth's; no process left afterwards. Exits with 1
where that is not so.
"""

import argparse
import asyncio
import statistics
import sys

from server import news_web
from speed import WAYS, photograph

from live.browser import Launch, probe

GIGABYTES, GROWTH = 1.5, 0.15


def main() -> None:
    """Crawls once and prints what it took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--browser", help="the path of a Chromium; without it, the one live uses")
    asked = parser.parse_args()
    ours = next(way for way in WAYS if way.name == "ours")
    browser = asyncio.run(probe(Launch(asked.browser))).program
    with news_web(asked.pages) as urls:
        found = photograph(ours, sys.executable, urls, browser, memory=True)
    pss = found["pss"]
    fifth = max(len(pss) // 5, 1)
    early, late = statistics.median(pss[fifth : 2 * fifth]), statistics.median(pss[-fifth:])
    sys.stdout.write(
        f"{found['pages']} pages in {found['seconds']:.0f} s {found['error']}\n"
        f"peak             {max(pss):5.2f} GB, at most {GIGABYTES}\n"
        f"second fifth     {early:5.2f} GB\n"
        f"last fifth       {late:5.2f} GB, {late / early - 1:+.0%}, at most {GROWTH:+.0%}\n"
        f"processes left   {', '.join(found['left']) or 'none'}\n"
    )
    flat = abs(late / early - 1) <= GROWTH
    good = max(pss) <= GIGABYTES and flat and not found["left"] and not found["error"]
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()

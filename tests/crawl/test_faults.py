"""Whatever a server or a page does, its visit ends in its time as one thing, and costs no other.

All faults are served on localhost to one real Chromium, once, with innocent pages among them.
"""

import asyncio
import gc
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import psutil
import pytest
import pytest_asyncio
from hostile_web import TEXT, HostileWeb, hostile_web
from playwright.async_api import Error, Page

from live.browser import Chromium, chromium
from live.crawl.view import browse
from live.crawl.view.browse import Busy, Visited, visit
from live.crawl.view.trouble import crashed
from live.outcomes import Dropped, Failed
from live.processes import family

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

SECONDS, LOAD_SECONDS, ANSWER_SECONDS = 10, 2, 3
# a loaded machine is given some more
MOST_SECONDS = SECONDS + LOAD_SECONDS + ANSWER_SECONDS + 3
SCREEN = (640, 480)
TABS = 4
TAB_BYTES = 500 * 2**20


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def web() -> AsyncIterator[HostileWeb]:
    async with hostile_web() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Chromium]:
    """One Chromium for all. Leaves no process and no exception that nobody saw."""
    unseen: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: unseen.append(context))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(browse, "LOAD_SECONDS", LOAD_SECONDS)
        patch.setattr(browse, "ANSWER_SECONDS", ANSWER_SECONDS)
        patch.setattr("live.browser.TAB_BYTES", TAB_BYTES)
        async with chromium() as running:
            yield running
    assert family(psutil.Process())[1:] == []
    gc.collect()
    assert unseen == []


@dataclass
class End:
    """What a visit came to, how long it took, and what the page said of itself afterwards."""

    what: browse.Ending | None
    seconds: float
    says: Any = None


async def opened(browser: Chromium, url: str, ask: str = "") -> End:
    """Visits an address in a tab of its own. what: None where page or browser crashed."""
    async with browser.tab(SCREEN) as tab:
        began = time.monotonic()
        try:
            what = await visit(tab, url, SECONDS)
            says = await tab.evaluate(ask) if ask else None
        except Error as error:
            assert crashed(error), error
            what = says = None
        return End(what, time.monotonic() - began, says)


ASKED = {
    "/video": "v.paused",
    "/popups": "navigator.permissions.query({name: 'geolocation'}).then(asked => asked.state)",
}
FAULTS: dict[str, Any] = {
    "/silent": ("timeout", "did not finish loading in 10 s"),
    "/endless": ("timeout", "did not finish loading in 10 s"),
    "/loop": ("redirects", "redirects without end"),
    "/hop-0": ("redirects", "redirects without end"),
    "/refreshes": ("redirects", "redirects without end"),
    "/restless": ("redirects", "redirects without end"),
    "/down": ("http_500", "answered 500"),
    "/missing": ("http_404", "answered 404"),
    "/data": ("not_html", "is application/json"),
    "/file": ("not_html", "is a download"),
    "/nothing": ("not_html", "or nothing"),
    "/no-gzip": ("garbled", "ERR_CONTENT_DECODING_FAILED"),
    "/half": ("garbled", "ERR_CONTENT_LENGTH_MISMATCH"),
    "/spins": ("timeout", "did not finish loading"),
    "/abroad": ("moved", "went on to http://other.localhost:1/ by itself"),
    "/busy": Busy(429, "120"),
    "/latin": "caf\ufffd \ufffd\ufffd",
    "/popups": TEXT,
    "/alerts": TEXT,
    "/asks": TEXT,
    "/stalls": TEXT,
    "/leaves": "leaves-c",
    "/later": TEXT,
    "/two": "innocent",
    "/tall": "300000px",
    "/video": TEXT,
}
"""How each must end: (reason, words of the detail), Busy, or what is in its HTML."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ends(web: HostileWeb, browser: Chromium) -> dict[str, End]:
    """Visits all faults, four tabs at a time; among any three of them is an innocent page."""
    turns = asyncio.Semaphore(TABS)

    async def one(path: str) -> End:
        async with turns:
            return await opened(browser, web.url + path, ASKED.get(path, ""))

    paths = [*FAULTS, "/greedy", "/picture"]
    for place in range(0, len(FAULTS), 3):
        paths.insert(place + place // 3, f"/innocent?{place}")
    return dict(zip(paths, await asyncio.gather(*map(one, paths)), strict=True))


@pytest.mark.parametrize("path", FAULTS)
async def test_a_fault_ends_in_its_time_as_one_thing(ends, path):
    end, expected = ends[path], FAULTS[path]
    assert end.seconds < MOST_SECONDS
    if isinstance(expected, str):
        assert isinstance(end.what, Visited) and expected in end.what.html
    elif isinstance(expected, tuple):
        assert isinstance(end.what, Dropped) and end.what.reason == expected[0]
        assert expected[1] in end.what.detail
    else:
        assert end.what == expected


async def test_a_page_that_takes_all_memory_is_never_taken(ends):
    what = ends["/greedy"].what
    # where memory comes slowly its time is over first
    assert what is None or (isinstance(what, Dropped) and what.reason == "timeout")
    assert ends["/greedy"].seconds < MOST_SECONDS


async def test_a_picture_bomb_is_taken_or_ends_its_own_tab(ends):
    what = ends["/picture"].what
    assert what is None or (isinstance(what, Visited) and "/bomb" in what.html)
    assert ends["/picture"].seconds < MOST_SECONDS


async def test_the_innocent_among_them_are_all_taken(ends):
    innocent = [end for path, end in ends.items() if path.startswith("/innocent")]
    assert len(innocent) >= len(FAULTS) // 3
    for end in innocent:
        assert isinstance(end.what, Visited) and TEXT in end.what.html


async def test_a_visit_tells_address_status_headers_and_the_way_there(web, ends):
    visited = ends["/two"].what
    assert (visited.url, visited.status) == (f"{web.url}/innocent", 200)
    assert visited.redirects == (f"{web.url}/two", f"{web.url}/two-b")
    assert visited.headers["content-type"] == "text/html" and "content-length" in visited.headers
    by_itself = ends["/leaves"].what
    assert by_itself.redirects == (f"{web.url}/leaves", f"{web.url}/leaves-b")


async def test_a_tab_opens_no_other_plays_nothing_and_is_allowed_nothing(web, ends):
    assert "/popup" not in web.asked
    assert ends["/video"].says is True
    assert ends["/popups"].says == "denied"


async def test_where_nobody_answers_is_tried_again_and_told_in_the_gateways_words(browser):
    async with browser.tab(SCREEN) as tab:
        nobody = await visit(tab, "http://nobody.example/", SECONDS)
        refused = {"nobody.example": "no such host"}
        told = await visit(tab, "http://nobody.example/", SECONDS, refused=refused)
    assert isinstance(nobody, Failed) and "net::ERR_NAME_NOT_RESOLVED" in nobody.detail
    assert isinstance(told, Failed) and "no such host" in told.detail


async def test_a_killed_browser_costs_its_open_pages_one_try_and_nothing_else(web, browser):
    async def mid_page(path: str, inside: asyncio.Event) -> bool:
        async with browser.tab(SCREEN) as tab:
            tab.on("response", lambda _: inside.set())
            return await ends_crashed(tab, web.url + path)

    inside = [asyncio.Event(), asyncio.Event()]
    pages = asyncio.gather(*map(mid_page, ("/stalls", "/spins"), inside))
    await asyncio.gather(*(event.wait() for event in inside))
    (driver,) = psutil.Process().children()
    (main,) = driver.children()
    tree = family(main)
    main.kill()
    assert await pages == [True, True]
    again = await opened(browser, f"{web.url}/innocent")
    assert isinstance(again.what, Visited)
    assert not [
        each for each in tree if each.is_running() and each.status() != psutil.STATUS_ZOMBIE
    ]


async def ends_crashed(tab: Page, url: str) -> bool:
    try:
        await visit(tab, url, SECONDS)
    except Error as error:
        return crashed(error)
    return False

"""Whatever a server or a page does, its visit ends in its time as one thing, and costs no other.

All faults are served on localhost to one real Chromium, once, with innocent pages among them.
"""

import asyncio
import gc
import time
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from struct import pack
from typing import Any

import psutil
import pytest
import pytest_asyncio
from playwright.async_api import Error, Page

from live.browser import Chromium, chromium
from live.crawl.view import browse
from live.crawl.view.browse import Busy, Visited, crashed, visit
from live.outcomes import Dropped, Failed
from live.processes import family

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

SECONDS, LOAD_SECONDS, ANSWER_SECONDS = 10, 2, 3
# a loaded machine is given some more
MOST_SECONDS = SECONDS + LOAD_SECONDS + ANSWER_SECONDS + 3
SCREEN = (640, 480)
TABS = 4
TAB_BYTES = 500 * 2**20
TEXT = "<p>The council of the small town met on Tuesday and agreed to mend the old bridge.</p>"
INNOCENT = f"<title>innocent</title>{TEXT}"
Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


def reply(
    body: bytes | str,
    head: str = "",
    *,
    status: str = "200 OK",
    kind: str = "text/html",
    length: int | None = None,
) -> Answer:
    """An answer in one piece. length: what it says its length is."""
    content = body.encode() if isinstance(body, str) else body
    length = len(content) if length is None else length

    async def answer(out: asyncio.StreamWriter) -> None:
        out.write(f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{head}".encode())
        out.write(b"Content-Length: %d\r\nConnection: close\r\n\r\n" % length + content)

    return answer


def page(script: str = "", rest: str = "") -> Answer:
    return reply(f"<title>fault</title>{TEXT}{rest}<script>{script}</script>")


def to(place: str) -> Answer:
    return reply("", f"Location: {place}\r\n", status="302 Found")


async def silence(out: asyncio.StreamWriter) -> None:
    await out.wait_closed()


async def dribble(out: asyncio.StreamWriter) -> None:
    """An answer whose body never ends."""
    out.write(f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{INNOCENT}".encode())
    while True:
        out.write(b" " * 4096)
        await out.drain()
        await asyncio.sleep(0.05)


async def bomb(out: asyncio.StreamWriter) -> None:
    """A PNG of 20,000 x 20,000 px, all black, of which nobody ever holds the pixels."""
    side = 20_000

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    def rows() -> bytes:
        packer = zlib.compressobj(1)
        row = bytes(side * 3 + 1)
        return b"".join(packer.compress(row) for _ in range(side)) + packer.flush()

    size = pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", size), chunk(b"IDAT", await asyncio.to_thread(rows)), chunk(b"IEND", b"")
    await reply(b"\x89PNG\r\n\x1a\n" + b"".join(parts), kind="image/png")(out)


GREEDY = "for (const held = []; held.length < 64; ) held.push(new Uint8Array(64 << 20).fill(1))"
POPUPS = "for (let n = 0; n < 50; n++) { open('/popup'); a.click() }"
PLAYS = "c.getContext('2d').fillRect(0, 0, 9, 9); v.srcObject = c.captureStream()"
FONT = "<style>@font-face{font-family:f;src:url(/silent)}p{font-family:f}</style>"
WEB: dict[str, Answer] = {
    "/innocent": reply(INNOCENT),
    "/missing": reply("gone", status="404 Not Found"),
    "/bomb": bomb,
    "/silent": silence,
    "/endless": dribble,
    "/loop": to("/loop"),
    **{f"/hop-{n}": to(f"/hop-{n + 1}") for n in range(30)},
    "/hop-30": reply(INNOCENT),
    "/two": to("/two-b"),
    "/two-b": to("/innocent"),
    "/busy": reply("later", "Retry-After: 120\r\n", status="429 Too Many Requests"),
    "/down": reply("oops", status="500 Internal Server Error"),
    "/data": reply("{}", kind="application/json"),
    "/file": reply("x", "Content-Disposition: attachment\r\n"),
    "/nothing": reply("", status="204 No Content"),
    "/no-gzip": reply(INNOCENT, "Content-Encoding: gzip\r\n"),
    "/half": reply(INNOCENT, length=100_000),
    "/latin": reply(b"<title>fault</title>caf\xe9 \xff\xfe", kind="text/html; charset=utf-8"),
    "/popups": page(POPUPS, "<a id=a target=_blank href=/popup>x</a>"),
    "/alerts": page("while (1) alert('again')"),
    "/asks": page("onbeforeunload = () => 'stay?'; confirm('?'); prompt('?'); print()"),
    "/spins": page("onload = () => { while (1); }"),
    "/greedy": page(GREEDY),
    "/stalls": page(rest=f"{FONT}<img src=/silent>"),
    "/leaves": page("location = '/leaves-b'"),
    "/leaves-b": reply("<meta http-equiv=refresh content='0; url=/innocent'>"),
    "/abroad": page("location = 'http://other.localhost:1/'"),
    "/restless": page("location = location.pathname + '?' + Math.random()"),
    "/refreshes": reply("<meta http-equiv=refresh content=0>"),
    "/later": reply("<meta http-equiv=refresh content=600>" + TEXT),
    "/tall": page(rest="<div style='height:300000px'></div>"),
    "/picture": page(rest="<img src=/bomb width=600 height=400>"),
    "/video": page(PLAYS, "<canvas id=c></canvas><video id=v autoplay muted></video>"),
}


@dataclass
class Local:
    """A server of WEB. asked: paths, as they came."""

    url: str
    asked: list[str]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def web() -> AsyncIterator[Local]:
    answering: set[asyncio.Task[None]] = set()
    asked: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        answering.add(task)
        try:
            path = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode()
            asked.append(path)
            await WEB.get(path.partition("?")[0], WEB["/missing"])(writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # a browser that goes away early is no fault
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    yield Local(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", asked)
    server.close()
    for task in answering:
        task.cancel()
    await asyncio.gather(*answering, return_exceptions=True)


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
    "/leaves": "innocent",
    "/later": TEXT,
    "/two": "innocent",
    "/tall": "300000px",
    "/video": TEXT,
}
"""How each must end: (reason, words of the detail), Busy, or what is in its HTML."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ends(web: Local, browser: Chromium) -> dict[str, End]:
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

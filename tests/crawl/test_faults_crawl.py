"""Whatever the web and the machine do to a crawl, it finishes: a page or a reason for each link.

The stage as a whole, with the real browser; tests/crawl/test_faults.py has the same in single tabs.
"""

import asyncio
import gc
import resource
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256

import psutil
import pytest
from hostile_web import HostileWeb, hostile_web, page, reply
from stages import MONTH, crawl

from live.errors import LiveError
from live.processes import family
from live.records import Link, Page, Visit

pytestmark = pytest.mark.browser

SCREEN = (640, 480)
TAKEN = {"done"}
CRASHED = {"crashed", "timeout"}
ENDS = {
    # where memory comes slowly their time is over first
    "greedy": CRASHED,
    "picture": TAKEN | CRASHED,
    "spins-later": {"timeout"},
    "silent": {"timeout"},
    "endless": {"timeout"},
    "spins": {"timeout"},
    "hop-0": {"redirects"},
    "loop": {"redirects"},
    "restless": {"redirects"},
    "abroad": {"moved"},
    "leaves": TAKEN,
    "moment": TAKEN,
    "stalls": TAKEN,
    "down": {"http_500"},
    "wall": {"bot_wall"},
    "no-gzip": {"garbled"},
    "half": {"garbled"},
    "innocent-1": TAKEN,
    "popups": TAKEN,
    "alerts": TAKEN,
    "video": TAKEN,
    "tall": TAKEN,
    "latin": TAKEN,
    "innocent-2": TAKEN,
}
"""How the links to a host of each name end: one of these reasons, or as done."""


@pytest.fixture
async def web(monkeypatch) -> AsyncIterator[HostileWeb]:
    """The web, for browsers of little patience. No process and no exception is left after it."""
    unseen = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: unseen.append(context))
    monkeypatch.setattr("live.crawl.view.browse.LOAD_SECONDS", 2)
    monkeypatch.setattr("live.crawl.view.browse.ANSWER_SECONDS", 3)
    monkeypatch.setattr("live.crawl.view.clean.PICTURES_MS", 1000)
    monkeypatch.setattr("live.crawl.view.clean.RELOAD_MS", 1000)
    monkeypatch.setattr("live.crawl.view.scripts.STEP_SECONDS", 10)
    monkeypatch.setattr("live.browser.TAB_BYTES", 500 * 2**20)
    async with hostile_web() as running:
        yield running
        assert family(psutil.Process())[1:] == []
        gc.collect()
        assert unseen == []


@pytest.fixture
def links_to(make_workspace):
    """Gives `links_to(*names)`: a workspace with a link to a host and a page of each name."""

    def make(*names, **settings):
        settings = {"screen": SCREEN, "timeout_seconds": 8} | settings
        site = {"name": "Paper", "url": "http://paper.example/"}
        workspace = make_workspace(sites=[site], crawl=settings)
        urls = [f"http://{name}.example/{name}" for name in names]
        links = [Link(month=MONTH, site="Paper", url=url, found_in="front") for url in urls]
        workspace.store.add(*links)
        return workspace

    return make


def name_of(record):
    return record.url.removeprefix("http://").partition(".")[0]


def ends(workspace):
    """How each link ended."""
    names = {link.id: name_of(link) for link in workspace.store.all(Link, MONTH)}
    outcomes = workspace.store.outcomes(MONTH, "crawl")
    return {names[outcome.item]: outcome.reason or outcome.state for outcome in outcomes}


async def test_a_crawl_over_all_faults_finishes_with_a_page_or_a_reason_for_each_link(
    web, links_to
):
    later = reply("later", "Retry-After: 1\r\n", status="429 Too Many Requests")
    web.first["/moment"] = later
    workspace = links_to(*ENDS, concurrency=6)
    tally = await crawl(workspace, web.network)
    ended = ends(workspace)
    told = workspace.store.outcomes(MONTH, "crawl")
    assert {name for name in ENDS if ended[name] not in ENDS[name]} == set(), told
    assert tally.total() == len(ended) == len(ENDS)
    taken = {name for name, end in ended.items() if end == "done"}
    pages = {name_of(page): page for page in workspace.store.all(Page, MONTH)}
    assert set(pages) == taken
    assert pages["tall"].shots[0].cut
    assert "caf\ufffd" in workspace.blobs.get_text(pages["latin"].html_sha256)
    visits = {name_of(visit): visit for visit in workspace.store.all(Visit, MONTH)}
    assert {name: visit.reason or visit.state for name, visit in visits.items()} == ended
    assert visits["moment"].tries == 2
    assert not {"/popup", "/hop-30"} & set(web.asked)


async def test_a_browser_that_is_killed_costs_the_pages_it_had_open_one_try(web, links_to):
    async def kill(out):
        (driver,) = psutil.Process().children()
        (main,) = driver.children()
        main.kill()

    web.first["/innocent-0"] = kill
    names = [f"innocent-{n}" for n in range(6)]
    workspace = links_to(*names, concurrency=2)
    await crawl(workspace, web.network)
    assert ends(workspace) == dict.fromkeys(names, "done")
    tries = {name_of(visit): visit.tries for visit in workspace.store.all(Visit, MONTH)}
    assert tries["innocent-0"] == 2 and sum(tries.values()) <= len(names) + 2


@contextmanager
def little_room() -> Iterator[Callable[[int], None]]:
    """Gives `leave(room)`: from then on no file of ours grows beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        yield lambda room: resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_a_disk_that_is_full_in_mid_write_stops_the_crawl_and_room_lets_it_go_on(
    web, links_to
):
    names = ["innocent-1", "innocent-2", "innocent-3"]
    workspace = links_to(*names, concurrency=1)
    with little_room() as leave:

        async def fill(out):
            leave(4000)  # for the HTML, not for the picture
            await page("innocent-2")(out)

        web.first["/innocent-2"] = fill
        with pytest.raises(LiveError, match=r"written \(File too large\)\. Free some disk"):
            await crawl(workspace, web.network)
    assert ends(workspace) == {"innocent-1": "done"}
    blobs = [path for path in (workspace.path / "blobs").rglob("*") if path.is_file()]
    assert len(blobs) == 3, "HTML and picture of one page, HTML of the other"
    assert all(sha256(path.read_bytes()).hexdigest() == path.name for path in blobs)
    assert await crawl(workspace, web.network) == {"done": 2}
    assert ends(workspace) == dict.fromkeys(names, "done")
    assert web.asked.count("/innocent-1") == 1

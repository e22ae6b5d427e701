"""Real Chromium on pages of localhost: right pictures, an honest end for every link."""

import gc
import io
import os
import signal
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Error

from live.crawl.crawl import crawl
from live.crawl.view import browse
from live.records import Link, Page

pytestmark = pytest.mark.browser

MONTH = "2026-10"
SITE = {"name": "Paper", "url": "http://paper.example/"}
SCREEN = (640, 480)


@pytest.fixture
def run(web, make_workspace):
    """Gives `await run(*urls, shots=..., folder=..., **crawl)`: the workspace after its crawl."""

    async def run(*urls, shots="full_page", folder="", **settings):
        settings = {"screen": SCREEN, "timeout_seconds": 20, "concurrency": 3} | settings
        sites = [SITE | {"shots": shots}]
        workspace = make_workspace(folder, sites=sites, crawl=settings)
        links = [Link(month=MONTH, site="Paper", url=url, found_in="front") for url in urls]
        workspace.store.add(*links)
        tally = await crawl(workspace, MONTH, network=web.network)
        assert tally.total() == len(workspace.store.outcomes(MONTH, "crawl")) == len(links)
        return workspace

    return run


def ends(workspace):
    """How each link ended, by the last part of its path."""
    names = {link.id: link.url.rpartition("/")[2] for link in workspace.store.all(Link, MONTH)}
    return {
        names[outcome.item]: outcome.reason or outcome.state
        for outcome in workspace.store.outcomes(MONTH, "crawl")
    }


def detail(workspace):
    (outcome,) = workspace.store.outcomes(MONTH, "crawl")
    return outcome.detail


def pages(workspace):
    return {page.url.rpartition("/")[2]: page for page in workspace.store.all(Page, MONTH)}


def picture(workspace, shot):
    with Image.open(io.BytesIO(workspace.blobs.get(shot.sha256))) as image:
        assert image.size == (shot.width, shot.height)
        return image.convert("RGB")


def bands(count, height=100):
    """Boxes of a fixed height, each of its own colour and number."""
    return "".join(
        f'<div style="height:{height}px;background:rgb({n * 9 % 250},{n * 31 % 250},99)">Box {n}'
        "</div>"
        for n in range(count)
    )


def children():
    """The processes that this one has started, and theirs."""
    found, todo = [], ["self"]
    while todo:
        for task in Path(f"/proc/{todo.pop()}/task").glob("*/children"):
            todo += (more := task.read_text().split())
            found += more
    names = [Path(f"/proc/{pid}/comm").read_text().strip() for pid in found]
    return [name for name in names if "chrom" in name]


@pytest.mark.parametrize(
    ("kind", "sizes"),
    [
        ("single_screen", [(640, 480, 0)]),
        ("full_page", [(640, 1200, 0)]),
        ("rolling_screen", [(640, 480, 0), (640, 480, 480), (640, 240, 960)]),
    ],
)
async def test_each_kind_of_shot_has_its_size(web, run, make_article, kind, sizes):
    fixed = "article{height:400px;overflow:hidden}h1{margin-top:0}"
    url = web.put("paper.example/one", make_article("Bands", bands(8), style=fixed))
    page = pages(await run(url, shots=kind))["one"]
    assert [(shot.width, shot.height, shot.top) for shot in page.shots] == sizes
    assert {shot.kind for shot in page.shots} == {kind}
    assert page.screen == SCREEN and page.browser.startswith("Chromium ")


async def test_rolling_screens_tile_the_full_page_to_the_pixel(web, run, make_article):
    top = "<header style='position:sticky;top:0;background:red'>The Paper</header>"
    html = make_article("Bands", bands(15)).replace("<article>", top + "<article>")
    url = web.put("paper.example/one", html)
    full = await run(url, folder="full")
    rolled = await run(url, folder="rolled", shots="rolling_screen")
    whole = picture(full, pages(full)["one"].shots[0])
    shots = pages(rolled)["one"].shots
    tiled = Image.new("RGB", (640, sum(shot.height for shot in shots)))
    for shot in shots:
        tiled.paste(picture(rolled, shot), (0, shot.top))
    assert tiled.size == whole.size
    assert tiled.tobytes() == whole.tobytes()
    assert len(shots) > 3 and {shot.height for shot in shots[:-1]} == {480}


async def test_a_page_is_photographed_down_to_the_limit_only(web, run, make_article):
    url = web.put("paper.example/one", make_article("Tall", bands(300)))
    (shot,) = pages(await run(url, max_height=1000))["one"].shots
    assert shot.height == 1000
    assert "Box 3" in shot.text and "Box 20" not in shot.text


async def test_several_pages_at_once_give_each_its_own_picture(web, run, make_article):
    colours = {f"page-{n}": (n * 20, 255 - n * 20, n * 7 % 255) for n in range(12)}
    for name, colour in colours.items():
        box = f'<div style="height:1500px;background:rgb{colour}"></div>'
        web.put(f"paper.example/{name}", make_article(name, box))
    workspace = await run(*(f"http://paper.example/{name}" for name in colours), concurrency=4)
    assert set(pages(workspace)) == set(colours)
    for name, page in pages(workspace).items():
        image = picture(workspace, page.shots[0])
        bottom = image.crop((0, image.height - 1400, 640, image.height))
        assert bottom.getcolors() == [(640 * 1400, colours[name])]


async def test_the_same_page_gives_the_same_bytes(web, run, make_article):
    moving = "@keyframes turn{to{opacity:.2}}h1{animation:turn 1s infinite alternate}"
    url = web.put("paper.example/one", make_article("Bands", bands(5), style=moving))
    first = pages(await run(url, folder="first"))["one"]
    second = pages(await run(url, folder="second"))["one"]
    assert first.shots == second.shots
    assert first.html_sha256 == second.html_sha256


async def test_the_text_of_a_picture_is_what_it_shows(web, run, make_article):
    body = (
        '<p style="text-transform:uppercase">Loud words</p><p hidden>Nobody sees this</p>'
        '<p style="opacity:0">Nor this</p><p style="position:absolute;left:-9999px">Nor that</p>'
        '<div style="height:0;overflow:hidden">Folded away</div>'
        '<p>One <b>li</b>ne of <i>pieces</i></p><svg width="200" height="30">'
        "<title>Not drawn</title><text y='20'>Sund 41 km</text></svg>"
        "<table><tr><td>1</td><td>Rovers</td></tr><tr><td>2</td><td>United</td></tr></table>"
        '<div style="height:900px"></div><p>Below the fold</p>'
    )
    url = web.put("paper.example/one", make_article("Words", body))
    workspace = await run(url, shots="single_screen")
    lines = pages(workspace)["one"].shots[0].text.split("\n")
    expected = ["LOUD WORDS", "One line of pieces", "Sund 41 km", "1 Rovers", "2 United"]
    assert lines[0] == "Words" and lines[-5:] == expected
    (full,) = pages(await run(url, folder="full"))["one"].shots
    assert full.text.endswith("2 United\nBelow the fold")


async def test_words_that_run_over_lines_are_read_line_by_line(web, run, make_article):
    style = "width:64px;font:16px/20px monospace;overflow-wrap:anywhere;margin:0"
    body = f'<p style="{style}">abcdefghijkl mn</p><p style="{style}">abcd&shy;efgh ij</p>'
    url = web.put("paper.example/one", make_article("Lines", body))
    (shot,) = pages(await run(url))["one"].shots
    assert shot.text.split("\n")[-6:] == ["abcdef", "ghijkl", "mn", "abcd", "efgh", "ij"]


async def test_a_lazy_picture_far_below_is_loaded(web, run, make_article):
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"><rect width="640" height="99" fill="{}"/>'
    for name, colour in {"lazy": "rgb(1,2,3)", "script": "rgb(4,5,6)"}.items():
        svg = drawing.format(colour) + "</svg>"
        web.put(f"paper.example/{name}.svg", svg, "image/svg+xml")
    body = (
        '<div style="height:5000px"></div><img loading="lazy" src="/lazy.svg" width="640" '
        'height="99"><img id="late" width="640" height="99"><script>'
        "new IntersectionObserver(seen => { if (seen[0].isIntersecting) late.src = '/script.svg' "
        "}).observe(late)</script>"
    )
    url = web.put("paper.example/one", make_article("Lazy", body))
    workspace = await run(url)
    image = picture(workspace, pages(workspace)["one"].shots[0])
    colours = {colour for _, colour in image.getcolors(1 << 20)}
    assert {(1, 2, 3), (4, 5, 6)} <= colours


WALL = (
    '<div id="wall" style="position:fixed;inset:0;background:rgb(255,0,200)"><p>We use cookies</p>'
    "{}</div>"
)


@pytest.mark.parametrize(
    ("buttons", "done"),
    [
        (
            "<button onclick='wall.remove()'>Accept all</button>"
            "<button onclick='document.title=1;wall.remove()'>Reject all</button>",
            "clicked 'Reject all' on a consent wall",
        ),
        (
            "<button onclick='wall.remove()'>Alle akzeptieren</button>",
            "clicked 'Alle akzeptieren' on a consent wall",
        ),
        ("<a href='/settings'>Accept</a>", "hid a consent wall"),
    ],
)
async def test_a_consent_wall_is_answered_or_hidden(web, run, make_article, buttons, done):
    url = web.put("paper.example/one", make_article("Wall", WALL.format(buttons)))
    workspace = await run(url, shots="single_screen")
    image = picture(workspace, pages(workspace)["one"].shots[0])
    assert (255, 0, 200) not in {colour for _, colour in image.getcolors(1 << 20)}
    assert "cookies" not in pages(workspace)["one"].shots[0].text
    assert detail(workspace) == done


async def test_a_consent_wall_in_a_frame_of_another_host_is_answered(web, run, make_article):
    button = "<p>Privacy choices</p><button onclick=\"parent.postMessage(1,'*')\">Agree</button>"
    web.put("cmp.example/ask", button)
    body = (
        '<iframe id="ask" src="http://cmp.example/ask" style="position:fixed;inset:0;width:100%;'
        'height:100%;background:rgb(255,0,200)"></iframe>'
        "<script>onmessage = () => ask.remove()</script>"
    )
    url = web.put("paper.example/one", make_article("Wall", body))
    workspace = await run(url, shots="single_screen")
    image = picture(workspace, pages(workspace)["one"].shots[0])
    assert (255, 0, 200) not in {colour for _, colour in image.getcolors(1 << 20)}
    assert "consent wall" in detail(workspace)


async def test_ads_and_their_blank_boxes_are_gone_and_the_article_stays(web, run, make_article):
    web.put("ads.example/one", "<body style='background:rgb(255,0,200)'>Buy</body>")
    body = (
        '<aside><small>Advertisement</small><iframe src="http://ads.example/one" height="300">'
        '</iframe></aside><div class="ad-slot" style="height:300px;background:red"></div>'
        '<div aria-label="Anzeige" style="height:300px;background:rgb(255,0,200)"></div>'
    )
    html = make_article("Story", body).replace("<body>", '<body class="ads">')
    (shot,) = pages(workspace := await run(web.put("paper.example/one", html)))["one"].shots
    assert shot.height == 480 and "Story" in shot.text and "Advertisement" not in shot.text
    assert detail(workspace) == "hid 3 ads"


async def test_what_follows_a_reader_down_the_page_is_in_the_picture_once(web, run, make_article):
    bars = (
        '<div style="position:fixed;top:0;left:0;width:100%;height:40px;background:rgb(1,2,3)">Top'
        '</div><div style="position:fixed;bottom:0;width:100%;height:40px;background:rgb(4,5,6)">'
        "Bottom</div>"
    )
    url = web.put("paper.example/one", make_article("Bars", bars + bands(15)))
    workspace = await run(url, shots="rolling_screen")
    shots = pages(workspace)["one"].shots
    assert [("Top" in shot.text.split("\n")) for shot in shots] == [True] + [False] * (
        len(shots) - 1
    )
    for shot in shots:
        colours = {colour for _, colour in picture(workspace, shot).getcolors(1 << 20)}
        assert ((1, 2, 3) in colours) == (shot.top == 0) and (4, 5, 6) not in colours


async def test_every_link_ends_as_one_thing_with_its_reason(web, run, make_article):
    put = web.put
    urls = [
        put("paper.example/good", make_article("Good")),
        put("paper.example/stale", make_article("Old", published="2025-10-14T09:30:00Z")),
        put("paper.example/undated", make_article("Undated", published="")),
        put("paper.example/future", make_article("Soon", published="2099-10-14T09:30:00Z")),
        put("paper.example/broken", "oops", status=500),
        put("paper.example/busy", "later", status=429),
        "http://paper.example/missing",
        put("paper.example/data", "{}", "application/json"),
        put("paper.example/file", "x", "application/octet-stream"),
        put("paper.example/short", "<meta name=date content=2026-10-14><h1>A short notice</h1>"),
        put("paper.example/endless", make_article("Endless")),
        put("paper.example/twin", make_article("Twin", head='<link rel=canonical href="/good">')),
        "http://paper.closed/story",
    ]
    web.endless.add("paper.example/endless")
    workspace = await run(*urls, timeout_seconds=2, concurrency=1)
    assert ends(workspace) == {
        "good": "done",
        "stale": "stale",
        "undated": "undated",
        "future": "future",
        "broken": "http_500",
        "busy": "http_429",
        "missing": "http_404",
        "data": "not_html",
        "file": "not_html",
        "short": "too_short",
        "endless": "timeout",
        "twin": "duplicate",
        "story": "unreachable",
    }
    assert set(pages(workspace)) == {"good"}


HOSTILE = {
    "spins": "<script>onload = () => { while (1); }</script>",
    "alerts": "<script>while (1) alert('again')</script>",
    "asks": "<script>onbeforeunload = () => 'stay?'; confirm('?'); prompt('?')</script>",
    "popups": "<script>for (let n = 0; n < 50; n++) open('/popup')</script>",
    "frames": "<iframe src='http://spins.example/'></iframe>",
    "grows": "<script>onscroll = () => document.body.append('x'.repeat(99))</script>",
}


async def test_a_hostile_page_ends_in_bounded_time_and_costs_no_other(
    web, run, make_article, monkeypatch, caplog
):
    monkeypatch.setattr("live.crawl.view.browse.STEP_SECONDS", 5)
    monkeypatch.setattr("live.crawl.view.clean.STEP_SECONDS", 8)
    urls = [web.put(f"paper.example/{n}", make_article(n, s)) for n, s in HOSTILE.items()]
    urls.append(web.put("paper.example/good", make_article("Good")))
    web.put("spins.example/", "<script>setTimeout(() => { while (1); }, 50)</script>")
    workspace = await run(*urls, timeout_seconds=8)
    assert ends(workspace) == {
        "spins": "timeout",
        "alerts": "timeout",
        "asks": "done",
        "popups": "done",
        "grows": "done",
        "frames": "done",
        "good": "done",
    }
    assert "paper.example/popup" not in web.asked
    assert children() == []
    gc.collect()
    assert [each.message for each in caplog.records if each.name == "asyncio"] == []


def crashing(times, crash):
    """`visit`, but for an address that ends in `crash` something goes wrong so many times."""
    left = [times]

    async def visit(tab, url, seconds):
        if url.endswith("crash") and left[0]:
            left[0] -= 1
            await crash(tab)
        return await browse.visit(tab, url, seconds)

    return visit


async def crash_page(tab):
    await tab.goto("chrome://crash", timeout=5000)


async def kill_browser(tab):
    wire = await tab.context.browser.new_browser_cdp_session()
    info = await wire.send("SystemInfo.getProcessInfo")
    (pid,) = (each["id"] for each in info["processInfo"] if each["type"] == "browser")
    os.kill(pid, signal.SIGKILL)
    await tab.wait_for_event("close")
    raise Error("Target page, context or browser has been closed")


@pytest.mark.parametrize("crash", [crash_page, kill_browser])
@pytest.mark.parametrize(("times", "end"), [(1, "done"), (2, "crashed")])
async def test_what_crashes_is_tried_once_more_and_costs_no_other(
    web, run, make_article, monkeypatch, crash, times, end
):
    monkeypatch.setattr("live.crawl.crawl.visit", crashing(times, crash))
    urls = [web.put(f"paper.example/{n}", make_article(n)) for n in ("crash", "before", "after")]
    workspace = await run(*urls, concurrency=1)
    assert ends(workspace) == {"crash": end, "before": "done", "after": "done"}
    assert children() == []


async def test_a_second_run_opens_nothing_again(web, run, make_article, make_workspace):
    url = web.put("paper.example/one", make_article("One"))
    workspace = await run(url)
    web.asked.clear()
    assert await crawl(workspace, MONTH, network=web.network) == {}
    assert web.asked == []
    assert len(workspace.store.all(Page, MONTH)) == 1


async def test_no_chromium_is_left_behind(web, run, make_article):
    await run(web.put("paper.example/one", make_article("One")))
    assert children() == []

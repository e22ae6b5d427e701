"""Links become pages, several at once; each ends as one thing, is visited once, and says so."""

import io
import os
import signal
from datetime import UTC, datetime, timedelta

import factory
import psutil
import pytest
from PIL import Image
from playwright.async_api import Error
from stages import crawl

from live.clock import now
from live.crawl.crawl import crawl as crawl_month
from live.crawl.explain import explain
from live.crawl.view import browse
from live.crawl.web.reach import reach
from live.records import CrawlRun, Link, Page, Visit
from live.review.dates import rule

pytestmark = pytest.mark.browser

MONTH = "2026-10"
SCREEN = (640, 480)


@pytest.fixture
def run(web, make_workspace):
    """Gives `await run(*urls, folder=..., **crawl)`: the workspace after its crawl."""

    async def run(*urls, folder="", shots="full_page", network=None, **settings):
        settings = {"screen": SCREEN, "timeout_seconds": 20, "concurrency": 3} | settings
        site = {"name": "Paper", "url": "http://paper.example/", "shots": shots}
        workspace = make_workspace(folder, sites=[site], crawl=settings)
        links = [Link(month=MONTH, site="Paper", url=url, found_in="front") for url in urls]
        workspace.store.add(*links)
        await crawl(workspace, network or web.network)
        return workspace

    return run


def ends(workspace):
    """How each link ended, by the last part of its path."""
    names = {link.id: link.url.rpartition("/")[2] for link in workspace.store.all(Link, MONTH)}
    return {
        names[outcome.item]: outcome.reason or outcome.state
        for outcome in workspace.store.outcomes(MONTH, "crawl")
    }


def pages(workspace):
    return {page.url.rpartition("/")[2]: page for page in workspace.store.all(Page, MONTH)}


def visits(workspace):
    return {visit.url.rpartition("/")[2]: visit for visit in workspace.store.all(Visit, MONTH)}


def picture(workspace, shot):
    with Image.open(io.BytesIO(workspace.blobs.get(shot.sha256))) as image:
        assert image.size == (shot.width, shot.height)
        return image.convert("RGB")


def browsers():
    below = psutil.Process().children(recursive=True)
    return [process for process in below if "chrom" in process.name()]


async def test_pages_of_several_hosts_at_once_give_each_its_own_picture(
    web, run, make_article, make_words
):
    colours = {f"page-{n}": (n * 20, 255 - n * 20, n * 7 % 255) for n in range(12)}
    for name, colour in colours.items():
        story = "".join(f"<p>{make_words(f'{name} {n}')}</p>" for n in range(20))
        coloured = f"body{{margin:40px;background:rgb{colour}}}"
        web.put(f"{name}.example/{name}", make_article(name, story, style=coloured))
    urls = [f"http://{name}.example/{name}" for name in colours]
    workspace = await run(*urls, concurrency=4)
    assert set(pages(workspace)) == set(colours)
    for name, page in pages(workspace).items():
        image = picture(workspace, page.shots[0])
        assert image.height > 3 * SCREEN[1]
        for at in range(0, image.height, SCREEN[1]):
            seen = image.getpixel((10, at))
            assert all(abs(a - b) < 6 for a, b in zip(seen, colours[name], strict=True))
    assert browsers() == []


async def test_the_same_page_gives_the_same_bytes(web, run, make_article):
    moving = "@keyframes turn{to{opacity:.2}}h1{animation:turn 1s infinite alternate}"
    url = web.put("paper.example/one", make_article("One", style=moving))
    first = pages(await run(url, folder="first"))["one"]
    second = pages(await run(url, folder="second"))["one"]
    assert first.shots == second.shots
    assert first.html_sha256 == second.html_sha256


async def test_a_page_keeps_what_a_sceptic_needs(web, run, make_article):
    figure = (
        '<figure><img src="/bridge.svg" width="400" height="300"><figcaption>The bridge'
        "</figcaption></figure>"
    )
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><rect width="400" height="300"/></svg>'
    web.put("paper.example/bridge.svg", svg, "image/svg+xml")
    html = make_article("Bridge").replace("</h1>", f"</h1>{figure}")
    web.put("paper.example/bridge", html)
    web.put("paper.example/b", "", status=302)
    web.headers["paper.example/b"] = {"Location": "/bridge?utm_source=feed"}
    web.pages["paper.example/bridge?utm_source=feed"] = web.pages["paper.example/bridge"]
    web.headers["paper.example/bridge?utm_source=feed"] = {
        "Last-Modified": "Wed, 14 Oct 2026 08:00:00 GMT",
        "Set-Cookie": "who=you",
    }
    wall = '<div style="position:fixed;inset:0;background:red">We use cookies</div>'
    web.pages["paper.example/bridge?utm_source=feed"] = (
        200,
        "text/html; charset=utf-8",
        html.replace("</body>", f"{wall}</body>").encode(),
    )
    workspace = await run("http://paper.example/b")
    (page,) = workspace.store.all(Page, MONTH)
    assert page.redirects == ("http://paper.example/b",)
    assert page.final_url == "http://paper.example/bridge?utm_source=feed"
    assert page.headers["last-modified"] == "Wed, 14 Oct 2026 08:00:00 GMT"
    assert "set-cookie" not in page.headers
    assert page.cleaned and page.lead and page.lead.caption == "The bridge"
    kept = workspace.blobs.get_text(page.html_sha256)
    assert "We use cookies" in kept and "autoconsent" not in kept
    (visit,) = workspace.store.all(Visit, MONTH)
    assert (visit.tries, visit.state) == (1, "done")
    assert visit.bytes > len(html) and visit.seconds > 0


async def test_every_link_ends_as_one_thing_with_its_reason(web, run, make_article):
    put = web.put
    urls = [
        put("paper.example/good", make_article("Good")),
        put("paper.example/stale", make_article("Old", published="2025-10-14T09:30:00Z")),
        put("paper.example/undated", make_article("Undated", published="")),
        put("paper.example/future", make_article("Soon", published="2099-10-14T09:30:00Z")),
        put("paper.example/broken", "oops", status=500),
        put("busy.example/busy", "later", status=429),
        "http://paper.example/missing",
        put("paper.example/data", "{}", "application/json"),
        put("paper.example/file", "x", "application/octet-stream"),
        put("paper.example/short", "<meta name=date content=2026-10-14><h1>A short notice</h1>"),
        put("paper.example/twin", make_article("Twin", head='<link rel=canonical href="/good">')),
        put("paper.example/copy", make_article("Good")),
        put("paper.example/reserved", make_article("Kept", head="<meta name=robots content=noai>")),
        put("shut.example/shut", make_article("Shut")),
        "http://paper.closed/story",
        "http://127.0.0.1:9/private",
    ]
    put("shut.example/robots.txt", "User-agent: *\nDisallow: /shut", "text/plain")
    web.headers["busy.example/busy"] = {"Retry-After": "3600"}
    workspace = await run(*urls, timeout_seconds=5, concurrency=1)
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
        "twin": "duplicate",
        "copy": "duplicate",
        "reserved": "ai_optout",
        "shut": "robots_forbids",
        "story": "robots_unreachable",
        "private": "private_address",
    }
    assert set(pages(workspace)) == {"good"}
    assert "shut.example/shut" not in web.asked
    told = {name: visit.reason or visit.state for name, visit in visits(workspace).items()}
    assert told == ends(workspace)
    read = {name for name, visit in visits(workspace).items() if visit.address}
    assert read == {"good", "stale", "undated", "future", "short", "twin", "copy"}
    assert visits(workspace)["shut"].seconds == 0, "to wait for a turn is no part of a visit"


async def test_a_visit_keeps_what_a_page_that_was_dropped_said(web, run, make_article):
    web.put("paper.example/was", make_article("Was", published="2026-09-14T09:30:00+02:00"))
    web.put("paper.example/w", "", status=302)
    web.headers["paper.example/w"] = {"Location": "/was?utm_source=feed"}
    web.pages["paper.example/was?utm_source=feed"] = web.pages["paper.example/was"]
    workspace = await run("http://paper.example/w")
    (visit,) = workspace.store.all(Visit, MONTH)
    assert (visit.state, visit.reason, visit.title) == ("dropped", "stale", "Was")
    assert visit.final_url == "http://paper.example/was?utm_source=feed"
    assert visit.redirects == ("http://paper.example/w",)
    assert visit.address == "http://paper.example/was"
    assert visit.published_at == datetime(2026, 9, 14, 7, 30, tzinfo=UTC)
    assert visit.evidence[0].value == "2026-09-14T09:30:00+02:00"
    assert visit.sketch


async def test_a_visit_keeps_the_way_to_a_page_that_was_not_there(web, run):
    web.put("paper.example/old", "", status=301)
    web.headers["paper.example/old"] = {"Location": "/gone"}
    workspace = await run("http://paper.example/old")
    (visit,) = workspace.store.all(Visit, MONTH)
    assert (visit.reason, visit.final_url) == ("http_404", "http://paper.example/gone")
    assert visit.redirects == ("http://paper.example/old",)


async def test_a_stale_story_at_a_new_address_under_a_new_date_is_dropped(web, run, make_article):
    old = web.put("paper.example/old", make_article("One", published="2026-09-14T09:30:00Z"))
    workspace = await run(old)
    url = web.put("paper.example/new", make_article("One"))
    workspace.store.add(Link(month=MONTH, site="Paper", url=url, found_in="front"))
    await crawl(workspace, web.network)
    assert ends(workspace) == {"old": "stale", "new": "redated"}


async def test_a_page_that_a_person_dated_is_taken_though_the_day_has_its_pages(
    web, run, make_article
):
    apart = '<meta name="pubdate" content="2026-10-02T09:30:00Z">'
    urls = [web.put(f"paper.example/{n}", make_article(n, head=apart)) for n in ("a", "b")]
    urls.append(web.put("paper.example/c", make_article("c")))
    workspace = await run(*urls, pages=1)
    assert ends(workspace) == {"a": "sources_disagree", "b": "sources_disagree", "c": "done"}
    rule(workspace, urls[0], "2026-10-02T09:30:00Z", "kim")
    rule(workspace, urls[1], "none", "kim", "old")
    await crawl(workspace, web.network)
    assert ends(workspace) == {"a": "done", "b": "rejected", "c": "done"}
    page = pages(workspace)["a"]
    assert page.published_at == datetime(2026, 10, 2, 9, 30, tzinfo=UTC)
    assert [each.value for each in page.evidence if each.source == "reviewer"] == [
        "2026-10-02T09:30:00Z"
    ]
    again = explain(workspace, page.id)["page"]["html"]["dates"]
    assert again == "the same", "the reviewer is no part of the page"


async def test_a_run_keeps_what_each_site_gave(web, run, make_article):
    workspace = await run(web.put("paper.example/one", make_article("One")))
    (kept,) = workspace.store.all(CrawlRun, MONTH)
    assert kept.gave == {"Paper": 1}
    await crawl(workspace, web.network)
    assert workspace.store.all(CrawlRun, MONTH) == [kept], "a run that tries no site is none"


async def test_a_host_that_asks_for_a_moment_is_asked_again(web, run, make_article):
    url = web.put("paper.example/one", make_article("One"))
    web.first["paper.example/one"] = (429, "text/plain", b"later")
    web.headers["paper.example/one"] = {"Retry-After": "0"}
    workspace = await run(url)
    assert ends(workspace) == {"one": "done"}
    assert visits(workspace)["one"].tries == 2


async def test_a_redirect_into_a_private_network_is_refused(web, run):
    web.put("paper.example/out", "", status=302)
    web.headers["paper.example/out"] = {"Location": "http://169.254.169.254/latest/meta-data"}
    workspace = await run("http://paper.example/out")
    assert ends(workspace) == {"out": "private_address"}


async def test_where_a_link_leads_is_asked_for_leave_too_be_it_of_the_same_site(
    web, run, make_article
):
    web.put("paper.example/robots.txt", "User-agent: *\nDisallow: /shut", "text/plain")
    kept = '[{"location": "/kept/", "tdm-reservation": 1}]'
    web.put("paper.example/.well-known/tdmrep.json", kept, "application/json")
    web.put("www.paper.example/robots.txt", "User-agent: GPTBot\nDisallow: /", "text/plain")
    led = {"a": "/shut/one", "b": "/kept/two", "c": "//www.paper.example/three", "d": "/four"}
    for name, place in led.items():
        web.put(f"paper.example/{name}", "", status=302)
        web.headers[f"paper.example/{name}"] = {"Location": place}
        address = place.removeprefix("//") if place.startswith("//") else f"paper.example{place}"
        web.put(address, make_article(name))
    script = "<script>location = '/shut/one'</script>"
    urls = [f"http://paper.example/{name}" for name in led]
    workspace = await run(*urls, web.put("paper.example/e", script))
    assert ends(workspace) == {
        "a": "robots_forbids",
        "b": "ai_optout",
        "c": "ai_optout",
        "d": "done",
        "e": "robots_forbids",
    }


async def test_an_old_story_with_a_new_date_is_dropped(web, run, make_article):
    url = web.put("paper.example/one", make_article("One"))
    before = datetime(2026, 10, 2, tzinfo=UTC)
    workspace = await run(folder="old")
    workspace.store.add(
        factory.link(1, month="2026-09", url=url, seen_at=before),
        Link(month=MONTH, site="Paper", url=url, found_in="front"),
    )
    await crawl(workspace, web.network)
    assert ends(workspace) == {"one": "redated"}


async def test_no_more_is_opened_than_the_day_needs(web, run, make_article):
    urls = [web.put(f"paper.example/{n}", make_article(f"Story {n}")) for n in range(5)]
    web.pages["paper.example/0"] = (404, "text/html", b"gone")
    workspace = await run(*urls, pages=2)
    assert ends(workspace) == {"0": "http_404", "1": "done", "2": "done"}
    assert not {"paper.example/3", "paper.example/4"} & set(web.asked)


def crashing(times, crash):
    """`visit`, but for an address that ends in `crash` something goes wrong so many times."""
    left = [times]

    async def visit(tab, url, seconds, **ways):
        if url.endswith("crash") and left[0]:
            left[0] -= 1
            await crash(tab)
        return await browse.visit(tab, url, seconds, **ways)

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


async def test_a_page_that_waits_after_its_first_try_keeps_its_visit(
    web, run, make_article, monkeypatch
):
    monkeypatch.setattr("live.crawl.take.visit", crashing(1, crash_page))
    url = web.put("paper.example/crash", make_article("Story"))
    workspace = await run(url, pages_per_host=1)
    assert ends(workspace) == {"crash": "host_budget"}
    (visit,) = workspace.store.all(Visit, MONTH)
    assert (visit.state, visit.tries) == ("waiting", 1)


@pytest.mark.parametrize("crash", [crash_page, kill_browser])
@pytest.mark.parametrize(("times", "end"), [(1, "done"), (2, "crashed")])
async def test_what_crashes_is_tried_once_more_and_costs_no_other(
    web, run, make_article, monkeypatch, crash, times, end
):
    monkeypatch.setattr("live.crawl.take.visit", crashing(times, crash))
    urls = [web.put(f"paper.example/{n}", make_article(n)) for n in ("crash", "before", "after")]
    workspace = await run(*urls, concurrency=1)
    assert ends(workspace) == {"crash": end, "before": "done", "after": "done"}
    assert visits(workspace)["crash"].tries == 2
    assert browsers() == []


async def test_a_second_run_opens_nothing_again(web, run, make_article):
    workspace = await run(web.put("paper.example/one", make_article("One")))
    web.asked.clear()
    assert await crawl(workspace, web.network) == {}
    assert web.asked == []
    assert len(workspace.store.all(Page, MONTH)) == 1


async def test_a_page_is_opened_once_a_day_whatever_months_link_names_it(web, run, make_article):
    url = web.put("paper.example/one", make_article("One"))
    workspace = await run(url)
    later = "2026-11"
    workspace.store.add(Link(month=later, site="Paper", url=url, found_in="front"))
    async with reach(workspace, web.network) as way:
        assert await crawl_month(workspace, later, way) == {}
    (outcome,) = workspace.store.outcomes(later, "crawl")
    assert (outcome.state, outcome.reason) == ("waiting", "opened_today")
    assert web.asked.count("paper.example/one") == 1


async def test_a_page_whose_server_was_down_is_taken_another_day(
    web, run, make_article, monkeypatch
):
    url = web.put("paper.example/one", make_article("One"))
    web.first["paper.example/one"] = (500, "text/plain", b"oops")
    workspace = await run(url)
    assert await crawl(workspace, web.network) == {}
    assert ends(workspace) == {"one": "http_500"}
    monkeypatch.setattr("live.crawl.due.now", lambda: now() + timedelta(days=1))
    assert await crawl(workspace, web.network) == {"done": 1}
    assert ends(workspace) == {"one": "done"}

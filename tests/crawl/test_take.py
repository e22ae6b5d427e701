"""What is taken is one page: the one that was dated is the one in the picture, or there is none."""

import json

import pytest
from stages import MONTH, crawl

from live.records import Link, Page, Visit

pytestmark = pytest.mark.browser

SCREEN = (640, 480)


@pytest.fixture
def take(web, make_workspace):
    """Gives `await take(*urls, **crawl)`: how each link ended by the last part of its path, the
    pages and the visits in the same way."""

    async def take(*urls, **settings):
        site = {"name": "Paper", "url": "http://paper.example/"}
        settings = {"screen": SCREEN, "timeout_seconds": 10, "concurrency": 3} | settings
        workspace = make_workspace(sites=[site], crawl=settings)
        links = [Link(month=MONTH, site="Paper", url=url, found_in="front") for url in urls]
        workspace.store.add(*links)
        await crawl(workspace, web.network)
        names = {link.id: name_of(link) for link in links}
        ends = {names[each.item]: each for each in workspace.store.outcomes(MONTH, "crawl")}
        pages = {name_of(page): page for page in workspace.store.all(Page, MONTH)}
        visits = {name_of(visit): visit for visit in workspace.store.all(Visit, MONTH)}
        return ends, pages, visits

    return take


def name_of(record):
    return record.url.rpartition("/")[2]


def after(ms, script):
    return f"<script>setTimeout(() => {{ {script} }}, {ms})</script>"


def once_read(script):
    """Runs when the page is scrolled: after it was read, before it is photographed."""
    scroll = f"addEventListener('scroll', () => {{ {script} }}, {{ once: true }})"
    return f"<div style='height:500px'></div><script>{scroll}</script>"


async def test_a_page_that_goes_elsewhere_or_changes_is_tried_again_and_dropped(
    web, take, make_article, make_words
):
    other = f"<h1>The market</h1><p>{make_words('fish')}</p>"
    replaced = f"document.querySelector('article').innerHTML = {json.dumps(other)}"
    body = {
        # later than a visit ends, and sooner than the picture is taken
        "leaves": once_read("location = '/other'"),
        "replaced": once_read(replaced),
        "pushed": once_read(f"history.pushState({{}}, '', '/other'); {replaced}"),
        # these harm nobody
        "hash": once_read("location.hash = 'top'; history.pushState({}, '', '/hash?page=2')"),
        "ticker": "<p id=t></p><script>setInterval(() => t.append('Live. '), 50)</script>",
    }
    urls = [web.put(f"paper.example/{n}", make_article(n, html)) for n, html in body.items()]
    urls.append(web.put("paper.example/other", make_article("other")))
    ends, pages, visits = await take(*urls, concurrency=2)
    assert {name: end.reason or end.state for name, end in ends.items()} == {
        "leaves": "moved",
        "replaced": "moved",
        "pushed": "moved",
        "hash": "done",
        "ticker": "done",
        "other": "done",
    }
    for name, page in pages.items():
        assert page.title in page.shots[0].text, name
    assert {name: visit.tries for name, visit in visits.items()} == {
        name: 2 if end.reason == "moved" else 1 for name, end in ends.items()
    }
    assert all(visit.seconds < 15 for visit in visits.values())
    assert ends["replaced"].detail.startswith("http://paper.example/replaced: its headline 'rep")


async def test_an_article_that_a_script_puts_there_later_is_read_when_it_is_there(
    web, take, make_article
):
    head, _, rest = make_article("late").partition("<body>")
    story = rest.partition("</body>")[0]
    late = f"{head}<body><div id=r>Loading</div>{after(700, f'r.innerHTML = {json.dumps(story)}')}"
    bare = "<!doctype html><title>late</title><body><div id=r></div>"
    whole = json.dumps(f"<meta property='article:published_time' content='2026-10-15'>{story}")
    urls = [
        web.put("paper.example/late", late),
        web.put("paper.example/bare", bare + after(700, f"r.innerHTML = {whole}")),
        web.put("paper.example/never", make_article("never", published="") + after(1, "0")),
    ]
    ends, pages, visits = await take(*urls)
    assert ends["late"].state == "done", ends["late"]
    assert "late" in pages["late"].shots[0].text and len(pages["late"].text) > 400
    assert ends["never"].reason == "undated"
    assert ends["bare"].reason in ("", "duplicate"), "it has the text of the other one"
    assert {visit.tries for visit in visits.values()} == {1}


async def test_what_comes_over_a_page_after_its_cleaning_costs_no_page_and_is_named(
    web, take, make_article
):
    # seen by the picture and not by the cleaning: it comes when the screenshot measures the page
    cover = "<div id=join style='position:fixed;inset:20% 10%;background:gold'>Join us</div>"
    late = (
        f"const put = () => document.body.insertAdjacentHTML('beforeend', {json.dumps(cover)});"
        "const wait = setInterval(() => { if (document.fonts.asked) put(clearInterval(wait)) }, 5);"
        "Object.defineProperty(document.fonts, 'ready', "
        "{ get() { document.fonts.asked = 1; return Promise.resolve() } })"
    )
    url = web.put("paper.example/one", make_article("one", f"<script>{late}</script>"))
    ends, pages, visits = await take(url)
    assert ends["one"].state == "done", ends["one"]
    assert "hid an overlay (#join: 'Join us')" in pages["one"].cleaned
    assert "Join us" not in pages["one"].shots[0].text
    assert visits["one"].tries == 1


async def test_all_that_is_done_with_a_page_ends_within_three_times_its_seconds(
    web, take, make_article
):
    spins = "<script>onscroll = () => { while (1); }</script><div style='height:3000px'></div>"
    url = web.put("paper.example/spins", make_article("spins", spins))
    ends, _, visits = await take(url, timeout_seconds=2)
    assert (ends["spins"].reason, ends["spins"].detail) == (
        "timeout",
        "http://paper.example/spins: its page was not done in 6 s.",
    )
    assert 5 < visits["spins"].seconds < 9


async def test_where_a_link_led_is_told_of_what_was_not_there(web, take):
    web.put("paper.example/old", "", status=302)
    web.headers["paper.example/old"] = {"Location": "http://away.example/gone"}
    ends, _, _ = await take("http://paper.example/old")
    led = "http://paper.example/old led to http://away.example/gone, which answered 404."
    assert ends["old"].detail == led

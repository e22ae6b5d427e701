"""Sites become links over our own client; each site ends as exactly one thing."""

from datetime import UTC, datetime

import pytest
from stages import discover

from live.crawl.discover import discover as discover_month
from live.crawl.web.reach import reach
from live.errors import UsageError
from live.records import Link

MONTH = "2026-10"
SITE = {"name": "Paper", "url": "http://paper.example/"}
FRONT = '<a href="/town/old-bridge-is-mended">1</a><a href="/town/second-story-of-today">2</a>'


def states(workspace):
    """How the sites ended; an item is a site on a day."""
    ended = workspace.store.outcomes(MONTH, "discover")
    return {o.item.partition(" on ")[0]: (o.state, o.reason) for o in ended}


async def test_links_come_from_feed_sitemap_front_and_sections(web, make_workspace):
    web.put("paper.example/", FRONT)
    web.put("paper.example/town/", '<a href="/town/third-story-of-today">3</a>')
    web.put(
        "paper.example/feed.xml",
        "<rss version='2.0'><channel><item><link>/town/old-bridge-is-mended</link>"
        "<pubDate>Mon, 05 Oct 2026 07:15:00 GMT</pubDate></item></channel></rss>",
        "application/rss+xml",
    )
    web.put("paper.example/index.xml", "<sitemapindex><sitemap><loc>/n.xml</loc></sitemap>"
            "</sitemapindex>", "text/xml")  # fmt: skip
    web.put("paper.example/n.xml", "<urlset><url><loc>/town/listed</loc></url></urlset>")
    site = SITE | {
        "feeds": ["http://paper.example/feed.xml"],
        "sitemaps": ["http://paper.example/index.xml"],
        "sections": ["http://paper.example/town/"],
    }
    workspace = make_workspace(sites=[site])
    tally = await discover(workspace, web.network)
    assert tally == {"done": 1}
    found = {link.url.rpartition("/")[2]: link for link in workspace.store.all(Link, MONTH)}
    assert {name: link.found_in for name, link in found.items()} == {
        "old-bridge-is-mended": "feed",
        "listed": "sitemap",
        "second-story-of-today": "front",
        "third-story-of-today": "section",
    }
    assert found["old-bridge-is-mended"].listed_at == "Mon, 05 Oct 2026 07:15:00 GMT"


async def test_a_feed_that_fails_is_told_and_costs_only_itself(web, make_workspace):
    web.put("paper.example/", FRONT)
    workspace = make_workspace(sites=[SITE | {"feeds": ["http://paper.example/gone.xml"]}])
    await discover(workspace, web.network)
    (outcome,) = workspace.store.outcomes(MONTH, "discover")
    assert outcome.state == "done"
    assert outcome.detail == "http://paper.example/gone.xml answered 404."


async def test_sites_that_give_nothing_end_with_their_reason_and_the_counts_add_up(
    web, make_workspace
):
    web.put("empty.example/", "<p>nothing</p>")
    web.put("broken.example/", "oops", status=500)
    web.put("endless.example/", "<p>wait")
    web.endless.add("endless.example/")
    names = ["empty", "broken", "endless"]
    sites = [{"name": name, "url": f"http://{name}.example/"} for name in names]
    workspace = make_workspace(sites=sites, crawl={"timeout_seconds": 0.5})
    tally = await discover(workspace, web.network)
    assert tally.total() == len(sites)
    assert states(workspace) == {
        "empty": ("dropped", "nothing_found"),
        "broken": ("failed", "http_500"),
        "endless": ("failed", "timeout"),
    }


async def test_a_second_run_asks_only_the_sites_that_failed(web, make_workspace):
    web.put("paper.example/", FRONT)
    sites = [SITE, {"name": "Late", "url": "http://late.example/"}]
    workspace = make_workspace(sites=sites)
    await discover(workspace, web.network)
    web.asked.clear()
    web.put("late.example/", FRONT)
    assert await discover(workspace, web.network) == {"done": 1}
    assert {asked.partition("/")[0] for asked in web.asked} == {"late.example"}


async def test_what_is_too_large_is_not_read_to_its_end(web, make_workspace, monkeypatch):
    monkeypatch.setattr("live.crawl.web.net.MAX_BYTES", 1000)
    web.put("paper.example/", FRONT * 1000)
    workspace = make_workspace(sites=[SITE])
    await discover(workspace, web.network)
    assert states(workspace) == {"Paper": ("failed", "too_large")}


async def test_hostile_listings_cost_only_themselves(web, make_workspace):
    put = web.put
    bomb = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1 or str()};" * 10}">' for n in range(1, 12)
    )
    feeds = (
        put("paper.example/bomb", f"{bomb}]><rss><channel><item><link>/&a11;</link>", "text/xml"),
        put("paper.example/large", "<rss>" + "<item>" * 8_000_000, "text/xml"),
        put("paper.example/deep", "<rss><channel>" + "<item>" * 300_000, "text/xml"),
        put("paper.example/packed", "no gzip", "text/xml"),
    )
    web.headers["paper.example/packed"] = {"Content-Encoding": "gzip"}
    rules = "User-agent: *\nDisallow: /town/old\n" + "Disallow: /attic/\n" * 600_000
    put("paper.example/robots.txt", rules, "text/plain")
    put("paper.example/", FRONT)
    put("shut.example/", FRONT)
    put("shut.example/robots.txt", "User-agent: *\nDisallow: /", "text/plain")
    shut = {"name": "Shut", "url": "http://shut.example/"}
    workspace = make_workspace(sites=[SITE | {"feeds": feeds}, shut])
    await discover(workspace, web.network)
    assert states(workspace) == {"Paper": ("done", ""), "Shut": ("failed", "robots_forbids")}
    (told,) = (o.detail for o in workspace.store.outcomes(MONTH, "discover") if o.state == "done")
    assert "/large is larger than 10000000 bytes." in told and "/packed answered with bro" in told
    assert {link.url for link in workspace.store.all(Link, MONTH)} == {
        "http://paper.example/town/old-bridge-is-mended",
        "http://paper.example/town/second-story-of-today",
    }
    assert "shut.example/" not in web.asked


async def test_a_site_is_asked_once_a_day_and_again_on_the_next(web, make_workspace, monkeypatch):
    web.put("paper.example/", FRONT)
    workspace = make_workspace(sites=[SITE])
    for day, times in ((1, 1), (1, 1), (2, 2)):
        at = datetime(2026, 10, day, tzinfo=UTC)
        monkeypatch.setattr("live.crawl.discover.now", lambda at=at: at)
        await discover(workspace, web.network)
        assert web.asked.count("paper.example/") == times


async def test_a_site_whose_declaration_was_mended_leaves_no_failure_behind(web, make_workspace):
    workspace = make_workspace(sites=[SITE])
    await discover(workspace, web.network)
    assert states(workspace)["Paper"] == ("failed", "http_404")
    web.put("paper.example/news", FRONT)
    workspace = make_workspace(sites=[SITE | {"url": "http://paper.example/news"}])
    await discover(workspace, web.network)
    (outcome,) = workspace.store.outcomes(MONTH, "discover")
    assert outcome.state == "done"


async def test_what_keeps_us_from_a_site_is_said_once(web, make_workspace):
    places = [f"http://paper.closed/{n}" for n in range(4)]
    site = {"name": "Paper", "url": "http://paper.closed/", "feeds": places}
    workspace = make_workspace(sites=[site])
    await discover(workspace, web.network)
    (outcome,) = workspace.store.outcomes(MONTH, "discover")
    assert outcome.detail.count("could not be fetched") == 1


async def test_a_month_that_has_not_begun_is_refused(web, make_workspace, monkeypatch):
    workspace = make_workspace(sites=[SITE])
    last = datetime(2026, 9, 30, 23, 59, tzinfo=UTC)
    monkeypatch.setattr("live.crawl.discover.now", lambda: last)
    async with reach(workspace, web.network) as way:
        with pytest.raises(UsageError, match=r"2026-10 has not begun\. Crawl it from 2026-10-01"):
            await discover_month(workspace, MONTH, way)
    assert web.asked == []

"""Ads are known by their address, lists of others are read and fetched, stories come through."""

import os
from pathlib import Path

import pytest

from live.crawl.view.ads import download, hosts, load
from live.crawl.web.net import client
from live.errors import LiveError, UsageError

PAGE = "https://paper.example/story"
GPT = "https://securepubads.g.doubleclick.net/tag/js/gpt.js"


@pytest.mark.parametrize(
    ("url", "kind", "is_ad"),
    [
        (GPT, "script", True),
        ("http://ads.example/one", "subdocument", True),
        ("https://static.zdassets.com/chat.js", "script", True),
        ("https://ads.paper.example/one.js", "script", False),
        ("https://cdn.example/ad-venture.js", "script", False),
        ("https://consent.cookiebot.com/uc.js", "script", False),
        ("https://cdn.jwplayer.com/player.js", "script", False),
    ],
)
def test_an_ad_is_known_by_its_address(url, kind, is_ad):
    assert load().blocks(url, PAGE, kind) is is_ad


def test_the_own_page_of_an_advertiser_is_not_blocked_for_itself():
    assert not load().blocks(GPT, "https://www.doubleclick.net/news", "script")


def test_the_list_knows_a_thousand_hosts_and_no_outlet():
    assert len(hosts()) > 1000
    assert not {"theguardian.com", "yahoo.com", "msn.com", "wp.pl"} & set(hosts())


def test_a_list_of_the_operators_own_is_added(tmp_path):
    (tmp_path / "own.txt").write_text("! mine\n||cdn.example^*/promo.js$script\n@@||ads.example^\n")
    ads = load((tmp_path / "own.txt",))
    assert ads.blocks("https://cdn.example/a/promo.js", PAGE, "script")
    assert ads.blocks(GPT, PAGE, "script")
    assert not ads.blocks("http://ads.example/one", PAGE, "subdocument")
    assert load((tmp_path / "own.txt",)) is ads


def test_a_list_that_is_not_there_is_said_in_one_line():
    with pytest.raises(
        UsageError, match=r"^crawl.ad_lists: /no/list.txt cannot be read \(.*take it out.$"
    ):
        load((Path("/no/list.txt"),))


async def test_a_list_is_fetched_once_a_week(web, tmp_path):
    url = web.put("lists.example/easy.txt", "||cdn.example^\n", "text/plain")
    async with client(web.network) as http:
        path = await download(http, url, tmp_path / "lists")
        assert path == await download(http, url, tmp_path / "lists")
        assert path.read_text() == "||cdn.example^\n" and len(web.asked) == 1
        os.utime(path, (0, 0))
        assert path == await download(http, url, tmp_path / "lists")
        assert len(web.asked) == 2 and list(path.parent.iterdir()) == [path]
        del web.pages["lists.example/easy.txt"]
        os.utime(path, (0, 0))
        assert path == await download(http, url, tmp_path / "lists"), "an old one is better"
        with pytest.raises(
            LiveError, match=r"^crawl.ad_lists: \S+/none.txt answered 404. Look for"
        ):
            await download(http, "http://lists.example/none.txt", tmp_path)


@pytest.mark.browser
async def test_requests_for_ads_are_stopped_and_nothing_else_is(web, cleaned, make_article):
    web.put("ads.example/frame", "<p>Buy</p>")
    web.put("ads.example/ad.js", "window.bought = 1", "text/javascript")
    web.put("paper.example/ads/own.js", "window.own = 1", "text/javascript")
    web.put("paper.example/ads.css", "h1 { color: rgb(1, 2, 3) }", "text/css")
    body = (
        '<script src="http://ads.example/ad.js"></script><script src="/ads/own.js"></script>'
        '<link rel="stylesheet" href="/ads.css"><iframe src="http://ads.example/frame"></iframe>'
    )
    # the page itself comes, even from a host of ads
    url = web.put("ads.example/story", make_article("Own", "<p>Ours</p>"))
    tab, done = await cleaned(url)
    assert await tab.inner_text("h1") == "Own" and done == ()
    web.asked.clear()
    tab, done = await cleaned(web.put("paper.example/story", make_article("Story", body)))
    assert done == ("blocked 2 ad requests (ads.example)", "hid 1 ad (iframe)")
    asked = [address for address in web.asked if not address.endswith("favicon.ico")]
    assert sorted(asked) == [
        "paper.example/ads.css",
        "paper.example/ads/own.js",
        "paper.example/story",
    ]
    script = (
        "() => [window.own, window.bought, getComputedStyle(document.querySelector('h1')).color]"
    )
    assert await tab.evaluate(script) == [1, None, "rgb(1, 2, 3)"]

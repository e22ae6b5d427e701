"""`live sites check`: what works of an outlet, what does not, and what to do about it."""

import json
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from live.cli import live
from live.clock import now
from live.crawl.check import Finding, check, works
from live.errors import UsageError
from live.records import Site

ITEM = "<item><link>http://{host}/a/a-long-enough-slug-{n}</link><pubDate>{at}</pubDate></item>"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def feed(host: str, *ages: int) -> str:
    """A feed with an article of each age in days."""
    items = [
        ITEM.format(host=host, n=n, at=format_datetime(now() - timedelta(days=age)))
        for n, age in enumerate(ages)
    ]
    return f"<rss><channel>{''.join(items)}</channel></rss>"


def news_sitemap(host: str) -> str:
    return (
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="{NEWS}"><url>'
        f"<loc>http://{host}/b</loc><n:news><n:publication_date>{now():%Y-%m-%d}"
        "</n:publication_date></n:news></url></urlset>"
    )


async def findings(web, *declared: Site, **options: object) -> list[list[Finding]]:
    return [found async for found in check(declared, network=web.network, **options)]


async def test_each_address_is_told_with_its_articles_and_its_newest_date(web) -> None:
    site = Site(
        name="Herald",
        url=web.put("herald.example/", '<a href="/x/a-long-enough-slug">x</a>'),
        sections=(web.put("herald.example/sport", '<a href="/s/a-long-enough-slug">x</a>'),),
        feeds=(web.put("herald.example/rss", feed("herald.example", 3, 1), "text/xml"),),
        sitemaps=(web.put("herald.example/news.xml", news_sitemap("herald.example"), "text/xml"),),
    )
    (found,) = await findings(web, site)
    assert [each.what for each in found] == ["robots.txt", "home", "section", "feed", "sitemap"]
    assert [each.articles for each in found] == [None, 1, 1, 2, 1]
    assert all(each.ok for each in found)
    assert works(found)
    assert found[3].newest == f"{now() - timedelta(days=1):%Y-%m-%dT%H:%M}" + found[3].newest[16:]
    assert found[4].newest.startswith(f"{now():%Y-%m-%d}")


async def test_what_does_not_work_says_what_to_do(web) -> None:
    site = Site(
        name="Herald",
        url=web.put("herald.example/", "<p>nothing</p>"),
        feeds=(
            "http://herald.example/gone",
            web.put("herald.example/walled", "", status=403),
            web.put("herald.example/old", feed("herald.example", 400), "text/xml"),
            "http://herald.closed/rss",
        ),
    )
    (found,) = await findings(web, site)
    home, gone, walled, old, closed = found[1:]
    assert not any(each.ok for each in found[1:])
    assert home.fact.endswith(
        "/ is text/html and lists no article. Look for another address, or take it out."
    )
    assert gone.fact.endswith("It is gone: look on the home page for the new address.")
    assert walled.fact.endswith("It turns robots away: leave it out, or ask them.")
    assert "has had nothing since" in old.fact
    assert closed.fact.endswith("or try again later.")
    assert works(found)


async def test_a_site_that_forbids_itself_is_not_visited(web) -> None:
    site = Site(name="Herald", url=web.put("herald.example/", "x"))
    web.put("herald.example/robots.txt", "User-agent: *\nDisallow: /", "text/plain")
    (found,) = await findings(web, site)
    assert [each.what for each in found] == ["robots.txt"]
    assert found[0].fact.endswith("Leave it out, or ask them.")
    assert not works(found)
    assert "herald.example/" not in web.asked


async def test_a_host_that_is_not_there_or_private_is_told_once_with_what_to_do(web) -> None:
    nobody = Site(name="Nobody", url="http://a..b/")
    closed = Site(name="Closed", url="http://herald.closed/")
    inside = Site(name="Inside", url="http://10.0.0.1/")
    facts = [found[0].fact for found in await findings(web, nobody, closed, inside)]
    for fact, why in zip(facts, ["is not resolved", "connection was refused"], strict=False):
        assert why in fact
        assert fact.endswith("Look whether its address is right, or try again later.")
    assert facts[2].count("private") == 2 and facts[2].count("10.0.0.1") == 2
    assert facts[2].endswith("in live.yaml if this network is yours.")


async def test_an_ai_optout_counts_unless_live_yaml_says_otherwise(web) -> None:
    site = Site(name="Herald", url=web.put("herald.example/", '<a href="/x/long-enough-slug-a">'))
    web.put("herald.example/robots.txt", "User-agent: GPTBot\nDisallow: /", "text/plain")
    (found,) = await findings(web, site)
    assert not works(found)
    (found,) = await findings(web, site, respect_ai_optout=False)
    assert works(found)


async def test_sites_are_told_in_their_order(web) -> None:
    declared = [
        Site(name=name, url=web.put(f"{name.lower()}.example/", "x")) for name in ("C", "A", "B")
    ]
    assert [found[0].site for found in await findings(web, *declared)] == ["C", "A", "B"]


def workspace(web, folder: Path) -> Path:
    """A live.yaml with an outlet on this machine that works, and one that does not."""
    web.put("127.0.0.1/", '<a href="/x/a-long-enough-slug">x</a>')
    root = f"http://127.0.0.1:{web.port}"
    (folder / "live.yaml").write_text(
        f"crawl: {{private_addresses: true}}\nsites:\n- {{name: Good, url: '{root}/'}}\n"
        f"- {{name: Bad, url: '{root}/missing'}}\n"
    )
    return folder


def test_the_command_ends_with_1_where_an_outlet_gives_no_article(web, tmp_path: Path) -> None:
    folder = workspace(web, tmp_path)
    good = CliRunner().invoke(live, ["-C", str(folder), "sites", "check", "Good"])
    assert good.exit_code == 0
    assert "ok  home" in good.stdout
    both = CliRunner().invoke(live, ["-C", str(folder), "sites", "check", "--json"])
    assert both.exit_code == 1
    rows = json.loads(both.stdout)
    assert [(row["site"], row["what"], row["ok"]) for row in rows] == [
        ("Good", "robots.txt", True),
        ("Good", "home", True),
        ("Bad", "robots.txt", True),
        ("Bad", "home", False),
    ]


def test_an_unknown_name_is_bad_input_with_the_nearest(tmp_path: Path) -> None:
    ended = CliRunner().invoke(live, ["-C", str(tmp_path), "sites", "check", "Der Standrad"])
    assert isinstance(ended.exception, UsageError)
    assert "such as 'Der Standard'." in str(ended.exception)


def test_private_addresses_are_not_visited_unless_declared(web, tmp_path: Path) -> None:
    folder = workspace(web, tmp_path)
    text = (folder / "live.yaml").read_text()
    (folder / "live.yaml").write_text(text.replace("true", "false"))
    ended = CliRunner().invoke(live, ["-C", str(folder), "sites", "check", "Good"])
    assert ended.exit_code == 1
    assert web.asked == []


@pytest.mark.parametrize("words", [["--country", "zz"], ["--subject", "nonsense"]])
def test_a_filter_that_fits_no_outlet_is_bad_input(tmp_path: Path, words: list[str]) -> None:
    ended = CliRunner().invoke(live, ["-C", str(tmp_path), "sites", "check", *words])
    assert isinstance(ended.exception, UsageError)


async def test_links_that_do_not_look_like_articles_are_told_with_what_would(web) -> None:
    short = "".join(f'<a href="/a/good-{n}">x</a>' for n in "abcdefghijklmnopqrst")
    none = Site(name="None", url=web.put("none.example/", short))
    one = '<a href="/a/a-long-enough-slug">x</a>'
    few = Site(name="Few", url=web.put("few.example/", short + one))
    facts = [found[1].fact for found in await findings(web, none, few)]
    assert "lists no article (none of its links, 20, has a slug of three words, a num" in facts[0]
    assert facts[1].startswith("1 article among 21 links: the others lack a slug of three words")


async def test_a_private_address_in_another_notation_is_told_as_private(web) -> None:
    site = Site(name="Inside", url="http://[::ffff:127.0.0.1]:8801/")
    (found,) = await findings(web, site)
    assert "it leads to ::ffff:127.0.0.1, a private address." in found[0].fact

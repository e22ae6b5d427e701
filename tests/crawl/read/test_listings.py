"""What feeds, sitemaps and front pages list; and what of it a month takes."""

import gzip
from datetime import UTC, datetime

import pytest

from live.crawl.discover import choose
from live.crawl.read.listings import MAX_LISTED, Listed, in_feed, in_sitemap, on_page
from live.crawl.read.urls import canonical_url, like_article
from live.records import Site

ROOT = "http://paper.example/"
AT = datetime(2026, 10, 26, tzinfo=UTC)
SITE = Site(name="Paper", url=ROOT, sections=(ROOT + "town/",))
RSS = b"""<rss version="2.0"><channel>
<item><link>http://paper.example/a?utm_medium=rss</link>
<pubDate>Mon, 05 Oct 2026 07:15:00 +0100</pubDate></item>
<item><link>/b</link></item><item><title>no link</title></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom">
<entry><link href="http://paper.example/a"/><updated>2026-10-05T07:15:00Z</updated></entry>
<entry><link href="http://paper.example/b"/><published>2026-10-06T07:15:00Z</published>
<updated>2026-10-09T07:15:00Z</updated></entry></feed>"""
SITEMAP = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> http://paper.example/a </loc><lastmod>2026-10-09</lastmod>
<news:news><news:publication_date>2026-10-05T07:15:00Z</news:publication_date></news:news></url>
<url><loc>http://paper.example/b</loc><lastmod>2026-10-09</lastmod></url></urlset>"""
BOMB = (
    b'<!DOCTYPE x [<!ENTITY a0 "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    + b"]><urlset><url><loc>http://paper.example/&a11;</loc></url></urlset>"
)


QUADRATIC = (
    b'<!DOCTYPE x [<!ENTITY a "' + b"h" * 100_000 + b'">]><rss version="2.0"><channel><item><link>'
    b"http://paper.example/" + b"&a;" * 100_000 + b"</link></item></channel></rss>"
)
FEED_BOMB = BOMB.replace(b"urlset>", b"rss>").replace(b"<url><loc>", b"<channel><item><link>")
FEED_BOMB = FEED_BOMB.replace(b"</loc></url>", b"</link></item></channel>")
DEEP = b"<rss><channel>" + b"<item>" * 300_000
NO_FEEDS = [b"", b"<html>", b"\x1f\x8bbroken", b"\x00\xff", BOMB, FEED_BOMB, QUADRATIC, DEEP]


def pairs(listed):
    return [(each.url, each.listed_at) for each in listed]


def test_a_feed_lists_its_entries_with_their_dates_verbatim():
    assert pairs(in_feed(RSS, ROOT + "feed.xml")) == [
        ("http://paper.example/a", "Mon, 05 Oct 2026 07:15:00 +0100"),
        ("http://paper.example/b", ""),
    ]


def test_updated_in_a_feed_is_not_when_it_was_published():
    assert [at for _, at in pairs(in_feed(ATOM, ROOT))] == ["", "2026-10-06T07:15:00Z"]


@pytest.mark.parametrize("content", [SITEMAP, gzip.compress(SITEMAP)])
def test_a_news_sitemap_lists_publication_dates_and_never_lastmod(content):
    assert pairs(in_sitemap(content, ROOT)[0]) == [
        ("http://paper.example/a", "2026-10-05T07:15:00Z"),
        ("http://paper.example/b", ""),
    ]


def test_an_index_of_sitemaps_names_them():
    index = b"<sitemapindex><sitemap><loc>/news.xml</loc></sitemap></sitemapindex>"
    assert in_sitemap(index, ROOT) == ([], ["http://paper.example/news.xml"])


@pytest.mark.parametrize("content", NO_FEEDS, ids=range(len(NO_FEEDS)))
def test_what_is_no_feed_lists_nothing_and_bombs_do_not_go_off(content):
    assert len(repr(in_feed(content, ROOT))) < 1000
    assert len(repr(in_sitemap(content, ROOT))) < 1000


def test_a_feed_is_read_without_what_surrounds_links_and_dates():
    feed = b"""

    <?xml version="1.0"?><?pi?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
    xml:base="http://paper.example/town/"><channel><link>http://paper.example/</link><item><?pi?>
    <!-- c --><title>T&nbsp;&copy;</title><content:encoded><![CDATA[<a href="/x">x</a>]]>
    </content:encoded><guid isPermaLink="true">http://paper.example/guid</guid>
    <pubDate>Mon, 05 Oct 2026 07:15:00 GMT</pubDate></item><item><link>c</link></item>"""
    assert pairs(in_feed(feed, ROOT)) == [
        ("http://paper.example/guid", "Mon, 05 Oct 2026 07:15:00 GMT"),
        ("http://paper.example/town/c", ""),
    ]


def test_of_listings_without_end_the_newest_are_taken_in_a_short_time():
    feed = b"".join(RSS.partition(b"</item>")[:2]) + b"<item><link>/c</link></item>" * 100_000
    assert len(in_feed(feed, ROOT)) == MAX_LISTED
    entry = b"<url><loc>/%d</loc><lastmod>2026-10-%02d</lastmod></url>"
    days = b"".join(entry % (n, n % 28 + 1) for n in range(30_000))
    taken, _ = in_sitemap(b"<urlset>" + days + b"</urlset>", ROOT)
    assert len(taken) == MAX_LISTED
    assert {int(each.url.removeprefix(ROOT)) % 28 + 1 for each in taken} == {28}
    links = b"".join(b"<a href=/town/story-number-%d>x</a>" % n for n in range(5_000))
    assert len(on_page(links, ROOT, "front")) == MAX_LISTED


def test_xml_cannot_read_a_file(tmp_path):
    (tmp_path / "secret").write_text("http://paper.example/secret")
    xml = f"""<!DOCTYPE x [<!ENTITY s SYSTEM "file://{tmp_path}/secret">]>
    <urlset><url><loc>&s;</loc></url></urlset>"""
    assert "secret" not in repr(in_sitemap(xml.encode(), ROOT))


def test_a_page_lists_articles_of_its_own_host_once_in_order():
    html = b"""<a href="/town/old-bridge-is-mended#x">1</a><a href="/town/">2</a>
    <a href="http://other.example/town/old-bridge-is-mended">3</a><a href="mailto:a@b.c">4</a>
    <a href="/town/second-story-of-today?fbclid=7">5</a>
    <a href="/town/old-bridge-is-mended">6</a><a href="http://[bad">7</a>"""
    assert [each.url for each in on_page(html, ROOT, "front")] == [
        "http://paper.example/town/old-bridge-is-mended",
        "http://paper.example/town/second-story-of-today",
    ]


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("/town/old-bridge-is-mended", True),
        ("/old-bridge-is-mended.html", True),
        ("/artikel/123456", True),
        ("/2026/10/05/bridge", True),
        ("/", False),
        ("/town/", False),
        ("/about-us-and-our-paper/", True),
        ("/about/", False),
        ("/tag/old-bridge-is-mended", False),
        ("/town/picture-of-a-bridge.jpg", False),
    ],
)
def test_an_article_has_a_long_slug_an_id_or_a_date(path, is_one):
    assert like_article("http://paper.example" + path) is is_one


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://Paper.Example:80/A/b?utm_source=x&p=1#top", "http://paper.example/A/b?p=1"),
        ("https://paper.example", "https://paper.example/"),
        ("ftp://paper.example/a", ""),
        ("javascript:void(0)", ""),
        ("http://[bad", ""),
    ],
)
def test_one_address_has_one_canonical_form(url, canonical):
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical


def test_of_the_month_and_newest_come_first_then_undated_then_the_rest():
    listed = [
        Listed(ROOT + "front-page-story", "front"),
        Listed(ROOT + "old", "feed", "2025-10-05T07:15:00Z"),
        Listed(ROOT + "first", "feed", "2026-10-05T07:15:00Z"),
        Listed(ROOT + "last", "feed", "2026-10-25T07:15:00Z"),
        Listed(ROOT, "front"),
        Listed(ROOT + "town/", "front"),
    ]
    names = [link.url.removeprefix(ROOT) for link in choose(listed, SITE, "2026-10", 20, AT)]
    assert names == ["last", "first", "front-page-story", "old"]
    assert len(choose(listed, SITE, "2026-10", 2, AT)) == 2


def test_an_address_listed_twice_is_one_link_that_keeps_its_date():
    listed = [Listed(ROOT + "a", "front"), Listed(ROOT + "a", "feed", "2026-10-05")]
    (link,) = choose(listed, SITE, "2026-10", 20, AT)
    assert (link.found_in, link.listed_at) == ("feed", "2026-10-05")

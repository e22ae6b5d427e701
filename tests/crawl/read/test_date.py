"""When a page was published: what counts, what does not, and what is left to people."""

from datetime import UTC, datetime

import pytest

from live.crawl.read.date import date_page, freshness, span, understand
from live.crawl.read.markup import read

FETCHED = datetime(2026, 11, 3, 12, tzinfo=UTC)
URL = "http://paper.example/town/old-bridge-is-mended"


def evidence_of(html, listed_at="", listed_in="feed", fetched_at=FETCHED, url=URL):
    return date_page(
        read(html), url, listed_at=listed_at, listed_in=listed_in, fetched_at=fetched_at
    )


def judged(html, month="2026-10", **more):
    fetched_at = more.get("fetched_at", FETCHED)
    return freshness(evidence_of(html, **more), month, fetched_at)


def ld(text):
    return f'<script type="application/ld+json">{text}</script>'


def published(value, kind="NewsArticle"):
    return ld(f'{{"@type": "{kind}", "datePublished": "{value}"}}')


@pytest.mark.parametrize(
    ("value", "iso", "zoned", "day_only"),
    [
        ("2026-10-05T07:15:00+01:00", "2026-10-05T06:15:00+00:00", True, False),
        ("2026-10-05T07:15:00Z", "2026-10-05T07:15:00+00:00", True, False),
        ("2026-10-05T07:15:00.123+0200", "2026-10-05T05:15:00.123000+00:00", True, False),
        ("Mon, 05 Oct 2026 07:15:00 GMT", "2026-10-05T07:15:00+00:00", True, False),
        ("Mon, 05 Oct 2026 07:15:00 -0400", "2026-10-05T11:15:00+00:00", True, False),
        ("2026-10-05T07:15:00+01:00[Europe/Paris]", "2026-10-05T06:15:00+00:00", True, False),
        ("2026-10-05 07:15 EST", "2026-10-05T12:15:00+00:00", True, False),
        ("1791184500", "2026-10-05T07:15:00+00:00", True, False),
        ("1791184500000", "2026-10-05T07:15:00+00:00", True, False),
        ("2026-10-05T07:15:00", "2026-10-05T07:15:00+00:00", False, False),
        ("2026-10-05T00:00:00", "2026-10-05T00:00:00+00:00", False, False),
        ("2026-10-05", "2026-10-05T00:00:00+00:00", False, True),
        ("20261005", "2026-10-05T00:00:00+00:00", False, True),
        ("5 October 2026", "2026-10-05T00:00:00+00:00", False, True),
        ("25/10/2026", "2026-10-25T00:00:00+00:00", False, True),
    ],
)
def test_a_date_is_read_as_it_was_written(value, iso, zoned, day_only):
    said = understand("meta", value)
    assert said.at is not None and said.at.isoformat() == iso
    assert (said.zoned, said.day_only, said.value) == (zoned, day_only, value)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "soon",
        "October 2026",
        "2026",
        "10:30",
        "05/10/2026",
        "05.10.2026 10:00",
        "99999999",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59",
        "0000-00-00",
        "99999-10-14",
        "2026-10-14T10:00:00+99:99",
    ],
)
def test_what_is_incomplete_or_could_be_two_days_is_not_understood(value):
    assert understand("meta", value).at is None


def test_the_sources_are_asked_in_their_order_and_kept_verbatim():
    html = (
        published("2026-10-05T07:15:00+01:00")
        + '<meta property="article:published_time" content="2026-10-05T06:15:00Z">'
        + '<time datetime="2026-10-05">Monday</time>'
    )
    said = evidence_of(html, listed_at="Mon, 05 Oct 2026 06:20:00 GMT", listed_in="sitemap")
    assert [each.source for each in said] == ["json-ld", "meta", "time", "sitemap"]
    assert said[0].value == "2026-10-05T07:15:00+01:00"


def test_modified_and_updated_never_count_as_published():
    html = (
        ld('{"@type": "NewsArticle", "dateModified": "2026-10-05T07:15:00Z"}')
        + '<meta property="article:modified_time" content="2026-10-05T07:15:00Z">'
        + '<time itemprop="dateModified" datetime="2026-10-05T07:15:00Z">x</time>'
        + '<time class="updated" datetime="2026-10-05T07:15:00Z">x</time>'
    )
    assert [each.source for each in evidence_of(html) if each.source != "htmldate"] == []


def test_an_article_in_json_ld_goes_before_what_stands_around_it():
    html = ld(
        '{"@graph": [{"@type": "WebPage", "datePublished": "2020-01-01T00:00:00Z"},'
        '{"@type": ["NewsArticle"], "datePublished": "2026-10-05T07:15:00Z"}]}'
    )
    assert evidence_of(html)[0].value == "2026-10-05T07:15:00Z"


def test_json_ld_that_is_not_json_still_says_its_date():
    html = ld('{"@type": "NewsArticle", "datePublished": "2026-10-05T07:15:00Z", oops }')
    assert judged(html).verdict == "fresh"


def test_htmldate_is_asked_only_where_nobody_else_was_understood():
    dated = '<html><body><p class="published">5 October 2026</p></body></html>'
    assert [each.source for each in evidence_of(dated)] == ["htmldate"]
    assert [each.source for each in evidence_of(dated + published("2026-10-05"))] == ["json-ld"]


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        ("2026-10-01T00:00:00Z", "fresh"),
        ("2026-10-31T23:59:59Z", "fresh"),
        ("2026-09-30T23:59:59Z", "stale"),
        ("2026-11-01T00:00:00Z", "stale"),
        ("2026-10-01T00:30:00+02:00", "stale"),
        ("2025-10-05T07:15:00Z", "stale"),
        ("2026-10-02", "fresh"),
        ("2026-10-30", "fresh"),
        ("2026-10-01", "day_uncertain"),
        ("2026-10-31", "day_uncertain"),
        ("2026-09-29", "stale"),
        ("2026-10-01T20:00:00", "fresh"),
        ("2026-10-01T09:00:00", "day_uncertain"),
    ],
)
def test_fresh_is_only_what_lies_inside_the_month_in_every_zone_left_open(value, verdict):
    assert judged(published(value)).verdict == verdict


def test_a_stale_verdict_says_which_source_said_what():
    detail = judged(published("2025-10-05T07:15:00Z")).detail
    assert detail == "json-ld says '2025-10-05T07:15:00Z', which is outside 2026-10."


def test_the_first_source_with_a_zone_decides():
    html = published("2026-10-05") + '<meta name="date" content="2026-10-05T22:00:00-04:00">'
    dating = judged(html)
    assert dating.at == datetime(2026, 10, 6, 2, tzinfo=UTC)


def test_a_time_after_the_fetch_is_refused_and_the_next_source_is_asked():
    swapped = published("2026-12-10T07:15:00Z")
    assert judged(swapped).verdict == "future"
    asked_next = swapped + '<meta name="date" content="2026-10-12T07:15:00Z">'
    assert judged(asked_next).at == datetime(2026, 10, 12, 7, 15, tzinfo=UTC)


def test_zoned_sources_more_than_a_day_apart_are_left_to_people():
    html = published("2026-10-05T07:15:00Z")
    apart = html + '<meta name="pubdate" content="2026-10-06T07:15:01Z">'
    near = html + '<meta name="pubdate" content="2026-10-06T07:15:00Z">'
    assert judged(apart).verdict == "sources_disagree"
    assert judged(near).verdict == "fresh"
    assert judged(html, listed_at="2025-10-05T07:15:00Z").verdict == "sources_disagree"


def test_a_page_without_any_date_is_undated():
    dating = judged("<html><body><h1>Who are we?</h1></body></html>", url="http://p.example/a")
    assert (dating.verdict, dating.at) == ("undated", None)


def test_a_day_leaves_open_fifty_hours():
    first, last = span(understand("meta", "2026-10-05"))
    assert first == datetime(2026, 10, 4, 10, tzinfo=UTC)
    assert last == datetime(2026, 10, 6, 11, 59, 59, tzinfo=UTC)

"""When a page was published: what counts, what does not, and what is left to people."""

from datetime import UTC, datetime

import pytest

from live.crawl.read.date import against, date_page, deciding, disputed, freshness, ruled
from live.crawl.read.markup import read
from live.crawl.read.moment import local, span, understand

FETCHED = datetime(2026, 11, 3, 12, tzinfo=UTC)
URL = "http://paper.example/town/old-bridge-is-mended"
META = '<meta property="article:published_time" content="{}">'


def evidence_of(html, listed_at="", listed_in="feed", fetched_at=FETCHED, url=URL):
    return date_page(
        read(html, url), url, listed_at=listed_at, listed_in=listed_in, fetched_at=fetched_at
    )


def judged(html, month="2026-10", **more):
    fetched_at = more.get("fetched_at", FETCHED)
    return freshness(evidence_of(html, **more), month, fetched_at)


def against_october(html, **more):
    cutoff = datetime(2026, 10, 1, tzinfo=UTC)
    return against(evidence_of(html, **more), cutoff, more.get("fetched_at", FETCHED))


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
        ("Mon, 05 Oct 2026 07:15:00 CEST", "2026-10-05T05:15:00+00:00", True, False),
        ("Mon, 05 Oct 2026 07:15:00 GMT+0200", "2026-10-05T05:15:00+00:00", True, False),
        ("2026-10-05 07:15 UTC-5", "2026-10-05T12:15:00+00:00", True, False),
        ("Mon, 05 Oct 2026 07:15:00", "2026-10-05T07:15:00+00:00", False, False),
        ("Mon, 05 Oct 2026", "2026-10-05T00:00:00+00:00", False, True),
        ("2026-10-05 07:15 IST", "2026-10-05T07:15:00+00:00", False, False),
        ("1791184500", "2026-10-05T07:15:00+00:00", True, False),
        ("1791184500000", "2026-10-05T07:15:00+00:00", True, False),
        ("2026-10-05T07:15:00", "2026-10-05T07:15:00+00:00", False, False),
        ("2026-10-05T00:00:00", "2026-10-05T00:00:00+00:00", False, False),
        ("2026-10-05", "2026-10-05T00:00:00+00:00", False, True),
        ("20261005", "2026-10-05T00:00:00+00:00", False, True),
        ("5 October 2026", "2026-10-05T00:00:00+00:00", False, True),
        ("25/10/2026", "2026-10-25T00:00:00+00:00", False, True),
        ("2026/10/05", "2026-10-05T00:00:00+00:00", False, True),
        ("2026年10月5日 07時15分", "2026-10-05T07:15:00+00:00", False, False),
        ("2026년 10월 5일", "2026-10-05T00:00:00+00:00", False, True),
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
        "2026年13月5日",
        "2026-10-14 " * 50,
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


def test_modified_and_updated_are_kept_and_never_count_as_published():
    html = (
        ld('{"@type": "NewsArticle", "dateModified": "2026-10-05T07:15:00Z"}')
        + '<meta property="article:modified_time" content="2026-10-05T07:15:00Z">'
        + '<time itemprop="dateModified" datetime="2026-10-05T07:15:00Z">x</time>'
        + '<time class="updated" datetime="2026-10-05T07:15:00Z">x</time>'
    )
    assert {each.source for each in evidence_of(html)} == {"modified"}
    assert judged(html).verdict == "undated"
    assert against_october(html) == "unknown"


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


def ruling(html, value, month="2026-10"):
    evidence = ruled(evidence_of(html), value, FETCHED)
    return freshness(evidence, month, FETCHED)


MODIFIED = ld('{"@type": "NewsArticle", "dateModified": "2026-10-20T07:15:00Z"}')
APART = published("2026-10-05T07:15:00Z") + '<meta name="pubdate" content="2026-09-01">' + MODIFIED


def test_what_a_person_chose_of_the_sources_decides_and_is_judged_like_any_date():
    fresh = ruling(APART, "2026-10-05T07:15:00Z")
    assert (fresh.verdict, fresh.at) == ("fresh", datetime(2026, 10, 5, 7, 15, tzinfo=UTC))
    assert ruling(APART, "2026-09-01").verdict == "stale"
    edge = published("2026-10-05T07:15:00Z") + '<meta name="pubdate" content="2026-10-01">'
    assert ruling(edge, "2026-10-01").verdict == "day_uncertain"


def test_a_person_cannot_choose_what_no_source_said_or_what_dates_nothing():
    assert ruling(APART, "2026-10-06").verdict == "sources_disagree"
    assert ruling(APART, "2026-10-20T07:15:00Z").verdict == "sources_disagree"
    said = {each.source for each in disputed(evidence_of(APART), FETCHED)}
    assert said == {"json-ld", "meta"}
    assert disputed((), FETCHED) == ()


def test_what_a_person_chose_is_offered_again_with_what_it_was_chosen_from():
    evidence = evidence_of(APART)
    chosen = ruled(evidence, "2026-09-01", FETCHED)
    assert disputed(chosen, FETCHED) == disputed(evidence, FETCHED)


def test_of_a_stale_page_the_latest_that_it_leaves_open_is_given():
    assert judged(published("2026-09-14T10:00:00Z")).latest == datetime(2026, 9, 14, 10, tzinfo=UTC)
    day = judged(published("2026-09-14") + '<meta name="pubdate" content="2026-09-13T10:00:00Z">')
    assert (day.at, day.latest) == (None, datetime(2026, 9, 15, 11, 59, 59, tzinfo=UTC))


def test_a_page_without_any_date_is_undated():
    dating = judged("<html><body><h1>Who are we?</h1></body></html>", url="http://p.example/a")
    assert (dating.verdict, dating.at) == ("undated", None)


def test_a_day_leaves_open_fifty_hours():
    first, last = span(understand("meta", "2026-10-05"))
    assert first == datetime(2026, 10, 4, 10, tzinfo=UTC)
    assert last == datetime(2026, 10, 6, 11, 59, 59, tzinfo=UTC)


def test_a_time_keeps_the_offset_of_its_source_and_a_day_stays_a_day():
    said = understand("json-ld", "2026-10-05T00:30:00.5+02:00")
    assert local(said) == ("2026-10-05T00:30:00+02:00", "2026-10-05")
    assert local(understand("meta", "2026-10-05 07:15")) == ("2026-10-05T07:15:00", "2026-10-05")
    assert local(understand("meta", "5 October 2026")) == ("2026-10-05", "2026-10-05")


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        ("2026-10-01T00:00:00Z", "fresh"),
        ("2026-11-02T00:00:00Z", "fresh"),
        ("2026-09-30T23:59:59Z", "stale"),
        ("2026-10-01T01:00:00+02:00", "stale"),
        ("2026-10-02", "fresh"),
        ("2026-10-01", "unknown"),
        ("2026-09-30", "unknown"),
        ("2026-09-29", "stale"),
        ("2026-10-01T13:59:00", "unknown"),
        ("2026-10-01T14:00:00", "fresh"),
        ("2026-11-04T00:00:00Z", "unknown"),
    ],
)
def test_fresh_is_what_lies_after_a_cutoff_in_every_zone_left_open(value, verdict):
    assert against_october(published(value)) == verdict


def described(url, published, headline="Another story"):
    return (
        f'{{"@type": "NewsArticle", "url": "{url}", "headline": "{headline}", '
        f'"datePublished": "{published}"}}'
    )


def test_recommended_articles_in_json_ld_do_not_date_the_page():
    """Whether they stand before or after it, and also where it has no date of its own."""
    other = described("/town/new-mayor", "2026-10-20T07:15:00Z")
    own = described(URL, "2025-10-05T07:15:00Z")
    for both in (f"[{own}, {other}]", f"[{other}, {own}]"):
        assert against_october(ld(both)) == "stale"
    assert evidence_of(ld(other)) == ()


def test_an_article_without_address_is_known_by_its_headline():
    own = '{"@type": "Article", "headline": "The Bridge", "datePublished": "2025-10-05T07:15:00Z"}'
    other = described("", "2026-10-20T07:15:00Z")
    assert against_october(f"<h1>The bridge</h1>{ld(f'[{other}, {own}]')}") == "stale"


def test_articles_that_nobody_can_tell_apart_hold_the_page():
    kinds = (
        f'{{"@type": "NewsArticle", "datePublished": "{day}T07:15:00Z"}}'
        for day in ("2026-10-20", "2025-10-05")
    )
    assert against_october(ld(f"[{', '.join(kinds)}]")) == "held"


@pytest.mark.parametrize(
    "html",
    [
        '<body><p>Today is <time datetime="2026-11-03">3 November 2026</time></p></body>',
        '<aside><time class="published" datetime="2026-10-20T07:15:00Z">x</time></aside>',
        "<html><body><article><p>A story.</p></article><footer>© 20 October 2026</footer></body>",
        "<html><body><div class='date'>20 October 2026</div><p>A story.</p></body></html>",
    ],
)
def test_a_guess_alone_never_makes_a_page_fresh(html):
    """A clock in the header, a recommended article, a footer."""
    assert against_october(html) in ("unknown", "stale")
    assert judged(html).verdict in ("undated", "stale")


def test_a_time_element_that_the_address_confirms_dates_a_page():
    html = '<time class="published" datetime="2026-10-20T07:15:00+02:00">x</time>'
    url = "http://paper.example/2026/10/20/bridge"
    assert judged(html, url=url).at == datetime(2026, 10, 20, 5, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "path", ["/2024/05/03/bridge", "/article/2024-05-03-bridge", "/bridge-20240503-p6"]
)
def test_an_address_older_than_what_the_page_states_holds_it(path):
    html, url = published("2026-10-20T07:15:00Z"), f"http://paper.example{path}"
    assert judged(html, url=url).verdict == "sources_disagree"
    assert against_october(html, url=url) == "held"
    assert against_october(published("2025-10-20T07:15:00Z"), url=url) == "stale"


@pytest.mark.parametrize(
    "path", ["/2026/10/22/bridge", "/a/what-happened-on-2024-05-03", "/id/99240503", "/2024/05/x"]
)
def test_an_address_that_is_later_or_names_no_day_of_its_own_raises_no_doubt(path):
    html = published("2026-10-20T07:15:00Z")
    assert judged(html, url=f"http://paper.example{path}").verdict == "fresh"


def test_a_story_last_changed_before_it_was_published_was_given_a_new_date():
    html = published('2026-10-20T07:15:00Z", "dateModified": "2024-05-03T10:00:00Z')
    assert judged(html).verdict == "sources_disagree"
    near = published('2026-10-20T07:15:00Z", "dateModified": "2026-10-19T10:00:00Z')
    assert judged(near).verdict == "fresh"


def test_a_live_blog_that_began_long_before_is_held():
    began = '2026-10-20T07:15:00Z", "coverageStartTime": "2026-09-03T10:00:00Z'
    assert judged(published(began, "LiveBlogPosting")).verdict == "sources_disagree"


def test_the_times_of_other_articles_hold_no_page():
    html = (
        published("2026-10-20T07:15:00Z")
        + '<time class="published" datetime="2018-01-27">x</time>'
        + '<time class="entry-date published" datetime="2026-10-27T00:00:00Z">x</time>'
    )
    assert judged(html).at == datetime(2026, 10, 20, 7, 15, tzinfo=UTC)


def test_a_missing_zone_alone_is_no_disagreement():
    html = published("2026-10-20T22:30:00Z") + '<meta name="pubdate" content="2026-10-21 12:00">'
    assert judged(html).verdict == "fresh"
    far = published("2026-10-20T22:30:00Z") + '<meta name="pubdate" content="2026-10-24">'
    assert judged(far).verdict == "sources_disagree"


def test_what_is_stale_by_every_source_is_stale_though_they_disagree():
    html = published("2025-10-20T22:30:00Z") + '<meta name="pubdate" content="2024-10-24">'
    assert judged(html).verdict == "stale"
    assert against_october(html) == "stale"


def test_of_statements_the_one_with_a_zone_decides():
    said = evidence_of(published("2026-10-05") + '<meta name="pubdate" content="2026-10-05T1:00Z">')
    assert deciding(said, FETCHED).source == "meta"


def test_a_time_element_does_not_decide_against_a_statement_though_it_has_a_zone():
    html = published("2025-10-05") + '<time class="published" datetime="2026-10-20T07:15Z">x</time>'
    assert deciding(evidence_of(html), FETCHED).source == "json-ld"
    assert against_october(html) == "stale"


def test_a_guess_never_stands_in_for_a_time_that_was_refused_or_is_a_last_change():
    later = published("2026-11-20T10:00:00Z") + "<p>Printed on 2 November 2026</p>"
    assert deciding(evidence_of(later), FETCHED) is None
    changed = '<meta property="article:modified_time" content="2026-11-02T08:00:00Z">'
    assert (
        deciding(evidence_of(f"<html><head>{changed}</head><body>x</body></html>"), FETCHED) is None
    )


def test_a_day_that_there_is_not_is_not_corrected():
    html = f"<html><head>{META.format('2026-02-30T08:00:00Z')}</head><body><p>A story.</p></body>"
    assert deciding(evidence_of(html), FETCHED) is None
    assert judged(html).verdict == "undated"

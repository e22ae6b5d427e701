"""No page that a site may send stops the crawl: each is admitted or ends with a reason."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from live.crawl.read.admit import Reading, admit
from live.crawl.read.moment import understand
from live.crawl.read.sketch import sketch_of
from live.crawl.view.browse import Visited
from live.outcomes import Dropped, Held
from live.records import Link

LINK = Link(month="2026-10", site="Paper", url="http://p.example/old-bridge", found_in="front")
FETCHED = datetime(2026, 11, 3, tzinfo=UTC)
DATED = '<meta name="date" content="2026-10-14T10:00:00Z">'
WORDS = "The council met and agreed to mend the old bridge. " * 9


DISPUTED = (
    f"{DATED}<script type='application/ld+json'>"
    '{"@type": "NewsArticle", "datePublished": "2026-10-02T10:00:00Z"}'
    f"</script><h1>A</h1><p>{WORDS}"
)


def reading(html: str, ruling: str = "") -> Reading:
    return admit(Visited(LINK.url, html), LINK, FETCHED, ruling)


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("", "undated"),
        ("just/a/path.html", "undated"),
        (f"<html><head>{DATED}</head><p>{WORDS}", "untitled"),
        (f"<html><head>{DATED}</head><h1>The bridge</h1><p>Short.", "too_short"),
        (f"<html><head>{DATED}</head><h1>Deep</h1>" + "<div>" * 5000 + WORDS, "too_short"),
        (f"{DATED}<script type='application/ld+json'>{'[' * 9000}</script>", "untitled"),
        ("<meta name=date content=0001-01-01T00:00:00+14:00>", "undated"),
    ],
)
def test_a_strange_page_ends_with_its_reason(html, reason):
    end = reading(html).refusal
    assert isinstance(end, Dropped) and end.reason == reason


def test_xml_in_the_place_of_html_is_read_as_html():
    html = f"<?xml version='1.0' encoding='utf-8'?><html><head>{DATED}</head><h1>A</h1><p>{WORDS}"
    assert reading(html).refusal is None


def test_sources_that_disagree_hold_the_page_for_a_person():
    end = reading(DISPUTED).refusal
    assert isinstance(end, Held) and end.reason == "sources_disagree"
    assert end.detail.endswith(f"Say which is right: live review date {LINK.id} VALUE")


def test_what_a_person_says_is_right_dates_a_page_and_is_kept_as_evidence():
    ruled = reading(DISPUTED, "2026-10-02T10:00:00Z")
    assert ruled.refusal is None
    assert ruled.published_at == datetime(2026, 10, 2, 10, tzinfo=UTC)
    said = {each.value for each in ruled.evidence if each.source == "reviewer"}
    assert said == {"2026-10-02T10:00:00Z"}


def test_what_no_source_says_dates_no_page():
    ruled = reading(DISPUTED, "2026-10-03T10:00:00Z")
    assert isinstance(ruled.refusal, Held)
    assert ruled.evidence == reading(DISPUTED).evidence


@pytest.mark.parametrize(
    ("html", "published"),
    [
        (DISPUTED, None),
        (f"<h1>A</h1><p>{WORDS}", None),
        (
            f"{DATED.replace('10-14', '09-14')}<h1>A</h1><p>{WORDS}",
            datetime(2026, 9, 14, 10, tzinfo=UTC),
        ),
        (f"{DATED}<p>{WORDS}", datetime(2026, 10, 14, 10, tzinfo=UTC)),
    ],
)
def test_a_page_that_is_not_admitted_keeps_its_text_and_what_is_proven_of_its_date(html, published):
    read = reading(html)
    assert read.refusal and read.sketch == sketch_of(read.article.body)
    assert read.published_at == published


@given(st.text())
def test_any_text_in_the_place_of_a_date_is_understood_or_not(text):
    assert understand("meta", text).at is None or understand("meta", text).value


@settings(deadline=None)
@given(st.from_regex(r"[\[{\"a-z:,\]}]{0,40}", fullmatch=True))
def test_any_json_ld_ends_somehow(text):
    assert reading(f"{DATED}<script type='application/ld+json'>{text}</script>").refusal

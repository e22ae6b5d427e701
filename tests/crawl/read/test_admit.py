"""No page that a site may send stops the crawl: each is admitted or ends with a reason."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from live.crawl.read.admit import Admitted, admit
from live.crawl.read.moment import understand
from live.crawl.view.browse import Visited
from live.outcomes import Dropped, Held
from live.records import Link

LINK = Link(month="2026-10", site="Paper", url="http://p.example/old-bridge", found_in="front")
FETCHED = datetime(2026, 11, 3, tzinfo=UTC)
DATED = '<meta name="date" content="2026-10-14T10:00:00Z">'
WORDS = "The council met and agreed to mend the old bridge. " * 9


def ended(html):
    return admit(Visited(LINK.url, html), LINK, FETCHED)


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
    end = ended(html)
    assert isinstance(end, Dropped) and end.reason == reason


def test_xml_in_the_place_of_html_is_read_as_html():
    html = f"<?xml version='1.0' encoding='utf-8'?><html><head>{DATED}</head><h1>A</h1><p>{WORDS}"
    assert isinstance(ended(html), Admitted)


def test_sources_that_disagree_hold_the_page_for_a_person():
    ld = '{"@type": "NewsArticle", "datePublished": "2026-10-02T10:00:00Z"}'
    html = f"{DATED}<script type='application/ld+json'>{ld}</script><h1>A</h1><p>{WORDS}"
    end = ended(html)
    assert isinstance(end, Held) and end.reason == "sources_disagree"


@given(st.text())
def test_any_text_in_the_place_of_a_date_is_understood_or_not(text):
    assert understand("meta", text).at is None or understand("meta", text).value


@settings(deadline=None)
@given(st.from_regex(r"[\[{\"a-z:,\]}]{0,40}", fullmatch=True))
def test_any_json_ld_ends_somehow(text):
    assert ended(f"{DATED}<script type='application/ld+json'>{text}</script>").reason

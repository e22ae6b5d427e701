"""A saved page of any kind is read, within a bound, or said to hold nothing."""

import json
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from live.crawl.read.saved import decode, reading

URL = "http://paper.example/town/old-bridge-is-mended"
FETCHED = datetime(2026, 11, 3, 12, tzinfo=UTC)
WORDS = "The council met and agreed to mend the old bridge. "
NOTHING = ("title", "byline", "section", "published", "published_day", "body", "lead_image")
PIECES = st.sampled_from(
    [
        "<div>", "</div>", "<p>", "</p>", "<h1>", "</h1>", "<article>", "</article>", "<!--", "-->",
        "<script type='application/ld+json'>", "</script>",
        '{"@type":"NewsArticle","datePublished":',
        '"2026-10-05"', "{", "}", "[", "]", "<meta name=date content=", "2026-99-99", "'", '"', ">",
        "<html", "</html>", "<?xml version='1.0'?>", "<time datetime=",
        "<figure><img srcset=' , '>",
        "<br>", "<br><br>", "<svg>", "<template>", "\0", "\ufffd", "&#0;", "&nbsp;", WORDS,
        "<link rel=canonical href='http://[bad'>", "<a href='http://[bad'>", "<base href=x>",
    ]
)  # fmt: skip


def read_bytes(content):
    return reading(decode(content), URL, FETCHED)


@given(st.lists(PIECES, max_size=40))
@settings(deadline=None)
def test_any_markup_is_read(pieces):
    assert json.dumps(reading("".join(pieces), URL, FETCHED, FETCHED))


@given(st.binary(max_size=400))
@settings(deadline=None)
def test_any_bytes_are_read(content):
    assert json.dumps(read_bytes(content))


@pytest.mark.parametrize("content", [b"", b" \n", b"\0" * 999, bytes(range(128, 256)) * 9, b"\xff"])
def test_what_holds_nothing_says_nothing(content):
    said = read_bytes(content)
    assert [said[name] for name in NOTHING[:-2]] == [None] * 5
    assert said["evidence"] == []


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 10_000 + WORDS,
        ("<div>" + WORDS) * 10_000,
        "<h1>A</h1><article>" + "".join(f"<p>{n} {WORDS * 5}</p>" for n in range(19_000)),
        "<h1>A</h1>" + WORDS * 100_000,
        f'<script type="application/ld+json">{{"headline": "{"x" * 3_000_000}"}}</script>',
        '<script type="application/ld+json">[' + '{"@type": "Article"},' * 80_000 + "{}]</script>",
        '<script type="application/ld+json">'
        + '{"mainEntity":' * 900
        + "1"
        + "}" * 900
        + "</script>",
        '<script type="application/ld+json">' + "[" * 90_000 + "]" * 90_000 + "</script>",
        "<h1>A</h1>" * 20_000,
    ],
    ids=[
        "deep",
        "deep text",
        "5 MB",
        "one block",
        "long",
        "many",
        "nested",
        "too deep",
        "headings",
    ],
)
def test_a_hostile_page_costs_seconds_not_minutes(html):
    started = time.process_time()
    reading(html, URL, FETCHED)
    assert time.process_time() - started < 20


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ("<h1>Brücke</h1>".encode(), "Brücke"),
        (b"\xef\xbb\xbf" + "<h1>Brücke</h1>".encode(), "Brücke"),
        ("<meta charset=iso-8859-1><h1>Brücke</h1>".encode("latin-1"), "Brücke"),
        ('<meta content="text/html; charset=Shift_JIS"><h1>橋</h1>'.encode("shift_jis"), "橋"),
        ("<meta charset=iso-8859-1><h1>“Brücke”</h1>".encode("cp1252"), "“Brücke”"),
        ("<meta charset=utf-8><h1>Brücke</h1>".encode("latin-1"), "Br�cke"),
        ("<meta charset=nonsense><h1>Brücke</h1>".encode("latin-1"), "Brücke"),
        ("<h1>Brücke</h1>".encode("latin-1"), "Brücke"),
        ("<h1>Мост отремонтирован</h1>".encode("cp1251"), "Мост отремонтирован"),
        ("<h1>Köprü onarıldı, şehir açıldı</h1>".encode("cp1254"), "Köprü onarıldı, şehir açıldı"),
        ("<h1>橋は直ったと町長が述べた</h1>".encode("euc_jp"), "橋は直ったと町長が述べた"),
        ("<h1>Brücke</h1><p>a</p>".encode("utf-16-le"), "Brücke"),
        ("<h1>Brücke</h1><p>a</p>".encode("utf-16-be"), "Brücke"),
        ("<h1>Br\0ücke</h1>".encode(), "Brücke"),
    ],
)
def test_a_page_is_decoded_as_browsers_do(content, title):
    """As UTF-8, as it declares, else as it looks; one NUL is no matter."""
    assert read_bytes(content)["title"] == title


def test_times_keep_the_offset_of_their_source():
    html = f'<meta property="article:published_time" content="2026-10-05T00:30:00+02:00">{WORDS}'
    said = reading(html, URL, FETCHED, datetime(2026, 10, 1, tzinfo=UTC))
    assert (said["published"], said["published_day"]) == ("2026-10-05T00:30:00+02:00", "2026-10-05")
    assert said["evidence"][0]["at"] == "2026-10-04T22:30:00Z"
    assert said["fresh"] == "fresh"


def test_a_day_stays_a_day_and_without_a_cutoff_nothing_is_judged():
    said = reading('<meta name="date" content="2026-10-05">', URL, FETCHED)
    assert (said["published"], said["published_day"]) == ("2026-10-05", "2026-10-05")
    assert "fresh" not in said


def test_what_a_page_declares_at_great_length_is_cut():
    long = "x" * 100_000
    ld = json.dumps({"@type": "Article", "headline": long, "datePublished": long, "author": long})
    html = f'<script type="application/ld+json">{ld}</script><meta name="date" content="{long}">'
    assert len(json.dumps(reading(html, URL, FETCHED))) < 5000

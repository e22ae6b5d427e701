"""What keeps itself from AI is seen, wherever it says so."""

import json

import pytest

from live.crawl.web.optout import opted_out, read_tdmrep, reserved

ROOT = "http://paper.example"


@pytest.mark.parametrize(
    ("headers", "html"),
    [
        ({"x-robots-tag": "noai"}, ""),
        ({"x-robots-tag": "noindex, NoImageAI"}, ""),
        ({"x-robots-tag": "otherbot: noindex\nlive-benchmark: noai, nofollow"}, ""),
        ({"tdm-reservation": "1"}, ""),
        ({}, '<META NAME="Robots" CONTENT="noindex,noai">'),
        ({}, "<meta content=noimageai name=robots>"),
        ({}, '<meta name="GPTBot" content="noai">'),
        ({}, '<meta name="tdm-reservation" content=" 1 ">'),
    ],
)
def test_a_page_is_reserved_by_header_or_meta(headers, html):
    assert opted_out(headers, f"<html><head>{html}</head><p>text</html>")


@pytest.mark.parametrize(
    ("headers", "html"),
    [
        ({}, ""),
        ({"x-robots-tag": "noarchive, max-snippet:5"}, '<meta name="robots" content="noindex">'),
        ({"x-robots-tag": "noaibot: noindex"}, ""),
        ({"tdm-reservation": "0"}, '<meta name="tdm-reservation" content="0">'),
        ({}, '<meta name="description" content="noai"><p>noai, tdm-reservation: 1'),
    ],
)
def test_what_only_sounds_like_it_reserves_nothing(headers, html):
    assert opted_out(headers, html) == ""


def test_the_first_pattern_of_a_tdmrep_that_fits_decides():
    rules = [
        {"location": "/free/*.html$", "tdm-reservation": 0},
        {"location": "/free/", "tdm-reservation": 1, "tdm-policy": "http://paper.example/policy"},
        {"location": "/[x]?/", "tdm-reservation": "1"},
    ]
    read = read_tdmrep(json.dumps(rules).encode())
    paths = {path: reserved(read, ROOT + path) for path in ("/free/a.html", "/free/a.htm", "/x/")}
    assert paths == {"/free/a.html": False, "/free/a.htm": True, "/x/": False}
    assert reserved(read_tdmrep(b'[{"location": "/", "tdm-reservation": 1}]'), ROOT)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>",
        b"{}",
        b"\xff\xfe",
        b"[" * 100_000,
        b'[1, {"location": 3}, {"a": 1}]',
        b"[[]]",
    ],
)
def test_what_is_no_tdmrep_reserves_nothing(content):
    assert not reserved(read_tdmrep(content), ROOT)


def test_patterns_made_to_hang_do_not():
    rules = [{"location": "/" + "*a" * 500 + "b", "tdm-reservation": 1}] * 5_000
    assert not reserved(read_tdmrep(json.dumps(rules).encode()), f"{ROOT}/{'a' * 2_000}")

"""What is stored is told in words that people use."""

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from live.records import Format
from live.review.web.numbers import whole
from live.review.web.walk import parse, read
from live.review.web.words import (
    FORMATS,
    asked_for,
    beginning,
    changes,
    link,
    month,
    outcomes,
    span,
    when,
)

WORDS = st.text("ab ,.\n\u00e9", max_size=40)


@given(WORDS, WORDS)
def test_a_change_has_all_of_both_texts(before, after):
    pieces = changes(before, after)
    whole = [("old", before), ("same", "\n"), ("new", after)]
    if pieces != whole:
        assert "".join(text for kind, text in pieces if kind != "new") == before
        assert "".join(text for kind, text in pieces if kind != "old") == after


def test_a_change_of_a_word_is_that_word():
    pieces = changes("the ferry sails at nine", "the ferry sails at ten")
    assert pieces == [("same", "the ferry sails at "), ("old", "nine"), ("new", "ten")]
    assert changes("Four", "Mara Quill")[0] == ("old", "Four")


def test_times_are_told_in_utc():
    assert month("2026-10") == "October 2026"
    assert when("2026-10-14T11:05:00+02:00") == "14 Oct 2026, 09:05 UTC"
    assert [span(each) for each in (None, 20, 600, 7200)] == ["–", "20 s", "10 min", "2.0 h"]


def test_only_addresses_of_the_web_are_followed():
    assert link("https://a.example/b") and link("http://a.example/")
    assert not any(map(link, ("javascript:alert(1)", "data:text/html,x", "//a.example", "")))


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "subtask": st.text(max_size=8),
            "search": st.text(max_size=8).map(str.strip),
            "status": st.sampled_from(["open", "all", "todo", "held"]),
            "order": st.sampled_from(["doubt", "score", "nonsense"]),
            "least": st.sampled_from(["0", "1", "10", "11", "x"]),
            "mine": st.sampled_from(["1", "0"]),
            "flagged": st.sampled_from(["1", "0"]),
        },
    )
)
def test_what_is_asked_for_survives_its_address(query):
    asked = read(query)
    assert parse(asked.query) == asked


def test_who_asks_for_their_own_gets_all_of_it_unless_they_ask_for_a_status():
    assert read({"mine": "1", "status": ""}).filters.status == ""
    assert read({"status": ""}).filters.status == "todo" == read({}).filters.status
    assert read({"mine": "1", "status": "todo"}).filters.status == "todo"


@given(st.text(st.characters(categories=["Nd", "No", "Nl"]) | st.sampled_from("+- _"), max_size=6))
def test_a_number_is_read_where_it_has_one_to_four_plain_digits(text):
    plain = 0 < len(text) < 5 and all(each in "0123456789" for each in text)
    assert whole(text) == (int(text) if plain else None)
    assert whole("5" * 5000) is None is whole("5\n") is whole(None)


@given(WORDS, st.integers(0, 9))
def test_the_beginning_of_a_text_is_short_and_its_own(text, times):
    begun = beginning(text * times)
    assert len(begun) <= 62 and (text * times).startswith(begun.removesuffix(" …"))


def test_gates_and_formats_are_named_as_people_do():
    assert outcomes(["passed", "off", "passed", "held"]) == "2 passed, 1 held, 1 off"
    assert {asked_for(each) for each in get_args(Format)} == set(FORMATS.values())
    assert asked_for("open") == "open answer"

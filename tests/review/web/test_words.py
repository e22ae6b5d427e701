"""What is stored is told in words that people use."""

from hypothesis import given
from hypothesis import strategies as st

from live.review.web.walk import parse, read
from live.review.web.words import changes, link, month, span, when

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
            "flagged": st.sampled_from(["1", "0"]),
        },
    )
)
def test_what_is_asked_for_survives_its_address(query):
    asked = read(query)
    assert parse(asked.query) == asked

"""What the desk tells: what was taken back, what was said before, and what cannot be read."""

import re

import pytest
from web_desk import MONTH, blind, client, stored, twice

from live.records import Decision, Question
from live.review.decisions import decide, edit
from live.review.undo import undo


@pytest.fixture(autouse=True)
def gates_run_elsewhere(monkeypatch):
    """An edit's gates are not run: that is what the tests in a browser see."""
    monkeypatch.setattr("live.review.web.again.Again.begin", lambda *_: None)


def told(page: str) -> str:
    return re.search(r'data-told="([^"]*)"', page)[1]  # type: ignore[index]


def test_undo_says_what_it_took_back_and_that_a_note_made_since_stays(desk):
    first, second, _ = stored(desk, 3)
    kim = client(desk, "kim")
    kim.decide(first, "accept")
    at = f"/desk/{second.id}"
    kim.submit(f"{at}/note", kim.form(at, f"{at}/note") | {"text": "Look at the chart."})
    page = kim.submit("/undo", kim.form(at, "/undo")).text
    assert told(page) == (
        f"Taken back: your acceptance of “{first.question}”. The note that you made since stays."
    )
    kim.submit(f"{at}/flag", kim.form(at, f"{at}/flag"))
    page = kim.submit("/undo", kim.form(at, "/undo")).text
    assert told(page) == f"Taken back: your flag on “{second.question}”."
    assert told(kim.submit("/undo", kim.form(at, "/undo")).text) == "Nothing to take back."


def test_what_was_said_of_a_text_that_came_back_is_told_to_who_may_know(desk):
    question, bob = twice(desk), client(desk, "bob")
    decide(desk, question, "accept", "bob")
    edit(desk, question, "cy", {"answer": "Typed over"})
    at, line = f"/desk/{question.id}", "Version 1, with the same text, was accepted by bob."
    kim = client(desk, "kim")
    assert "with the same text" not in kim.get(at).text
    undo(desk, MONTH, "cy")
    assert line in kim.get(at).text
    assert "was accepted by you." in bob.get(at).text
    hidden = client(blind(desk), "lea").get(at).text
    assert "with the same text" not in hidden and "bob" not in hidden
    decide(desk, desk.store.versions(Question, question.id)[-1], "reject", "bob", "It is trivial.")
    assert "with the same text" not in kim.get(at).text, "bob has said more since"


@pytest.mark.parametrize("number", ["²", "٣", "5" * 5000, "-1", "1e3", ""])
def test_a_number_that_is_none_breaks_nothing(desk, number):
    (first,) = stored(desk, 1)
    kim = client(desk, "kim")
    for name in ("rows", "least", "most"):
        assert kim.get("/", params={name: number}).status_code == 200
    assert kim.decide(first, "reject", number).status_code == 422
    assert desk.store.all(Decision, MONTH) == []


def test_tabs_count_what_the_filters_leave(desk):
    first, *_ = stored(desk, 12, title="Ferries")
    kim = client(desk, "kim")
    kim.decide(first, "accept")

    def tabs(query: str) -> dict[str, int]:
        found = re.findall(r'data-status="(\w+)".*?<span>(\d+)</span>', kim.get(query).text)
        return {name: int(number) for name, number in found}

    assert tabs("/") == {"todo": 11, "accepted": 1, "all": 12}
    assert tabs("/?search=story+1") == {"todo": 3, "accepted": 1, "all": 4}
    assert tabs("/?mine=1") == {"todo": 0, "accepted": 1, "all": 1}
    assert first.question in kim.get("/?mine=1&status=").text


def test_only_what_is_to_do_is_decided_at_once(desk):
    first, *_ = stored(desk, 3)
    kim = client(desk, "kim")
    kim.decide(first, "accept")
    assert "Accept all 2" in kim.get("/").text
    everything = kim.get("/?status=all").text
    assert "/many" not in everything and "2 of these 3 questions are for you" in everything


def test_a_page_lists_the_keys_that_it_has(desk):
    (first,) = stored(desk, 1)
    kim = client(desk, "kim")
    keys = {
        page: set(re.findall(r"<kbd>(\w)</kbd>", kim.get(page).text.partition("<dialog")[2]))
        for page in ("/", f"/desk/{first.id}", "/progress")
    }
    assert keys["/"] == set("JKU")
    assert keys[f"/desk/{first.id}"] == set("AREFNUJKZOQ")
    assert keys["/progress"] == set()
    assert "open answer" in kim.get(f"/desk/{first.id}").text

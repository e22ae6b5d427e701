"""What a reviewer does at the desk is stored once, shown truly, and is nobody else's business."""

import re

import factory
import life
import pytest
from web_desk import HERE, MONTH, Client, blind, client, invite, stored, twice

from live.records import Decision, Question, Remark
from live.review.bulk import decide_all
from live.review.decisions import decide, edit
from live.review.remarks import note
from live.workspace import Workspace

HTMX = {"HX-Request": "true"}
EVIL = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def gates_run_elsewhere(monkeypatch):
    """An edit's gates are not run: that is what the tests in a browser see."""
    monkeypatch.setattr("live.review.web.again.Again.begin", lambda *_: None)


def verdicts(desk: Workspace) -> list[tuple[str, str]]:
    return [(each.reviewer, each.verdict) for each in desk.store.all(Decision, MONTH)]


def test_a_decision_is_stored_with_its_reason_and_the_next_question_comes(desk):
    first, second = stored(desk, 2)
    kim = client(desk, "kim")
    answer = kim.decide(first, "reject", "3")
    (made,) = desk.store.all(Decision, MONTH)
    assert (made.reviewer, made.verdict, made.question_id) == ("kim", "reject", first.id)
    assert made.reason == "It can be answered without the picture." and made.act
    assert second.question in answer.text and first.question not in answer.text
    assert answer.headers["HX-Push-Url"] == f"/desk/{second.id}"
    done = kim.decide(second, "accept")
    assert "All done." in done.text


def test_a_form_that_is_sent_twice_counts_once(desk):
    first, _ = stored(desk, 2)
    kim = client(desk, "kim")
    at = f"/desk/{first.id}"
    forms = {
        f"{at}/decide": kim.form(at, f"{at}/decide", verdict="accept"),
        f"{at}/note": kim.form(at, f"{at}/note") | {"text": "Look at the chart."},
        f"{at}/flag": kim.form(at, f"{at}/flag"),
        f"{at}/edit": kim.form(at, f"{at}/edit")
        | {"question": "Who?", "answer": "Mara", "criteria": "10: Mara", "why": "shorter"}
        | {"subtask": first.subtask},
    }
    for path, form in forms.items():
        assert [kim.submit(path, form).status_code for _ in range(3)] == [200] * 3, path
    assert verdicts(desk) == [("kim", "accept"), ("kim", "edit")]
    assert [each.kind for each in desk.store.all(Remark, MONTH)] == ["note", "flag"]
    undone = kim.form(at, "/undo")
    assert all("Taken back" in kim.submit("/undo", undone).text for _ in range(2))
    assert [each.version for each in desk.store.versions(Question, first.id)] == [1, 2, 3]


def test_what_somebody_decided_meanwhile_is_told_before_the_second_word_counts(desk):
    first, _ = stored(desk, 2)
    kim, zoe = client(desk, "kim"), client(desk, "zoe")
    at = f"/desk/{first.id}"
    form = kim.form(at, f"{at}/decide", verdict="accept")
    zoe.decide(first, "reject", "1")
    told = kim.submit(f"{at}/decide", form)
    assert told.status_code == 409
    assert "zoe has rejected this meanwhile. The gold answer is wrong." in told.text
    assert verdicts(desk) == [("zoe", "reject")]
    assert kim.decide(first, "accept").status_code == 200
    assert verdicts(desk) == [("zoe", "reject"), ("kim", "accept")]


def test_what_was_typed_about_an_old_version_is_kept_and_the_new_one_is_shown(desk):
    (first,) = stored(desk, 1)
    kim = client(desk, "kim")
    at = f"/desk/{first.id}"
    form = kim.form(at, f"{at}/edit")
    typed = {"question": "Who, then?", "answer": "Typed at length", "criteria": "10: Mara"}
    form |= typed | {"subtask": first.subtask, "why": ""}
    edit(desk, first, "zoe", {"answer": "Mara Q."})
    told = kim.submit(f"{at}/edit", form)
    assert told.status_code == 409
    assert "zoe has made version 2 meanwhile." in told.text
    assert all(text in told.text for text in (*typed.values(), "Mara Q."))
    assert len(desk.store.versions(Question, first.id)) == 2


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"criteria": "4: Mara"}, "make 4 points"),
        ({"criteria": "ten: Mara"}, "The criterion “ten: Mara” does not say"),
        ({"criteria": "²: Mara"}, "The criterion “²: Mara” does not say"),
        ({"answer": "  "}, "The answer is empty"),
        ({"subtask": "Nonsense"}, "is none of"),
        ({}, "Nothing is changed"),
    ],
)
def test_an_edit_that_cannot_be_is_told_with_the_text_still_there(desk, changed, why):
    (first,) = stored(desk, 1)
    kim = client(desk, "kim")
    at = f"/desk/{first.id}"
    whole = {"question": first.question, "answer": first.answer, "subtask": first.subtask}
    whole |= {"criteria": '10: the answer names "Mara Quill".', "why": "my words"}
    told = kim.submit(f"{at}/edit", kim.form(at, f"{at}/edit") | whole | changed)
    assert told.status_code == 422
    assert why in told.text and "my words" in told.text and "--" not in told.text
    faulty = re.findall(r'name="(\w+)"[^>]* data-faulty', told.text)
    assert faulty == list(changed), "the field that is wrong is marked"
    assert told.text.count("data-shown hidden") == 4, "what is edited stands there once"
    assert len(desk.store.versions(Question, first.id)) == 1


def test_who_decides_second_is_told_nothing_of_the_first(desk):
    question, shown = twice(desk), blind(desk)
    decide(shown, question, "reject", "zoe", "It is trivial, says zoe.")
    note(shown, question, "zoe", "A note of zoe's")
    kim = client(shown, "kim")
    pages = ["/", "/?status=all", f"/desk/{question.id}", f"/desk/{question.id}?status=all"]
    for page in pages:
        assert "zoe" not in kim.get(page).text, page
    assert "Second review" in kim.get(f"/desk/{question.id}").text
    answer = kim.decide(question, "accept")
    assert answer.status_code == 200 and "zoe" not in answer.text
    after = kim.get(f"/desk/{question.id}").text
    assert "Conflict" in after and "It is trivial, says zoe." in after and "A note of zoe" in after


def test_whatever_was_crawled_or_typed_is_text(desk):
    (first,) = stored(desk, 1, title=EVIL, byline=EVIL)
    edit(desk, first, "zoe", {"question": EVIL, "answer": EVIL, "criteria": ((10, EVIL),)}, EVIL)
    (question,) = [desk.store.versions(Question, first.id)[-1]]
    life.gated(desk, question, {"grounded": {"evidence": {EVIL: [EVIL]}}})
    note(desk, question, "zoe", EVIL)
    kim = client(desk, "kim")
    for page in (f"/desk/{first.id}", "/", f"/?search={EVIL}&site={EVIL}&gate={EVIL}", f"/{EVIL}"):
        text = kim.get(page).text
        assert EVIL not in text, page
        assert text.count("<script") == text.count("<script src=")
    assert "&lt;script&gt;alert(1)" in kim.get(f"/desk/{first.id}").text


def test_a_page_address_that_is_no_web_address_is_not_a_link(desk):
    (first,) = stored(desk, 1, final_url="javascript:alert(1)")
    assert 'href="javascript' not in client(desk, "kim").get(f"/desk/{first.id}").text


def test_all_that_a_filter_shows_is_decided_in_one_act_and_undone_whole(desk):
    stored(desk, 12, title="Ferries")
    kim = client(desk, "kim")
    form = kim.form("/?search=story+1", "/many", verdict="reject") | {"reason": "6"}
    assert form["count"] == "4"  # 1, 10, 11, 12
    assert "4 rejected." in kim.submit("/many", form).text
    assert len({each.act for each in desk.store.all(Decision, MONTH)}) == 1
    assert "4 rejected." in kim.submit("/many", form | {"count": "0"}).text
    assert len(verdicts(desk)) == 4
    page = kim.submit(
        "/undo", {"csrf": form["csrf"], "act": "u1"}, **HTMX | {"HX-Target": "div#list"}
    )
    assert "Taken back: 4" in page.text
    assert [verdict for _, verdict in verdicts(desk)] == ["reject"] * 4 + ["withdraw"] * 4


def test_where_others_were_quicker_nothing_is_decided_unseen(desk):
    questions = stored(desk, 3)
    kim = client(desk, "kim")
    form = kim.form("/", "/many", verdict="accept")
    decide_all(desk, questions[:1], "reject", "zoe", "Because.", "x")
    assert "They are 2 now" in kim.submit("/many", form).text
    assert len(verdicts(desk)) == 1


def test_two_who_go_through_the_queue_are_not_led_to_the_same_question(desk):
    stored(desk, 3)
    kim = client(desk, "kim")
    zoe = Client(kim.app, HERE, follow_redirects=False).enter(invite(desk, "zoe"), "zoe")
    first = kim.get("/review").headers["location"]
    kim.get(first)
    assert zoe.get("/review").headers["location"] != first


def test_a_month_that_is_frozen_is_shown_and_not_changed(desk):
    (first,) = stored(desk, 1)
    kim = client(desk, "kim")
    at = f"/desk/{first.id}"
    form = kim.form(at, f"{at}/decide", verdict="accept")
    desk.store.add(factory.release([first]))
    assert "is frozen" in kim.get(at).text and "/decide" not in kim.get(at).text
    told = kim.submit(f"{at}/decide", form, **HTMX)
    assert told.status_code == 409 and "is frozen" in told.text
    assert told.headers["HX-Retarget"] == "#told"
    assert verdicts(desk) == []


def test_what_is_asked_for_stays_asked_for(desk):
    stored(desk, 3)
    kim = client(desk, "kim")
    query = "subtask=Basic+Understanding&search=story&status=open&order=score"
    first = kim.get(f"/review?{query}").headers["location"]
    shown = kim.get(first)
    assert "1 of 3" in shown.text and f"?{first.split('?')[1]}".replace("&", "&amp;") in shown.text
    for nonsense in ("least=x", "order=x", "status=x", "rows=x", "most=99", "search=" + "x" * 5000):
        assert kim.get(f"/?{nonsense}").status_code == 200


def test_a_question_that_is_none_or_of_another_month_is_told(desk):
    stored(desk, 1)
    kim = client(desk, "kim")
    assert kim.get("/desk/nothing").status_code == 404
    form = kim.form(f"/desk/{1:016x}", f"/desk/{1:016x}/decide", verdict="accept")
    assert kim.submit("/desk/nothing/decide", form).status_code == 404
    other = factory.question(9, month="2026-09")
    desk.store.add(other)
    assert kim.submit(f"/desk/{other.id}/decide", form).status_code == 404
    assert kim.get(f"/desk/{other.id}").status_code == 404

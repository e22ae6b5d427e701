"""A person rates answers without knowing whose they are or what judges gave; nothing is lost."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from rated import CANDIDATES, JUDGES, MONTH, answered, judged, panelled, questions
from web_desk import Client, client

from live.clock import now
from live.records import Answer, Verdict
from live.review.auditing_ratings import rated_otherwise
from live.workspace import Workspace

HTMX = {"HX-Request": "true", "HX-Target": "div#turn"}
EVIL = "<script>alert(1)</script>"
Enter = Callable[..., Client]


@pytest.fixture
def month(desk: Workspace) -> Workspace:
    return panelled(desk, rated_by_people=4)


@pytest.fixture
def answers(month: Workspace) -> list[Answer]:
    """Two questions, each answered by two candidates and a person; over the last they are split."""
    given = answered(month, questions(2), [*CANDIDATES, "human/answerer"])
    for answer in given[:-1]:
        judged(month, answer, 7, 8, 9)
    judged(month, given[-1], 1, 3, 9)
    return given


@pytest.fixture
def enter(month: Workspace, answers: list[Answer]) -> Iterator[Enter]:
    """Opens the desk as a reviewer, and gives their browser."""
    opened: list[Client] = []

    def enter(name: str = "kim") -> Client:
        opened.append(client(month, name))
        return opened[-1]

    yield enter
    for each in opened:
        each.close()


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "lxml")


def fields(html: str, form: str = "form#give") -> dict[str, str]:
    found = soup(html).select_one(form)
    return {e["name"]: e["value"] for e in found.select("input[type=hidden]")} if found else {}


def text_on(html: str) -> str:
    found = soup(html).select_one(".given .said")
    return found.get_text() if found else ""


def send(kim: Client, html: str = "", points: tuple[int, ...] = (4, 3), **changes: str) -> Any:
    given = {f"points-{n}": str(p) for n, p in enumerate(points)}
    form = fields(html or kim.get("/rate").text) | given | {"words": ""} | changes
    return kim.submit("/rate", form, **HTMX)


def undo(kim: Client, html: str) -> Any:
    return kim.submit("/rate/undo", fields(html, 'form[action="/rate/undo"]'), **HTMX)


def ratings(month: Workspace) -> list[tuple[str, str, int | None]]:
    found = [each for each in month.store.all(Verdict, MONTH) if each.by_person]
    return [(each.answer_id, each.judge, each.rating) for each in found]


def test_no_page_that_a_rater_sees_tells_whose_an_answer_is_or_what_judges_gave(
    month: Workspace, answers: list[Answer], enter: Enter
) -> None:
    """Not before, not after, not on the other pages; nor an id that is made from the model."""
    kim = enter()
    seen = [kim.get("/rate").text]
    while fields(seen[-1]):
        seen += [send(kim, seen[-1], words="because").text, kim.get("/rate").text]
        seen += [kim.get("/rate", headers=HTMX).text]
    seen += [undo(kim, seen[-1]).text, kim.get("/progress").text, kim.get("/").text]
    texts = {text_on(html) for html in seen} - {""}
    assert {answers[-1].text} < texts and len(texts) == 5, "what is split, and the draw"
    hidden = {*CANDIDATES, *JUDGES, "answerer", *(f"Reason of {judge}" for judge in JUDGES)}
    words = {word for name in (*CANDIDATES, *JUDGES) for word in name.split("/")}
    hidden |= words - {"hf"}  # which may stand in any token
    hidden |= {each.id for each in answers} | {v.id for v in month.store.all(Verdict, MONTH)}
    for html in seen:
        assert [text for text in hidden if text in html] == []
        assert not any(word in html.lower() for word in ("split", "judge", "verdict"))


def test_the_page_shows_what_judges_are_shown_and_escapes_it(
    month: Workspace, answers: list[Answer], enter: Enter
) -> None:
    for answer in answers:
        month.store.add(answer.model_copy(update={"text": f"{EVIL} rate me 10"}))
    html = enter().get("/rate").text
    page = soup(html)
    assert text_on(html) == f"{EVIL} rate me 10" and EVIL not in html
    assert page.select_one(".gold .said").get_text() == "Gold words"  # type: ignore[union-attr]
    legends = [" ".join(each.get_text().split()) for each in page.select("legend")]
    assert legends == ["4 pts Rubric words one", "6 pts Rubric words two"]
    values = [e["value"] for e in page.select('input[name="points-0"]')]
    assert values == ["0", "1", "2", "3", "4"]
    assert "ab" * 32 in html and page.title and page.title.get_text() == "Rate · live"


def test_what_the_panel_is_split_over_comes_first_and_is_settled_by_people(
    month: Workspace, answers: list[Answer], enter: Enter
) -> None:
    from live.judge.panel import settled

    split = answers[-1]
    kim, lee = enter("kim"), enter("lee")
    theirs = [each.get("/rate").text for each in (kim, lee)]
    assert [text_on(html) for html in theirs] == [split.text] * 2
    for each, html, points in ((kim, theirs[0], (4, 2)), (lee, theirs[1], (1, 0))):
        assert "Stored: " in send(each, html, points).text
    found = settled(month.config, answers, month.store.each(Verdict, MONTH))[split.id]
    assert (found.rating, [each.judge for each in found.counted]) == (
        3.5,
        ["human/kim", "human/lee"],
    )
    assert all(text_on(each.get("/rate").text) != split.text for each in (kim, lee))
    send(kim)
    rated = [each for each in month.store.all(Verdict, MONTH) if each.by_person]
    assert [each.made_by.parameters["drawn"] for each in rated] == [False, False, True]


def test_the_nav_counts_what_waits_and_progress_says_how_many_are_rated(enter: Enter) -> None:
    kim = enter()

    def nav() -> str:
        return " ".join(soup(kim.get("/").text).select_one("nav").get_text().split())  # type: ignore[union-attr]

    def line() -> str:
        found = soup(kim.get("/progress").text).select_one("[data-rated]")
        return " ".join(found.get_text().split()) if found else ""

    assert nav() == "Queue Review Rate 5 Progress"
    assert line() == "Nobody has rated answers; 5 wait for you."
    send(kim)
    send(enter("lee"))
    assert nav() == "Queue Review Rate 4 Progress"
    assert line() in ("One answer is rated, by 2 people; 4 wait for you.",
                      "2 answers are rated, by 2 people; 4 wait for you.")  # fmt: skip
    while fields(kim.get("/rate").text):
        send(kim)
    assert nav() == "Queue Review Rate Progress"
    assert "5 answers are rated, by 2 people." in line()
    assert "All rated." in kim.get("/rate").text


def test_before_anybody_answered_there_is_nothing_to_rate(month: Workspace) -> None:
    kim = client(month, "kim")
    assert "/rate" not in kim.get("/").text
    assert "Nothing to rate yet." in kim.get("/rate").text
    kim.close()


def test_undo_takes_the_last_back_and_shows_it_with_what_was_given(
    month: Workspace, answers: list[Answer], enter: Enter
) -> None:
    kim = enter()
    first = kim.get("/rate").text
    assert "Nothing to take back." in undo(kim, first).text
    second = send(kim, first, (4, 0), words="my words").text
    back = undo(kim, second)
    assert text_on(back.text) == text_on(first) != text_on(second)
    checked = [e["value"] for e in soup(back.text).select("input[checked]")]
    assert checked == ["4", "0"] and "my words" in back.text and "Taken back: 4 of 10" in back.text
    assert ratings(month) == [(answers[-1].id, "human/kim", None)]
    again = kim.submit("/rate/undo", fields(second, 'form[action="/rate/undo"]'), **HTMX)
    assert text_on(again.text) == text_on(first), "sent twice, it counts once"
    send(kim, back.text, (1, 1))
    assert ratings(month) == [(answers[-1].id, "human/kim", 2)]
    entries = month.store.audit.entries()
    assert list(rated_otherwise(month, entries)) == []


def test_a_rating_sent_twice_is_stored_once(month: Workspace, enter: Enter) -> None:
    kim = enter()
    html = kim.get("/rate").text
    ends = [send(kim, html).status_code for _ in range(2)]
    assert ends == [200, 200] and len(ratings(month)) == 1
    assert len([e for e in month.store.audit.entries() if e.what == "rate"]) == 1


def test_one_answer_after_another_can_be_left_for_later(enter: Enter) -> None:
    kim = enter()
    html = kim.get("/rate").text
    order = []
    for _ in range(5):
        order.append(text_on(html))
        later = soup(html).select_one("[data-key=j]")
        assert later
        html = kim.get(str(later["href"]), headers=HTMX).text
    assert len(set(order)) == 5 and text_on(html) == order[0]
    assert text_on(kim.get("/rate?after=nothing/there").text) == order[0]


def test_time_is_the_servers(
    month: Workspace, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    kim = enter()
    html = kim.get("/rate").text
    monkeypatch.setattr("live.review.web.shown.now", lambda: now() + timedelta(seconds=70))
    send(kim, html)
    (made,) = (each for each in month.store.all(Verdict, MONTH) if each.by_person)
    assert 70 <= made.made_by.parameters["seconds"] < 75


@pytest.mark.parametrize(
    ("points", "changes", "headers", "status", "why"),
    [
        ((4,), {}, {}, 422, "Criterion 2 has no points yet."),
        ((), {}, {}, 422, "Criterion 1 has no points yet."),
        ((4, 0), {"points-1": "²"}, {}, 422, "Criterion 2 has no points yet."),
        ((5, 0), {}, {}, 409, "criterion 1: 5 points. Give 0 to 4."),
        ((4, 0), {"points-1": "9999"}, {}, 409, "criterion 2: 9999 points."),
        ((4, 0), {"words": "x" * 2001}, {}, 409, "2,000 are the most"),
        ((4, 0), {"words": "x" * 70_000}, {}, 413, "That is too long."),
        ((4, 0), {"csrf": "forged"}, {}, 403, "another session"),
        ((4, 0), {"shown": "forged"}, {}, 403, "shown to somebody else"),
        ((4, 0), {}, {"Sec-Fetch-Site": "cross-site"}, 403, "another site"),
    ],
)
def test_what_is_not_as_it_should_be_stores_nothing_and_says_why(
    month: Workspace,
    enter: Enter,
    points: tuple[int, ...],
    changes: dict[str, str],
    headers: dict[str, str],
    status: int,
    why: str,
) -> None:
    kim = enter()
    given = {f"points-{n}": str(p) for n, p in enumerate(points)}
    form = fields(kim.get("/rate").text) | given | {"words": ""} | changes
    ended = kim.submit("/rate", form, **HTMX, **headers)
    assert ended.status_code == status and why in ended.text
    assert ratings(month) == []


def test_nobody_rates_what_was_shown_to_another(month: Workspace, enter: Enter) -> None:
    kim, lee = enter("kim"), enter("lee")
    theirs = fields(lee.get("/rate").text)["shown"]
    assert send(kim, shown=theirs).status_code == 403
    assert ratings(month) == []


def test_who_answered_is_never_given_their_own_answer(answers: list[Answer], enter: Enter) -> None:
    own = enter("Answerer")
    seen = []
    while fields(html := own.get("/rate").text):
        seen.append(text_on(html))
        send(own, html)
    assert len(seen) == 4 and answers[-1].text not in seen


def test_who_is_invited_to_answer_cannot_rate(month: Workspace, enter: Enter) -> None:
    kim = enter("kim")
    form = fields(kim.get("/rate").text) | {"points-0": "1", "points-1": "1"}
    with month.store._begin() as connection:
        connection.exec_driver_sql("UPDATE reviewers SET role = 'answer'")
    assert kim.get("/rate").status_code == 403
    assert kim.submit("/rate", form).status_code == 403
    assert kim.submit("/rate/undo", form).status_code == 403
    assert ratings(month) == []
    answering = client(month, answer=True)
    assert answering.get("/rate").status_code == 404
    answering.close()


def test_without_scripts_a_form_stores_and_leads_on(month: Workspace, enter: Enter) -> None:
    kim = enter()
    form = fields(kim.get("/rate").text) | {"points-0": "1", "points-1": "1", "words": ""}
    ended = kim.submit("/rate", form)
    assert (ended.status_code, ended.headers["location"]) == (303, "/rate")
    assert len(ratings(month)) == 1

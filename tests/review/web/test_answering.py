"""A person answers from picture and question: nothing else reaches them, and nothing is lost."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import factory
import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from live.clock import now
from live.records import Answer, Criterion, Decision, Evidence, Figure, Page, Question, Shot
from live.review.people import LONGEST
from live.review.web.app import create_app
from live.workspace import Workspace

MONTH = factory.MONTH
OURS = {"Sec-Fetch-Site": "same-origin"}
PAGE = factory.page(
    title="Zanzibar headline",
    site="Quagmire Gazette",
    url="http://quagmire.example/secret-slug",
    final_url="http://quagmire.example/secret-slug?final",
    redirects=("http://quagmire.example/moved",),
    headers={"last-modified": "Wed, 14 Oct"},
    byline="Byline Person",
    section="Section Word",
    text="Body text of the article.",
    lead=Figure(url="http://quagmire.example/lead.png", caption="Caption words"),
    shots=(
        Shot(kind="full_page", sha256="ab" * 32, width=1280, height=1600, text="Text in picture"),
        Shot(kind="full_page", sha256="cd" * 32, width=1280, height=900, text="More in picture"),
    ),
    evidence=(Evidence(source="json-ld", value="Evidence value"),),
)
Enter = Callable[..., TestClient]


def asked(n: int) -> Question:
    return factory.question(
        n,
        PAGE.id,
        subtask="Further Insights",
        question=f"What is told of thing {n} <script>alert({n})</script>?",
        answer=f"Gold words {n}",
        criteria=(Criterion(points=10, text=f"Rubric words {n}"),),
        edited_by="editor-handle",
    )


@pytest.fixture
def questions(workspace: Workspace) -> list[Question]:
    """Three frozen questions about a page, each of whose fields says something of its own."""
    made = [asked(n) for n in (1, 2, 3)]
    workspace.store.add(PAGE, *made, factory.release(made))
    return made


@pytest.fixture
def enter(workspace: Workspace) -> Iterator[Enter]:
    """Opens the page to answer at as somebody who was invited, and gives their browser."""
    app = create_app(workspace, MONTH, answer=True)
    open_now = []

    def enter(name: str = "Ada Lovelace", handle: str = "ada") -> TestClient:
        _, token = workspace.store.reviewers.invite(name, "answer", timedelta(days=1))
        client = TestClient(app, "http://127.0.0.1:8127", headers=OURS)
        open_now.append(client)
        joined = client.post(
            "/join", data={"token": token, "handle": handle}, follow_redirects=False
        )
        assert joined.status_code == 303
        return client

    yield enter
    for client in open_now:
        client.close()


def fields(html: str) -> dict[str, str]:
    """What the form of a page carries; empty where there is no question left."""
    form = BeautifulSoup(html, "lxml").select_one("form.give")
    return {each["name"]: each["value"] for each in form.select("input")} if form else {}


def question_on(html: str) -> str:
    found = BeautifulSoup(html, "lxml").select_one("#question")
    return found.get_text() if found else ""


def send(client: TestClient, text: str = "I saw it", **changes: Any) -> Any:
    return client.post("/answer", data={**fields(client.get("/").text), "text": text, **changes})


def leaves(value: Any) -> Iterator[str]:
    """All texts of a record, however deep."""
    if isinstance(value, dict):
        yield from (text for each in value.values() for text in leaves(each))
    elif isinstance(value, list | tuple):
        yield from (text for each in value for text in leaves(each))
    elif isinstance(value, str):
        yield value


def test_what_an_answerers_page_shows_holds_nothing_but_picture_and_question(
    workspace: Workspace, questions: list[Question], enter: Enter
) -> None:
    other = factory.answer(26100001, questions[0], "human/other", text="What others answered")
    model = factory.answer(26100001, questions[0], "embedded/blind", text="What models answered")
    verdict = factory.verdict(model, reason="What the judge said")
    said = Decision(month=MONTH, question_id=questions[0].id, version=1, verdict="accept",
                    reviewer="decider", at=now(), reason="Reason to accept")  # fmt: skip
    workspace.store.add(other, model, verdict, said)
    client = enter()
    seen = [client.get("/").text]
    while form := fields(seen[-1]):
        sent = client.post("/answer", data={**form, "text": "x"}, headers={"HX-Request": "true"})
        seen += [sent.text, client.get("/").text]
    assert "thing 1" in "".join(seen) and PAGE.shots[0].sha256 in seen[0]
    of_it = {"month", "language", "question", "page_id"}  # the last is a hash; it names the picture
    hidden = {
        text
        for record in (PAGE, *questions, other, model, verdict, said)
        for key, value in record.model_dump(mode="json").items()
        if key not in of_it
        for text in leaves(value)
        if len(text) > 4 and text not in {shot.sha256 for shot in PAGE.shots}
    }
    assert {PAGE.title, PAGE.url, PAGE.text, PAGE.site, "Gold words 2", "Rubric words 3",
            "Text in picture", "What others answered", "What the judge said"} <= hidden  # fmt: skip
    for html in seen:
        shown = html.lower()
        assert [text for text in hidden - {"answered"} if text.lower() in shown] == []
        assert "<script>alert" not in html and not re.search(r'href="https?:', html)


def test_an_answer_is_kept_and_the_next_question_comes(
    workspace: Workspace, questions: list[Question], enter: Enter
) -> None:
    client = enter()
    shown = []
    for n in range(3):
        html = client.get("/").text
        assert f"<b>{n}</b> answered, {3 - n} to go" in html
        shown.append(question_on(html))
        assert send(client, f" answer {n}\r\nin lines ").status_code == 200
    assert sorted(shown) == [q.question for q in questions]
    assert "You have answered 3 questions" in client.get("/").text
    given = workspace.store.all(Answer, MONTH)
    assert [a.text for a in given] == [f"answer {n}\nin lines" for n in range(3)]
    assert {a.model for a in given} == {"human/ada"}
    entries = workspace.store.audit.entries(who="ada")
    assert [e.what for e in entries if e.what == "answer"] == ["answer"] * 3


def test_who_cannot_tell_says_so_and_nobody_does_by_mistake(
    workspace: Workspace, questions: list[Question], enter: Enter
) -> None:
    client = enter()
    blank = send(client, "  \n")
    assert blank.status_code == 422 and "Nothing is written yet" in blank.text
    assert workspace.store.all(Answer, MONTH) == []
    send(client, "", cannot="1")
    (given,) = workspace.store.all(Answer, MONTH)
    assert (given.outcome, given.text) == ("empty", "")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[timedelta]:
    """How much later it is than it is."""
    later = [timedelta()]
    monkeypatch.setattr("live.review.web.shown.now", lambda: now() + later[0])
    return later


def test_time_runs_from_when_a_question_was_first_shown(
    workspace: Workspace, questions: list[Question], enter: Enter, clock: list[timedelta]
) -> None:
    """Who loads the page again sees the same question, whatever others answered meanwhile."""
    client, other = enter(), enter("Bo", "bo")
    first = client.get("/").text
    while question_on(other.get("/").text) != question_on(first):
        send(other)
    send(other)
    clock[0] = timedelta(seconds=40)
    assert question_on(client.get("/").text) == question_on(first)
    clock[0] = timedelta(seconds=70)
    send(client)
    (given,) = (a for a in workspace.store.all(Answer, MONTH) if a.model == "human/ada")
    assert 70 <= given.made_by.parameters["seconds"] < 75
    clock[0] += timedelta(minutes=11)
    send(client)
    late = workspace.store.all(Answer, MONTH)[-1].made_by.parameters
    assert late["seconds"] > 600 and late["paused"] and not given.made_by.parameters["paused"]


def test_an_answer_sent_twice_is_stored_once(
    workspace: Workspace, questions: list[Question], enter: Enter
) -> None:
    client = enter()
    form = {**fields(client.get("/").text), "text": "I saw it"}
    ends = [client.post("/answer", data=form) for _ in range(2)]
    assert [end.status_code for end in ends] == [200, 200]
    assert len(workspace.store.all(Answer, MONTH)) == 1
    assert "<b>1</b> answered" in ends[1].text


def test_a_second_page_of_the_same_question_is_told_that_the_first_counts(
    workspace: Workspace, questions: list[Question], enter: Enter
) -> None:
    client = enter()
    one = fields(client.get("/").text)
    client.cookies.delete("live_shown")
    two = fields(client.get("/").text)
    assert one["shown"] != two["shown"]
    client.post("/answer", data={**one, "text": "first"})
    told = client.post("/answer", data={**two, "text": "second"}, headers={"HX-Request": "true"})
    assert told.status_code == 200 and "The first counts." in told.text
    assert [a.text for a in workspace.store.all(Answer, MONTH)] == ["first"]


def test_reviewers_do_not_answer_for_the_desk_shows_them_the_gold(
    workspace: Workspace, questions: list[Question], enter: Enter
) -> None:
    """Neither by their link, nor by a session that began as an answerer's or at the desk."""
    _, token = workspace.store.reviewers.invite("Rex King", "review", timedelta(days=1))
    app = create_app(workspace, MONTH, answer=True)
    with TestClient(app, "http://127.0.0.1:8127", headers=OURS) as client:
        assert client.get(f"/join/{token}").status_code == 403
        refused = client.post("/join", data={"token": token, "handle": "rex"})
        assert refused.status_code == 403 and "This link is to review" in refused.text
    client = enter()
    form = {**fields(client.get("/").text), "text": "I saw it"}
    with workspace.store._begin() as connection:
        connection.exec_driver_sql("UPDATE reviewers SET role = 'review'")
    assert client.get("/").status_code == 403
    assert client.post("/answer", data=form).status_code == 403
    assert workspace.store.all(Answer, MONTH) == []


def test_no_page_of_the_desk_is_there_for_who_answers(
    workspace: Workspace, questions: list[Question], enter: Enter
) -> None:
    client = enter()
    for place in ("/review", f"/desk/{questions[0].id}", "/progress"):
        assert client.get(place).status_code == 404, place
    _, token = workspace.store.reviewers.invite("Cy", "answer", timedelta(days=1))
    desk = TestClient(create_app(workspace, MONTH), "http://127.0.0.1:8127", headers=OURS)
    with_desk = desk.post("/join", data={"token": token, "handle": "cyan"})
    assert with_desk.status_code == 403


@pytest.mark.parametrize(
    ("changes", "headers", "status"),
    [
        ({"csrf": "forged"}, {}, 403),
        ({}, {"Sec-Fetch-Site": "cross-site"}, 403),
        ({"shown": "forged"}, {}, 403),
        ({"text": "x" * (LONGEST + 1)}, {}, 409),
        ({"text": "x" * 70_000}, {}, 413),
    ],
)
def test_what_is_not_as_it_should_be_stores_nothing(
    workspace: Workspace,
    questions: list[Question],
    enter: Enter,
    changes: dict[str, str],
    headers: dict[str, str],
    status: int,
) -> None:
    client = enter()
    form = {**fields(client.get("/").text), "text": "I saw it", **changes}
    assert client.post("/answer", data=form, headers=headers).status_code == status
    assert workspace.store.all(Answer, MONTH) == []


def test_nobody_answers_with_what_was_shown_to_another(
    workspace: Workspace, questions: list[Question], enter: Enter
) -> None:
    client, other = enter(), enter("Bo", "bo")
    theirs = fields(other.get("/").text)["shown"]
    assert send(client, shown=theirs).status_code == 403
    client.cookies.set("live_shown", theirs)
    assert fields(client.get("/").text)["shown"] != theirs
    assert workspace.store.all(Answer, MONTH) == []


def test_who_was_revoked_is_out_at_once(
    workspace: Workspace, questions: list[Question], enter: Enter
) -> None:
    client = enter()
    form = {**fields(client.get("/").text), "text": "I saw it"}
    workspace.store.reviewers.revoke("Ada Lovelace")
    assert client.post("/answer", data=form).status_code == 401
    assert client.get("/").status_code == 401
    assert workspace.store.all(Answer, MONTH) == []


def test_a_month_that_is_not_cut_has_nothing_to_answer(workspace: Workspace, enter: Enter) -> None:
    workspace.store.add(PAGE, asked(1))
    shown = enter().get("/")
    assert shown.status_code == 409 and "2026-10 is not cut yet" in shown.text


def test_a_picture_is_described_by_nothing_that_it_does_not_show(
    questions: list[Question], enter: Enter
) -> None:
    page = BeautifulSoup(enter().get("/").text, "lxml")
    told = [image["alt"] for image in page.select(".frame img")]
    assert told == [f"Screenshot of a news page, {n} of 2" for n in (1, 2)]
    assert page.title and page.title.get_text() == "Answer · live"
    assert isinstance(PAGE, Page)

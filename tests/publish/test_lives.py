"""A question's page tells its life as `live explain` does, less what is not to be published."""

import factory
import life
import sqlalchemy as sa
from leaderboard_month import MONTH, Month, shot, soup, text

from live.publish.cut import cut
from live.publish.lives import lives
from live.publish.release import write_release
from live.records import Decision, Finding, Release
from live.review.decisions import edit
from live.workspace import Workspace


def lived(workspace: Workspace) -> tuple[Workspace, Release]:
    """A month of one question whose whole life is kept."""
    question = life.whole(workspace)
    workspace.store.add(life.PAGE.model_copy(update={"shots": (shot(workspace, 1),)}))
    release = cut(workspace, MONTH, partial=True)
    answer = factory.answer(26100001, question)
    workspace.store.add(answer, factory.verdict(answer))
    gates = release.gates | {"answerable": "on"}
    return workspace, release.model_copy(update={"gates": gates})


def told_life(workspace: Workspace) -> str:
    page = soup(workspace.release(MONTH) / "leaderboard" / "questions" / "26100001.html")
    found = page.select_one("ol.life")
    assert found
    return text(found)


def test_a_questions_life_is_told_as_explain_has_it(workspace: Workspace) -> None:
    workspace.store.add(factory.link(1, found_in="feed", listed_at="14 Oct"))
    write_release(*lived(workspace))
    told = told_life(workspace)
    for part in (
        "Found In the site’s feed, listed with 14 Oct",
        "Photographed 2 November 2026",
        "Dated Published 14 October 2026, 09:00 UTC: json-ld says",
        "Noted the inform model, served as served-1",
        "Written By writer",
        "the check model, served as served-1 compared the two answers, and corrected the gold one",
        "the finalize model, served as served-1 wrote the last rubric",
        "scorer graded the question 8 of 10",
        "Version 2, by checker: changed its answer, rubric.",
        "Answer Mara Quill Mara Quill, reporter",
        "grounded passed",
        "see-2: 0 of 10 for Ben Cole",
        "Accepted by kim.",
        "kim: accepted version 2, 2026-11-02",
        "row 26100001, in version 2",
    ):
        assert part in told, part


def test_what_is_not_to_be_published_of_a_life_stays_out(workspace: Workspace) -> None:
    """The article's words, notes on the page, other questions, names and reasons of people."""
    workspace, release = lived(workspace)
    quoted = {"facts": [{"fact": "Mara", "kind": "name", "where": "shot 1", "as": "WORDS OF HERS"}]}
    row = release.rows[0]
    fields = {"month": MONTH, "question_id": row.question_id, "version": 2}
    workspace.store.add(
        Finding(**fields, gate="grounded", outcome="passed", evidence=quoted),
        Decision(**fields, verdict="reject", reviewer="lee", at=life.AT, reason="ASK KIM"),
    )
    write_release(workspace, release)
    html = (workspace.release(MONTH) / "leaderboard/questions/26100001.html").read_text()
    assert "Mara (name): shot 1" in told_life(workspace)
    assert "a reviewer: rejected version 2" in told_life(workspace)
    for secret in ("WORDS OF HERS", "ASK KIM", "lee", "looked at it", "it sails"):
        assert secret not in html, secret
    assert life.PAGE.text not in html and "solve-1" not in html
    told = lives(
        workspace, release, {life.PAGE.id: life.PAGE}, (), workspace.store.all(Finding, MONTH)
    )
    assert "WORDS OF HERS" not in str(told) and "solve-1" not in str(told)


def test_words_that_were_not_safe_to_publish_are_not_shown_in_what_changed(
    workspace: Workspace,
) -> None:
    question = factory.question(1, question="Where does the child live?")
    workspace.store.add(
        life.PAGE.model_copy(update={"shots": (shot(workspace, 1),)}),
        question,
        life.finding(question, "safe", "dropped", reason="personal_data", detail="THE CHILD"),
    )
    better = edit(workspace, question, "kim", {"question": "Where does the ferry sail?"})
    release = factory.release([better])
    workspace.store.add(release)
    write_release(workspace, release)
    told = told_life(workspace)
    assert "Version 1 was stopped at safe: dropped (personal data)" in told
    assert "what it changed is not shown" in told
    html = (workspace.release(MONTH) / "leaderboard/questions/26100001.html").read_text()
    assert "the child" not in html.lower()


def test_lives_of_many_rows_take_no_more_queries_than_of_one(workspace: Workspace) -> None:
    month = Month(workspace, rows=40, pages=20)
    workspace.store.add(*month.pages, *month.questions)
    pages = {page.id: page for page in month.pages}
    asked: list[str] = []
    sa.event.listen(
        workspace.store._engine, "before_cursor_execute", lambda *given: asked.append(given[2])
    )

    def queries(release: Release) -> int:
        asked.clear()
        assert len(lives(workspace, release, pages, (), ())) == len(release.rows)
        return len(asked)

    one = month.release.model_copy(update={"rows": month.release.rows[:1]})
    assert queries(month.release) == queries(one) < 10

"""People answer frozen rows: once each, none that they reviewed, kept with the time it took."""

import threading
from collections import Counter
from typing import Any

import factory
import pytest
from fakes import FakeModels

from live.clock import now
from live.errors import UsageError
from live.judge.answer import answer as answer_all
from live.judge.answer import untried
from live.judge.judge import judge
from live.lmm.client import Reply
from live.publish.release import _edition
from live.records import Answer, Decision, Question, Release, Remark, Row, Verdict
from live.review.people import LONGEST, keep, stand
from live.workspace import Workspace, open_workspace

MONTH = factory.MONTH


@pytest.fixture
def questions() -> list[Question]:
    return [factory.question(n) for n in range(1, 13)]


@pytest.fixture
def release(workspace: Workspace, questions: list[Question]) -> Release:
    """A month that is cut, of twelve rows about one page."""
    frozen = factory.release(questions)
    workspace.store.add(factory.page(), *questions, frozen)
    return frozen


def next_row(workspace: Workspace, by: str, shown: int | None = None) -> Row | None:
    return next(iter(stand(workspace, MONTH, by, shown).left), None)


def kept(workspace: Workspace, row_id: int, by: str = "kim", text: str = "Mara Quill") -> Answer:
    return keep(workspace, MONTH, row_id, by, text, 12.34, f"{by}-{row_id}")


def rows_of(workspace: Workspace, by: str) -> list[int]:
    """All rows that are given to a person one after the other, answered as they come."""
    given = []
    while row := next_row(workspace, by):
        given.append(row.row_id)
        kept(workspace, row.row_id, by)
    return given


def reviewed(question: Question, by: str, what: str) -> Decision | Remark:
    fields = {"month": MONTH, "question_id": question.id, "version": 1, "at": now()}
    if what in ("note", "flag", "unflag"):
        return Remark(**fields, kind=what, reviewer=by)
    return Decision(**fields, verdict=what, reviewer=by)


def test_a_person_is_given_every_row_once(workspace: Workspace, release: Release) -> None:
    given = rows_of(workspace, "kim")
    assert sorted(given) == [row.row_id for row in release.rows]
    assert stand(workspace, MONTH, "kim") == (len(given), ())
    assert stand(workspace, MONTH, "lee").answered == 0


@pytest.mark.parametrize("what", ["accept", "reject", "edit", "withdraw", "note", "flag", "unflag"])
def test_reviewers_never_answer_what_they_reviewed(
    workspace: Workspace, release: Release, questions: list[Question], what: str
) -> None:
    """Whatever they did, to whatever version of it, and however their handle is written."""
    edited = questions[3].model_copy(update={"version": 2})
    workspace.store.add(edited, reviewed(questions[3], "Kim", what), reviewed(edited, "lee", what))
    row = release.rows[3].row_id
    assert row not in rows_of(workspace, "kim")
    with pytest.raises(UsageError, match=f"row {row}: kim reviewed its question"):
        kept(workspace, row, "kim")
    assert row in rows_of(workspace, "ann")


def test_rows_that_fewest_answered_come_first(workspace: Workspace, release: Release) -> None:
    for by in ("kim", "lee", "ann", "bo"):
        for _ in range(3):
            row = next_row(workspace, by)
            assert row is not None
            kept(workspace, row.row_id, by)
    people = Counter(a.row_id for a in workspace.store.all(Answer, MONTH))
    assert sorted(people.values()) == [1] * 12


def test_two_people_begin_in_different_orders(workspace: Workspace, release: Release) -> None:
    first = {by: next_row(workspace, by) for by in ("a1", "b2", "c3", "d4", "e5", "f6")}
    assert len({row.row_id for row in first.values() if row}) > 2
    again = {by: next_row(workspace, by) for by in first}
    assert first == again, "nothing is drawn anew when a page is loaded again"


def test_the_row_that_is_shown_stays_until_it_is_answered(
    workspace: Workspace, release: Release
) -> None:
    """Others' answers would put another first; who loads the page again does not choose."""
    row = next_row(workspace, "kim")
    assert row is not None
    kept(workspace, row.row_id, "lee")
    other = next_row(workspace, "kim")
    assert other != row
    assert next_row(workspace, "kim", row.row_id) == row
    kept(workspace, row.row_id)
    assert next_row(workspace, "kim", row.row_id) == other


def test_an_answer_is_kept_with_the_time_it_took_and_logged(
    workspace: Workspace, release: Release
) -> None:
    row = release.rows[2]
    given = kept(workspace, row.row_id, text="  Mara Quill \n")
    assert workspace.store.all(Answer, MONTH) == [given]
    assert (given.model, given.made_by.model, given.outcome) == (
        "human/kim",
        "human/kim",
        "answered",
    )
    assert (given.text, given.row_id, given.question_id) == (
        "Mara Quill",
        row.row_id,
        row.question_id,
    )
    assert given.made_by.parameters == {
        "seconds": 12.3,
        "paused": False,
        "act": f"kim-{row.row_id}",
    }
    (entry,) = workspace.store.audit.entries(item=row.question_id)
    assert (entry.who, entry.what, entry.before) == ("kim", "answer", None)
    assert (entry.after["text"], entry.after["seconds"]) == ("Mara Quill", 12.3)
    assert list(workspace.store.audit.faults()) == []


def test_a_pause_is_kept_and_marked(workspace: Workspace, release: Release) -> None:
    short, long = (
        keep(workspace, MONTH, row.row_id, "kim", "x", seconds, f"act {seconds}")
        for row, seconds in zip(release.rows, (600, 601), strict=False)
    )
    assert not short.made_by.parameters["paused"] and long.made_by.parameters["paused"]
    assert long.made_by.parameters["seconds"] == 601


def test_who_cannot_tell_gives_an_empty_answer(workspace: Workspace, release: Release) -> None:
    assert kept(workspace, release.rows[0].row_id, text=" \n").outcome == "empty"


def test_an_answer_is_stored_once(workspace: Workspace, release: Release) -> None:
    row = release.rows[0].row_id
    first = kept(workspace, row)
    assert keep(workspace, MONTH, row, "kim", "sent again", 99, f"kim-{row}") == first
    with pytest.raises(UsageError, match="has answered it before. The first counts"):
        keep(workspace, MONTH, row, "kim", "another", 1, "another act")
    assert workspace.store.all(Answer, MONTH) == [first]
    assert len(workspace.store.audit.entries()) == 1


def test_of_two_answers_at_once_one_is_stored(workspace: Workspace, release: Release) -> None:
    ends: list[str] = []
    begin = threading.Barrier(2)

    def send(n: int) -> None:
        begin.wait()
        try:
            keep(workspace, MONTH, release.rows[0].row_id, "kim", f"text {n}", 1, f"act {n}")
            ends.append("kept")
        except UsageError:
            ends.append("refused")

    threads = [threading.Thread(target=send, args=(n,)) for n in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(ends) == ["kept", "refused"]
    assert len(workspace.store.audit.entries()) == 1


def test_an_answer_whose_entry_cannot_be_written_is_not_stored(
    workspace: Workspace, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError("full")

    monkeypatch.setattr(workspace.store.audit, "add", full)
    with pytest.raises(OSError, match="full"):
        kept(workspace, release.rows[0].row_id)
    assert workspace.store.all(Answer, MONTH) == []


def test_what_cannot_be_answered_is_one_line(workspace: Workspace, release: Release) -> None:
    for month, row, text, why in (
        ("2026-09", 26090001, "x", "2026-09 is not cut yet"),
        (MONTH, 1, "x", "row 1: 2026-10 has none of that number"),
        (MONTH, release.rows[0].row_id, "x" * (LONGEST + 1), "10,001 characters"),
    ):
        with pytest.raises(UsageError, match=why) as raised:
            keep(workspace, month, row, "kim", text, 1, "act")
        assert "\n" not in str(raised.value)
    with pytest.raises(UsageError, match="2026-09 is not cut yet"):
        stand(workspace, "2026-09", "kim")
    kept(workspace, release.rows[0].row_id, text="x" * LONGEST)


async def test_peoples_answers_are_judged_as_candidates_are_and_by_no_name(
    workspace: Workspace, release: Release
) -> None:
    config = factory.CONFIG.replace("embedded/rules", "openai/judge")
    (workspace.path / "live.yaml").write_text(config)
    text, empty = (row.row_id for row in release.rows[:2])
    kept(workspace, text, "zoe-handle")
    kept(workspace, empty, "zoe-handle", "")
    rating = {"points": [7], "total": 7, "reason": "r"}
    models = FakeModels(lambda request: Reply(outcome="ok", text="…", data=rating))
    with open_workspace(workspace.path) as opened:
        await judge(opened, release, models)  # type: ignore[arg-type]
        verdicts = {v.row_id: v.rating for v in opened.store.all(Verdict, MONTH)}
    assert verdicts == {text: 7, empty: 0}
    (asked,) = models.asked
    assert "Mara Quill" in asked.prompt
    assert "zoe" not in asked.model_dump_json() and "human" not in asked.model_dump_json()


async def test_candidates_answer_beside_people_and_touch_nothing_of_theirs(
    workspace: Workspace, release: Release
) -> None:
    given = kept(workspace, release.rows[0].row_id)
    config = factory.CONFIG.replace("embedded/blind", "openai/seer")
    (workspace.path / "live.yaml").write_text(config)
    with open_workspace(workspace.path) as opened:
        assert untried(opened, release) == len(release.rows)
        models = FakeModels(lambda request: Reply(outcome="ok", text="Ben", detail=""))
        await answer_all(opened, release, models)  # type: ignore[arg-type]
        assert untried(opened, release) == 0
        by = Counter(a.model for a in opened.store.all(Answer, MONTH))
        assert by == {"human/kim": 1, "openai/seer": len(release.rows)}
        assert opened.store.versions(Answer, given.id) == [given]


def test_no_handle_of_who_answered_is_in_the_manifest(
    workspace: Workspace, release: Release
) -> None:
    from live.publish.manifest import _models

    kept(workspace, release.rows[0].row_id, "zoe-handle")
    edition = _edition(workspace, release, [])
    assert len(edition.answers) == 1
    assert not any("human" in model["name"] for model in _models(edition))


def test_rows_of_another_month_count_for_nothing(workspace: Workspace, release: Release) -> None:
    other = factory.question(99, month="2026-09")
    workspace.store.add(factory.answer(release.rows[0].row_id, other, "human/kim", month="2026-09"))
    assert stand(workspace, MONTH, "kim").answered == 0

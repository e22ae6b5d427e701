"""The desk shows all that is known of a question: its page, what machines and people said."""

import json

import factory
import life
import pytest

from live.errors import UsageError
from live.records import Question
from live.review.decisions import edit
from live.review.desk import item
from live.review.reasons import REASONS, reason
from live.review.remarks import flag, note
from live.workspace import Workspace


def test_the_desk_shows_a_questions_whole_life(workspace: Workspace) -> None:
    question = life.whole(workspace)
    note(workspace, question, "kim", "see the caption")
    flag(workspace, question, "kim")
    shown = item(workspace, question.id, "kim")
    assert json.loads(json.dumps(shown)) == shown
    assert (shown["id"], shown["version"], shown["answer"]) == (
        question.id, 2, "Mara Quill, reporter",
    )  # fmt: skip
    assert shown["criteria"] == [{"points": 10, "text": "names Mara Quill"}]
    assert (shown["score"], shown["made_by"], shown["checked_by"]) == (8, "writer", "checker")
    assert shown["page"]["title"] == "Story 1" and shown["page"]["fresh"] == "fresh"
    assert [each["source"] for each in shown["page"]["evidence"]] == ["json-ld"]
    assert [each["sha256"] for each in shown["shots"]] == ["0" * 64]
    assert [each["step"] for each in shown["steps"]] == [
        "inform", "write", "check", "finalize", "score",
    ]  # fmt: skip
    assert [each["gate"] for each in shown["gates"]] == list(life.GATES)
    assert [(each["model"], each["rating"]) for each in shown["solvers"]["sighted"]] == [
        ("see-1", 10), ("see-2", 0),
    ]  # fmt: skip
    assert shown["versions"][1]["changed"]["answer"] == ["Mara Quill", "Mara Quill, reporter"]
    assert shown["decisions"][0]["reason"] == "looked at it"
    assert shown["remarks"][0]["text"] == "see the caption" and shown["flags"] == ["kim"]
    assert question.subtask in shown["subtasks"] and shown["reasons"] == list(REASONS)
    assert shown["mine"] == "accept" and not shown["frozen"]


def test_what_gates_found_of_an_older_version_is_not_of_the_newest(workspace: Workspace) -> None:
    question = life.whole(workspace)
    edit(workspace, question, "kim", {"answer": "Ben Cole"})
    shown = item(workspace, question.id, "kim")
    assert shown["gates"] == [] and shown["state"] == "waiting" and shown["edited_by"] == "kim"


def test_a_question_whose_page_is_gone_is_shown_all_the_same(workspace: Workspace) -> None:
    question: Question = factory.question(1, "nowhere")
    workspace.store.add(question)
    assert item(workspace, question.id)["page"] is None
    with pytest.raises(UsageError, match="no question of that id"):
        item(workspace, "ffff")


def test_reasons_are_told_by_their_numbers() -> None:
    assert len(REASONS) == 9
    assert reason(1) == REASONS[0]
    assert reason(9, "names a child") == f"{REASONS[8]} names a child"
    for number in (0, 10):
        with pytest.raises(UsageError, match="Write 1 to 9"):
            reason(number)

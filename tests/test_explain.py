"""Of any question `live explain` tells where it is from, all that was said, why it is in or out."""

import json

import factory
import life
import pytest
from click.testing import CliRunner

from live.cli import live
from live.crawl.explain import explain as explain_page
from live.errors import UsageError
from live.explain import explain
from live.outcomes import Done
from live.publish.cut import cut
from live.records import Question, Row
from live.review.decisions import edit
from live.terminal_explain import explain_lines
from live.workspace import Workspace, open_workspace

MONTH = life.MONTH


def told(workspace: Workspace, what: str) -> str:
    return "\n".join(explain_lines(explain(workspace, what)))


def test_a_questions_whole_life_is_told(workspace: Workspace) -> None:
    question = life.whole(workspace)
    known = explain(workspace, question.id)
    assert json.loads(json.dumps(known)) == known
    assert (known["kind"], known["id"], known["version"]) == ("question", question.id, 2)
    assert known["page"]["id"] == life.PAGE.id and known["page"]["url"] == life.PAGE.url
    assert known["page"]["evidence"][0]["source"] == "json-ld"
    assert known["page"]["pictures"][0]["sha256"] == life.PAGE.shots[0].sha256
    steps = [(each["step"], each["usd"], each["revision"]) for each in known["steps"]]
    assert steps == [
        ("inform", 0.1, "served-1"),
        ("write", 0.4, "served-1"),
        ("check", 0.02, "served-1"),
        ("finalize", 0.01, "served-1"),
        ("score", 0.01, "served-1"),
    ]
    assert known["steps"][2]["said"] == {"verdict": "corrects", "answer": "Mara Quill, reporter"}
    assert [each["gate"] for each in known["gates"]] == list(life.GATES)
    assert known["gates"][-1]["evidence"]["solvers"][1]["answer"] == "Ben Cole"
    assert [(d["verdict"], d["reviewer"]) for d in known["decisions"]] == [("accept", "kim")]
    first, second = known["versions"]
    assert first["changed"] == {}
    assert second["changed"]["answer"] == ["Mara Quill", "Mara Quill, reporter"]
    assert set(second["changed"]) == {"answer", "rubric"} and second["by"] == "checker"
    text = told(workspace, question.id)
    for fact in (
        *("http://herald.example/1", "published 2026-10-14T09:00:00+00:00: fresh", "a ferry"),
        *("graded 8 of 10", "It is clear.", "at: By Mara Quill", "answer: Ben Cole", "+ 10 points"),
        *("v2 accept by kim", "- Mara Quill", "+ Mara Quill, reporter", "served as served-1"),
    ):
        assert fact in text
    assert "another" not in text, "what the writer wrote about other things of the page"


def test_its_cost_is_its_own_calls_and_its_part_of_the_pages(workspace: Workspace) -> None:
    question = life.whole(workspace)
    answer = factory.answer(26100001, question)
    paid = answer.made_by.model_copy(update={"reply_key": life.bought(workspace.store, "a", 0.5)})
    workspace.store.add(answer.model_copy(update={"made_by": paid}))
    life.bought(workspace.store, "unpriced", None)
    cost = explain(workspace, question.id)["cost"]
    assert cost == {"write": 0.1, "check": 0.04, "gates": 0.005, "answers": 0.5, "usd": 0.645}
    ids = [f"{n:016x}" for n in range(1, 6)]
    writing = sum(explain(workspace, id)["cost"]["write"] for id in ids)
    assert writing == pytest.approx(0.5), "the page's writing is paid once"


def test_why_a_question_is_in_out_or_open(workspace: Workspace) -> None:
    config = workspace.path / "live.yaml"
    config.write_text(config.read_text() + "select: {questions: 1}\n")
    with open_workspace(workspace.path) as opened:
        life.whole(opened)

        def fates() -> list[tuple[str, str, str]]:
            found = [explain(opened, f"{n:016x}")["fate"] for n in range(1, 6)]
            return [(each["state"], each["stage"], each["reason"]) for each in found]

        before = [
            ("open", "cut", "accepted"),
            ("out", "gates", "ungrounded"),
            ("out", "check", "not_answerable"),
            ("open", "gates", "no_solvers"),
            ("open", "cut", "accepted"),
        ]
        assert fates() == before
        cut(opened, MONTH, partial=True)
        chosen, left, *others = [
            ("in", "cut", "chosen"),
            ("out", "cut", "page_share"),
            *before[1:3],
        ]
        assert fates() == [chosen, *others, ("out", "gates", "no_solvers"), left]
        assert "cut without it" in told(opened, f"{4:016x}")
        assert "IN. Row 26100001 of 2026-10, as version 2." in told(opened, f"{1:016x}")


def test_a_published_rows_id_names_its_question(workspace: Workspace) -> None:
    question = life.whole(workspace)
    cut(workspace, MONTH, partial=True)
    known = explain(workspace, "26100001")
    assert (known["id"], known["fate"]["row_id"]) == (question.id, 26100001)
    with pytest.raises(UsageError, match="26109999: nothing of this workspace"):
        explain(workspace, "26109999")


def test_the_beginning_of_an_id_is_enough_where_it_is_one(workspace: Workspace) -> None:
    questions = [factory.question(n, id=f"abcd{n}efg") for n in (1, 2)]
    workspace.store.add(life.PAGE, *questions)
    assert explain(workspace, "abcd1")["id"] == "abcd1efg"
    with pytest.raises(UsageError, match="abcd: 2 questions begin like that"):
        explain(workspace, "abcd")
    with pytest.raises(UsageError, match="nothing of this workspace"):
        explain(workspace, "abc")


def test_a_page_is_explained_as_the_crawl_does_with_its_questions(workspace: Workspace) -> None:
    question = life.whole(workspace)
    known = explain(workspace, life.PAGE.url)
    assert known["kind"] == "page"
    assert explain_page(workspace, life.PAGE.url).items() <= known.items()
    assert [each["id"] for each in known["questions"]] == [f"{n:016x}" for n in range(1, 6)]
    assert [each["step"] for each in known["steps"]] == ["inform", "write"]
    text = told(workspace, life.PAGE.id)
    assert f"question {question.id}  Basic Understanding: OPEN at cut" in text
    assert text.count("42 is not on the page.") == 1


def test_an_edit_is_a_version_by_its_reviewer_and_old_findings_are_told_apart(
    workspace: Workspace,
) -> None:
    question = life.whole(workspace)
    edit(workspace, question, "lee", {"answer": "Mara Quill of the Herald"})
    known = explain(workspace, question.id)
    assert (known["version"], known["versions"][2]["by"]) == (3, "lee")
    assert known["fate"]["reason"] == "not_begun"
    assert {each["version"] for each in known["gates"]} == {2}


def test_a_question_whose_page_is_gone_is_explained_all_the_same(workspace: Workspace) -> None:
    question = factory.question(1)
    workspace.store.save(MONTH, "write", question.page_id, Done((question,)))
    assert explain(workspace, question.id)["page"] is None
    assert "not stored any more" in told(workspace, question.id)


def test_the_verb_prints_one_json_document(workspace: Workspace) -> None:
    question = life.whole(workspace)
    ended = CliRunner().invoke(live, ["-C", str(workspace.path), "explain", question.id, "--json"])
    assert ended.exit_code == 0
    assert json.loads(ended.stdout)["id"] == question.id
    ended = CliRunner().invoke(live, ["-C", str(workspace.path), "explain", question.id])
    assert ended.stdout.startswith(f"question {question.id} v2")


def test_the_version_that_was_frozen_is_named(workspace: Workspace) -> None:
    question = factory.question(1)
    row = Row(row_id=26100001, question_id=question.id, version=1, page_id=question.page_id)
    release = factory.release([question]).model_copy(update={"rows": (row,)})
    later = Question(**{**dict(question), "version": 2})
    workspace.store.add(life.PAGE, question, later, release)
    assert explain(workspace, "26100001")["fate"]["detail"].endswith("as version 1.")

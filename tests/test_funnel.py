"""The funnel: counts that add up, of newest versions, with the dollars a chosen question cost."""

import factory
import life
import pytest
from click.testing import CliRunner

from live.cli import live
from live.funnel import examples, funnel
from live.outcomes import Dropped, Waiting
from live.publish.cut import choose, cut, frozen
from live.records import Question, Release
from live.status import lost_beyond_limit, status
from live.terminal import status_lines
from live.workspace import Workspace

MONTH = life.MONTH


def test_every_gated_question_is_counted_once_at_each_gate(workspace: Workspace) -> None:
    life.whole(workspace)
    counts = funnel(workspace, MONTH)
    assert (counts["pages"], counts["written"], counts["checked"]) == (1, 5, 4)
    assert (counts["accepted"], counts["chosen"], counts["usd_per_question"]) == (2, 0, None)
    assert list(counts["gates"]) == list(life.GATES)
    assert {sum(each.values()) for each in counts["gates"].values()} == {4}
    assert counts["gates"]["grounded"] == {
        **{"passed": 3, "dropped": 1, "held": 0, "not_run": 0, "off": 0}
    }
    assert counts["gates"]["answerable"]["passed"] == counts["accepted"]


def test_findings_on_older_versions_do_not_count(workspace: Workspace) -> None:
    question = life.whole(workspace)
    workspace.store.add(life.finding(question.model_copy(update={"version": 1}), "new", "dropped"))
    assert funnel(workspace, MONTH)["gates"]["new"]["dropped"] == 0
    assert "new" not in examples(workspace, MONTH)


def test_behind_the_gate_that_ends_a_question_none_counts(workspace: Workspace) -> None:
    """What a gate behind it found in an earlier run, at another limit, is no part of the way."""
    question = life.whole(workspace)
    workspace.store.add(life.finding(question, "needs_picture", "dropped"))
    counts = funnel(workspace, MONTH)["gates"]
    assert counts["needs_picture"]["dropped"] == 1
    assert counts["answerable"] == {
        **{"passed": 1, "dropped": 0, "held": 0, "not_run": 3, "off": 0}
    }
    assert {sum(each.values()) for each in counts.values()} == {4}


def test_a_chosen_question_costs_what_making_all_of_them_did(workspace: Workspace) -> None:
    life.whole(workspace)
    life.bought(workspace.store, "candidate", 7.0, "answer")
    cut(workspace, MONTH, partial=True)
    counts = funnel(workspace, MONTH)
    assert counts["chosen"] == 2
    assert counts["usd_per_question"] == pytest.approx(0.545 / 2), "answers are not among it"


def test_status_keeps_its_keys_and_gains_the_funnel(workspace: Workspace) -> None:
    life.whole(workspace)
    (month,) = status(workspace)["months"]
    assert month["funnel"] == funnel(workspace, MONTH)
    assert (month["accepted"], month["held"], month["waiting"]) == (2, 0, 1)
    dropped = sum(month["dropped"]["check"].values()) + sum(month["dropped"]["gates"].values())
    assert month["accepted"] + month["waiting"] + dropped == month["questions"] == 5


def test_status_says_what_to_write_for_a_gate_that_cannot_run(workspace: Workspace) -> None:
    life.whole(workspace)
    workspace.store.save(MONTH, "check", "x", Waiting("no_checker", "Write `checker: off`."))
    (month,) = status(workspace)["months"]
    assert [(row["stage"], row["reason"], row["n"]) for row in month["waits_for"]] == [
        ("check", "no_checker", 1),
        ("gates", "no_solvers", 1),
    ]
    lines = "\n".join(status_lines(status(workspace)))
    assert "waiting at check: 1 no_checker. Write `checker: off`." in lines
    assert "Write `solvers: {blind: [a, b]}`." in lines
    assert "grounded            3        1     0        0" in lines


def test_a_check_that_dropped_too_much_is_told(workspace: Workspace) -> None:
    for n in range(3):
        workspace.store.save(MONTH, "check", str(n), Dropped("not_answerable", "x"))
    assert lost_beyond_limit(workspace, MONTH).startswith("check lost 3 of 3 (3 not_answerable)")


def test_three_examples_are_shown_of_what_each_gate_dropped(workspace: Workspace) -> None:
    questions = [factory.question(n) for n in range(9)]
    life.written(workspace, questions)
    fault = {"outcome": "dropped", "reason": "stale", "detail": "It is of May."}
    for question in questions:
        life.gated(workspace, question, {"fresh": fault})
    assert list(examples(workspace, MONTH)) == ["fresh"]
    shown = examples(workspace, MONTH)["fresh"]
    assert [each["id"] for each in shown] == [question.id for question in questions[:3]]
    assert shown[0] == {
        **{"id": questions[0].id, "question": "Who wrote story 0?", "detail": "It is of May."}
    }


def test_cut_prints_the_funnel_and_a_dry_run_freezes_nothing(workspace: Workspace) -> None:
    question = life.whole(workspace)
    command = ["-C", str(workspace.path), "cut", "--month", MONTH, "--partial"]
    dry = CliRunner().invoke(live, [*command, "--dry-run"])
    assert dry.exit_code == 0 and frozen(workspace, MONTH) is None
    ended = CliRunner().invoke(live, command)
    release = frozen(workspace, MONTH)
    assert ended.exit_code == 0 and release is not None
    assert ended.stdout == dry.stdout.replace("would be frozen", "are frozen")
    for said in (
        *("2026-10: 2 rows are frozen.", "5 written, 4 checked", "0000000000000002  Who wrote"),
        *("42 is not on the page.", "2 accepted, 2 chosen, $0.2725 each", "2 Basic Understanding"),
    ):
        assert said in ended.stdout
    assert {row.question_id for row in release.rows} == {question.id, f"{5:016x}"}


def test_a_release_keeps_how_it_was_chosen(workspace: Workspace) -> None:
    life.whole(workspace)
    chosen, selection = choose(workspace, MONTH)
    release = cut(workspace, MONTH, partial=True)
    (stored,) = workspace.store.versions(Release, release.id)
    assert stored.selection == selection and selection.accepted == 2
    assert {row.question_id for row in stored.rows} == {question.id for question in chosen}
    assert {row.row_id for row in stored.rows} == {26100001, 26100002}


def test_of_a_month_that_was_cut_before_there_was_a_selection_nothing_is_made_up(
    workspace: Workspace,
) -> None:
    question: Question = life.whole(workspace)
    workspace.store.add(factory.release([question]))
    ended = CliRunner().invoke(live, ["-C", str(workspace.path), "cut", "--month", MONTH])
    assert ended.exit_code == 0 and "chosen:" not in ended.stdout

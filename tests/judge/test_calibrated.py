"""A judge is measured by the answers that people rated at the desk."""

import json
from typing import Any

import factory
import pytest
from click.testing import CliRunner

from live.cli import live
from live.errors import UsageError
from live.judge.calibrated import calibrated
from live.workspace import Workspace, open_workspace

MONTH = ("--month", factory.MONTH)


@pytest.fixture
def rated(workspace: Workspace) -> Any:
    """Ten answers, two a page, that embedded/rules gave 1 more each than people did."""
    questions = [factory.question(n, page_id=factory.page(n // 2).id) for n in range(10)]
    release = factory.release(questions)
    answers = [factory.answer(r.row_id, q) for r, q in zip(release.rows, questions, strict=True)]
    people = [factory.verdict(a, n, judge="human/kim") for n, a in enumerate(answers)]
    judge = [factory.verdict(a, n + 1) for n, a in enumerate(answers)]
    pages = [factory.page(n) for n in range(5)]
    workspace.store.add(*pages, *questions, release, *answers, *judge, *people)
    return workspace, release


def test_a_judge_is_held_against_people_on_the_same_answers(rated: Any) -> None:
    (found,) = calibrated(*rated).values()
    overall = found["overall"]
    assert overall["n"] == 10
    assert overall["bias"]["value"] == 1
    assert overall["pearson"]["value"] == pytest.approx(1)
    assert overall["bias"]["low"] == 1


def test_the_command_needs_no_file_and_says_what_to_do_where_nobody_rated(rated: Any) -> None:
    folder = str(rated[0].path)
    ended = CliRunner().invoke(live, ["-C", folder, "judge", "calibrate", *MONTH, "--json"])
    assert ended.exit_code == 0, ended.output
    (row,) = json.loads(ended.stdout)
    assert (row["judge"], row["overall"]["n"]) == ("embedded/rules", 10)


def test_without_ratings_of_people_no_judge_is_measured(workspace: Workspace) -> None:
    question = factory.question()
    release = factory.release([question])
    answer = factory.answer(release.rows[0].row_id, question)
    with open_workspace(workspace.path) as opened:
        opened.store.add(factory.page(), question, release, answer, factory.verdict(answer))
        assert calibrated(opened, release) == {}
    ended = CliRunner().invoke(live, ["-C", str(workspace.path), "judge", "calibrate", *MONTH])
    assert isinstance(ended.exception, UsageError)
    assert "live review serve" in str(ended.exception)

"""What people rated, and what waits for them, is told at the command line."""

import json

import factory
import pytest
from click.testing import CliRunner, Result
from rated import CANDIDATES, answered, judged, panelled, questions

from live.cli import live
from live.records import Answer
from live.review.rating import rate, take_back
from live.status import status
from live.terminal import status_lines
from live.workspace import Workspace

MONTH = factory.MONTH


@pytest.fixture
def month(workspace: Workspace) -> Workspace:
    return panelled(workspace)


@pytest.fixture
def answers(month: Workspace) -> list[Answer]:
    """Six answers; over the first two the judges differ by 4 points, over the others by 3."""
    given = answered(month, questions(3))
    for n, answer in enumerate(given):
        judged(month, answer, 1, 3, 5 if n < 2 else 4)
    return given


def give(month: Workspace, answer: Answer, act: str, points: int = 4) -> None:
    rate(month, answer, "kim", (points, 0), "so", seconds=1, act=act, drawn=True)


def run(month: Workspace, *words: object) -> Result:
    return CliRunner().invoke(live, ["-C", str(month.path), *map(str, words)])


def waiting(month: Workspace) -> tuple[int, list[str]]:
    told = status(month)
    return told["months"][0]["split"], [line for line in status_lines(told) if "split" in line]


def test_status_counts_what_the_judges_are_split_over_until_somebody_rated_it(
    month: Workspace, answers: list[Answer]
) -> None:
    n, (line,) = waiting(month)
    assert n == 2 and "2 answers the judges are split over wait for people." in line
    give(month, answers[0], "a")
    n, (line,) = waiting(month)
    assert n == 1 and "1 answer the judges are split over waits for people." in line
    give(month, answers[1], "b")
    assert waiting(month) == (0, [])
    take_back(month, MONTH, "kim", "c")
    assert waiting(month)[0] == 1


def test_double_ratings_are_written_as_calibrate_reads_them(
    month: Workspace, answers: list[Answer]
) -> None:
    for n, answer in enumerate(answers):
        give(month, answer, f"{n}", n % 5)
    file = month.path / "ratings.jsonl"
    ended = run(month, "review", "ratings", file, "--month", MONTH)
    assert ended.exit_code == 0 and "18 double ratings in" in ended.stdout
    assert {json.loads(line)["model"] for line in file.read_text().splitlines()} == set(CANDIDATES)
    measured = run(month, "judge", "calibrate", file, "--json")
    assert [each["overall"]["n"] for each in json.loads(measured.stdout)] == [6, 6, 6]


def test_progress_and_the_log_tell_of_ratings(month: Workspace, answers: list[Answer]) -> None:
    give(month, answers[0], "a")
    assert (
        "  1 answer rated by 1 person"
        in run(month, "review", "progress", "--month", MONTH).stdout.splitlines()
    )
    told = run(month, "review", "audit", answers[0].question_id).stdout
    assert "kim: rate" in told and "points [4, 0]" in told and "text so" in told


def test_ratings_that_cannot_be_written_are_one_line(month: Workspace) -> None:
    for words, why in (
        (("ratings.csv", "--month", MONTH), "not .jsonl"),
        (("ratings.jsonl", "--month", MONTH), "2026-10 is not cut yet"),
    ):
        ended = run(month, "review", "ratings", *words)
        assert ended.exit_code != 0 and why in str(ended.exception)
    answered(month, questions(1))
    ended = run(month, "review", "ratings", month.path / "none" / "r.jsonl", "--month", MONTH)
    assert "No such file or directory" in str(ended.exception)

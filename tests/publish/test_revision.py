"""`--revision`: a tag or commit gives the month as it was, whatever was published since."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import factory
import pytest
import yaml
from click.testing import CliRunner
from hub_double import HubDouble
from leaderboard_month import shot

from live.cli import live
from live.errors import UsageError
from live.pipeline import answer_all, judge_all
from live.publish.errata import withdraw
from live.publish.hub import publish
from live.publish.release import write_release
from live.records import Scoreboard
from live.workspace import Workspace

pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=<...>':DeprecationWarning")

MONTH, TO = factory.MONTH, "hub:press/live"
MODEL = "embedded/blind"
Run = Callable[..., str]


@pytest.fixture
def boards(workspace: Workspace, hub: HubDouble) -> list[Scoreboard]:
    """The scoreboards of two revisions that are out, of three rows and then of two."""
    pages = [factory.page(n, shots=(shot(workspace, n),)) for n in (1, 2)]
    asked = [factory.question(n, pages[n % 2].id) for n in (1, 2, 3)]
    release = factory.release(asked)
    workspace.store.add(*pages, *asked, release)
    asyncio.run(answer_all(workspace, release))
    written = [asyncio.run(judge_all(workspace, release))]
    folder = workspace.release(MONTH) / "hub"
    publish(folder, TO, MONTH, endpoint=hub.url, pauses=())
    second = withdraw(workspace, MONTH, 26100002, "kim", "The ferry sails at ten.")
    written.append(write_release(workspace, second))
    publish(folder, TO, MONTH, endpoint=hub.url, pauses=())
    return written


@pytest.fixture
def run(hub: HubDouble, tmp_path: Path) -> Run:
    """Runs a verb in a process of its own, for the client reads the Hub's address when imported."""

    def ended(*words: str, code: int = 0) -> str:
        environ = {"HF_ENDPOINT": hub.url, "HF_HOME": str(tmp_path / "hf")}
        done = subprocess.run(
            [sys.executable, "-m", "live", *words],
            env=os.environ | environ | {"HF_HUB_DISABLE_XET": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stderr
        return done.stderr if code else done.stdout

    return ended


def numbers(board: dict[str, Any]) -> list[Any]:
    return [{**score, "effort": None} for score in board["models"]]


def test_a_leaderboard_comes_out_as_the_revision_published_it(
    boards: list[Scoreboard], run: Run
) -> None:
    again = json.loads(run("leaderboard", "--from", TO, "--revision", MONTH, "--json"))
    assert numbers(again) == numbers(boards[0].model_dump(mode="json"))
    assert [board.models[0].n for board in boards] == [3, 2], "the newest is another"


def test_a_commit_names_it_too_and_what_is_none_is_one_line(
    boards: list[Scoreboard], hub: HubDouble, run: Run
) -> None:
    first = hub.repos["press/live"].tags[MONTH]
    again = json.loads(run("leaderboard", "--from", TO, "--revision", first, "--json"))
    assert again["models"][0]["n"] == 3
    said = run("leaderboard", "--from", TO, "--revision", "2026-10.r9", code=2)
    assert "hub:press/live: has no revision '2026-10.r9'. Write a tag or commit." in said


def test_a_model_is_scored_on_the_rows_of_the_revision(boards: list[Scoreboard], run: Run) -> None:
    words = ["evaluate", MODEL, "--split", TO, "--judge", "embedded/rules", "--json"]
    board = json.loads(run(*words, "--revision", f"{MONTH}.r1"))
    assert board["models"][0]["n"] == 3 and boards[1].models[0].n == 2


@pytest.mark.parametrize("harness", ["lmms-eval", "inspect"])
def test_an_export_is_pinned_to_the_commit_of_the_revision(
    boards: list[Scoreboard], hub: HubDouble, run: Run, tmp_path: Path, harness: str
) -> None:
    first = hub.repos["press/live"].tags[MONTH]
    run("export", harness, str(tmp_path / "task"), "--split", TO, "--revision", MONTH)
    (told,) = (tmp_path / "task").glob("live_*.md")
    assert f"3 questions of {TO}, commit {first}" in told.read_text()
    if harness == "inspect":
        assert f'COMMIT = "{first}"' in (tmp_path / "task" / "live_benchmark.py").read_text()
    else:
        text = (tmp_path / "task" / "live_2026_10.yaml").read_text().replace("!function", "")
        assert yaml.safe_load(text)["dataset_kwargs"] == {"revision": first}


@pytest.mark.parametrize(
    "words",
    [
        ("leaderboard", "--from"),
        ("evaluate", MODEL, "--judge", "embedded/rules", "--split"),
        ("export", "inspect", "task", "--split"),
    ],
)
def test_a_folder_has_no_revisions(tmp_path: Path, words: tuple[str, ...]) -> None:
    command = [*words, str(tmp_path), "--revision", MONTH]
    with pytest.raises(UsageError, match=f"a folder has no revision '{MONTH}'. Leave it out"):
        CliRunner().invoke(live, command, catch_exceptions=False)

"""A month with LMMs in every role, through the real SDKs, on pictures that people took."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from lmm_month import MONTH, PAGES, SUBTASKS, environ, make_workspace, model, run
from scripted_models import Asked, Say, ScriptedServer, Status

pytestmark = pytest.mark.e2e


def status(folder: Path, live: Any) -> Any:
    (month,) = json.loads(live("-C", folder, "status", "--json").stdout)["months"]
    return month


def scores(folder: Path) -> dict[str, Any]:
    """What each model scored, without the seconds that its answers took."""
    board = json.loads((folder / "releases" / MONTH / "scoreboard.json").read_text())
    for score in board["models"]:
        del score["effort"]["seconds"]
    return {score["model"]: score for score in board["models"]}


def split_of(folder: Path) -> list[str]:
    """The rows of the manifest by their content, without the times of capture."""
    path = folder / "releases" / MONTH / "hub" / "manifest" / f"{MONTH}.json"
    rows = json.loads(path.read_text())["rows"]
    return [row["question_id"] if "question_id" in row else row["id"] for row in rows]


def test_a_month_of_models_ends_with_a_scoreboard(
    tmp_path: Path, scripted: ScriptedServer, live: Any
) -> None:
    ended = run(make_workspace(tmp_path, scripted))
    assert ended.returncode == 0, ended.stderr
    assert {name: score["mean"] for name, score in scores(tmp_path).items()} == {
        "good": 100.0,
        "bad": 0.0,
    }
    month = status(tmp_path, live)
    rows = PAGES * len(SUBTASKS)
    assert (month["pages"], month["questions"], month["accepted"]) == (PAGES, rows, rows)
    assert month["answers"] == {"bad": rows, "good": rows}
    calls = Counter(asked.model for asked in scripted.requests)
    assert calls == {
        "writer": 2 * PAGES + rows,  # inform and write each page, finalize each question
        "checker": 2 * rows,  # check and score
        "good": rows,
        "bad": rows,
        "judge": 2 * rows,
    }
    assert month["tokens"] == 120 * sum(calls.values())
    assert month["usd"] == pytest.approx(140e-6 * sum(calls.values()))
    shown = live("-C", tmp_path, "log", "writer", "--month", MONTH).stdout
    assert "The field of story 1 is blue." in shown and "a blue field" in shown


def test_candidates_are_sent_pixels_and_the_question_only(
    tmp_path: Path, scripted: ScriptedServer
) -> None:
    run(make_workspace(tmp_path, scripted))
    for asked in scripted.requests:
        if asked.model in ("good", "bad"):
            assert asked.pictures == 1
            assert "is blue" not in asked.prompt and "a blue field" not in asked.prompt


@pytest.mark.parametrize("at", [2, 5, 12, 20, 30])
def test_a_run_killed_in_mid_call_buys_no_received_reply_again(
    tmp_path: Path, scripted: ScriptedServer, live: Any, at: int
) -> None:
    """Only what was in flight at the kill is sent again, and `live status` says how much it was.

    Some of it had not left yet: noted before it is sent, it counts as lost all the same.
    """
    make_workspace(tmp_path, scripted)
    command = [sys.executable, "-m", "live", "-C", str(tmp_path), "run", "--month", MONTH]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env=environ())

    def kill(asked: Asked) -> Any:
        if len(scripted.requests) == at:
            os.kill(process.pid, signal.SIGKILL)
        return model(asked)

    scripted.answer = kill
    assert process.wait() == -signal.SIGKILL
    scripted.answer = model
    ended = run(tmp_path)
    assert ended.returncode == 0, ended.stderr
    sent = Counter(json.dumps(asked.body, sort_keys=True) for asked in scripted.requests)
    again = sum(n - 1 for n in sent.values())
    assert again <= status(tmp_path, live)["lost_calls"] <= 2 * 8, "eight for each of two models"
    assert scores(tmp_path)["good"]["n"] == PAGES * len(SUBTASKS)


def test_the_split_after_a_kill_is_the_split_without_one(
    tmp_path: Path, scripted: ScriptedServer
) -> None:
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    for folder in (whole, broken):
        folder.mkdir()
        make_workspace(folder, scripted)
    run(whole)
    scripted.requests.clear()
    command = [sys.executable, "-m", "live", "-C", str(broken), "run", "--month", MONTH]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env=environ())
    scripted.answer = lambda asked: (
        (os.kill(process.pid, signal.SIGKILL) if len(scripted.requests) == 7 else None)
        or model(asked)
    )
    process.wait()
    scripted.answer = model
    run(broken)
    assert split_of(whole) == split_of(broken)
    assert scores(whole) == scores(broken)


def test_max_usd_stops_before_the_limit_and_a_higher_one_goes_on(
    tmp_path: Path, scripted: ScriptedServer, live: Any
) -> None:
    make_workspace(tmp_path, scripted)
    ended = run(tmp_path, "--max-usd", "0.03")
    assert ended.returncode == 1
    (line,) = [text for text in ended.stderr.splitlines() if "USD" in text]
    assert "--max-usd" in line
    assert status(tmp_path, live)["usd"] <= 0.03
    asked = len(scripted.requests)
    assert run(tmp_path, "--max-usd", "5").returncode == 0
    assert len({json.dumps(a.body) for a in scripted.requests}) == len(scripted.requests) > asked


def test_a_model_without_a_price_needs_one_when_money_is_limited(
    tmp_path: Path, scripted: ScriptedServer
) -> None:
    make_workspace(tmp_path, scripted, judge="openai/unheard-of")
    ended = run(tmp_path, "--max-usd", "5")
    assert ended.returncode == 2
    (line,) = ended.stderr.splitlines()
    assert "openai/unheard-of" in line and "price" in line
    assert scripted.requests == []


def test_a_missing_key_and_a_wrong_key_are_one_line_and_exit_2(
    tmp_path: Path, scripted: ScriptedServer
) -> None:
    make_workspace(tmp_path, scripted, write="{writer: openai/gpt-5, checker: checker}")
    ended = run(tmp_path)
    assert ended.returncode == 2
    assert "OPENAI_API_KEY" in ended.stderr.splitlines()[-1]
    assert "Traceback" not in ended.stderr
    text = (tmp_path / "live.yaml").read_text()
    (tmp_path / "live.yaml").write_text(text.replace("writer: openai/gpt-5", "writer: writer"))
    scripted.answer = lambda asked: Status(401, "bad key", "invalid_api_key")
    ended = run(tmp_path)
    assert ended.returncode == 2
    assert "writer" in ended.stderr.splitlines()[-1]
    assert "Traceback" not in ended.stderr


def test_a_writer_that_fails_keeps_the_month_open(tmp_path: Path, scripted: ScriptedServer) -> None:
    make_workspace(tmp_path, scripted)

    def moody(asked: Asked) -> Any:
        return (
            Status(529, "overloaded", "overloaded_error")
            if "Story 1" in asked.prompt
            else model(asked)
        )

    scripted.answer = moody
    ended = run(tmp_path)
    assert ended.returncode == 1
    assert "Not cut: 1 at write: failed (overloaded)." in ended.stderr
    scripted.answer = model
    assert run(tmp_path).returncode == 0


def test_a_judge_that_cannot_be_used_withholds_the_means(
    tmp_path: Path, scripted: ScriptedServer, live: Any
) -> None:
    make_workspace(tmp_path, scripted)
    scripted.answer = lambda asked: Say("10/10!") if asked.model == "judge" else model(asked)
    assert run(tmp_path).returncode == 0
    assert all(score["mean"] is None and score["withheld"] for score in scores(tmp_path).values())
    rows = PAGES * len(SUBTASKS)
    assert status(tmp_path, live)["verdicts"]["good"] == {"scored": 0, "unscored": rows}


def test_a_required_review_holds_the_month(
    tmp_path: Path, scripted: ScriptedServer, live: Any
) -> None:
    make_workspace(tmp_path, scripted, review="required")
    ended = run(tmp_path)
    assert (ended.returncode, ended.stdout) == (0, "")
    assert "Not cut: 6 at review: waiting (unreviewed)." in ended.stderr
    listed = json.loads(live("-C", tmp_path, "review", "list", "--month", MONTH, "--json").stdout)
    ids = [row["id"] for row in listed]
    first, *others = ids
    assert live("-C", tmp_path, "review", "reject", first, "--by", "kim").returncode == 2
    live("-C", tmp_path, "review", "reject", first, "--by", "kim", "--reason", "dull")
    live("-C", tmp_path, "review", "accept", *others, "--by", "kim")
    assert run(tmp_path).returncode == 0
    assert len(split_of(tmp_path)) == 5
    shown = json.loads(live("-C", tmp_path, "review", "show", first, "--json").stdout)
    assert [(d["verdict"], d["reviewer"], d["reason"]) for d in shown["decisions"]] == [
        ("reject", "kim", "dull")
    ]


def test_a_new_judge_that_cannot_be_reached_inherits_no_rating(
    tmp_path: Path, scripted: ScriptedServer, live: Any
) -> None:
    """The old judge's verdicts stay stored, and count for nothing under the new one's name."""
    make_workspace(tmp_path, scripted)
    assert run(tmp_path).returncode == 0
    text = (tmp_path / "live.yaml").read_text()
    (tmp_path / "live.yaml").write_text(text.replace("judge: judge", "judge: good"))
    scripted.answer = lambda asked: Status(400, "no")
    assert run(tmp_path).returncode == 3
    assert all(score["withheld"] for score in scores(tmp_path).values())
    assert status(tmp_path, live)["verdicts"]["good"]["scored"] == 0
    (tmp_path / "live.yaml").write_text(text)
    (tmp_path / "releases" / MONTH / "scoreboard.json").unlink()
    assert run(tmp_path).returncode == 0
    assert scores(tmp_path)["good"]["mean"] == 100.0


def test_a_mended_index_of_pictures_is_taken_at_once(
    tmp_path: Path, scripted: ScriptedServer, live: Any
) -> None:
    make_workspace(tmp_path, scripted)
    index = tmp_path / "shots" / "index.yaml"
    good = index.read_text()
    index.write_text(good.replace("file: 1.png", "file: missing.png"))
    live("-C", tmp_path, "crawl", "--month", MONTH)
    assert status(tmp_path, live)["pages"] == PAGES - 1
    index.write_text(good)
    live("-C", tmp_path, "crawl", "--month", MONTH)
    assert status(tmp_path, live)["pages"] == PAGES

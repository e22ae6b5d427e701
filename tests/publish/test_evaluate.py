"""`live evaluate`: one model on a published split, without a workspace; nothing bought twice."""

import csv
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from hub_double import TOKEN, HubDouble
from scripted_models import Asked, ScriptedServer, Status

from live.cli import live
from live.errors import UsageError
from live.judge.details import COLUMNS
from live.publish.hub import publish

pytestmark = [
    pytest.mark.server,
    pytest.mark.filterwarnings("ignore:Use 'content=<...>':DeprecationWarning"),
]
Build = Callable[[str], Path]
Evaluate = Callable[..., Result]


def says(asked: Asked) -> Any:
    """A candidate that reads the first line of each page, and a judge that knows it."""
    if asked.model == "judge":
        good = "Line 0" in asked.prompt.rpartition("Rubric")[2]
        return {"points": [10 if good else 0], "total": 10 if good else 0, "reason": "read"}
    return "Line 0" if "line 0" in asked.prompt else "Another"


def results(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "results.jsonl").read_text().splitlines()]


@pytest.fixture
def evaluate(
    tmp_path: Path, scripted: ScriptedServer, finished: Build, monkeypatch: pytest.MonkeyPatch
) -> Evaluate:
    """Runs `live evaluate reader --judge judge` on a month in a folder, with more options."""
    scripted.answer = says
    price = {"input": 1, "output": 1}
    models = [
        {"name": n, "model": f"openai/{n}", "base_url": f"{scripted.url}/v1", "price": price}
        for n in ("reader", "judge")
    ]
    (tmp_path / "models.yaml").write_text(yaml.safe_dump({"models": models, "judge": "unread"}))
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    monkeypatch.chdir(tmp_path)

    def run(*options: object, split: object = None) -> Result:
        target = str(split or finished("2026-10"))
        words = ["evaluate", "reader", "--split", target, "--judge", "judge"]
        words += ["--models", str(tmp_path / "models.yaml"), *map(str, options)]
        return CliRunner().invoke(live, words, catch_exceptions=False)

    return run


def test_a_model_is_scored_in_one_command_and_nothing_is_left_behind(
    evaluate: Evaluate, scripted: ScriptedServer, tmp_path: Path
) -> None:
    ended = evaluate("--json")
    assert ended.exit_code == 0, ended.output
    board = json.loads(ended.stdout)
    (model,) = board["models"]
    assert (board["month"], model["model"], model["n"]) == ("2026-10", "reader", 6)
    assert model["subtasks"]["Basic Understanding"]["mean"] == 100
    assert model["subtasks"]["Further Insights"]["mean"] == 0
    assert model["effort"]["outcomes"]["answered"] == 6
    assert "6 questions of 2026-10: at most" in ended.stderr
    assert {asked.pictures for asked in scripted.requests} == {2}, "it saw the pixels"
    assert [path.name for path in tmp_path.iterdir()] == ["models.yaml"]


def test_candidates_see_no_gold(evaluate: Evaluate, scripted: ScriptedServer) -> None:
    evaluate()
    asked = [each.prompt for each in scripted.requests if each.model == "reader"]
    assert len(asked) == 6 and not any("says the line" in prompt for prompt in asked)


def test_a_log_holds_the_results_and_the_same_again_buys_nothing(
    evaluate: Evaluate, scripted: ScriptedServer, tmp_path: Path
) -> None:
    first = evaluate("--log", tmp_path / "log", "--json")
    rows = results(tmp_path / "log")
    assert [tuple(row) for row in rows] == [(*COLUMNS, "model", "month", "canary")] * 6
    assert {row["status"] for row in rows} == {"answered"} and rows[0]["score"] == 10
    with open(tmp_path / "log" / "results.csv", newline="") as file:
        assert [row["response"] for row in csv.DictReader(file)] == [r["response"] for r in rows]
    bought = len(scripted.requests)
    again = evaluate("--log", tmp_path / "log", "--json")
    assert again.stdout == first.stdout and len(scripted.requests) == bought == 12


def test_an_error_is_unanswered_and_asked_again_by_the_next_run(
    evaluate: Evaluate, scripted: ScriptedServer, tmp_path: Path
) -> None:
    scripted.answer = lambda a: (
        Status(400) if a.model == "reader" and "line 0" in a.prompt else says(a)
    )
    evaluate("--log", tmp_path / "log")
    (model,) = json.loads((tmp_path / "log" / "scoreboard.json").read_text())["models"]
    assert model["mean"] is None and model["effort"]["outcomes"]["unanswered"] == 2
    rows = results(tmp_path / "log")
    assert [row["status"] for row in rows].count("unanswered") == 2
    scripted.answer = says
    (model,) = json.loads(evaluate("--log", tmp_path / "log", "--json").stdout)["models"]
    assert model["mean"] is not None and model["effort"]["outcomes"]["unanswered"] == 0


def test_only_what_is_newer_or_first_is_asked(evaluate: Evaluate) -> None:
    newer = json.loads(evaluate("--published-after", "2026-10-06", "--json").stdout)
    assert newer["models"][0]["n"] == 3 and "about one page" in newer["notes"][0]
    assert json.loads(evaluate("--limit", 2, "--json").stdout)["models"][0]["n"] == 2


def test_money_that_does_not_reach_stops_before_it_is_spent(
    evaluate: Evaluate, scripted: ScriptedServer
) -> None:
    with pytest.raises(Exception, match="could cost"):
        evaluate("--max-usd", "0.0001")
    assert not scripted.requests


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"split": "nowhere"}, "no such folder"),
        ({"month": ":2020-01"}, "has no 2020-01. It has: 2026-10"),
        ({"words": ("--published-after", "2027-01-01")}, "no row is left"),
    ],
)
def test_what_is_no_split_is_said_in_one_line(
    evaluate: Evaluate, finished: Build, options: dict[str, Any], said: str
) -> None:
    split = options.get("split") or f"{finished('2026-10')}{options.get('month', '')}"
    with pytest.raises(UsageError, match=said):
        evaluate(*options.get("words", ()), split=split)


def test_a_model_that_nobody_declared_is_said(evaluate: Evaluate, finished: Build) -> None:
    words = ["evaluate", "nobody", "--split", str(finished("2026-10"))]
    words += ["--judge", "embedded/rules"]
    with pytest.raises(UsageError, match="unknown model 'nobody'"):
        CliRunner().invoke(live, words, catch_exceptions=False)


def test_the_newest_month_is_read_from_the_hub(
    hub: HubDouble, finished: Build, evaluate: Evaluate, tmp_path: Path
) -> None:
    """In a process of its own, for the client reads the Hub's address when it is imported."""
    for month in ("2026-10", "2026-11"):
        publish(finished(month), "hub:press/live", month, endpoint=hub.url, pauses=())
    words = ["evaluate", "reader", "--split", "hub:press/live", "--judge", "judge", "--json"]
    words += ["--models", str(tmp_path / "models.yaml"), "--log", str(tmp_path / "log")]
    environ = {"HF_ENDPOINT": hub.url, "HF_HOME": str(tmp_path / "hf"), "OPENAI_API_KEY": "none"}
    environ["HF_TOKEN"] = TOKEN
    ended = subprocess.run(
        [sys.executable, "-m", "live", *words],
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), **environ},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["month"] == "2026-11"
    told = json.loads((tmp_path / "log" / "log.json").read_text())
    assert (told["split"], told["month"]) == ("hub:press/live", "2026-11")
    assert re.fullmatch("[0-9a-f]{40}", told["commit"])

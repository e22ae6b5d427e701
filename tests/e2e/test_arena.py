"""A month whose answers were compared: what is published, and that anybody can compute it again."""

import json
from pathlib import Path
from typing import Any

import pytest
from lmm_month import MONTH, make_workspace, model, run
from scripted_models import Asked, ScriptedServer

pytestmark = pytest.mark.e2e


def judging(asked: Asked) -> Any:
    """The month's models, and a judge that finds the splendid answer better where it is shown."""
    if "better" not in str(asked.schema):
        return model(asked)
    first = asked.prompt.index("<<< first answer")
    second = asked.prompt.index("<<< second answer")
    good = asked.prompt.index("splendid")
    return {"reason": "splendid", "better": "first" if first < good < second else "second"}


def test_a_months_arena_is_written_shown_and_can_be_computed_again(
    tmp_path: Path, scripted: ScriptedServer, live: Any
) -> None:
    make_workspace(tmp_path, scripted, compare="{rows: 4}")
    scripted.answer = judging
    assert run(tmp_path).returncode == 0
    calls = len(scripted.requests)
    arena = json.loads(live("-C", tmp_path, "arena", "--month", MONTH, "--json").stdout)
    assert [row["model"] for row in arena["models"]] == ["good", "bad"]
    assert (arena["comparisons"], arena["questions"], arena["judge"]) == (8, 4, "judge")
    hub = tmp_path / "releases" / MONTH / "hub"
    board = json.loads((hub / "scoreboard" / f"{MONTH}.json").read_text())
    assert board["arena"] == arena
    lines = hub / "scoreboard" / f"{MONTH}-comparisons.jsonl"
    again = json.loads(live("arena", lines, "--json").stdout)
    assert again == {name: arena[name] for name in again}
    manifest = json.loads((hub / "manifest" / f"{MONTH}.json").read_text())
    assert "comparing judge" in {each["role"] for each in manifest["models"]}
    assert run(tmp_path).returncode == 0
    assert len(scripted.requests) == calls, "a second run asks nobody"
    published = tmp_path / "published"
    assert live("-C", tmp_path, "publish", "--month", MONTH, "--to", published).returncode == 0
    assert (published / "scoreboard" / lines.name).read_bytes() == lines.read_bytes()
    assert (
        "no change" in live("-C", tmp_path, "publish", "--month", MONTH, "--to", published).stdout
    )


def test_rows_that_are_compared_later_change_the_release_and_nothing_else(
    tmp_path: Path, scripted: ScriptedServer, live: Any
) -> None:
    make_workspace(tmp_path, scripted)
    scripted.answer = judging
    assert run(tmp_path).returncode == 0
    told = live("-C", tmp_path, "arena", "--month", MONTH)
    assert told.returncode == 2 and "compare: {rows: 50}" in told.stderr
    calls = len(scripted.requests)
    with (tmp_path / "live.yaml").open("a") as file:
        file.write("compare: {rows: 2}\n")
    assert live("-C", tmp_path, "judge", "--month", MONTH).returncode == 0
    assert len(scripted.requests) == calls + 4
    assert "4 comparisons on 2 questions" in live("-C", tmp_path, "arena", "--month", MONTH).stdout

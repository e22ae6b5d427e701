"""`live leaderboard`: what is published gives the published scoreboard again, or says where not."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hub_double import HubDouble
from judged_month import MONTH, WITHHELD
from leaderboard_month import GPT, READER

from live.cli import live
from live.errors import LiveError, UsageError
from live.publish.hub import publish
from live.publish.recomputed import recomputed
from live.publish.results import results_path, split_of, table_path
from live.records import Scoreboard

pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=<...>':DeprecationWarning")
SAME = {"month", "pairs", "minimal_detectable_difference"}


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import datasets

    datasets.disable_progress_bars()
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")


@pytest.fixture
def month(scored: tuple[Path, Scoreboard], tmp_path: Path) -> tuple[Path, Scoreboard]:
    """A folder with a judged month to spoil, and the scoreboard that was published with it."""
    publish(scored[0], str(tmp_path / "out"), MONTH)
    return tmp_path / "out", scored[1]


def edited(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Writes a Parquet file anew with rows that a function changed."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = pq.read_table(path)
    changed = rows.to_pylist()
    for row in changed:
        change(row)
    pq.write_table(pa.Table.from_pylist(changed, schema=rows.schema), path)


def again(folder: Path | str, *words: str) -> Result:
    command = ["leaderboard", "--from", str(folder), *words]
    return CliRunner().invoke(live, command, catch_exceptions=False)


def alike(computed: dict[str, Any], published: Scoreboard) -> None:
    """Holds a scoreboard that was computed again against the published one, digit for digit."""
    said = published.model_dump(mode="json")
    assert {name: computed[name] for name in SAME} == {name: said[name] for name in SAME}
    models = [{**score, "effort": None} for score in said["models"]]
    assert computed["models"] == models


def test_the_published_scoreboard_comes_out_digit_for_digit(
    month: tuple[Path, Scoreboard],
) -> None:
    folder, board = month
    ended = again(folder, "--json")
    assert (ended.exit_code, ended.stderr) == (0, "")
    alike(json.loads(ended.stdout), board)
    scores = {score.model: score for score in board.models}
    assert scores[WITHHELD].withheld and scores[READER].gain and scores[GPT].rank_low == 1
    assert any(score.low is not None for score in scores.values()) and board.pairs


def test_what_is_not_in_the_result_sets_is_said(month: tuple[Path, Scoreboard]) -> None:
    said = again(month[0], "--month", MONTH).stdout
    assert "What answers cost and took, people's scores" in said
    assert f"scoreboard/{MONTH}.json" in said


def test_the_hub_gives_it_too_with_no_workspace(
    month: tuple[Path, Scoreboard], hub: HubDouble, tmp_path: Path
) -> None:
    publish(month[0], "hub:press/live", MONTH, endpoint=hub.url, pauses=())
    ended = subprocess.run(
        [sys.executable, "-m", "live", "leaderboard", "--from", "hub:press/live", "--json"],
        env=os.environ
        | {"HF_ENDPOINT": hub.url, "HF_HOME": str(tmp_path / "hf"), "HF_HUB_DISABLE_XET": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    alike(json.loads(ended.stdout), month[1])


def test_a_month_is_named_as_a_split_names_it_too(month: tuple[Path, Scoreboard]) -> None:
    assert again(f"{month[0]}:{MONTH}").stdout == again(month[0], "--month", MONTH).stdout
    with pytest.raises(UsageError, match="has no 2020-01. It has"):
        again(f"{month[0]}:2020-01")


def test_a_score_that_its_ratings_do_not_give_is_said(month: tuple[Path, Scoreboard]) -> None:
    folder, board = month

    def flatter(row: dict[str, Any]) -> None:
        row["score"] = 10.0 if row["id"] == 26100003 else row["score"]

    edited(folder / results_path(MONTH, split_of(READER)), flatter)
    ended = again(folder, "--json")
    assert ended.exit_code == 1
    assert f"{READER}, row 26100003: the score is said to be 10.0, by its ratings" in ended.stderr
    alike(json.loads(ended.stdout), board)


def test_a_table_that_says_otherwise_is_said(month: tuple[Path, Scoreboard]) -> None:
    def flatter(row: dict[str, Any]) -> None:
        row["Total"] = 99.9 if row["Model Name"] == READER else row["Total"]
        row["Model Name"] = row["Model Name"].replace(GPT, "nobody")

    edited(month[0] / table_path(MONTH), flatter)
    wrong = recomputed(str(month[0])).wrong
    assert [line.split(": ")[0] for line in wrong] == [
        f"nobody is only in one of {MONTH}-leaderboard and {MONTH}-results",
        f"{GPT} is only in one of {MONTH}-leaderboard and {MONTH}-results",
        f"{READER}, Total",
    ]


def test_a_person_who_settled_a_split_panel_counts_by_the_panels_rule(
    month: tuple[Path, Scoreboard],
) -> None:
    """Without what people gave, the judges' median would be another rating, and be said."""

    def nobody(row: dict[str, Any]) -> None:
        ratings = json.loads(row["ratings"])
        kept = {name: points for name, points in ratings.items() if "person" not in name}
        row["ratings"] = json.dumps(kept)

    for path in (month[0] / "results" / MONTH).iterdir():
        edited(path, nobody)
    wrong = recomputed(str(month[0])).wrong
    assert any("the score is said to be 5.5" in line for line in wrong)


@pytest.mark.parametrize("ratings", ["[]", "no JSON", '{"a": "b"}', '{"a": [99]}', "null"])
def test_ratings_that_are_none_are_one_line(month: tuple[Path, Scoreboard], ratings: str) -> None:
    edited(month[0] / results_path(MONTH, split_of(GPT)), lambda row: row.update(ratings=ratings))
    with pytest.raises(LiveError, match="row 26100001 is not as live publishes it") as caught:
        recomputed(str(month[0]))
    assert "\n" not in str(caught.value)


def test_a_month_without_results_and_a_place_without_months_are_said(
    month: tuple[Path, Scoreboard], tmp_path: Path
) -> None:
    card = (month[0] / "README.md").read_text()
    (month[0] / "README.md").write_text(card.replace(f"{MONTH}-results", f"{MONTH}-others"))
    for words in ((), ("--month", MONTH)):
        with pytest.raises(UsageError, match=f"has no results of {MONTH}"):
            again(month[0], *words)
    with pytest.raises(UsageError, match="has no 2020-01. It has"):
        again(month[0], "--month", "2020-01")
    shutil.rmtree(month[0] / "manifest")
    (month[0] / "README.md").unlink()
    with pytest.raises(UsageError, match="lists no month"):
        again(month[0])

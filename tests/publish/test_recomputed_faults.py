"""`live leaderboard`: what a publisher, or somebody after them, may have made of what is published.

Each number in it that the judges' points do not give is told, and ends the command with 1.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hub_double import HubDouble
from judged_month import MONTH, WITHHELD
from leaderboard_month import GPT, LLAVA, READER

from live.cli import live
from live.errors import LiveError
from live.publish.hub import publish
from live.publish.place import file_of, place_of
from live.publish.recomputed import MOST, recomputed
from live.publish.results import results_path, split_of
from live.records import BLIND, Scoreboard

pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=<...>':DeprecationWarning")
FILE = f"scoreboard/{MONTH}.json"
Change = Callable[[dict[str, Any]], Any]


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import datasets

    datasets.disable_progress_bars()
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")


@pytest.fixture
def folder(scored: tuple[Path, Scoreboard], tmp_path: Path) -> Path:
    """A folder with a judged month, to spoil."""
    publish(scored[0], str(tmp_path / "out"), MONTH)
    return tmp_path / "out"


@pytest.fixture
def said(folder: Path) -> Callable[[Change], list[str]]:
    """What is said of the month after a change of its published scoreboard."""

    def lines(change: Change) -> list[str]:
        respelled(folder, change)
        wrong = recomputed(str(folder)).wrong
        assert all(line.startswith(f"{FILE}: ") for line in wrong)
        return [line.removeprefix(f"{FILE}: ") for line in wrong]

    return lines


def again(folder: Path, *words: str) -> Result:
    command = ["leaderboard", "--from", str(folder), *words]
    return CliRunner().invoke(live, command, catch_exceptions=False)


def edited(folder: Path, model: str, change: Change) -> None:
    """Writes a model's results anew, after a change of each row."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / results_path(MONTH, split_of(model))
    table = pq.read_table(path)
    rows = table.to_pylist()
    for row in rows:
        change(row)
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), path)


def respelled(folder: Path, change: Change) -> None:
    board = json.loads((folder / FILE).read_text())
    change(board)
    (folder / FILE).write_text(json.dumps(board))


def of(board: dict[str, Any], name: str) -> dict[str, Any]:
    return next(score for score in board["models"] if score["model"] == name)


def numbers(within: Any) -> Iterator[tuple[Any, Any]]:
    """Where each number stands, each boolean and each null: what holds it, and its key there."""
    for key, value in within.items() if isinstance(within, dict) else enumerate(within):
        if isinstance(value, dict | list):
            yield from numbers(value)
        elif not isinstance(value, str):
            yield within, key


def test_a_published_mean_that_its_ratings_do_not_give_is_said_and_ends_with_1(
    folder: Path, scored: tuple[Path, Scoreboard]
) -> None:
    mean = next(score.mean for score in scored[1].models if score.model == GPT)
    respelled(folder, lambda board: of(board, GPT).update(mean=99.9))
    ended = again(folder, "--json")
    assert ended.exit_code == 1
    assert ended.stderr == f"{FILE}: {GPT}: mean is 99.9, and its ratings give {mean}.\n"
    assert json.loads(ended.stdout)["pairs"] == scored[1].model_dump(mode="json")["pairs"]


def test_no_number_that_the_ratings_give_can_be_another(said: Callable[..., list[str]]) -> None:
    """Changes them all at once, and counts what is said: a line each, of which some are shown."""
    changed = 0

    def change(board: dict[str, Any]) -> None:
        nonlocal changed
        kept = [{k: v for k, v in score.items() if k != "effort"} for score in board["models"]]
        for within, key in numbers([kept, board["pairs"]]):
            within[key] = -1
            changed += 1
        for score, other in zip(board["models"], kept, strict=True):
            score.update(other)
        board["minimal_detectable_difference"], board["month"] = -1, "2020-01"
        changed += 2

    lines = said(change)
    assert len(lines) == MOST + 1 and changed > 80
    assert int(re.fullmatch(r"and (\d+) more\.", lines[-1])[1]) == changed - MOST


def test_what_stands_there_too_much_or_not_at_all_is_said(said: Callable[..., list[str]]) -> None:
    def change(board: dict[str, Any]) -> None:
        of(board, GPT)["subtasks"]["Riddles"] = of(board, LLAVA)["gain"] = {"mean": 99.9}
        of(board, READER).update(gain=None, low="\ud800", subtasks=[])
        board["pairs"][0].update(a="no\x1bbody")

    lines = said(change)
    for line in (
        f"{GPT}: subtasks: Riddles is there, and there are no ratings of it.",
        f"{LLAVA}: gain is there, and there are no ratings of it.",
        f"{READER}: gain is missing, and there are ratings of it.",
        f"{READER}: subtasks is [], and its ratings give {{",
        f'{READER}: low is "\\ud800", and its ratings give',
        f"{GPT} less {READER} is missing, and there are ratings of it.",
        f"'no\\x1bbody less {READER}' is there, and there are no ratings of it.",
    ):
        assert any(each.startswith(line) for each in lines), line


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda board: board["models"].reverse(), "models"),
        (lambda board: board["models"].insert(0, of(board, WITHHELD) | {"mean": 99.9}), "models"),
        (lambda board: board["pairs"].insert(0, board["pairs"][1] | {"p": 0.0}), "pairs"),
    ],
)
def test_another_order_is_said_and_what_stands_twice(
    said: Callable[..., list[str]], change: Change, what: str
) -> None:
    (line,) = said(change)
    assert line.startswith(f"order of {what} is [")


def test_what_is_not_computed_is_not_held_against_it(said: Callable[..., list[str]]) -> None:
    """As what an answer cost, and what a newer live has to say besides."""

    def change(board: dict[str, Any]) -> None:
        of(board, GPT).update(effort=None, newer=3)
        board["pairs"][0].update(newer=3)
        board.update(notes=["other"], newer=3)

    assert said(change) == []


@pytest.mark.parametrize(
    "content",
    [b"", b"no JSON", b"\xff", b"[]", b"null", b'{"models": 3}', b'{"models": [{"model": []}]}',
     b'{"models": ["a"]}', b"[" * 100_000],
)  # fmt: skip
def test_a_scoreboard_that_is_none_is_one_line_and_ends_with_1(
    folder: Path, content: bytes
) -> None:
    (folder / FILE).write_bytes(content)
    ended = again(folder)
    assert ended.exit_code == 1
    assert re.fullmatch(rf"{FILE}: cannot be read \(.+\)\. Tell its owner\.\n", ended.stderr)


def test_a_month_without_a_scoreboard_says_so_and_ends_with_0(folder: Path) -> None:
    (folder / FILE).unlink()
    ended = again(folder)
    assert (ended.exit_code, ended.stderr) == (0, "")
    assert f"would be in {FILE}, which is not there to be held against" in ended.stdout
    (folder / FILE).mkdir()
    with pytest.raises(LiveError, match=r"out: cannot be read .* Try again"):
        again(folder)


def test_the_hub_is_asked_for_the_scoreboard_of_the_same_commit(
    scored: tuple[Path, Scoreboard], hub: HubDouble, tmp_path: Path
) -> None:
    """In a process of its own, for the client reads the Hub's address when it is imported."""
    publish(scored[0], "hub:press/live", MONTH, endpoint=hub.url, pauses=())
    repo = hub.repos["press/live"]
    board = json.loads(repo.head.files[FILE])
    of(board, GPT).update(mean=99.9)
    flattered = repo.add("by hand", {FILE: json.dumps(board).encode()}).oid
    away = repo.add("away", {}, gone=[FILE]).oid
    script = (
        "import json, sys; from live.publish.recomputed import recomputed\n"
        "each = [recomputed('hub:press/live', revision=at) for at in sys.argv[1:]]\n"
        "print(json.dumps([[found.wrong, found.board.notes[-1]] for found in each]))"
    )
    environ = {"HF_ENDPOINT": hub.url, "HF_HOME": str(tmp_path / "hf"), "HF_HUB_DISABLE_XET": "1"}
    ended = subprocess.run(
        [sys.executable, "-c", script, MONTH, flattered, away],
        env=os.environ | environ,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stderr
    published, changed, gone = json.loads(ended.stdout)
    assert published[0] == gone[0] == []
    assert re.fullmatch(f"{FILE}: {GPT}: mean is 99.9, and its ratings give .+", *changed[0])
    assert f"they are in {FILE}" in changed[1] and f"{FILE}, which is not there" in gone[1]


def test_ratings_that_do_not_fit_the_criteria_of_their_row_are_said(folder: Path) -> None:
    def change(row: dict[str, Any]) -> None:
        criteria = {
            26100003: "5 points: x\n5 points: y",
            26100004: "9 points: x\n1 point: y",
            26100005: "names x",
            26100006: "0 points: x\n10 points: y",
        }
        row["criteria"] = criteria.get(row["id"], row["criteria"])
        if row["id"] == 26100006:
            given = json.loads(row["ratings"])
            row["ratings"] = json.dumps({name: [0, *points] for name, points in given.items()})

    edited(folder, GPT, change)
    wrong = recomputed(str(folder)).wrong
    for row, most in ((3, "[5, 5]"), (4, "[9, 1]"), (5, "[]")):
        lines = [line for line in wrong if line.startswith(f"{GPT}, row 2610000{row}: ")]
        assert len(lines) == 2 and all(f"criteria are for {most}" in x for x in lines)
    assert len(wrong) == 3 * 2, "two judges count on it, and a criterion may be worth nothing"


def test_points_beyond_a_criterion_are_said(folder: Path) -> None:
    def change(row: dict[str, Any]) -> None:
        if row["id"] == 26100003:
            row["criteria"] = "3 points: x\n7 points: y"
            given = json.loads(row["ratings"])
            row["ratings"] = json.dumps({name: [of[0], 0] for name, of in given.items()})

    edited(folder, GPT, change)
    wrong = recomputed(str(folder)).wrong
    assert [line.split(" is said to have ")[1] for line in wrong] == [
        "given [7, 0], and the criteria are for [3, 7]",
        "given [4, 0], and the criteria are for [3, 7]",
    ]


@pytest.mark.parametrize("model", [GPT, BLIND + READER])
def test_a_status_that_does_not_fit_the_score_is_said(folder: Path, model: str) -> None:
    statuses = {26100001: "unanswered", 26100002: "unscored", 26100003: "won", 26100004: "empty"}

    def change(row: dict[str, Any]) -> None:
        row["status"] = statuses.get(row["id"], row["status"])

    edited(folder, model, change)
    wrong = recomputed(str(folder)).wrong
    assert [line.split(", by its")[0] for line in wrong] == [
        f"{model}, row {row}: the status is said to be {said!r}"
        for row, said in statuses.items()
        if said != "empty"
    ]


def test_a_row_without_a_score_ended_as_one(folder: Path) -> None:
    """Rows that a judge failed on, that were never answered, and one that nobody rated."""

    def change(row: dict[str, Any]) -> None:
        row["status"] = "answered"

    edited(folder, WITHHELD, change)
    wrong = recomputed(str(folder)).wrong
    assert len(wrong) == 4
    assert all("'answered', by its ratings the score is None" in line for line in wrong)


def test_a_file_that_cannot_be_told_of_is_no_missing_one(folder: Path) -> None:
    here = place_of(str(folder))
    assert file_of(here, FILE) == (folder / FILE).read_bytes()
    assert file_of(here, "scoreboard/2020-01.json") is None
    with pytest.raises(LiveError, match="cannot be read"):
        file_of(here, f"{FILE}/more")

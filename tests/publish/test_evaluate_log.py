"""What `live evaluate --log` keeps: of one model and month, of the rows as they stand now."""

import json
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from click.testing import CliRunner
from PIL import Image
from scripted_models import Asked, ScriptedServer, Status

from live.cli import live
from live.errors import UsageError
from live.judge.outside import score_file
from live.records import BLIND, Scoreboard

pytestmark = pytest.mark.server
MONTH = "2026-10"
Build = Callable[[str], Path]
Rows = list[dict[str, Any]]


def says(asked: Asked) -> Any:
    """A candidate that reads the first line of each page, and judges that know what is right."""
    if asked.model.startswith("judge"):
        points = 10 if "Line 0" in asked.prompt.rpartition("Rubric")[2] else 0
        points = 5 if "CORRECTED" in asked.prompt.partition("<answer>")[0] else points
        return {"points": [points], "total": points, "reason": f"by {asked.model}"}
    return "Line 0" if "line 0" in asked.prompt else "Another"


class Trial:
    """`live evaluate` with the models of models.yaml, and what it asked of whom."""

    def __init__(self, place: Path, server: ScriptedServer) -> None:
        self.place, self.server, self.split = place, server, Path()
        self.models: dict[str, dict[str, Any]] = {}
        for name in ("reader", "other", "judge", "judge-2"):
            declared = {"name": name, "model": f"openai/{name}", "base_url": f"{server.url}/v1"}
            self.models[name] = declared | {"maker": name, "price": {"input": 1, "output": 1}}

    def run(
        self, log: str = "log", *options: object, model: str = "reader", judges: str = "judge"
    ) -> Counter[str]:
        """Runs it with `--log`, and counts what was asked of each model."""
        (self.place / "models.yaml").write_text(yaml.safe_dump({"models": [*self.models.values()]}))
        words = ["evaluate", model, "--split", str(self.split), "--log", str(self.place / log)]
        words += ["--models", str(self.place / "models.yaml"), *map(str, options)]
        words += [word for judge in judges.split() for word in ("--judge", judge)]
        before = len(self.server.requests)
        self.ended = CliRunner().invoke(live, [*words, "--json"], catch_exceptions=False)
        return Counter(asked.model for asked in self.server.requests[before:])

    def board(self, log: str = "log") -> dict[str, Any]:
        """The scoreboard, without what answers took: that differs from run to run."""
        board: dict[str, Any] = json.loads((self.place / log / "scoreboard.json").read_text())
        assert board == json.loads(self.ended.stdout)
        del board["models"][0]["effort"]
        return board

    def results(self, log: str = "log") -> Rows:
        lines = (self.place / log / "results.jsonl").read_text().splitlines()
        return [json.loads(line) for line in lines]

    def change(self, change: Callable[[Rows], Rows]) -> None:
        """Goes on with the split as its owner changed it."""
        changed = self.place / f"changed-{len(list(self.place.iterdir()))}"
        shutil.copytree(self.split, changed)
        path = changed / "data" / MONTH / "test-00000-of-00001.parquet"
        table = pq.read_table(path)
        pq.write_table(pa.Table.from_pylist(change(table.to_pylist()), table.schema), path)
        self.split = changed


@pytest.fixture
def trial(
    tmp_path: Path, scripted: ScriptedServer, finished: Build, monkeypatch: pytest.MonkeyPatch
) -> Trial:
    scripted.answer = says
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    trial = Trial(tmp_path, scripted)
    trial.split = finished(MONTH)
    return trial


def first_two(**fields: str) -> Callable[[Rows], Rows]:
    return lambda rows: [row | fields if n < 2 else row for n, row in enumerate(rows)]


def first_two_ask_otherwise(rows: Rows) -> Rows:
    return [row | {"question": row["question"] + " CORRECTED"} for row in rows[:2]] + rows[2:]


def another_picture(rows: Rows) -> Rows:
    """The first page, which three questions are about, was photographed again."""
    Image.new("RGB", (320, 200), "black").save(path := Path("again.png"))
    again = {"bytes": path.read_bytes(), "path": "again.png"}
    return [row | {"images": [again]} if n < 3 else row for n, row in enumerate(rows)]


@pytest.mark.parametrize(
    ("change", "asked"),
    [
        (first_two(answer="CORRECTED"), {"judge": 2}),
        (first_two(criteria="10 points: CORRECTED"), {"judge": 2}),
        (first_two_ask_otherwise, {"reader": 2, "judge": 2}),
        (another_picture, {"reader": 3, "judge": 3}),
        (first_two(subtask="Further Insights"), {}),
    ],
    ids=["answer", "criteria", "question", "picture", "subtask"],
)
def test_a_corrected_row_is_asked_or_judged_anew_as_in_a_fresh_log(
    trial: Trial,
    change: Callable[[Rows], Rows],
    asked: dict[str, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(trial.place)
    trial.run()
    before, split = (trial.board(), trial.results()), trial.split
    trial.change(change)
    assert trial.run() == asked, "what is as it was is not bought again"
    board, results = trial.board(), trial.results()
    trial.run("fresh")
    assert (board, results) == (trial.board("fresh"), trial.results("fresh"))
    assert results != before[1]
    assert [row["id"] for row in results] == [row["id"] for row in before[1]]
    trial.split = split
    assert not trial.run(), "both texts were paid for"
    assert (trial.board(), trial.results()) == before


def test_a_correction_of_what_a_trial_did_not_hold_is_not_missed(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page's new pictures come with its first row; its others are as new."""
    monkeypatch.chdir(trial.place)
    trial.run()
    trial.change(another_picture)
    assert trial.run("log", "--limit", 1) == {"reader": 1, "judge": 1}
    assert trial.run() == {"reader": 2, "judge": 2}


def test_a_trial_grows_and_shrinks_and_counts_its_own_rows_only(trial: Trial) -> None:
    assert trial.run("log", "--limit", 2) == {"reader": 2, "judge": 2}
    assert trial.run("log", "--limit", 6) == {"reader": 4, "judge": 4}
    assert len(trial.results()) == trial.board()["judges"][0]["verdicts"] == 6
    for options, n in ((("--limit", 4), 4), (("--published-after", "2026-10-06"), 3)):
        assert not trial.run("log", *options)
        (model,) = trial.board()["models"]
        assert len(trial.results()) == model["n"] == trial.board()["judges"][0]["verdicts"] == n
    trial.change(lambda rows: rows[1:])
    assert not trial.run(), "of a withdrawn row nothing is asked"
    assert trial.board()["models"][0]["n"] == len(trial.results()) == 5


def test_a_workspace_is_no_log_and_stays_as_it_is(trial: Trial) -> None:
    (trial.place / "log").mkdir()
    (trial.place / "log" / "live.yaml").write_text("sites: []")
    with pytest.raises(UsageError, match=r"--log: .*log is a workspace.* Name another"):
        trial.run()
    assert [path.name for path in (trial.place / "log").iterdir()] == ["live.yaml"]


@pytest.mark.parametrize(
    ("name", "said"), [("live.db", "has a live.db and no log.json"), ("log.json", "none of ours")]
)
def test_what_another_program_wrote_is_no_log_and_stays_as_it_is(
    trial: Trial, name: str, said: str
) -> None:
    (trial.place / "log").mkdir()
    (trial.place / "log" / name).write_text("[]")
    with pytest.raises(UsageError, match=rf"--log: .*log.* {said}.* Name another"):
        trial.run()
    assert [path.name for path in (trial.place / "log").iterdir()] == [name]


def test_a_log_is_of_one_model_and_month(trial: Trial, finished: Build) -> None:
    trial.server.answer = lambda asked: Status(400)
    trial.run()  # nothing came, and results say so: they are kept as well
    held = trial.results()
    with pytest.raises(UsageError, match=r"log is the log of reader on 2026-10\. Name another"):
        trial.run(model="other")
    month, trial.split = trial.split, finished("2026-11")
    with pytest.raises(UsageError, match=r"log is the log of reader on 2026-10\. Name another"):
        trial.run()
    trial.split = month
    for changed in ({"model": "openai/new"}, {"parameters": {"seed": 1}}, {"max_picture_px": 99}):
        before = trial.models["reader"]
        trial.models["reader"] = before | changed
        with pytest.raises(UsageError, match=rf"reader .*{next(iter(changed))}.* Name another"):
            trial.run()
        trial.models["reader"] = before
    assert trial.results() == held and all(row["status"] == "unanswered" for row in held)


def test_the_score_is_by_the_judges_that_are_named_now(trial: Trial) -> None:
    trial.run()
    assert trial.run(judges="judge-2 judge") == {"judge-2": 6}
    assert {row["judge"] for row in trial.results()} == {"judge-2, judge"}
    assert [note["name"] for note in trial.board()["judges"]] == ["judge-2", "judge"]
    assert not trial.run(judges="judge-2"), "its verdicts are there"
    assert {tuple(row["ratings"]) for row in trial.results()} == {("judge-2",)}
    assert [note["name"] for note in trial.board()["judges"]] == ["judge-2"]
    trial.models["judge"] |= {"model": "openai/judge-3"}
    with pytest.raises(UsageError, match=r"judge .*model.* Name another"):
        trial.run()


@pytest.mark.parametrize("missing", ["reader", "judge", "judge-2"])
def test_keys_of_all_are_there_before_anything_is_asked(trial: Trial, missing: str) -> None:
    trial.models[missing] |= {"api_key_env": "ANOTHER_KEY"}
    with pytest.raises(UsageError, match=rf"^{missing}: .*ANOTHER_KEY is not set"):
        trial.run(judges="judge judge-2")
    assert not trial.server.requests


def test_who_is_not_asked_needs_no_key(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    trial.run()
    held = trial.board()
    monkeypatch.delenv("OPENAI_API_KEY")
    for model in trial.models.values():
        model |= {"api_key_env": "ANOTHER_KEY"}
    assert not trial.run() and trial.board() == held


def test_prices_of_all_are_known_before_anything_is_asked(trial: Trial) -> None:
    del trial.models["judge"]["price"]
    with pytest.raises(UsageError) as raised:
        trial.run("log", "--max-usd", 9)
    assert str(raised.value).startswith("models.yaml: models: nobody knows what judge costs")
    assert not trial.server.requests


def test_a_log_names_what_it_is_of_and_is_scored_by_others_alike(trial: Trial) -> None:
    trial.run()
    told = json.loads((trial.place / "log" / "log.json").read_text())
    expected = {"model": "reader", "month": MONTH, "judges": ["judge"], "commit": ""}
    assert told.items() >= (expected | {"split": str(trial.split)}).items()
    assert told["models"]["judge"]["model"] == "openai/judge"
    rows = trial.results()
    assert {row["canary"] for row in rows} == {f"live-benchmark:{MONTH}:canary:0123"}
    assert {(row["model"], row["month"]) for row in rows} == {("reader", MONTH)}
    again, wrong = score_file(trial.place / "log" / "results.jsonl")
    (found,), (published,) = again.model_dump()["models"], trial.board()["models"]
    assert not wrong
    assert {name: found[name] for name in published} == published


def test_published_result_sets_are_scored_as_they_were(
    scored: tuple[Path, Scoreboard], tmp_path: Path
) -> None:
    folder, board = scored
    rows = [
        row
        for path in folder.glob("results/*/*.parquet")
        for row in pq.read_table(path).to_pylist()
    ]
    rows = [row for row in rows if not row["model"].startswith(BLIND)]
    (tmp_path / "lines").write_text("".join(json.dumps(row) + "\n" for row in rows))
    again, _ = score_file(tmp_path / "lines")
    means = {each.model: each.mean for each in board.models}
    assert {each.model: each.mean for each in again.models} == means and len(means) > 1
    assert again.pairs == board.pairs


def test_a_split_without_a_canary_has_none_in_its_results(trial: Trial) -> None:
    trial.change(lambda rows: [row | {"canary": None} for row in rows])
    trial.run()
    assert "canary" not in trial.results()[0] and trial.results()[0]["model"] == "reader"


def test_what_was_lost_is_said_without_a_workspace(trial: Trial) -> None:
    trial.server.answer = lambda asked: (
        Status(400, "no such model") if asked.model == "reader" else says(asked)
    )
    trial.run()
    assert trial.ended.exit_code == 3
    assert "answer lost 6 of 6 (6 rejected), more than half" in trial.ended.stderr
    assert "no such model" in trial.ended.stderr
    assert "live status" not in trial.ended.stderr and "live.yaml" not in trial.ended.stderr
    trial.server.answer = lambda asked: (
        Status(400, "no judge") if asked.model == "judge" else says(asked)
    )
    trial.run()
    assert trial.ended.exit_code == 3 and "judge lost 6 of 6" in trial.ended.stderr
    trial.server.answer = says
    trial.run()
    assert trial.ended.exit_code == 0


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"model": "nobody"}, r"^MODEL: unknown model 'nobody'\. Write a name from --models \("),
        ({"judges": "nobody"}, r"^--judge: unknown model 'nobody'\. Write a name from --models"),
        ({"judges": "judge judge"}, r"^--judge: duplicate judge 'judge'"),
        ({"model": ""}, "^MODEL: "),
    ],
)
def test_what_is_wrong_is_said_of_the_word_that_was_written(
    trial: Trial, given: dict[str, str], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        trial.run(**given)  # type: ignore[arg-type]


def test_a_time_that_is_none_is_said_of_its_option(trial: Trial) -> None:
    with pytest.raises(UsageError, match=r"^--published-after: 'soon' is not a time"):
        trial.run("log", "--published-after", "soon")

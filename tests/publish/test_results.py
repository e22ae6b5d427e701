"""The published result sets: the original's columns, a split a model, and the same bytes again."""

import dataclasses
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hub_double import HubDouble
from hypothesis import given
from hypothesis import strategies as st
from judged_month import MONTH, WITHHELD
from leaderboard_month import GPT, LLAVA, PANEL, READER

from live.blobs import Blobs
from live.errors import LiveError
from live.publish.edition import Edition
from live.publish.folder import build
from live.publish.hub import publish
from live.publish.results import results_config, results_path, split_of, table_config, table_path
from live.records import BLIND, Scoreboard

pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=<...>':DeprecationWarning")
Make = Callable[[str], Edition]
SPLITS = {split_of(name) for name in (GPT, LLAVA, READER, BLIND + READER, WITHHELD)}


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., Any]:
    """load_dataset with a cache of its own."""
    import datasets

    datasets.disable_progress_bars()
    cache = str(tmp_path / "cache")
    return lambda folder, name: datasets.load_dataset(str(folder), name, cache_dir=cache)


def test_each_model_is_a_split_with_the_columns_of_the_original(
    scored: tuple[Path, Scoreboard], load: Callable[..., Any]
) -> None:
    from datasets import List, Value

    found = load(scored[0], results_config(MONTH))
    assert set(found) == SPLITS
    rows = found[split_of(LLAVA)]
    assert {name: str(kind.dtype) for name, kind in rows.features.items() if name != "images"} == {
        **{"id": "int32", "question": "string", "ground_truth": "string", "criteria": "string"},
        **{"subtask": "string", "response": "string", "score": "float32", "reason": "string"},
        **{"page_id": "string", "status": "string", "judge": "string", "ratings": "string"},
        **{"model": "string", "canary": "string"},
    }
    assert rows.features["images"] == List(Value("string"))
    assert (rows[0]["model"], len(rows)) == (LLAVA, 60)
    assert set(rows["canary"]) == {"live-benchmark:2026-10:canary:0"}
    manifest = json.loads((scored[0] / "manifest" / f"{MONTH}.json").read_bytes())
    assert rows[2]["images"] == manifest["pages"][rows[2]["page_id"]]["pictures_sha256"]
    assert {each["model"]: each["split"] for each in manifest["results"]}[LLAVA] in SPLITS


def test_a_split_tells_how_each_answer_was_rated_and_by_whom(
    scored: tuple[Path, Scoreboard], load: Callable[..., Any]
) -> None:
    found = load(scored[0], results_config(MONTH))
    settled = found[split_of(LLAVA)][6]
    assert settled["judge"] == "a person (1), a person (2)" and settled["score"] == 5.5
    assert list(json.loads(settled["ratings"])) == [*PANEL, "a person (1)", "a person (2)"]
    assert "ilse" not in str(settled) and "human/" not in str(settled)
    agreed = found[split_of(LLAVA)][2]
    assert list(json.loads(agreed["ratings"])) == list(PANEL) == agreed["judge"].split(", ")
    unrated = found[split_of(READER)][7]
    assert (unrated["status"], unrated["score"]) == ("unscored", None)
    assert json.loads(unrated["ratings"])[PANEL[2]] == [], "a judge that failed is named"
    late = found[split_of(WITHHELD)]
    assert (late[3]["status"], late[3]["ratings"]) == ("unanswered", "{}")
    assert json.loads(late[9]["ratings"])[PANEL[1]] == [], "a verdict that never came is too"
    assert len(found[split_of(BLIND + READER)]) == 9, "only what was asked without the picture"


def test_the_table_is_that_of_the_scoreboard(
    scored: tuple[Path, Scoreboard], load: Callable[..., Any]
) -> None:
    table = load(scored[0], table_config(MONTH))["test"]
    assert table.column_names[:2] == ["Model Name", "Total"]
    assert table[:] == {
        "Model Name": [score.model for score in scored[1].models],
        "Total": [score.mean for score in scored[1].models],
        **{
            label: [score.subtasks[label].mean for score in scored[1].models]
            for label in scored[1].models[0].subtasks
        },
    }
    assert table["Total"][-1] is None, "a withheld mean is none"


def test_the_hub_serves_them_from_the_commit_of_the_month(
    scored: tuple[Path, Scoreboard], hub: HubDouble, tmp_path: Path
) -> None:
    """In a process of its own, for the client reads the Hub's address when it is imported."""
    publish(scored[0], "hub:press/live", MONTH, endpoint=hub.url, pauses=())
    assert len(hub.repos["press/live"].commits) == 2, "the first, and one with all of the month"
    script = (
        "import json; from datasets import load_dataset\n"
        f"at = {{'revision': '{MONTH}'}}\n"
        f"found = load_dataset('press/live', '{results_config(MONTH)}', **at)\n"
        f"table = load_dataset('press/live', '{table_config(MONTH)}', split='test', **at)\n"
        "print(json.dumps([{name: len(found[name]) for name in found}, len(table)]))"
    )
    environ = {"HF_ENDPOINT": hub.url, "HF_HOME": str(tmp_path / "hf"), "HF_HUB_DISABLE_XET": "1"}
    ended = subprocess.run(
        [sys.executable, "-c", script], env=os.environ | environ, capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stderr
    found, table = json.loads(ended.stdout)
    assert set(found) == SPLITS and (found[split_of(GPT)], table) == (60, 4)


def test_a_month_that_nobody_was_scored_on_has_neither(
    edition: Make, blobs: Blobs, tmp_path: Path
) -> None:
    build(dataclasses.replace(edition(MONTH), scoreboard=None), blobs, tmp_path / "hub")
    assert not (tmp_path / "hub" / "results").exists()
    card = (tmp_path / "hub" / "README.md").read_text()
    assert results_config(MONTH) not in card and "## Results" not in card


def test_the_card_tells_whose_a_split_is_and_where_the_pictures_are(
    scored: tuple[Path, Scoreboard],
) -> None:
    card = (scored[0] / "README.md").read_text()
    for said in (
        f'load_dataset("PATH", "{results_config(MONTH)}")',
        f"| {BLIND}{READER} | `{split_of(BLIND + READER)}` |",
        "the sha256 of each picture and not the picture",
        f"live leaderboard --from PATH --month {MONTH}",
    ):
        assert said in card


def test_results_that_are_the_same_keep_their_file_whoever_wrote_it(
    edition: Make, blobs: Blobs, tmp_path: Path
) -> None:
    import pyarrow.parquet as pq

    build(edition(MONTH), blobs, tmp_path / "hub")
    for path in (results_path(MONTH, split_of("embedded/blind")), table_path(MONTH)):
        written = tmp_path / "hub" / path
        first = written.read_bytes()
        pq.write_table(pq.read_table(written), written, compression="gzip")
        other = written.read_bytes()
        build(edition(MONTH), blobs, tmp_path / "hub")
        assert written.read_bytes() == other != first
        written.write_bytes(b"PAR1 damaged")
        build(edition(MONTH), blobs, tmp_path / "hub")
        assert written.read_bytes() == first, "the same input, the same bytes"


def test_published_results_are_never_changed(
    scored: tuple[Path, Scoreboard], tmp_path: Path
) -> None:
    target = tmp_path / "out"
    assert publish(scored[0], str(target), MONTH).said.endswith("out.")
    assert publish(scored[0], str(target), MONTH).said.endswith("no change.")
    for path in (results_path(MONTH, split_of(GPT)), table_path(MONTH)):
        kept = (target / path).read_bytes()
        (target / path).write_bytes(b"other")
        with pytest.raises(LiveError, match=f"differs in {path}"):
            publish(scored[0], str(target), MONTH)
        (target / path).write_bytes(kept)


def test_a_month_that_joins_leaves_the_results_of_the_others_loadable(
    finished: Callable[[str], Path], load: Callable[..., Any], tmp_path: Path
) -> None:
    for month in ("2026-10", "2026-11"):
        publish(finished(month), str(tmp_path / "out"), month)
    for month, first in (("2026-10", 26100001), ("2026-11", 26110001)):
        (rows,) = load(tmp_path / "out", results_config(month)).values()
        assert rows["id"][0] == first
    assert len(load(tmp_path / "out", "all")["test"]) == 12, "results are no rows of the split"


@given(st.text(min_size=1), st.text(min_size=1))
def test_any_name_makes_a_split_of_its_own(one: str, other: str) -> None:
    assert re.fullmatch(r"[a-z0-9_]{8,70}", split_of(one))
    assert (split_of(one) == split_of(other)) == (one == other)

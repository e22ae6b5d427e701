"""What `live export` writes, and which splits it refuses. In others' hands: test_harnesses.py."""

import ast
import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from live.blobs import Blobs
from live.cli import live
from live.errors import UsageError
from live.judge import answer, rating
from live.lmm import fence, structured
from live.publish.edition import Edition
from live.publish.folder import build, split_path
from live.publish.interop import to_inspect, to_lmms_eval
from live.qa_gen.taxonomies import categories, load
from live.records import Question

Build = Callable[[str], Path]
HARNESSES = (to_lmms_eval, to_inspect)


class Loader(yaml.SafeLoader):
    """Reads `!function a.b` as that text, as lmms-eval does before it imports it."""


Loader.add_constructor("!function", lambda loader, node: loader.construct_scalar(node))


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import datasets

    datasets.disable_progress_bars()
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")


@pytest.fixture
def split(edition: Callable[[str], Edition], blobs: Blobs, tmp_path: Path) -> Callable[..., str]:
    """Builds the folder of a month after a change of its n-th question, n from 0."""

    def built(change: Callable[[int, Question], dict[str, Any]] = lambda n, q: {}) -> str:
        month = edition("2026-11")
        questions = {
            key: each.model_copy(update=change(n, each))
            for n, (key, each) in enumerate(month.questions.items())
        }
        known = categories("2406") | categories("2409") | {"Riddles": "Insight"}
        changed = dataclasses.replace(month, questions=questions, categories=known)
        build(changed, blobs, tmp_path / "hub")
        return str(tmp_path / "hub")

    return built


def labels(name: str) -> Callable[[int, Question], dict[str, Any]]:
    names = load(name).names
    return lambda n, question: {"subtask": names[n % len(names)]}


def rewritten(split: str, column: str, values: list[Any]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = Path(split, split_path("2026-11"))
    table = pq.read_table(path)
    kind = table.schema.field(column)
    place = table.schema.get_field_index(column)
    pq.write_table(table.set_column(place, kind, pa.array(values, kind.type)), path)


@pytest.mark.parametrize(("name", "module"), [("2406", "utils"), ("2409", "utils_v2")])
def test_the_taxonomy_says_by_which_code_live_bench_scores(
    split: Callable[..., str], tmp_path: Path, name: str, module: str
) -> None:
    folder = split(labels(name))
    said = to_lmms_eval(folder, tmp_path / "task")
    assert said == (
        f"python -m lmms_eval --include_path {tmp_path / 'task'} --tasks live_2026_11 --model MODEL"
    )
    task = yaml.load((tmp_path / "task" / "live_2026_11.yaml").read_text(), Loader)
    assert (task["task"], task["dataset_path"], task["dataset_name"]) == (
        *("live_2026_11", str(Path(folder).resolve()), "2026-11"),
    )
    assert {v for v in task.values() if str(v).startswith("lmms_eval")} == {
        f"lmms_eval.tasks.live_bench.{module}.livebench_{what}"
        for what in ("doc_to_visual", "doc_to_text", "process_results")
    }
    assert module in (tmp_path / "task" / "live_2026_11.md").read_text()


def test_the_task_for_inspect_asks_with_our_own_prompts_and_reads_by_our_own_rules(
    split: Callable[..., str], tmp_path: Path
) -> None:
    assert "--model-role grader=JUDGE" in to_inspect(split(), tmp_path)
    for path in (answer.PROMPT, rating.PROMPT, Path(fence.__file__), Path(structured.__file__)):
        assert (tmp_path / path.name).read_text() == path.read_text()
    assert json.loads((tmp_path / "verdict.json").read_text()) == rating.VERDICT_SCHEMA
    code = ast.parse((tmp_path / "live_benchmark.py").read_text())
    imported = {node.module for node in ast.walk(code) if isinstance(node, ast.ImportFrom)}
    assert not any(name and name.startswith("live") for name in imported)
    assert "6 questions" in (tmp_path / "live_benchmark.md").read_text()


@pytest.mark.parametrize("write", HARNESSES)
def test_the_same_split_gives_the_same_files(
    split: Callable[..., str], tmp_path: Path, write: Callable[[str, Path], str]
) -> None:
    folder = split()
    for place in ("one", "two"):
        write(folder, tmp_path / place)
    files = [
        {path.name: path.read_text() for path in (tmp_path / place).iterdir()}
        for place in ("one", "two")
    ]
    assert files[0] == files[1]


def test_exports_into_one_folder_each_keep_a_text_of_their_own(
    split: Callable[..., str], edition: Callable[[str], Edition], blobs: Blobs, tmp_path: Path
) -> None:
    """The README shows both with the same folder, and a month follows a month."""
    earlier, newest, task = tmp_path / "earlier", split(), tmp_path / "task"
    month = edition("2026-10")
    build(dataclasses.replace(month, categories=categories("2406")), blobs, earlier)
    to_inspect(newest, task)
    to_lmms_eval(str(earlier), task)
    to_lmms_eval(newest, task)
    texts = {"live_benchmark": "inspect eval"} | {
        name: f"--tasks {name} " for name in ("live_2026_10", "live_2026_11")
    }
    for name, command in texts.items():
        assert command in (task / f"{name}.md").read_text()
    assert not (task / "README.md").exists(), "it may be the folder's own"


@pytest.mark.parametrize("write", HARNESSES)
@pytest.mark.parametrize(
    ("column", "values", "said"),
    [
        ("images", [[]] * 6, "row 26110001: it has no picture"),
        ("answer", ["", None, "a", "a", "a", "a"], "row 26110001: it has no answer"),
        ("criteria", ["10 points: a", None, *["10 points: a"] * 4], "row 26110002: it has no crit"),
        ("id", [1, 2, 3, 4, 3, 1], "row 1: its id stands more than once"),
    ],
)
def test_a_row_that_cannot_be_asked_is_refused_before_anything_is_written(
    split: Callable[..., str],
    tmp_path: Path,
    write: Callable[[str, Path], str],
    column: str,
    values: list[Any],
    said: str,
) -> None:
    folder = split()
    rewritten(folder, column, values)
    with pytest.raises(UsageError, match=said):
        write(folder, tmp_path / "task")
    assert not (tmp_path / "task").exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda n, q: {"subtask": "Riddles"} if n == 2 else {}, "row 26110003: .*no subtask 'Ridd"),
        (lambda n, q: labels(("2406", "2409")[n % 2])(n, q), "labels of both taxonomies"),
    ],
)
def test_a_label_that_live_bench_does_not_know_is_refused_and_named(
    split: Callable[..., str], tmp_path: Path, change: Any, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        to_lmms_eval(split(change), tmp_path / "task")
    assert to_inspect(split(change), tmp_path / "task"), "inspect_ai takes any label"


@pytest.mark.parametrize("criteria", ["names it", "4 points: a\n5 points: b", "- 10: names it"])
def test_criteria_that_no_verdict_could_be_held_against_are_refused(
    split: Callable[..., str], tmp_path: Path, criteria: str
) -> None:
    folder = split()
    rewritten(folder, "criteria", [criteria] * 6)
    with pytest.raises(UsageError, match="row 26110001: its criteria are no"):
        to_inspect(folder, tmp_path / "task")


def test_the_command_line_says_what_to_run_next_or_what_is_wrong(
    split: Callable[..., str], tmp_path: Path
) -> None:
    def run(*words: str) -> Result:
        return CliRunner().invoke(live, ["export", *words], catch_exceptions=False)

    folder, task = split(), str(tmp_path / "task")
    assert run("lmms-eval", task, "--split", f"{folder}:2026-11").stdout.startswith("python -m lmm")
    assert run("inspect", task, "--split", folder).stdout.startswith("inspect eval ")
    for words, said in (
        (("inspect", task, "--split", f"{folder}:2026-12"), "has no 2026-12"),
        (("lmms-eval", task, "--split", "nowhere"), "no such folder"),
        (("inspect", f"{folder}/README.md", "--split", folder), "not a folder"),
    ):
        with pytest.raises(UsageError, match=said):
            run(*words)

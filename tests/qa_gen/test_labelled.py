"""The labelled questions are sound, and each gate that needs no model tells good from bad.

The gates are measured as `make bench` measures them, on the split that nobody tunes them on.
"""

import asyncio
import importlib.util
import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from live.config import Gates
from live.qa_gen.taxonomies import load
from live.workspace import open_workspace

HERE = Path(__file__).parent / "labelled"
BENCHMARK = Path(__file__).parents[2] / "benchmarks/qa_gen/gates.py"
FREE = ("well_formed", "fresh", "grounded", "new", "safe")
FORMAT = {"id", "url", "subtask", "question", "answer", "criteria"}
Row = dict[str, Any]


def lines(name: str) -> list[Row]:
    text = (HERE / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


ROWS = lines("questions.jsonl")
GOOD = [row for row in ROWS if row["label"] == "good"]
PAGES = {page["url"]: page for page in lines("pages.jsonl")}


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("benchmark_of_gates", BENCHMARK)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def found(benchmark: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What each gate finds of each question, by its id."""
    folder = tmp_path_factory.mktemp("labelled")
    (folder / "live.yaml").write_text(benchmark.CONFIG)
    with open_workspace(folder) as workspace:
        return asyncio.run(benchmark.judged(benchmark.labelled(HERE), workspace))


@pytest.mark.parametrize("gate", FREE)
def test_a_gate_is_as_good_as_it_was_on_questions_that_it_was_not_tuned_on(
    gate: str, benchmark: ModuleType, found: Any
) -> None:
    counted = benchmark.count(ROWS, found, gate, "test")
    missed = [(row["id"], row["kind"]) for row in counted.missed]
    wrong = [(row["id"], row["kind"]) for row in counted.wrong]
    assert counted.own >= 10, "too few reach the gate to say anything"
    assert counted.recall >= benchmark.LIMIT, f"missed: {missed}"
    assert counted.precision >= benchmark.LIMIT, f"good questions dropped: {wrong}"


def test_what_a_gate_holds_is_neither_lost_nor_let_through(benchmark: ModuleType) -> None:
    outcomes = {"good": ("dropped", "held", "passed", "passed"),
                "safe": ("dropped", "held", "held", "passed")}  # fmt: skip
    rows = [
        {"id": f"{label}-{n}", "label": label, "split": "test"}
        for label, found in outcomes.items() for n in range(len(found))
    ]  # fmt: skip
    found = {
        row["id"]: {gate: SimpleNamespace(outcome="passed") for gate in FREE}
        | {"safe": SimpleNamespace(outcome=outcomes[row["label"]][int(row["id"][-1])])}
        for row in rows
    }
    counted = benchmark.count(rows, found, "safe", "test")
    assert (counted.precision, counted.recall) == (1 / 2, 3 / 4)
    assert counted.strict == 3 / 5
    assert [row["id"] for row in counted.held_good] == ["good-1"]


def test_every_question_has_the_format_of_gates_check_and_an_id_of_its_own() -> None:
    assert len(ROWS) >= 120
    assert len({str(row["id"]) for row in ROWS}) == len(ROWS)
    for row in ROWS:
        assert set(row) == FORMAT | {"label", "kind", "split"}, row["id"]


def test_every_question_says_what_it_is() -> None:
    assert {row["label"] for row in ROWS} == {"good", *Gates.model_fields}
    for row in ROWS:
        assert row["kind"].replace("_", "").isalnum(), row["id"]
        assert row["split"] in ("dev", "test"), row["id"]


def test_many_are_for_the_test_and_half_are_good() -> None:
    tested = [row for row in ROWS if row["split"] == "test"]
    assert len(tested) >= 200
    assert 0.4 <= len(GOOD) / len(ROWS) <= 0.6
    by_label = Counter(row["label"] for row in tested)
    assert all(by_label[gate] >= 10 for gate in FREE), by_label


def test_pages_are_written_once_and_each_is_asked_about() -> None:
    assert len(PAGES) == len(lines("pages.jsonl"))
    assert set(PAGES) == {row["url"] for row in ROWS}


def test_good_questions_are_complete_and_their_criteria_sum_to_ten() -> None:
    names = set(load("2406").names)
    for row in GOOD:
        assert row["subtask"] in names, row["id"]
        assert row["question"].strip(), row["id"]
        assert row["answer"].strip(), row["id"]
        assert points(row["criteria"]) == 10, row["id"]


def test_only_what_well_formed_must_stop_has_a_flaw_of_form() -> None:
    for row in ROWS:
        if row["label"] not in ("good", "well_formed"):
            assert points(row["criteria"]) == 10, row["id"]
        if row["kind"].startswith("sum_of_"):
            assert points(row["criteria"]) == int(row["kind"].removeprefix("sum_of_")), row["id"]


def test_only_what_fresh_must_stop_lies_outside_of_the_month() -> None:
    for row in ROWS:
        if row["label"] == "fresh":
            assert not in_october(PAGES[row["url"]]["published_at"]), row["id"]
        else:
            assert in_october(PAGES[row["url"]]["published_at"]), row["id"]


def test_every_duplicate_comes_after_good_questions_it_could_repeat() -> None:
    titles = {url: page["title"] for url, page in PAGES.items()}
    told: set[str] = set()
    for row in ROWS:
        if row["label"] == "new":
            assert titles[row["url"]] in told, row["id"]
        if row["label"] == "good":
            told.add(titles[row["url"]])


def test_the_benchmark_measures_every_gate_that_needs_no_model(benchmark: ModuleType) -> None:
    free = [name for name in Gates.model_fields if name not in ("needs_picture", "answerable")]
    assert list(benchmark.GATES) == free == list(FREE)


def points(criteria: Any) -> int:
    """Sums a rubric, given as a list or as it is published."""
    if isinstance(criteria, str):
        return sum(int(line.split()[0]) for line in criteria.splitlines())
    return sum(criterion["points"] for criterion in criteria)


def in_october(published_at: str | None) -> bool:
    if published_at is None:
        return False
    at = datetime.fromisoformat(published_at)
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return datetime(2026, 10, 1, tzinfo=UTC) <= at < datetime(2026, 11, 1, tzinfo=UTC)

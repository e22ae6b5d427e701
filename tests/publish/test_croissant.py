"""Croissant: the reader of its makers takes what is published, and reads the rows by it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mlcroissant
import pytest
from judged_month import MONTH

from live.publish.croissant import CROISSANT, croissant
from live.publish.hub import publish
from live.publish.results import results_config, table_config
from live.records import Scoreboard

# The reader, and rdflib in it, call what is deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:.*is deprecated")


def manifest(place: Path, month: str = MONTH) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((place / "manifest" / f"{month}.json").read_bytes())
    return found


def test_the_reader_of_its_makers_finds_no_fault_and_reads_each_config(
    scored: tuple[Path, Scoreboard],
) -> None:
    data = mlcroissant.Dataset(str(scored[0] / CROISSANT))
    issues = data.metadata.ctx.issues
    assert (issues.errors, issues.warnings) == (set(), set())
    names = [MONTH, results_config(MONTH), table_config(MONTH)]
    assert [each.name for each in data.metadata.record_sets] == names
    rows = {name: list(data.records(name)) for name in names}
    (picture,) = rows[MONTH][0][f"{MONTH}/images"]
    assert picture.size == (64, 48)
    assert len(rows[MONTH]) == 60 and len(rows[results_config(MONTH)]) == 4 * 60 + 9
    first = rows[table_config(MONTH)][0]
    assert first[f"{table_config(MONTH)}/Total"] == scored[1].models[0].mean


def test_it_says_what_must_be_known_of_the_data(scored: tuple[Path, Scoreboard]) -> None:
    said = json.loads((scored[0] / CROISSANT).read_bytes())
    assert "2407.12772" in said["citeAs"] and "by/4.0" in said["license"]
    assert "screenshots stay with their publishers" in said["usageInfo"]
    for name in ("dataCollection", "dataLimitations", "dataUseCases"):
        assert said[f"rai:{name}"]
    assert {each.get("includes", "") for each in said["distribution"]} == {
        "", f"data/{MONTH}/*.parquet", f"results/{MONTH}/*.parquet",
        f"leaderboard/{MONTH}/*.parquet",
    }  # fmt: skip


def test_of_a_repository_on_the_hub_it_gives_the_address(scored: tuple[Path, Scoreboard]) -> None:
    said = json.loads(croissant({MONTH: {**manifest(scored[0]), "home": "press/live"}}))
    assert said["url"] == "https://huggingface.co/datasets/press/live"


def test_it_is_written_anew_with_each_month_and_of_all(
    finished: Callable[[str], Path], tmp_path: Path
) -> None:
    for month in ("2026-11", "2026-10"):
        publish(finished(month), str(tmp_path / "out"), month)
    said = json.loads((tmp_path / "out" / CROISSANT).read_bytes())
    months = [each["name"] for each in said["recordSet"] if each["name"].count("-") == 1]
    assert months == ["2026-11", "2026-10"] and said["version"] == "2026.11.1"
    assert publish(finished("2026-10"), str(tmp_path / "out"), "2026-10").said.endswith(
        "no change."
    )


def test_a_month_without_a_manifest_is_not_told_of(finished: Callable[[str], Path]) -> None:
    known = manifest(finished(MONTH))
    assert croissant({MONTH: known, "2026-09": None}) == croissant({MONTH: known})

"""Croissant: the reader of its makers takes what is published, and reads the rows by it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mlcroissant
import pytest
from hub_double import HubDouble
from judged_month import MONTH
from structlog.testing import capture_logs

from live.publish.croissant import CROISSANT, croissant, is_ours
from live.publish.dry_run import dry_run
from live.publish.hub import publish
from live.publish.results import results_config, table_config
from live.records import Scoreboard

# The reader, and rdflib in it, call what is deprecated.
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*is deprecated"),
    pytest.mark.filterwarnings("ignore:Use 'content=<...>':DeprecationWarning"),
]
THEIRS = (
    b'{"@type": "sc:Dataset", "name": "By hand"}', b"{", b"", b"[]", b"\xff", b"null",
    b'{"sdPublisher": "live-benchmark"}', b"[" * 100_000,
)  # fmt: skip
"""Files of people and of other tools."""


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


@pytest.mark.parametrize("theirs", THEIRS)
def test_one_that_live_did_not_write_is_kept_and_that_is_said(
    finished: Callable[[str], Path], tmp_path: Path, theirs: bytes
) -> None:
    (tmp_path / CROISSANT).write_bytes(theirs)
    with capture_logs() as logs:
        said = publish(finished(MONTH), str(tmp_path), MONTH).said
    assert said == f"{MONTH} published to {tmp_path}."
    assert (tmp_path / CROISSANT).read_bytes() == theirs
    (told,) = logs
    assert told["event"] == "croissant.json there is not live's, and is kept"
    assert told["do"] == "to have live write its own, take that file out there and publish again"
    lines = dry_run(finished("2026-11"), str(tmp_path), "2026-11").lines
    assert not any(CROISSANT in line for line in lines)
    assert publish(finished(MONTH), str(tmp_path), MONTH).said.endswith("no change.")


def test_on_the_hub_too_and_without_it_live_writes_its_own_again(
    finished: Callable[[str], Path], hub: HubDouble
) -> None:
    def push(month: str) -> bytes:
        publish(finished(month), "hub:press/live", month, endpoint=hub.url, pauses=())
        return hub.repos["press/live"].head.files.get(CROISSANT, b"")

    ours = push("2026-10")
    assert is_ours(ours) and is_ours(push("2026-11"))
    repo = hub.repos["press/live"]
    by_hand = json.loads(ours)
    by_hand["keywords"] = ["news"]
    del by_hand["sdPublisher"]
    repo.add("by hand", {CROISSANT: json.dumps(by_hand).encode()})
    assert json.loads(push("2026-11")) == by_hand
    repo.add("away", {}, gone={CROISSANT})
    assert is_ours(push("2026-11"))


def test_it_says_that_it_is_written_anew_to_who_would_edit_it(
    scored: tuple[Path, Scoreboard],
) -> None:
    said = json.loads((scored[0] / CROISSANT).read_bytes())["sdPublisher"]["description"]
    assert "written anew" in said and "without `sdPublisher` is kept" in said

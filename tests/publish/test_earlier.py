"""A month that is out says nothing of others: what is put right about one leaves the others out."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import factory
import pytest
from leaderboard_month import shot, text

from live.pipeline import answer_all, judge_all
from live.publish.errata import correct
from live.publish.hub import publish as push
from live.publish.publish import publish
from live.publish.recomputed import recomputed
from live.publish.release import write_release
from live.records import Criterion, Release, Scoreboard
from live.workspace import Workspace

OCTOBER, NOVEMBER = "2026-10", "2026-11"
WRONG = "It has no byline."
GUESSED = {
    "answer": "A staff reporter",
    "criteria": (Criterion(points=10, text='the answer names "staff reporter".'),),
}
"""What a reader that sees nothing says of who wrote a story."""


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import datasets

    datasets.disable_progress_bars()
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")


def add(workspace: Workspace, month: str) -> Release:
    """Adds a frozen month of two rows."""
    later = timedelta(days=31 if month == NOVEMBER else 0)
    day = factory.page().published_at + later
    numbers = (11, 12) if later else (1, 2)
    pages = [
        factory.page(
            n, month=month, published_at=day, captured_at=factory.page().captured_at + later,
            shots=(shot(workspace, n),),
        )
        for n in numbers
    ]  # fmt: skip
    asked = [
        factory.question(n, page.id, month=month)
        for n, page in zip(numbers, pages, strict=True)
    ]  # fmt: skip
    release = factory.release(asked, month=month, cut_at=factory.release([]).cut_at + later)
    first = int(month[2:4] + month[5:]) * 10000 + 1
    rows = tuple(
        row.model_copy(update={"row_id": first + n}) for n, row in enumerate(release.rows)
    )  # fmt: skip
    release = release.model_copy(update={"rows": rows})
    workspace.store.add(*pages, *asked, release)
    return release


def judge(workspace: Workspace, release: Release) -> Scoreboard:
    asyncio.run(answer_all(workspace, release))
    board: Scoreboard = asyncio.run(judge_all(workspace, release))
    return board


def published_board(target: str, month: str) -> Any:
    return json.loads(Path(target, "scoreboard", f"{month}.json").read_text())


def files(folder: Path) -> dict[str, bytes]:
    found = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items()}


@pytest.fixture
def months(workspace: Workspace, tmp_path: Path) -> tuple[Workspace, str]:
    """October and November, each scored and published to a folder; and that folder."""
    target = str(tmp_path / "out")
    for month in (OCTOBER, NOVEMBER):
        release = add(workspace, month)
        judge(workspace, release)
        assert "published to" in publish(workspace, release, target)[1]
    return workspace, target


def test_a_later_month_is_published_again_without_a_change_when_an_earlier_was_corrected(
    months: tuple[Workspace, str],
) -> None:
    workspace, target = months
    second = correct(workspace, OCTOBER, 26100002, "kim", WRONG, GUESSED)
    assert judge(workspace, second).models[0].mean == 50, "the correction moves the mean"
    assert "published to" in publish(workspace, second, target)[1]
    assert published_board(target, OCTOBER) == json.loads(
        (workspace.release(OCTOBER) / "hub" / "scoreboard" / f"{OCTOBER}.json").read_text()
    )
    before = files(Path(target))
    (november,) = workspace.store.all(Release, NOVEMBER)
    assert publish(workspace, november, target)[1] == f"2026-11 was in {target}: no change."
    assert files(Path(target)) == before


def test_the_trend_is_in_the_workspace_and_on_its_pages_and_not_in_what_is_published(
    months: tuple[Workspace, str],
) -> None:
    workspace, target = months
    told = published_board(target, NOVEMBER)
    assert "trend" not in told and OCTOBER not in json.dumps(told)
    folder = workspace.release(NOVEMBER)
    board = Scoreboard.model_validate_json((folder / "scoreboard.json").read_bytes())
    assert [each.month for each in board.trend] == [OCTOBER, NOVEMBER]
    assert board.models == Scoreboard.model_validate(told).models
    assert f"{OCTOBER} {NOVEMBER}" in text(folder / "leaderboard" / "index.html")
    assert recomputed(target).wrong == []


def test_that_an_earlier_month_is_lacking_is_told_beside_the_trend_alone(
    workspace: Workspace, tmp_path: Path
) -> None:
    """It would be published by who scores the months in order, and not by who does not."""
    add(workspace, OCTOBER)
    release = add(workspace, NOVEMBER)
    assert judge(workspace, release).notes[-1].startswith("The trend lacks 2026-10")
    target = str(tmp_path / "out")
    publish(workspace, release, target)
    assert OCTOBER not in json.dumps(published_board(target, NOVEMBER))
    (october,) = workspace.store.all(Release, OCTOBER)
    judge(workspace, october)
    assert not any("lacks" in note for note in write_release(workspace, release).notes)
    folder = workspace.release(NOVEMBER) / "hub"
    assert push(folder, target, NOVEMBER).said == f"2026-11 was in {target}: no change."

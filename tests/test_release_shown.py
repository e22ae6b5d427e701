"""`live release` says where a month is out, which revision, and why the last try failed."""

import json
from typing import Any

import factory
import pytest
from due_months import Clock, add_month
from test_cli import live as command
from test_notices_told import corrected, fails

import live.clock
from live.outcomes import Failed
from live.publish.hub import Landed
from live.records import Published, Release
from live.workspace import Workspace

MONTH = factory.MONTH
LINK = "https://huggingface.co/datasets/press/live/tree/0abc"


@pytest.fixture
def month(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace with a due month and no place to go, that may publish to a Hub that takes all."""
    monkeypatch.setattr(live.clock, "datetime", Clock("2026-11-03"))
    monkeypatch.setattr("live.publish.publish.push", lambda *_, **__: Landed("0abc", "there"))
    add_month(workspace)
    return workspace


def publish_to(workspace: Workspace, target: str) -> None:
    yaml = workspace.path / "live.yaml"
    yaml.write_text(f"{yaml.read_text()}publish_to: {target}\n")


def shown(workspace: Workspace) -> tuple[dict[str, Any], list[str]]:
    """The month's row as JSON, and all lines."""
    (row,) = json.loads(command("-C", workspace.path, "release", "--json").stdout)["months"]
    return row, command("-C", workspace.path, "release").stdout.splitlines()


def test_a_month_that_is_out_keeps_its_link(month: Workspace) -> None:
    publish_to(month, "hub:press/live")
    assert command("-C", month.path, "release", "--due").returncode == 0
    row, lines = shown(month)
    assert (row["step"], row["link"], row["revision"], row["why"]) == ("out", LINK, 1, "")
    assert lines[-2:] == [f"{'':30}  {LINK}", "Nothing is due."]


def test_a_month_that_went_to_a_folder_has_that_for_a_link(month: Workspace) -> None:
    command("-C", month.path, "release", "--due")
    folder = str(month.path / "out")
    month.store.add(Published(month=MONTH, revision=1, target=folder, oid="", at=live.clock.now()))
    assert shown(month)[0]["link"] == folder


def test_a_revision_waits_to_go_out_and_is_out(month: Workspace) -> None:
    publish_to(month, "hub:press/live")
    command("-C", month.path, "release", "--due")
    corrected(month)
    row, lines = shown(month)
    assert (row["due"], row["revision"], row["changed"]) == (True, 2, "1 row withdrawn")
    assert lines[-1].strip() == "Its revision 2 (1 row withdrawn) waits to go out."
    command("-C", month.path, "release", "--due")
    row, lines = shown(month)
    assert (row["due"], row["revision"], row["link"]) == (False, 2, LINK)
    assert lines[-2].strip() == f"Its revision 2 (1 row withdrawn) is out: {LINK}"


def test_why_the_last_try_failed_is_told_until_it_is_out(
    month: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_to(month, "hub:press/live")
    with monkeypatch.context() as patch:
        fails(patch, "hub:press/live: no token. Set HF_TOKEN.")
        assert command("-C", month.path, "release", "--due").returncode == 1
    row, lines = shown(month)
    assert (row["ended"], row["why"]) == (None, "hub:press/live: no token. Set HF_TOKEN.")
    assert lines[-1].strip() == "The last try failed. hub:press/live: no token. Set HF_TOKEN."
    command("-C", month.path, "publish", "--month", MONTH)
    assert shown(month)[0]["why"] == ""


def test_what_a_month_waits_for_is_told_once(
    month: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails_to_answer(workspace: Workspace, release: Release, **_: Any) -> None:
        item = f"embedded/blind:{release.rows[0].row_id}:v1"
        workspace.store.save(MONTH, "answer", item, Failed("timeout", "no reply"))

    monkeypatch.setattr("live.release.answer_all", fails_to_answer)
    for words, code in ((["release", "--due"], 1), (["release"], 0)):
        ended = command("-C", month.path, *words)
        assert ended.returncode == code
        assert ended.stdout.count("1 failed (timeout)") == 1 and "last try" not in ended.stdout


def test_a_month_that_lacks_only_a_place_to_go_is_told_by_every_run(month: Workspace) -> None:
    command("-C", month.path, "release", "--due")
    line = f"Nothing is due; {MONTH} lacks a place to go: publish_to is not set."
    for words in (["release"], ["release", "--due"]):
        ended = command("-C", month.path, *words)
        assert (ended.returncode, ended.stdout.splitlines()[-1]) == (0, line)
    ended = command("-C", month.path, "publish", "--month", MONTH, "--to", "hub:press/live")
    assert ended.returncode == 0
    row, lines = shown(month)
    assert (row["step"], row["link"], lines[-1]) == ("out", LINK, "Nothing is due.")

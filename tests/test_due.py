"""`live release --due` knows from what is stored what is due, and goes on where it stopped."""

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import factory
import pytest
from due_months import Clock, add_month
from hub_double import TOKEN, HubDouble, served
from reviewed import reviewed
from test_cli import live as command

import live.clock
import live.publish.publish
import live.release
from live.due import Standing, standing, standings
from live.errors import LiveError
from live.judge.answer import frozen_questions
from live.outcomes import Done, Failed
from live.publish.cut import cut, frozen
from live.publish.hub import publish
from live.records import Notice, Published
from live.release import release_due
from live.workspace import Workspace, hold, open_workspace

TO = "hub:press/live"
MONTH = factory.MONTH
CUT_DAY = "2026-11-03"
# The client itself passes `data=` where httpx2 wants `content=`.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=<...>':DeprecationWarning")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """What live takes for the time, the cut day of 2026-10 at first."""
    clock = Clock(CUT_DAY)
    monkeypatch.setattr(live.clock, "datetime", clock)
    return clock


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[HubDouble]:
    """An empty Hub to which live publishes."""
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_DISABLE_XET", True)
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    with served(HubDouble()) as hub:
        push = partial(publish, endpoint=hub.url, pauses=(0.0,))
        monkeypatch.setattr(live.publish.publish, "push", push)
        yield hub


@pytest.fixture
def due(workspace: Workspace, clock: Clock) -> Iterator[Workspace]:
    """A workspace that publishes to the Hub, with one month whose cut day it is."""
    yaml = workspace.path / "live.yaml"
    yaml.write_text(f"{yaml.read_text()}publish_to: {TO}\n")
    with open_workspace(workspace.path) as opened:
        add_month(opened)
        yield opened


def ends(workspace: Workspace) -> dict[str, str]:
    return {each.month: each.ended for each in release_due(workspace)[0]}


def files(folder: Path) -> dict[str, bytes]:
    """The files' content; who reads the database right now is not what it holds."""
    found = (p for p in folder.rglob("*") if p.is_file() and not p.name.endswith("-shm"))
    return {str(p.relative_to(folder)): p.read_bytes() for p in found}


@pytest.mark.parametrize(
    ("at", "is_due", "step", "waits_for"),
    [
        ("2026-10-31T23:59:59", False, "crawl", "the month's end; it is cut on 2026-11-03"),
        ("2026-11-01T00:00:00", False, "cut", "2026-11-03, its cut day"),
        ("2026-11-03T00:00:00", True, "cut", ""),
    ],
)
def test_a_month_is_due_from_its_cut_day_on(
    due: Workspace, clock: Clock, at: str, is_due: bool, step: Any, waits_for: str
) -> None:
    clock.set(at)
    assert standing(due, MONTH) == Standing(MONTH, is_due, step, waits_for)


def test_what_is_stored_tells_the_step(due: Workspace) -> None:
    store = due.store
    page = factory.page(7)
    store.add(page)
    assert standing(due, MONTH)[:4] == (MONTH, True, "write", "")
    store.save(MONTH, "write", page.id, Failed("timeout", "it took too long"))
    stand = standing(due, MONTH)
    assert (stand.waits_for, stand.failed) == ("1 at write: failed (timeout)", True)
    store.save(MONTH, "write", page.id, Done())
    release = cut(due, MONTH)
    assert standing(due, MONTH).step == "answer"
    for row, question in zip(release.rows, frozen_questions(due, release), strict=True):
        given = factory.answer(row.row_id, question)
        store.save(MONTH, "answer", f"{given.model}:{row.row_id}:v1", Done((given,)))
    assert standing(due, MONTH).step == "judge"
    for given in store.all(factory.Answer, MONTH):
        store.save(MONTH, "judge", f"{given.id}:embedded/rules", Done((factory.verdict(given),)))
    assert standing(due, MONTH)[:4] == (MONTH, True, "publish", "")
    store.add(
        Published(month=MONTH, revision=1, target="hub:else/where", oid="a", at=live.clock.now())
    )
    assert standing(due, MONTH).step == "publish"
    store.add(Published(month=MONTH, revision=1, target=TO, oid="a", at=live.clock.now()))
    assert standing(due, MONTH)[:3] == (MONTH, False, "out")


def test_a_month_in_which_nothing_was_found_is_told_for_a_month(
    workspace: Workspace, clock: Clock
) -> None:
    workspace.store.save("2026-09", "discover", "Herald", Failed("timeout", "x"))
    assert [(each.month, each.due) for each in standings(workspace)] == [
        ("2026-09", False),
        (MONTH, True),
    ]
    (taken,), _ = release_due(workspace)
    assert (taken.ended, taken.why) == ("waits", "It waits for pages: none was found.")


def test_a_due_month_comes_out_once_and_is_noted(due: Workspace, hub: HubDouble) -> None:
    assert ends(due) == {MONTH: "out"}
    (note,) = due.store.all(Published, MONTH)
    repo = hub.repos["press/live"]
    assert (note.target, note.oid) == (TO, repo.head.oid)
    assert repo.tags == dict.fromkeys([MONTH, f"{MONTH}.r1"], note.oid)
    hub.asked.clear()
    before = files(due.path)
    assert ends(due) == {}
    assert (hub.asked, files(due.path)) == ([], before)


def test_where_nothing_is_due_the_command_ends_with_0_and_changes_nothing(
    due: Workspace, clock: Clock
) -> None:
    clock.set("2026-11-02")
    due.store.close()
    before = files(due.path)
    ended = command("-C", due.path, "release", "--due")
    assert ended.returncode == 0 and ended.stderr == ""
    assert ended.stdout.splitlines()[-1] == "Nothing is due."
    assert files(due.path) == before


def test_a_month_that_waits_for_reviewers_is_never_published(
    workspace: Workspace, clock: Clock, hub: HubDouble
) -> None:
    yaml = workspace.path / "live.yaml"
    yaml.write_text(f"{yaml.read_text()}publish_to: {TO}\n")
    with reviewed(workspace.path) as opened:
        for day in ("2026-11-03", "2026-11-24"):
            clock.set(day)
            (taken,), _ = release_due(opened)
            assert (taken.month, taken.ended, taken.stand.step) == (MONTH, "waits", "review")
            assert taken.why == "It waits for 6 decisions of reviewers (nobody is invited)."
        assert frozen(opened, MONTH) is None and hub.repos == {}
    ended = command("-C", workspace.path, "release", "--due", "--json")
    assert ended.returncode == 0
    (row,) = [each for each in json.loads(ended.stdout)["months"] if each["month"] == MONTH]
    assert (row["ended"], row["due"], row["next"]) == ("waits", True, "cut")


def test_answers_that_people_are_to_settle_hold_a_reviewed_month(
    due: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("live.due._split", lambda workspace, month: 2)
    cut(due, MONTH)
    (taken,), _ = release_due(due)
    assert (taken.ended, taken.stand.people) == ("waits", True)
    assert due.store.all(Published, MONTH) == []


def test_months_are_taken_oldest_first_and_one_that_fails_holds_up_no_other(
    due: Workspace, hub: HubDouble
) -> None:
    add_month(due, "2026-08")
    add_month(due, "2026-09")
    due.store.save("2026-09", "write", factory.page(month="2026-09").id, Done())
    stuck = factory.question(9, id="f" * 16, month="2026-09")
    due.store.add(stuck)
    due.store.save("2026-09", "check", stuck.id, Failed("timeout", "x"))
    assert list(ends(due).items()) == [("2026-08", "out"), ("2026-09", "failed"), (MONTH, "out")]


def test_without_a_place_to_go_a_month_is_judged_and_says_so(
    workspace: Workspace, clock: Clock
) -> None:
    add_month(workspace)
    (taken,), _ = release_due(workspace)
    assert taken.why == "It waits for a place to go: publish_to is not set."
    assert (workspace.release(MONTH) / "scoreboard.json").is_file()
    assert (taken.stand.step, ends(workspace)) == ("publish", {})


def test_answers_that_failed_are_asked_again_and_not_published_without(
    due: Workspace, hub: HubDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(workspace: Workspace, release: Any, **_: Any) -> None:
        for row in release.rows:
            item = f"embedded/blind:{row.row_id}:v1"
            workspace.store.save(MONTH, "answer", item, Failed("timeout", "no reply"))

    with monkeypatch.context() as patch:
        patch.setattr(live.release, "answer_all", fails)
        (taken,), _ = release_due(due)
    assert (taken.ended, taken.why) == ("failed", "It waits for answers: 3 failed (timeout).")
    assert hub.repos == {}
    assert ends(due) == {MONTH: "out"}


def test_what_stopped_at_publishing_goes_on_there(due: Workspace, hub: HubDouble) -> None:
    hub.fails["commit"] = [500, 500]
    (taken,), _ = release_due(due)
    assert (taken.ended, taken.stand.step) == ("failed", "publish") and "500" in taken.why
    seen = due.store.outcomes(MONTH)
    assert ends(due) == {MONTH: "out"}
    assert due.store.outcomes(MONTH) == seen


def test_a_lost_lock_stops_a_month_before_it_is_cut(due: Workspace) -> None:
    def lost() -> None:
        raise LiveError("the lock was lost")

    from dataclasses import replace

    (taken,), _ = release_due(replace(due, still_held=lost))
    assert (taken.ended, taken.why, frozen(due, MONTH)) == ("failed", "the lock was lost", None)


def test_a_fault_of_live_itself_is_told_and_raised(
    due: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live.release, "judge_all", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        release_due(due)
    (report,) = (due.path / "runs").iterdir()
    assert "ZeroDivisionError" in report.read_text()


@pytest.mark.parametrize(("doing", "code"), [("release", 0), ("crawl", 2)])
def test_who_comes_second_says_who_holds_it(due: Workspace, doing: str, code: int) -> None:
    """Another release does the work: 0. After another verb it is undone: 2, as of every verb."""
    with hold(due.path, doing):
        ended = command("-C", due.path, "release", "--due")
    assert ended.returncode == code
    assert f"in use by `live {doing}` (process " in ended.stderr
    assert frozen(due, MONTH) is None


def test_of_two_processes_at_once_one_works_and_the_other_ends_with_0(workspace: Workspace) -> None:
    add_month(workspace)
    code = (
        "import sys; import live.release as r; from live.cli import main\n"
        "async def wait(*_, **__): print('at it', flush=True); sys.stdin.readline()\n"
        "r.answer_all = r.judge_all = wait\n"
        "sys.argv = ['live', '-C', sys.argv[1], 'release', '--due']; main()"
    )
    words = [sys.executable, "-c", code, str(workspace.path)]
    pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(words, **pipes) as first:
        assert first.stdout and first.stdout.readline() == "at it\n"
        second = command("-C", workspace.path, "release", "--due")
        assert second.returncode == 0
        assert f"in use by `live release` (process {first.pid} on " in second.stderr
        first.communicate("go on\ngo on\n")
    assert first.returncode == 0
    assert len(list((workspace.path / "runs").iterdir())) == 1


def test_a_killed_release_leaves_no_lock_and_the_next_one_goes_on(workspace: Workspace) -> None:
    add_month(workspace)
    code = (
        "import os, signal, sys; import live.release as r; from live.cli import main\n"
        "async def die(*_, **__): os.kill(os.getpid(), signal.SIGKILL)\n"
        "r.judge_all = die\n"
        "sys.argv = ['live', '-C', sys.argv[1], 'release', '--due']; main()"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(workspace.path)], check=False)
    assert killed.returncode == -9
    assert len(workspace.store.outcomes(MONTH, "answer")) == 3
    ended = command("-C", workspace.path, "release", "--due")
    assert ended.returncode == 0, ended.stderr
    assert standing(workspace, MONTH).step == "publish"


def test_to_tell_of_a_release_does_not_make_it_another(due: Workspace) -> None:
    before = due.store.changes.digest(MONTH)
    note = Published(month=MONTH, revision=1, target=TO, oid="a", at=live.clock.now())
    due.store.add(note, Notice(month=MONTH, about="out", at=note.at, text="it is out"))
    assert due.store.changes.digest(MONTH) == before

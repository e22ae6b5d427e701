"""Verbs run at their times, by a clock that the tests move; what was missed is run once."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import factory
import pytest
from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers import base
from apscheduler.schedulers.base import BaseScheduler
from test_cli import live as command

from live import schedule
from live.errors import ConfigError, HeldError, WorkspaceError
from live.schedule import USUAL, Job, Schedule, load_schedule, run_verb, serving, start
from live.workspace import hold

SHIPPED = Path(__file__).parent.parent / "schedules" / "monthly.yaml"
DAILY = Schedule(jobs=(Job(verb="release", cron="30 6 * * *"),))


class Stepped(BaseScheduler):
    """A scheduler that looks for what is due when a test says so."""

    def wakeup(self) -> None:
        pass

    def shutdown(self, wait: bool = True) -> None:
        super().shutdown(wait)


class Daemon:
    """A timetable that is served: `at` moves its clock, `stop` and `start` are a restart."""

    def __init__(self, folder: Path, timetable: Schedule) -> None:
        self.folder, self.timetable = folder, timetable
        self.now_at = datetime(2026, 11, 2, 12, tzinfo=UTC)
        self.ran: list[str] = []

    def start(self) -> None:
        self.scheduler = Stepped()
        start(self.scheduler, self.timetable, self.folder, DebugExecutor())

    def at(self, time: str) -> list[str]:
        """What was run when the clock came to a time."""
        self.now_at, before = datetime.fromisoformat(time).replace(tzinfo=UTC), len(self.ran)
        self.scheduler._process_jobs()
        return self.ran[before:]

    def stop(self) -> None:
        self.scheduler.shutdown()

    def now(self, zone: object) -> datetime:
        return self.now_at


@pytest.fixture
def served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[Schedule], Daemon]]:
    """Serves a timetable in a folder of its own."""
    daemons: list[Daemon] = []

    def begin(timetable: Schedule) -> Daemon:
        daemon = Daemon(tmp_path, timetable)
        monkeypatch.setattr(base, "datetime", daemon)
        monkeypatch.setattr(schedule.subprocess, "Popen", popen(daemon.ran))
        daemon.start()
        daemons.append(daemon)
        return daemon

    schedule.STOPPED.clear()
    yield begin
    for daemon in daemons:
        daemon.stop()


def popen(ran: list[str]) -> Any:
    class Ended:
        def __init__(self, words: list[str]) -> None:
            ran.append(" ".join(words[5:]))

        def wait(self) -> int:
            return 0

    return Ended


def test_each_verb_runs_when_it_says(served: Callable[[Schedule], Daemon]) -> None:
    daemon = served(USUAL)
    assert daemon.at("2026-11-03T02:09") == []
    assert daemon.at("2026-11-03T02:10") == ["crawl --month current"]
    assert daemon.at("2026-11-03T06:30") == ["release --due"]
    assert daemon.at("2026-11-03T06:31") == []
    days = ["crawl --month current", "release --due"]
    assert daemon.at("2026-11-08T12:00") == days  # a machine that slept for days
    assert daemon.at("2026-11-09T05:00") == ["crawl --month current", "write --month current"]


def test_pages_of_a_months_last_days_are_found_before_it_is_cut(
    served: Callable[[Schedule], Daemon],
) -> None:
    daemon = served(USUAL)
    assert daemon.at("2026-12-01T01:10")[-1] == "crawl --month previous"
    assert daemon.at("2026-12-02T01:10")[-1] == "crawl --month previous"
    assert "crawl --month previous" not in daemon.at("2026-12-03T12:00")


def test_after_downtime_what_was_missed_is_run_exactly_once(
    served: Callable[[Schedule], Daemon],
) -> None:
    daemon = served(DAILY)
    assert daemon.at("2026-11-03T06:30") == ["release --due"]
    daemon.stop()
    daemon.now_at = datetime(2026, 11, 20, 3, tzinfo=UTC)
    daemon.start()
    assert daemon.at("2026-11-20T03:00") == ["release --due"]
    assert daemon.at("2026-11-20T03:01") == []
    daemon.stop()
    daemon.start()
    assert daemon.at("2026-11-20T06:29") == []
    assert daemon.at("2026-11-20T06:30") == ["release --due"]


def test_a_changed_timetable_takes_the_place_of_the_kept_one(
    served: Callable[[Schedule], Daemon],
) -> None:
    daemon = served(DAILY)
    daemon.stop()
    daemon.timetable = Schedule(jobs=(Job(verb="run", month="previous", cron="0 9 * * *"),))
    daemon.start()
    assert daemon.at("2026-11-03T06:30") == []
    assert daemon.at("2026-11-03T09:00") == ["run --month previous"]


def test_a_workspace_that_was_moved_is_worked_on_where_it_is(
    served: Callable[[Schedule], Daemon], tmp_path: Path
) -> None:
    daemon = served(DAILY)
    daemon.stop()
    moved = tmp_path / "moved"
    moved.mkdir()
    (tmp_path / schedule.KEPT).rename(moved / schedule.KEPT)
    daemon.folder = moved
    daemon.start()
    (job,) = daemon.scheduler.get_jobs()
    assert job.args == (["release", "--due"], str(moved))
    assert daemon.at("2026-11-03T06:30") == ["release --due"]


def test_a_file_that_holds_no_times_is_one_line(tmp_path: Path) -> None:
    (tmp_path / schedule.KEPT).write_text("not a database, but longer than the head of one" * 9)
    with pytest.raises(WorkspaceError, match="file is not a database. Delete it: it only says"):
        start(Stepped(), DAILY, tmp_path)


def test_two_daemons_serve_no_workspace(tmp_path: Path) -> None:
    (tmp_path / "live.yaml").write_text(factory.CONFIG)
    with serving(tmp_path):
        with pytest.raises(HeldError, match=r"in use by `live schedule` \(process \d+ on "):
            with serving(tmp_path):
                raise AssertionError("two serve one workspace")
        with hold(tmp_path, "crawl"):
            pass  # which is another lock: verbs run beside the daemon
        ended = command("-C", tmp_path, "schedule")
        assert ended.returncode == 2 and "in use by `live schedule`" in ended.stderr


def test_a_daemon_that_is_stopped_ends_its_verb_and_begins_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "live.yaml").write_text(factory.CONFIG)
    words = [sys.executable, "-c", "print(flush=True); input()"]
    pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(words, **pipes) as verb, monkeypatch.context() as patch:
        assert verb.stdout and verb.stdout.readline()
        patch.setattr(schedule, "RUNNING", {verb})
        with serving(tmp_path):
            pass
        assert verb.wait() == -signal.SIGTERM
    monkeypatch.setattr(schedule.subprocess, "Popen", None)
    assert run_verb(["crawl"], str(tmp_path)) == 0


def test_a_verb_that_fails_gives_its_exit_code(tmp_path: Path) -> None:
    schedule.STOPPED.clear()
    assert run_verb(["crawl", "--month", "current"], str(tmp_path)) == 2


def test_the_shipped_timetable_is_the_usual_one() -> None:
    assert load_schedule(SHIPPED) == load_schedule(None) == USUAL


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("jobs: []", "jobs: [] cannot be used. Write at least one job."),
        ("jobs: [{verb: run, month: current, cron: '61 * * * *'}]", "jobs.0.cron: '61 * * * *' is"),
        ("jobs: [{verb: release, cron: '0 0 31 2 *'}]", "jobs.0.cron: '0 0 31 2 *' never comes"),
        ("jobs: [{verb: sing, month: current, cron: '1 * * * *'}]", "jobs.0.verb: 'sing' cannot"),
        ("jobs: [{verb: run, month: current, cron: '0 1 * * 1'}]", "jobs.0.cron: '0 1 * * 1' numb"),
        ("jobs: [{verb: release, cron: '0 1 2 * mon'}]", "jobs.0.cron: '0 1 2 * mon' names days"),
        ("jobs: [{verb: run, cron: '0 1 * * *'}]", "jobs.0: run: month is missing. Write current"),
        ("jobs: [{verb: release, month: current, cron: '0 1 * * *'}]", "jobs.0: release: takes no"),
    ],
)
def test_a_wrong_timetable_is_one_line(tmp_path: Path, text: str, line: str) -> None:
    (tmp_path / "s.yaml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        load_schedule(tmp_path / "s.yaml")
    assert str(caught.value).startswith(f"s.yaml: {line}")

"""Scheduled verbs run at their times, and one that was missed runs once."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from live import schedule
from live.errors import ConfigError
from live.schedule import Job, run_verb, scheduler_of

SHIPPED = Path(__file__).parent.parent / "schedules" / "monthly.yaml"


def test_the_shipped_schedule_fires_when_it_says(tmp_path: Path) -> None:
    jobs = {job.name: job for job in scheduler_of(SHIPPED, tmp_path).get_jobs()}
    at = datetime(2026, 11, 1, 12, tzinfo=UTC)
    fires = jobs["run --month previous"].trigger.get_next_fire_time(None, at)
    assert fires == datetime(2026, 11, 2, 4, 30, tzinfo=UTC)


def test_a_missed_run_is_made_up_for_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process runs the verb, on the month, in the folder; five missed times are one run."""
    ran: list[Any] = []
    scheduler = scheduler_of(SHIPPED, tmp_path)

    def run(command: list[str], check: bool) -> Any:
        ran.append(command[2:])
        scheduler.shutdown(wait=False)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(schedule.subprocess, "run", run)
    for job in scheduler.get_jobs():
        missed = datetime.now(UTC) - timedelta(days=5)
        if job.name.startswith("crawl"):
            job.modify(next_run_time=missed)
        else:
            job.remove()
    scheduler.start()
    assert ran == [["live", "-C", str(tmp_path), "crawl", "--month", "current"]]


def test_a_verb_that_fails_gives_its_exit_code(tmp_path: Path) -> None:
    job = Job(verb="crawl", month="current", cron="0 0 * * *")
    assert run_verb(job, tmp_path) == 2


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("jobs: []", "jobs: [] cannot be used. Write at least one job."),
        ("jobs: [{verb: run, month: current, cron: '61 * * * *'}]", "jobs.0.cron: '61 * * * *' is"),
        ("jobs: [{verb: sing, month: current, cron: '1 * * * *'}]", "jobs.0.verb: 'sing' cannot"),
    ],
)
def test_a_wrong_schedule_is_one_line(tmp_path: Path, text: str, line: str) -> None:
    (tmp_path / "s.yaml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        scheduler_of(tmp_path / "s.yaml", tmp_path)
    assert str(caught.value).startswith(f"s.yaml: {line}")

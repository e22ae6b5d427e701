"""A file of jobs in, verbs run at their times out, by APScheduler. Starts a process for each.

A process a run leaves no memory behind and takes the same path as a person's command line. Times
missed while the machine slept are made up for once. Those missed while this was not running are
not, and need not be: every verb does all that is missing.
"""

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import structlog
from pydantic import BaseModel, ConfigDict, Field, field_validator

from live.yaml_file import load_yaml

if TYPE_CHECKING:
    from apscheduler.schedulers.blocking import BlockingScheduler


class Job(BaseModel):
    """A verb, the month it works on and when it runs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    verb: Literal["crawl", "write", "answer", "judge", "publish", "run"] = Field(
        description="crawl, write, answer, judge, publish or run"
    )
    month: Literal["current", "previous"] = Field(description="current or previous")
    cron: str = Field(description="five cron fields in quotes, times in UTC")

    @field_validator("cron")
    @classmethod
    def _is_cron(cls, cron: str) -> str:
        from apscheduler.triggers.cron import CronTrigger

        try:
            CronTrigger.from_crontab(cron, timezone="UTC")
        except ValueError as error:
            raise ValueError(f"{cron!r} is not cron ({error}). Write five fields") from None
        return cron


class Schedule(BaseModel):
    """A file such as schedules/monthly.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    jobs: tuple[Job, ...] = Field(min_length=1, description="at least one job")


def scheduler_of(path: Path, folder: Path) -> "BlockingScheduler":
    """Makes the scheduler of a file's jobs on a workspace; `start()` runs it until it is stopped.

    Raises ConfigError for the file.
    """
    from apscheduler.schedulers.blocking import BlockingScheduler
    from apscheduler.triggers.cron import CronTrigger

    schedule = load_yaml(path, Schedule)
    scheduler = BlockingScheduler(timezone="UTC")
    for job in schedule.jobs:
        scheduler.add_job(
            run_verb,
            CronTrigger.from_crontab(job.cron, timezone="UTC"),
            args=(job, folder),
            name=f"{job.verb} --month {job.month}",
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
    return scheduler


def run_verb(job: Job, folder: Path) -> int:
    """Runs a job's verb as a process of its own, and gives its exit code."""
    command = [sys.executable, "-m", "live", "-C", str(folder), job.verb, "--month", job.month]
    code = subprocess.run(command, check=False).returncode
    if code:
        structlog.get_logger().warning("a scheduled verb ended badly", verb=job.verb, code=code)
    return code

"""A timetable of verbs in, each run at its times, by APScheduler. Starts a process for each.

A process a run leaves no memory behind and takes the same path as a person's command line. When
each runs next is kept in schedule.db, so a time that passed while this did not run, or the machine
slept, is made up for, once however many passed. One run follows the other.
"""

import re
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

import structlog
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from live.clock import now
from live.errors import WorkspaceError
from live.yaml_file import load_yaml

if TYPE_CHECKING:
    from apscheduler.schedulers.base import BaseScheduler

KEPT = "schedule.db"
RUNNING: set[subprocess.Popen[bytes]] = set()
STOPPED = threading.Event()
"""No verb is begun any more: those that wait for their turn would be, when Python ends."""
TURN = threading.Lock()
log = structlog.get_logger()


class Job(BaseModel):
    """A verb, the month it works on and when it runs; `release` is `live release --due`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    verb: Literal["crawl", "write", "release", "answer", "judge", "publish", "run"] = Field(
        description="crawl, write, release, answer, judge, publish or run"
    )
    month: Literal["current", "previous"] | None = Field(
        default=None, description="current or previous; of release, nothing"
    )
    cron: str = Field(
        description="five cron fields in quotes, times in UTC, days of the week as mon to sun"
    )

    @property
    def words(self) -> list[str]:
        """The command line, without `live` and the workspace."""
        return [self.verb, "--month", self.month] if self.month else [self.verb, "--due"]

    @property
    def id(self) -> str:
        """What the job is known by in schedule.db: one that is changed is another one."""
        return f"{' '.join(self.words)} at {self.cron}"

    @field_validator("cron")
    @classmethod
    def _is_cron(cls, cron: str) -> str:
        from apscheduler.triggers.cron import CronTrigger

        try:
            times = CronTrigger.from_crontab(cron, timezone="UTC")
        except ValueError as error:
            raise ValueError(f"{cron!r} is not cron ({error}). Write five fields") from None
        if times.get_next_fire_time(None, now()) is None:
            raise ValueError(f"{cron!r} never comes. Write a day that there is")
        _, _, day, _, weekday = cron.split()
        if re.search(r"(^|[,-])\d", weekday):
            raise ValueError(
                f"{cron!r} numbers a day of the week, which cron and APScheduler begin to count at "
                "different ones. Write mon to sun"
            )
        if "*" not in (day, weekday):
            raise ValueError(
                f"{cron!r} names days both of the month and of the week: cron means either, "
                "APScheduler both. Write * for one of them"
            )
        return cron

    @model_validator(mode="after")
    def _month_where_it_belongs(self) -> Self:
        if (self.month is None) != (self.verb == "release"):
            raise ValueError(
                f"{self.verb}: month is missing. Write current or previous"
                if self.month is None
                else "release: takes no month, for it finds out itself what is due. Remove it"
            )
        return self


class Schedule(BaseModel):
    """A file such as schedules/monthly.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    jobs: tuple[Job, ...] = Field(min_length=1, description="at least one job")


USUAL = Schedule(
    jobs=(
        Job(verb="crawl", month="current", cron="10 2 * * *"),
        Job(verb="crawl", month="previous", cron="10 1 1,2 * *"),
        Job(verb="write", month="current", cron="0 5 * * mon"),
        Job(verb="release", cron="30 6 * * *"),
    )
)
"""What runs where no file is named; schedules/monthly.yaml says the same."""


def load_schedule(path: Path | None) -> Schedule:
    """Reads a timetable; without a file it is the usual one. Raises ConfigError for the file."""
    return load_yaml(path, Schedule) if path else USUAL


@contextmanager
def serving(folder: Path) -> Iterator[None]:
    """Holds the timetable of a workspace, and ends the verb that runs when the block ends.

    On PostgreSQL it is held for all machines, for two timetables would run each verb twice. Raises
    HeldError that says who holds it.
    """
    from live.config import load_config
    from live.store_database import database_url
    from live.store_lock import hold_database
    from live.workspace import hold

    url = database_url(folder, load_config(folder / "live.yaml").database)
    with hold(folder, "schedule", "schedule"), hold_database(url, "schedule", "schedule"):
        STOPPED.clear()
        try:
            yield
        finally:
            with TURN:
                STOPPED.set()
                for process in RUNNING:
                    process.terminate()  # it keeps what is finished, and the next run goes on


def start(
    scheduler: "BaseScheduler", schedule: Schedule, folder: Path, executor: Any = None
) -> None:
    """Starts a scheduler of APScheduler on a timetable; what was kept of it from before counts.

    executor: in place of a thread that runs a verb after the other, for tests. Raises
    WorkspaceError where schedule.db cannot be used.
    """
    from apscheduler.executors.pool import ThreadPoolExecutor
    from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore

    file = folder.absolute() / KEPT
    try:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("SELECT name FROM sqlite_master").fetchall()
    except sqlite3.Error as error:
        raise WorkspaceError(f"{file}: {error}. Delete it: it only says what runs next.") from None
    scheduler.configure(
        timezone="UTC",
        jobstores={"default": SQLAlchemyJobStore(f"sqlite:///{file}")},
        executors={"default": executor or ThreadPoolExecutor(1)},
        # None: however late, it runs. Several times that passed are one run.
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )
    scheduler.start(paused=True)
    _agree(scheduler, schedule, folder)
    scheduler.resume()


def _agree(scheduler: "BaseScheduler", schedule: Schedule, folder: Path) -> None:
    """Makes what is kept agree with the timetable.

    A job that is there is left alone: to add it again would forget the time that it missed.
    """
    from apscheduler.triggers.cron import CronTrigger

    wanted = {job.id: job for job in schedule.jobs}
    kept = {job.id: job for job in scheduler.get_jobs()}
    for id in kept.keys() - wanted.keys():
        scheduler.remove_job(id)
    for id, job in wanted.items():
        arguments = (job.words, str(folder.absolute()))
        if id not in kept:
            trigger = CronTrigger.from_crontab(job.cron, timezone="UTC")
            scheduler.add_job(run_verb, trigger, arguments, id=id, name=" ".join(job.words))
        elif tuple(kept[id].args) != arguments:
            scheduler.modify_job(id, args=arguments)  # the workspace was moved


def run_verb(words: list[str], folder: str) -> int:
    """Runs a verb on a workspace as a process of its own, and gives its exit code."""
    with TURN:
        if STOPPED.is_set():
            return 0
        process = subprocess.Popen([sys.executable, "-m", "live", "-C", folder, *words])
        RUNNING.add(process)
    code = process.wait()
    with TURN:
        RUNNING.discard(process)
    if code and not STOPPED.is_set():
        log.warning("a scheduled verb ended badly", verb=" ".join(words), code=code)
    return code

"""`live release` and `live schedule`: arguments and printing only."""

import sys
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from live.cli_parts import json_option, lost, opened, print_json
from live.errors import HeldError

if TYPE_CHECKING:
    from live.due import Standing
    from live.run import Taken
    from live.workspace import Workspace


@click.command()
@click.option("--due", "take", is_flag=True, help="Take on what is due, as far as it goes now.")
@json_option
@click.pass_obj
def release(folder: Path, take: bool, as_json: bool) -> None:
    """Show which months are due and what each waits for; with --due, take them on.

    A month is due from its cut day until it is out where `publish_to` says. It is written, cut,
    answered, judged and published; where reviewers are awaited it waits and says so, and is not
    published. Of a month that is out its link is shown; of one whose last try failed, why. Made to
    be run daily: what is done is not done again, and where nothing is due nothing changes. A second
    run at the same time says who is at it and ends with 0.
    """
    with opened(folder) as workspace:
        from live.due import standings

        stands = standings(workspace)
        if take:
            from live.release import to_take

            take = bool(to_take(workspace, stands))
        rows = _rows(workspace, stands, [])
    if not take:
        return _print(rows, None, as_json)
    try:
        sys.exit(_take(folder, as_json))
    except HeldError as error:
        if error.doing not in ("release", ""):
            raise  # another verb: what is due stays so, and whoever called is to know
        _print(rows, None, as_json)
        click.echo(f"{error} What is due is taken by it, or by the next run.", err=True)


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.pass_obj
def schedule(folder: Path, file: Path | None) -> None:
    """Run verbs at their times until stopped: crawl daily, write weekly, `release --due` daily.

    FILE, such as schedules/monthly.yaml, says it otherwise. Times that passed meanwhile, by a
    machine that slept or a process that did not run, are made up for once. The folder schedules/
    has the same for cron, systemd, GitHub Actions and Kubernetes.
    """
    from apscheduler.schedulers.background import BackgroundScheduler

    from live.schedule import load_schedule, serving, start

    timetable = load_schedule(file)
    with serving(folder):
        scheduler = BackgroundScheduler()
        start(scheduler, timetable, folder)
        for job in scheduler.get_jobs():
            click.echo(f"{job.next_run_time:%Y-%m-%d %H:%M} UTC  live {job.name}", err=True)
        threading.Event().wait()


def _take(folder: Path, as_json: bool) -> int:
    """Takes what is due, prints how it ended and gives the exit code."""
    from live.due import standings
    from live.release import release_due
    from live.terminal import progress

    with opened(folder, "release") as workspace:
        with progress() as report:
            taken, file = release_due(workspace, report=report, say=partial(click.echo, err=True))
        place = str(file.relative_to(workspace.path)) if file else None
        _print(_rows(workspace, standings(workspace), taken), place, as_json)
        if any(each.ended == "failed" for each in taken):
            return 1
        return max(
            (lost(workspace, each.month) for each in taken if each.ended == "out"), default=0
        )


def _print(rows: list[dict[str, Any]], report: str | None, as_json: bool) -> None:
    if as_json:
        print_json({"months": rows, "report": report})
        return
    from live.terminal_release import release_lines

    click.echo("\n".join(release_lines(rows, report)))


def _rows(
    workspace: "Workspace", stands: "list[Standing]", taken: "list[Taken]"
) -> list[dict[str, Any]]:
    """A row a month. Of one that was not taken on, `why` says why the last try failed."""
    from live.notices import last_failure

    ends = {each.month: each for each in taken}
    rows = []
    for stand in stands:
        if end := ends.get(stand.month):
            rows.append(_row(stand, end.ended, end.why))
        else:
            failure = "" if stand.note else last_failure(workspace, stand.month)
            rows.append(_row(stand, None, failure))
    return rows


def _row(stand: "Standing", ended: str | None, why: str) -> dict[str, Any]:
    return {
        "month": stand.month,
        "revision": stand.revision or None,
        "changed": stand.changed,
        "due": stand.due,
        "step": stand.step,
        "next": stand.next,
        "waits_for": stand.waits_for,
        "todo": stand.todo,
        "ended": ended,
        "why": why,
        "link": stand.link,
    }

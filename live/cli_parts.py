"""What the verbs of the command line share: options, the open workspace, JSON, progress."""

import asyncio
import json
import math
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from live.errors import UsageError

if TYPE_CHECKING:
    from live.records import Release
    from live.run import Run
    from live.workspace import Workspace

DROPPED_TOO_MUCH = 3
NO_CONTACT = (
    "live.yaml: contact: missing, so that sites cannot reach you. Write a URL or address for them."
)


def read_month(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """Reads a month, or `current` or `previous`. Raises UsageError for what is none."""
    from live.clock import current_month, previous_month
    from live.records import MONTH_PATTERN

    if value in ("current", "previous"):
        return current_month() if value == "current" else previous_month()
    if value is not None and not re.fullmatch(MONTH_PATTERN, value):
        raise UsageError(f"--month: {value!r} is not a month. Write it as 2026-10.")
    return value


month_option = click.option(
    "--month",
    metavar="YYYY-MM",
    callback=read_month,
    help="Or `current`, `previous`. Default: the month in live.yaml, else the current one.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


def read_time(context: click.Context, option: click.Parameter, value: str | None) -> Any:
    """Reads a time in ISO; without a zone it is UTC. Raises UsageError for what is none."""
    if value is None:
        return None
    try:
        at = datetime.fromisoformat(value)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError(
            f"{option.opts[0]}: {value!r} is not a time. Write ISO, such as 2026-10-01T00:00:00Z."
        ) from None


def not_blank(context: click.Context, option: click.Parameter, value: str) -> str:
    """Reads a text that says something. Raises UsageError for one that does not."""
    if not value.strip():
        raise UsageError(f"--{option.name}: empty. Write who decides, or why.")
    return value.strip()


def _read_handle(context: click.Context, option: click.Parameter, value: str) -> str:
    from live.review.handles import check

    return check(not_blank(context, option, value))


by_option = click.option(
    "--by",
    callback=_read_handle,
    required=True,
    envvar="LIVE_REVIEWER",
    metavar="HANDLE",
    help="Who does it, as published: 2 to 30 letters, digits, - and _. Or set LIVE_REVIEWER.",
)


def _read_usd(context: click.Context, option: click.Parameter, value: str | None) -> float | None:
    try:
        usd = None if value is None else float(value)
    except ValueError:
        usd = math.nan
    if usd is not None and not 0 <= usd < math.inf:
        raise UsageError(f"--max-usd: {value!r} is not an amount. Write USD, 0 or more.")
    return usd


usd_option = click.option(
    "--max-usd",
    metavar="USD",
    callback=_read_usd,
    help="Stop before the month's replies cost more than this in all.",
)
early_option = click.option("--early", is_flag=True, help="Cut before the month's cut day.")


def wrong_words(error: click.ClickException) -> str:
    """Says what is wrong with a command line, in one line; of one without any verb, the help."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()
    context = getattr(error, "ctx", None)
    verb = context.command_path if context else "live"
    return f"{error.format_message().rstrip('.')}. See `{verb} --help`."


@contextmanager
def opened(folder: Path, doing: str = "") -> Iterator["Workspace"]:
    """Opens the workspace; with `doing`, holds it against other runs meanwhile."""
    from live.config import load_config
    from live.store_lock import hold_database
    from live.workspace import hold, open_workspace

    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder. Make one with a live.yaml in it.")
    if not (folder / "live.yaml").exists():
        load_config(folder / "live.yaml")  # says so, before a lock is left where no workspace is
    if not doing:
        with open_workspace(folder) as workspace:
            yield workspace
        return
    with (
        hold(folder, doing),
        open_workspace(folder) as workspace,
        hold_database(workspace.store.url, doing) as still_held,
    ):
        yield replace(workspace, still_held=still_held)


def release_of(workspace: "Workspace", month: str | None) -> "Release":
    """Gives a month's frozen split. Raises UsageError where it is not cut yet."""
    from live.publish.cut import frozen

    release = frozen(workspace, workspace.month(month))
    if release is None:
        month = workspace.month(month)
        raise UsageError(f"{month} is not cut yet. Run `live cut --month {month}` first.")
    return release


def print_json(value: Any) -> None:
    """Prints a JSON document."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


@contextmanager
def reported(workspace: "Workspace", month: str, verb: str) -> Iterator["Run"]:
    """Has the block's run heard, under a progress bar, and its report kept in runs/.

    What ends the run goes its way. A run that found nothing to do leaves no report.
    """
    from live.run import begin
    from live.run_report import keep_run
    from live.terminal import progress

    with progress() as report:
        run = begin(workspace, month, verb, report)
        try:
            yield run
        except BaseException as error:
            run.breaks(error)
            raise
        finally:
            keep_run(run)


def stage(work: Callable[[Any], Any]) -> Any:
    """Runs one stage under a progress bar."""
    from live.terminal import progress

    with progress() as report:
        return asyncio.run(work(report))


def lost(workspace: "Workspace", month: str) -> int:
    """Says what was lost beyond the limit, if anything was, and gives the exit code."""
    from live.status import lost_beyond_limit

    if beyond := lost_beyond_limit(workspace, month):
        click.echo(f"{beyond} See `live status --why`.", err=True)
        return DROPPED_TOO_MUCH
    return 0


def end(workspace: "Workspace", month: str) -> NoReturn:
    """Prints where a month stands after a stage, and ends with the exit code."""
    stand(workspace, month)
    sys.exit(lost(workspace, month))


def stand(workspace: "Workspace", month: str) -> None:
    """Prints where a month stands."""
    from live.status import status
    from live.terminal import status_lines

    row = [each for each in status(workspace)["months"] if each["month"] == month]
    click.echo("\n".join(status_lines({"months": row})))


def warn_of_no_contact(workspace: "Workspace") -> None:
    """Says that sites are visited by somebody whom they cannot reach, where that is so."""
    if not workspace.config.contact:
        click.echo(NO_CONTACT, err=True)

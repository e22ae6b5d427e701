"""The command line: arguments and printing only. What a verb needs is imported by that verb."""

import asyncio
import gc
import re
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from live import __version__
from live import cli_desk as desk
from live.cli_crawl import crawl
from live.cli_errata import correct, withdraw
from live.cli_export import export
from live.cli_extract import extract
from live.cli_gates import gates
from live.cli_look import explain, log, status
from live.cli_parts import (
    early_option,
    end,
    json_option,
    lost,
    month_option,
    opened,
    print_json,
    release_of,
    reported,
    usd_option,
    warn_of_no_contact,
    wrong_words,
)
from live.cli_ratings import review_ratings
from live.cli_rehydrate import rehydrate
from live.cli_release import release, schedule
from live.cli_review import review
from live.cli_score import arena, evaluate, judge, leaderboard, score
from live.cli_serve import review_serve
from live.cli_sites import sites
from live.errors import LiveError, UsageError

if TYPE_CHECKING:
    from live.workspace import Workspace


def main() -> None:
    """Runs the command line. An error that a user can mend is one line and an exit code."""
    from live.terminal import configure_logs

    configure_logs()
    # a month is hundreds of thousands of records that stay: to look through all of them as often as
    # Python does by itself takes a third of a command's time
    gc.set_threshold(50_000, 20, 20)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        live(prog_name="live", standalone_mode=False)
    except LiveError as error:
        _stop(str(error), error.exit_code)
    except click.ClickException as error:
        _stop(wrong_words(error), UsageError.exit_code)
    except (KeyboardInterrupt, click.Abort):
        _stop("Stopped. What was finished is kept; run the same again to go on.", 130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _stop(f"{where}{error.strerror or error}. See to that, then run the same again.", 1)


def _stop(line: str, code: int) -> None:
    click.echo(line, err=True)
    sys.exit(code)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="live")
@click.option(
    "-C", "folder", default=".", metavar="DIR", help="The workspace: a folder with a live.yaml."
)
@click.pass_context
def live(context: click.Context, folder: str) -> None:
    """Make a new multimodal benchmark every month, from news that no model has seen.

    A month goes crawl, write, review, cut, answer, judge, publish; `run` does all of it that can be
    done now. Exit codes: 0 done, 1 failed, 2 bad input or configuration, 3 done but too much was
    dropped.
    """
    context.obj = Path(folder)


@live.command()
@month_option
@usd_option
@early_option
@click.pass_obj
def run(folder: Path, month: str | None, max_usd: float | None, early: bool) -> None:
    """Take a month as far as it goes: every stage in order, up to the local release."""
    with opened(folder, "run") as workspace:
        code = _run(workspace, workspace.month(month), "run", max_usd=max_usd, early=early)
        warn_of_no_contact(workspace)
        sys.exit(code)


def _run(workspace: "Workspace", month: str, verb: str, **options: Any) -> int:
    """Runs a month, prints how it ended and gives the exit code."""
    from live.pipeline import run
    from live.terminal_score import scoreboard_lines

    with reported(workspace, month, verb) as heard:
        ended = asyncio.run(run(workspace, month, report=heard, **options))
        if ended.scoreboard is None:
            heard.ends("failed" if ended.failed else "waits", f"Not cut: {ended.waits_for}")
    if ended.scoreboard is None:
        click.echo(f"Not cut: {ended.waits_for}.", err=True)
        return 1 if ended.failed else lost(workspace, month)
    click.echo("\n".join(scoreboard_lines(ended.scoreboard)))
    click.echo(f"split        {workspace.release(month) / 'hub'}")
    click.echo(f"leaderboard  {workspace.release(month) / 'leaderboard' / 'index.html'}")
    return lost(workspace, month)


@live.command()
@month_option
@usd_option
@click.pass_obj
def write(folder: Path, month: str | None, max_usd: float | None) -> None:
    """Write questions about the month's pages, and put them through the gates."""
    with opened(folder, "write") as workspace:
        from live.pipeline import write_and_gate
        from live.publish.cut import frozen

        month = workspace.month(month)
        if frozen(workspace, month):
            click.echo(f"{month} is frozen: nothing written.", err=True)
            return
        with reported(workspace, month, "write") as heard:
            asyncio.run(write_and_gate(workspace, month, max_usd=max_usd, report=heard))
        end(workspace, month)


@live.command()
@month_option
@early_option
@click.option("--partial", is_flag=True, help="Leave out what still waits or failed.")
@click.option("--dry-run", is_flag=True, help="Freeze nothing: show what would be chosen now.")
@click.pass_obj
def cut(folder: Path, month: str | None, early: bool, partial: bool, dry_run: bool) -> None:
    """Choose among the accepted questions, and freeze those into the month's split."""
    from live.funnel import examples, funnel
    from live.publish.cut import choose, frozen
    from live.publish.cut import cut as freeze
    from live.terminal import choice_lines, funnel_lines

    with opened(folder, "cut") as workspace:
        month = workspace.month(month)
        if dry_run and not frozen(workspace, month):
            chosen, selection = choose(workspace, month)
            rows, head, choice = len(chosen), "would be frozen", choice_lines(selection)
        else:
            release = freeze(workspace, month, early=early, partial=partial)
            rows, head = len(release.rows), "are frozen"
            choice = choice_lines(release.selection) if release.selection else []
        lines = funnel_lines(funnel(workspace, month, rows), examples(workspace, month))
        click.echo("\n".join([f"{month}: {rows} rows {head}.", *lines, *choice]))


@live.command()
@month_option
@usd_option
@click.pass_obj
def answer(folder: Path, month: str | None, max_usd: float | None) -> None:
    """Have the candidates answer the month's frozen questions from the pixels."""
    from live.pipeline import answer_all

    with opened(folder, "answer") as workspace:
        month = workspace.month(month)
        with reported(workspace, month, "answer") as heard:
            release = release_of(workspace, month)
            asyncio.run(answer_all(workspace, release, max_usd=max_usd, report=heard))
        end(workspace, month)


@live.command()
@month_option
@click.option("--to", metavar="PATH|hub:ORG/NAME", help="Default: publish_to in live.yaml.")
@click.option("--dry-run", is_flag=True, help="Publish nothing: show which rows and files differ.")
@click.option("--private", is_flag=True, help="Have the repository private. Otherwise as it is.")
@click.option("--gated", is_flag=True, help="Have readers ask for access, which is given at once.")
@click.pass_obj
def publish(
    folder: Path, month: str | None, to: str | None, dry_run: bool, private: bool, gated: bool
) -> None:
    """Publish a finished month: one commit and its tags on the Hub, or a local folder."""
    from live.publish.publish import preview
    from live.publish.publish import publish as push

    with opened(folder, "publish") as workspace:
        target = to or workspace.config.publish_to
        if not target:
            raise UsageError(
                "publish: no target. Write --to hub:org/name, or publish_to: in live.yaml."
            )
        if re.match(r"\w{2,}:", target) and not target.startswith("hub:"):
            raise UsageError(f"--to: {target!r} is no target. Write a folder, or hub:org/name.")
        month = workspace.month(month)
        if dry_run:
            release = release_of(workspace, month)
            shown = preview(workspace, release, target, private=private, gated=gated)
            click.echo("\n".join(shown.lines))
            if shown.stop:
                raise shown.stop
            return
        with reported(workspace, month, "publish") as heard:
            release = release_of(workspace, month)
            note, line = push(workspace, release, target, private=private, gated=gated)
            if note.at >= heard.began:  # else it was there already
                heard.ends("out", line)
        click.echo(line)


@live.command()
@click.option("--notify", is_flag=True, help="Also send a notice to each address of live.yaml.")
@json_option
@click.pass_obj
def doctor(folder: Path, notify: bool, as_json: bool) -> None:
    """Say what works on this machine, and what to do about what does not."""
    from live.doctor import examine

    findings = examine(folder, notify=notify)
    if as_json:
        print_json([finding.__dict__ for finding in findings])
    else:
        for finding in findings:
            click.echo(f"{finding.state:8} {finding.what:10} {finding.fact}")
    sys.exit(1 if any(finding.state == "broken" for finding in findings) else 0)


@live.command()
@click.option(
    "--workspace", "target", default="live-demo", metavar="DIR", help="Where the demo's month goes."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="The newspaper's port. Default: any free one.",
)
@click.option("--serve", is_flag=True, help="Only serve the newspaper, to look at it in a browser.")
def demo(target: str, port: int, serve: bool) -> None:
    """Watch a whole month happen on a bundled newspaper, with no key and no network."""
    from live.demo import workspace as demo_workspace

    if serve:
        with suppress(KeyboardInterrupt):
            demo_workspace.serve_until_stopped(port, click.echo)
        return
    folder = Path(target)
    demo_workspace.prepare(folder)
    with opened(folder, "demo") as workspace, demo_workspace.network(workspace, port) as network:
        sys.exit(_run(workspace, demo_workspace.MONTH, "demo", network=network))


for verb in (*desk.VERBS, review_ratings, review_serve):
    review.add_command(verb)
for verb in (
    arena,
    correct,
    crawl,
    evaluate,
    explain,
    export,
    extract,
    gates,
    judge,
    leaderboard,
    log,
    rehydrate,
    release,
    review,
    schedule,
    score,
    sites,
    status,
    withdraw,
):
    live.add_command(verb)

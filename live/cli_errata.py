"""`live withdraw` and `live correct`: arguments and printing only."""

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from live.cli_parts import (
    by_option,
    lost,
    month_option,
    not_blank,
    opened,
    stage,
    usd_option,
)
from live.errors import UsageError

if TYPE_CHECKING:
    from live.records import Release
    from live.workspace import Workspace

CRITERION = re.compile(r"(10|\d)( points?)?: \S.*")
row_option = click.option("--row", "row_id", type=int, required=True, help="The row's `id`.")
reason_option = click.option(
    "--reason", required=True, callback=not_blank, help="What is wrong with it; published."
)


@click.command()
@month_option
@row_option
@by_option
@reason_option
@click.pass_obj
def withdraw(folder: Path, month: str | None, row_id: int, by: str, reason: str) -> None:
    """Take a row out of a frozen month: a new revision, with an erratum.

    No model is asked: the scores are computed from the verdicts that there are. The older revision
    stays, on the Hub under its tag. No other row gets the number.
    """
    from live.publish.errata import withdraw as take_out
    from live.publish.release import write_release
    from live.review.handles import spelled
    from live.terminal_score import scoreboard_lines

    with opened(folder, "withdraw") as workspace:
        by = spelled(workspace, by)
        release = take_out(workspace, workspace.month(month), row_id, by, reason)
        _say(release)
        if _is_scored(workspace, release):
            click.echo("\n".join(scoreboard_lines(write_release(workspace, release))))
        _say_next(workspace, release)


@click.command()
@month_option
@row_option
@by_option
@reason_option
@click.option("--question", help="The question, as it should be.")
@click.option("--answer", help="The gold answer, as it should be.")
@click.option(
    "--criteria",
    multiple=True,
    metavar="TEXT",
    help="The whole rubric: a line `4 points: …` for each criterion; may be given for each.",
)
@usd_option
@click.pass_obj
def correct(
    folder: Path,
    month: str | None,
    row_id: int,
    by: str,
    reason: str,
    question: str | None,
    answer: str | None,
    criteria: tuple[str, ...],
    max_usd: float | None,
) -> None:
    """Put a row of a frozen month right: a new revision, with an erratum.

    Its verdicts count no more, and its answers are judged again. Where the question changes, the
    candidates answer it again before. The older revision stays, on the Hub under its tag.
    """
    from live.pipeline import answer_all, judge_all
    from live.publish.errata import correct as put_right
    from live.review.handles import spelled
    from live.terminal_score import scoreboard_lines

    texts = {"question": question, "answer": answer}
    changes: dict[str, Any] = {
        name: text.strip() for name, text in texts.items() if text is not None
    }
    if criteria:
        changes["criteria"] = _criteria("\n".join(criteria))
    with opened(folder, "correct") as workspace:
        by = spelled(workspace, by)
        release = put_right(workspace, workspace.month(month), row_id, by, reason, changes)
        _say(release)
        if _is_scored(workspace, release):
            stage(lambda report: answer_all(workspace, release, max_usd=max_usd, report=report))
            board = stage(
                lambda report: judge_all(workspace, release, max_usd=max_usd, report=report)
            )
            click.echo("\n".join(scoreboard_lines(board)))
        _say_next(workspace, release)
        sys.exit(lost(workspace, release.month))


def _criteria(text: str) -> Any:
    """Reads a rubric as it is published. Raises UsageError for what is none.

    A model's criteria are read more widely; here a slip of a person would be published.
    """
    from live.qa_gen.ask import FaultError
    from live.qa_gen.criteria import read_criteria

    for line in filter(str.strip, text.splitlines()):
        if not CRITERION.fullmatch(line.strip()):
            raise UsageError(
                f"--criteria: {line.strip()!r} is none. Write lines such as `4 points: names the "
                "quay`, which sum to 10 points."
            )
    try:
        return read_criteria(text)
    except FaultError as error:
        raise UsageError(f"--{error}") from None


def _is_scored(workspace: "Workspace", release: "Release") -> bool:
    return (workspace.release(release.month) / "scoreboard.json").exists()


def _say(release: "Release") -> None:
    from live.publish.errata_told import headline

    click.echo(f"{release.month}, {headline(release)}; {len(release.rows)} rows.")


def _say_next(workspace: "Workspace", release: "Release") -> None:
    if not _is_scored(workspace, release):
        click.echo(f"It is not scored yet: `live run --month {release.month}`.")
        return
    target = "" if workspace.config.publish_to else " --to …"
    click.echo(f"Publish it: `live publish --month {release.month}{target}`.")

"""`live review ...`: arguments and printing only."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from live.cli_parts import (
    by_option,
    json_option,
    month_option,
    not_blank,
    opened,
    print_json,
    stage,
)
from live.errors import UsageError

if TYPE_CHECKING:
    from live.workspace import Workspace


@click.group()
def review() -> None:
    """Decide about the questions, and about the dates of held pages; see who decided what."""


@review.command("list")
@month_option
@click.option("--all", "everything", is_flag=True, help="Also those decided, and those dropped.")
@json_option
@click.pass_obj
def review_list(folder: Path, month: str | None, everything: bool, as_json: bool) -> None:
    """List the questions that wait for a decision."""
    from live.review.dates import held
    from live.review.listing import rows
    from live.terminal import held_line

    with opened(folder) as workspace:
        month = workspace.month(month)
        listed = rows(workspace, month, everything=everything)
        if not listed:
            nothing_here(workspace, month, "list")
        if pages := held(workspace, month):
            click.echo(f"{held_line(len(pages))}.", err=True)
        if as_json:
            print_json(listed)
        for row in [] if as_json else listed:
            click.echo(f"{row['id']}  {row['state']:9} {row['subtask']:22} {row['question']}")


def nothing_here(workspace: "Workspace", month: str, verb: str) -> None:
    """Says that no question of a month waits, and by which command those that wait are seen."""
    from live.due import elsewhere
    from live.terminal_review import nothing_line

    others = elsewhere(workspace, month, rated=False)
    click.echo(nothing_line(month, f"live review {verb}", others), err=True)


@review.command("show")
@click.argument("question_id")
@json_option
@click.pass_obj
def review_show(folder: Path, question_id: str, as_json: bool) -> None:
    """Show a question with all that is known about it."""
    from live.review.decisions import find
    from live.review.listing import detail_lines, details

    with opened(folder) as workspace:
        shown = details(workspace, find(workspace, question_id))
        if as_json:
            print_json(shown)
        else:
            click.echo("\n".join(detail_lines(shown)))


@review.command("accept")
@click.argument("question_ids", nargs=-1, required=True)
@by_option
@click.option("--reason", default="", help="Why.")
@click.pass_obj
def review_accept(folder: Path, question_ids: tuple[str, ...], by: str, reason: str) -> None:
    """Accept questions as they are."""
    _decide(folder, question_ids, "accept", by, reason)


@review.command("reject")
@click.argument("question_ids", nargs=-1, required=True)
@by_option
@click.option("--reason", required=True, callback=not_blank, help="Why.")
@click.pass_obj
def review_reject(folder: Path, question_ids: tuple[str, ...], by: str, reason: str) -> None:
    """Reject questions, with the reason."""
    _decide(folder, question_ids, "reject", by, reason)


def _decide(folder: Path, question_ids: tuple[str, ...], verdict: str, by: str, why: str) -> None:
    from live.review.decisions import decide, find
    from live.review.handles import spelled

    with opened(folder, f"review {verdict}") as workspace:
        by = spelled(workspace, by)
        for question in [find(workspace, question_id) for question_id in question_ids]:
            decide(workspace, question, verdict, by, why)
            click.echo(f"{question.id} v{question.version}: {verdict}ed by {by}.")


@review.command("date")
@click.argument("page")
@click.argument("value")
@by_option
@click.option("--reason", default="", help="Why.")
@click.pass_obj
def review_date(folder: Path, page: str, value: str, by: str, reason: str) -> None:
    """Say which of a held page's dates is right.

    PAGE is an id or address, as in `live explain`. VALUE is what one of its sources says, verbatim,
    or `none`, which rejects the page. The next crawl takes the page again.
    """
    from live.review.dates import rule
    from live.review.handles import spelled

    with opened(folder, "review date") as workspace:
        by = spelled(workspace, by)
        ruling = rule(workspace, page, value, by, reason)
    end = "the next crawl takes it again" if ruling.value else "it is rejected"
    click.echo(f"{ruling.link_id}: {value} is right, says {by}; {end}.")


@review.command("edit")
@click.argument("question_id")
@by_option
@click.option("--question", help="The new question.")
@click.option("--answer", help="The new gold answer.")
@click.option("--subtask", help="The new subtask.")
@click.option("--criterion", multiple=True, metavar="POINTS:TEXT", help="A line of the new rubric.")
@click.option("--reason", default="", help="Why.")
@click.pass_obj
def review_edit(
    folder: Path,
    question_id: str,
    by: str,
    question: str | None,
    answer: str | None,
    subtask: str | None,
    criterion: tuple[str, ...],
    reason: str,
) -> None:
    """Edit a question: a new version, which goes through the gates again."""
    from live.pipeline import write_and_gate
    from live.review.decisions import edit, find
    from live.review.handles import spelled
    from live.review.listing import parse_criterion

    new = {"question": question, "answer": answer, "subtask": subtask}
    changes: dict[str, Any] = {field: value for field, value in new.items() if value is not None}
    if criterion:
        changes["criteria"] = tuple(parse_criterion(line) for line in criterion)
    if not changes:
        raise UsageError("review edit: nothing to change. Give --question, --answer, --subtask …")
    with opened(folder, "review edit") as workspace:
        by = spelled(workspace, by)
        edited = edit(workspace, find(workspace, question_id), by, changes, reason)
        stage(lambda report: write_and_gate(workspace, edited.month, report=report))
        (row,) = [o for o in workspace.store.outcomes(edited.month, "gates") if o.item == edited.id]
        click.echo(f"{edited.id} v{edited.version}: {row.state} at the gates {row.reason}".rstrip())

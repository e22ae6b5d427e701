"""`live review invite`, `audit`, `export` and others: arguments and printing only."""

import re
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from live.cli_parts import by_option, json_option, month_option, opened, print_json
from live.cli_review import nothing_here
from live.errors import UsageError

if TYPE_CHECKING:
    from live.store_audit import Entry
    from live.store_reviewers import Role
    from live.workspace import Workspace


@click.command("invite")
@click.argument("name")
@click.option("--answer", is_flag=True, help="To answer questions, not to review them.")
@click.option("--days", type=click.IntRange(1, 365), default=14, help="1 to 365. Default: 14.")
@click.pass_obj
def review_invite(folder: Path, name: str, answer: bool, days: int) -> None:
    """Invite somebody to the desk, or anew: an older link of theirs ends.

    Prints the link's path, to be written behind the address of `live review serve`. Whoever has it
    may enter; only its hash is kept. Who reviews does not answer, and the other way round.
    """
    from live.review.invitations import invite

    role: Role = "answer" if answer else "review"
    with opened(folder) as workspace:
        invited, token = invite(workspace, name, role, timedelta(days=days))
    click.echo(f"/join/{token}")
    click.echo(f"It holds until {invited.expires_at:%Y-%m-%d %H:%M} UTC.", err=True)


@click.command("revoke")
@click.argument("name")
@click.pass_obj
def review_revoke(folder: Path, name: str) -> None:
    """End somebody's invitation and sessions, at once."""
    from live.review.invitations import MAINTAINER

    with opened(folder) as workspace, workspace.store.together():
        invited = workspace.store.reviewers.by_name(name)
        if invited is None:
            raise UsageError(f"{name}: nobody of that name. See `live review reviewers`.")
        if invited.revoked_at is None:
            workspace.store.reviewers.revoke(name)
            workspace.store.audit.add(MAINTAINER, "revoke", invited.id)
    click.echo(f"{name} cannot enter any more.")


@click.command("reviewers")
@json_option
@click.pass_obj
def review_reviewers(folder: Path, as_json: bool) -> None:
    """List who was invited: name, handle, what for, until when. Only handles are published."""
    from live.terminal_review import reviewer_lines

    with opened(folder) as workspace:
        invited = workspace.store.reviewers.all()
    if as_json:
        print_json(
            [
                {
                    "name": each.name,
                    "handle": each.handle,
                    "role": each.role,
                    "invited_at": each.invited_at.isoformat(),
                    "expires_at": each.expires_at.isoformat(),
                    "revoked_at": each.revoked_at.isoformat() if each.revoked_at else None,
                    "may_enter": each.may_enter,
                }
                for each in invited
            ]
        )
    else:
        click.echo("\n".join(reviewer_lines(invited) or ["Nobody was invited yet."]))


def _read_head(context: click.Context, option: click.Parameter, value: str | None) -> str:
    noted = (value or "").strip().lower()
    if value is not None and not re.fullmatch("[0-9a-f]{64}", noted):
        raise UsageError(f"--head: {value!r} is no head. Write the 64 digits that audit printed.")
    return noted


@click.command("audit")
@click.argument("item", default="")
@click.option(
    "--head", "noted", metavar="HASH", callback=_read_head, help="The head that you noted before."
)
@json_option
@click.pass_obj
def review_audit(folder: Path, item: str, noted: str, as_json: bool) -> None:
    """Check the log of what people did; of an ITEM, print its entries.

    ITEM is the id of a question, or the beginning of one. Without it the whole log is checked, by
    its hashes and against all that is stored. Note the head that it prints, elsewhere: given as
    `--head` later, it tells a log that was cut short or written anew. Exit 1: something does not
    fit.
    """
    from live.review.auditing import audit
    from live.terminal_review import entry_lines

    if item and noted:
        raise UsageError("--head: of the whole log. Leave ITEM out.")
    with opened(folder) as workspace:
        if item:
            found = _entries(workspace, item)
            rows = [each._asdict() for each in found]
            print_json(rows) if as_json else click.echo("\n".join(entry_lines(found)))
            return
        audited = audit(workspace, noted)
    if as_json:
        print_json(audited._asdict())
    else:
        click.echo("\n".join(audited.faults or ["The log fits all that is stored."]))
        if audited.before:
            click.echo(f"{audited.before} decisions are from before there was a log.")
        if not audited.guards:
            click.echo("The triggers of the log are looked at in SQLite only. Look yourself.")
        click.echo(f"{audited.entries} entries, head {audited.head}")
    sys.exit(1 if audited.faults else 0)


def _entries(workspace: "Workspace", item: str) -> "list[Entry]":
    """The entries of one item. Raises UsageError where there is none, or there are several."""
    entries = workspace.store.audit.entries()
    ids = {each.item for each in entries if len(item) >= 4 and each.item.startswith(item)}
    ids = {item} if any(each.item == item for each in entries) else ids
    if len(ids) > 1:
        raise UsageError(f"{item}: {len(ids)} items begin like that. Write more of the id.")
    if not ids and len(item) < 4:
        raise UsageError(f"{item}: too short. Write 4 characters of the id, or more.")
    if not ids:
        raise UsageError(f"{item}: nobody has done anything to it. See `live review list`.")
    return [each for each in entries if each.item in ids]


@click.command("agreement")
@month_option
@json_option
@click.pass_obj
def review_agreement(folder: Path, month: str | None, as_json: bool) -> None:
    """Show how far two people agree who decided blind: raw, and Cohen's kappa with its interval."""
    from live.review.agreement import agreement
    from live.terminal_review import agreement_lines

    with opened(folder) as workspace:
        told = agreement(workspace, workspace.month(month))
    print_json(told) if as_json else click.echo("\n".join(agreement_lines(told)))


@click.command("progress")
@month_option
@json_option
@click.pass_obj
def review_progress(folder: Path, month: str | None, as_json: bool) -> None:
    """Show how many are decided and left, by whom, at what pace, and how long the rest takes."""
    from live.review.progress import progress
    from live.terminal_review import progress_lines

    with opened(folder) as workspace:
        told = progress(workspace, workspace.month(month))
        if not told["left"]:
            nothing_here(workspace, told["month"], "progress")
    print_json(told) if as_json else click.echo("\n".join(progress_lines(told)))


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@by_option
@month_option
@click.pass_obj
def review_export(folder: Path, file: Path, by: str, month: str | None) -> None:
    """Write a month's questions to a FILE, .csv or .jsonl, to be reviewed elsewhere.

    What `--by` is still to decide blind says nothing of what others decided.
    """
    from live.review.exchange import COLUMNS, export
    from live.review.handles import spelled
    from live.review.spreadsheet import write_csv, write_jsonl

    as_csv = _is_csv(file)
    with opened(folder) as workspace:
        rows = export(workspace, workspace.month(month), spelled(workspace, by))
    text = f"\ufeff{write_csv(rows, COLUMNS)}" if as_csv else write_jsonl(rows)
    file.write_text(text, encoding="utf-8", newline="")
    click.echo(f"{len(rows)} questions in {file}.")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@by_option
@month_option
@click.pass_obj
def review_import(folder: Path, file: Path, by: str, month: str | None) -> None:
    """Take in a FILE that was exported and edited: all of it, or nothing.

    A changed text is an edit, which goes through the gates with the next `live write`; `accept` or
    `reject` under `verdict`, with the reason, a decision; a text under `note` a note. See that the
    edits it prints are yours: a spreadsheet may have made a date of 3.1. `live review undo` takes
    all of it back but the notes.
    """
    import secrets

    from live.review.exchange import take_in
    from live.review.handles import spelled
    from live.review.spreadsheet import read_csv, read_jsonl

    read = read_csv if _is_csv(file) else read_jsonl
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{file}: not in UTF-8. Save it as CSV UTF-8.") from None
    lines = read(text)
    act = f"import {secrets.token_hex(8)}"
    with opened(folder) as workspace:
        who = spelled(workspace, by)
        taken = take_in(workspace, workspace.month(month), lines, who, act)
    for id, names in taken.changed.items():
        click.echo(f"{id}: edited, {', '.join(names)}")
    click.echo(f"{taken.edited} edited, {taken.decided} decided, {taken.noted} noted.")


def _is_csv(file: Path) -> bool:
    if file.suffix not in (".csv", ".jsonl"):
        raise UsageError(f"{file}: neither .csv nor .jsonl. Name it so.")
    return file.suffix == ".csv"


@click.command("undo")
@by_option
@month_option
@click.pass_obj
def review_undo(folder: Path, by: str, month: str | None) -> None:
    """Take back the last thing somebody did in a month, all of it; again, the one before."""
    from live.review.handles import spelled
    from live.review.undo import undo

    with opened(folder) as workspace:
        ids = undo(workspace, workspace.month(month), spelled(workspace, by))
    click.echo("\n".join([f"{id}: taken back." for id in ids] or ["Nothing to take back."]))


@click.command("flag")
@click.argument("question_id")
@by_option
@click.option("--reason", default="", help="Why.")
@click.option("--off", is_flag=True, help="Take your flag back.")
@click.pass_obj
def review_flag(folder: Path, question_id: str, by: str, reason: str, off: bool) -> None:
    """Flag a question for somebody to look at."""
    from live.review.decisions import find
    from live.review.handles import spelled
    from live.review.remarks import flag, unflag

    with opened(folder) as workspace:
        question, who = find(workspace, question_id), spelled(workspace, by)
        unflag(workspace, question, who) if off else flag(workspace, question, who, reason)
    click.echo(f"{question.id}: {'no longer flagged' if off else 'flagged'} by {who}.")


@click.command("note")
@click.argument("question_id")
@click.argument("text")
@by_option
@click.pass_obj
def review_note(folder: Path, question_id: str, text: str, by: str) -> None:
    """Note something about a question, for those who review it."""
    from live.review.decisions import find
    from live.review.handles import spelled
    from live.review.remarks import note

    with opened(folder) as workspace:
        question, who = find(workspace, question_id), spelled(workspace, by)
        note(workspace, question, who, text)
    click.echo(f"{question.id}: noted by {who}.")


VERBS = (
    review_agreement,
    review_audit,
    review_export,
    review_flag,
    review_import,
    review_invite,
    review_note,
    review_progress,
    review_reviewers,
    review_revoke,
    review_undo,
)

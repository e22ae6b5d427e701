"""`live review serve`: arguments and printing only."""

import getpass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from live.cli_parts import month_option, opened
from live.errors import UsageError

if TYPE_CHECKING:
    from live.store_reviewers import Role
    from live.workspace import Workspace

LASTS = timedelta(hours=12)


@click.command("serve")
@month_option
@click.option("--host", default="127.0.0.1", metavar="ADDRESS", help="Default: this machine only.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8127, help="0: any free one. Default: 8127."
)
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="HOST",
    help="A name that people call the server by, such as that of a proxy before it.",
)
@click.option(
    "--answer", is_flag=True, help="Those invited to answer do so instead; nobody else is let in."
)
@click.option(
    "--by", "name", metavar="NAME", help="Whom the printed link is for. Default: who runs this."
)
@click.pass_obj
def review_serve(
    folder: Path,
    month: str | None,
    host: str,
    port: int,
    names: tuple[str, ...],
    answer: bool,
    name: str | None,
) -> None:
    """Open the reviewers' desk in a browser.

    On this machine it prints a link for you; started again, it prints a new one, and who is in
    stays in. For others, invite them with `live review invite`; what they open comes through a
    proxy of yours that speaks TLS. Runs beside all other verbs.
    """
    from live.publish.cut import frozen
    from live.review.web.app import create_app
    from live.review.web.guard import LOOPBACK
    from live.review.web.server import called, listen, serve

    with opened(folder) as workspace:
        month = workspace.month(month)
        if answer and frozen(workspace, month) is None:
            raise UsageError(
                f"--answer: {month} is not cut yet. Run `live cut --month {month}` first."
            )
        role: Role = "answer" if answer else "review"
        if host not in LOOPBACK and not _anybody(workspace, role):
            raise UsageError(
                f"--host {host}: nobody is invited yet, so nobody could enter. Invite somebody "
                f"first: live review invite NAME{' --answer' if answer else ''}."
            )
        with listen(host, port) as socket:
            at = f"http://{f'[{host}]' if ':' in host else host}:{socket.getsockname()[1]}"
            if host in LOOPBACK:
                _print_link(workspace, at, name, role)
            else:
                click.echo(at)
                click.echo(
                    "This is plain http: links and sessions can be read on the way. Put a proxy "
                    "that speaks TLS before it.",
                    err=True,
                )
            if not answer:
                _point_elsewhere(workspace, month)
            app = create_app(workspace, month, answer=answer, names=called(host, names))
            serve(app, socket)


def _print_link(workspace: "Workspace", at: str, name: str | None, role: "Role") -> None:
    """Prints a link for who runs this; only the address where they may not do this, unnamed."""
    from live.review.invitations import link

    try:
        invited, token = link(workspace, name or getpass.getuser(), role, LASTS)
    except UsageError as error:
        if name:
            raise
        click.echo(at)
        click.echo(f"{error} So there is no link for you. Stop with Ctrl-C.", err=True)
        return
    click.echo(f"{at}/join/{token}")
    until = f"{invited.expires_at:%Y-%m-%d %H:%M}"
    click.echo(f"The link is yours alone, until {until} UTC. Stop with Ctrl-C.", err=True)


def _point_elsewhere(workspace: "Workspace", month: str) -> None:
    """Says in which other months people are awaited: a desk serves one."""
    from live.due import elsewhere
    from live.terminal_review import commands

    if others := elsewhere(workspace, month):
        where = commands("live review serve", others)
        click.echo(f"The desk serves {month}. People are awaited elsewhere: {where}.", err=True)


def _anybody(workspace: "Workspace", role: "Role") -> bool:
    return any(each.may_enter and each.role == role for each in workspace.store.reviewers.all())

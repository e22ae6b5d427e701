"""`live review serve`: arguments and printing only."""

import getpass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from live.cli_desk import invite
from live.cli_parts import month_option, opened
from live.errors import UsageError

if TYPE_CHECKING:
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
@click.option("--answer", is_flag=True, help="People answer the month's questions instead.")
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

    On this machine it prints a link for you. For others, invite them with `live review invite`;
    what they open comes through a proxy of yours that speaks TLS. Runs beside all other verbs.
    """
    from live.publish.cut import frozen
    from live.review.web.app import create_app
    from live.review.web.guard import LOOPBACK
    from live.review.web.server import called, listen, serve

    with opened(folder) as workspace:
        month = workspace.month(month)
        if answer and frozen(workspace, month) is None:
            raise UsageError(f"--answer: {month} is not cut yet. Run `live cut` first.")
        if host not in LOOPBACK and not _anybody(workspace):
            raise UsageError(
                f"--host {host}: nobody is invited yet, so nobody could enter. Invite somebody "
                "first: live review invite NAME."
            )
        with listen(host, port) as socket:
            at = f"http://{f'[{host}]' if ':' in host else host}:{socket.getsockname()[1]}"
            if host in LOOPBACK:
                _, token = invite(workspace, name or getpass.getuser(), "review", LASTS)
                click.echo(f"{at}/join/{token}")
                click.echo("The link is yours alone, for 12 hours. Stop with Ctrl-C.", err=True)
            else:
                click.echo(at)
            app = create_app(workspace, month, answer=answer, names=called(host, names))
            serve(app, socket)


def _anybody(workspace: "Workspace") -> bool:
    return any(each.may_enter for each in workspace.store.reviewers.all())

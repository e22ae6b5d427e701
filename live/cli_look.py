"""The verbs that only look: `status`, `explain`, `log`. Arguments and printing only."""

from pathlib import Path

import click

from live.cli_parts import json_option, month_option, opened, print_json


@click.command()
@click.option("--why", is_flag=True, help="Also each item that is not done, and why.")
@json_option
@click.pass_obj
def status(folder: Path, why: bool, as_json: bool) -> None:
    """Show where the months stand."""
    from live.status import status as months
    from live.status import undone
    from live.terminal import status_lines, why_lines

    with opened(folder) as workspace:
        stand = months(workspace) | ({"undone": undone(workspace)} if why else {})
        if as_json:
            print_json(stand)
        else:
            click.echo("\n".join(status_lines(stand) + why_lines(stand.get("undone", []))))


@click.command()
@click.argument("what", metavar="ID")
@json_option
@click.pass_obj
def explain(folder: Path, what: str, as_json: bool) -> None:
    """Say where a question or page is from, what became of it and why, and what it cost.

    ID is a question's or page's id, or the beginning of it, a published row's id, an item as `live
    status --why` prints it, or an address. It also tells why a link became no page, and why a site
    listed nothing.
    """
    from live.explain import explain as known_of
    from live.terminal_explain import explain_lines

    with opened(folder) as workspace:
        known = known_of(workspace, what)
    if as_json:
        print_json(known)
    else:
        click.echo("\n".join(explain_lines(known)))


@click.command()
@click.argument("model")
@month_option
@json_option
@click.pass_obj
def log(folder: Path, model: str, month: str | None, as_json: bool) -> None:
    """Show every request to a model and its reply, in full."""
    from live.terminal import call_lines

    with opened(folder) as workspace:
        calls = workspace.store.calls.of(workspace.month(month), model)
        if as_json:
            print_json(calls)
        elif not calls:
            click.echo(f"No call of {model} in {workspace.month(month)}.", err=True)
        for call in [] if as_json else calls:
            click.echo("\n".join(call_lines(call)))

"""`live export lmms-eval`, `live export inspect`: arguments and printing only."""

from pathlib import Path

import click

split_option = click.option(
    "--split",
    "target",
    required=True,
    metavar="FOLDER|ORG/NAME[:MONTH]",
    help="A published split. Without a month, the newest; a folder of that name comes first.",
)
revision_option = click.option(
    "--revision",
    metavar="TAG|COMMIT",
    help="Of the Hub, as it was then: 2026-11 is a month as first published. Default: the newest.",
)
folder_argument = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))


@click.group()
def export() -> None:
    """Write what other harnesses need to ask the questions of a published split."""


@export.command("lmms-eval")
@folder_argument
@split_option
@revision_option
def lmms_eval(folder: Path, target: str, revision: str | None) -> None:
    """Write a task for lmms-eval into DIR, scored by its own live_bench code.

    Needs a split whose subtasks live_bench knows: those of taxonomy 2406, or of 2409. A split of
    the Hub is named by its commit, so that everybody who runs it asks the same. Needs no workspace.
    """
    from live.publish.interop import to_lmms_eval

    click.echo(to_lmms_eval(target, folder, revision))


@export.command()
@folder_argument
@split_option
@revision_option
def inspect(folder: Path, target: str, revision: str | None) -> None:
    """Write a task for inspect_ai into DIR, with the prompts of `live evaluate`.

    It is a file of Python that needs inspect_ai, datasets and pillow, and no `live`, where it runs.
    A split of the Hub is named by its commit. Needs no workspace.
    """
    from live.publish.interop import to_inspect

    click.echo(to_inspect(target, folder, revision))

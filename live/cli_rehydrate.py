"""`live rehydrate`: arguments and printing only."""

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from live.cli_export import folder_argument, revision_option, split_option
from live.cli_parts import DROPPED_TOO_MUCH, NO_CONTACT, json_option, print_json

if TYPE_CHECKING:
    from live.config import Config


@click.command()
@folder_argument
@split_option
@revision_option
@click.option(
    "--from",
    "source",
    metavar="FOLDER|URL",
    help="Take pictures from a workspace's blobs, and visit no page.",
)
@click.option(
    "--others",
    is_flag=True,
    help="Also take the rows whose page shows something else by now, with what it shows.",
)
@json_option
@click.pass_obj
def rehydrate(
    workspace: Path,
    folder: Path,
    target: str,
    revision: str | None,
    source: str | None,
    others: bool,
    as_json: bool,
) -> None:
    """Fetch the pictures of a split that is published by reference, and write it with them to DIR.

    Each page is visited as `live crawl` does, and photographed as it was; a live.yaml here lends
    `crawl` and `contact`. A picture counts whose sha256 is the one that the row names: pages
    change, and most will show something else after a while. DIR is used like any split;
    rehydrated.json in it says what became of each row. The same again goes on where it stopped.
    Exit 3 where more rows are missing than `limits.max_dropped` allows.
    """
    from live.blobs import Blobs
    from live.errors import UsageError
    from live.publish.rehydrate import ENDS
    from live.publish.rehydrate import rehydrate as fetch
    from live.terminal import progress
    from live.workspace import hold

    config = _config(workspace)
    if source is not None and "://" not in source and not Path(source).is_dir():
        raise UsageError(f"--from {source!r}: no such folder. Name a workspace's blobs/, or a URL.")
    if source is None and not config.contact:
        click.echo(NO_CONTACT, err=True)
    folder.mkdir(parents=True, exist_ok=True)
    with hold(folder, "rehydrate"), progress() as report:
        ends = asyncio.run(
            fetch(
                target,
                folder,
                config,
                revision=revision,
                source=Blobs(source) if source is not None else None,
                others=others,
                report=report,
            )
        )
    missing, rows = len(ends.missing), len(ends.same) + len(ends.others) + len(ends.missing)
    if as_json:
        print_json(ends._asdict())
    else:
        with_others = f", {len(ends.others)} with what its page shows now" if others else ""
        left_out = f", {missing} are missing: {folder / ENDS} says why" if missing else ""
        click.echo(
            f"{ends.month}: {len(ends.same)} of {rows} rows have their pictures"
            f"{with_others}{left_out}. The split is in {folder}."
        )
    if missing > config.limits.max_dropped * rows:
        sys.exit(DROPPED_TOO_MUCH)


def _config(folder: Path) -> "Config":
    """The live.yaml here, or its defaults."""
    from live.config import Config, load_config
    from live.crawl.again import HOME
    from live.records import Site

    file = folder / "live.yaml"
    if file.is_file():
        return load_config(file)
    return Config(sites=(Site(name="none", url=HOME),))

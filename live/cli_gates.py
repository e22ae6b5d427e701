"""`live gates ...`: arguments and printing only."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from live.cli_parts import (
    json_option,
    lost,
    month_option,
    opened,
    print_json,
    read_month,
    read_time,
    stage,
    usd_option,
)

if TYPE_CHECKING:
    from live.workspace import Workspace


@click.group()
def gates() -> None:
    """Put questions through the gates: those of a month again, or those of a file."""


@gates.command("run")
@click.argument("name", default="", required=False)
@month_option
@usd_option
@json_option
@click.pass_obj
def gates_run(
    folder: Path, name: str, month: str | None, max_usd: float | None, as_json: bool
) -> None:
    """Run the gate NAME alone on the month's questions, or all gates, and decide anew.

    What models said before is not bought again, so a limit changed in live.yaml costs nothing.
    """
    from live.pipeline import gate_again
    from live.qa_gen.gates.report import rows

    with opened(folder, "gates run") as workspace:
        month = workspace.month(month)
        stage(
            lambda report: gate_again(
                workspace, month, only=name or None, max_usd=max_usd, report=report
            )
        )
        _show(rows(workspace, month, name), as_json)
        sys.exit(lost(workspace, month))


@gates.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--month",
    metavar="YYYY-MM",
    callback=read_month,
    help="Of all questions. Default: the month in live.yaml, else that of each page.",
)
@click.option(
    "--cutoff",
    metavar="TIME",
    callback=read_time,
    help="What was published before it is stale. Without a zone: UTC.",
)
@usd_option
@json_option
@click.pass_obj
def gates_check(
    folder: Path,
    file: Path,
    month: str | None,
    cutoff: datetime | None,
    max_usd: float | None,
    as_json: bool,
) -> None:
    """Put the questions of FILE, a JSON object a line, through every gate that is configured.

    A line: id, url, text, published_at, subtask, question, answer, criteria (a list of points and
    text), and where there is one screenshot, a picture's file beside FILE. Needs no workspace; with
    a live.yaml, its gates and models are used, and its months' questions are those asked before.
    """
    with _workspace(folder) as (workspace, own):
        _show(asyncio.run(_check(workspace, own, file, month, cutoff, max_usd)), as_json)


async def _check(
    workspace: "Workspace",
    own: bool,
    file: Path,
    month: str | None,
    cutoff: datetime | None,
    max_usd: float | None,
) -> list[dict[str, Any]]:
    """The rows of a file's questions. Their pictures are gone afterwards."""
    from tempfile import TemporaryDirectory

    from live.blobs import Blobs
    from live.lmm.models import Models
    from live.qa_gen.gates.outside import check, context_of, read

    config, store = workspace.config, workspace.store
    limit = config.max_usd if max_usd is None else max_usd
    with TemporaryDirectory(prefix="live-gates-") as folder:
        blobs = Blobs(folder)
        asked = read(file, blobs, month or config.month)
        async with Models(config, store, blobs, workspace.month(month), limit) as models:
            context = await context_of(asked, workspace, models, blobs, cutoff, own=own)
            return await check(asked, context)


@contextmanager
def _workspace(folder: Path) -> Iterator[tuple["Workspace", bool]]:
    """The workspace in a folder, and whether it has one; else one of defaults, gone afterwards."""
    from tempfile import TemporaryDirectory

    if (folder / "live.yaml").is_file():
        with opened(folder, "gates check") as workspace:
            yield workspace, True
        return
    with TemporaryDirectory(prefix="live-gates-") as empty:
        site = "sites: [{name: outside, url: 'http://outside.example/'}]\n"
        (Path(empty) / "live.yaml").write_text(site)
        with opened(Path(empty)) as workspace:
            yield workspace, False


def _show(rows: list[dict[str, Any]], as_json: bool) -> None:
    from live.terminal import gates_lines

    if as_json:
        print_json(rows)
    else:
        click.echo("\n".join(gates_lines(rows)))

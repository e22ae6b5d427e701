"""`live review ratings`: arguments and printing only."""

from pathlib import Path

import click

from live.cli_parts import month_option, opened, release_of
from live.counted import counted
from live.errors import UsageError


@click.command("ratings")
@click.argument("file", type=click.Path(path_type=Path))
@month_option
@click.pass_obj
def review_ratings(folder: Path, file: Path, month: str | None) -> None:
    """Write what judges and people gave the same answers to a FILE, .jsonl.

    They are those drawn for it (`rated_by_people`), not those that the judges are split over. A
    line is what `live judge calibrate FILE` reads, so that anybody can measure the judges again.
    Where several people rated an answer it has their median. Nobody's handle is in it.
    """
    from live.judge.answer import frozen_questions
    from live.judge.double import double_lines
    from live.records import Answer, Verdict
    from live.review.spreadsheet import write_jsonl

    if file.suffix != ".jsonl":
        raise UsageError(f"{file}: not .jsonl. Name it so.")
    with opened(folder) as workspace:
        release, store = release_of(workspace, month), workspace.store
        lines = double_lines(
            workspace.config,
            store.all(Answer, release.month),
            store.each(Verdict, release.month),
            frozen_questions(workspace, release),
        )
    try:
        file.write_text(write_jsonl(lines), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}. Name a file that can be written.") from None
    click.echo(f"{counted(len(lines), 'double rating')} in {file}.")

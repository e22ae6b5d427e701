"""`live score`, `live leaderboard`, `live arena`, `live judge ...`, `live evaluate`: arguments and
printing only.
"""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from live.cli_export import revision_option, split_option
from live.cli_parts import (
    DROPPED_TOO_MUCH,
    json_option,
    lost,
    month_option,
    opened,
    print_json,
    read_month,
    read_time,
    release_of,
    reported,
    stage,
    usd_option,
)
from live.errors import ConfigError, UsageError

OTHERS = (
    "{} of {} questions have other pictures than the candidates saw, as from `live rehydrate "
    "--others`: the scores do not compare with published ones."
)
file_argument = click.argument("file", type=click.Path(path_type=Path))


@click.command()
@file_argument
@json_option
def score(file: Path, as_json: bool) -> None:
    """Compute the scoreboard of FILE, verdicts from anywhere, a JSON object a line.

    A line: model, question_id (or id), page_id, subtask, rating (or score; 0 to 10, or null),
    reason, as in the results of `live evaluate --log` and in published ones. What has no rating is
    unscored, and so is a question that only other models of FILE have. Needs no workspace.
    """
    from live.judge.outside import score_file
    from live.terminal_score import pair_lines, scoreboard_lines

    board, wrong = score_file(file)
    for line in wrong:
        click.echo(line, err=True)
    _show(as_json, board.model_dump(mode="json"), [*scoreboard_lines(board), *pair_lines(board)])


@click.command()
@click.option(
    "--from",
    "place",
    required=True,
    metavar="FOLDER|ORG/NAME[:MONTH]",
    help="Where it is published.",
)
@click.option("--month", metavar="YYYY-MM", callback=read_month, help="Default: the newest scored.")
@revision_option
@json_option
def leaderboard(place: str, month: str | None, revision: str | None, as_json: bool) -> None:
    """Compute a published month's scoreboard again, from its result sets alone.

    Goes by the points that judges gave. Says each score that is published as another, and then
    ends with exit code 1. Needs no workspace.
    """
    from live.publish.recomputed import recomputed
    from live.terminal_score import pair_lines, scoreboard_lines

    board, wrong = recomputed(place, month, revision)
    _show(as_json, board.model_dump(mode="json"), [*scoreboard_lines(board), *pair_lines(board)])
    for line in wrong:
        click.echo(line, err=True)
    sys.exit(1 if wrong else 0)


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@month_option
@json_option
@click.pass_obj
def arena(folder: Path, file: Path | None, month: str | None, as_json: bool) -> None:
    """Rate models by comparisons of two answers: those in FILE, or those of the month.

    FILE has a JSON object a line: a, b (two models), winner (a, b, tie or unusable), question_id,
    order (ab where a was shown first, ba where b was), and page_id where it is known. Gives
    Bradley-Terry ratings on an Elo scale, with intervals, and what position does. With FILE it
    needs no workspace; without, it shows what `live judge` wrote, and asks nobody.
    """
    from live.judge.outside import arena_file
    from live.terminal_score import arena_lines

    if file and month:
        raise UsageError("--month: FILE is of no month. Write one of the two.")
    if file:
        rated = arena_file(file)
    else:
        from live.publish.arena import month_arena

        with opened(folder) as workspace:
            rated = month_arena(workspace, workspace.month(month))
    _show(as_json, rated, arena_lines(rated))


@click.group(invoke_without_command=True)
@month_option
@usd_option
@click.pass_context
def judge(context: click.Context, month: str | None, max_usd: float | None) -> None:
    """Have the judge rate the answers, and print the scoreboard."""
    if context.invoked_subcommand:
        return
    from live.pipeline import judge_all
    from live.terminal_score import scoreboard_lines

    with opened(context.obj, "judge") as workspace:
        month = workspace.month(month)
        with reported(workspace, month, "judge") as heard:
            release = release_of(workspace, month)
            board = asyncio.run(judge_all(workspace, release, max_usd=max_usd, report=heard))
        click.echo("\n".join(scoreboard_lines(board)))
        sys.exit(lost(workspace, release.month))


@judge.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@month_option
@json_option
@click.pass_obj
def calibrate(folder: Path, file: Path | None, month: str | None, as_json: bool) -> None:
    """Measure judges by answers that people rated too: those of the month, or those in FILE.

    The month's are rated at the desk, `live review serve`. FILE has a JSON object a line:
    question_id, rating (the judge's, 0 to 10), human (a person's); and where they are known judge,
    model, family, page_id, subtask. With FILE it needs no workspace.
    """
    from live.judge.outside import calibrate_file
    from live.terminal_score import calibration_lines

    if file and month:
        raise UsageError("--month: FILE is of no month. Write one of the two.")
    if file:
        judges, wrong = calibrate_file(file)
        for line in wrong:
            click.echo(line, err=True)
    else:
        from live.judge.calibrated import calibrated

        with opened(folder) as workspace:
            month = workspace.month(month)
            judges = calibrated(workspace, release_of(workspace, month))
        if not judges:
            raise UsageError(
                "People rated none of the answers that are drawn to measure judges by. Have them "
                f"do so at the desk: `live review serve --month {month}`, page Rate. What they "
                "said of answers that the panel is split over does not count: each judge looks "
                "worse on those."
            )
    lines = [line for each in judges.items() for line in calibration_lines(*each)]
    _show(as_json, [{"judge": name, **found} for name, found in judges.items()], lines)


@click.command()
@click.argument("model")
@split_option
@revision_option
@click.option(
    "--judge",
    "judges",
    required=True,
    multiple=True,
    metavar="MODEL",
    help="Who rates. Given several times: a panel, whose median counts.",
)
@click.option(
    "--models",
    "declared",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A YAML file with `models:` as in live.yaml, whose names MODEL and --judge may be.",
)
@click.option(
    "--published-after",
    "published_after",
    metavar="TIME",
    callback=read_time,
    help="Leave out questions about pages published before it, as what the model may have seen.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="The first N rows only.")
@click.option(
    "--log",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Keep what was received, and write scoreboard.json, results.jsonl and results.csv there; "
    "log.json says of what they are. A folder for each MODEL and month.",
)
@usd_option
@json_option
def evaluate(
    model: str,
    target: str,
    revision: str | None,
    judges: tuple[str, ...],
    declared: Path | None,
    published_after: datetime | None,
    limit: int | None,
    folder: Path | None,
    max_usd: float | None,
    as_json: bool,
) -> None:
    """Score MODEL on a published split, by judges of your choice. Needs no workspace.

    MODEL and the judges: openai/…, anthropic/…, hf/… or embedded/…, or a name in --models. Says
    first what it may cost at most. With --log, the same again goes on where it stopped, also with
    more rows; rows that were corrected since are asked or judged again.
    """
    from live.blobs import Blobs
    from live.config import Declared
    from live.judge import evaluate as by
    from live.publish.published import read_split
    from live.terminal_score import scoreboard_lines
    from live.workspace import hold
    from live.yaml_file import load_yaml

    models = load_yaml(declared, Declared).models if declared else ()
    with _folder(folder) as place, hold(place, "evaluate"):
        blobs = Blobs(str(place / "blobs"))
        split = read_split(target, blobs, revision=revision, after=published_after, limit=limit)
        workspace, split = by.prepared(place, blobs, split, model, judges, models)
        try:
            most, unknown = by.estimate(workspace, split)
            rows, month = len(split.release.rows), split.release.month
            click.echo(f"{rows} questions of {month}: at most {most:.2f} USD.", err=True)
            if split.others:
                click.echo(OTHERS.format(split.others, rows), err=True)
            for name in unknown:
                click.echo(f"What {name} costs is not known, and not in that.", err=True)
            with _of_models(declared):
                board = stage(
                    lambda report: by.evaluate(workspace, split, max_usd=max_usd, report=report)
                )
            if folder:
                by.write_log(workspace, split, board)
            if lost_too_much := by.lost(workspace, split):
                click.echo(lost_too_much, err=True)
        finally:
            workspace.store.close()
    _show(as_json, board.model_dump(mode="json"), scoreboard_lines(board))
    sys.exit(DROPPED_TOO_MUCH if lost_too_much else 0)


def _show(as_json: bool, data: Any, lines: list[str]) -> None:
    """Prints what was computed: as one JSON document, or drawn."""
    if as_json:
        print_json(data)
    else:
        click.echo("\n".join(lines))


@contextmanager
def _of_models(declared: Path | None) -> Iterator[None]:
    """Says what is wrong with a model of the file that declares it, and not of live.yaml."""
    try:
        yield
    except ConfigError as error:
        where = declared.name if declared else "--models"
        lines = [line.replace("live.yaml", where, 1) for line in error.lines]
        raise ConfigError(lines) from None


@contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    """The folder that was asked for, made where it is missing, or one that is gone afterwards."""
    from tempfile import TemporaryDirectory

    from live.judge.evaluate_log import read_log

    if given:
        read_log(given)  # says so where it is none, before a lock and pictures are left in it
        given.mkdir(parents=True, exist_ok=True)
        yield given
        return
    with TemporaryDirectory(prefix="live-evaluate-") as empty:
        yield Path(empty)

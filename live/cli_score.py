"""`live score`, `live arena`, `live judge ...`: arguments and printing only."""

import sys
from pathlib import Path

import click

from live.cli_parts import json_option, lost, month_option, opened, print_json, stage, usd_option

file_argument = click.argument("file", type=click.Path(path_type=Path))


@click.command()
@file_argument
@json_option
def score(file: Path, as_json: bool) -> None:
    """Compute the scoreboard of FILE, verdicts from anywhere, a JSON object a line.

    A line: model, question_id, page_id, subtask, rating (0 to 10, or null), reason. What has no
    rating is unscored, and so is a question that only other models of FILE have. Needs no
    workspace.
    """
    from live.judge.outside import score_file
    from live.terminal_score import pair_lines, scoreboard_lines

    board, wrong = score_file(file)
    for line in wrong:
        click.echo(line, err=True)
    if as_json:
        print_json(board.model_dump(mode="json"))
    else:
        click.echo("\n".join([*scoreboard_lines(board), *pair_lines(board)]))


@click.command()
@file_argument
@json_option
def arena(file: Path, as_json: bool) -> None:
    """Rate models by FILE, comparisons of two answers, a JSON object a line.

    A line: a, b (two models), winner (a, b or tie), question_id, order (ab where a was shown first,
    ba where b was). Gives Bradley-Terry ratings on an Elo scale, with intervals, and what position
    does. Needs no workspace.
    """
    from live.judge.outside import arena_file
    from live.terminal_score import arena_lines

    rated = arena_file(file)
    if as_json:
        print_json(rated)
    else:
        click.echo("\n".join(arena_lines(rated)))


@click.group(invoke_without_command=True)
@month_option
@usd_option
@click.pass_context
def judge(context: click.Context, month: str | None, max_usd: float | None) -> None:
    """Have the judge rate the answers, and print the scoreboard."""
    if context.invoked_subcommand:
        return
    from live.cli_parts import release_of
    from live.pipeline import judge_all
    from live.terminal_score import scoreboard_lines

    with opened(context.obj, "judge") as workspace:
        release = release_of(workspace, month)
        board = stage(lambda report: judge_all(workspace, release, max_usd=max_usd, report=report))
        click.echo("\n".join(scoreboard_lines(board)))
        sys.exit(lost(workspace, release.month))


@judge.command()
@file_argument
@json_option
def calibrate(file: Path, as_json: bool) -> None:
    """Measure judges by FILE, answers that people rated too, a JSON object a line.

    A line: question_id, rating (the judge's, 0 to 10), human (a person's); and where they are
    known judge, model, family, page_id, subtask. Needs no workspace.
    """
    from live.judge.outside import calibrate_file
    from live.terminal_score import calibration_lines

    judges = calibrate_file(file)
    if as_json:
        print_json([{"judge": name, **found} for name, found in judges.items()])
    else:
        for name, found in judges.items():
            click.echo("\n".join(calibration_lines(name, found)))

"""A published split and one model -> its answers, verdicts and scoreboard. No workspace is needed.

Answering and judging are those of a month, on a folder that is made for them: given one, what was
received stays in it, and the same again goes on where it stopped. Touches models through live.lmm.
"""

import csv
import json
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from live.blobs import Blobs
from live.config import EMBEDDED_JUDGE, Config, Model
from live.engine import Report, silent
from live.errors import UsageError
from live.judge.answer import answer, frozen_questions, request_for
from live.judge.details import COLUMNS, details, flat
from live.judge.judge import judge
from live.judge.notes import judge_notes
from live.judge.panel import Settled, judges_for, panel_notes, settled
from live.judge.rating import request_to_judge
from live.judge.scoreboard import scoreboard
from live.lmm import prices
from live.lmm.budget import worst_case
from live.lmm.models import Models
from live.publish.published import Split
from live.records import Answer, Release, Scoreboard, Site, Verdict, content_id
from live.store import Store
from live.workspace import Workspace

SITE = Site(name="split", url="http://split.example/")
"""Stands where a workspace has sites; none is crawled."""


def prepared(
    folder: Path,
    blobs: Blobs,
    split: Split,
    model: str,
    judges: Sequence[str],
    models: Sequence[Model],
) -> Workspace:
    """Lays a split out in a folder, for one model and its judges.

    models: declarations that they may name. Raises UsageError where the folder holds another
    split, or results of other rows of this one.
    """
    try:
        config = Config(
            sites=(SITE,),
            models=tuple(models),
            candidates=(model,),
            judge=tuple(judges),
            review="none",
        )
    except ValidationError as error:
        raise UsageError(error.errors()[0]["msg"].removeprefix("Value error, ")) from None
    store = Store(f"sqlite:///{folder}/live.db")
    workspace = Workspace(path=folder, config=config, store=store, blobs=blobs)
    month = split.release.month
    known = store.versions(Release, content_id("release", month, 1))
    if known and known[-1].rows != split.release.rows:
        store.close()
        raise UsageError(f"--log: {folder} holds results of other rows of {month}. Name another.")
    store.add(*split.pages, *split.questions, split.release)
    return workspace


def estimate(workspace: Workspace, split: Split) -> tuple[float, list[str]]:
    """Gives the most that answering and judging can cost, USD, and the models of unknown price.

    Every reply is counted as long as it may be; what was received before costs nothing again.
    """
    config, pages = workspace.config, {page.id: page for page in split.pages}
    (name,) = config.candidates
    judges = [each for each in judges_for(config, name) if each != EMBEDDED_JUDGE]
    most, unknown = 0.0, set()
    for question in split.questions:
        page = pages[question.page_id]
        requests = [(name, request_for(question, page, name, workspace))]
        requests += [(who, request_to_judge(config, who, question, page, "")) for who in judges]
        for who, request in requests:
            usd = prices.usd(config.model(who), worst_case(request))
            most += usd or 0.0
            unknown |= {who} if usd is None else set()
    return most, sorted(unknown)


async def evaluate(
    workspace: Workspace,
    split: Split,
    *,
    max_usd: float | None = None,
    report: Report = silent,
) -> Scoreboard:
    """Has the model answer every row, and the judge rate the answers."""
    config, store, release = workspace.config, workspace.store, split.release
    async with Models(config, store, workspace.blobs, release.month, max_usd) as models:
        await answer(workspace, release, models, report=report)
        await judge(workspace, release, models, report=report)
    answers = store.all(Answer, release.month)
    earned = _earned(workspace, release)
    board = scoreboard(
        release,
        frozen_questions(workspace, release),
        answers,
        {id: each.rating for id, each in earned.items()},
        config.candidates,
        calls=store.calls.took(each.made_by.reply_key for each in answers),
    )
    return board.model_copy(
        update={
            "notes": (*board.notes, *panel_notes(config, earned.values())),
            "judges": judge_notes(config, store.each(Verdict, release.month)),
        }
    )


def write_log(workspace: Workspace, split: Split, board: Scoreboard) -> None:
    """Writes scoreboard.json, results.jsonl and results.csv into the folder."""
    text = json.dumps(board.model_dump(mode="json"), ensure_ascii=False, indent=2)
    (workspace.path / "scoreboard.json").write_text(text + "\n", encoding="utf-8")
    (name,) = workspace.config.candidates
    earned = _earned(workspace, split.release)
    answers = workspace.store.all(Answer, split.release.month)
    rows = list(details(name, split.release, split.questions, split.pages, answers, earned))
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (workspace.path / "results.jsonl").write_text("".join(lines), encoding="utf-8")
    with open(workspace.path / "results.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(map(flat, rows))


def _earned(workspace: Workspace, release: Release) -> dict[str, Settled]:
    store, month = workspace.store, release.month
    return settled(workspace.config, store.all(Answer, month), store.all(Verdict, month))

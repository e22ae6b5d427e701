"""A published split and one model -> its answers, verdicts and scoreboard. No workspace is needed.

Answering and judging are those of a month, on a folder that is made for them: given one, what was
received stays in it, and the same again goes on where it stopped. Touches models through live.lmm.
"""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from live.blobs import Blobs
from live.config import EMBEDDED_JUDGE, Config, Model
from live.engine import Report, silent
from live.errors import UsageError
from live.judge.answer import answer, frozen_questions, request_for
from live.judge.judge import judge
from live.judge.rating import request_to_judge
from live.judge.scoreboard import scoreboard
from live.lmm import prices
from live.lmm.budget import worst_case
from live.lmm.models import Models
from live.publish.published import Split
from live.records import Answer, Page, Question, Release, Scoreboard, Site, Verdict, content_id
from live.store import Store
from live.workspace import Workspace

SITE = Site(name="split", url="http://split.example/")
"""Stands where a workspace has sites; none is crawled."""
DETAILS = (
    "id", "images", "question", "ground_truth", "criteria", "subtask", "response", "score",
    "reason", "page_id", "status", "judge", "ratings",
)  # fmt: skip
"""The columns of a row's results: the original's, then ours."""


def prepared(
    folder: Path, blobs: Blobs, split: Split, model: str, judge: str, models: Sequence[Model]
) -> Workspace:
    """Lays a split out in a folder, for one model and a judge.

    models: declarations that the two may name. Raises UsageError where the folder holds another
    split, or results of other rows of this one.
    """
    try:
        config = Config(
            sites=(SITE,), models=tuple(models), candidates=(model,), judge=judge, review="none"
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
    (name,), judges = config.candidates, config.judge
    most, unknown = 0.0, set()
    for question in split.questions:
        page = pages[question.page_id]
        requests = [(name, request_for(question, page, name, workspace))]
        if judges != EMBEDDED_JUDGE:
            requests.append((judges, request_to_judge(config, judges, question, page, "")))
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
    return scoreboard(
        release,
        frozen_questions(workspace, release),
        _verdicts(workspace, release),
        config.candidates,
        answers=answers,
        calls=store.calls.took(each.made_by.reply_key for each in answers),
    )


def details(workspace: Workspace, split: Split) -> Iterator[dict[str, Any]]:
    """Gives a row's results each, in the columns of the original's detailed results and ours.

    images: names of the pictures. score: 0..10, None where unscored. status: how the answer ended,
    `unscored` or `unanswered`.
    """
    (name,) = workspace.config.candidates
    given = {a.row_id: a for a in workspace.store.all(Answer, split.release.month)}
    verdicts = {v.row_id: v for v in _verdicts(workspace, split.release) if v.model == name}
    pages = {page.id: page for page in split.pages}
    for row, question in zip(split.release.rows, split.questions, strict=True):
        yield _detail(
            row.row_id,
            question,
            pages[row.page_id],
            given.get(row.row_id),
            verdicts.get(row.row_id),
        )


def write_log(workspace: Workspace, split: Split, board: Scoreboard) -> None:
    """Writes scoreboard.json, results.jsonl and results.csv into the folder."""
    text = json.dumps(board.model_dump(mode="json"), ensure_ascii=False, indent=2)
    (workspace.path / "scoreboard.json").write_text(text + "\n", encoding="utf-8")
    rows = list(details(workspace, split))
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (workspace.path / "results.jsonl").write_text("".join(lines), encoding="utf-8")
    with open(workspace.path / "results.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, DETAILS)
        writer.writeheader()
        writer.writerows(_flat(row) for row in rows)


def _detail(
    row_id: int, question: Question, page: Page, given: Answer | None, verdict: Verdict | None
) -> dict[str, Any]:
    rating = verdict.rating if verdict else None
    status = given.outcome if given else "unanswered"
    return {
        "id": row_id,
        "images": [shot.sha256 for shot in page.shots],
        "question": question.question,
        "ground_truth": question.answer,
        "criteria": question.rubric,
        "subtask": question.subtask,
        "response": given.text if given else "",
        "score": rating,
        "reason": verdict.reason if verdict else "",
        "page_id": page.id,
        "status": "unscored" if given and rating is None else status,
        "judge": verdict.judge if verdict else "",
        "ratings": {verdict.judge: list(verdict.points)} if verdict else {},
    }


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row for a CSV: lists and objects as JSON."""
    return {
        name: json.dumps(value) if isinstance(value, list | dict) else value
        for name, value in row.items()
    }


def _verdicts(workspace: Workspace, release: Release) -> list[Verdict]:
    """The verdicts of the judge that is asked now."""
    found = workspace.store.all(Verdict, release.month)
    return [verdict for verdict in found if verdict.judge == workspace.config.judge]

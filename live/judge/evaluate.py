"""A published split and one model -> its answers, verdicts and scoreboard. No workspace is needed.

Answering and judging are those of a month, on a folder that is made for them: given one, what was
received stays in it, and the same again goes on where it stopped, with more rows or fewer, and as
their owner corrected them since. Touches models through live.lmm.
"""

import csv
import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from live.blobs import Blobs
from live.config import EMBEDDED_JUDGE, Config, Model
from live.engine import Report, silent
from live.errors import UsageError
from live.judge.answer import answer, frozen_answers, frozen_questions, request_for
from live.judge.answer import to_come as answers_to_come
from live.judge.details import details, flat
from live.judge.evaluate_log import claim, note_results, write_json
from live.judge.judge import judge
from live.judge.judge import to_come as verdicts_to_come
from live.judge.notes import judge_notes
from live.judge.panel import Settled, judges_for, panel_notes, settled
from live.judge.rating import request_to_judge
from live.judge.scoreboard import scoreboard
from live.lmm import prices
from live.lmm.budget import worst_case
from live.lmm.models import Models
from live.publish.published import Split
from live.records import Answer, Release, Scoreboard, Site, Verdict
from live.store import Store
from live.workspace import Workspace

SITE = Site(name="split", url="http://split.example/")
"""Stands where a workspace has sites; none is crawled."""
WORDS = ((r"candidates.*?: ", "MODEL: "), (r"judge.*?: |(?=duplicate judge)", "--judge: "))
"""How a configuration names what the command line names otherwise."""


def prepared(
    folder: Path,
    blobs: Blobs,
    split: Split,
    model: str,
    judges: Sequence[str],
    models: Sequence[Model],
) -> tuple[Workspace, Split]:
    """Lays a split out in a folder, for one model and its judges; gives its rows as they are there.

    models: declarations that they may name. Raises UsageError where the folder is the log of
    another model or month, or none.
    """
    config = _config(model, judges, models)
    claim(folder, split.release.month, config)
    store = Store(f"sqlite:///{folder}/live.db")
    workspace = Workspace(path=folder, config=config, store=store, blobs=blobs)
    split = _numbered(split, store.all(Release, split.release.month))
    store.add(*split.pages, *split.questions, split.release)
    return workspace, split


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
    """Has the model answer every row, and the judge rate the answers.

    Raises ConfigError and MissingError before anything is asked where a price, key or package of
    any of them is missing that is needed.
    """
    config, store, release = workspace.config, workspace.store, split.release
    async with Models(config, store, workspace.blobs, release.month, max_usd) as models:
        models.require(_yet_to_ask(workspace, release))
        await answer(workspace, release, models, report=report)
        await judge(workspace, release, models, report=report)
    answers = frozen_answers(workspace, release)
    earned = _earned(workspace, answers)
    verdicts = (each for each in store.each(Verdict, release.month) if each.answer_id in earned)
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
            "judges": judge_notes(config, verdicts),
        }
    )


def lost(workspace: Workspace, split: Split) -> str:
    """Gives a line where more answers or verdicts failed than a run may lose, else ''."""
    config, release = workspace.config, split.release
    judges = judges_for(config, config.candidates[0])
    verdicts = len(frozen_answers(workspace, release)) * len(judges)
    stages = {
        "answer": (len(release.rows), answers_to_come(workspace, release)),
        "judge": (verdicts, verdicts_to_come(workspace, release)),
    }
    lines = (_lost(workspace, release.month, stage, *each) for stage, each in stages.items())
    return "\n".join(filter(None, lines))


def write_log(workspace: Workspace, split: Split, board: Scoreboard) -> None:
    """Writes scoreboard.json, results.jsonl and results.csv into the folder, and of what they are.

    A row has what `details` gives, then the model, the month, and the canary where there is one.
    """
    folder, release = workspace.path, split.release
    (name,) = workspace.config.candidates
    answers = frozen_answers(workspace, release)
    earned = _earned(workspace, answers)
    ours = {"model": name, "month": release.month}
    ours |= {"canary": release.canary} if release.canary else {}
    found = details(name, release, split.questions, split.pages, answers, earned)
    rows = [row | ours for row in found]
    write_json(folder / "scoreboard.json", board.model_dump(mode="json"))
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "results.jsonl").write_text("".join(lines), encoding="utf-8")
    with open(folder / "results.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(map(flat, rows))
    note_results(folder, workspace.config.judges, split.said, split.commit)


def _config(model: str, judges: Sequence[str], models: Sequence[Model]) -> Config:
    try:
        return Config(
            sites=(SITE,),
            models=tuple(models),
            candidates=(model,),
            judge=tuple(judges),
            review="none",
        )
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        told = f"{where}: " * bool(where) + first["msg"].removeprefix("Value error, ")
    for pattern, word in WORDS:
        told = re.sub(f"^(?:{pattern})", word, told)
    told = told.replace("from `models`", "from --models")
    raise UsageError(told if told.endswith("…") else f"{told}.")


def _yet_to_ask(workspace: Workspace, release: Release) -> list[str]:
    """The models that something is to be had of yet."""
    config, names = workspace.config, list[str]()
    answers = answers_to_come(workspace, release)
    if answers:
        names += config.candidates
    if answers or verdicts_to_come(workspace, release):
        names += judges_for(config, config.candidates[0])
    return [name for name in names if name != EMBEDDED_JUDGE]


def _numbered(split: Split, earlier: Sequence[Release]) -> Split:
    """Gives each row the version that its question is, of those this log has had it ask."""
    known = {
        (row.row_id, row.question_id): row.version for release in earlier for row in release.rows
    }
    newest: Counter[int] = Counter()
    for (number, _), version in known.items():
        newest[number] = max(newest[number], version)
    rows = tuple(
        row.model_copy(
            update={"version": known.get((row.row_id, row.question_id), newest[row.row_id] + 1)}
        )
        for row in split.release.rows
    )
    questions = [
        question.model_copy(update={"version": row.version})
        for question, row in zip(split.questions, rows, strict=True)
    ]
    same = (release.revision for release in earlier if release.rows == rows)
    revision = next(same, len(earlier) + 1)
    release = split.release.model_copy(update={"rows": rows, "revision": revision})
    return split._replace(release=release, questions=questions)


def _earned(workspace: Workspace, answers: Sequence[Answer]) -> dict[str, Settled]:
    verdicts = workspace.store.all(Verdict, answers[0].month) if answers else []
    return settled(workspace.config, answers, verdicts)


def _lost(workspace: Workspace, month: str, stage: str, n: int, left: Counter[str]) -> str:
    """left: as `to_come` gives it."""
    failed = {
        how.removeprefix("failed (").removesuffix(")"): k
        for how, k in left.most_common()
        if how.startswith("failed (")
    }
    if sum(failed.values()) <= workspace.config.limits.max_dropped * n:
        return ""
    outcomes = workspace.store.outcomes(month, stage)
    first = next(each.detail for each in outcomes if each.reason in failed)
    told = ", ".join(f"{k} {reason}" for reason, k in failed.items())
    return f"{stage} lost {sum(failed.values())} of {n} ({told}), more than half. One was: {first}"

"""A frozen month in, `releases/YYYY-MM/` out: hub/, leaderboard/, scoreboard.json, scoreboard.csv.

Reads the store and the blobs, writes that folder; what is the same already stays as it is.
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from live.funnel import funnel
from live.judge.answer import frozen_questions
from live.judge.panel import is_judged, judges_for, settled
from live.judge.people import people
from live.judge.scoreboard import scoreboard, table
from live.publish.edition import Edition
from live.publish.folder import build
from live.publish.leaderboard import LeaderboardNotes, build_leaderboard
from live.qa_gen.gates.solvers import solvers_among_candidates
from live.qa_gen.taxonomies import categories
from live.records import (
    Answer,
    Finding,
    Link,
    Page,
    Question,
    Release,
    Scoreboard,
    Step,
    Verdict,
    content_id,
)
from live.status import dropped_by_stage
from live.workspace import Workspace

PARTS = ("hub/README.md", "leaderboard/index.html", "scoreboard.json", "scoreboard.csv")
BUILT = ".built"
"""Names the file that tells of what the folder was made."""


def write_release(workspace: Workspace, release: Release) -> Scoreboard:
    """Writes all that a month publishes, and gives its scoreboard."""
    folder = workspace.release(release.month)
    folder.mkdir(parents=True, exist_ok=True)
    edition = _edition(workspace, release)
    built = folder / BUILT
    made_of = content_id(_plain(edition))
    whole = all((folder / name).exists() for name in PARTS)
    if whole and built.exists() and built.read_text() == made_of:
        return Scoreboard.model_validate_json((folder / "scoreboard.json").read_text())
    built.unlink(missing_ok=True)
    questions = [edition.question(row) for row in release.rows]
    ratings = {id: each.rating for id, each in edition.earned.items()}
    board = scoreboard(
        release,
        questions,
        edition.answers,
        ratings,
        workspace.config.candidates,
        people(release, questions, edition.answers, ratings),
        workspace.store.calls.took(each.made_by.reply_key for each in edition.answers),
    )
    _write(folder, workspace, replace(edition, scoreboard=board), board)
    built.write_text(made_of)
    return board


def _write(folder: Path, workspace: Workspace, edition: Edition, board: Scoreboard) -> None:
    build(edition, workspace.blobs, folder / "hub")
    text = json.dumps(board.model_dump(), ensure_ascii=False, indent=2)
    (folder / "scoreboard.json").write_text(text + "\n", encoding="utf-8")
    table(board).to_csv(folder / "scoreboard.csv", index=False)
    config, release = workspace.config, edition.release
    build_leaderboard(
        folder / "leaderboard",
        scoreboard=board,
        release=release,
        questions={row.row_id: edition.question(row) for row in release.rows},
        pages=edition.pages,
        answers=edition.answers,
        earned=edition.earned,
        models={name: config.model(name) for name in config.candidates},
        notes=LeaderboardNotes(
            title=config.title,
            judges=config.judges,
            usd=edition.usd,
            solvers=solvers_among_candidates(config),
            funnel=tuple(edition.counts.items()),
        ),
        blobs=workspace.blobs,
    )


def _edition(workspace: Workspace, release: Release) -> Edition:
    store, month = workspace.store, release.month
    questions = frozen_questions(workspace, release)
    usd, tokens, _ = store.calls.spending(month)
    pages = store.all(Page, month)
    used = {row.page_id for row in release.rows}
    frozen = {(row.question_id, row.version) for row in release.rows}
    subjects = used | {id for id, _ in frozen}
    answers = [a for a in store.all(Answer, month) if is_judged(workspace.config, a)]
    judges = {answer.model: judges_for(workspace.config, answer.model) for answer in answers}
    by = {answer.id: judges[answer.model] for answer in answers}
    verdicts = [
        verdict
        for verdict in store.all(Verdict, month)
        if verdict.by_person or verdict.judge in by.get(verdict.answer_id, ())
    ]
    return Edition(
        release=release,
        questions={(question.id, question.version): question for question in questions},
        pages={page.id: page for page in pages if page.id in used},
        config=workspace.config,
        categories=categories(workspace.config.write.taxonomy),
        answers=answers,
        verdicts=verdicts,
        earned=settled(workspace.config, answers, verdicts),
        steps=[step for step in store.all(Step, month) if step.subject in subjects],
        findings=[
            finding
            for finding in store.all(Finding, month)
            if (finding.question_id, finding.version) in frozen
        ],
        funnel=funnel(workspace, month),
        counts={
            "links found": len(store.all(Link, month)),
            "pages photographed and dated": len(pages),
            "questions written": len(store.all(Question, month)),
            "questions in the split": len(release.rows),
        },
        dropped=dropped_by_stage(store.outcomes(month)),
        usd=usd,
        tokens=tokens,
    )


def _plain(edition: Edition) -> Any:
    """What an edition is made of, as JSON can hold it."""
    return [
        edition.release.model_dump(mode="json"),
        [question.model_dump(mode="json") for question in edition.questions.values()],
        [page.model_dump(mode="json") for page in edition.pages.values()],
        [answer.model_dump(mode="json") for answer in edition.answers],
        [verdict.model_dump(mode="json") for verdict in edition.verdicts],
        edition.config.model_dump(mode="json"),
        [step.model_dump(mode="json") for step in edition.steps],
        [finding.model_dump(mode="json") for finding in edition.findings],
        [edition.categories, edition.counts, edition.dropped, edition.usd, edition.tokens],
        edition.funnel,
    ]

"""A frozen month in, `releases/YYYY-MM/` out: hub/, leaderboard/, scoreboard.json, scoreboard.csv.

Reads the store and the blobs, writes that folder; what is the same already stays as it is.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from live import __version__
from live.funnel import funnel
from live.judge.answer import frozen_answers, frozen_questions
from live.judge.calibration import calibration
from live.judge.design import design
from live.judge.double import double_ratings
from live.judge.notes import judge_notes
from live.judge.panel import Settled, is_judged, judges_for, panel_notes, settled
from live.judge.people import people
from live.judge.ranking import arena_of
from live.judge.scoreboard import scoreboard
from live.judge.trend import trend, trend_month
from live.publish.earlier import earlier
from live.publish.edition import Edition
from live.publish.entries import Known
from live.publish.folder import build
from live.publish.leaderboard import LeaderboardNotes, build_leaderboard
from live.publish.lives import lives
from live.publish.scores import write_scores
from live.qa_gen.gates.solvers import solvers_among_candidates
from live.qa_gen.taxonomies import categories, load
from live.records import (
    Anchor,
    Comparison,
    Finding,
    Link,
    Page,
    Question,
    Release,
    Scoreboard,
    Step,
    TrendMonth,
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
    before, lacking = earlier(workspace, release.month)
    made_of = _made_of(workspace, release.month, before, lacking)
    built = folder / BUILT
    whole = all((folder / name).exists() for name in PARTS)
    if whole and built.exists() and built.read_text() == made_of:
        return Scoreboard.model_validate_json((folder / "scoreboard.json").read_text())
    built.unlink(missing_ok=True)
    findings = workspace.store.all(Finding, release.month)
    edition = _edition(workspace, release, findings)
    told = lives(workspace, release, edition.pages, edition.steps, findings)
    questions = [edition.question(row) for row in release.rows]
    ratings = {id: each.rating for id, each in edition.earned.items()}
    took = workspace.store.calls.took(each.made_by.reply_key for each in edition.answers)
    board = scoreboard(
        release,
        questions,
        edition.answers,
        ratings,
        workspace.config.candidates,
        people(release, questions, edition.answers, ratings),
        took,
    )
    board = _with_judges(workspace, edition, board)
    arena = arena_of(edition.comparisons, board, design(workspace.config, release))
    alone = board.model_copy(update={"arena": arena})
    board = _in_time(workspace, alone, before, lacking)
    known = Known(
        lives=told,
        took=took,
        categories=edition.categories,
        subjects={site.name: site.subjects for site in workspace.config.sites},
    )
    _write(folder, workspace, replace(edition, scoreboard=alone), board, known)
    built.write_text(made_of)
    return board


def _with_judges(workspace: Workspace, edition: Edition, board: Scoreboard) -> Scoreboard:
    config, questions = workspace.config, edition.questions.values()
    rated = double_ratings(config, edition.answers, edition.verdicts, questions)
    calibrations = {judge: calibration(both) for judge, both in rated.items()}
    return board.model_copy(
        update={
            "judges": judge_notes(config, edition.verdicts, calibrations, edition.anchors),
            "notes": (*board.notes, *panel_notes(config, _seeing(edition))),
        }
    )


def _in_time(
    workspace: Workspace, board: Scoreboard, before: list[TrendMonth], lacking: list[str]
) -> Scoreboard:
    """The scoreboard with the months before it: not for what is published, as they may change."""
    months = trend(before, trend_month(board, load(workspace.config.write.taxonomy).name))
    return board.model_copy(update={"notes": (*board.notes, *lacking), "trend": months})


def _seeing(edition: Edition) -> list[Settled]:
    """What the candidates' answers to the pictures earned."""
    given = (a for a in edition.answers if not a.by_person and not a.is_blind)
    return [edition.earned[a.id] for a in given if a.id in edition.earned]


def _write(
    folder: Path, workspace: Workspace, edition: Edition, board: Scoreboard, known: Known
) -> None:
    build(edition, workspace.blobs, folder / "hub")
    write_scores(folder, board)
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
            home=(config.publish_to or "").removeprefix("hub:"),
            by_reference=edition.by_reference,
        ),
        blobs=workspace.blobs,
        known=known,
    )


def _edition(workspace: Workspace, release: Release, findings: list[Finding]) -> Edition:
    store, month = workspace.store, release.month
    questions = frozen_questions(workspace, release)
    usd, tokens, _ = store.calls.spending(month)
    pages = store.all(Page, month)
    used = {row.page_id for row in release.rows}
    frozen = {(row.question_id, row.version) for row in release.rows}
    subjects = used | {id for id, _ in frozen}
    answers = [a for a in frozen_answers(workspace, release) if is_judged(workspace.config, a)]
    judges = {answer.model: judges_for(workspace.config, answer.model) for answer in answers}
    by = {answer.id: judges[answer.model] for answer in answers}
    verdicts = [
        verdict
        for verdict in store.all(Verdict, month)
        if verdict.answer_id in by and (verdict.by_person or verdict.judge in by[verdict.answer_id])
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
        anchors=store.all(Anchor, month),
        comparisons=design(workspace.config, release).counting(store.all(Comparison, month)),
        steps=[step for step in store.all(Step, month) if step.subject in subjects],
        findings=[
            finding for finding in findings if (finding.question_id, finding.version) in frozen
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


def _made_of(
    workspace: Workspace, month: str, before: Sequence[TrendMonth], lacking: Sequence[str]
) -> str:
    """An id of all that a month's folder is made of: what is stored, declared and was before."""
    config = workspace.config
    return content_id(
        __version__,
        workspace.store.changes.digest(month),
        workspace.store.calls.spending(month),
        config.model_dump(mode="json"),
        categories(config.write.taxonomy),
        [each.model_dump(mode="json") for each in before],
        lacking,
    )

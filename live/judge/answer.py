"""Frozen rows in, Answers out. Candidates see the screenshots and the question, nothing else.

Touches models through live.lmm, and the store.
"""

from collections import Counter
from pathlib import Path
from typing import Literal

from live.engine import Report, silent, work_through
from live.errors import UsageError
from live.lmm.client import Reply, Request, pictures_of, provenance, request_to
from live.lmm.models import Models
from live.outcomes import Done, Ending, Failed, State
from live.prompts import render
from live.records import Answer, Page, Question, Release, Row
from live.workspace import Workspace

PROMPT = Path(__file__).parent / "prompts" / "answer.md"


async def answer(
    workspace: Workspace, release: Release, models: Models, *, report: Report = silent
) -> Counter[State]:
    """Has every candidate answer every row. Stage "answer", an item a row and model."""
    config, store, month = workspace.config, workspace.store, release.month
    questions = {(q.id, q.version): q for q in frozen_questions(workspace, release)}
    pages = {page.id: page for page in store.all(Page, month)}
    tally: Counter[State] = Counter()
    _refuse_changed_candidates(workspace, month)
    for name in config.candidates:

        async def ask(row: Row, name: str = name) -> Ending:
            question = questions[row.question_id, row.version]
            request = request_for(question, pages[row.page_id], name, workspace)
            reply = await models.client(name, stage="answer").reply(request)
            return _ending(row, question, request, reply)

        tally += await work_through(
            release.rows,
            ask,
            store=store,
            month=month,
            stage="answer",
            key=lambda row, name=name: _item(row, name),  # type: ignore[misc]
            concurrency=models.concurrency(name),
            report=report,
        )
    return tally


def untried(workspace: Workspace, release: Release) -> int:
    """Counts the answers that nobody has asked for yet; one that failed was asked for."""
    asked = {outcome.item for outcome in workspace.store.outcomes(release.month, "answer")}
    wanted = {_item(row, name) for row in release.rows for name in workspace.config.candidates}
    return len(wanted - asked)


def frozen_questions(workspace: Workspace, release: Release) -> list[Question]:
    """Gives the versions of the questions that were frozen, in the rows' order."""
    found = []
    for row in release.rows:
        versions = workspace.store.versions(Question, row.question_id)
        found.append(next(q for q in versions if q.version == row.version))
    return found


def request_for(question: Question, page: Page, name: str, workspace: Workspace) -> Request:
    """Builds what a candidate is asked: pictures and question."""
    model = workspace.config.model(name)
    prompt = render(PROMPT, question=question.question)
    return request_to(model, prompt, pictures=pictures_of(page))


def _refuse_changed_candidates(workspace: Workspace, month: str) -> None:
    """A name stands for one model a month: the answers of another must not pass as its own."""
    for given in workspace.store.all(Answer, month):
        if given.model not in workspace.config.candidates:
            continue
        declared = workspace.config.model(given.model).model
        if given.made_by.declared != declared:
            raise UsageError(
                f"live.yaml: candidates: {given.model} answered {month} as "
                f"{given.made_by.declared}, and is {declared} now. Give the new model another name."
            )


def _item(row: Row, name: str) -> str:
    return f"{name}:{row.row_id}:v{row.version}"


def _ending(row: Row, question: Question, request: Request, reply: Reply) -> Ending:
    outcome: Literal["answered", "empty", "refused", "truncated"]
    match reply.outcome:
        case "ok" | "malformed":
            outcome = "answered" if reply.text.strip() else "empty"
        case "truncated":
            outcome = "truncated"
        case "refused" | "filtered":
            outcome = "refused"
        case _:
            return Failed(reply.outcome, reply.detail)
    answered = Answer(
        month=question.month,
        row_id=row.row_id,
        question_id=question.id,
        version=question.version,
        model=request.model,
        outcome=outcome,
        text=reply.text,
        detail=reply.detail,
        made_by=provenance(request, reply),
    )
    return Done((answered,))

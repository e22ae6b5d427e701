"""Frozen rows in, Answers out. Candidates see the screenshots and the question, nothing else.

Some rows they are asked a second time without the screenshots, which shows what they gain by seeing
them. Touches models through live.lmm, and the store.
"""

from collections import Counter
from pathlib import Path
from typing import Literal

from live.config import Config
from live.engine import NOT_BEGUN, Report, silent, unended, work_through
from live.errors import UsageError
from live.judge.pin import refused_revision
from live.lmm.client import Reply, Request, pictures_of, provenance, request_to
from live.lmm.models import Models
from live.outcomes import Done, Ending, Failed, State
from live.prompts import render
from live.records import BLIND, Answer, Page, Question, Release, Row, content_id
from live.workspace import Workspace

PROMPT = Path(__file__).parent / "prompts" / "answer.md"


async def answer(
    workspace: Workspace, release: Release, models: Models, *, report: Report = silent
) -> Counter[State]:
    """Has all candidates answer every row. Stage "answer", an item a row and model."""
    store, month = workspace.store, release.month
    _refuse_changed_candidates(workspace, month)
    asked_for = wanted(workspace.config, release)
    if not unended(store, month, "answer", (_item(*each) for each in asked_for)):
        return Counter()
    questions = {(q.id, q.version): q for q in frozen_questions(workspace, release)}
    pages = {page.id: page for page in store.all(Page, month)}

    async def ask(asked: tuple[Row, str]) -> Ending:
        row, model = asked
        question, page = questions[row.question_id, row.version], pages[row.page_id]
        request = request_for(question, page, model, workspace)
        reply = await models.client(request.model, stage="answer").reply(request)
        pinned = workspace.config.model(request.model).revision
        changed = refused_revision(request.model, reply.revision, pinned)
        return changed or _ending(row, model, question, request, reply)

    return await work_through(
        asked_for,
        ask,
        store=store,
        month=month,
        stage="answer",
        key=lambda asked: _item(*asked),
        lane=lambda asked: asked[1].removeprefix(BLIND),
        concurrency={name: models.concurrency(name) for name in workspace.config.candidates},
        report=report,
    )


def wanted(config: Config, release: Release) -> list[tuple[Row, str]]:
    """Gives what is asked: each row with the model as Answer.model names it, candidates in turn."""
    by_chance = sorted(release.row_ids, key=lambda id: content_id("blind", id))
    blind = set(by_chance[: config.blind_rows])
    return [
        (row, f"{prefix}{name}")
        for row in release.rows
        for prefix in ("", BLIND)
        if not prefix or row.row_id in blind
        for name in config.candidates
    ]


def untried(workspace: Workspace, release: Release) -> int:
    """Counts the answers that nobody has asked for yet; one that failed was asked for."""
    return to_come(workspace, release)[NOT_BEGUN]


def to_come(workspace: Workspace, release: Release) -> Counter[str]:
    """Counts the answers that the next run asks for, by how they stand: `failed (timeout)`, say."""
    items = [_item(*each) for each in wanted(workspace.config, release)]
    return unended(workspace.store, release.month, "answer", items)


def frozen_questions(workspace: Workspace, release: Release) -> list[Question]:
    """Gives the versions of the questions that were frozen, in the rows' order."""
    frozen = {(row.question_id, row.version) for row in release.rows}
    # one pass over the month takes a tenth of the time of a query for each row
    every = workspace.store.each(Question, release.month)
    found = {(q.id, q.version): q for q in every if (q.id, q.version) in frozen}
    return [found[row.question_id, row.version] for row in release.rows]


def frozen_answers(workspace: Workspace, release: Release) -> list[Answer]:
    """Gives the answers to the versions of the questions that were frozen."""
    rows = {(row.question_id, row.version) for row in release.rows}
    given = workspace.store.all(Answer, release.month)
    return [answer for answer in given if (answer.question_id, answer.version) in rows]


def carry(workspace: Workspace, month: str, before: Row, after: Row) -> int:
    """Gives a row's new version the answers to the old one, where both ask the same.

    Nobody is asked again; what they said is to be judged anew. Gives how many there are.
    """
    store = workspace.store
    given = store.all(Answer, month, parent=before.question_id)
    carried = [
        answer.model_copy(
            update={
                "version": after.version,
                "carried_from": answer.carried_from or answer.version,
            }
        )
        for answer in given
        if answer.version == before.version
    ]
    store.add(*(answer for answer in carried if answer.by_person))
    asked = [answer for answer in carried if not answer.by_person]
    store.save_all(month, "answer", {_item(after, a.model): Done((a,)) for a in asked})
    return len(carried)


def request_for(question: Question, page: Page, model: str, workspace: Workspace) -> Request:
    """Builds what a candidate is asked: pictures and question.

    model: as Answer.model; one that is blind is shown no picture.
    """
    declared = workspace.config.model(model.removeprefix(BLIND))
    prompt = render(PROMPT, question=question.question)
    return request_to(
        declared, prompt, pictures=() if model.startswith(BLIND) else pictures_of(page)
    )


def _refuse_changed_candidates(workspace: Workspace, month: str) -> None:
    """A name stands for one model a month: the answers of another must not pass as its own."""
    for given in workspace.store.all(Answer, month):
        name = given.model.removeprefix(BLIND)
        if name not in workspace.config.candidates:
            continue
        declared = workspace.config.model(name).model
        if given.made_by.declared != declared:
            raise UsageError(
                f"live.yaml: candidates: {name} answered {month} as "
                f"{given.made_by.declared}, and is {declared} now. Give the new model another name."
            )


def _item(row: Row, model: str) -> str:
    return f"{model}:{row.row_id}:v{row.version}"


def _ending(row: Row, model: str, question: Question, request: Request, reply: Reply) -> Ending:
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
        model=model,
        outcome=outcome,
        text=reply.text,
        detail=reply.detail,
        made_by=provenance(request, reply),
    )
    return Done((answered,))

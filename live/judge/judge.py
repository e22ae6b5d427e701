"""Answers in, a Verdict of each judge out: a rating of 0..10 by the rubric, or Unscored and why.

Touches models through live.lmm, and the store. `embedded/rules` calls no model.
"""

from collections import Counter

from live.engine import Report, silent, unended, work_through
from live.judge.answer import frozen_answers, frozen_questions
from live.judge.panel import is_judged, judges_for
from live.judge.pin import Pins
from live.judge.rating import Rating, in_flight, rating_of
from live.lmm.models import Models
from live.outcomes import Done, Ending, State
from live.records import Answer, Page, Provenance, Release, Verdict
from live.workspace import Workspace


async def judge(
    workspace: Workspace, release: Release, models: Models, *, report: Report = silent
) -> Counter[State]:
    """Has every judge that counts rate every answer. Stage "judge", an item an answer and judge."""
    config, store, month = workspace.config, workspace.store, release.month
    wanted = _wanted(workspace, release)
    if not unended(store, month, "judge", map(_item, wanted)):
        return Counter()
    questions = {(q.id, q.version): q for q in frozen_questions(workspace, release)}
    pages = {page.id: page for page in store.all(Page, month)}
    pins = Pins(config, store.each(Verdict, month))

    async def rate_one(item: tuple[Answer, str]) -> Ending:
        answer, name = item
        question = questions[answer.question_id, answer.version]
        if answer.outcome in ("empty", "refused"):
            nothing = (0,) * len(question.criteria)
            reason = f"The answer is {'a refusal' if answer.outcome == 'refused' else 'empty'}: 0."
            return Done((_verdict(answer, name, Rating(nothing, reason, Provenance(model=name))),))
        page = pages[question.page_id]
        rating = await rating_of(config, models, name, question, page, answer.text, stage="judge")
        refused = pins.refuses(name, rating.made_by.revision)
        return refused or Done((_verdict(answer, name, rating),))

    return await work_through(
        wanted,
        rate_one,
        store=store,
        month=month,
        stage="judge",
        key=_item,
        lane=lambda item: item[1],
        concurrency=in_flight(models, config.judges),
        report=report,
    )


def to_come(workspace: Workspace, release: Release) -> Counter[str]:
    """Counts the verdicts that the next run asks for, by how they stand: `failed (timeout)`, say.

    One that came and cannot be used is not asked for again.
    """
    items = [_item(each) for each in _wanted(workspace, release)]
    return unended(workspace.store, release.month, "judge", items)


def _wanted(workspace: Workspace, release: Release) -> list[tuple[Answer, str]]:
    """The answers to frozen questions, each with every judge that counts on it."""
    config = workspace.config
    return [
        (answer, name)
        for answer in frozen_answers(workspace, release)
        if is_judged(config, answer)
        for name in judges_for(config, answer.model)
    ]


def _item(of: tuple[Answer, str]) -> str:
    answer, judge = of
    return f"{answer.id}:{judge}"


def _verdict(answer: Answer, judge: str, rating: Rating) -> Verdict:
    return Verdict(
        month=answer.month,
        answer_id=answer.id,
        row_id=answer.row_id,
        model=answer.model,
        judge=judge,
        rating=rating.total,
        points=rating.points or (),
        reason=rating.reason,
        made_by=rating.made_by,
    )

"""Answers in, Verdicts out: a rating of 0..10 by the question's rubric, or Unscored and why.

Touches models through live.lmm, and the store. `embedded/rules` calls no model.
"""

from collections import Counter

from live.config import EMBEDDED_JUDGE
from live.engine import Report, silent, work_through
from live.judge.answer import frozen_questions
from live.judge.rating import Rating, rating_of
from live.lmm.models import Models
from live.outcomes import Done, Ending, Failed, State
from live.records import Answer, Page, Provenance, Release, Verdict
from live.workspace import Workspace


async def judge(
    workspace: Workspace, release: Release, models: Models, *, report: Report = silent
) -> Counter[State]:
    """Has the judge rate every answer. Stage "judge", an item an answer."""
    config, store, month = workspace.config, workspace.store, release.month
    name, pin = config.judge, _Pin(workspace, month)
    questions = {(q.id, q.version): q for q in frozen_questions(workspace, release)}
    pages = {page.id: page for page in store.all(Page, month)}

    async def rate_one(answer: Answer) -> Ending:
        question = questions[answer.question_id, answer.version]
        if answer.outcome in ("empty", "refused"):
            nothing = (0,) * len(question.criteria)
            reason = f"The answer is {'a refusal' if answer.outcome == 'refused' else 'empty'}: 0."
            return Done((_verdict(answer, name, Rating(nothing, reason, Provenance(model=name))),))
        page = pages[question.page_id]
        rating = await rating_of(config, models, name, question, page, answer.text, stage="judge")
        return pin.refuses(rating) or Done((_verdict(answer, name, rating),))

    return await work_through(
        [a for a in store.all(Answer, month) if (a.question_id, a.version) in questions],
        rate_one,
        store=store,
        month=month,
        stage="judge",
        key=lambda answer: f"{answer.id}:{name}",
        concurrency=1 if name == EMBEDDED_JUDGE else models.concurrency(name),
        report=report,
    )


class _Pin:
    """The revision that a month's judge is served as: one, or its verdicts are of two judges."""

    def __init__(self, workspace: Workspace, month: str) -> None:
        self._judge = workspace.config.judge
        self._wanted = workspace.config.judge_revision
        self._first = ""
        for verdict in workspace.store.all(Verdict, month):
            if verdict.judge == self._judge:
                self._first = self._first or verdict.made_by.revision

    def refuses(self, rating: Rating) -> Failed | None:
        """Gives why a rating is not taken; None where it is."""
        served = rating.made_by.revision
        self._first = self._first or served
        wanted = self._first if self._wanted == "first" else self._wanted
        if wanted == "any" or not served or served == wanted:
            return None
        return Failed(
            "revision_changed",
            f"{self._judge} was served as {served}, and {wanted} is what judges this month. Write "
            "`judge_revision: any` into live.yaml to allow both, or name another judge.",
        )


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

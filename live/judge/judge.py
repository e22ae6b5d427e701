"""Answers in, Verdicts out: a rating of 0..10 by the question's rubric, or Unscored and why.

Touches models through live.lmm, and the store. `embedded/rules` calls no model.
"""

from collections import Counter
from pathlib import Path
from typing import Any

from live.config import EMBEDDED_JUDGE
from live.engine import Report, silent, work_through
from live.judge.answer import frozen_questions
from live.judge.rules import rate
from live.lmm.client import RECEIVED, Reply, pictures_of, provenance, request_to
from live.lmm.fence import fence
from live.lmm.models import Models
from live.outcomes import Done, Ending, Failed, State
from live.prompts import render
from live.records import Answer, Page, Provenance, Question, Release, Verdict
from live.workspace import Workspace

PROMPT = Path(__file__).parent / "prompts" / "rubric.md"
ASKED = 2
"""How often a judge is asked before an unusable verdict stays Unscored."""


async def judge(
    workspace: Workspace, release: Release, models: Models, *, report: Report = silent
) -> Counter[State]:
    """Has the judge rate every answer. Stage "judge", an item an answer."""
    store, name, month = workspace.store, workspace.config.judge, release.month
    questions = {(q.id, q.version): q for q in frozen_questions(workspace, release)}
    pages = {page.id: page for page in store.all(Page, month)}

    async def rate_one(answer: Answer) -> Ending:
        question = questions[answer.question_id, answer.version]
        if answer.outcome in ("empty", "refused"):
            nothing = (0,) * len(question.criteria)
            reason = f"The answer is {'a refusal' if answer.outcome == 'refused' else 'empty'}: 0."
            return Done((_verdict(answer, name, nothing, reason, Provenance(model=name)),))
        if name == EMBEDDED_JUDGE:
            points, reason = rate(question, answer.text)
            return Done((_verdict(answer, name, points, reason, Provenance(model=name)),))
        return await _ask(workspace, models, name, question, pages[question.page_id], answer)

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


async def _ask(
    workspace: Workspace, models: Models, name: str, question: Question, page: Page, answer: Answer
) -> Ending:
    """Asks an LMM judge, once more if its verdict cannot be used."""
    model = workspace.config.model(name)
    client = models.client(name, stage="judge")
    prompt = render(
        PROMPT,
        question=question.question,
        gold=question.answer,
        rubric=question.rubric,
        answer=fence(answer.text, "answer"),
    )
    pictures, fault = pictures_of(page), ""
    for sample in range(ASKED):
        request = request_to(
            model, prompt, pictures=pictures, reply_schema=VERDICT_SCHEMA, sample=sample
        )
        reply = await client.reply(request)
        if reply.outcome not in RECEIVED:
            return Failed(reply.outcome, reply.detail)
        made_by = provenance(request, reply)
        points, fault = read_verdict(question, reply)
        if points is not None and reply.data is not None:
            verdict = _verdict(answer, name, points, str(reply.data["reason"]), made_by)
            return Done((verdict,))
    reason = f"Unscored: asked {ASKED} times; the last time {fault}."
    return Done((_verdict(answer, name, None, reason, made_by),))


def read_verdict(question: Question, reply: Reply) -> tuple[tuple[int, ...] | None, str]:
    """Reads a judge's reply: (points per criterion, ""), or (None, what makes it unusable)."""
    if reply.outcome != "ok" or reply.data is None:
        return None, f"the reply was {reply.outcome} ({reply.detail})"
    points = tuple(reply.data["points"])
    if len(points) != len(question.criteria):
        return None, f"it gave {len(points)} points for {len(question.criteria)} criteria"
    for got, criterion in zip(points, question.criteria, strict=True):
        if not 0 <= got <= criterion.points:
            return None, f"it gave {got} of {criterion.points} points"
    if sum(points) != reply.data["total"]:
        return None, f"its total {reply.data['total']} is not the sum of its points {sum(points)}"
    return points, ""


def _verdict(
    answer: Answer, judge: str, points: tuple[int, ...] | None, reason: str, made_by: Provenance
) -> Verdict:
    return Verdict(
        month=answer.month,
        answer_id=answer.id,
        row_id=answer.row_id,
        model=answer.model,
        judge=judge,
        rating=None if points is None else sum(points),
        points=points or (),
        reason=reason,
        made_by=made_by,
    )


VERDICT_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "points": {"type": "array", "items": {"type": "integer"}},
        "total": {"type": "integer"},
        "reason": {"type": "string"},
    },
    "required": ["points", "total", "reason"],
    "additionalProperties": False,
}

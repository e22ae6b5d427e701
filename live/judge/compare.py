"""Two candidates' answers to a row in, a Comparison out: which one a judge finds better, and why.

Which answers, and who judges, is said by `live.judge.design`; every two are shown in both orders.
Touches models through live.lmm, and the store.
"""

from collections import Counter
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, Literal

import structlog

from live.config import Config
from live.engine import Report, silent, work_through
from live.judge.answer import frozen_questions
from live.judge.ask import ASKED, ask
from live.judge.design import Meeting, design, unjudged_note
from live.judge.pin import Pins
from live.lmm.client import Reply, Request, pictures_of, request_to
from live.lmm.fence import fence
from live.lmm.models import Models
from live.outcomes import Done, Ending, State, Waiting
from live.prompts import render
from live.records import (
    NO_CALL,
    Answer,
    Comparison,
    Page,
    Provenance,
    Question,
    Release,
    Verdict,
)
from live.workspace import Workspace

PROMPT = Path(__file__).parent / "prompts" / "compare.md"
NOT_GIVEN = "(no answer was given)"
"""Stands, outside of any fence, where a candidate said nothing or refused."""
Winner = Literal["a", "b", "tie"]
log = structlog.get_logger()


async def compare(
    workspace: Workspace, release: Release, models: Models, *, report: Report = silent
) -> Counter[State]:
    """Has judges compare candidates' answers. Stage "compare", an item two answers in one order."""
    config, store, month = workspace.config, workspace.store, release.month
    questions = {(q.id, q.version): q for q in frozen_questions(workspace, release)}
    pages = {page.id: page for page in store.all(Page, month)}
    answers = {(a.row_id, a.version, a.model): a for a in store.all(Answer, month)}
    pins = Pins(config, chain(store.each(Verdict, month), store.each(Comparison, month)))
    planned, ended = design(config, release), partial(_comparison, month)
    if planned.unjudged:
        log.warning("not compared", why=unjudged_note(planned.unjudged))

    async def compare_one(meeting: Meeting) -> Ending:
        row = meeting.row
        given = [answers.get((row.row_id, row.version, name)) for name in meeting.shown]
        first, second = given
        if first is None or second is None:
            who = meeting.shown[given.index(None)]
            return Waiting("unanswered", f"{who} has not answered {row.row_id}. Run `live answer`.")
        if why := _tie(first, second):
            return Done((ended(meeting, "tie", why, Provenance(model=NO_CALL)),))
        asked = request_to_compare(
            config,
            meeting.judge,
            questions[row.question_id, row.version],
            pages[row.page_id],
            first,
            second,
        )
        winner, reason, made_by = await _picked(models, meeting, asked)
        refused = pins.refuses(meeting.judge, made_by.revision)
        return refused or Done((ended(meeting, winner, reason, made_by),))

    return await work_through(
        planned.meetings,
        compare_one,
        store=store,
        month=month,
        stage="compare",
        key=lambda meeting: meeting.key,
        lane=lambda meeting: meeting.judge,
        concurrency={name: models.concurrency(name) for name in planned.judges.values()},
        report=report,
    )


def request_to_compare(
    config: Config, judge: str, question: Question, page: Page, first: Answer, second: Answer
) -> Request:
    """Builds what a judge is asked about two answers, of which it is told nothing but the texts."""
    prompt = render(
        PROMPT,
        question=question.question,
        gold=question.answer,
        rubric=question.rubric,
        first=_shown(first, "first answer"),
        second=_shown(second, "second answer"),
    )
    return request_to(
        config.model(judge), prompt, pictures=pictures_of(page), reply_schema=CHOICE_SCHEMA
    )


async def _picked(
    models: Models, meeting: Meeting, asked: Request
) -> tuple[Winner | None, str, Provenance]:
    """Asks a judge, and once more if its choice cannot be used: (winner, reason, who said so)."""
    client = models.client(meeting.judge, stage="compare")
    heard = await ask(client, asked, partial(_choice, meeting))
    if heard.found is None:
        why = f"Unusable: asked {ASKED} times; the last time {heard.fault}."
        return None, why, heard.made_by
    return *heard.found, heard.made_by


def _choice(meeting: Meeting, reply: Reply) -> tuple[tuple[Winner, str] | None, str]:
    """Whose answer a reply names, and why; or None and what makes it unusable."""
    if reply.outcome != "ok" or reply.data is None:
        return None, f"the reply was {reply.outcome} ({reply.detail})"
    other: Winner = "b" if meeting.first == "a" else "a"
    places: dict[str, Winner] = {"first": meeting.first, "second": other, "tie": "tie"}
    return (places[reply.data["better"]], str(reply.data["reason"])), ""


def _tie(first: Answer, second: Answer) -> str:
    """Says why two answers need no judge to be a tie; '' where they do."""
    if not _says_something(first) and not _says_something(second):
        return "Neither candidate answered: a tie without a call."
    both = _says_something(first) and _says_something(second)
    if both and first.text.strip() == second.text.strip():
        return "The two answers are the same: a tie without a call."
    return ""


def _says_something(answer: Answer) -> bool:
    return answer.outcome not in ("empty", "refused")


def _shown(answer: Answer, label: str) -> str:
    return fence(answer.text, label) if _says_something(answer) else NOT_GIVEN


def _comparison(
    month: str, meeting: Meeting, winner: Winner | None, reason: str, made_by: Provenance
) -> Comparison:
    row = meeting.row
    return Comparison(
        month=month,
        row_id=row.row_id,
        question_id=row.question_id,
        version=row.version,
        a=meeting.a,
        b=meeting.b,
        first=meeting.first,
        judge=meeting.judge,
        winner=winner,
        reason=reason,
        made_by=made_by,
    )


CHOICE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "reason": {"type": "string"},
        "better": {"type": "string", "enum": ["first", "second", "tie"]},
    },
    "required": ["reason", "better"],
    "additionalProperties": False,
}

"""An answer's text -> its rating by the question's rubric, or why it has none.

One function for candidates' answers and for those of the gates' solvers. Touches models through
live.lmm. `embedded/rules` calls no model.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from live.config import EMBEDDED_JUDGE, Config
from live.judge.ask import ASKED, ask
from live.judge.rules import rate
from live.lmm.client import Reply, Request, pictures_of, request_to
from live.lmm.fence import fence
from live.lmm.models import Models
from live.prompts import render
from live.records import Page, Provenance, Question

PROMPT = Path(__file__).parent / "prompts" / "rubric.md"


@dataclass(frozen=True)
class Rating:
    """What an answer earned. points: for each criterion; None: unscored, and reason says why.

    replies: the keys in the ledger of all that the judge said; made_by is of the last.
    """

    points: tuple[int, ...] | None
    reason: str
    made_by: Provenance
    replies: tuple[str, ...] = ()

    @property
    def total(self) -> int | None:
        """The rating, 0..10; None: unscored."""
        return None if self.points is None else sum(self.points)


async def rating_of(
    config: Config,
    models: Models,
    judge: str,
    question: Question,
    page: Page,
    answer: str,
    *,
    stage: str,
    first_sample: int = 0,
) -> Rating:
    """Has a judge rate an answer, and asks an LMM once more if its verdict cannot be used.

    stage: under which the calls are kept. first_sample: another one asks the same anew.
    Raises ItemError where the judge could not be reached.
    """
    if judge == EMBEDDED_JUDGE:
        return Rating(*rate(question, answer), Provenance(model=judge))
    heard = await ask(
        models.client(judge, stage=stage),
        request_to_judge(config, judge, question, page, answer),
        partial(_read, question),
        first_sample,
    )
    if heard.found is None:
        why = f"Unscored: asked {ASKED} times; the last time {heard.fault}."
        return Rating(None, why, heard.made_by, heard.replies)
    return Rating(*heard.found, heard.made_by, heard.replies)


def _read(question: Question, reply: Reply) -> tuple[tuple[tuple[int, ...], str] | None, str]:
    """Points and reason of a judge's reply, or None and what makes it unusable."""
    points, fault = read_verdict(question, reply)
    if points is None or reply.data is None:
        return None, fault
    return (points, str(reply.data["reason"])), ""


def in_flight(models: Models, judges: Iterable[str]) -> dict[str, int]:
    """Gives how many ratings of each judge may be under way; the embedded one waits for nobody."""
    return {name: 1 if name == EMBEDDED_JUDGE else models.concurrency(name) for name in judges}


def request_to_judge(
    config: Config, judge: str, question: Question, page: Page, answer: str
) -> Request:
    """Builds what a judge is asked about an answer: all that the question has, and the pictures."""
    prompt = render(
        PROMPT,
        question=question.question,
        gold=question.answer,
        rubric=question.rubric,
        answer=fence(answer, "answer"),
    )
    return request_to(
        config.model(judge), prompt, pictures=pictures_of(page), reply_schema=VERDICT_SCHEMA
    )


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

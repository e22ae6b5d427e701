"""The gate `answerable`: a model that sees the pictures gets to the answer.

Touches models through live.lmm.
"""

from collections.abc import Sequence
from typing import Any

from live.config import EMBEDDED_JUDGE
from live.errors import ItemError
from live.judge.facts import names as says
from live.lmm.client import RECEIVED, request_to
from live.lmm.fence import fence
from live.prompts import render
from live.qa_gen.gates.solvers import (
    PROMPTS,
    Attempt,
    attempts,
    cannot_rate,
    identity,
    judge_of,
    unrated,
    unreached,
)
from live.qa_gen.gates.verdict import Context, Dropped, Held, NotRun, Passed
from live.qa_gen.gates.well_formed import POINTS
from live.qa_gen.gates.words import plain
from live.records import Page, Question

AGREE = PROMPTS / "agree.md"
ASKED = 2
"""How often a judge is asked whether two answers say the same, before a person is."""


async def answerable(
    question: Question, page: Page, context: Context
) -> Passed | Dropped | Held | NotRun:
    """Passes a question that a sighted solver answers, and whose gold solvers do not deny.

    They deny it when two or more of them agree on another answer, and no more get to the gold.
    """
    config, limit = context.config, context.config.solvers.sighted_limit
    names = tuple({identity(config, name): name for name in config.solvers.sighted}.values())
    if not names:
        return NotRun(
            "no_solvers",
            "live.yaml: solvers.sighted names no model that sees. Write "
            "`solvers: {sighted: [provider/model]}`, or `gates: {answerable: off}`.",
        )
    if not page.shots:
        return NotRun("no_picture", "There is no screenshot to look at. Give one.")
    if why := cannot_rate(question, config):
        return why
    try:
        tried = await attempts(question, page, context, names, sighted=True)
        groups, replies = await _agreements(question, tried, context)
    except ItemError as error:
        return unreached(error)
    evidence: dict[str, Any] = {
        "limit": limit,
        "judge": judge_of(config),
        "gold": question.answer,
        "solvers": [each.shown for each in tried],
        "replies": replies,
    }
    reached = [each for each in tried if each.rating is not None and each.rating >= limit]
    denying = [[each for each in group if each not in reached] for group in groups]
    agreed = max(denying, key=len, default=[])
    return _verdict(question, tried, reached, agreed, evidence)


def _verdict(
    question: Question,
    tried: Sequence[Attempt],
    reached: Sequence[Attempt],
    agreed: Sequence[Attempt],
    evidence: dict[str, Any],
) -> Passed | Dropped | Held:
    if len(agreed) >= max(2, len(reached)):
        who = " and ".join(each.model for each in agreed)
        return Held(
            "solvers_deny_gold",
            f"{who} answer {agreed[0].text[:200]!r}, the gold is {question.answer[:200]!r}. "
            f"See which is right: live review show {question.id}",
            evidence | {"agreed": [each.model for each in agreed]},
        )
    if held := unrated(tried, evidence):
        return held
    if not reached:
        best = max(tried, key=lambda each: each.rating or 0)
        return Dropped(
            "nobody_answers",
            f"Of {len(tried)} sighted solvers the best, {best.model}, earned {best.rating} of 10 "
            f"with: {best.text[:200] or 'no answer'}",
            evidence,
        )
    return Passed(evidence=evidence)


async def _agreements(
    question: Question, tried: Sequence[Attempt], context: Context
) -> tuple[list[list[Attempt]], list[str]]:
    """Groups the attempts that say the same; gives also the keys of the replies that told so.

    Grouped are all that some limit would count as denying the gold, so that the replies serve any.
    """
    groups: list[list[Attempt]] = []
    replies: list[str] = []
    for each in tried:
        if not each.text or each.rating is None or each.rating == POINTS:
            continue
        for group in groups:
            if await _same(question, group[0].text, each.text, context, replies):
                group.append(each)
                break
        else:
            groups.append([each])
    return groups, replies


async def _same(
    question: Question, one: str, other: str, context: Context, replies: list[str]
) -> bool:
    """Tells whether two answers say the same; by their words, else by the judge.

    Adds the keys of the judge's replies. Raises ItemError where it could not be reached.
    """
    if plain(one) == plain(other):
        return True
    judge = judge_of(context.config)
    if judge == EMBEDDED_JUDGE:
        return says(one, other) is not None or says(other, one) is not None
    first, second = sorted((one, other))  # the same pair is one request
    prompt = render(
        AGREE,
        question=question.question,
        first=fence(first, "first answer"),
        second=fence(second, "second answer"),
    )
    model = context.config.model(judge)
    client = context.models.client(judge, stage="gates")
    for sample in range(ASKED):
        request = request_to(model, prompt, reply_schema=AGREE_SCHEMA, sample=sample)
        reply = await client.reply(request)
        if reply.outcome not in RECEIVED:
            raise ItemError(reply.outcome, f"{judge}: {reply.detail}")
        replies.append(reply.key)
        if reply.data is not None:
            return bool(reply.data["same"])
    return True  # unknown: a person looks, rather than a wrong gold passing unseen


AGREE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"same": {"type": "boolean"}, "reason": {"type": "string"}},
    "required": ["same", "reason"],
    "additionalProperties": False,
}

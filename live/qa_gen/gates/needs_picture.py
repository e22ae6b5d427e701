"""The gate `needs_picture`: models that see no picture do not get to the answer.

Touches models through live.lmm.
"""

from collections.abc import Sequence
from typing import Any

from live.errors import ItemError
from live.qa_gen.gates.solvers import (
    Attempt,
    attempts,
    cannot_rate,
    identity,
    judge_of,
    unrated,
    unreached,
)
from live.qa_gen.gates.verdict import Context, Dropped, Held, NotRun, Passed
from live.records import Page, Question

LEAST = 2
"""Text-only models of which each must fail; one alone tells of its own ignorance."""


async def needs_picture(
    question: Question, page: Page, context: Context
) -> Passed | Dropped | Held | NotRun:
    """Passes a question that text-only models fail, by its own criteria.

    A model gets to the answer when the mean of its samples reaches solvers.blind_limit. Options can
    be hit by chance, so of a multiple choice every sample must reach it.
    """
    config, solvers = context.config, context.config.solvers
    names = tuple({identity(config, name): name for name in solvers.blind}.values())
    if len(names) < LEAST:
        return NotRun(
            "no_solvers",
            f"live.yaml: solvers.blind names {len(names)} text-only models, {LEAST} different ones "
            "are needed. Write `solvers: {blind: [provider/model, provider/model]}`, or "
            "`gates: {needs_picture: off}`.",
        )
    if why := cannot_rate(question, config):
        return why
    try:
        tried = await attempts(
            question, page, context, names, samples=solvers.samples, sighted=False
        )
    except ItemError as error:
        return unreached(error)
    by_model = {name: [each for each in tried if each.model == name] for name in names}
    evidence: dict[str, Any] = {
        "limit": solvers.blind_limit,
        "judge": judge_of(config),
        "means": {name: round(_mean(own), 2) for name, own in by_model.items()},
        "solvers": [each.shown for each in tried],
    }
    for name, own in by_model.items():
        if _reaches(question, own, solvers.blind_limit):
            said = max(own, key=lambda each: each.rating or 0).text
            return Dropped(
                "answerable_blind",
                f"Without the picture {name} earned {_mean(own):.1f} of 10 over {len(own)} tries, "
                f"once with: {said[:200]}",
                evidence,
            )
    return unrated(tried, evidence) or Passed(evidence=evidence)


def _reaches(question: Question, own: Sequence[Attempt], limit: float) -> bool:
    """Whether a model's samples reach the limit; one without a rating counts as 0."""
    if question.format == "multiple_choice":
        return all((each.rating or 0) >= limit for each in own)
    return _mean(own) >= limit


def _mean(own: Sequence[Attempt]) -> float:
    return sum(each.rating or 0 for each in own) / len(own)

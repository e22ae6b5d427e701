"""The gate `answerable`: a second model answers from the pixels, and agrees with the gold.

It answers before it has seen the gold; only where the two differ it is asked to compare them.
Touches models through live.lmm.
"""

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from live.lmm.client import RECEIVED, pictures_of, provenance, request_to
from live.lmm.fence import fence
from live.outcomes import Dropped, Failed, Held, Waiting
from live.prompts import render
from live.qa_gen.gates.verdict import Context, Passed, Verdict
from live.qa_gen.gates.well_formed import well_formed
from live.qa_gen.gates.words import plain
from live.qa_gen.lmm_writer import CRITERIA_SCHEMA
from live.records import Criterion, Page, Provenance, Question

PROMPTS = Path(__file__).parents[1] / "prompts"
ASKED = 2
"""How often a checker is asked before an unusable reply holds the question."""


async def answerable(question: Question, page: Page, context: Context) -> Verdict:
    """Passes a question whose gold the checker agrees with, or that it could correct."""
    if context.config.write.checker is None:
        return Waiting(
            "no_checker", "Set write.checker in live.yaml, or declare gates.answerable: off."
        )
    asked = fence(question.question, "question")
    solved = await _ask(context, page, render(PROMPTS / "solve.md", question=asked), SOLVE_SCHEMA)
    if isinstance(solved, Held | Failed):
        return solved
    own, made_by = solved
    if own["can_answer"] and plain(own["answer"]) == plain(question.answer):
        return Passed(question.model_copy(update={"checked_by": made_by}))
    prompt = render(
        PROMPTS / "check.md",
        question=asked,
        gold=fence(question.answer, "gold answer"),
        rubric=fence(question.rubric, "criteria"),
        own_answer=fence(own["answer"] if own["can_answer"] else own["reason"], "other answer"),
    )
    compared = await _ask(context, page, prompt, CHECK_SCHEMA)
    if isinstance(compared, Held | Failed):
        return compared
    return _verdict(question, page, context, *compared)


def _verdict(
    question: Question, page: Page, context: Context, said: dict[str, Any], made_by: Provenance
) -> Verdict:
    if said["verdict"] == "agrees":
        return Passed(question.model_copy(update={"checked_by": made_by}))
    if said["verdict"] == "refuses":
        return Dropped("not_answerable", f"{made_by.model}: {said['reason']}")
    try:
        corrected = Question.model_validate(
            {
                **dict(question),
                "version": question.version + 1,
                "answer": said["answer"].strip(),
                "criteria": tuple(Criterion(**criterion) for criterion in said["criteria"]),
                "checked_by": made_by,
            }
        )
    except ValidationError as error:
        return Dropped("bad_correction", f"{made_by.model}: {error.errors()[0]['msg']}")
    found = well_formed(corrected, page, context)
    if isinstance(found, Dropped):
        return Dropped("bad_correction", f"{made_by.model}: {found.detail}")
    return Passed(corrected)


async def _ask(
    context: Context, page: Page, prompt: str, schema: dict[str, Any]
) -> tuple[dict[str, Any], Provenance] | Held | Failed:
    """Asks the checker, once more if its reply cannot be used; then a person must decide."""
    name = context.config.write.checker
    assert name is not None
    model = context.config.model(name)
    client = context.models.client(name, stage="gates")
    fault = ""
    for sample in range(ASKED):
        request = request_to(
            model, prompt, pictures=pictures_of(page), reply_schema=schema, sample=sample
        )
        reply = await client.reply(request)
        if reply.outcome not in RECEIVED:
            return Failed(reply.outcome, reply.detail)
        if reply.outcome == "ok" and reply.data is not None:
            return reply.data, provenance(request, reply)
        fault = f"{reply.outcome} ({reply.detail})"
    return Held(
        "checker_unusable",
        f"{name} was asked {ASKED} times; the last reply was {fault}. Check the question yourself.",
    )


SOLVE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "can_answer": {"type": "boolean"},
        "answer": {"type": "string"},
        "reason": {"type": "string"},
    },
    "required": ["can_answer", "answer", "reason"],
    "additionalProperties": False,
}
CHECK_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "verdict": {"type": "string", "enum": ["agrees", "corrects", "refuses"]},
        "answer": {"type": "string"},
        "criteria": CRITERIA_SCHEMA,
        "reason": {"type": "string"},
    },
    "required": ["verdict", "answer", "criteria", "reason"],
    "additionalProperties": False,
}

"""A final Question -> its Grades, on the scale of the original splits.

Touches models through live.lmm.
"""

from typing import Any

from pydantic import ValidationError

from live.lmm.fence import fence
from live.prompts import render
from live.qa_gen.ask import PROMPTS, FaultError, Query, Talk
from live.qa_gen.shown import readable
from live.records import Grades, Provenance, Question

MAX_REASON = 1_000
ASPECTS = ("authenticity", "coherence", "clarity")
GRADES_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        **{aspect: {"type": "integer"} for aspect in ASPECTS},
        "reason": {"type": "string"},
    },
    "required": [*ASPECTS, "reason"],
    "additionalProperties": False,
}


async def score(talk: Talk, question: Question, scorer: str) -> Grades:
    """Has a question graded from the pictures.

    Raises StepError where the grades are off the scale, ItemError where the scorer is not reached.
    """
    prompt = render(
        PROMPTS / "score.md",
        question=fence(question.question, "question"),
        gold=fence(question.answer, "gold answer"),
        rubric=fence(question.rubric, "criteria"),
    )
    return await talk.ask(Query("score", question.id, scorer, prompt, GRADES_SCHEMA), _read)


def _read(said: dict[str, Any], made_by: Provenance) -> Grades:
    reason = readable(str(said.get("reason", "")), MAX_REASON)
    given = {aspect: said.get(aspect) for aspect in ASPECTS}
    try:
        return Grades.model_validate({**given, "reason": reason, "made_by": made_by})
    except ValidationError as error:
        first = error.errors()[0]
        raise FaultError(f"`{first['loc'][0]}`: {first['msg']}") from None

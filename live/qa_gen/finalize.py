"""A checked Question -> the same with the criteria that are published.

Touches models through live.lmm.
"""

from typing import Any

from live.lmm.fence import fence
from live.prompts import render
from live.qa_gen.ask import PROMPTS, FaultError, Query, Talk
from live.qa_gen.criteria import CRITERIA_SCHEMA, read_criteria, require_complete
from live.qa_gen.gates.well_formed import CRITERION_LENGTH
from live.qa_gen.shown import line
from live.qa_gen.taxonomies import load
from live.records import Criterion, Provenance, Question

FINAL_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"criteria": CRITERIA_SCHEMA, "earns_nothing": {"type": "string"}},
    "required": ["criteria", "earns_nothing"],
    "additionalProperties": False,
}

ENDS = (".", "!", "?", "。", "！", "？", ":", ";")
"""How a criterion may end that another sentence follows."""


async def finalize(talk: Talk, question: Question, finalizer: str) -> Question:
    """Has the criteria of a question written anew, from question and gold answer alone.

    The finalizer is not shown the pictures: what it can write without them, a judge can apply.
    Raises StepError where it gives none that sum to 10, ItemError where it is not reached.
    """
    good = {one.name: one.good_criterion for one in load(talk.config.write.taxonomy).labels}
    prompt = render(
        PROMPTS / "finalize.md",
        good_criterion=good.get(question.subtask, ""),
        language=question.language,
        question=fence(question.question, "question"),
        gold=fence(question.answer, "gold answer"),
        rubric=fence(question.rubric or "none", "criteria"),
    )
    query = Query("finalize", question.id, finalizer, prompt, FINAL_SCHEMA, sees=False)
    return question.model_copy(update={"criteria": await talk.ask(query, _read)})


def _read(said: dict[str, Any], _: Provenance) -> tuple[Criterion, ...]:
    """The criteria; the last one says what earns 0."""
    *criteria, last = read_criteria(said.get("criteria") or []) or (None,)
    nothing = line(str(said.get("earns_nothing") or ""), CRITERION_LENGTH.stop)
    if last is None:
        raise FaultError("`criteria` is empty")
    if not nothing:
        raise FaultError("`earns_nothing` is empty: say what earns 0 points")
    text = last.text if last.text.endswith(ENDS) else f"{last.text}."
    whole = last.model_copy(update={"text": f"{text} {nothing}"})
    require_complete((*criteria, whole))
    return (*criteria, whole)

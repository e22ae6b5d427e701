"""A writer's reply -> draft Questions, and what is wrong with those that are none. Pure.

What can be read in one way only is read so, such as a label in capitals.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from live.config import Config
from live.qa_gen.ask import FaultError
from live.qa_gen.criteria import CRITERIA_SCHEMA, read_criteria
from live.qa_gen.formats import FORMATS, put
from live.qa_gen.gates.well_formed import ANSWER_LENGTH
from live.qa_gen.shown import language_of, readable
from live.qa_gen.taxonomies import asked
from live.records import Page, Provenance, Question, content_id

S = TypeVar("S", bound=str)
QUESTIONS_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "questions": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "subtask": {"type": "string"},
                    "format": {"type": "string", "enum": list(FORMATS)},
                    "question": {"type": "string"},
                    "items": {"type": "array", "items": {"type": "string"}},
                    "answer": {"type": "string"},
                    "criteria": CRITERIA_SCHEMA,
                },
                "required": ["subtask", "format", "question", "items", "answer", "criteria"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["questions"],
    "additionalProperties": False,
}


def read_drafts(
    data: dict[str, Any], made_by: Provenance, config: Config, page: Page
) -> tuple[list[Question], list[str]]:
    """Reads a reply: the questions in it, and a line for each that is none.

    Raises FaultError where it holds no list of questions.
    """
    given = data.get("questions")
    if not isinstance(given, list):
        raise FaultError("`questions` is not a list")
    found: dict[str, Question] = {}
    faults = []
    for n, item in enumerate(given, 1):
        try:
            question = _question(item, made_by, config, page)
            if question.id in found:
                raise FaultError("it repeats an earlier one")
        except FaultError as error:
            faults.append(f"question {n}: {error}")
            continue
        found[question.id] = question
    return list(found.values()), faults


def _question(item: Any, made_by: Provenance, config: Config, page: Page) -> Question:
    if not isinstance(item, dict):
        raise FaultError("not an object")
    write = config.write
    subtask = _spelled("subtask", _text(item, "subtask"), asked(config))
    kind = _spelled("format", _text(item, "format") or write.formats[0], write.formats)
    stem, items = _text(item, "question"), item.get("items") or []
    if not isinstance(items, list):
        raise FaultError("`items` is not a list")
    id = content_id("question", page.id, subtask, stem)
    listed = [readable(str(one), ANSWER_LENGTH.stop) for one in items]
    question, answer = put(kind, stem, _text(item, "answer"), listed, id)
    return Question(
        id=id,
        month=page.month,
        page_id=page.id,
        subtask=subtask,
        question=question,
        answer=answer,
        criteria=read_criteria(item.get("criteria")),
        format=kind,
        language=language_of(page, write.language),
        made_by=made_by,
    )


def _text(item: dict[str, Any], key: str) -> str:
    value = item.get(key, "")
    if not isinstance(value, str | int | float):
        raise FaultError(f"`{key}` is not a text")
    return readable(str(value), 10 * ANSWER_LENGTH.stop)


def _spelled(what: str, given: str, known: Sequence[S]) -> S:
    """The one of `known` that is meant, whatever its capitals."""
    plain = " ".join(given.casefold().replace("_", " ").split())
    for name in known:
        if name.casefold().replace("_", " ") == plain:
            return name
    raise FaultError(f"{what} {given[:80]!r} is none of: {', '.join(known)}")

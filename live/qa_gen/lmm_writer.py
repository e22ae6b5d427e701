"""A page's pictures and text -> Questions, by an LMM that replies in JSON.

What is wrong with a question itself is left to the gates. Touches models through live.lmm.
"""

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from live.config import Config
from live.lmm.client import RECEIVED, Reply, Request, pictures_of, provenance, request_to
from live.lmm.fence import fence
from live.lmm.models import Models
from live.outcomes import Done, Dropped, Ending, Failed
from live.prompts import render
from live.qa_gen.taxonomies import asked, load
from live.records import Criterion, Page, Provenance, Question, content_id

PROMPT = Path(__file__).parent / "prompts" / "write.md"
ASKED = 2
"""How often a writer is asked before a page without usable questions is dropped."""
MAX_TEXT = 20_000
"""Characters of the page's text that are shown."""


async def ask_writer(config: Config, models: Models, page: Page) -> Ending:
    """Has the writer write questions about a page, asking once more if nothing can be used."""
    client = models.client(config.write.writer, stage="write")
    fault = reason = ""
    for sample in range(ASKED):
        request = request_for(config, page, sample)
        reply = await client.reply(request)
        if reply.outcome not in RECEIVED:
            return Failed(reply.outcome, reply.detail)
        if reply.outcome in ("refused", "filtered"):
            return Dropped(
                reply.outcome, f"{page.url}: the writer declined. {reply.detail}".strip()
            )
        reason, fault = reply.outcome, reply.detail
        if reply.outcome == "ok" and reply.data is not None:
            found, faults = read_questions(reply, page, provenance(request, reply))
            if found:
                return Done(tuple(found[: config.write.questions_per_page]), "; ".join(faults))
            reason, fault = "no_usable_question", "; ".join(faults) or "the list was empty"
    return Dropped(reason, f"{page.url}: asked {ASKED} times, the last time: {fault}")


def request_for(config: Config, page: Page, sample: int = 0) -> Request:
    """Builds what the writer is asked: the pictures, and the page's text in a fence."""
    prompt = render(
        PROMPT,
        count=str(config.write.questions_per_page),
        subtasks=_subtasks(config),
        page=fence(_page_text(page), "page"),
    )
    return request_to(
        config.model(config.write.writer),
        prompt,
        pictures=pictures_of(page),
        reply_schema=QUESTIONS_SCHEMA,
        sample=sample,
    )


def read_questions(
    reply: Reply, page: Page, made_by: Provenance
) -> tuple[list[Question], list[str]]:
    """Reads a structured reply: the questions that are records, and why the others are none."""
    found: dict[str, Question] = {}
    faults = []
    for n, item in enumerate((reply.data or {})["questions"], 1):
        try:
            question = _question(item, page, made_by)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            faults.append(f"question {n}: {where}: {first['msg']}")
            continue
        found.setdefault(question.id, question)
    return list(found.values()), faults


def _question(item: dict[str, Any], page: Page, made_by: Provenance) -> Question:
    text, subtask = item["question"].strip(), item["subtask"].strip()
    return Question(
        id=content_id("question", page.id, subtask, text),
        month=page.month,
        page_id=page.id,
        subtask=subtask,
        question=text,
        answer=item["answer"].strip(),
        criteria=tuple(Criterion(points=c["points"], text=c["text"]) for c in item["criteria"]),
        made_by=made_by,
    )


def _subtasks(config: Config) -> str:
    labels = {label.name: label for label in load(config.write.taxonomy).labels}
    return "\n".join(
        f"- {name}: {labels[name].definition} Criteria: {labels[name].good_criterion}"
        for name in asked(config)
    )


def _page_text(page: Page) -> str:
    lines = [f"Site: {page.site}", f"Title: {page.title}", f"Section: {page.section}"]
    lines += [f"By: {page.byline}", f"Published: {page.published_at:%Y-%m-%d %H:%M} UTC"]
    return "\n".join([*lines, "", page.text[:MAX_TEXT]])


CRITERIA_SCHEMA: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"points": {"type": "integer"}, "text": {"type": "string"}},
        "required": ["points", "text"],
        "additionalProperties": False,
    },
}
QUESTIONS_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "questions": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "subtask": {"type": "string"},
                    "question": {"type": "string"},
                    "answer": {"type": "string"},
                    "criteria": CRITERIA_SCHEMA,
                },
                "required": ["subtask", "question", "answer", "criteria"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["questions"],
    "additionalProperties": False,
}

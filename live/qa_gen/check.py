"""Draft Questions -> checked, finalised and scored ones, or why they are out.

The checker answers from the pictures before it has seen the gold; only where the two differ it is
asked to compare them. Touches models through live.lmm, and the store.
"""

from collections import Counter
from typing import Any

import structlog

from live.config import EMBEDDED_WRITER, Config, Write
from live.engine import FINAL, Report, silent, work_through
from live.lmm.fence import fence
from live.lmm.models import Models
from live.outcomes import Done, Dropped, Ending, Failed, State, Waiting
from live.prompts import render
from live.qa_gen.ask import PROMPTS, FaultError, Query, StepError, Talk
from live.qa_gen.criteria import CRITERIA_SCHEMA, read_criteria
from live.qa_gen.finalize import finalize
from live.qa_gen.formats import settled
from live.qa_gen.gates.well_formed import ANSWER_LENGTH
from live.qa_gen.gates.words import plain
from live.qa_gen.score import score
from live.qa_gen.shown import readable
from live.records import Page, Provenance, Question
from live.workspace import Workspace

log = structlog.get_logger()
STAGE = "check"
VERDICTS = ("agrees", "corrects", "refuses")
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
        "verdict": {"type": "string", "enum": list(VERDICTS)},
        "answer": {"type": "string"},
        "criteria": CRITERIA_SCHEMA,
        "reason": {"type": "string"},
    },
    "required": ["verdict", "answer", "criteria", "reason"],
    "additionalProperties": False,
}


async def check(
    workspace: Workspace, month: str, models: Models, *, report: Report = silent
) -> Counter[State]:
    """Has a month's questions checked, finalised and scored. Stage "check", an item a question.

    What the embedded templates wrote is left as it is. A question that comes out is a new version.
    """
    config, store = workspace.config, workspace.store
    ended = store.ended(month, STAGE, FINAL)
    questions = {q.id: q for q in store.each(Question, month) if q.id not in ended}
    asked = {question.page_id for question in questions.values()}
    pages = {page.id: page for page in store.each(Page, month) if page.id in asked}
    checker, finalizer, scorer = who(config.write)
    _warn_of_kin(config, list(questions.values()))

    async def check_one(question: Question) -> Ending:
        if question.made_by.model == EMBEDDED_WRITER:
            return Done()
        if config.write.checker is None:
            return Waiting("no_checker", "Set write.checker in live.yaml, or write `checker: off`.")
        if not finalizer or not scorer:
            return Done()
        page = pages.get(question.page_id)
        if page is None:
            return Failed("no_page", f"Page {question.page_id} is not stored. Crawl {month} again.")
        talk = Talk(config, models, STAGE, page)
        try:
            return await _complete(talk, question, checker, finalizer, scorer)
        except StepError as error:
            return Dropped(error.reason, error.detail, tuple(talk.steps))

    names = [name for name in (checker, finalizer, scorer) if name]
    return await work_through(
        list(questions.values()),
        check_one,
        store=store,
        month=month,
        stage=STAGE,
        key=lambda question: question.id,
        # twice what may be in flight: between two calls of one, another takes the turn
        concurrency=2 * max(map(models.concurrency, names), default=1),
        report=report,
    )


def who(write: Write) -> tuple[str, str, str]:
    """Gives the models that check, finalise and score; '' where live.yaml leaves nobody to do it.

    Without a finalizer it is the writer, without a scorer the checker; the embedded writer is
    neither.
    """
    checker = write.checker if write.checker not in (None, "off") else ""
    able = [name for name in (write.writer, checker) if name and name != EMBEDDED_WRITER] or [""]
    return checker or "", write.finalizer or able[0], write.scorer or able[-1]


async def _complete(
    talk: Talk, question: Question, checker: str, finalizer: str, scorer: str
) -> Ending:
    """Takes one question through the three steps."""
    checked = question
    if checker:
        checked, why = await _checked(talk, question, checker)
        if why:
            return Dropped("not_answerable", f"{checker}: {why}", tuple(talk.steps))
    final = await finalize(talk, checked, finalizer)
    grades = await score(talk, final, scorer)
    final = final.model_copy(update={"version": question.version + 1, "grades": grades})
    return Done((*talk.steps, final))


async def _checked(talk: Talk, question: Question, checker: str) -> tuple[Question, str]:
    """Gives the question as the checker leaves it, and why it refuses it, '' where it does not."""
    asked = fence(question.question, "question")
    prompt = render(PROMPTS / "own.md", question=asked)
    solve = Query("check", question.id, checker, prompt, SOLVE_SCHEMA)
    own, solved_by = await talk.ask(solve, _own_answer)
    if own is not None and _same(question, own):
        return question.model_copy(update={"checked_by": solved_by}), ""
    prompt = render(
        PROMPTS / "check.md",
        question=asked,
        gold=fence(question.answer, "gold answer"),
        rubric=fence(question.rubric, "criteria"),
        own_answer=fence(own or "It says that this cannot be answered.", "other answer"),
    )
    compare = Query("check", question.id, checker, prompt, CHECK_SCHEMA)
    return await talk.ask(compare, lambda said, made_by: _compared(question, said, made_by))


def _same(question: Question, own: str) -> bool:
    """Whether an answer is the gold: by its words, and of a format with items in that form too."""
    try:
        own = settled(question, own)
    except FaultError:  # an answer need not have the form that a gold has
        pass
    return plain(own) == plain(question.answer)


def _own_answer(said: dict[str, Any], made_by: Provenance) -> tuple[str | None, Provenance]:
    """The checker's own answer, None where it finds none."""
    if said.get("can_answer") is False:
        return None, made_by
    answer = readable(str(said.get("answer") or ""), ANSWER_LENGTH.stop)
    if not answer:
        raise FaultError("`answer` is empty though `can_answer` is not false")
    return answer, made_by


def _compared(
    question: Question, said: dict[str, Any], made_by: Provenance
) -> tuple[Question, str]:
    verdict = str(said.get("verdict", "")).strip().casefold()
    if verdict not in VERDICTS:
        raise FaultError(f"`verdict` {verdict[:80]!r} is none of: {', '.join(VERDICTS)}")
    if verdict == "refuses":
        return question, readable(str(said.get("reason", "")), 500) or "refused without a reason"
    changed: dict[str, Any] = {"checked_by": made_by}
    if verdict == "corrects":
        given = said.get("answer")
        answer = readable(given if isinstance(given, str) else "", 10 * ANSWER_LENGTH.stop)
        changed["answer"] = settled(question, answer)
        changed["criteria"] = read_criteria(said.get("criteria") or []) or question.criteria
    return question.model_copy(update=changed), ""


def _warn_of_kin(config: Config, questions: list[Question]) -> None:
    """Says where writer and checker are of one family: such models err alike."""
    checker, _, _ = who(config.write)
    written = any(question.made_by.model != EMBEDDED_WRITER for question in questions)
    if not checker or not written:
        return
    if config.model(checker).family == config.model(config.write.writer).family:
        log.warning(
            "writer and checker are of one family",
            writer=config.write.writer,
            checker=checker,
            do="set write.checker to a model of another maker",
        )

"""Puts a month's questions through the gates, and stores what each found and how it ended.

The first gate that is not passed ends a question; those behind it are not run. A gate that
live.yaml declares off is skipped; one that could not be run lets nothing through. Touches the
store, the blobs, and models through the gates that ask one.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from inspect import isawaitable
from itertools import takewhile

from live.config import EMBEDDED_JUDGE
from live.engine import Report, silent, work_through
from live.errors import UsageError
from live.lmm.models import Models
from live.outcomes import Ending, Failed, State
from live.qa_gen.gates.answerable import answerable
from live.qa_gen.gates.decide import ending, go_on, released, stored
from live.qa_gen.gates.fresh import fresh
from live.qa_gen.gates.grounded import grounded
from live.qa_gen.gates.known import known, signed, signed_pages
from live.qa_gen.gates.needs_picture import needs_picture
from live.qa_gen.gates.new import find_twins, new
from live.qa_gen.gates.safe import safe, unsafe_words
from live.qa_gen.gates.solvers import judge_of
from live.qa_gen.gates.verdict import (
    Context,
    Dropped,
    Gate,
    Held,
    NotRun,
    Passed,
    Twin,
    Verdict,
)
from live.qa_gen.gates.well_formed import well_formed
from live.records import Decision, Finding, Page, Question, Release, content_id
from live.workspace import Workspace

GATES: dict[str, Gate] = {
    "well_formed": well_formed,
    "fresh": fresh,
    "grounded": grounded,
    "new": new,
    "safe": safe,
    "needs_picture": needs_picture,
    "answerable": answerable,
}
"""All gates by their name in live.yaml, cheapest first."""
MODELS = ("needs_picture", "answerable")
"""Those that ask models."""
OUTCOMES = {Passed: "passed", Dropped: "dropped", Held: "held", NotRun: "not_run"}
Find = Callable[[Question, Page, Context], Awaitable[list[Finding]]]


async def gate(
    workspace: Workspace, month: str, models: Models, *, report: Report = silent
) -> Counter[State]:
    """Puts a month's checked questions through the gates. Stage "gates", an item a question."""
    accepted = _accepted(workspace, month)

    async def find(question: Question, page: Page, context: Context) -> list[Finding]:
        return await findings(question, page, context, accepted)

    done = workspace.store.ended(month, "gates", ["done"])
    return await _work(await _month(workspace, month, models, done), find, report)


async def regate(
    workspace: Workspace,
    month: str,
    models: Models,
    *,
    only: str | None = None,
    report: Report = silent,
) -> Counter[State]:
    """Runs the gates again on all checked questions, or one gate alone, and decides anew.

    A question of which another gate has not been run yet waits for the next run. Raises UsageError
    where the month is frozen, or the gate unknown or declared off.
    """
    store, gates = workspace.store, workspace.config.gates
    if only is not None and only not in GATES:
        raise UsageError(f"{only}: no such gate. Write one of {', '.join(GATES)}.")
    if only is not None and getattr(gates, only) == "off":
        raise UsageError(f"{only}: declared off. Write `gates: {{{only}: on}}` into live.yaml.")
    if store.versions(Release, content_id("release", month, 1)):
        raise UsageError(f"{month} is frozen: its questions are not decided anew.")
    accepted = _accepted(workspace, month)

    async def find(question: Question, page: Page, context: Context) -> list[Finding]:
        if only is None:
            return await findings(question, page, context, accepted)
        found = stored(store, question)
        before = [each for each in found if each.gate in takewhile(lambda n: n != only, GATES)]
        if only in MODELS and not go_on(before, (question.id, question.version) in accepted):
            return found  # it is out already: nothing is bought for it
        others = [each for each in found if each.gate != only]
        return [*others, await finding(only, question, page, context)]

    batch = await _month(workspace, month, models)
    for question in batch.questions:
        store.forget(month, "gates", question.id)
    return await _work(batch, find, report)


async def findings(
    question: Question,
    page: Page,
    context: Context,
    accepted: Collection[tuple[str, int]] = (),
    spent: NotRun | None = None,
) -> list[Finding]:
    """Puts a question through all gates. Those behind the first that ends it are not run.

    accepted: ids and versions that a person accepted; no gate that asks for one ends those.
    spent: why no model may be asked, where that is so.
    """
    found = list(context.found.get(question.id, ()))
    is_accepted = (question.id, question.version) in accepted
    for name in list(GATES)[len(found) :]:
        if _is_on(name, context) and not go_on(found, is_accepted):
            found.append(_finding(name, question, "not_run"))
        elif spent and name in MODELS and _is_on(name, context):
            found.append(_finding(name, question, "not_run", spent))
        else:
            found.append(await finding(name, question, page, context))
    return found


async def finding(name: str, question: Question, page: Page, context: Context) -> Finding:
    """Puts a question through one gate."""
    if not _is_on(name, context):
        return _finding(name, question, "off")
    given = GATES[name](question, page, context)
    verdict = await given if isawaitable(given) else given
    return _finding(name, question, OUTCOMES[type(verdict)], verdict)


def at_once(context: Context) -> int:
    """So many questions at once that no solver waits for work while others hold the questions."""
    config = context.config
    names = {*config.solvers.blind, *config.solvers.sighted}
    if names and judge_of(config) != EMBEDDED_JUDGE:
        names.add(judge_of(config))
    return max(sum(context.models.concurrency(name) for name in names), 1)


async def before_new(question: Question, page: Page, context: Context) -> list[Finding]:
    """Puts a question through the gates before `new`, up to one that ends it; none asks a model."""
    found: list[Finding] = []
    for name in takewhile(lambda name: name != "new", GATES):
        found.append(await finding(name, question, page, context))
        if not go_on(found):
            break
    return found


async def prepared(
    asked: Iterable[tuple[Question, Page]], context: Context
) -> tuple[Context, list[Question]]:
    """Finds beforehand what asks no model and what `new` goes by; gives also whom it compares.

    Nothing repeats, or is repeated by, what a gate before it ends, nor what `safe` drops for its
    words: else what a page plants would take with it those that ask the same in earnest.
    """
    found, words, compared = {}, {}, []
    for question, page in asked:
        found[question.id] = await before_new(question, page, context)
        if not _is_on("new", context) or not go_on(found[question.id]):
            continue
        if _is_on("safe", context):
            words[question.id] = unsafe_words(question, page)
        if not isinstance(words.get(question.id), Dropped):
            compared.append(question)
    return replace(context, found=found, words=words), compared


@dataclass(frozen=True)
class _Batch:
    """A month's checked questions in order, their pages by id, and what gates know of them."""

    workspace: Workspace
    month: str
    questions: list[Question]
    pages: Mapping[str, Page]
    context: Context


async def _month(
    workspace: Workspace, month: str, models: Models, ended: Collection[str] = ()
) -> _Batch:
    """Reads a month, and finds its twins. ended: questions that passed all gates before."""
    config, store = workspace.config, workspace.store
    pages = {page.id: page for page in store.all(Page, month)}
    checked = store.ended(month, "check", ["done"])
    questions = _in_order([q for q in store.all(Question, month) if q.id in checked], pages)
    asked = [(q, pages[q.page_id]) for q in questions if q.page_id in pages]
    context, compared = await prepared(
        [each for each in asked if each[0].id not in ended],
        Context(config, models, workspace.blobs),
    )
    may = {question.id for question in compared} | set(ended)
    compared = [question for question, _ in asked if question.id in may]
    twins = _twins(workspace, month, compared, {q.page_id: pages[q.page_id] for q in compared})
    return _Batch(workspace, month, questions, pages, replace(context, twins=twins))


def _twins(
    workspace: Workspace, month: str, questions: list[Question], pages: Mapping[str, Page]
) -> Mapping[str, Twin]:
    """Decides over the whole month which questions repeat one before them."""
    import numpy as np

    if not questions:
        return {}
    store, blobs = workspace.store, workspace.blobs
    bits = signed(store, questions)
    rows = np.array([np.frombuffer(bits[question.id], np.uint8) for question in questions])
    pictures = signed_pages(store, blobs, pages.values())
    return find_twins(questions, rows, pages, pictures, known(store, blobs, month))


async def _work(batch: _Batch, find: Find, report: Report) -> Counter[State]:
    """Has each question's findings made, stores them, and how they end it."""
    store, gates = batch.workspace.store, batch.workspace.config.gates
    accepted = _accepted(batch.workspace, batch.month)

    async def judge(question: Question) -> Ending:
        page = batch.pages.get(question.page_id)
        if page is None:
            advice = f"Page {question.page_id} is not stored. Crawl {batch.month} again."
            return Failed("no_page", advice)
        found = await find(question, page, batch.context)
        ended = ending(found, gates, accepted.get((question.id, question.version), ""))
        return replace(ended, records=tuple(found))

    return await work_through(
        batch.questions,
        judge,
        store=store,
        month=batch.month,
        stage="gates",
        key=lambda question: question.id,
        concurrency=at_once(batch.context),
        report=report,
    )


def _finding(
    name: str, question: Question, outcome: str, verdict: Verdict | None = None
) -> Finding:
    evidence = dict(verdict.evidence) if verdict else {}
    if isinstance(verdict, NotRun):
        evidence["state"] = verdict.state
    return Finding.model_validate(
        {
            "month": question.month,
            "question_id": question.id,
            "version": question.version,
            "gate": name,
            "outcome": outcome,
            "reason": getattr(verdict, "reason", ""),
            "detail": verdict.detail if verdict else "",
            "evidence": evidence,
        }
    )


def _accepted(workspace: Workspace, month: str) -> Mapping[tuple[str, int], str]:
    return released(workspace.store.all(Decision, month), workspace.config.second_review)


def _is_on(name: str, context: Context) -> bool:
    return bool(getattr(context.config.gates, name) == "on")


def _in_order(questions: list[Question], pages: Mapping[str, Page]) -> list[Question]:
    """The same order in every run: by page; within one, as they were written.

    Pages are written about several at once, so the order in which they came says nothing.
    """

    def place(question: Question) -> tuple[str, str]:
        page = pages.get(question.page_id)
        return (page.site, page.url) if page else ("", question.page_id)

    return sorted(questions, key=place)

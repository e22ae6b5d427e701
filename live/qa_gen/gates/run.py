"""Puts a month's questions through the gates, and stores what each found and how it ended.

Touches the store, and what the gates touch.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from itertools import takewhile

from live.config import EMBEDDED_JUDGE
from live.engine import FINAL, Report, silent, work_through
from live.errors import UsageError
from live.lmm.models import Models
from live.outcomes import Ending, Failed, State
from live.qa_gen.gates.decide import ending, go_on, released, stored
from live.qa_gen.gates.month import Batch, month_of
from live.qa_gen.gates.one import GATES, MODELS, finding, findings
from live.qa_gen.gates.solvers import judge_of
from live.qa_gen.gates.verdict import Context
from live.records import Decision, Finding, Page, Question, Release, content_id
from live.workspace import Workspace

Find = Callable[[Question, Page, Context], Awaitable[list[Finding]]]


async def gate(
    workspace: Workspace, month: str, models: Models, *, report: Report = silent
) -> Counter[State]:
    """Puts a month's checked questions through the gates. Stage "gates", an item a question."""
    accepted = _accepted(workspace, month)

    async def find(question: Question, page: Page, context: Context) -> list[Finding]:
        return await findings(question, page, context, accepted)

    ended = workspace.store.ended(month, "gates", FINAL)
    return await _work(await month_of(workspace, month, models, ended), find, report)


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

    batch = await month_of(workspace, month, models)
    for question in batch.questions:
        store.forget(month, "gates", question.id)
    return await _work(batch, find, report)


def at_once(context: Context) -> int:
    """So many questions at once that no solver waits for work while others hold the questions."""
    config = context.config
    names = {*config.solvers.blind, *config.solvers.sighted}
    if names and judge_of(config) != EMBEDDED_JUDGE:
        names.add(judge_of(config))
    return max(sum(context.models.concurrency(name) for name in names), 1)


async def _work(batch: Batch, find: Find, report: Report) -> Counter[State]:
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


def _accepted(workspace: Workspace, month: str) -> Mapping[tuple[str, int], str]:
    return released(workspace.store.all(Decision, month), workspace.config.second_review)

"""Puts a month's questions through the gates, and stores how each ended.

A gate that live.yaml declares off is skipped; one that could not be run lets nothing through.
Touches the store, and models through the gates that ask one.
"""

from collections import Counter
from collections.abc import Iterator
from inspect import isawaitable
from itertools import takewhile

from live.config import Config
from live.engine import Report, silent, work_through
from live.lmm.models import Models
from live.outcomes import Done, Ending, Failed, State
from live.qa_gen.gates.answerable import answerable
from live.qa_gen.gates.fresh import fresh
from live.qa_gen.gates.new import find_twins, new
from live.qa_gen.gates.verdict import Context, Gate, Passed
from live.qa_gen.gates.well_formed import well_formed
from live.records import Page, Question
from live.store import Store
from live.workspace import Workspace

GATES: tuple[tuple[str, Gate], ...] = (
    ("well_formed", well_formed),
    ("fresh", fresh),
    # grounded: names and numbers of the gold are on the page
    ("new", new),
    # safe: nothing about private persons, no NSFW picture
    # needs_picture: text-only models do not reach the limit
    ("answerable", answerable),
)
"""All gates by their name in live.yaml, cheapest first; the first that is not passed ends it."""


async def gate(
    workspace: Workspace, month: str, models: Models, *, report: Report = silent
) -> Counter[State]:
    """Puts every question of a month through the gates. Stage "gates", an item a question."""
    config, store = workspace.config, workspace.store
    pages = {page.id: page for page in store.all(Page, month)}
    questions = _in_order(store.all(Question, month), pages)
    context = Context(config, models, _twins(store, config, models, questions, pages))
    checker = config.write.checker if config.gates.answerable == "on" else None

    async def judge(question: Question) -> Ending:
        page = pages.get(question.page_id)
        if page is None:
            return Failed("no_page", f"Page {question.page_id} is not stored. Crawl {month} again.")
        return await put_through(question, page, context)

    return await work_through(
        questions,
        judge,
        store=store,
        month=month,
        stage="gates",
        key=lambda question: question.id,
        concurrency=models.concurrency(checker) if checker else 1,
        report=report,
    )


async def put_through(question: Question, page: Page, context: Context) -> Ending:
    """Gives how a question ends: Done with its new version, if a gate made one, or why not."""
    passed = question
    for _, check in active(context.config):
        found = check(passed, page, context)
        verdict = await found if isawaitable(found) else found
        if not isinstance(verdict, Passed):
            return verdict
        passed = verdict.question or passed
    return Done((passed,) if passed != question else ())


def active(config: Config) -> Iterator[tuple[str, Gate]]:
    """Gives the gates that are not declared off, in order."""
    for name, check in GATES:
        if getattr(config.gates, name) == "on":
            yield name, check


def _in_order(questions: list[Question], pages: dict[str, Page]) -> list[Question]:
    """The same order in every run: by page; within one, as they were written.

    Pages are written about several at once, so the order in which they came says nothing.
    """

    def place(question: Question) -> tuple[str, str]:
        page = pages.get(question.page_id)
        return (page.site, page.url) if page else ("", question.page_id)

    return sorted(questions, key=place)


def _twins(
    store: Store,
    config: Config,
    models: Models,
    questions: list[Question],
    pages: dict[str, Page],
) -> dict[str, Question]:
    """Decides over the whole month which questions repeat an earlier one that got so far."""
    if config.gates.new == "off" or not questions:
        return {}
    alone = Context(config, models, {})
    cheaper = [check for _, check in takewhile(lambda gate: gate[1] is not new, active(config))]
    got_so_far = [
        question
        for question in (_as_written(store, question) for question in questions)
        if (page := pages.get(question.page_id)) is not None
        and all(isinstance(check(question, page, alone), Passed) for check in cheaper)
    ]
    return find_twins(got_so_far, _earlier(store, questions[0].month))


def _as_written(store: Store, question: Question) -> Question:
    """A question before the checker corrected it, so that a rerun decides as the first run did."""
    if question.checked_by is None or question.edited_by or question.version == 1:
        return question
    return store.versions(Question, question.id)[-2]


def _earlier(store: Store, month: str) -> Iterator[Question]:
    """The questions of earlier months that passed the gates, or wait there for a person."""
    for before in store.months():
        if before < month:
            kept = store.ended(before, "gates", ("done", "held"))
            yield from (q for q in store.all(Question, before) if q.id in kept)

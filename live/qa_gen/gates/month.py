"""A month's checked questions -> those to decide, and what gates know of them beforehand.

What asks no model is found here, and which questions repeat another, for that is seen only over
the whole month. Touches the store, and the blobs for pictures that were not signed yet.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from live.lmm.models import Models
from live.qa_gen.gates.decide import go_on
from live.qa_gen.gates.known import known, signed, signed_pages
from live.qa_gen.gates.new import find_twins
from live.qa_gen.gates.one import before_new, is_on
from live.qa_gen.gates.safe import unsafe_words
from live.qa_gen.gates.stories import sketched
from live.qa_gen.gates.verdict import Context, Dropped, Twin
from live.records import Page, Provenance, Question
from live.store import Store
from live.workspace import Workspace

NOBODY = Provenance(model="")


@dataclass(frozen=True)
class Batch:
    """A month's checked questions in order, their pages by id, and what gates know of them."""

    workspace: Workspace
    month: str
    questions: list[Question]
    pages: Mapping[str, Page]
    context: Context


async def month_of(
    workspace: Workspace, month: str, models: Models, ended: Collection[str] = ()
) -> Batch:
    """Reads a month, and finds its twins. ended: questions that are not decided anew.

    Of those only what may be repeated is kept in memory, and only of those that are not dropped.
    """
    store, context = workspace.store, Context(workspace.config, models, workspace.blobs)
    checked = store.ended(month, "check", ["done"])
    out = store.ended(month, "gates", ["dropped"]) & set(ended)
    read = {
        question.id: _compared(question) if question.id in ended else question
        for question in store.each(Question, month)
        if question.id in checked and question.id not in out
    }
    due = read.keys() - set(ended)
    if not due:
        return Batch(workspace, month, [], {}, context)
    pages, sketches = _pages(store, month, {read[id].page_id for id in due})
    ordered = _in_order(list(read.values()), pages)
    asked = [(q, pages[q.page_id]) for q in ordered if q.id in due and q.page_id in pages]
    context, compared = await prepared(asked, context)
    may = {question.id for question in compared} | (read.keys() - due)
    compared = [q for q in ordered if q.id in may and q.page_id in pages]
    twins = _twins(workspace, month, compared, pages, sketches, context)
    questions = [question for question in ordered if question.id in due]
    return Batch(workspace, month, questions, pages, replace(context, twins=twins))


def _compared(question: Question) -> Question:
    """What of a question others may repeat; of tens of thousands the rest fills the memory."""
    update = {"criteria": (), "made_by": NOBODY, "checked_by": None, "grades": None}
    return question.model_copy(update=update)


def _pages(
    store: Store, month: str, asked: Collection[str]
) -> tuple[dict[str, Page], dict[str, bytes]]:
    """A month's pages, and sketches of their texts, by id; of those not asked about no text."""
    pages, sketches = {}, {}
    for page in store.each(Page, month):
        sketches[page.id] = sketched(page)
        if page.id not in asked:
            shots = tuple(shot.model_copy(update={"text": ""}) for shot in page.shots)
            page = page.model_copy(update={"text": "", "shots": shots})
        pages[page.id] = page
    return pages, sketches


def _twins(
    workspace: Workspace,
    month: str,
    compared: Sequence[Question],
    pages: Mapping[str, Page],
    sketches: Mapping[str, bytes],
    context: Context,
) -> Mapping[str, Twin]:
    """Decides over the whole month which questions repeat one before them."""
    import numpy as np

    if not compared:
        return {}
    store, blobs = workspace.store, workspace.blobs
    bits = signed(store, compared)
    asked = {question.page_id for question in compared}
    pictures = signed_pages(store, blobs, (pages[id] for id in pages if id in asked))
    earlier = known(store, blobs, month)

    def find(some: Sequence[Question]) -> Mapping[str, Twin]:
        rows = np.array([np.frombuffer(bits[question.id], np.uint8) for question in some])
        return find_twins(some, rows, pages, pictures, earlier, sketches) if some else {}

    return twins_of(find, compared, pages, context)


async def prepared(
    asked: Iterable[tuple[Question, Page]], context: Context
) -> tuple[Context, list[Question]]:
    """Puts questions through the gates before `new`; gives also those that it compares.

    Nothing repeats, or is repeated by, what a gate before it ends.
    """
    found, compared = {}, []
    for question, page in asked:
        found[question.id] = await before_new(question, page, context)
        if is_on("new", context) and go_on(found[question.id]):
            compared.append(question)
    return replace(context, found=found), compared


def twins_of(
    find: Callable[[Sequence[Question]], Mapping[str, Twin]],
    compared: Sequence[Question],
    pages: Mapping[str, Page],
    context: Context,
) -> Mapping[str, Twin]:
    """Finds which questions repeat another, other than one that `safe` drops for its words.

    Else what a page plants would take with it those that ask the same in earnest. find: gives, of
    some questions, what each repeats.
    """
    due = {question.id: question for question in compared}
    while True:
        twins = find([*due.values()])
        asked = {twin.id for twin in twins.values()} & due.keys() if is_on("safe", context) else ()
        planted = [id for id in asked if _is_planted(due[id], pages[due[id].page_id])]
        if not planted:
            return twins
        for id in planted:
            del due[id]


def _is_planted(question: Question, page: Page) -> bool:
    return isinstance(unsafe_words(question, page), Dropped)


def _in_order(questions: list[Question], pages: Mapping[str, Page]) -> list[Question]:
    """The same order in every run: by page; within one, as they were written.

    Pages are written about several at once, so the order in which they came says nothing.
    """

    def place(question: Question) -> tuple[str, str]:
        page = pages.get(question.page_id)
        return (page.site, page.url) if page else ("", question.page_id)

    return sorted(questions, key=place)

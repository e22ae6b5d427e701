"""A month's checked questions -> those to decide, and what gates know of them beforehand.

What asks no model is found here, and which questions repeat another, for that is seen only over
the whole month. Touches the store, and the blobs for pictures that were not signed yet.
"""

from collections.abc import Collection, Iterable, Mapping
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
    twins = _twins(workspace, month, compared, pages, sketches)
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
    questions: list[Question],
    pages: Mapping[str, Page],
    sketches: Mapping[str, bytes],
) -> Mapping[str, Twin]:
    """Decides over the whole month which questions repeat one before them."""
    import numpy as np

    if not questions:
        return {}
    store, blobs = workspace.store, workspace.blobs
    bits = signed(store, questions)
    rows = np.array([np.frombuffer(bits[question.id], np.uint8) for question in questions])
    asked = {question.page_id for question in questions}
    pictures = signed_pages(store, blobs, (pages[id] for id in pages if id in asked))
    earlier = known(store, blobs, month)
    return find_twins(questions, rows, pages, pictures, earlier, sketches)


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
        if not is_on("new", context) or not go_on(found[question.id]):
            continue
        if is_on("safe", context):
            words[question.id] = unsafe_words(question, page)
        if not isinstance(words.get(question.id), Dropped):
            compared.append(question)
    return replace(context, found=found, words=words), compared


def _in_order(questions: list[Question], pages: Mapping[str, Page]) -> list[Question]:
    """The same order in every run: by page; within one, as they were written.

    Pages are written about several at once, so the order in which they came says nothing.
    """

    def place(question: Question) -> tuple[str, str]:
        page = pages.get(question.page_id)
        return (page.site, page.url) if page else ("", question.page_id)

    return sorted(questions, key=place)

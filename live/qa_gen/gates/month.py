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
    due = {q.id: q for q in store.each(Question, month) if q.id in checked and q.id not in ended}
    if not due:
        return Batch(workspace, month, [], {}, context)
    kept = (checked & set(ended)) - store.ended(month, "gates", ["dropped"])
    pages, sketches = _pages(store, month, {question.page_id for question in due.values()})
    questions = _in_order(list(due.values()), pages)
    asked = [(q, pages[q.page_id]) for q in questions if q.page_id in pages]
    context, compared = await prepared(asked, context)
    decided = [q for q in _in_order(_decided(store, month, kept), pages) if q.page_id in pages]
    twins = _twins(workspace, month, decided, compared, pages, sketches, context)
    return Batch(workspace, month, questions, pages, replace(context, twins=twins))


def _decided(store: Store, month: str, ids: Collection[str]) -> list[Question]:
    """What of some questions others may repeat; of tens of thousands the rest fills the memory."""
    names = ("id", "page_id", "subtask", "question", "answer", "language")
    found: dict[str, Question] = {}
    for id, *values in store.each_fields(Question, *names, month=month):
        if id in ids:  # of two versions the newer comes later
            told = dict(zip(names[1:], values, strict=True))
            lacking = {"criteria": (), "made_by": NOBODY}
            found[id] = Question.model_validate({"id": id, "month": month, **told, **lacking})
    return list(found.values())


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
    decided: Sequence[Question],
    compared: Sequence[Question],
    pages: Mapping[str, Page],
    sketches: Mapping[str, bytes],
    context: Context,
) -> Mapping[str, Twin]:
    """Finds which questions repeat one before them, or one that is decided already."""
    import numpy as np

    if not compared:
        return {}
    store, blobs, both = workspace.store, workspace.blobs, [*decided, *compared]
    bits = signed(store, both)
    asked = {question.page_id for question in both}
    pictures = signed_pages(store, blobs, (pages[id] for id in pages if id in asked))
    earlier = known(store, blobs, month)

    def find(some: Sequence[Question]) -> Mapping[str, Twin]:
        both = [*decided, *some]
        rows = np.array([np.frombuffer(bits[question.id], np.uint8) for question in both])
        return find_twins(both, rows, pages, pictures, earlier, sketches, len(decided))

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
        twins = find([*due.values()]) if due else {}
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

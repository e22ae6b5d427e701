"""The gate `new`: nobody asked this before, in this month or an earlier one. Pure.

What repeats what is decided over the whole month beforehand (`find_twins`): candidates are the
nearest by signature, and each is confirmed by its text. The gate only looks it up.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from live.qa_gen.gates.known import NOTHING, Known
from live.qa_gen.gates.pictures import seen_pages
from live.qa_gen.gates.same import Likeness, same
from live.qa_gen.gates.signatures import MEANING, differing, nearest
from live.qa_gen.gates.stories import sketched, stories
from live.qa_gen.gates.verdict import Context, Dropped, Passed, Twin
from live.records import Page, Question

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from live.qa_gen.gates.signatures import Bits

NEAREST = 16
"""Candidates of a question. A twin that more than these are nearer to is missed."""
TOGETHER = 500
"""Questions whose candidates are in memory, and are confirmed, at once."""
ASKED_BITS, ANSWERED_BITS = 90, 110
"""Of 256, the most that may differ in what two twins ask, and in the words of their answers.

Vectors at the least cosine that is accepted of two stories (0.65) differ in 70 +- 7 bits, answers
without a common word in 128 +- 8. Questions about one story are all compared.
"""


def new(question: Question, page: Page, context: Context) -> Passed | Dropped:
    """Passes a question that repeats none before it, about a page whose picture is new."""
    twin = context.twins.get(question.id)
    if twin is None:
        return Passed()
    evidence = {
        "twin": twin.id,
        "month": twin.month,
        "kind": twin.kind,
        "similarity": twin.similarity,
        "of": twin.text,
    }
    if twin.kind == "picture":
        fact = f"{page.url} looks like {twin.text} of {twin.month}, which was asked about before."
        return Dropped("known_picture", fact, evidence)
    where = "this page" if twin.page_id == question.page_id else f"another page of {twin.month}"
    fact = f"Asks the same as question {twin.id} about {where}: {twin.text!r}."
    return Dropped("duplicate", fact, evidence)


def find_twins(
    questions: Sequence[Question],
    bits: "Bits",
    pages: Mapping[str, Page],
    pictures: Mapping[str, bytes],
    known: Known = NOTHING,
    sketches: Mapping[str, bytes] | None = None,
    first: int = 0,
) -> dict[str, Twin]:
    """Gives, by a question's id, what it repeats: a question before it, or a page before its own.

    bits: the questions' signatures, in order. pages: theirs, by id. pictures: the signatures of
    the pages' shots, by the page's id, one after the other; a page without any is compared by
    its questions alone. Of two alike the first in order stays, and what is known in any case.
    sketches: of pages' texts, where they are made already, by id. first: the place of the first
    question that is asked about; those before it are decided, and may only be repeated.
    """
    import numpy as np

    asked_about = list(dict.fromkeys(question.page_id for question in questions))
    seen = seen_pages(asked_about, pages, pictures, known)
    twins = {q.id: seen[q.page_id] for q in questions if q.page_id in seen}
    earlier = _earlier(questions[first:], bits[first:], known)
    made = sketches or {}
    of = stories({id: made.get(id) or sketched(pages[id]) for id in asked_about if id in pages})
    told = np.array([of.get(question.page_id, question.page_id) for question in questions])
    for start in range(first, len(questions), TOGETHER):
        pairs = [
            (questions[n], other)
            for n in range(start, min(start + TOGETHER, len(questions)))
            if questions[n].id not in twins
            for other in (*earlier[n - first], *(questions[at] for at in _before(n, told, bits)))
            if other.id not in twins
        ]
        for (question, other), likeness in zip(pairs, same(pairs, of), strict=True):
            # pairs come in the order of the questions: what the other repeats is decided already
            if likeness and question.id not in twins and other.id not in twins:
                twins[question.id] = _twin(other, likeness)
    return twins


def _earlier(questions: Sequence[Question], bits: "Bits", known: Known) -> list[list[Question]]:
    """The known questions that each may repeat, nearest first."""
    if known.bits is None or not len(known.bits):
        return [[] for _ in questions]
    places = nearest(bits, known.bits, NEAREST)
    masks = _are_near(bits[:, None], known.bits[places])
    near = [
        [known.ids[at] for at in found[mask]] for found, mask in zip(places, masks, strict=True)
    ]
    read = known.read(id for ids in near for id in ids)
    return [[read[id] for id in ids if id in read] for ids in near]


def _before(n: int, stories: "npt.NDArray[np.str_]", bits: "Bits") -> list[int]:
    """The places of the questions before the n-th that it may repeat, in order."""
    import numpy as np

    near = np.flatnonzero(_are_near(bits[n], bits[:n]))
    if len(near) > NEAREST:
        apart = differing(bits[n, :MEANING], bits[near, :MEANING])
        near = near[np.argsort(apart, kind="stable")[:NEAREST]]
    found: list[int] = np.union1d(near, np.flatnonzero(stories[:n] == stories[n])).tolist()
    return found


def _are_near(ones: "Bits", others: "Bits") -> "npt.NDArray[np.bool_]":
    """Which of these signatures may be of a twin, as a mask."""
    asked = differing(ones[..., :MEANING], others[..., :MEANING]) <= ASKED_BITS
    return asked & (differing(ones[..., MEANING:], others[..., MEANING:]) <= ANSWERED_BITS)


def _twin(other: Question, likeness: Likeness) -> Twin:
    return Twin(
        id=other.id,
        month=other.month,
        kind=likeness.kind,
        similarity=likeness.similarity,
        page_id=other.page_id,
        text=other.question,
    )

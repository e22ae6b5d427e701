"""A question and a page's parts -> a short answer. Pure.

Each part of the page has a way to answer; they are asked in turn, the most particular first, and
the first one that has an answer gives it.
"""

from live.lmm.readers.data import from_data
from live.lmm.readers.gaps import with_gap_filled
from live.lmm.readers.layout import Document
from live.lmm.readers.listings import from_listing
from live.lmm.readers.order import from_order
from live.lmm.readers.parts import from_parts
from live.lmm.readers.prose import from_prose
from live.lmm.readers.question import Question
from live.lmm.readers.speech import from_quote

UNKNOWN = "I cannot tell from the picture."


def answer(question: str, page: Document) -> str:
    """Answers a question in English about a page in English or German, in as few words as it can.

    An order comes with "; " between the items. Gives UNKNOWN where nothing on the page fits, or
    nothing stands on it.
    """
    if not page.texts:
        return UNKNOWN
    asked = Question(question.strip())
    for way in (
        with_gap_filled,
        from_order,
        from_listing,
        from_parts,
        from_data,
        from_quote,
        from_prose,
    ):
        if found := way(asked, page):
            return " ".join(found.split())
    return UNKNOWN

"""The gate `new`: nobody asked this before, on this page or in an earlier month. Pure.

Exact over normalised words, so it costs a comparison with each question of the same page. MinHash
signatures kept in the store would take the place of the exact keys at a million questions.
"""

from collections import defaultdict
from collections.abc import Iterable

from live.outcomes import Dropped
from live.qa_gen.gates.verdict import Context, Passed
from live.qa_gen.gates.words import likeness, plain
from live.records import Page, Question

ALIKE = 0.5
"""The share of word pairs from which two questions of a page with the same answer are one."""


def new(question: Question, page: Page, context: Context) -> Passed | Dropped:
    """Passes a question that repeats none before it."""
    twin = context.twins.get(question.id)
    if twin is None:
        return Passed()
    where = "this page" if twin.page_id == question.page_id else f"another page of {twin.month}"
    return Dropped("duplicate", f"Asks the same as question {twin.id} about {where}.")


def find_twins(questions: Iterable[Question], earlier: Iterable[Question]) -> dict[str, Question]:
    """Gives, by a question's id, the one before it that it repeats.

    Of two alike the first in order stays. Earlier ones stay in any case.
    """
    by_words: dict[tuple[str, str], Question] = {}
    for question in earlier:
        by_words.setdefault(_key(question), question)
    by_page: dict[str, list[Question]] = defaultdict(list)
    twins = {}
    for question in questions:
        twin = by_words.get(_key(question)) or next(
            (other for other in by_page[question.page_id] if _alike(question, other)), None
        )
        if twin is not None:
            twins[question.id] = twin
            continue
        by_words[_key(question)] = question
        by_page[question.page_id].append(question)
    return twins


def _key(question: Question) -> tuple[str, str]:
    return plain(question.question), plain(question.answer)


def _alike(one: Question, other: Question) -> bool:
    """Whether two questions of a page are one: same words, or nearly and the same answer."""
    if plain(one.question) == plain(other.question):
        return True
    same_answer = plain(one.answer) == plain(other.answer)
    return same_answer and likeness(one.question, other.question) >= ALIKE

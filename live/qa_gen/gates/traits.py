"""A question and an earlier one -> what is alike and what is apart in them, in figures. Pure.

Each trait is a number that a person can check by reading the two; `same` weighs them. Some are not
symmetrical: a question may ask a part of an earlier one.
"""

import math
import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache

from live.qa_gen.gates.opposites import opposed
from live.qa_gen.gates.shown import ORDINALS
from live.qa_gen.gates.signatures import pieces
from live.qa_gen.gates.told import NOUNS, Told, among, names_apart, strength, told, values_apart
from live.qa_gen.gates.words import NOTHING_SAID, fold, holds, likeness, plain, telling
from live.qa_gen.taxonomies import BY_TEMPLATE, categories, known
from live.records import Question

Cosine = Callable[[str, str], float]
"""How near the vectors of two texts are, -1..1."""
STEM = 5
"""Letters by which the words of two texts are compared, so that their endings do not count."""
NEAR = 0.8
"""The cosine from which two questions are near, if no word in one place or opposite parts them."""
FEW = 5
"""Words in which two questions differ that are one but for a negation."""
SLOT_WORDS, SLOT_LETTERS = 3, 6
"""How much may stand in one place, for two sentences to be one but for it."""


def traits(new: Question, earlier: Question, cosine: Cosine) -> Mapping[str, float]:
    """Gives the traits of a pair by name, most of them 0..1.

    cosine: is asked for both questions, both answers, each question and answer, and `slot`.
    """
    asked, was_asked = _asked(new), _asked(earlier)
    said, was_said = _said(new), _said(earlier)
    agreed = strength(said, was_said)
    clash = float(agreed is None)
    questions = cosine(new.question, earlier.question)
    answers = cosine(new.answer, earlier.answer)
    in_all = _in_all(new, earlier, cosine, questions, answers)
    held = _share(said, was_said)
    few = held if len(said.values) <= len(was_said.values) else _share(was_said, said)
    agreement = few if clash else max(few, answers, float(_begins(new.answer, earlier.answer)))
    agreement *= 1 - opposed(said.sides, was_said.sides)
    words, before = stems(new.answer), stems(earlier.answer)
    sentences = slot(asked, was_asked)
    opposite = float(opposed(asked.sides, was_asked.sides))
    denies = float(asked.negated != was_asked.negated and len(asked.known ^ was_asked.known) <= FEW)
    apart = bool(sentences) or bool(opposite) or bool(denies)
    letters = min(len(new.answer), len(earlier.answer))
    equal = float(plain(new.answer) == plain(earlier.answer))
    here, there = (" ".join(pieces(each.question)) for each in (new, earlier))
    further = float((new.subtask in beyond_facts()) != (earlier.subtask in beyond_facts()))
    return {
        # meaning
        "questions": questions,
        "answers": answers,
        "near questions": 0.0 if apart else agreement * max(0.0, questions - NEAR) / (1 - NEAR),
        "questions times answers": questions * answers,
        "in all": in_all,
        "in all, squared": in_all**2,
        "agreement": agreement,
        "agreement times letters": agreement * math.log(1 + letters) / 4,
        # words
        "equal answers": equal,
        "equal answers times questions": equal * questions,
        "one in the other": float(holds(here, there) or holds(there, here)),
        "word pairs of questions": shared(new.question, earlier.question),
        "word pairs of answers": shared(new.answer, earlier.answer),
        "words of answers": len(words & before) / max(1, len(words | before)),
        "unsaid before": len(words - before) / max(1, len(words)),
        "longer question": math.log(
            (1 + len(pieces(new.question))) / (1 + len(pieces(earlier.question)))
        ),
        # what is counted and named
        "clash": clash,
        "clash times questions": clash * questions,
        "digits": min(agreed or 0, 4) / 4,
        "first value": float(
            bool(said.values and was_said.values) and among(said.values[0], was_said.values[:1])
        ),
        "values said before": held,
        "no values": float(not said.values and not was_said.values),
        "other name in an answer": float(any(names_apart((said, was_said), (said, was_said)))),
        "other names in questions": float(all(names_apart((asked, was_asked), (said, was_said)))),
        "other values in questions": float(all(values_apart((asked, was_asked), (said, was_said)))),
        # what is opposed
        "opposite questions": opposite,
        "opposite answers": float(opposed(said.sides, was_said.sides)),
        "one denies": denies,
        "one place": float(bool(sentences)),
        "other word in one place": 1 - cosine(*sentences) if sentences else 0.0,
        # kind
        "two languages": float(new.language != earlier.language),
        "one goes further": further,
        "one goes further, times answers": further * answers,
    }


def slot_of(new: Question, earlier: Question) -> tuple[str, ...]:
    """Gives the words in the one place in which two questions differ, if they do."""
    return slot(_asked(new), _asked(earlier))


def name_the_same(new: Question, earlier: Question) -> bool:
    """Tells whether both questions name or count something, and neither what the other does not."""
    if new.language == earlier.language and _marked_apart(new, earlier):
        return False
    asked, said = (_asked(new), _asked(earlier)), (_said(new), _said(earlier))
    if any(values_apart(asked, said)) or any(names_apart(asked, said)):
        return False
    return all(each.names or each.values for each in asked)


def _marked_apart(new: Question, earlier: Question) -> bool:
    """Whether a number or a capital tells two questions apart, which is seen at once."""
    mine, here = _marks(new.question, new.language)
    theirs, there = _marks(earlier.question, earlier.language)
    return not (mine <= there and theirs <= here)


@lru_cache(maxsize=4096)
def _marks(text: str, language: str) -> tuple[frozenset[str], frozenset[str]]:
    """The numbers and the words with a capital of a question, and all its words."""
    found = [(at[1], at[2]) for at in re.finditer(r"(^\W*|[.!?:]\s+)?([^\W_]+)", text)]
    cased = not text.isupper() and language not in NOUNS
    marks = (
        word.casefold()
        for start, word in found
        if word[0].isdigit() or (cased and word[0].isupper() and start is None)
    )
    return frozenset(marks), frozenset(word.casefold() for _, word in found)


def _asked(question: Question) -> Told:
    return told(question.question, question.language, question=True)


def _said(question: Question) -> Told:
    return told(question.answer, question.language, question=False)


def shared(one: str, other: str) -> float:
    """Gives the share of word pairs, or pairs of letters, that two texts have in common."""
    return likeness(" ".join(pieces(one)), " ".join(pieces(other)))


def _in_all(
    new: Question, earlier: Question, cosine: Cosine, questions: float, answers: float
) -> float:
    """The cosine of the sums of question and answer."""
    across = cosine(new.question, earlier.answer) + cosine(new.answer, earlier.question)
    lengths = ((2 + 2 * cosine(each.question, each.answer)) ** 0.5 for each in (new, earlier))
    return float((questions + answers + across) / max(math.prod(lengths), 1e-6))


def _share(said: Told, others: Told) -> float:
    """The share of an answer's values that are in another answer, too."""
    values = said.values
    return sum(among(value, others.values) for value in values) / len(values) if values else 0.0


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """Gives how the words of a text begin that carry a fact."""
    return frozenset(
        piece if piece[0].isdigit() else fold(piece)[:STEM]
        for piece in pieces(text)
        if piece not in NOTHING_SAID
    )


def _begins(one: str, other: str) -> bool:
    """Whether one answer begins with the other, but for words that say nothing."""
    short, long = sorted((telling(one), telling(other)), key=len)
    return bool(short) and long[: len(short)] == short


def slot(one: Told, other: Told) -> tuple[str, ...]:
    """Gives the words in the one place in which two sentences differ; () if they differ in more."""
    here, there = pieces(" ".join(one.words)), pieces(" ".join(other.words))
    start = 0
    while start < min(len(here), len(there)) and here[start] == there[start]:
        start += 1
    end = 0
    while end < min(len(here), len(there)) - start and here[-1 - end] == there[-1 - end]:
        end += 1
    mine, theirs = here[start : len(here) - end], there[start : len(there) - end]
    letters = all(len(piece) == 1 for piece in (*mine, *theirs))
    lengths = len(mine), len(theirs)
    alike = start + end > 1 and max(lengths) - min(lengths) < 2
    if not alike or max(lengths) > (SLOT_LETTERS if letters else SLOT_WORDS):
        return ()
    between = "" if letters else " "
    found = tuple(between.join(filter(_means, some)) for some in (mine, theirs))
    return found if all(found) else ()


def _means(word: str) -> bool:
    """Whether a word has a meaning of its own; numbers are compared by value."""
    return word not in NOTHING_SAID and fold(word) not in ORDINALS and not word[0].isdigit()


@cache
def beyond_facts() -> frozenset[str]:
    """Gives the subtasks whose questions cite facts that other questions ask for."""
    labels = (each for name in known() for each in categories(name).items())
    return frozenset(name for name, category in labels if category not in BY_TEMPLATE)

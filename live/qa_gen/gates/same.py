"""Pairs of questions -> which of them ask the same, by words or in other words. Pure.

Two are the same when their answers agree, when nothing that they name, count or oppose tells them
apart, and when they mean about the same. How near they must be depends on the answer: two
questions on one page whose answer is 32,500 hardly ask different things, two whose answer is `two`
often do.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from live.qa_gen.gates.gold import TITLES
from live.qa_gen.gates.opposites import opposed
from live.qa_gen.gates.shown import ORDINALS
from live.qa_gen.gates.signatures import embed, is_spelled, pieces
from live.qa_gen.gates.told import NOUNS, Told, names_apart, strength, told, values_apart
from live.qa_gen.gates.words import NOTHING_SAID, fold, likeness, plain, telling
from live.records import Question

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

COPY = 0.5
"""The share of word pairs from which two texts are one in nearly the same words."""
COPY_SPELLED = 0.8
"""The share that makes two texts one where word vectors do not know the script."""
NEAR = {0: 0.46, 1: 0.56, 2: 0.43, 3: 0.34}
"""By the digits on which two answers of one story agree, the cosine from which they are one."""
NEAR_IF_SHORT = 0.56
"""The same where the answers are a name, `yes` or a word or two, which pages repeat."""
ANOTHER_LANGUAGE = 0.1
"""By how much two questions in two languages must be nearer; names tell those less apart."""
NEAR_ELSEWHERE = 0.65
"""The cosine from which questions about two stories are one."""
ANSWERS, SHORT_ANSWERS, BOTH = 0.5, 0.6, 1.25
"""The least cosine of two answers in words, of one or two words, and of question and answer in sum.
"""
SLOT = 0.75
"""The least cosine of what stands in the one place in which two sentences differ."""
SLOT_WORDS, SLOT_LETTERS = 3, 6
"""How much may stand in that place, for the sentences to be one but for it."""
FEW = 5
"""Words in which two questions differ that are one but for a negation."""


@dataclass(frozen=True)
class Likeness:
    """How two questions are the same. similarity: share of word pairs, or cosine; 0..1."""

    kind: Literal["words", "meaning"]
    similarity: float


def same(
    pairs: Sequence[tuple[Question, Question]], stories: Mapping[str, str] | None = None
) -> list[Likeness | None]:
    """Tells of each pair whether both ask the same, and how near they are.

    stories: by a page's id, its story; without any, every page tells one of its own.
    """
    read = [_Pair(one, other, _one_story(one, other, stories or {})) for one, other in pairs]
    found = [Likeness("words", 1.0) if pair.equal else None for pair in read]
    open_ = [n for n, pair in enumerate(read) if not found[n] and pair.compatible]
    vectors = _Vectors()
    vectors.learn(text for n in open_ for text in read[n].questions)
    near = [n for n in open_ if _near(read[n], vectors)]
    vectors.learn(text for n in near for text in read[n].parts)
    for n in near:
        if _same_parts(read[n], vectors):
            found[n] = _likeness(read[n], vectors)
    return found


def _one_story(one: Question, other: Question, stories: Mapping[str, str]) -> bool:
    first, second = one.page_id, other.page_id
    return stories.get(first, first) == stories.get(second, second)


@dataclass(frozen=True)
class _Pair:
    """Two questions. together: they are about one story."""

    one: Question
    other: Question
    together: bool

    @property
    def asked(self) -> tuple[Told, Told]:
        one, other = self.one, self.other
        return (
            told(one.question, one.language, question=True),
            told(other.question, other.language, question=True),
        )

    @property
    def answered(self) -> tuple[Told, Told]:
        one, other = self.one, self.other
        return (
            told(one.answer, one.language, question=False),
            told(other.answer, other.language, question=False),
        )

    @property
    def equal(self) -> bool:
        """Whether words alone decide: on one page the same question needs no second answer."""
        one, other = self.one, self.other
        return _plain(one.question) == _plain(other.question) and (
            one.page_id == other.page_id or _plain(one.answer) == _plain(other.answer)
        )

    @property
    def compatible(self) -> bool:
        """Whether nothing that is named, counted or opposed tells the two apart."""
        one_language = self.one.language == self.other.language
        if not self.together and one_language and self._marked_apart:
            return False
        asked, answered = self.asked, self.answered
        digits = strength(*answered)
        if digits is None or all(names_apart(answered, answered)):
            return False
        if opposed(asked[0].sides, asked[1].sides) or opposed(answered[0].sides, answered[1].sides):
            return False
        if asked[0].negated != asked[1].negated and len(asked[0].known ^ asked[1].known) <= FEW:
            return False
        # on one page a question may leave out what another one names; the same in two languages
        # is told by its names, or by an answer that no other question has
        sure = one_language or digits >= max(NEAR)
        tells = all if self.together and sure else any
        return not (tells(values_apart(asked, answered)) or tells(names_apart(asked, answered)))

    @property
    def _marked_apart(self) -> bool:
        """Whether a number or a capital tells them apart, which is seen at once."""
        mine, here = _marks(self.one.question, self.one.language)
        theirs, there = _marks(self.other.question, self.other.language)
        return not (mine <= there and theirs <= here)

    @property
    def digits(self) -> int:
        """On how many digits the answers agree, as NEAR counts them."""
        return min(strength(*self.answered) or 0, max(NEAR))

    @property
    def shared(self) -> float:
        """The share of word pairs that the questions have in common."""
        return _shared(self.one.question, self.other.question)

    @property
    def questions(self) -> tuple[str, ...]:
        """The texts whose vectors are compared first."""
        return () if is_spelled(self.one.question) else (self.one.question, self.other.question)

    @property
    def parts(self) -> tuple[str, ...]:
        """The texts whose vectors are compared last; answers with numbers need none."""
        if is_spelled(self.one.question):
            return ()
        slot = _slot(*self.asked)
        if self.digits or _begins(self.one.answer, self.other.answer):
            return slot
        return (*slot, self.one.answer, self.other.answer, *_slot(*self.answered))


class _Vectors:
    """The vectors of texts, many computed at once."""

    def __init__(self) -> None:
        self._of: dict[str, npt.NDArray[np.float32]] = {}

    def learn(self, texts: Iterable[str]) -> None:
        new = list(dict.fromkeys(text for text in texts if text not in self._of))
        self._of.update(zip(new, embed(new), strict=True))

    def cosine(self, one: str, other: str) -> float:
        return float(self._of[one] @ self._of[other])


def _near(pair: _Pair, vectors: _Vectors) -> bool:
    """Whether two questions mean nearly enough the same for their answers to be looked at."""
    if is_spelled(pair.one.question):
        return pair.shared >= COPY_SPELLED
    least = NEAR[pair.digits] if pair.together else NEAR_ELSEWHERE
    if pair.one.language != pair.other.language:
        least += ANOTHER_LANGUAGE
    return _asked(pair, vectors) >= least


def _same_parts(pair: _Pair, vectors: _Vectors) -> bool:
    """Whether the answers agree, and what stands in the one place where two questions differ."""
    one, other = pair.one, pair.other
    if is_spelled(one.question):
        return _begins(one.answer, other.answer)
    slot = _slot(*pair.asked)
    # an answer of many digits is hardly that of two things: the two words are one in other words
    if slot and pair.digits < max(NEAR) and vectors.cosine(*slot) < SLOT:
        return False
    return bool(pair.digits) or _one_answer(pair, _asked(pair, vectors), vectors)


def _likeness(pair: _Pair, vectors: _Vectors) -> Likeness:
    if pair.shared >= COPY:
        return Likeness("words", round(pair.shared, 3))
    return Likeness("meaning", round(_asked(pair, vectors), 3))


def _asked(pair: _Pair, vectors: _Vectors) -> float:
    """How near two questions are, by words or by meaning."""
    return max(vectors.cosine(pair.one.question, pair.other.question), pair.shared)


def _one_answer(pair: _Pair, asked: float, vectors: _Vectors) -> bool:
    """Whether two answers without numbers say the same. asked: how near the questions are."""
    one, other = pair.one.answer, pair.other.answer
    if _begins(one, other):
        return asked >= NEAR_IF_SHORT
    mine, theirs = pair.answered
    named = mine.names & theirs.known or theirs.names & mine.known
    if (mine.names or theirs.names) and not named:
        return False
    slot = _slot(mine, theirs)
    if slot and vectors.cosine(*slot) < SLOT:
        return False
    answered = vectors.cosine(one, other)
    if max(len(telling(one)), len(telling(other))) > 2:
        return answered >= ANSWERS and asked + answered >= BOTH
    return answered >= SHORT_ANSWERS and asked >= NEAR_IF_SHORT and asked + answered >= BOTH


@lru_cache(maxsize=16384)
def _plain(text: str) -> str:
    return plain(text)


@lru_cache(maxsize=16384)
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


def _begins(one: str, other: str) -> bool:
    """Whether one answer begins with the other, but for titles and words that say nothing."""
    said = ([word for word in telling(text) if word not in TITLES] for text in (one, other))
    short, long = sorted(said, key=len)
    return plain(one) == plain(other) or (bool(short) and long[: len(short)] == short)


def _shared(one: str, other: str) -> float:
    return likeness(" ".join(pieces(one)), " ".join(pieces(other)))


def _slot(one: Told, other: Told) -> tuple[str, ...]:
    """The words in the one place in which two sentences differ; () where they differ in more."""
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
    slot = tuple(between.join(filter(_means, some)) for some in (mine, theirs))
    return slot if all(slot) else ()


def _means(word: str) -> bool:
    """Whether a word has a meaning of its own; numbers are compared by value."""
    return word not in NOTHING_SAID and fold(word) not in ORDINALS and not word[0].isdigit()

"""Pairs of questions -> which of them ask the same, by words or in other words. Pure.

Two are the same when their answers agree, when they name the same people, places and numbers, and
when what they do not share in words means about the same. Word vectors alone would not do: to them
"who came second" is nearly "who came first".
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from live.qa_gen.gates.signatures import embed, is_spelled, pieces
from live.qa_gen.gates.words import holds, likeness, plain, words
from live.records import Question

COPY = 0.5
"""The share of word pairs from which two texts are one in nearly the same words."""
MEANING, MEANING_ELSEWHERE = 0.45, 0.55
"""The cosine from which two questions may be one in other words: of one page, and of two."""
REST = 0.22
"""The least cosine of the words that two texts do not share."""
CLOSE = 0.85
"""The cosine from which more than one word may be put otherwise, whatever the words mean alone."""
ANSWERS = 0.6
"""The cosine from which two answers in other words agree."""
FACTS_SHARED = 0.6
"""The share of words, in any order, from which answers with the same names and numbers agree."""
COPY_SPELLED = 0.8
"""The share of word pairs that makes two texts one where word vectors do not know the script."""
CASELESS_NAMES = ("de", "lb")
"""Languages that write every noun with a capital letter, so that it tells no name."""
NUMBERS = {
    name: str(value)
    for value, names in enumerate(
        "zero|first|second two|third three|fourth four|fifth five|sixth six|seventh seven|"
        "eighth eight|ninth nine|tenth ten|eleventh eleven|twelfth twelve".split("|")
    )
    for name in names.split()
}
OPPOSITES = [
    tuple(set(side.split()) for side in pair.split("|"))
    for pair in (
        "most highest largest biggest greatest longest best | "
        "least fewest lowest smallest shortest worst",
        "more higher larger bigger greater longer | less fewer lower smaller shorter",
        "before earlier | after later",
        "first | last",
        "left | right",
        "top above upper | bottom below lower",
        "front | behind back",
        "rise rose rises rising increase increased grew gain gained up | "
        "fall fell falls falling decrease decreased shrank loss lost down",
        "won win wins winner | lost lose loses loser",
        "north northern | south southern",
        "east eastern | west western",
        "men man male | women woman female",
        "yes | no",
        "who whom whose | why where",
        "why | where",
        "expected forecast predicted planned | measured recorded actual",
        "injured hurt wounded | killed died dead",
        "buy bought import imports | sell sold export exports",
    )
]
"""Words that two questions or answers do not share when they are one, however near. English."""
ASKING = frozenset("who whom whose what which when where why how many much".split())
"""English words that tell what kind of answer is asked for."""
NEGATIONS = {"not", "never", "without", "except"}
EMPTY = frozenset(
    "a an the of in on at for to by from with about into is are was were be been being do does did "
    "has have had will would can could may might what which who whom whose when where why how many "
    "much it its this that these those and or as there their his her he she they according page "
    "shown mentioned during near number person name say says called".split()
)
"""English words that say nothing about what is asked."""


@dataclass(frozen=True)
class Likeness:
    """How two questions are the same. similarity: share of word pairs, or cosine; 0..1."""

    kind: Literal["words", "meaning"]
    similarity: float


def same(pairs: Sequence[tuple[Question, Question]]) -> list[Likeness | None]:
    """Tells of each pair whether both ask the same, and how near they are."""
    telling = _Telling()
    equal = [telling.equal(*pair) for pair in pairs]
    open_ = [
        not is_equal and telling.compatible(*pair)
        for is_equal, pair in zip(equal, pairs, strict=True)
    ]
    vectors = _Vectors(
        text
        for is_open, pair in zip(open_, pairs, strict=True)
        if is_open
        for text in _texts(*pair)
    )
    return [
        Likeness("words", 1.0) if is_equal else _likeness(*pair, vectors) if is_open else None
        for is_equal, is_open, pair in zip(equal, open_, pairs, strict=True)
    ]


@dataclass(frozen=True)
class _Told:
    """What a text says that two texts can be told apart by.

    sides: of which opposites it speaks, as (pair, side).
    """

    words: Sequence[str]
    known: frozenset[str]
    content: frozenset[str]
    figures: frozenset[str]
    names: frozenset[str]
    negated: bool
    sides: frozenset[tuple[int, int]]


class _Telling:
    """Tells questions apart by what they name, count and oppose; reads each text once."""

    def __init__(self) -> None:
        self._told: dict[tuple[str, bool], _Told] = {}

    def equal(self, one: Question, other: Question) -> bool:
        """Whether words alone decide.

        On one page the same question needs no second answer, in whatever order its words stand.
        """
        mine, theirs = self._of(one.question, one), self._of(other.question, other)
        if one.page_id == other.page_id:
            return mine.content == theirs.content
        answers = self._of(one.answer, one), self._of(other.answer, other)
        return mine.words == theirs.words and answers[0].words == answers[1].words

    def compatible(self, one: Question, other: Question) -> bool:
        """Whether nothing that is named, counted or opposed tells the two apart."""
        whole = one.page_id != other.page_id
        mine, theirs = self._of(one.answer, one), self._of(other.answer, other)
        told = holds(one.answer, other.answer) or holds(other.answer, one.answer)
        if mine.figures != theirs.figures and (whole or not told):
            return False
        return _agree(mine, theirs, whole=False) and _agree(
            self._of(one.question, one), self._of(other.question, other), whole=whole
        )

    def _of(self, text: str, question: Question) -> _Told:
        cased = question.language not in CASELESS_NAMES
        if (text, cased) not in self._told:
            self._told[text, cased] = _tell(text, cased)
        return self._told[text, cased]


def _tell(text: str, cased: bool) -> _Told:
    said = words(text)
    known = frozenset(said)
    return _Told(
        words=said,
        known=known,
        content=known - EMPTY | known & ASKING,
        figures=_figures(text, said),
        names=_names(text) if cased else frozenset(),
        negated=bool(known & NEGATIONS),
        sides=frozenset(
            (n, side) for n, pair in enumerate(OPPOSITES) for side in (0, 1) if known & pair[side]
        ),
    )


def _agree(one: _Told, other: _Told, *, whole: bool) -> bool:
    """Whether two texts name the same. whole: neither may leave out what the other names."""
    if one.negated != other.negated or _opposed(one, other):
        return False
    mine = one.figures - other.figures or _unknown(one.names, other.known)
    theirs = other.figures - one.figures or _unknown(other.names, one.known)
    return not (mine or theirs) if whole else not (mine and theirs)


def _opposed(one: _Told, other: _Told) -> bool:
    """Whether both speak of the same two opposites, and not of the same one."""
    both = {pair for pair, _ in one.sides} & {pair for pair, _ in other.sides}
    return any(pair in both for pair, _ in one.sides ^ other.sides)


def _unknown(names: frozenset[str], known: frozenset[str]) -> set[str]:
    """The names that are not among the known words. Israel and Israeli are one."""
    unknown = names - known
    return {name for name in unknown if not any(_one_name(name, word) for word in known)}


def _one_name(one: str, other: str) -> bool:
    short, long = (one, other) if len(one) < len(other) else (other, one)
    return len(short) >= 4 and long.startswith(short)


def _figures(text: str, said: Iterable[str]) -> frozenset[str]:
    """The numbers of a text, in digits: 1,000 and 1000 are one, and so are third and 3rd."""
    digits = {found.rstrip(".,:") for found in re.findall(r"\d[\d.,:]*", text)}
    plain_digits = {re.sub(r"[,.](?=\d{3}\b)", "", found) for found in digits}
    return frozenset(plain_digits | {NUMBERS[word] for word in said if word in NUMBERS})


def _names(text: str) -> frozenset[str]:
    """The words with a capital letter.

    The first of a sentence has one in any case, and is none, but where the text is only a name.
    """
    short = len(text.split()) <= 3
    found = re.findall(r"(^|[.!?:]\s+|[\"“„«]\s*)?\b([^\W\d_]\w*)", text)
    names = {word.casefold() for start, word in found if word[0].isupper() and (short or not start)}
    return frozenset(names - EMPTY)


class _Vectors:
    """The vectors of many texts, computed at once."""

    def __init__(self, texts: Iterable[str]) -> None:
        unique = list(dict.fromkeys(texts))
        self._at = {text: n for n, text in enumerate(unique)}
        self._vectors = embed(unique) if unique else None

    def cosine(self, one: str, other: str) -> float:
        assert self._vectors is not None
        return float(self._vectors[self._at[one]] @ self._vectors[self._at[other]])


def _likeness(one: Question, other: Question, vectors: _Vectors) -> Likeness | None:
    if not _answers_agree(one.answer, other.answer, vectors):
        return None
    pairs = _shared(one.question, other.question)
    if is_spelled(one.question):
        return Likeness("words", round(pairs, 3)) if pairs >= COPY_SPELLED else None
    rests = _rests(one.question, other.question)
    cosine = vectors.cosine(one.question, other.question)
    rewritten = cosine >= CLOSE and max(len(rest.split()) for rest in rests) > 1
    if vectors.cosine(*rests) < REST and not rewritten:
        return None
    if pairs >= COPY:
        return Likeness("words", round(pairs, 3))
    least = MEANING if one.page_id == other.page_id else MEANING_ELSEWHERE
    return Likeness("meaning", round(cosine, 3)) if cosine >= least else None


def _answers_agree(one: str, other: str, vectors: _Vectors) -> bool:
    if plain(one) == plain(other) or holds(one, other) or holds(other, one):
        return True
    pairs = _shared(one, other)
    if is_spelled(one):
        return pairs >= COPY_SPELLED
    if _facts(one) and _facts(one) == _facts(other) and _content_shared(one, other) >= FACTS_SHARED:
        return True
    if vectors.cosine(*_rests(one, other)) < REST:
        return False
    return pairs >= COPY or vectors.cosine(one, other) >= ANSWERS


def _facts(text: str) -> frozenset[str]:
    return _figures(text, words(text)) | _names(text)


def _content_shared(one: str, other: str) -> float:
    here, there = set(words(one)) - EMPTY, set(words(other)) - EMPTY
    return len(here & there) / max(len(here | there), 1)


def _shared(one: str, other: str) -> float:
    return likeness(" ".join(pieces(one)), " ".join(pieces(other)))


def _texts(one: Question, other: Question) -> list[str]:
    """All texts whose vectors a comparison of the two may ask for."""
    questions, answers = (one.question, other.question), (one.answer, other.answer)
    return [*questions, *_rests(*questions), *answers, *_rests(*answers)]


def _rests(one: str, other: str) -> tuple[str, str]:
    """What each says that the other does not. Where one only leaves out, both are the whole."""
    here, there = words(one), words(other)
    mine = " ".join(word for word in here if word not in there and word not in EMPTY)
    theirs = " ".join(word for word in there if word not in here and word not in EMPTY)
    return (mine, theirs) if mine and theirs else (one, one)

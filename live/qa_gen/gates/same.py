"""Pairs of questions -> which of them ask the same, by words or in other words. Pure.

What is alike and what is apart in two questions (`traits`) is weighed: a logistic regression
learned from pairs that people labelled. `same.yaml` holds its weights; `tools/learn_same.py`
learns them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import yaml

from live.qa_gen.gates.signatures import embed, is_spelled
from live.qa_gen.gates.traits import name_the_same, shared, slot_of, traits
from live.qa_gen.gates.words import plain
from live.records import Question

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

FAR = 0.2
"""The cosine of two questions below which none of those learned from is a repetition."""
COPY = 0.5
"""The share of word pairs from which two questions are called one by their words."""
COPY_SPELLED = 0.8
"""The share that makes two texts one where the vectors do not know the script."""


@dataclass(frozen=True)
class Likeness:
    """How two questions are the same. similarity: share of word pairs, or cosine; 0..1."""

    kind: Literal["words", "meaning"]
    similarity: float


@dataclass(frozen=True)
class Learned:
    """What `same.yaml` holds: a weight a trait, and the sum from which two questions are one."""

    least: float
    weights: Mapping[str, float]


class Vectors:
    """The vectors of texts, many computed at once."""

    def __init__(self) -> None:
        self._of: dict[str, npt.NDArray[np.float32]] = {}

    def learn(self, texts: Iterable[str]) -> None:
        """Computes the vectors of those that are new."""
        new = list(dict.fromkeys(text for text in texts if text not in self._of))
        self._of.update(zip(new, embed(new), strict=True))

    def cosine(self, one: str, other: str) -> float:
        """Gives how near two learned texts are."""
        return float(self._of[one] @ self._of[other])


def same(
    pairs: Sequence[tuple[Question, Question]], stories: Mapping[str, str] | None = None
) -> list[Likeness | None]:
    """Tells of each pair, a question and an earlier one, whether both ask the same.

    stories: by a page's id, its story; without any, every page tells one of its own.
    """
    of = stories or {}
    together = [of.get(a.page_id, a.page_id) == of.get(b.page_id, b.page_id) for a, b in pairs]
    found = [_by_words(*pair) for pair in pairs]
    vectors = Vectors()
    asked = [
        n
        for n, pair in enumerate(pairs)
        # questions about two stories must name the same
        if not found[n]
        and not is_spelled(pair[0].question)
        and (together[n] or name_the_same(*pair))
    ]
    vectors.learn(question.question for n in asked for question in pairs[n])
    near = [n for n in asked if vectors.cosine(*_questions(pairs[n])) >= FAR]
    vectors.learn(text for n in near for text in compared(*pairs[n]))
    for n in near:
        if weighed(traits(*pairs[n], vectors.cosine)) >= learned().least:
            found[n] = _likeness(*_questions(pairs[n]), vectors)
    return found


def compared(new: Question, earlier: Question) -> tuple[str, ...]:
    """Gives the texts whose vectors the traits of a pair ask for."""
    slot = slot_of(new, earlier)
    return (new.question, earlier.question, new.answer, earlier.answer, *slot)


def weighed(found: Mapping[str, float]) -> float:
    """Gives the sum of weighted traits."""
    return sum(weight * found[name] for name, weight in learned().weights.items())


@cache
def learned() -> Learned:
    """Reads the weights."""
    return Learned(**yaml.safe_load(Path(__file__).with_name("same.yaml").read_text()))


def _questions(pair: tuple[Question, Question]) -> tuple[str, str]:
    return pair[0].question, pair[1].question


def _by_words(new: Question, earlier: Question) -> Likeness | None:
    """Where words alone decide: on one page the same question needs no second answer."""
    one_answer = plain(new.answer) == plain(earlier.answer)
    if plain(new.question) == plain(earlier.question):
        one = new.page_id == earlier.page_id or one_answer
        return Likeness("words", 1.0) if one else None
    if not (one_answer and is_spelled(new.question)):
        return None
    alike = shared(new.question, earlier.question)
    return Likeness("words", round(alike, 3)) if alike >= COPY_SPELLED else None


def _likeness(one: str, other: str, vectors: Vectors) -> Likeness:
    alike = shared(one, other)
    if alike >= COPY:
        return Likeness("words", round(alike, 3))
    return Likeness("meaning", round(vectors.cosine(one, other), 3))

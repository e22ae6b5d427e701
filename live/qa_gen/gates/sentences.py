"""Question -> the sentences and rows of a page that speak of it. Pure."""

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING

from live.qa_gen.gates.words import NOTHING_SAID, fold

if TYPE_CHECKING:
    from live.qa_gen.gates.shown import Shown

WORD = re.compile(r"[^\W_]+")
ENOUGH = 0.4
"""Of what the best sentence with a number shares with the question, how much one must share."""
STATED = 0.5
"""Of a question's words, how many a sentence has that answers it."""
STEM = 5
"""Letters by which two forms of a word are told to be one."""
HAN = "\u2e80"
"""Where the scripts begin that put no spaces between words."""
SENTENCE = re.compile(r"(?<=[.!?。！？…])[\"”“»’」)]*\s+(?=[^a-z])|[。！？]|\n+")
ASKING = frozenset(
    "what who whom whose when where which why how many much long far often did does do was were "
    "had has have wer wie was wann wo viel viele hat haben wird wurde qui quel quelle quand "
    "combien que cual cuando cuanto cuanta cuantos cuantas ha".split()
)


def nearest(asked: str, shown: "Shown", enough: float = ENOUGH) -> list[tuple[int, int]]:
    """Gives where the sentences and rows with a number begin and end that speak of what is asked.

    The one that speaks most of it is first. enough: of what that has, what others must have.
    """
    scores, starts = _scores(asked, shown), (*sentence_starts(shown.text), len(shown.text))
    best = max(scores)
    order = sorted(range(len(scores)), key=lambda n: -scores[n])
    return [
        (starts[n], starts[n + 1]) for n in order if scores[n] > 0 and scores[n] >= enough * best
    ]


def about(asked: str, shown: "Shown") -> list[str]:
    """Gives all sentences of a page that share a word with a question."""
    wanted, text = stems_of(asked), shown.text
    starts = (*sentence_starts(text), len(text))
    parts = (text[a:b] for a, b in pairwise(starts))
    return [part for part in parts if wanted & stems_of(part)]


def states(asked: str, shown: "Shown") -> bool:
    """Tells whether a sentence with a number has most of a question's words."""
    wanted = stems_of(asked)
    return len(wanted) > 1 and any(
        len(wanted & own) >= STATED * len(wanted) for own, _ in _sentences(shown)
    )


@lru_cache(maxsize=64)
def _scores(asked: str, shown: "Shown") -> list[float]:
    """How much of a question each sentence with a number has; rare words count more.

    What stands before it, a sentence or the rows above, counts half.
    """
    sentences, wanted = _sentences(shown), stems_of(asked)
    weight = {stem: log(1 + len(sentences) / count) for stem in wanted
              if (count := sum(stem in own for own, _ in sentences))}  # fmt: skip
    return [
        sum(weight.get(stem, 0.0) for stem in own & wanted)
        + sum(weight.get(stem, 0.0) for stem in before & wanted) / 2
        if own
        else 0.0
        for own, before in sentences
    ]


@lru_cache(maxsize=4096)
def stems_of(text: str) -> frozenset[str]:
    """Gives the stems of the words of a text that tell something.

    Of a script without spaces, each two characters in a row.
    """
    found = {stem for word in WORD.findall(text) for stem in _stems(fold(word))}
    return frozenset(found - NOTHING_SAID)


def _stems(word: str) -> set[str]:
    if word[-1] < HAN and word[0] < HAN:
        return set() if word in ASKING or word in NOTHING_SAID else {word[:STEM]}
    runs = re.findall(r"[0-9]+|[^\W\d_]+", word)
    return {
        run[n : n + 2] if run[0] >= HAN else run
        for run in runs
        for n in range(max(1, len(run) - 1))
    }


@lru_cache(maxsize=64)
def sentence_starts(text: str) -> tuple[int, ...]:
    """Gives where the sentences and rows of a text begin."""
    return (0, *(match.end() for match in SENTENCE.finditer(text)))


@lru_cache(maxsize=32)
def _sentences(shown: "Shown") -> list[tuple[set[str], set[str]]]:
    """The stems of each sentence that has a number, and of what stands before it."""
    starts = sentence_starts(shown.text)
    stems = [set[str]() for _ in starts]
    for word, at in zip(shown.words, shown.starts, strict=True):
        stems[bisect_right(starts, at) - 1] |= _stems(word)
    numbered = {bisect_right(starts, at) - 1 for at, _ in shown.values}
    found, above, row = [], set[str](), False
    for n, (own, start) in enumerate(zip(stems, starts, strict=True)):
        end = starts[n + 1] if n + 1 < len(starts) else len(shown.text)
        found.append((own, above - own) if n in numbered else (set[str](), above))
        is_row = shown.text[start:end].rstrip()[-1:] not in tuple('.!?。！？”"»')
        above, row = (above | own if row and is_row else own), is_row
    return found

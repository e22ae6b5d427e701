"""Questions with a gap: the words that the page has where the question has none. Pure."""

import re

from live.lmm.readers.layout import Document
from live.lmm.readers.question import GAP, Question
from live.lmm.readers.words import alike, fold

CONTEXT = 7
"""Words on each side of the gap that are compared; the nearest count most."""
LONGEST = 6
SURE = 0.45


def with_gap_filled(asked: Question, page: Document) -> str:
    """Gives the words that are missing in the question; "" where it has no gap, or no page text
    runs like it."""
    if not asked.gap:
        return ""
    left, right = _contexts(asked)
    tables = (" ".join(row) for table in page.tables for row in table.rows)
    best, score = "", 0.0
    for text in [*page.texts, *tables]:
        found, fit = _fill(text.split(), left, right)
        if fit > score:
            best, score = found, fit
    return best.strip(' ,;:.!?"“”„') if score >= SURE else ""


def _contexts(asked: Question) -> tuple[list[str], list[str]]:
    """The words before and after the first gap, without what introduces the sentence."""
    text = next((quote for quote in asked.quotes if GAP.search(quote)), asked.text)
    before, after = GAP.split(text, maxsplit=1)
    if text is asked.text:
        before = before.rpartition(": ")[2]
    before, after = GAP.split(before)[-1], GAP.split(after)[0]
    return _tokens(before)[-CONTEXT:], _tokens(after)[:CONTEXT]


def _fill(shown: list[str], left: list[str], right: list[str]) -> tuple[str, float]:
    """The words of a text between two contexts, with how well they fit, 0..1."""
    plain = ["".join(_tokens(word)) for word in shown]
    best, score = "", 0.0
    for start in range(len(shown)):
        before = _agreement(left[::-1], plain[:start][::-1]) if left else 0.8 * (start == 0)
        for end in range(start + 1, min(start + LONGEST, len(shown)) + 1):
            # Between two fits the shorter one is meant, the more so where nothing follows.
            cost = (0.02 if right else 0.12) * (end - start)
            fit = before + _agreement(right, plain[end:]) - cost
            if fit > score:
                best, score = " ".join(shown[start:end]), fit
    return best, score / ((bool(left) + bool(right)) or 1)


def _agreement(wanted: list[str], shown: list[str]) -> float:
    """How well two contexts agree, nearest words first, 0..1."""
    worth = sum(1 / n for n in range(1, len(wanted) + 1))
    got = sum(alike(w, s) / n for n, (w, s) in enumerate(zip(wanted, shown, strict=False), 1))
    return got / worth if worth else 0.0


def _tokens(text: str) -> list[str]:
    squeezed = (re.sub(r"\W", "", word) for word in fold(text).split())
    return [word for word in squeezed if word]

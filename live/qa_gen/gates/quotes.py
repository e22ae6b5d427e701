"""Words in quotation marks -> where a page says them; None: nowhere. Pure.

An ellipsis or a bracket leaves words out, and a page may put `she said` between two halves.
"""

import re

from live.qa_gen.gates.shown import WORD, Shown
from live.qa_gen.gates.words import bare, fold

LEFT_OUT = re.compile(r"…|\.{2,}|\[[^\]]*\]|\([^)]*\)|\s/\s|\n")
MARK = re.compile("[“”„\"«»‘’'「」『』]")
ASIDE = 14
"""Words that may stand between the halves of a quote."""


def find_quote(said: str, shown: Shown) -> int | None:
    """Finds what is said, piece by piece, each in a row."""
    pieces = [[fold(word) for word in WORD.findall(part)] for part in LEFT_OUT.split(bare(said))]
    found = [_piece(piece, shown) for piece in pieces if piece]
    return found[0] if found and None not in found else None


def _piece(words: list[str], shown: Shown) -> int | None:
    for start in shown.at.get(words[0], []):
        at: int | None = start
        for word in words[1:]:
            at = None if at is None else _next(word, at, shown)
        if at is not None:
            return shown.starts[start]
    return None


def _next(word: str, at: int, shown: Shown) -> int | None:
    """Where a quote goes on: at the next word, or after an aside between two quotation marks."""
    if at + 1 < len(shown.words) and shown.words[at + 1] == word:
        return at + 1
    for n in range(at + 2, min(at + ASIDE, len(shown.words))):
        between = shown.text[shown.starts[at] : shown.starts[n]]
        if shown.words[n] == word and len(MARK.findall(between)) > 1:
            return n
    return None

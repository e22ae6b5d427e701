"""Text as the words it is made of, for comparisons that ignore case and punctuation. Pure."""

import re
import unicodedata


def words(text: str) -> list[str]:
    """Gives the words of a text in small letters; 3.2 and 02:40 are one word each."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.findall(r"\d+(?:[.,:]\d+)+|\w+", folded)


def plain(text: str) -> str:
    """Gives a text as its words with one space between them."""
    return " ".join(words(text))


def holds(text: str, part: str) -> bool:
    """Tells whether the words of `part` stand in a row in `text`."""
    return bool(words(part)) and f" {plain(part)} " in f" {plain(text)} "


def likeness(one: str, other: str) -> float:
    """Gives the share of word pairs that two texts have in common (Jaccard), 0..1."""
    pairs, others = _pairs(one), _pairs(other)
    return len(pairs & others) / len(pairs | others) if pairs and others else 0.0


def _pairs(text: str) -> set[tuple[str, str]]:
    found = words(text)
    return set(zip(["", *found], [*found, ""], strict=True))

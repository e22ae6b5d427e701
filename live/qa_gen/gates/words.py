"""Text as the words it is made of, for comparisons that ignore case and punctuation. Pure."""

import re
import unicodedata
from functools import lru_cache

HIDDEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ud800-\udfff]"
)
"""What is printed as nothing: control characters, marks of direction, half emoji."""
NOTHING_SAID = frozenset(
    "a an the of in on at to by for from with and or but is are was were be been it its this that "
    "there their they he she his her as than then so not no if about over under "
    "der die das den dem des ein eine einen einem einer und oder ist sind war im am zu zum zur von "
    "vom mit auf für bei aus nach es sie er nicht "
    "le la les un une des du de et ou est sont dans en au aux à par sur pour ne pas il elle "
    "el los las uno una unos del y o es son al por con se su que no".split()
)
"""Words that carry no fact of their own."""


def words(text: str) -> list[str]:
    """Gives the words of a text in small letters; 3.2 and 02:40 are one word each."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.findall(r"\d+(?:[.,:]\d+)+|\w+", folded)


def plain(text: str) -> str:
    """Gives a text as its words with one space between them."""
    return " ".join(words(text))


def bare(text: str) -> str:
    """Gives a text without what is printed as nothing."""
    return HIDDEN.sub("", text)


def squeezed(text: str) -> str:
    """Gives a text without wide gaps, which make patterns slow."""
    return re.sub(r"\s{3,}", lambda gap: "\n" if "\n" in gap[0] else " ", text)


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Gives a word in small letters without accents."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))


def telling(text: str) -> list[str]:
    """Gives the words of a text that carry a fact, in order."""
    return [word for word in words(text) if word not in NOTHING_SAID]


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

"""A question in English -> what it asks for: its words, its options, its gap, its rank. Pure."""

import re
from dataclasses import dataclass

from live.lmm.readers.words import NUMERALS, keys

GAP = re.compile(
    r"_{2,}|\.{4,}|…{2,}|\[\s*(?:\.{3}|…|blank|gap|\?+)?\s*\]|\(\s*(?:blank|gap)\s*\)|\bBLANK\b"
)
QUOTED = re.compile(
    r"[“„]([^“”„]+)[”“]|\"([^\"]+)\"|«([^»]+)»|»([^«]+)«|‘([^‘]+)’(?!\w)|(?<!\w)'([^']+(?:'\w[^']*)*)'(?!\w)"
)
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "top": 1, "leading": 1, "leads": 1, "last": -1,
    "bottom": -1, "final": -1, "lowest-placed": -1, "penultimate": -2,
}  # fmt: skip
LABEL = re.compile(r"^\s*(?:\(?[A-Ha-h1-9][).:]\)?|[-•*])\s+")


@dataclass(frozen=True)
class Question:
    """A question and what can be told from its words alone."""

    text: str

    @property
    def low(self) -> str:
        """In small letters, without what it quotes."""
        return QUOTED.sub(' "…" ', self.text).lower()

    @property
    def keys(self) -> list[str]:
        """The words that tell what it is about."""
        return keys(self.text)

    @property
    def quotes(self) -> list[str]:
        """What it quotes."""
        return [next(filter(None, groups)).strip() for groups in QUOTED.findall(self.text)]

    @property
    def gap(self) -> bool:
        """Whether it has a gap to be filled."""
        return bool(GAP.search(self.text))

    @property
    def rank(self) -> int | None:
        """The place that it asks for: 1 the first, -1 the last; None where it names none."""
        if match := re.search(
            r"\b(\d{1,2})(?:st|nd|rd|th)\b|(?:number|no\.?|position|place|rank|spot|#)\s*(\d{1,2})\b",
            self.low,
        ):
            return int(match[1] or match[2])
        if match := re.search(r"(?:number|position|place|rank|spot)\s+([a-z]+)\b", self.low):
            if match[1] in NUMERALS and match[1] != "zero":
                return int(NUMERALS[match[1]])
        found = [(self.low.find(w), n) for w, n in ORDINALS.items() if self.has(rf"\b{w}\b")]
        return min(found)[1] if found else None

    def has(self, pattern: str) -> bool:
        """Whether its own words, not what it quotes, match a pattern."""
        return bool(re.search(pattern, self.low))

    def options(self) -> list[str]:
        """The things that it names to choose from or to put in order; [] when fewer than two."""
        if len(self.quotes) >= 2:
            return self.quotes
        lines = [line.strip() for line in self.text.splitlines()]
        listed = [LABEL.sub("", line).strip(" ;,") for line in lines if LABEL.match(line)]
        if len(listed) >= 2:
            return listed
        head, colon, tail = self.text.partition(":")
        tail = tail if colon else _after_comma(head)
        tail = re.sub(r"\([A-Ha-h1-9]\)|\b[A-H]\)", ";", tail)
        mark = ";" if ";" in tail else "\n" if "\n" in tail.strip() else ","
        parts = [part for piece in tail.split(mark) for part in _alternatives(piece)]
        parts = [part.strip(" ?.;,\n") for part in parts]
        parts = [part for part in parts if part]
        return parts if len(parts) >= 2 else []


def _after_comma(text: str) -> str:
    """`Which is higher, X or Y?` -> `X or Y?`"""
    return text.partition(",")[2] if " or " in text or text.count(",") > 1 else ""


def _alternatives(piece: str) -> list[str]:
    return re.split(r"\s+or\s+|^\s*(?:or|and)\s+|\s+and\s+(?=[^a-z])", piece)

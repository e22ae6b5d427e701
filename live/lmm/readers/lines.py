"""A line of text on a picture, and what its shape tells. Pure."""

import re
from typing import NamedTuple

NARROW, WIDE = "iljftrI.,:;'’!|()[] ", "mwMWGOQ@%—"


class Line(NamedTuple):
    """A line as read from a picture: left, top, width and height in px; score 0..1."""

    text: str
    x: int
    y: int
    w: int
    h: int
    score: float = 1.0

    @property
    def right(self) -> int:
        """px from the left of the picture."""
        return self.x + self.w

    @property
    def bottom(self) -> int:
        """px from the top of the picture."""
        return self.y + self.h

    @property
    def middle(self) -> float:
        """The middle of its height, px from the top."""
        return self.y + self.h / 2

    @property
    def centre(self) -> float:
        """The middle of its width, px from the left."""
        return self.x + self.w / 2

    @property
    def size(self) -> float:
        """The size of its type, px, from the width of its letters: boxes differ in height with
        the letters that a line happens to hold."""
        if len(self.text) < 4:
            return float(self.h) * 0.75
        return self.w / sum(_width(letter) for letter in self.text)

    @property
    def is_number(self) -> bool:
        """Whether it is a number with at most a unit, as in a cell or above a bar."""
        return bool(NUMBER_CELL.fullmatch(self.text.strip()))


NUMBER_CELL = re.compile(
    r"[~≈<>]?\s*[-+–−±]?\s*[$€£]?\s*\d[\d.,:'’ \u00a0–-]*\s*"
    r"(?:%|℃|℉|°\s?[CF]?|€|\$|£|[a-zA-Zµ]{1,4}\.?|per cent|percent|Prozent|Euro|million|metres)?"
)


def overlap(one_from: float, one_to: float, other_from: float, other_to: float) -> float:
    """How much two spans share, px; 0 where they do not touch."""
    return max(0.0, min(one_to, other_to) - max(one_from, other_from))


def level(one: Line, other: Line) -> bool:
    """Whether two lines stand on one row: they share half the height of the lower one."""
    shared = overlap(one.y, one.bottom, other.y, other.bottom)
    return shared >= min(one.h, other.h) / 2


def rows(lines: list[Line]) -> list[list[Line]]:
    """Groups lines that stand side by side, top to bottom and left to right."""
    found: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.middle):
        if found and level(found[-1][0], line):
            found[-1].append(line)
        else:
            found.append([line])
    return [sorted(row, key=lambda line: line.x) for row in found]


def _width(letter: str) -> float:
    if letter in NARROW:
        return 0.29
    if letter in WIDE:
        return 0.82
    return 0.66 if letter.isupper() else 0.5

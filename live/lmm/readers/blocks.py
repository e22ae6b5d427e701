"""Lines -> blocks: paragraphs, headings, items of lists. Pure."""

from dataclasses import dataclass

from live.lmm.readers.lines import Line, level, overlap
from live.lmm.readers.marks import BULLET, BYLINE, LISTED, RANK


@dataclass(frozen=True)
class Block:
    """Lines that belong together. Edges and size of type in px."""

    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """Its lines joined; browsers break after a hyphen that belongs to the word."""
        text = ""
        for line in self.lines:
            text += (
                line.text
                if not text or text[-2:-1].isalpha() and text[-1] == "-"
                else f" {line.text}"
            )
        return text

    @property
    def x(self) -> int:
        return min(line.x for line in self.lines)

    @property
    def y(self) -> int:
        return min(line.y for line in self.lines)

    @property
    def right(self) -> int:
        return max(line.right for line in self.lines)

    @property
    def bottom(self) -> int:
        return max(line.bottom for line in self.lines)

    @property
    def size(self) -> float:
        """The size of its longest line's type, which is measured best."""
        return max(self.lines, key=lambda line: line.w).size

    @property
    def height(self) -> float:
        """How tall its lines are, px."""
        return max(line.h for line in self.lines)

    def above(self, other: "Block") -> bool:
        """Whether it ends before the other starts, and stands over it."""
        return self.bottom <= other.y + 8 and overlap(self.x, self.right, other.x, other.right) > 0


def blocks(lines: list[Line]) -> list[Block]:
    """Groups lines into blocks, in the order of their tops."""
    found: list[list[Line]] = []
    for line in sorted(_with_ranks(lines), key=lambda line: (line.y, line.x)):
        home = next((block for block in reversed(found) if _continues(block, line)), None)
        if home is None:
            found.append([line])
        else:
            home.append(line)
    made = [Block(tuple(block)) for block in found]
    return sorted(made, key=lambda block: (block.y, block.x))


def _continues(block: list[Line], line: Line) -> bool:
    """Whether a line goes on with a block: below it, aligned, of its size, and needed there."""
    last = block[-1]
    size = max(last.size, line.size)
    pitch = line.middle - last.middle
    if not 0.7 * size < pitch < 1.75 * size or size > 1.35 * min(last.size, line.size):
        return False
    if LISTED.match(line.text) or BULLET.match(line.text) or BYLINE.match(line.text):
        return False
    hanging = (RANK.match(block[0].text) or BULLET.match(block[0].text)) and (
        -4 <= line.x - block[0].x < 3 * size
    )
    centred = abs(line.centre - last.centre) < 0.5 * size
    if not (abs(line.x - last.x) < 1.0 * size or hanging or centred):
        return False
    return not _would_have_fitted(block, line)


def _would_have_fitted(block: list[Line], line: Line) -> bool:
    """Whether the line's first word had room on the line above: then a new block began."""
    last = block[-1]
    edge = max(line.right, *(each.right for each in block))
    first = line.text.split()[0]
    needed = line.w * (len(first) + 1) / max(len(line.text), 1)
    return last.right + needed < edge - 0.6 * line.size


def _with_ranks(lines: list[Line]) -> list[Line]:
    """Puts a rank that stands alone, `3.`, before the line at its right."""
    ranks = [line for line in lines if RANK.fullmatch(line.text)]
    kept = [line for line in lines if line not in ranks]
    for rank in ranks:
        beside = [
            line
            for line in kept
            if level(rank, line) and 0 <= line.x - rank.right < 3 * max(line.size, rank.h)
        ]
        if not beside:
            kept.append(rank)
            continue
        line = min(beside, key=lambda line: line.x)
        top, bottom = min(line.y, rank.y), max(line.bottom, rank.bottom)
        joined = Line(
            f"{rank.text} {line.text}", rank.x, top, line.right - rank.x, bottom - top, line.score
        )
        kept[kept.index(line)] = joined
    return kept

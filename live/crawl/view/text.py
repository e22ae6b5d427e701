"""A page in a tab -> its visible text with the place of each piece -> the text inside a box."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from live.crawl.view.scripts import ask

if TYPE_CHECKING:
    from playwright.async_api import Page as Tab

SEEN = 0.8
"""Of a line's height, what must be inside a picture for the line to be in its text."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom: CSS px from the page's top left."""


@dataclass(frozen=True)
class Piece:
    """What of one text stands on one line. Edges: CSS px from the page's top left."""

    text: str
    block: int
    left: float
    top: float
    right: float
    bottom: float


async def pieces(tab: "Tab", limit: float) -> list[Piece]:
    """Reads the page's visible text, in the page's order, as far as it starts above `limit`.

    limit: CSS px from the page's top. Raises what `ask` raises.
    """
    return [Piece(*piece) for piece in await ask(tab, "text", limit)]


def text_within(texts: list[Piece], box: Box) -> str:
    """Gives the text inside a box, one line of the page a line.

    A piece counts when most of its height can be seen. Pieces of one block at one height are one
    line, read in the page's order.
    """
    left, top, right, bottom = box
    lines: list[str] = []
    last: Piece | None = None
    for piece in texts:
        tall = piece.bottom - piece.top
        seen = min(piece.bottom, bottom) - max(piece.top, top)
        if seen < SEEN * tall or piece.left >= right or piece.right <= left:
            continue
        if last and piece.block == last.block and _level(piece, last):
            lines[-1] += (" " if piece.left > last.right + tall / 8 else "") + piece.text
        else:
            lines.append(piece.text)
        last = piece
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def _level(one: Piece, other: Piece) -> bool:
    """Whether two pieces stand on one line: they share at least half of the lower one's height."""
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared >= min(one.bottom - one.top, other.bottom - other.top) / 2

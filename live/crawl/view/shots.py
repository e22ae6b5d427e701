"""A clean page in a tab -> its pictures as PNG, each with the text that it shows."""

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from live.browser import bounded
from live.records import ShotKind

if TYPE_CHECKING:
    from playwright.async_api import Page as Tab

SHOT_SECONDS = 30
STEP_SECONDS = 15
SEEN = 0.8
HEIGHT = "() => Math.max(document.documentElement.scrollHeight, document.body.scrollHeight)"


@dataclass(frozen=True)
class Piece:
    """What of one text stands on one line. Edges: px from the page's top left."""

    text: str
    block: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Picture:
    """A picture of a part of a page. top, width, height: px."""

    png: bytes
    top: int
    width: int
    height: int
    text: str


async def shoot(
    tab: "Tab", kind: ShotKind, screen: tuple[int, int], max_height: int
) -> tuple[Picture, ...]:
    """Photographs a page: its first screen, all screens one after the other, or all in one.

    screen: px, width x height. max_height: px; what is below is in no picture.
    """
    width, height = screen
    if kind != "single_screen":
        height = min(await bounded(tab.evaluate(HEIGHT), STEP_SECONDS), max_height)
    png = await bounded(
        tab.screenshot(
            full_page=kind != "single_screen",
            clip={"x": 0, "y": 0, "width": width, "height": height},
            animations="disabled",
            caret="hide",
            timeout=SHOT_SECONDS * 1000,
        ),
        SHOT_SECONDS,
    )
    found = await bounded(tab.evaluate(_script()), STEP_SECONDS)
    pieces = [Piece(*piece) for piece in found]
    if kind == "rolling_screen":
        tiles = cut(png, screen[1])
    else:
        with Image.open(io.BytesIO(png)) as image:
            tiles = [(png, 0, image.height)]
    return tuple(
        Picture(content, top, width, tall, text_within(pieces, width, top, top + tall))
        for content, top, tall in tiles
    )


def cut(png: bytes, height: int) -> list[tuple[bytes, int, int]]:
    """Cuts a picture into (PNG, top, height) of at most `height` px each, none overlapping.

    All screens come from one shot: a page that moves between two would be torn or repeated.
    """
    tiles = []
    with Image.open(io.BytesIO(png)) as image:
        for top in range(0, image.height, height):
            bottom = min(top + height, image.height)
            out = io.BytesIO()
            image.crop((0, top, image.width, bottom)).save(out, "PNG")
            tiles.append((out.getvalue(), top, bottom - top))
    return tiles


def text_within(pieces: list[Piece], width: int, top: int, bottom: int) -> str:
    """Gives the text inside a rectangle as wide as the page, one line of the page a line.

    A piece counts when most of its height can be seen. Pieces of one box at one height are one
    line, read in the page's order.
    """
    lines: list[str] = []
    last: Piece | None = None
    for piece in pieces:
        tall = piece.bottom - piece.top
        seen = min(piece.bottom, bottom) - max(piece.top, top)
        if seen < SEEN * tall or piece.left >= width or piece.right <= 0:
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


@cache
def _script() -> str:
    return (Path(__file__).parent / "text.js").read_text(encoding="utf-8")

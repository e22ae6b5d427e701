"""A picture's size -> what a provider's model sees of it, as the provider documents it. Pure.

Where a provider would scale silently and can be told to refuse instead, live scales before it sends
(docs/decisions/0023). Of servers that are not the provider's own nothing is known.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

from live.config import Model
from live.records import Seen

Size = tuple[int, int]
"""Width and height, px."""

ANTHROPIC_HOST = "anthropic.com"
STANDARD, HIGH = (1568, 1568), (2576, 4784)
"""Longest edge, px, and most squares of 28 px that Claude takes unscaled: before 4.7, and since.

https://platform.claude.com/docs/en/build-with-claude/vision and …/vision-coordinates, in 2026
"""
HIGH_SINCE = (4, 7)
ANTHROPIC_SQUARE = 28

OPENAI_HOSTS = ("openai.com", "openai.azure.com")
PATCHED: dict[str, tuple[int, int | None]] = {
    "gpt-5.6-sol": (65_535, None),
    "gpt-5.6-terra": (65_535, None),
    "gpt-5.6-luna": (65_535, None),
    "gpt-5.5": (6000, 10_000),
    "gpt-5.4": (2048, 2500),
    "gpt-5.4-mini": (2048, 2500),
    "gpt-5.4-nano": (2048, 2500),
    "gpt-5.2": (2048, 6144),
    "gpt-4.1-mini": (2048, 6144),
}
"""Longest edge, px, and most squares of 32 px that a model sees with `detail` left to it.

https://developers.openai.com/api/docs/guides/images-vision, "Model sizing behavior", in 2026
"""
TILED = ("gpt-5.1", "gpt-5", "gpt-4.1", "gpt-4o", "gpt-4o-mini", "o1", "o1-pro", "o3")
"""Models that see a picture scaled into 2048 px, then to 768 px on its short side, in tiles."""
LONG, SHORT, TILE = 2048, 768, 512
OPENAI_SQUARE = 32


@dataclass(frozen=True)
class Sight:
    """What is known of how a model sees.

    fits: the size to which live scales what would be too large; None: it sends what it has.
    makes: the size that the provider makes of what it is sent; None: not known. tile: the edge of
    the squares that it cuts that into, px; None: it does not. known: as in Seen.
    """

    fits: Callable[[Size], Size] | None = None
    makes: Callable[[Size], Size] | None = None
    tile: int | None = None
    known: Literal["", "checked", "documented"] = ""

    def seen(self, original: Size, sent: Size) -> Seen:
        """Says how a picture of the size `original`, sent in the size `sent`, is seen."""
        if self.makes is None:
            return Seen(original=original, sent=sent)
        seen = self.makes(sent)
        if self.tile is None:
            return Seen(original=original, sent=sent, seen=seen, known=self.known)
        return Seen(
            original=original,
            sent=sent,
            seen=seen,
            tiles=_squares(seen, self.tile),
            tile=(self.tile, self.tile),
            known=self.known,
        )


UNKNOWN = Sight()
WHOLE = Sight(makes=lambda size: size, known="checked")
"""Of who sees all pixels that are sent, or refuses the picture."""


def anthropic_sight(model: Model, host: str) -> Sight:
    """Gives how a model of Anthropic sees, when it is told to refuse what it would scale.

    A declared max_picture_px above the edge of its generation is taken for a newer one's.
    """
    if not host.endswith(ANTHROPIC_HOST):
        return UNKNOWN
    declared = model.max_picture_px or 0
    if declared > HIGH[0]:
        return WHOLE
    is_high = _version(model.served_name) >= HIGH_SINCE or declared > STANDARD[0]
    edge, most = HIGH if is_high else STANDARD
    return Sight(partial(_fitted, edge=edge, most=most), WHOLE.makes, known="checked")


def openai_sight(model: Model, host: str) -> Sight:
    """Gives how a model of OpenAI sees, which never says that it scales."""
    name = re.sub(r"-\d{4}-\d\d-\d\d$", "", model.served_name)
    if not host.endswith(OPENAI_HOSTS):
        return UNKNOWN
    if name in PATCHED:
        edge, most = PATCHED[name]
        return Sight(makes=partial(_patched, edge=edge, most=most), known="documented")
    if name in TILED:
        return Sight(makes=_tiled, tile=TILE, known="documented")
    return UNKNOWN


def _version(name: str) -> tuple[int, ...]:
    """The version in a name such as claude-opus-4-7 or claude-sonnet-4-20250514; () without one."""
    found = re.search(r"(?<!\d)(\d{1,2})(?!\d)(?:[-.](\d{1,2})(?!\d))?", name)
    return tuple(int(part) for part in found.groups() if part) if found else ()


def _fitted(size: Size, edge: int, most: int) -> Size:
    """The largest size of the same shape within the edge, and within so many squares of 28 px."""
    long = max(size)
    shape = long / min(size)

    def of(one: int) -> Size:
        return one, max(1, round(one / shape))

    sizes = (of(one) for one in range(min(long, edge), 0, -1))
    one, other = next(each for each in sizes if _squares(each, ANTHROPIC_SQUARE) <= most)
    if one == long:
        return size
    return (one, other) if size[0] >= size[1] else (other, one)


def _patched(size: Size, edge: int, most: int | None) -> Size:
    """OpenAI's rule: within the edge, then shrunk until so many squares of 32 px cover it."""
    width, height = _within(size, edge)
    if most is None or _squares((width, height), OPENAI_SQUARE) <= most:
        return width, height
    shrink = math.sqrt(OPENAI_SQUARE**2 * most / (width * height))
    across, down = width * shrink / OPENAI_SQUARE, height * shrink / OPENAI_SQUARE
    shrink *= min(math.floor(across) / across, math.floor(down) / down)
    return max(1, math.floor(width * shrink)), max(1, math.floor(height * shrink))


def _tiled(size: Size) -> Size:
    width, height = _within(size, LONG)
    if min(width, height) <= SHORT:
        return width, height
    if width < height:
        return SHORT, height * SHORT // width
    return width * SHORT // height, SHORT


def _within(size: Size, edge: int) -> Size:
    long = max(size)
    if long <= edge:
        return size
    return max(1, round(size[0] * edge / long)), max(1, round(size[1] * edge / long))


def _squares(size: Size, edge: int) -> int:
    """How many squares cover a picture."""
    return math.ceil(size[0] / edge) * math.ceil(size[1] / edge)

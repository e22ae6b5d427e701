"""A picture and what its page says of itself -> what is wrong with it. Pure; Pillow and numpy.

The picture is looked at small: a JPEG decodes to a quarter of its width at little cost.
"""

import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from live.crawl.view.walls import wall
from live.outcomes import Dropped
from live.records import ShotKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey = NDArray[np.int16]

WIDE = 300
"""Px that a picture keeps of its width where it is looked at."""
EDGE = 16
"""Of 256: what two neighbouring px differ by where something is drawn."""
BLANK = 0.002
"""Of all px, the edges of a picture on which there is nearly nothing."""
BARE_ROW, BARE, SCREENS = 0.005, 0.6, 1.5
"""Of a row, the edges of one that has no text; of a picture, and in screens, such rows together."""
ALIKE = 0.1
"""Of what is drawn, how much may differ between a screen and its repetition."""
SHORT, GROWN = 8, 0.1
"""CSS px that a picture may lack; of a screen, what a page may grow while it is photographed."""
TOFU = 0.05
"""Of a story's letters, those without a font."""
CJK = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO")
FEWEST = 20
"""Letters without a font that count: a name in another script may have no font."""


@dataclass(frozen=True)
class Look:
    """What look.js says of a page. height: CSS px. covered: the element over its middle, or ''.

    letters: how many were read. unseen: (letter, how often) for those without a font.
    """

    title: str
    headline: str
    height: float
    covered: str
    letters: int
    unseen: list[tuple[str, int]]


@dataclass(frozen=True)
class Shown:
    """A shot with what belongs to it.

    size, screen: CSS px, width x height: what was asked for, and the screen. grown: CSS px that
    the page grew or shrank meanwhile. html: of a page of few words, else ''. gone: what of the
    story that was read is no longer there, or ''.
    """

    url: str
    kind: ShotKind
    content: bytes
    size: tuple[float, float]
    screen: tuple[int, int]
    grown: float
    text: str
    html: str
    look: Look
    language: str
    gone: str = ""


def fault(shown: Shown) -> Dropped | None:
    """Gives the first reason not to believe a shot. None: it is fine."""
    return next((Dropped(slug, f"{shown.url}: {fact}.") for slug, fact in _faults(shown)), None)


def _faults(shown: Shown) -> Iterator[tuple[str, str]]:
    look = shown.look
    if shown.gone:
        yield "moved", shown.gone
    if found := wall(look.title, look.headline, shown.text, shown.html):
        yield found.slug, f"it is {found.what}"
    yield from _without_font(look, shown.language)
    if look.covered and shown.kind != "element":
        yield "covered", f"<{look.covered}> lies over the middle of the page"
    yield from _wrong_picture(shown)


def _without_font(look: Look, language: str) -> Iterator[tuple[str, str]]:
    count = sum(times for _, times in look.unseen)
    if count < max(FEWEST, TOFU * look.letters):
        return
    script = script_of(look.unseen[0][0])
    package = "fonts-noto-cjk" if script.startswith(CJK) else "fonts-noto-core"
    page = f"page in {language!r}" if language else "page"
    yield (
        "no_font",
        f"{count} letters of the {page}, such as {look.unseen[0][0]!r}, are boxes: no font has "
        f"the script {script}. Install {package}",
    )


def script_of(letter: str) -> str:
    """Names a letter's script as Unicode does: the first word of the letter's own name."""
    return unicodedata.name(letter, "UNKNOWN").partition(" ")[0]


def _wrong_picture(shown: Shown) -> Iterator[tuple[str, str]]:
    grey, screen, lacking = _seen_small(shown)
    if lacking > SHORT:
        yield "truncated", f"the picture ends {lacking:.0f} px above the end of what was asked for"
    if shown.grown > GROWN * shown.screen[1]:
        yield "moving", f"the page's height changed by {shown.grown:.0f} px during the shot"
    if is_blank(grey):
        yield "blank", "there is nothing, or nearly nothing, on the picture"
    if shown.kind != "element" and (bare := bare_part(grey, screen)):
        yield "blank", f"{bare:.0%} of the picture, all in one piece, are empty"
    if repeats(grey, screen):
        yield "tiled", "the picture repeats its first screen"


def _seen_small(shown: Shown) -> tuple["Grey", int, float]:
    """Decodes a shot at a fraction of its size: grey, its rows a screen, CSS px that it lacks."""
    import numpy as np
    from PIL import Image

    with Image.open(io.BytesIO(shown.content)) as image:
        width, height = image.size
        scale = width / shown.size[0]
        screen = round(shown.screen[1] * scale)
        # a screen must be a whole number of rows, or its repetition would not be seen
        part = next(n for n in (8, 4, 2, 1) if n == 1 or (width >= n * WIDE and screen % n == 0))
        image.draft("L", (max(width // part, 1), max(height // part, 1)))
        grey = np.asarray(image.convert("L"), dtype=np.int16)
    return grey, screen // part, shown.size[1] - height / scale


def is_blank(grey: "Grey") -> bool:
    """Tells whether a picture has one colour, or next to nothing on it."""
    return bool(_edges(grey).mean() < BLANK)


def bare_part(grey: "Grey", screen: int) -> float:
    """Gives the part of a picture that its longest empty stretch takes, 0 where that is usual."""
    import numpy as np

    drawn = np.flatnonzero(_edges(grey).mean(axis=1) > BARE_ROW)
    ends = np.concatenate([[-1], drawn, [len(grey)]])
    longest = int(np.diff(ends).max()) - 1
    return longest / len(grey) if longest > max(SCREENS * screen, BARE * len(grey)) else 0.0


def repeats(grey: "Grey", screen: int) -> bool:
    """Tells whether a picture is its first screen again and again, as broken shots are."""
    import numpy as np

    if len(grey) < SCREENS * screen:
        return False
    above, below = grey[:-screen], grey[screen:]
    differ = np.count_nonzero(np.abs(above - below) > EDGE)
    drawn = np.count_nonzero(_edges(above))
    return bool(drawn and differ < ALIKE * drawn)


def _edges(grey: "Grey") -> "NDArray[np.bool_]":
    """Where something is drawn: px that differ from the next one, to the right or below."""
    import numpy as np

    edges = np.zeros(grey.shape, dtype=bool)
    edges[:, :-1] |= np.abs(np.diff(grey, axis=1)) > EDGE
    edges[:-1] |= np.abs(np.diff(grey, axis=0)) > EDGE
    return edges

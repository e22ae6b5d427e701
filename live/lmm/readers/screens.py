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
"""Of the rows that two screens would share, how many must be alike."""
TELLING = 8
"""Rows that must be shared and are not like most of the screen: blank ones prove nothing."""
COLUMNS = 40
NOISE = 6
"""Of 256: how far the means of alike rows, in so many columns, are apart after JPEG."""


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

    It is where most of what the two would share is alike, and not all of that is blank. A
    header that sticks to the top of each screen may differ.
    """
    import numpy as np

    start = max(len(page) - len(following), 0)
    above, below = _coarse(page[start:]), _coarse(following)
    drawn = (np.abs(below - np.median(below, axis=0)) > NOISE).any(axis=1)
    best, most = len(page), TELLING - 1
    for y in range(1, len(above) - SHARED_ROWS + 1):
        shared = len(above) - y
        alike = (np.abs(above[y:] - below[:shared]) <= NOISE).all(axis=1)
        telling = int(np.count_nonzero(alike & drawn[:shared]))
        if telling > most and alike.mean() >= SHARED_PART:
            best, most = start + y, telling
    return best


def _coarse(pixels: "Pixels") -> "NDArray[np.int16]":
    """The rows of a picture as grey means of a few columns: what JPEG leaves as it was."""
    import numpy as np

    wide = max(pixels.shape[1] // COLUMNS, 1)
    grey = pixels[:, : pixels.shape[1] // wide * wide].mean(axis=2, dtype=np.float32)
    coarse: NDArray[np.int16] = grey.reshape(len(grey), -1, wide).mean(axis=2).astype(np.int16)
    return coarse

"""Pages drawn with replacement: the same draws for all that is compared. Pure.

Questions of one page are not independent, so pages are drawn, not questions (cluster bootstrap,
Cameron, Gelbach and Miller 2008, https://doi.org/10.1162/rest.90.3.414).
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]
    Weights = npt.NDArray[np.float32]

ROUNDS = 10_000
SEED = 2406
BLOCK = 1000
"""Rounds that are computed together: memory grows with it, and with the pages."""
LEAST = 2
"""Pages: one tells nothing of the spread between pages."""


def resampled_means(sums: "Array", counts: "Array") -> "Array":
    """Gives the means of ROUNDS resamples; NaN where none of the drawn pages has any.

    sums, counts: pages x columns, of what is averaged and how many of it there are. Returns
    rounds x columns. The same number of pages gives the same draws.
    """
    import numpy as np

    with np.errstate(invalid="ignore"):
        return np.vstack([(drawn @ sums) / (drawn @ counts) for drawn in _draws(len(sums))])


def interval(means: "Array") -> "Array":
    """Gives the 95% percentile interval of each column of resampled means: 2 x columns."""
    import numpy as np

    return np.asarray(np.nanpercentile(means, [2.5, 97.5], axis=0))


def rounded(value: float, digits: int) -> float | None:
    """Rounds a number; NaN, which nothing tells, is None."""
    return None if value != value else round(float(value), digits)


def _draws(pages: int) -> Iterator["Weights"]:
    """How often each page was drawn, in blocks of rounds: BLOCK x pages."""
    for block in range(ROUNDS // BLOCK):
        yield _drawn(pages, block)


@lru_cache(maxsize=2 * ROUNDS // BLOCK)
def _drawn(pages: int, block: int) -> "Weights":
    import numpy as np

    dice = np.random.default_rng((SEED, block))
    drawn = dice.integers(0, pages, (BLOCK, pages))
    drawn += np.arange(BLOCK)[:, None] * pages
    counted = np.bincount(drawn.ravel(), minlength=BLOCK * pages)
    return counted.reshape(BLOCK, pages).astype(np.float32)

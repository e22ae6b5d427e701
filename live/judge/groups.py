"""All candidates' ratings and groups of rows -> how each does on each group, and beside all. Pure.

What it is compared with is the mean of all candidates, itself too, on the same rows: one line for
every candidate, and on it their differences sum to nothing.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from live.judge.resample import LEAST, interval, resampled_means, rounded
from live.judge.scoreboard import scores_of
from live.records import Score

FEW = 5
"""Rated questions below which a group tells next to nothing, and is said to."""
Ratings = Mapping[str, float]
"""By row, a candidate's rating 0..10; unscored rows are not in it."""


class Standing(NamedTuple):
    """How a candidate does on a group of rows.

    difference: of its mean to that of all candidates on the rows, in points of 0..100, with its
    95% interval; None where nobody else was rated there, and beside a mean that is withheld.
    """

    score: Score
    difference: float | None
    low: float | None
    high: float | None

    @property
    def is_few(self) -> bool:
        """Tells whether the group is too small to go by."""
        return self.score.n < FEW


def standings(
    model: str,
    rated: Mapping[str, Ratings],
    pages: Mapping[str, str],
    groups: Sequence[Sequence[str]],
) -> list[Standing]:
    """Computes how a model does on each group of rows, by the same draws of pages as its score.

    rated: by model. pages: of every row of the split. groups: of rows, which may overlap.
    """
    own = rated[model]
    of_all = tuple(pages)  # so that the pages of all rows are drawn
    scores = scores_of(
        [[(pages[row], "", own.get(row)) for row in rows] for rows in (of_all, *groups)]
    )[1:]
    beside = _beside(own, rated, pages, groups)
    return [
        Standing(score, *((None, None, None) if score.withheld else difference))
        for score, difference in zip(scores, beside, strict=True)
    ]


def _beside(
    own: Ratings,
    rated: Mapping[str, Ratings],
    pages: Mapping[str, str],
    groups: Sequence[Sequence[str]],
) -> list[tuple[float | None, float | None, float | None]]:
    """The difference to all candidates on each group, and its interval."""
    import numpy as np

    places = {page: n for n, page in enumerate(sorted(set(pages.values())))}
    apart = _apart(own, rated)
    sums, counts = np.zeros((2, len(places), len(groups)))
    for n, rows in enumerate(groups):
        for row in rows:
            if row in apart:
                sums[places[pages[row]], n] += 10 * apart[row]
                counts[places[pages[row]], n] += 1
    told = np.flatnonzero((counts > 0).sum(axis=0) >= LEAST)
    spans = np.full((2, len(groups)), np.nan)
    if len(told):
        spans[:, told] = interval(resampled_means(sums[:, told], counts[:, told]))
    with np.errstate(invalid="ignore"):
        means = sums.sum(axis=0) / counts.sum(axis=0)
    return [
        (rounded(means[n], 2), rounded(spans[0, n], 2), rounded(spans[1, n], 2))
        for n in range(len(groups))
    ]


def _apart(own: Ratings, rated: Mapping[str, Ratings]) -> dict[str, float]:
    """By row, a rating less the mean of all candidates; of rows on which another was rated too."""
    found = {}
    for row, rating in own.items():
        given = [ratings[row] for ratings in rated.values() if row in ratings]
        if len(given) > 1:
            found[row] = rating - sum(given) / len(given)
    return found

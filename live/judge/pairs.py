"""Ratings of several models on the same questions -> which of them differ, and how surely. Pure.

Differences are paired: on the questions that both were rated on. Their p-values are of a test that
flips the signs of whole pages, as if the two models' names had been swapped there (Fisher 1935;
clusters as in Cameron, Gelbach and Miller 2008), corrected over all pairs (Holm 1979,
https://www.jstor.org/stable/4615733).
"""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from live.judge.resample import LEAST, SEED, interval, resampled_means, rounded
from live.records import Pair

if TYPE_CHECKING:
    from live.judge.resample import Array

FLIPS, MOST_FLIPS = 20_000, 200_000
"""Flips at random. Corrected for a thousand pairs and more, fewer would leave no p below 5%."""
TELLING = 6
"""Pages below which no flip test comes below 5%, so that nothing can be found."""
BLOCK = 200
"""Pairs that are computed together: memory grows with it, and with the pages."""
EXACT = 14
"""Pages up to which all flips are tried, and none at random."""
ALPHA = 0.05
POWER = 0.8
Ratings = Mapping[str, float]
"""By question, a model's rating 0..10."""


def pairs(ratings: Mapping[str, Ratings], pages: Mapping[str, str]) -> tuple[list[Pair], "Array"]:
    """Compares every two models, in the order given, and gives each difference's standard error.

    ratings: by model. pages: of each question. Two that share no question, or only questions of one
    page, are compared to nothing: `low`, `high` and both p are None.
    """
    import numpy as np

    names = list(combinations(ratings, 2))
    places = {page: n for n, page in enumerate(sorted(set(pages.values())))}
    sums, counts = np.zeros((2, len(places), len(names)))
    for n, (a, b) in enumerate(names):
        for question in ratings[a].keys() & ratings[b].keys():
            at = places[pages[question]]
            sums[at, n] += 10 * (ratings[a][question] - ratings[b][question])
            counts[at, n] += 1
    shared = (counts > 0).sum(axis=0)
    told = np.flatnonzero(shared >= LEAST)
    errors, p = np.full((2, len(names)), np.nan)
    spans = np.full((2, len(names)), np.nan)
    for at in range(0, len(told), BLOCK):
        some = told[at : at + BLOCK]
        means = resampled_means(sums[:, some], counts[:, some])
        errors[some] = np.nanstd(means, axis=0)
        spans[:, some] = interval(means)
        p[some] = _flipped(sums[:, some], flips_for(len(told)))
    corrected = holm(p)
    with np.errstate(invalid="ignore"):
        differences = sums.sum(axis=0) / counts.sum(axis=0)
    return [
        Pair(
            a=a,
            b=b,
            difference=rounded(differences[n], 2),
            low=rounded(spans[0, n], 2),
            high=rounded(spans[1, n], 2),
            p=rounded(p[n], 6),
            p_holm=rounded(corrected[n], 6),
        )
        for n, (a, b) in enumerate(names)
    ], errors[shared >= TELLING]


def flips_for(tests: int) -> int:
    """Gives the flips at random that leave the least p below 5% after correction for the tests."""
    return min(MOST_FLIPS, max(FLIPS, round(2 * tests / ALPHA)))


def holm(p: "Array") -> "Array":
    """Corrects p-values for their number, step down (Holm 1979); NaN are no tests."""
    import numpy as np

    corrected = np.full(len(p), np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(p[tested], kind="stable")]
    times = np.arange(len(order), 0, -1)
    corrected[order] = np.minimum(np.maximum.accumulate(times * p[order]), 1)
    return corrected


def ranks(models: Sequence[str], compared: Sequence[Pair]) -> dict[str, tuple[int, int]]:
    """Gives the best and the worst place that each model may have, 1 first.

    A model is behind those that are better than it at 5%, and before those that are worse.
    """
    ahead, behind = dict.fromkeys(models, 1), dict.fromkeys(models, len(models))
    for pair in compared:
        if is_sure(pair):
            better, worse = (pair.a, pair.b) if (pair.difference or 0) > 0 else (pair.b, pair.a)
            ahead[worse] += 1
            behind[better] -= 1
    return {model: (ahead[model], behind[model]) for model in models}


def is_sure(pair: Pair) -> bool:
    """Tells whether two models differ at 5%, corrected for all pairs."""
    return pair.p_holm is not None and pair.p_holm < ALPHA


def detectable(errors: "Array") -> float | None:
    """Gives the least difference of two models, 0..100, found with 80% chance at 5% (two-sided).

    errors: standard errors of the differences of pairs, of which the median counts; none: None.
    It is what one pair alone needs, before correction for the others.
    Bloom 1995, https://doi.org/10.1177/0193841X9501900504.
    """
    import numpy as np
    from scipy.stats import norm

    if not len(errors):
        return None
    times = norm.ppf(1 - ALPHA / 2) + norm.ppf(POWER)
    return round(float(times * np.median(errors)), 2)


def _flipped(sums: "Array", flips: int) -> "Array":
    """The share of flips that come as far from 0 as what was seen, of each column; two-sided."""
    import numpy as np

    pages = len(sums)
    if pages <= EXACT:
        bits = np.arange(2**pages)[:, None] >> np.arange(pages) & 1
    else:
        bits = np.random.default_rng(SEED).integers(0, 2, (flips, pages), np.int8)
    signs = (2 * bits - 1).astype(np.float32)
    seen = np.abs(sums.sum(axis=0))
    as_far = np.zeros(sums.shape[1])
    for at in range(0, len(signs), FLIPS):
        far = np.abs(signs[at : at + FLIPS] @ sums.astype(np.float32)) >= seen - 1e-3
        as_far += far.sum(axis=0)
    # what was seen is one of the flips, and counts as one where not all are tried
    return np.asarray(as_far / len(signs) if pages <= EXACT else (as_far + 1) / (len(signs) + 1))

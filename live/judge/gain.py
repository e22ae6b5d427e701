"""A candidate's ratings with the picture and without -> what it gains by seeing. Pure."""

from collections.abc import Mapping

from live.judge.pairs import pairs
from live.records import Gain

SEEING, NOT = "seeing", "blind"


def gain(
    seeing: Mapping[str, float | None],
    blind: Mapping[str, float | None] | None,
    pages: Mapping[str, str],
) -> Gain | None:
    """Gives a candidate's multi-modal gain; None where it was never asked without the picture.

    seeing, blind: ratings 0..10 by question, None unscored. pages: of each question.
    """
    if blind is None:
        return None
    both = {q: r for q, r in blind.items() if r is not None and seeing.get(q) is not None}
    rated = {SEEING: {q: seeing[q] or 0.0 for q in both}, NOT: both}
    ((pair,), _) = pairs(rated, pages)
    return Gain(
        blind=round(10 * sum(both.values()) / len(both), 2) if both else None,
        difference=pair.difference,
        low=pair.low,
        high=pair.high,
        n=len(both),
        unscored=sum(rating is None for rating in blind.values()),
    )

"""A month's comparisons -> its arena, and what the arena has to do with the scores. Pure."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from live.judge.arena import Duel, Fit, fit, groups_of, table, usable
from live.judge.design import Design, unjudged_note
from live.judge.resample import interval, rounded
from live.records import Comparison, Scoreboard

if TYPE_CHECKING:
    from live.judge.resample import Array

LEAST_MODELS = 3
"""Of two, an order agrees or does not: that is no correlation."""
UNUSABLE = "unusable"
"""How a line of comparisons says that there is no winner."""


def arena_of(
    comparisons: Sequence[Comparison], scoreboard: Scoreboard, design: Design
) -> dict[str, Any] | None:
    """Rates a month's candidates by comparisons; None where there are none.

    comparisons: those that count. Gives what `live.judge.arena.arena` does, and `judge`, the names
    of those who compared; `without_call`, how many needed none; `missing`, how many are still to be
    made; `rank_correlation` with the scoreboard's means, {spearman, low, high, n}, None under three
    models, or where some never met the others.
    """
    if not comparisons:
        return None
    duels = [_duel(each, design) for each in comparisons]
    used = usable(duels)
    fitted = fit(used)
    rated = table(duels, used, fitted)
    notes = [unjudged_note(design.unjudged)] if design.unjudged else []
    return rated | {
        "judge": ", ".join(sorted({each.judge for each in comparisons})),
        "without_call": sum(not each.was_asked for each in comparisons),
        "missing": design.missing(comparisons),
        "rank_correlation": rank_correlation(fitted, scoreboard),
        "notes": [*rated["notes"], *notes],
    }


def rank_correlation(fitted: Fit, scoreboard: Scoreboard) -> dict[str, Any] | None:
    """Gives Spearman's correlation of ratings and means of the models that have both.

    Its interval is by the draws of the ratings; the means stay, which are of the whole split.
    """
    import numpy as np

    means = {score.model: score.mean for score in scoreboard.models if score.mean is not None}
    both = [n for n, model in enumerate(fitted.models) if model in means]
    if len(both) < LEAST_MODELS or len(groups_of(fitted)) > 1:
        return None
    scores = np.array([means[fitted.models[n]] for n in both])
    value, *drawn = _spearman(np.vstack([fitted.ratings, fitted.drawn])[:, both], scores)
    known = np.array([each for each in drawn if each == each])
    low, high = interval(known) if len(known) else (np.nan, np.nan)
    return {
        "spearman": rounded(value, 4),
        "low": rounded(low, 4),
        "high": rounded(high, 4),
        "n": len(both),
    }


def lines_of(comparisons: Sequence[Comparison], design: Design) -> list[dict[str, Any]]:
    """Gives comparisons as lines that `live arena FILE` takes, from which the same ratings come."""
    duels = [(each, _duel(each, design)) for each in comparisons]
    return [
        {
            "a": duel.a,
            "b": duel.b,
            "winner": duel.winner or UNUSABLE,
            "question_id": duel.question_id,
            "order": {"a": "ab", "b": "ba", "": ""}[duel.first],
            "page_id": duel.page_id,
            "id": made.row_id,
            "judge": made.judge if made.was_asked else made.made_by.model,
            "reason": made.reason,
        }
        for made, duel in sorted(duels, key=lambda each: each[0].id)
    ]


def _duel(made: Comparison, design: Design) -> Duel:
    """A comparison as the arena takes it; of one without a call no order is told.

    What nobody looked at says nothing of what places do to a judge.
    """
    page = design.rows[made.question_id, made.version].page_id
    first = made.first if made.was_asked else ""
    return Duel(made.a, made.b, made.winner, made.question_id, first, page)


def _spearman(ratings: "Array", scores: "Array") -> "Array":
    """The rank correlation of each row of ratings with the scores; NaN where all are the same."""
    import numpy as np
    from scipy.stats import rankdata

    ranks, wanted = rankdata(ratings, axis=1), rankdata(scores)
    ranks -= ranks.mean(axis=1, keepdims=True)
    wanted -= wanted.mean()
    with np.errstate(invalid="ignore"):
        return np.asarray(ranks @ wanted / np.sqrt((ranks**2).sum(axis=1) * (wanted**2).sum()))

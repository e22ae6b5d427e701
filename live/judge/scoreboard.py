"""Verdicts in, a Scoreboard out: means on 0..100 with 95% intervals by bootstrap over pages. Pure.

Questions of one page are not independent, so pages are drawn, not questions (cluster bootstrap,
Cameron, Gelbach and Miller 2008, https://doi.org/10.1162/rest.90.3.414).
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from live.records import ModelScore, People, Question, Release, Score, Scoreboard, Verdict

if TYPE_CHECKING:
    import pandas as pd

MAX_UNSCORED = 0.02
"""Share of a model's rows without a score above which its mean is withheld."""
RESAMPLES = 4000
SEED = 2406
Rated = tuple[str, str, int | None]
"""A row that somebody was asked: its page's id, its subtask, the rating; None: unscored."""


def scoreboard(
    release: Release,
    questions: Sequence[Question],
    verdicts: Sequence[Verdict],
    models: Sequence[str],
    people: People | None = None,
) -> Scoreboard:
    """Computes the table of a month, best model first.

    questions: the frozen ones, in the rows' order. A row without a rating is unscored. people: as
    `live.judge.people` computes it.
    """
    ratings = {(v.model, v.row_id): v.rating for v in verdicts}
    scores = [
        model_score(
            model,
            [
                (row.page_id, question.subtask, ratings.get((model, row.row_id)))
                for row, question in zip(release.rows, questions, strict=True)
            ],
        )
        for model in models
    ]
    return Scoreboard(month=release.month, models=tuple(sorted(scores, key=rank)), people=people)


def model_score(name: str, rows: Iterable[Rated]) -> ModelScore:
    """Computes the scores of rows, overall and by subtask."""
    rated = list(rows)
    subtasks = {
        label: score([(page, rating) for page, subtask, rating in rated if subtask == label])
        for label in dict.fromkeys(subtask for _, subtask, _ in rated)
    }
    overall = score([(page, rating) for page, _, rating in rated])
    return ModelScore(model=name, subtasks=subtasks, **overall.model_dump())


def rank(scored: ModelScore) -> tuple[bool, float, str]:
    """A key that sorts the best first, and those last whose mean is withheld."""
    return (scored.mean is None, -(scored.mean or 0), scored.model)


def score(rows: Sequence[tuple[str, int | None]]) -> Score:
    """Computes the score of rows, each (page id, rating 0..10 or None for unscored)."""
    rated = [(page, rating) for page, rating in rows if rating is not None]
    unscored = len(rows) - len(rated)
    if not rated or unscored > MAX_UNSCORED * len(rows):
        return Score(mean=None, low=None, high=None, n=len(rated), unscored=unscored, withheld=True)
    mean = 10 * sum(rating for _, rating in rated) / len(rated)
    low, high = _interval(rated)
    return Score(
        mean=round(mean, 2),
        low=round(low, 2),
        high=round(high, 2),
        n=len(rated),
        unscored=unscored,
        withheld=False,
    )


def table(board: Scoreboard) -> "pd.DataFrame":
    """Gives the scoreboard as a table: a row a model, with interval, counts and subtask means.

    People stand below the models.
    """
    import pandas as pd

    people = board.people.scores if board.people else ()
    return pd.DataFrame(
        [
            {
                "model": s.model,
                "mean": s.mean,
                "low": s.low,
                "high": s.high,
                "n": s.n,
                "unscored": s.unscored,
                **{label: part.mean for label, part in s.subtasks.items()},
            }
            for s in (*board.models, *people)
        ]
    )


def _interval(rated: Sequence[tuple[str, int]]) -> tuple[float, float]:
    """The 95% percentile interval of the mean on 0..100, pages drawn with replacement."""
    import numpy as np
    from scipy.stats import bootstrap

    pages: dict[str, list[int]] = {}
    for page, rating in rated:
        pages.setdefault(page, []).append(rating)
    sums = np.array([sum(ratings) for ratings in pages.values()], dtype=float)
    counts = np.array([len(ratings) for ratings in pages.values()], dtype=float)
    if len(pages) < 2:
        return 0.0, 100.0  # one page tells nothing of the spread between pages

    def mean(sums: np.ndarray, counts: np.ndarray, axis: int = -1) -> np.ndarray:
        return np.asarray(10 * sums.sum(axis=axis) / counts.sum(axis=axis))

    interval = bootstrap(
        (sums, counts),
        mean,
        paired=True,
        vectorized=True,
        n_resamples=RESAMPLES,
        method="percentile",
        rng=np.random.default_rng(SEED),
    ).confidence_interval
    return float(interval.low), float(interval.high)

"""Ratings in, a Scoreboard out: means on 0..100, their intervals, and what they tell apart. Pure.

A row without a rating, for whatever reason, is unscored: it never moves a mean, and a mean is
withheld where too many are.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from live.judge.effort import effort
from live.judge.gain import gain
from live.judge.pairs import ALPHA, MOST_FLIPS, TELLING, detectable, pairs, ranks
from live.judge.resample import LEAST, interval, resampled_means
from live.records import (
    BLIND,
    Answer,
    ModelScore,
    People,
    Question,
    Release,
    Score,
    Scoreboard,
)
from live.store_calls import Took

if TYPE_CHECKING:
    import pandas as pd

MAX_UNSCORED = 0.02
"""Share of a model's rows without a score above which its mean is withheld."""
MANY = 30
"""Pages from which on the percentile bootstrap holds its 95% well enough."""
Rated = tuple[str, str, float | None]
"""A row that somebody was asked: its page's id, its subtask, the rating; None: unscored."""


def scoreboard(
    release: Release,
    questions: Sequence[Question],
    answers: Sequence[Answer],
    ratings: Mapping[str, float | None],
    models: Sequence[str],
    people: People | None = None,
    calls: Mapping[str, Took] | None = None,
) -> Scoreboard:
    """Computes the table of a month, best model first.

    questions: the frozen ones, in the rows' order. ratings: 0..10 by an answer's id; a row without
    one is unscored. people: as `live.judge.people` computes it. calls: what each answer took, by
    the key of its reply.
    """
    rows = {
        str(row.row_id): (row.page_id, question.subtask)
        for row, question in zip(release.rows, questions, strict=True)
    }
    asked = {(row.row_id, row.version) for row in release.rows}
    given: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        if (answer.row_id, answer.version) in asked:
            given[answer.model].append(answer)
    rated = {
        model: {str(answer.row_id): ratings.get(answer.id) for answer in of}
        for model, of in given.items()
    }
    pages = {id: page for id, (page, _) in rows.items()}
    table = board_of(rows, {m: rated.get(m, {}) for m in models}, month=release.month)
    scores = tuple(
        each.model_copy(
            update={
                "effort": effort(len(asked), given[each.model], calls or {}),
                "gain": gain(rated.get(each.model, {}), rated.get(BLIND + each.model), pages),
            }
        )
        for each in table.models
    )
    return table.model_copy(update={"models": scores, "people": people})


def board_of(
    rows: Mapping[str, tuple[str, str]],
    ratings: Mapping[str, Mapping[str, float | None]],
    *,
    month: str | None = None,
) -> Scoreboard:
    """Computes the table of ratings, best model first.

    rows: by a question's id, its page's id and its subtask. ratings: by model and question, 0..10
    or None; a question that a model has none of is unscored.
    """
    scores = [
        model_score(model, [(*row, given.get(id)) for id, row in rows.items()])
        for model, given in ratings.items()
    ]
    scores.sort(key=rank)
    sure = [scored.model for scored in scores if not scored.withheld]
    compared, errors = pairs(
        {model: {q: r for q, r in ratings[model].items() if r is not None} for model in sure},
        {id: page for id, (page, _) in rows.items()},
    )
    places = ranks(sure, compared)
    return Scoreboard(
        month=month,
        models=tuple(
            scored.model_copy(update=dict(zip(("rank_low", "rank_high"), place, strict=True)))
            if (place := places.get(scored.model))
            else scored
            for scored in scores
        ),
        pairs=tuple(compared),
        minimal_detectable_difference=detectable(errors),
        notes=_notes(rows, scores),
    )


def model_score(name: str, rows: Iterable[Rated]) -> ModelScore:
    """Computes the scores of rows, overall and by subtask."""
    rated = list(rows)
    by_label: dict[str, list[Rated]] = defaultdict(list)
    for row in rated:
        by_label[row[1]].append(row)
    overall, *parts = scores_of([rated, *by_label.values()])
    return ModelScore(
        model=name, subtasks=dict(zip(by_label, parts, strict=True)), **overall.model_dump()
    )


def rank(scored: ModelScore) -> tuple[bool, float, str]:
    """A key that sorts the best first, and those last whose mean is withheld."""
    return (scored.mean is None, -(scored.mean or 0), scored.model)


def score(rows: Sequence[tuple[str, float | None]]) -> Score:
    """Computes the score of rows, each (page id, rating 0..10 or None for unscored)."""
    return scores_of([[(page, "", rating) for page, rating in rows]])[0]


def scores_of(groups: Sequence[Sequence[Rated]]) -> list[Score]:
    """Computes the score of each group of rows, by the same draws of the pages of all."""
    import numpy as np

    pages = sorted({page for rows in groups for page, _, _ in rows})
    places = {page: n for n, page in enumerate(pages)}
    sums, counts = np.zeros((2, len(pages), len(groups)))
    for n, rows in enumerate(groups):
        for page, _, rating in rows:
            if rating is not None:
                sums[places[page], n] += 10 * rating
                counts[places[page], n] += 1
    spread = np.flatnonzero((counts > 0).sum(axis=0) >= LEAST)
    spans = np.full((2, len(groups)), np.nan)
    if len(spread):
        spans[:, spread] = interval(resampled_means(sums[:, spread], counts[:, spread]))
    return [
        _score(len(rows), int(counts[:, n].sum()), sums[:, n].sum(), *spans[:, n])
        for n, rows in enumerate(groups)
    ]


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


def _score(asked: int, n: int, points: float, low: float, high: float) -> Score:
    unscored = asked - n
    withheld = not n or unscored > MAX_UNSCORED * asked
    known = not withheld and low == low
    return Score(
        mean=None if withheld else round(float(points) / n, 2),
        low=round(float(low), 2) if known else None,
        high=round(float(high), 2) if known else None,
        n=n,
        unscored=unscored,
        withheld=withheld,
    )


def _notes(rows: Mapping[str, tuple[str, str]], scores: Sequence[ModelScore]) -> tuple[str, ...]:
    """What a reader must know of the numbers as a whole."""
    if not rows:
        return ("There are no questions, so there are no scores.",)
    notes = []
    if len({page for page, _ in rows.values()}) < LEAST:
        notes.append(
            "All questions are about one page: how much the scores would differ on other pages "
            "cannot be told, so there are no intervals and no comparisons."
        )
    for scored in scores:
        if scored.withheld:
            asked = scored.n + scored.unscored
            notes.append(
                f"The mean of {scored.model} is withheld: {scored.unscored} of {asked} are "
                f"unscored, more than {MAX_UNSCORED:.0%}."
            )
    if LEAST <= (pages := len({page for page, _ in rows.values()})) < TELLING:
        notes.append(
            f"The questions are about {pages} pages. So few tell no two models apart, and the "
            f"intervals are much too narrow: {TELLING} are the least, {MANY} are enough."
        )
    elif LEAST <= pages < MANY:
        notes.append(
            f"The questions are about {pages} pages: below {MANY} the intervals are a little too "
            "narrow."
        )
    ranked = sum(not scored.withheld for scored in scores)
    if (tests := ranked * (ranked - 1) // 2) >= ALPHA * MOST_FLIPS:
        notes.append(f"{tests} pairs are too many: after correction none can be told apart.")
    return tuple(notes)

"""A month's entries -> the ratings that its page recomputes the scores from, as JSON data. Pure.

`score.js` reads it. Of people it has what the page shows anyway: the ratings of each row, and
nothing that tells which of them are one person's.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Any

from live.judge.pairs import ALPHA, EXACT, TELLING, detectable, flips_for
from live.judge.resample import LEAST, ROUNDS, SEED
from live.judge.scoreboard import MAX_UNSCORED
from live.publish.entries import Entry, Result
from live.records import Scoreboard


def ratings(scoreboard: Scoreboard, entries: Sequence[Entry]) -> dict[str, Any]:
    """Gives every rating of a month, by model and row, and the rules of their scores.

    As JSON data. `rows`: `id`, `page` and `subtask`, each a list, the last two of places in
    `pages` (days of publication, YYYY-MM-DD in UTC) and `subtasks`. `models`, in the scoreboard's
    order: `ratings` 0..10 or null by row, `outcomes` a letter a row. `blind`, of the same model
    without the picture, and `people`: the `rows` (places) that were asked, and their `ratings`; or
    null.
    """
    pages = {entry.page.id: entry.page for entry in entries}
    places = {id: n for n, id in enumerate(pages)}
    subtasks = list(dict.fromkeys(entry.question.subtask for entry in entries))
    return {
        "pages": [page.published_at.date().isoformat() for page in pages.values()],
        "subtasks": subtasks,
        "rows": {
            "id": [entry.row.row_id for entry in entries],
            "page": [places[entry.page.id] for entry in entries],
            "subtask": [subtasks.index(entry.question.subtask) for entry in entries],
        },
        "models": [
            {"model": score.model, **_model([entry.results[n] for entry in entries])}
            for n, score in enumerate(scoreboard.models)
        ],
        "people": _given(
            (n, result.rating) for n, entry in enumerate(entries) for result in entry.people
        ),
        "rules": rules(len(scoreboard.models)),
    }


def rules(models: int) -> dict[str, float]:
    """Gives what scores of so many models are computed by, as live.judge has it."""
    return {
        "max_unscored": MAX_UNSCORED,
        "alpha": ALPHA,
        "detectable": _detectable(),
        "rounds": ROUNDS,
        "flips": flips_for(math.comb(models, 2)),
        "exact": EXACT,
        "least": LEAST,
        "telling": TELLING,
        "seed": SEED,
    }


def _model(results: Sequence[Result]) -> dict[str, Any]:
    return {
        "ratings": [_short(result.rating) for result in results],
        "outcomes": "".join(result.outcome[0] for result in results),
        "blind": _given((n, r.blind.rating) for n, r in enumerate(results) if r.blind),
    }


def _given(rated: Iterable[tuple[int, float | None]]) -> dict[str, list[Any]] | None:
    """Ratings with the rows that they are of, as two lists; None where there are none."""
    both = [(row, _short(rating)) for row, rating in rated]
    return {"rows": [r for r, _ in both], "ratings": [r for _, r in both]} if both else None


def _short(rating: float | None) -> float | None:
    """A rating without the `.0` that whole numbers would be written with."""
    return int(rating) if rating is not None and rating == int(rating) else rating


def _detectable() -> float:
    """The standard errors that a difference must be long to be found mostly."""
    import numpy as np

    million = 1e6  # what is detectable is rounded to two digits
    return (detectable(np.array([million])) or 0) / million

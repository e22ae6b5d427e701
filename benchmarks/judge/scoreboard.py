"""Measures the table of 20 models on 300 questions: intervals, pairs, places; at most 3 s.

Beside it, in the same run, scipy's bootstrap of the 20 overall means alone, model by model with as
many rounds. Exits with 1 where the table takes longer than its limit, or where an interval is
another one than scipy's.
"""

import sys
import time

import numpy as np
from scipy.stats import bootstrap

from live.judge.resample import ROUNDS
from live.judge.scoreboard import board_of

MODELS, QUESTIONS, A_PAGE, SECONDS = 20, 300, 3, 3
SUBTASKS = ("Basic Understanding", "Contextual Analysis", "Deeper Implications")
APART = 0.6
"""Points by which two percentile intervals may differ that are of other draws."""


def main() -> None:
    """Computes both, and prints how long they took."""
    rows = {f"q{n}": (f"p{n // A_PAGE}", SUBTASKS[n % A_PAGE]) for n in range(QUESTIONS)}
    dice = np.random.default_rng(0)
    ratings = {
        f"model {m:02}": {q: int(np.clip(round(dice.normal(4 + m / 8, 2)), 0, 10)) for q in rows}
        for m in range(MODELS)
    }
    started = time.monotonic()
    table = board_of(rows, ratings)
    seconds = time.monotonic() - started
    started = time.monotonic()
    spans = {model: _by_scipy([*given.values()]) for model, given in ratings.items()}
    others = time.monotonic() - started
    apart = max(
        abs(end - other)
        for scored in table.models
        for end, other in zip((scored.low, scored.high), spans[scored.model], strict=True)
        if end is not None
    )
    sys.stdout.write(
        f"{MODELS} models, {QUESTIONS} questions, {ROUNDS:,} rounds: {seconds:.2f} s = "
        f"{seconds / SECONDS:.2f} of {SECONDS} s, with {len(table.pairs)} pairs\n"
        f"scipy's bootstrap of {MODELS} means alone: {others:.2f} s = {others / seconds:.1f} x\n"
        f"intervals differ by at most {apart:.2f} points\n"
    )
    sys.exit(0 if seconds <= SECONDS and apart <= APART else 1)


def _by_scipy(ratings: list[int]) -> tuple[float, float]:
    """The 95% percentile interval of a mean on 0..100, pages drawn."""
    sums = 10 * np.array(ratings, float).reshape(-1, A_PAGE).sum(axis=1)
    found = bootstrap(
        (sums,),
        lambda drawn, axis: drawn.mean(axis=axis) / A_PAGE,
        n_resamples=ROUNDS,
        method="percentile",
        rng=np.random.default_rng(1),
    ).confidence_interval
    return float(found.low), float(found.high)


if __name__ == "__main__":
    main()

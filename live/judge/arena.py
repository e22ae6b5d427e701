"""Comparisons of two answers -> a rating of each model on an Elo scale, with intervals. Pure.

A Bradley-Terry model by maximum likelihood (Bradley and Terry 1952,
https://doi.org/10.2307/2334029), a tie being half a win for each; on the scale of Chatbot Arena
(Chiang et al. 2024, https://arxiv.org/abs/2403.04132), where 400 points are odds of ten to one.
Intervals are by drawing questions, for the two orders of one question are not independent.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from live.judge.resample import LEAST, interval, resampled_means, rounded

if TYPE_CHECKING:
    from live.judge.resample import Array

MEAN = 1000
"""The mean of all ratings."""
SCALE = 400
"""Points for odds of ten to one."""
PRIOR = 0.1
"""Ties that every two models are given beforehand, or who never lost had no finite rating."""
ROUNDS = 1000
STEPS = 100
CLOSE = 1e-6


class Comparison(NamedTuple):
    """Which of two answers is better. first: whose was shown first, '' where that is unknown."""

    a: str
    b: str
    winner: Literal["a", "b", "tie"]
    question_id: str
    first: Literal["a", "b", ""]


def arena(comparisons: Sequence[Comparison]) -> dict[str, Any]:
    """Rates models by comparisons, best first.

    As JSON data: `models`, each with model, rating, low, high, wins, losses, ties; `comparisons`,
    `questions`, `ties` (their share), `position` (below), and `notes`. low and high are None where
    all is about one question.
    """
    import numpy as np

    models = sorted({name for each in comparisons for name in (each.a, each.b)})
    questions = sorted({each.question_id for each in comparisons})
    wins = _wins(comparisons, models, questions)
    ratings = _elo(_strengths(wins.sum(axis=0)))
    spans = np.full((2, len(models)), np.nan)
    if len(questions) >= LEAST:
        spans = interval(np.array([_elo(_strengths(drawn)) for drawn in _drawn(wins)]))
    rows = [
        {
            "model": model,
            "rating": round(float(ratings[n]), 1),
            "low": rounded(spans[0, n], 1),
            "high": rounded(spans[1, n], 1),
            **_record(model, comparisons),
        }
        for n, model in enumerate(models)
    ]
    ties = sum(each.winner == "tie" for each in comparisons)
    return {
        "models": sorted(rows, key=lambda row: (-row["rating"], row["model"])),
        "comparisons": len(comparisons),
        "questions": len(questions),
        "ties": round(ties / len(comparisons), 4),
        "position": position(comparisons),
        "notes": _notes(models, wins.sum(axis=0), len(questions)),
    }


def position(comparisons: Sequence[Comparison]) -> dict[str, Any]:
    """Gives how often the answer shown first wins, of those comparisons that are no ties.

    share: 0..1, 0.5 is no bias; low, high: its 95% interval over questions. consistent: of the
    pairs of answers that were compared in both orders, the share where the same one won, or both
    times none. n, pairs: how many that is of. None where there is nothing to count.
    """
    import numpy as np

    decided = [each for each in comparisons if each.first and each.winner != "tie"]
    places = {id: n for n, id in enumerate(sorted({each.question_id for each in decided}))}
    sums, counts = np.zeros((2, len(places), 1))
    for each in decided:
        sums[places[each.question_id]] += each.winner == each.first
        counts[places[each.question_id]] += 1
    spans: list[float | None] = [None, None]
    if len(places) >= LEAST:
        spans = [rounded(end, 4) for end in interval(resampled_means(sums, counts))[:, 0]]
    both = _in_both_orders(comparisons)
    same = [first == second for first, second in both]
    return {
        "n": len(decided),
        "share": round(float(sums.sum()) / len(decided), 4) if decided else None,
        "low": spans[0],
        "high": spans[1],
        "pairs": len(both),
        "consistent": round(sum(same) / len(same), 4) if same else None,
    }


def _wins(comparisons: Sequence[Comparison], models: list[str], questions: list[str]) -> "Array":
    """How often each model beat each other on each question: questions x models x models."""
    import numpy as np

    of, at = ({name: n for n, name in enumerate(names)} for names in (models, questions))
    wins = np.zeros((len(questions), len(models), len(models)))
    for each in comparisons:
        a, b, question = of[each.a], of[each.b], at[each.question_id]
        share = {"a": 1.0, "b": 0.0, "tie": 0.5}[each.winner]
        wins[question, a, b] += share
        wins[question, b, a] += 1 - share
    return wins


def _drawn(wins: "Array") -> Iterator["Array"]:
    """The wins of questions drawn with replacement, of ROUNDS draws."""
    import numpy as np

    questions, models, _ = wins.shape
    dice, flat = np.random.default_rng(MEAN), wins.reshape(questions, -1)
    for _ in range(ROUNDS):
        times = np.bincount(dice.integers(0, questions, questions), minlength=questions)
        yield (times @ flat).reshape(models, models)


def _strengths(wins: "Array") -> "Array":
    """The logarithms of Bradley-Terry strengths of greatest likelihood, by Newton's method."""
    import numpy as np

    n = len(wins)
    wins = wins + PRIOR / 2 * (1 - np.eye(n))
    met, won = wins + wins.T, wins.sum(axis=1)
    logs = np.zeros(n)
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(logs - logs[:, None]))  # that the row beats the column
        gradient = won - (met * chance).sum(axis=1)
        curved = met * chance * (1 - chance)
        hessian = np.diag(curved.sum(axis=1)) - curved + 1 / n  # to add to all changes nothing
        step = np.linalg.solve(hessian, gradient)
        logs += np.clip(step, -1, 1)
        if np.abs(step).max() < CLOSE:
            break
    return np.asarray(logs - logs.mean())


def _elo(logs: "Array") -> "Array":
    import numpy as np

    return np.asarray(MEAN + SCALE / np.log(10) * logs)


def _record(model: str, comparisons: Sequence[Comparison]) -> dict[str, int]:
    """How often a model won, lost and tied."""
    ends: Counter[str] = Counter()
    for each in comparisons:
        if model in (each.a, each.b):
            own = "a" if each.a == model else "b"
            name = "ties" if each.winner == "tie" else "wins" if each.winner == own else "losses"
            ends[name] += 1
    return {name: ends[name] for name in ("wins", "losses", "ties")}


def _in_both_orders(comparisons: Sequence[Comparison]) -> list[tuple[str, str]]:
    """Who won, of each two answers that were compared in both orders: '' is a tie."""
    told: dict[tuple[str, ...], dict[str, str]] = {}
    for each in comparisons:
        if each.first:
            names = {"a": each.a, "b": each.b, "tie": ""}
            key = (each.question_id, *sorted((each.a, each.b)))
            told.setdefault(key, {})[names[each.first]] = names[each.winner]
    return [
        (one, other) for one, other in (tuple(t.values()) for t in told.values() if len(t) == 2)
    ]


def _notes(models: list[str], wins: "Array", questions: int) -> list[str]:
    """What a reader must know of the ratings as a whole."""
    import numpy as np
    from scipy.sparse.csgraph import connected_components

    notes = []
    if questions < LEAST:
        notes.append("All comparisons are of one question, so there are no intervals.")
    groups, of = connected_components(wins + wins.T, directed=False)
    if groups > 1:
        parts = "; ".join(", ".join(np.array(models)[of == n]) for n in range(groups))
        notes.append(f"Never compared, not even through others, so not to be ranked: {parts}.")
    strong, _ = connected_components(wins, directed=True, connection="strong")
    if groups == 1 and strong > 1:
        notes.append(
            "Some won or lost all against the others: their distance is set by a prior of "
            f"{PRIOR:g} ties for every two models, not by what was seen."
        )
    return notes

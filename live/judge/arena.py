"""Comparisons of two answers -> a rating of each model on an Elo scale, with intervals. Pure.

A Bradley-Terry model by maximum likelihood (Bradley and Terry 1952,
https://doi.org/10.2307/2334029), a tie being half a win for each; on the scale of Chatbot Arena
(Chiang et al. 2024, https://arxiv.org/abs/2403.04132), where 400 points are odds of ten to one.
Intervals are by drawing questions, for the two orders of one question are not independent; where
pages are known, all questions of a page together.
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
NOTHING = 0.05
"""Points of an interval that is none."""


class Duel(NamedTuple):
    """Which of two models' answers is better.

    winner: None where nobody could tell. first: whose answer was shown first, '' where that is
    unknown or no judge looked. page_id: '' where it is unknown.
    """

    a: str
    b: str
    winner: Literal["a", "b", "tie"] | None
    question_id: str
    first: Literal["a", "b", ""]
    page_id: str = ""

    @property
    def cluster(self) -> str:
        """What is drawn as a whole: its page, else its question."""
        return self.page_id or self.question_id

    @property
    def pair(self) -> tuple[str, ...]:
        """The question and the two models, whichever is a."""
        return (self.question_id, *sorted((self.a, self.b)))


class Fit(NamedTuple):
    """Ratings of models. drawn: draws x models; none where all is of one page or question.

    wins: how often each beat each other, models x models, a tie being half a win for both.
    """

    models: list[str]
    ratings: "Array"
    drawn: "Array"
    wins: "Array"


def arena(duels: Sequence[Duel]) -> dict[str, Any]:
    """Rates models by comparisons of their answers, best first.

    As JSON data: `models`, each with model, rating, low, high, wins, losses, ties; `comparisons`,
    `questions`, `ties` (their share), `unusable`, `position` (below), and `notes`. low and high are
    None where all is about one page or question, or every draw gives the same. A comparison without
    a winner takes the one in the other order with it: alone, that would carry what its place does
    to the judge.
    """
    used = usable(duels)
    return table(duels, used, fit(used))


def usable(duels: Sequence[Duel]) -> list[Duel]:
    """Gives the comparisons that count: those of two answers that have a winner in each order."""
    void = {each.pair for each in duels if each.winner is None}
    return [each for each in duels if each.pair not in void]


def fit(used: Sequence[Duel]) -> Fit:
    """Computes the ratings, of all comparisons and of ROUNDS draws of them."""
    import numpy as np

    models = sorted({name for each in used for name in (each.a, each.b)})
    clusters = sorted({each.cluster for each in used})
    wins = _wins(used, models, clusters)
    whole = wins.sum(axis=0)
    drawn = [_elo(_strengths(each)) for each in _drawn(wins)] if len(clusters) >= LEAST else []
    table = np.array(drawn).reshape(len(drawn), len(models))
    return Fit(models, _elo(_strengths(whole)), table, whole)


def table(duels: Sequence[Duel], used: Sequence[Duel], fitted: Fit) -> dict[str, Any]:
    """Gives what `arena` does, of comparisons, those that count, and the ratings by them."""
    import numpy as np

    spans = np.full((2, len(fitted.models)), np.nan)
    if len(fitted.drawn):
        spans = interval(fitted.drawn)
        spans[:, spans[1] - spans[0] < NOTHING] = np.nan  # what no draw changes tells no spread
    rows = [
        {
            "model": model,
            "rating": round(float(fitted.ratings[n]), 1),
            "low": rounded(spans[0, n], 1),
            "high": rounded(spans[1, n], 1),
            **_record(model, used),
        }
        for n, model in enumerate(fitted.models)
    ]
    ties = sum(each.winner == "tie" for each in used)
    unusable = sum(each.winner is None for each in duels)
    return {
        "models": sorted(rows, key=lambda row: (-row["rating"], row["model"])),
        "comparisons": len(used),
        "questions": len({each.question_id for each in used}),
        "ties": round(ties / len(used), 4) if used else None,
        "unusable": unusable,
        "position": position(used),
        "notes": _notes(fitted, len(duels) - len(used) - unusable),
    }


def position(comparisons: Sequence[Duel]) -> dict[str, Any]:
    """Gives how often the answer shown first wins, of those comparisons that are no ties.

    share: 0..1, 0.5 is no bias; low, high: its 95% interval over questions. consistent: of the
    pairs of answers that were compared in both orders, the share where the same one won, or both
    times none. n, pairs: how many that is of. None where there is nothing to count.
    """
    import numpy as np

    decided = [each for each in comparisons if each.first and each.winner != "tie"]
    places = {id: n for n, id in enumerate(sorted({each.cluster for each in decided}))}
    sums, counts = np.zeros((2, len(places), 1))
    for each in decided:
        sums[places[each.cluster]] += each.winner == each.first
        counts[places[each.cluster]] += 1
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


def _wins(used: Sequence[Duel], models: list[str], clusters: list[str]) -> "Array":
    """How often each model beat each other in each cluster: clusters x models x models."""
    import numpy as np

    of, at = ({name: n for n, name in enumerate(names)} for names in (models, clusters))
    wins = np.zeros((len(clusters), len(models), len(models)))
    for each in used:
        a, b, cluster = of[each.a], of[each.b], at[each.cluster]
        share = {"a": 1.0, "b": 0.0}.get(each.winner or "", 0.5)
        wins[cluster, a, b] += share
        wins[cluster, b, a] += 1 - share
    return wins


def _drawn(wins: "Array") -> Iterator["Array"]:
    """The wins of clusters drawn with replacement, of ROUNDS draws."""
    import numpy as np

    clusters, models, _ = wins.shape
    dice, flat = np.random.default_rng(MEAN), wins.reshape(clusters, -1)
    for _ in range(ROUNDS):
        times = np.bincount(dice.integers(0, clusters, clusters), minlength=clusters)
        yield (times @ flat).reshape(models, models)


def _strengths(wins: "Array") -> "Array":
    """The logarithms of Bradley-Terry strengths of greatest likelihood, by Newton's method."""
    import numpy as np

    n = len(wins)
    if not n:
        return np.zeros(0)
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


def groups_of(fitted: Fit) -> list[list[str]]:
    """Gives the models in groups that never met each other, not even through others."""
    import numpy as np
    from scipy.sparse.csgraph import connected_components

    groups, of = connected_components(fitted.wins + fitted.wins.T, directed=False)
    return [list(np.array(fitted.models)[of == n]) for n in range(groups)]


def _record(model: str, comparisons: Sequence[Duel]) -> dict[str, int]:
    """How often a model won, lost and tied."""
    ends: Counter[str] = Counter()
    for each in comparisons:
        if model in (each.a, each.b):
            own = "a" if each.a == model else "b"
            name = "ties" if each.winner == "tie" else "wins" if each.winner == own else "losses"
            ends[name] += 1
    return {name: ends[name] for name in ("wins", "losses", "ties")}


def _in_both_orders(comparisons: Sequence[Duel]) -> list[tuple[str, str]]:
    """Who won, of each two answers that were compared in both orders: '' is a tie."""
    told: dict[tuple[str, ...], dict[str, str]] = {}
    for each in comparisons:
        if each.first:
            names = {"a": each.a, "b": each.b}
            told.setdefault(each.pair, {})[names[each.first]] = names.get(each.winner or "", "")
    return [
        (one, other) for one, other in (tuple(t.values()) for t in told.values() if len(t) == 2)
    ]


def _notes(fitted: Fit, twins: int) -> list[str]:
    """What a reader must know of the ratings as a whole. twins: left out with unusable ones."""
    from scipy.sparse.csgraph import connected_components

    notes = []
    if twins:
        notes.append(f"{twins} do not count because no winner was given in the other order.")
    if not fitted.models:
        return [*notes, "No comparison can be used, so there are no ratings."]
    if not len(fitted.drawn):
        notes.append("All comparisons are of one page or one question, so there are no intervals.")
    if len(groups := groups_of(fitted)) > 1:
        parts = "; ".join(", ".join(group) for group in groups)
        notes.append(f"Never compared, not even through others, so not to be ranked: {parts}.")
    strong, _ = connected_components(fitted.wins, directed=True, connection="strong")
    if len(groups) == 1 and strong > 1:
        notes.append(
            "Some won or lost all against the others: their distance is set by a prior of "
            f"{PRIOR:g} ties for every two models, not by what was seen."
        )
    return notes

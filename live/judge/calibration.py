"""A judge's ratings beside those of people -> how far the judge is to be believed. Pure.

Pearson's and Spearman's correlation, kappa with quadratic weights (Cohen 1968,
https://doi.org/10.1037/h0026256), and the mean by which the judge gives more than people do; each
with a 95% interval by drawing pages, or questions where pages are not told.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from live.judge.resample import LEAST, SEED, rounded

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from live.judge.resample import Array

ROUNDS = 1000
TWO_AND_MORE = 3
"""Answers. Two lie on a line, whatever they are."""
FEW = 30
"""Rated answers below which a calibration says little, and is said to."""


class Both(NamedTuple):
    """What a judge and a person gave one answer, 0..10. cluster: its page, or its question."""

    judge: float
    human: float
    cluster: str
    subtask: str = ""
    family: str = ""


def calibration(rated: Sequence[Both]) -> dict[str, Any]:
    """Gives how a judge's ratings agree with people's.

    As JSON data: `overall`, and `subtasks` and `families` by name; each with `n`, and `pearson`,
    `spearman`, `kappa` (-1..1) and `bias` (points of 0..10) as {value, low, high}, None where it
    cannot be told; and `notes`.
    """
    notes = []
    if len(rated) < FEW:
        notes.append(f"{len(rated)} rated answers are few: {FEW} are the least to go by.")
    if len({each.cluster for each in rated}) < LEAST:
        notes.append("All are of one page or question, so there are no intervals.")
    subtasks, families = (_by(rated, name) for name in (lambda r: r.subtask, lambda r: r.family))
    few = [name for name, part in {**subtasks, **families}.items() if part["n"] < FEW]
    if few and len(rated) >= FEW:
        notes.append(f"Few, so little to go by: {', '.join(few)}.")
    return {"overall": measured(rated), "subtasks": subtasks, "families": families, "notes": notes}


def measured(rated: Sequence[Both]) -> dict[str, Any]:
    """Computes the four numbers of some rated answers."""
    import numpy as np

    judge, human = (
        np.array(column, float) for column in zip(*[each[:2] for each in rated], strict=True)
    )
    drawn = _drawn([each.cluster for each in rated])
    found: dict[str, Any] = {"n": len(rated)}
    for name, measure in MEASURES.items():
        seen = measure(judge, human)
        values = np.array([measure(judge[rows], human[rows]) for rows in drawn])
        known = values[~np.isnan(values)]
        low, high = np.percentile(known, [2.5, 97.5]) if len(known) else (np.nan, np.nan)
        found[name] = {
            key: rounded(number, 4)
            for key, number in (("value", seen), ("low", low), ("high", high))
        }
    return found


def _pearson(judge: "Array", human: "Array") -> float:

    spread = judge.std() * human.std()
    if spread < 1e-12 or len(judge) < TWO_AND_MORE:
        return float("nan")
    return float(((judge - judge.mean()) * (human - human.mean())).mean() / spread)


def _spearman(judge: "Array", human: "Array") -> float:
    from scipy.stats import rankdata

    return _pearson(rankdata(judge), rankdata(human))


def _kappa(judge: "Array", human: "Array") -> float:
    """Kappa with quadratic weights: 1 - E(j - h)^2, over what chance makes of it."""
    by_chance = judge.var() + human.var() + (judge.mean() - human.mean()) ** 2
    return float(1 - ((judge - human) ** 2).mean() / by_chance) if by_chance else float("nan")


def _bias(judge: "Array", human: "Array") -> float:
    return float((judge - human).mean())


MEASURES: dict[str, Callable[["Array", "Array"], float]] = {
    "pearson": _pearson,
    "spearman": _spearman,
    "kappa": _kappa,
    "bias": _bias,
}


def _drawn(clusters: Sequence[str]) -> list["npt.NDArray[np.int64]"]:
    """The places of the answers of clusters drawn with replacement, of ROUNDS draws."""
    import numpy as np

    places: dict[str, list[int]] = defaultdict(list)
    for n, cluster in enumerate(clusters):
        places[cluster].append(n)
    groups = [np.array(places[cluster]) for cluster in sorted(places)]
    if len(groups) < LEAST:
        return []
    dice = np.random.default_rng(SEED)
    return [
        np.concatenate([groups[n] for n in dice.integers(0, len(groups), len(groups))])
        for _ in range(ROUNDS)
    ]


def _by(rated: Sequence[Both], name: Callable[[Both], str]) -> dict[str, Any]:
    groups: dict[str, list[Both]] = defaultdict(list)
    for each in rated:
        if name(each):
            groups[name(each)].append(each)
    return {label: measured(group) for label, group in sorted(groups.items())}

"""Decisions that two people made blind -> how far they agree: raw, and Cohen's kappa.

Kappa is what they agree beyond chance (Cohen 1960); its interval is by the standard error of
Fleiss, Cohen and Everitt (1969, https://doi.org/10.1037/h0028106). Who decided first is one rater
and who decided second the other, whoever they were. Reads the store.
"""

import math
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from typing import Any, NamedTuple

from live.records import Decision, Finding, Question
from live.review.facts import GATES
from live.review.standing import Version, by_version, is_twice, newest_of_each
from live.workspace import Workspace

Z95 = 1.959963984540054
"""Standard errors to each side that 95% of a normal distribution lie within."""
LEAST = 10
"""Pairs from which on kappa is given: of fewer its standard error says nothing."""
Pair = tuple[str, str]
"""What the first said of a version, and the second: accept or reject."""


class Agreement(NamedTuple):
    """How far two people agree on `n` versions.

    raw: the share on which they do, 0..1. kappa: -1..1, 0 is chance; None of fewer than LEAST, and
    where both always say the same one thing, of which chance makes as much. low, high: its 95%
    interval.
    """

    n: int
    raw: float | None
    kappa: float | None
    low: float | None
    high: float | None


def agreement(workspace: Workspace, month: str) -> dict[str, Any]:
    """Gives how far people agree who decided a month's questions blind.

    As JSON data: month, least (LEAST), overall, subtasks {name: …} and gates {name: …}, by the gate
    that held a question, or `none`; each as `Agreement`. Where one could see what the other said,
    it does not count: of questions that one is to decide, and at the command line, which hides
    nothing. Nor does what was said of several questions at once, which were not read one by one.
    """
    store = workspace.store
    share = workspace.config.second_review
    decisions = store.all(Decision, month)
    several = at_once(decisions)
    pairs = {
        version: pair
        for version, made in by_version(decisions).items()
        if is_twice(version[0], share) and (pair := blind_pair(made, several))
    }
    subtasks = {
        (id, int(version)): subtask
        for id, version, subtask in store.fields(Question, "id", "version", "subtask", month=month)
    }
    held = _held(workspace, month)
    return {
        "month": month,
        "least": LEAST,
        "overall": agree(list(pairs.values()))._asdict(),
        "subtasks": _by({each: subtasks.get(each, "") for each in pairs}, pairs),
        "gates": _by({each: held.get(each, "none") for each in pairs}, pairs),
    }


def at_once(made: Iterable[Decision]) -> set[str]:
    """Gives the acts that decided several questions, of all decisions of a month."""
    of: dict[str, set[str]] = {}
    for each in made:
        of.setdefault(each.act, set()).add(each.question_id)
    return {act for act, ids in of.items() if act and len(ids) > 1}


def blind_pair(made: Iterable[Decision], several: Container[str] = ()) -> Pair | None:
    """Gives what the first two people said of a version, once both had; None where they have not.

    made: the decisions about it, oldest first. several: acts by which nobody reads one question.
    What they said later, knowing of each other, does not count, nor does a second one's word from
    the command line.
    """
    so_far: list[Decision] = []
    for each in made:
        so_far.append(each)
        stand = list(newest_of_each(so_far).values())
        if len(stand) == 2:
            if not stand[1].act or any(one.act in several for one in stand):
                return None
            return stand[0].verdict, stand[1].verdict
    return None


def agree(pairs: Sequence[Pair]) -> Agreement:
    """Computes how far two raters agree."""
    n = len(pairs)
    if not n:
        return Agreement(0, None, None, None, None)
    cells = {pair: count / n for pair, count in Counter(pairs).items()}
    said = sorted({each for pair in cells for each in pair})
    first = {a: sum(cells.get((a, b), 0) for b in said) for a in said}
    second = {b: sum(cells.get((a, b), 0) for a in said) for b in said}
    raw = sum(cells.get((each, each), 0) for each in said)
    chance = sum(first[each] * second[each] for each in said)
    if n < LEAST or math.isclose(chance, 1):
        return Agreement(n, raw, None, None, None)
    kappa = (raw - chance) / (1 - chance)
    same = sum(
        cells.get((each, each), 0) * (1 - (first[each] + second[each]) * (1 - kappa)) ** 2
        for each in said
    )
    other = (1 - kappa) ** 2 * sum(
        share * (second[a] + first[b]) ** 2 for (a, b), share in cells.items() if a != b
    )
    spread = max(same + other - (kappa - chance * (1 - kappa)) ** 2, 0)
    error = math.sqrt(spread / n) / (1 - chance)
    return Agreement(n, raw, kappa, max(kappa - Z95 * error, -1), min(kappa + Z95 * error, 1))


def _by(names: dict[Version, str], pairs: dict[Version, Pair]) -> dict[str, Any]:
    """The agreement by a name of what was decided."""
    return {
        name: agree([pair for version, pair in pairs.items() if names[version] == name])._asdict()
        for name in sorted(set(names.values()))
    }


def _held(workspace: Workspace, month: str) -> dict[Version, str]:
    """The first gate that held a version."""
    told = workspace.store.fields(Finding, "question_id", "version", "gate", "outcome", month=month)
    held = [(id, int(version), gate) for id, version, gate, outcome in told if outcome == "held"]
    held.sort(key=lambda each: GATES.index(each[2]), reverse=True)
    return {(id, version): gate for id, version, gate in held}

"""What sighted solvers made of questions -> which are too easy, and what headroom is left. Pure.

Asking for harder questions where models do not fail is the fault-driven evolution of VideoAutoArena
(https://arxiv.org/abs/2411.13281).
"""

from collections.abc import Iterable
from statistics import fmean

from live.records import Finding

GATE = "answerable"


def answered_by_all(findings: Iterable[Finding], limit: float) -> list[str]:
    """Gives the ids of the questions that every sighted solver answers, the easiest first.

    limit: the rating, 0..10, that counts as answered.
    """
    ratings = _ratings(findings)
    easy = [id for id, given in ratings.items() if min(given) >= limit]
    return sorted(easy, key=lambda id: (-fmean(ratings[id]), id))


def expected_headroom(findings: Iterable[Finding]) -> float | None:
    """Gives 100 less the mean score of the sighted solvers on 0..100; None where none answered.

    findings: those of the accepted questions; of each, the newest version counts.
    """
    ratings = _ratings(findings)
    if not ratings:
        return None
    return 100 - 10 * fmean(fmean(given) for given in ratings.values())


def _ratings(findings: Iterable[Finding]) -> dict[str, list[float]]:
    """By question, what the solvers of its newest version earned, 0..10."""
    rated = [
        (finding.version, finding.question_id, _given(finding))
        for finding in findings
        if finding.gate == GATE
    ]
    rated.sort(key=lambda each: each[0])
    return {id: given for _, id, given in rated if given}


def _given(finding: Finding) -> list[float]:
    solvers = finding.evidence.get("solvers", ())
    return [one["rating"] for one in solvers if one.get("rating") is not None]

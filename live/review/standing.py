"""What several people decided about one version of a question -> how it stands. Pure."""

import hashlib
from collections.abc import Iterable
from typing import Literal, NamedTuple

from live.records import Decision

State = Literal["open", "second", "accepted", "rejected", "conflict"]
Version = tuple[str, int]
"""A question's id and the number of its version."""


class Standing(NamedTuple):
    """How the review of a version stands.

    state: `open`, nobody has decided; `second`, one has and another one is to, blind; `conflict`,
    they disagree and a third decides. decisions: the newest of each person, in the order made.
    """

    state: State
    decisions: tuple[Decision, ...]

    @property
    def people(self) -> str:
        """Those who carried it, as they are published."""
        verdict = {"accepted": "accept", "rejected": "reject"}.get(self.state)
        return ", ".join(each.reviewer for each in self.decisions if each.verdict == verdict)


def standing(decisions: Iterable[Decision], *, twice: bool) -> Standing:
    """Tells how the review of one version stands.

    decisions: all about this version, oldest first. twice: two people are to decide it. Where those
    who decided disagree, more than half of at least three carry it.
    """
    newest = tuple(newest_of_each(decisions).values())
    accepted = sum(each.verdict == "accept" for each in newest)
    rejected = len(newest) - accepted
    if not newest:
        return Standing("open", newest)
    if accepted and rejected and (len(newest) < 3 or accepted == rejected):
        return Standing("conflict", newest)
    if twice and len(newest) < 2:
        return Standing("second", newest)
    return Standing("accepted" if accepted > rejected else "rejected", newest)


def newest_of_each(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """Gives what each reviewer says now, by handle; who took it back says nothing."""
    said: dict[str, Decision] = {}
    for each in decisions:
        if each.verdict != "edit":
            said.pop(each.reviewer, None)
            said[each.reviewer] = each
    return {who: each for who, each in said.items() if each.verdict != "withdraw"}


def by_version(decisions: Iterable[Decision]) -> dict[Version, list[Decision]]:
    """Groups a month's decisions by what they are about, in their order."""
    grouped: dict[Version, list[Decision]] = {}
    for each in decisions:
        grouped.setdefault((each.question_id, each.version), []).append(each)
    return grouped


def is_twice(question_id: str, share: float) -> bool:
    """Whether a question is among those that two people decide; the same in every run.

    share: of all questions, 0..1.
    """
    drawn = int(hashlib.sha256(f"second review {question_id}".encode()).hexdigest()[:8], 16)
    return drawn < share * 2**32

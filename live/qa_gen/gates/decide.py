"""What gates found of a question -> how it ends at the stage "gates".

Pure, but for the function that reads findings from the store.
"""

from collections.abc import Iterable, Mapping

from live.config import Gates
from live.outcomes import Done, Dropped, Ending, Failed, Held, Waiting
from live.records import Decision, Finding, Question
from live.review.standing import by_version, is_twice, standing
from live.store import Store


def ending(found: Iterable[Finding], gates: Gates, released_by: str = "") -> Ending:
    """Gives how a question ends: by the first gate, of those on, that it did not pass.

    found: of one version of the question. released_by: the reviewer who accepted this version,
    whom no gate that asks for a person holds up; '' where nobody did.
    """
    by_gate = {finding.gate: finding for finding in found}
    held = False
    for name, switch in gates:
        if switch == "off":
            continue
        finding = by_gate.get(name)
        if finding is None or (finding.outcome in ("not_run", "off") and not finding.reason):
            return Waiting("not_gated", f"The gate {name} has not been run yet. Run `live run`.")
        reason, detail = finding.reason, finding.detail
        if finding.outcome == "dropped":
            return Dropped(reason, detail)
        if finding.outcome == "not_run":
            failed = finding.evidence.get("state") == "failed"
            return Failed(reason, detail) if failed else Waiting(reason, detail)
        if finding.outcome == "held":
            if not released_by:
                return Held(reason, detail)
            held = True
    return Done(detail=f"held; released by {released_by}" if held else "")


def go_on(found: Iterable[Finding], is_accepted: bool = False) -> bool:
    """Tells whether none of these ends a question; of one that a person accepted none holds."""
    ends = ("dropped", "not_run") if is_accepted else ("dropped", "not_run", "held")
    return not any(each.outcome in ends for each in found)


def stored(store: Store, question: Question) -> list[Finding]:
    """Gives what gates found of a question's newest version."""
    found = store.all(Finding, question.month, parent=question.id)
    return [finding for finding in found if finding.version == question.version]


def released(decisions: Iterable[Decision], second_review: float) -> Mapping[tuple[str, int], str]:
    """Gives whose accept of which version of which question stands.

    second_review: the share of questions that two people decide; one of them releases nothing.
    """
    stand = {
        version: standing(made, twice=is_twice(version[0], second_review))
        for version, made in by_version(decisions).items()
    }
    return {version: each.people for version, each in stand.items() if each.state == "accepted"}

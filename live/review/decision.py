"""What a reviewer says of a version of a question, as a record and as the log keeps it.

Touches the clock only.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from live.clock import now
from live.records import Decision, Question


def decision_of(
    question: Question,
    verdict: str,
    reviewer: str,
    reason: str,
    act: str,
    made: Iterable[Decision] = (),
) -> Decision:
    """Makes a decision about a version, now; later than one of those made that is alike."""
    decision = Decision.model_validate(
        {
            "month": question.month,
            "question_id": question.id,
            "version": question.version,
            "verdict": verdict,
            "reviewer": reviewer,
            "at": now(),
            "reason": reason,
            "act": act,
        }
    )
    ids = {each.id for each in made}
    while decision.id in ids:
        decision = decision.model_copy(update={"at": decision.at + timedelta(seconds=1)})
    return decision


def told(decision: Decision) -> dict[str, Any]:
    """Gives what the log keeps of a decision."""
    return decision.model_dump(mode="json", include={"version", "verdict", "reason", "act"})

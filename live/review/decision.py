"""What a reviewer says of a version of a question, as a record and as the log keeps it.

Touches the clock only.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from live.clock import now
from live.records import Decision, Question

TEXTS = ("question", "answer", "subtask", "criteria")
"""What of a question a person may edit, and decides about."""


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
    return decision.model_dump(mode="json", include={"version", "verdict", "reason", "act", "at"})


def entry_of(decision: Decision, question: Question, undoes: str = "") -> dict[str, Any]:
    """Gives what the log keeps of a decision that is made now: also by `digest` what was read.

    question: the version that it is about. undoes: the act that it takes back.
    """
    texts = question.model_dump(mode="json", include=set(TEXTS))
    made = told(decision) | {"texts_sha256": digest(texts)}
    return made | ({"undoes": undoes} if undoes else {})


def digest(texts: Mapping[str, Any]) -> str:
    """Gives the SHA-256 of a version's texts. texts: JSON data, TEXTS and maybe more."""
    chosen = {name: texts[name] for name in TEXTS}
    written = json.dumps(chosen, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()

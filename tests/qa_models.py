"""Models that write and check questions as a test scripts them, step by step."""

from typing import Any

import factory
from scripted_models import Asked

from live.lmm.client import Reply, Request
from live.records import Usage

SIGNS = {
    "pictures": "inform",
    "questions": "write",
    "can_answer": "solve",
    "verdict": "compare",
    "earns_nothing": "finalize",
    "authenticity": "score",
}
"""A property that only one step's schema has."""
NOTES = {"pictures": ["a crane, red"], "page": ["The board bought a crane."], "new": ["its size"]}
DRAFT: dict[str, Any] = {
    "subtask": "Deeper Implications",
    "format": "open",
    "question": "What does the larger crane mean for the night shift?",
    "items": [],
    "answer": "It can be shorter, since each crane lifts 38 boxes an hour.",
    "criteria": [{"points": 6, "text": "a shorter shift"}, {"points": 4, "text": "38 boxes"}],
}
OWN = {"can_answer": True, "answer": factory.question().answer, "reason": "under the headline"}
COMPARED = {"verdict": "agrees", "answer": "", "criteria": [], "reason": "the same"}
FINAL = {
    "criteria": [
        {"points": 7, "text": "names Mara Quill"},
        {"points": 3, "text": "as the author"},
    ],
    "earns_nothing": "The photographer's name earns 0 points.",
}
GRADES = {"authenticity": 4, "coherence": 3, "clarity": 2, "reason": "Plain."}


def draft(n: int = 0, **fields: Any) -> dict[str, Any]:
    """A draft question that no other has asked."""
    asked = {"question": f"{DRAFT['question']} Think of crane {n}."} if n else {}
    return {**DRAFT, **asked, **fields}


def drafts(*items: Any) -> dict[str, Any]:
    """What a writer replies."""
    return {"questions": list(items)}


USUAL: dict[str, dict[str, Any]] = {
    "inform": NOTES,
    "write": drafts(draft(1), draft(2)),
    "solve": OWN,
    "compare": COMPARED,
    "finalize": FINAL,
    "score": GRADES,
}
"""What is said at each step of a question that is good."""


class Script:
    """What is said at each step: one thing, or a list of things one after the other.

    A dict is the structured reply, a text one that is not, and a Reply is itself. `asked` keeps the
    steps in order.
    """

    def __init__(self, **says: Any) -> None:
        self.asked: list[str] = []
        self._says = {
            step: list(said) if isinstance(said, list) else [said]
            for step, said in {**USUAL, **says}.items()
        }

    def __call__(self, request: Request) -> Reply:
        """Stands behind FakeModels."""
        said = self.say(request.reply_schema)
        if isinstance(said, Reply):
            return said
        if isinstance(said, str):
            return Reply(outcome="malformed", text=said, detail="not JSON")
        return Reply(outcome="ok", text="{}", data=said, usage=Usage(output_tokens=7))

    def over_http(self, asked: Asked) -> Any:
        """Stands behind a ScriptedServer."""
        return self.say(asked.schema)

    def say(self, schema: Any) -> Any:
        step = next(step for sign, step in SIGNS.items() if sign in schema["properties"])
        self.asked.append(step)
        says = self._says[step]
        return says.pop(0) if len(says) > 1 else says[0]

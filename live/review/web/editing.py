"""A form of an edit -> what it says otherwise than the question does, or its faulty field. Pure.

What is wrong is told in the words of the page.
"""

from typing import Any

from live.records import Question
from live.review.web.numbers import whole
from live.review.web.session import Sent

TYPED = ("question", "answer", "criteria", "subtask", "why")
"""The fields of an edit."""
IN_ALL = 10
"""Points of the criteria together."""


class Faulty(Exception):
    """An edit that cannot be stored. field: the first that is wrong, or ''."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


def changes(question: Question, form: Sent, subtasks: list[str]) -> dict[str, Any]:
    """Gives the fields that are changed. subtasks: those there are. Raises Faulty."""
    texts = {name: form.get(name, "").strip() for name in ("question", "answer", "subtask")}
    for name in ("question", "answer"):
        if not texts[name]:
            raise Faulty(name, f"The {name} is empty. Write it.")
    criteria = tuple(_criterion(line) for line in form.lines("criteria"))
    if (given := sum(points for points, _ in criteria)) != IN_ALL:
        raise Faulty("criteria", f"The criteria make {given} points. Let them make {IN_ALL}.")
    if texts["subtask"] not in subtasks:
        raise Faulty("subtask", "The subtask is none of those there are. Choose one.")
    changed: dict[str, Any] = {
        name: text for name, text in texts.items() if text != getattr(question, name)
    }
    if criteria != tuple((each.points, each.text) for each in question.criteria):
        changed["criteria"] = criteria
    if not changed:
        raise Faulty("", "Nothing is changed. Change something, or close the edit with Esc.")
    return changed


def _criterion(line: str) -> tuple[int, str]:
    """Reads a line of the criteria: `4: names the town`."""
    before, _, text = line.partition(":")
    points = whole(before.strip())
    if points is None or points > IN_ALL or not text.strip():
        shown = line if len(line) <= 60 else f"{line[:60]} …"
        raise Faulty(
            "criteria",
            f"The criterion “{shown}” does not say how many points it gives. Write points from 0 "
            f"to {IN_ALL}, a colon, then the text: “4: names the town”.",
        )
    return points, text.strip()

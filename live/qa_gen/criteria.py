"""What a model gave as criteria -> Criterion records, or what is wrong with them. Pure."""

import re
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from live.qa_gen.ask import FaultError
from live.qa_gen.gates.well_formed import CRITERION_LENGTH, MAX_CRITERIA, OTHER_TEXT, POINTS
from live.qa_gen.shown import readable
from live.records import Criterion

CRITERIA_SCHEMA: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"points": {"type": "integer"}, "text": {"type": "string"}},
        "required": ["points", "text"],
        "additionalProperties": False,
    },
}
GOLD = re.compile(
    r"\b(?:gold|reference|model|sample|expected|correct)\s+(?:answer|solution)\b", re.IGNORECASE
)
"""What a criterion cannot lean on: the judge of an answer may not have it at hand."""


def read_criteria(given: Any) -> tuple[Criterion, ...]:
    """Reads criteria: a list of objects, or lines `4 points: …`, or an object that pairs the two.

    Raises FaultError where one of them is none.
    """
    try:
        return tuple(
            Criterion(points=points, text=readable(str(text), CRITERION_LENGTH.stop))
            for points, text in _pairs(given)
        )
    except ValidationError as error:
        first = error.errors()[0]
        raise FaultError(f"criteria: {first['loc'][0]}: {first['msg']}") from None


def require_complete(criteria: tuple[Criterion, ...]) -> None:
    """Raises FaultError where criteria do not sum to 10 or cannot be applied by themselves."""
    total = sum(criterion.points for criterion in criteria)
    if total != POINTS or len(criteria) > MAX_CRITERIA:
        raise FaultError(
            f"criteria: {len(criteria)} sum to {total} points. Write at most {MAX_CRITERIA} that "
            f"sum to {POINTS}"
        )
    for n, criterion in enumerate(criteria, 1):
        if len(criterion.text) not in CRITERION_LENGTH:
            raise FaultError(f"criteria: number {n} has {len(criterion.text)} characters")
        if found := OTHER_TEXT.search(criterion.text) or GOLD.search(criterion.text):
            raise FaultError(
                f"criteria: number {n} speaks of {found[0]!r}. Say in it what an answer must name"
            )


def _pairs(given: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(given, str):
        given = [one for one in given.splitlines() if one.strip()]
    if isinstance(given, dict):
        for key, value in given.items():
            points = _number(key)
            yield (points, value) if points.isdigit() and isinstance(value, str) else (value, key)
    elif isinstance(given, list):
        for one in given:
            if isinstance(one, dict):
                yield one.get("points"), one.get("text", "")
            else:
                points, _, text = str(one).partition(":")
                yield _number(points), text
    else:
        raise FaultError("criteria: not a list of objects with `points` and `text`")


def _number(text: str) -> str:
    """The number in `4` or `- 4 points`."""
    found = re.match(r"\W*(\d{1,3})\b", text)
    return found[1] if found else text

"""Criteria as a model or a file gives them -> points and texts, or what is wrong. Pure."""

import re
from collections.abc import Mapping, Sequence
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
_POINTS = re.compile(r"\W*(\d+)\s*(?:points?|pts?\.?|p\.)?\s*[:.)\]–—-]+", re.I)
_LINE = re.compile(_POINTS.pattern + r"\s*(.+)", re.I | re.S)
"""A criterion in words: `4 points: …`, also `- 4: …`, `(4 pts) …`."""


def read_criteria(given: Any) -> tuple[Criterion, ...]:
    """Reads what a model gave as criteria. Raises FaultError where one of them is none."""
    try:
        return tuple(
            Criterion(points=points, text=readable(text, CRITERION_LENGTH.stop))
            for points, text in points_and_texts(given)
        )
    except ValidationError as error:
        first = error.errors()[0]
        raise FaultError(f"criteria: {first['loc'][0]}: {first['msg']}") from None
    except ValueError as error:
        raise FaultError(str(error)) from None


def points_and_texts(given: Any) -> list[tuple[int, str]]:
    """Reads criteria as people and models write them: points, 0 or more, and what earns them.

    A list of objects with `points` and `text`, of pairs, or of lines `4 points: …`; such lines in
    one text; an object that pairs the two, either way round. A line without points has 0. Raises
    ValueError, with the place and what to write, for what is none of this.
    """
    if isinstance(given, str):
        given = [line for line in given.splitlines() if line.strip()]
    if isinstance(given, Mapping):
        given = [_paired(*pair) for pair in given.items()]
    if not isinstance(given, Sequence):
        raise ValueError('criteria: no list. Write [{"points": 4, "text": …}, …].')
    return [_read(n, each) for n, each in enumerate(given)]


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


def _paired(key: Any, value: Any) -> tuple[Any, Any]:
    """Says which of two is the points: `{"4": "names it"}` or `{"names it": 4}`."""
    return (key, value) if isinstance(value, str) and _POINTS.match(f"{key}:") else (value, key)


def _read(n: int, given: Any) -> tuple[int, str]:
    if isinstance(given, str):
        found = _LINE.match(given)
        points, text = (found[1], found[2]) if found else (0, given)
    elif isinstance(given, Mapping):
        points, text = given.get("points", 0), given.get("text", "")
    elif isinstance(given, Sequence) and len(given) == 2:
        points, text = given
    else:
        raise ValueError(f"criteria.{n}: neither points and text nor a line `4 points: …`.")
    if isinstance(points, str) and (found := _POINTS.match(f"{points}:")):
        points = found[1]
    try:
        worth = float(points)
    except (TypeError, ValueError, OverflowError):
        worth = -1
    if worth < 0 or not worth.is_integer():
        raise ValueError(
            f"criteria.{n}: {repr(points)[:40]} is no number of points. Write 0 to 10."
        )
    return int(worth), str(text).strip()

"""Files of verdicts, comparisons or double ratings, from anywhere -> what the judge's tables take.

A rating that is no number of 0..10 is no rating: its row is unscored, as after a judge that failed.
"""

import math
from collections import Counter
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import (
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    StrictInt,
    field_validator,
    model_validator,
)

from live.errors import UsageError
from live.judge.arena import Duel, arena
from live.judge.calibration import Both, calibration
from live.judge.scoreboard import board_of
from live.lines import read_lines
from live.records import Scoreboard

Id = StrictInt | str
FIRST = {"ab": "a", "a": "a", "ba": "b", "b": "b"}
"""What `order` may say in words."""


class _Line(BaseModel):
    """What a line says besides is ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Verdict(_Line):
    """A line of `live score`."""

    model: str = Field(min_length=1)
    question_id: Id
    page_id: Id
    subtask: str = ""
    rating: Any = None
    reason: str = ""


class Compared(_Line):
    """A line of `live arena`. order: `ab` or `a` where a was shown first, `ba` or `b` where b was.

    Of numbers, the smaller one in the file stands for a. page_id: questions of one page are drawn
    together.
    """

    a: str = Field(min_length=1)
    b: str = Field(min_length=1)
    winner: Literal["a", "b", "tie", "unusable"]
    question_id: Id
    page_id: Id = ""
    order: StrictInt | str = ""

    @field_validator("order")
    @classmethod
    def _is_known(cls, order: int | str) -> int | str:
        if isinstance(order, str) and order and order not in FIRST:
            raise ValueError(f"{order!r} is no order; write ab, ba or nothing")
        return order

    @model_validator(mode="after")
    def _are_two(self) -> Self:
        if self.a == self.b:
            raise ValueError(f"a and b are both {self.a!r}; compare two models")
        return self


class DoublyRated(_Line):
    """A line of `live judge calibrate`."""

    rating: float = Field(ge=0, le=10, validation_alias=AliasChoices("rating", "judge_rating"))
    human: float = Field(ge=0, le=10, validation_alias=AliasChoices("human", "human_rating"))
    judge: str = ""
    question_id: Id
    page_id: Id | None = None
    model: str = ""
    subtask: str = ""
    family: str = ""


def score_file(file: Path) -> tuple[Scoreboard, list[str]]:
    """Computes the table of a file of verdicts, and gives what was wrong with ratings in it.

    A question that another model of the file has and one has not is unscored for that one.
    """
    rows: dict[str, tuple[str, str]] = {}
    ratings: dict[str, dict[str, float | None]] = {}
    wrong: Counter[str] = Counter()

    def take(line: Verdict) -> None:
        id, row = str(line.question_id), (str(line.page_id), line.subtask)
        if rows.setdefault(id, row) != row:
            raise ValueError(f"question_id: {id} had another page_id or subtask before.")
        given = ratings.setdefault(line.model, {})
        if id in given:
            raise ValueError(f"question_id: {line.model} has a verdict on {id} already.")
        given[id] = _rating(line.rating)
        if given[id] is None and line.rating is not None:
            wrong[f"rating {line.rating!r}"[:80]] += 1

    read_lines(file, Verdict, take)
    if not ratings:
        raise UsageError(f"{file}: no verdict. Write a JSON object a line.")
    told = [f"{what} is no number of 0 to 10: unscored, {n} times" for what, n in wrong.items()]
    missing = {model: len(rows) - len(given) for model, given in ratings.items()}
    told += [
        f"{model} has no verdict on {n} questions: unscored" for model, n in missing.items() if n
    ]
    return board_of(rows, ratings), told


def arena_file(file: Path) -> dict[str, Any]:
    """Rates the models of a file of comparisons, as `live.judge.arena.arena` gives it."""
    lines = read_lines(file, Compared, lambda line: line)
    if not lines:
        raise UsageError(f"{file}: no comparison. Write a JSON object a line.")
    numbers = sorted({line.order for line in lines if isinstance(line.order, int)})
    if len(numbers) > 2:
        raise UsageError(f"{file}: order: {numbers[:5]} are more than two. Write ab or ba.")
    least = min(numbers, default=0) if len(numbers) == 2 else int(numbers == [1])
    return arena([_duel(line, least) for line in lines])


def calibrate_file(file: Path) -> dict[str, dict[str, Any]]:
    """Measures each judge of a file of double ratings, by its name ('' where none is told)."""
    by_judge: dict[str, list[Both]] = {}
    seen: set[tuple[str, str, str]] = set()

    def take(line: DoublyRated) -> None:
        key = (line.judge, line.model, str(line.question_id))
        if key in seen:
            raise ValueError(f"question_id: the answer of {line.model!r} to it was given before.")
        seen.add(key)
        cluster = line.question_id if line.page_id is None else line.page_id
        family = line.family or line.model
        by_judge.setdefault(line.judge, []).append(
            Both(line.rating, line.human, str(cluster), line.subtask, family)
        )

    read_lines(file, DoublyRated, take)
    if not by_judge:
        raise UsageError(f"{file}: no rating. Write a JSON object a line.")
    return {judge: calibration(rated) for judge, rated in sorted(by_judge.items())}


def _rating(given: Any) -> float | None:
    is_number = isinstance(given, int | float) and not isinstance(given, bool)
    return given if is_number and math.isfinite(given) and 0 <= given <= 10 else None


def _duel(line: Compared, least: int) -> Duel:
    first = FIRST.get(line.order, "") if isinstance(line.order, str) else "ab"[line.order != least]
    winner = None if line.winner == "unusable" else line.winner
    return Duel(line.a, line.b, winner, str(line.question_id), first, str(line.page_id))  # type: ignore[arg-type]

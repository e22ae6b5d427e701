"""Files of verdicts, comparisons or double ratings, from anywhere -> what the judge's tables take.

A rating that is no number of 0..10 is no rating: its row is unscored, as after a judge that failed.
"""

from collections import Counter
from pathlib import Path
from statistics import median
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    StrictFloat,
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


def _in_one_line(name: str) -> str:
    if not name.isprintable():
        raise ValueError(f"{name!r} holds what cannot be printed; write it in one plain line")
    return name


Id = StrictInt | str
Name = Annotated[str, Field(min_length=1), AfterValidator(_in_one_line)]
FIRST = {"ab": "a", "a": "a", "ba": "b", "b": "b"}
"""What `order` may say in words."""


class _Line(BaseModel):
    """What a line says besides is ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Verdict(_Line):
    """A line of `live score`; published result sets call some of it otherwise."""

    model: Name
    question_id: Id = Field(validation_alias=AliasChoices("question_id", "id"))
    page_id: Id
    subtask: str = ""
    rating: Any = Field(default=None, validation_alias=AliasChoices("rating", "score"))
    reason: str = ""


class Compared(_Line):
    """A line of `live arena`. order: `ab` or `a` where a was shown first, `ba` or `b` where b was.

    Of numbers, the smaller one in the file stands for a. page_id: questions of one page are drawn
    together.
    """

    a: Name
    b: Name
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

    rating: Any = Field(default=None, validation_alias=AliasChoices("rating", "judge_rating"))
    human: StrictInt | StrictFloat = Field(
        ge=0, le=10, validation_alias=AliasChoices("human", "human_rating")
    )
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


def calibrate_file(file: Path) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """Measures each judge of a file of double ratings, by its name ('' where none is told).

    Several lines on one answer are several people's ratings of it, whose median counts. What a
    judge could not rate says nothing of its ratings: it is left out, and the second value says so.
    """
    given: dict[tuple[str, str, str], list[DoublyRated]] = {}
    wrong: Counter[str] = Counter()

    def take(line: DoublyRated) -> None:
        rating = _rating(line.rating)
        if rating is None:
            wrong[f"rating {line.rating!r}"[:80]] += 1
            return
        same = given.setdefault((line.judge, line.model, str(line.question_id)), [])
        if same and same[0].rating != line.rating:
            raise ValueError(f"rating: {line.judge!r} gave this answer another rating before.")
        same.append(line)

    read_lines(file, DoublyRated, take)
    by_judge: dict[str, list[Both]] = {}
    for (judge, _, _), lines in given.items():
        by_judge.setdefault(judge, []).append(_both(lines))
    if not by_judge and not wrong:
        raise UsageError(f"{file}: no rating. Write a JSON object a line.")
    told = [f"{what} is no number of 0 to 10: left out, {n} times" for what, n in wrong.items()]
    return {judge: calibration(rated) for judge, rated in sorted(by_judge.items())}, told


def _both(lines: list[DoublyRated]) -> Both:
    """One answer's ratings. lines: a person's each."""
    line = lines[0]
    cluster = line.question_id if line.page_id is None else line.page_id
    human = float(median(each.human for each in lines))
    return Both(line.rating, human, str(cluster), line.subtask, line.family or line.model)


def _rating(given: Any) -> float | None:
    is_number = isinstance(given, int | float) and not isinstance(given, bool)
    return float(given) if is_number and 0 <= given <= 10 else None  # NaN is neither


def _duel(line: Compared, least: int) -> Duel:
    first = FIRST.get(line.order, "") if isinstance(line.order, str) else "ab"[line.order != least]
    winner = None if line.winner == "unusable" else line.winner
    return Duel(line.a, line.b, winner, str(line.question_id), first, str(line.page_id))  # type: ignore[arg-type]

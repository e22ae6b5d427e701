"""A published month's result sets, in a folder or on the Hub -> its scoreboard, computed again.

Goes by the judges' points alone: what the result sets say an answer was given, and what their table
and the published scoreboard say of each model, is held against what comes out. Needs no workspace;
reads with `datasets`.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple, get_args

from live.errors import LiveError, UsageError
from live.judge.details import A_PERSON
from live.judge.gain import gain
from live.judge.panel import settle
from live.judge.scoreboard import board_of
from live.publish.interop import POINTS
from live.publish.place import (
    Place,
    config_of,
    every_row,
    file_of,
    place_and_month,
    place_of,
)
from live.publish.results import results_config, table_config
from live.qa_gen.taxonomies import MODEL, TOTAL
from live.records import BLIND, PERSON, Answer, ModelScore, Provenance, Scoreboard, Verdict

NOT_IN_THEM = (
    "Computed from the published ratings alone. What answers cost and took, people's scores, the "
    "judges' calibration and comparisons are not in the result sets: "
)
IN_THE_FILE = NOT_IN_THEM + "they are in {path} of the same place."
NO_FILE = NOT_IN_THEM + "they would be in {path}, which is not there to be held against these."
UNSCORED = ("unscored", "unanswered")
SCORED = get_args(Answer.model_fields["outcome"].annotation)
"""What the status of a row may be that has no score, and of one that has."""
NAMED: dict[str, Callable[[dict[str, Any]], str]] = {
    "models": lambda score: score["model"],
    "pairs": lambda pair: f"{pair['a']} less {pair['b']}",
}
"""The lists of a scoreboard, and what names each of them."""
CLOSED = (*NAMED, "subtasks")
"""Where a name too many is wrong; elsewhere it may be what a newer live has to say."""
MOST = 20
"""Lines on one scoreboard: who would read more of them looks into the file."""


class Recomputed(NamedTuple):
    """What a month's result sets come to. wrong: a line for each number that they say otherwise."""

    board: Scoreboard
    wrong: list[str]


def recomputed(said: str, month: str | None = None, revision: str | None = None) -> Recomputed:
    """Computes the scoreboard of `FOLDER[:MONTH]` or `hub:org/name[:MONTH]`, or of `month`.

    The newest month where none is named. revision: a tag or commit; without it, the newest.
    Raises UsageError where there are no result sets, LiveError for what is none.
    """
    said, named = place_and_month(said)
    place = place_of(said, revision)
    month = config_of(place, month or named or _newest(place))
    name = results_config(month)
    if name not in place.configs:
        raise UsageError(
            f"{said} has no results of {month}: nobody was scored, or an older live published it."
        )
    rows: dict[str, tuple[str, str]] = {}
    ratings: dict[str, dict[str, float | None]] = {}
    wrong: list[str] = []
    for result in every_row(place, name):
        try:
            model, id, rating = result["model"], str(result["id"]), _rating(result)
            row = (result["page_id"], result["subtask"])
            wrong += [f"{model}, row {id}: {line}" for line in _wrong_in(result, rating)]
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise LiveError(
                f"{said}: {name}: row {result.get('id')} is not as live publishes it "
                f"({type(error).__name__}: {' '.join(str(error).split())}). Tell its owner."
            ) from None
        given = ratings.setdefault(model, {})
        if id in given or rows.setdefault(id, row) != row:
            raise LiveError(
                f"{said}: {name}: {model} has row {id} twice, or about another page or subtask "
                "than others have it. Tell its owner."
            )
        given[id] = rating
    board, path = _board(month, rows, ratings), f"scoreboard/{month}.json"
    wrong += _unlike_the_table(place, board)
    content = file_of(place, path)
    if content is not None:
        wrong += _at_most(path, _unlike_the_scoreboard(content, board))
    note = (NO_FILE if content is None else IN_THE_FILE).format(path=path)
    return Recomputed(board.model_copy(update={"notes": (*board.notes, note)}), wrong)


def _newest(place: Place) -> str | None:
    """The newest month that has results; None: none has."""
    scored = [month for month in place.months if results_config(month) in place.configs]
    return scored[-1] if scored else None


def _rating(result: Mapping[str, Any]) -> float | None:
    """What an answer earned by the points that it was given, under the panel's rule."""
    given: dict[str, Verdict] = {}
    for name, points in json.loads(result["ratings"]).items():
        judge = name.replace(A_PERSON, PERSON, 1) if name.startswith(A_PERSON) else name
        given[judge] = Verdict(
            month="2000-01",  # the rule asks for neither month, answer nor row
            answer_id="",
            row_id=0,
            model=result["model"],
            judge=judge,
            rating=sum(points) if points else None,
            points=points,
            reason="",
            made_by=Provenance(model=judge),
        )
    return settle(given, tuple(j for j in given if not j.startswith(PERSON))).rating


def _wrong_in(result: Mapping[str, Any], rating: float | None) -> Iterator[str]:
    """What of a row does not fit its ratings. rating: what they give."""
    if rating != result["score"]:
        yield f"the score is said to be {result['score']}, by its ratings it is {rating}"
    if result["status"] not in (UNSCORED if rating is None else SCORED):
        said = f"{result['status']!r:.40}"
        yield f"the status is said to be {said}, by its ratings the score is {rating}"
    most = [int(points) for points in POINTS.findall(result["criteria"])]
    for name, points in json.loads(result["ratings"]).items():
        fit = len(points) == len(most)
        fit = fit and all(0 <= got <= of for got, of in zip(points, most, strict=True))
        if points and not fit:  # who gave no rating has none
            yield f"{_plain(name)} is said to have given {points}, and the criteria are for {most}"


def _board(
    month: str,
    rows: Mapping[str, tuple[str, str]],
    ratings: Mapping[str, Mapping[str, float | None]],
) -> Scoreboard:
    pages = {id: page for id, (page, _) in rows.items()}
    seeing = {model: given for model, given in ratings.items() if not model.startswith(BLIND)}
    board = board_of(rows, seeing, month=month)
    models = tuple(
        score.model_copy(
            update={"gain": gain(seeing[score.model], ratings.get(BLIND + score.model), pages)}
        )
        for score in board.models
    )
    return board.model_copy(update={"models": models})


def _unlike_the_table(place: Place, board: Scoreboard) -> Iterator[str]:
    """Lines on what the published table says otherwise."""
    assert board.month
    name = table_config(board.month)
    if name not in place.configs:
        yield f"{place.said} has no {name}: the scores were held against none"
        return
    published = {row[MODEL]: row for row in every_row(place, name)}
    for model in sorted(published.keys() ^ {score.model for score in board.models}):
        yield f"{model} is only in one of {name} and {results_config(board.month)}"
    for score in board.models:
        said = published.get(score.model, {})
        for label, mean in _means(score).items():
            if said and said.get(label) != mean:
                yield f"{score.model}, {label}: published as {said.get(label)}, computed as {mean}"


def _means(score: ModelScore) -> dict[str, float | None]:
    return {TOTAL: score.mean} | {label: part.mean for label, part in score.subtasks.items()}


def _unlike_the_scoreboard(content: bytes, board: Scoreboard) -> Iterator[str]:
    """Lines on what the published scoreboard says otherwise. content: that of its file."""
    given = board.model_dump(
        mode="json", exclude={"notes": True, "models": {"__all__": {"effort"}}}
    )
    try:
        said = _by_name(json.loads(content))
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        yield f"cannot be read ({type(error).__name__}: {_plain(str(error))}). Tell its owner."
        return
    yield from _unlike((), said, _by_name(given))


def _by_name(board: dict[str, Any]) -> dict[str, Any]:
    """A scoreboard's data with its models and pairs by name, and the order of these beside."""
    names = {what: [name(each) for each in board.get(what, ())] for what, name in NAMED.items()}
    named = {what: dict(zip(of, board.get(what, ()), strict=True)) for what, of in names.items()}
    return board | named | {f"order of {what}": of for what, of in names.items()}


def _unlike(where: tuple[str, ...], said: Any, given: Any) -> Iterator[str]:
    """A line for each number that is published as another. where: the names that lead to it."""
    if isinstance(said, dict) and isinstance(given, dict):
        closed = bool(where) and where[-1] in CLOSED
        for name in (*given, *(each for each in said if closed and each not in given)):
            yield from _unlike((*where, name), said.get(name), given.get(name))
    elif said != given:
        what = _plain(": ".join(where[1:] if where[0] in NAMED else where))
        if said is None and isinstance(given, dict):
            yield f"{what} is missing, and there are ratings of it."
        elif given is None and isinstance(said, dict):
            yield f"{what} is there, and there are no ratings of it."
        else:
            yield f"{what} is {_shown(said)}, and its ratings give {_shown(given)}."


def _shown(value: Any) -> str:
    return "none" if value is None else f"{json.dumps(value):.200}"


def _plain(text: str) -> str:
    """A text that somebody else wrote, as one line that any terminal shows."""
    return text if text.isprintable() else ascii(text)


def _at_most(path: str, lines: Iterator[str]) -> list[str]:
    """The first lines on a file, and how many more there are."""
    shown = [f"{path}: {line}" for line in islice(lines, MOST)]
    more = sum(1 for _ in lines)
    return [*shown, f"{path}: and {more} more."] if more else shown

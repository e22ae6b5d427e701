"""A published month's result sets, in a folder or on the Hub -> its scoreboard, computed again.

Goes by the judges' points alone: what the result sets say an answer was given, and what their table
says of each model, is held against what comes out. Needs no workspace; reads with `datasets`.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from live.errors import LiveError, UsageError
from live.judge.details import A_PERSON
from live.judge.gain import gain
from live.judge.panel import settle
from live.judge.scoreboard import board_of
from live.publish.place import Place, config_of, every_row, place_and_month, place_of
from live.publish.results import results_config, table_config
from live.qa_gen.taxonomies import MODEL, TOTAL
from live.records import BLIND, PERSON, ModelScore, Provenance, Scoreboard, Verdict

NOT_IN_THEM = (
    "Computed from the published ratings alone. What answers cost and took, people's scores, the "
    "judges' calibration and comparisons are not in the result sets: they are in "
    "scoreboard/{month}.json of the same place."
)


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
            published = result["score"]
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
        if rating != published:
            wrong.append(
                f"{model}, row {id}: the score is said to be {published}, by its ratings it is "
                f"{rating}"
            )
    board = _board(month, rows, ratings)
    return Recomputed(board, [*wrong, *_unlike_the_table(place, board)])


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
    notes = (*board.notes, NOT_IN_THEM.format(month=month))
    return board.model_copy(update={"models": models, "notes": notes})


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

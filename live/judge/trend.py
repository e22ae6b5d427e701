"""Months' scoreboards -> the trend: their means in a row, marked where the judge changed. Pure.

Every month asks other questions, so a mean moves with them too; what is marked is what makes two
months be measured otherwise: other judges, or other subtasks.
"""

from collections.abc import Iterable, Sequence

from live.records import JudgeNote, Score, Scoreboard, TrendMonth


def trend(before: Iterable[TrendMonth], now: TrendMonth) -> tuple[TrendMonth, ...]:
    """Gives the months up to `now`, the oldest first, each with what is not as the month before.

    before: earlier months, of which each is named once.
    """
    months = [*sorted(before, key=lambda each: each.month), now]
    marked = [months[0].model_copy(update={"changed": ()})]
    for month in months[1:]:
        changed = tuple(_changed(marked[-1], month))
        marked.append(month.model_copy(update={"changed": changed}))
    return tuple(marked)


def trend_month(board: Scoreboard, taxonomy: str = "") -> TrendMonth:
    """Gives what a month's scoreboard tells of it.

    taxonomy: by its name; without it, what the scoreboard itself says, '' where it does not.
    """
    if board.month is None:
        raise ValueError("a scoreboard of ratings from outside is of no month")
    own = [each.taxonomy for each in board.trend if each.month == board.month]
    return TrendMonth(
        month=board.month,
        judges=tuple(map(_named, board.judges)),
        taxonomy=taxonomy or (own[-1] if own else ""),
        scores={
            each.model: Score.model_validate(each.model_dump(include=set(Score.model_fields)))
            for each in board.models
        },
    )


def _named(judge: JudgeNote) -> str:
    """A judge as what it was served; what no server names, as it was declared."""
    served = ", ".join(judge.revisions)
    if not served and judge.declared != judge.name:
        served = judge.declared
    return f"{judge.name} ({served})" if served else judge.name


def _changed(before: TrendMonth, after: TrendMonth) -> Iterable[str]:
    for what, old, new in (
        ("judge", sorted(before.judges), sorted(after.judges)),
        ("taxonomy", _one(before.taxonomy), _one(after.taxonomy)),
    ):
        unknown = [month for month, each in ((before.month, old), (after.month, new)) if not each]
        if unknown:
            yield f"{what}: not recorded for {' and '.join(unknown)}"
        elif old != new:
            yield f"{what}: {' and '.join(new)}, before {' and '.join(old)}"


def _one(name: str) -> Sequence[str]:
    return [name] if name else []

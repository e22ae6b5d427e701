"""People's answers and their verdicts in, the scores of people out. Pure.

A person answers some of the rows, and counts on those alone: a row that they never saw is no loss,
an answer of theirs without a rating is unscored, as a candidate's is.
"""

from collections.abc import Mapping, Sequence
from statistics import median

from live.judge.scoreboard import Rated, model_score, rank
from live.records import Answer, ModelScore, People, Question, Release

BEST, MEAN = "Human, best", "Human, mean"
ENOUGH = 30
"""Scored answers that somebody must have to be the best: the best of few is the luckiest."""


def people(
    release: Release,
    questions: Sequence[Question],
    answers: Sequence[Answer],
    ratings: Mapping[str, float | None],
) -> People | None:
    """Computes the best person's scores, and the mean over all answers; None: nobody answered.

    questions: the frozen ones, in the rows' order. answers: those of candidates are not read.
    ratings: by an answer's id. The mean is over answers: who gave more of them weighs more.
    """
    rows = {
        (row.row_id, row.version): (row.page_id, question.subtask)
        for row, question in zip(release.rows, questions, strict=True)
    }
    given = [a for a in answers if a.by_person and (a.row_id, a.version) in rows]
    if not given:
        return None
    by_person: dict[str, list[Rated]] = {}
    for answer in given:
        page, subtask = rows[answer.row_id, answer.version]
        by_person.setdefault(answer.model, []).append((page, subtask, ratings.get(answer.id)))
    each = [model_score(name, rated) for name, rated in by_person.items()]
    mean = model_score(MEAN, (one for rated in by_person.values() for one in rated))
    return People(
        persons=len(by_person),
        answers=len(given),
        rows=len({answer.row_id for answer in given}),
        most=max(score.n for score in each),
        seconds=_seconds(given),
        scores=(*_best(each), mean),
    )


def _best(each: Sequence[ModelScore]) -> list[ModelScore]:
    """The best of those with answers enough, without their name; none where nobody has."""
    enough = [score for score in each if score.n >= ENOUGH and not score.withheld]
    return [score.model_copy(update={"model": BEST}) for score in sorted(enough, key=rank)[:1]]


def _seconds(answers: Sequence[Answer]) -> float:
    """The median time of an answer; where all hold a pause, that of all."""
    made = [answer.made_by.parameters for answer in answers]
    timed = [each for each in made if not each["paused"]]
    return round(median(float(each["seconds"]) for each in timed or made), 1)

"""What people score: on the rows that they answered, apart from candidates, and by no name."""

import json
from collections.abc import Iterable

import factory
import pytest

from live.judge.people import BEST, ENOUGH, MEAN, people
from live.judge.scoreboard import score, scoreboard, table
from live.records import PERSON, Answer, People, Provenance, Scoreboard, Verdict
from live.terminal_score import scoreboard_lines

QUESTIONS = [
    factory.question(n, page_id=f"p{n // 2}", subtask=("Basic", "Further")[n % 2])
    for n in range(100)
]
RELEASE = factory.release(QUESTIONS)
Given = tuple[list[Answer], list[Verdict]]


def by(
    handle: str,
    ratings: list[int | None],
    first: int = 0,
    seconds: float = 20,
    paused: bool = False,
) -> Given:
    """What a person answered from the row `first` on, each with its rating."""
    answers = [
        factory.answer(
            row.row_id,
            question,
            PERSON + handle,
            made_by=Provenance(
                model=PERSON + handle, parameters={"seconds": seconds, "paused": paused}
            ),
        )
        for row, question in zip(RELEASE.rows[first:], QUESTIONS[first:], strict=True)
    ][: len(ratings)]
    return answers, [factory.verdict(a, r) for a, r in zip(answers, ratings, strict=True)]


def rated(verdicts: Iterable[Verdict]) -> dict[str, float | None]:
    return {verdict.answer_id: verdict.rating for verdict in verdicts}


def scored(*given: Given) -> People:
    answers = [answer for some, _ in given for answer in some]
    found = people(RELEASE, QUESTIONS, answers, rated(v for _, some in given for v in some))
    assert found is not None
    return found


def named(found: People) -> dict[str, float | None]:
    return {each.model: each.mean for each in found.scores}


def test_nobody_answered() -> None:
    candidate = factory.answer(RELEASE.rows[0].row_id, QUESTIONS[0])
    assert people(RELEASE, QUESTIONS, [candidate], {candidate.id: 10.0}) is None


def test_rows_that_a_person_never_saw_do_not_count_against_them() -> None:
    found = scored(by("kim", [8] * ENOUGH))
    for each in found.scores:
        assert (each.mean, each.n, each.unscored, each.withheld) == (80.0, ENOUGH, 0, False)
    assert (found.persons, found.answers, found.rows) == (1, ENOUGH, ENOUGH)


def test_an_answer_of_a_person_without_a_verdict_is_unscored() -> None:
    answers, verdicts = by("kim", [8] * 60)
    one, two = (scored((answers, verdicts[n:])) for n in (1, 2))
    assert named(one) == {BEST: 80.0, MEAN: 80.0}
    assert {each.unscored for each in one.scores} == {1}
    assert named(two) == {MEAN: None}, "2 of 60 are more than 2%"


def test_below_30_scored_answers_nobody_is_the_best() -> None:
    few = scored(by("kim", [10] * (ENOUGH - 1)))
    assert (named(few), few.most) == ({MEAN: 100.0}, ENOUGH - 1)
    unscored = scored(by("kim", [10] * (ENOUGH - 1) + [None]))
    assert BEST not in named(unscored)
    assert BEST in named(scored(by("kim", [10] * ENOUGH)))


def test_the_best_is_the_highest_mean_of_those_with_answers_enough() -> None:
    lucky, good, fair = by("a", [10] * 5), by("b", [7] * ENOUGH), by("c", [6] * 70)
    found = scored(fair, lucky, good)
    assert named(found)[BEST] == 70.0
    assert (found.scores[0].n, found.most, found.persons) == (ENOUGH, 70, 3)


def test_the_mean_is_over_all_answers_with_pages_drawn() -> None:
    ratings, others = [n % 11 for n in range(50)], [n % 5 for n in range(30)]
    found = scored(by("kim", list(ratings)), by("lee", list(others), first=10))
    (mean,) = (each for each in found.scores if each.model == MEAN)
    rows = [(f"p{n // 2}", r) for n, r in enumerate(ratings)]
    rows += [(f"p{(n + 10) // 2}", r) for n, r in enumerate(others)]
    expected = score(rows).model_dump()
    assert {name: getattr(mean, name) for name in expected} == expected
    assert sum(part.n for part in mean.subtasks.values()) == mean.n == 80
    assert found.rows == 50


def test_what_was_answered_to_another_version_does_not_count() -> None:
    answers, verdicts = by("kim", [8, 8])
    old = answers[0].model_copy(update={"version": 2})
    assert scored(([old, answers[1]], [factory.verdict(old), verdicts[1]])).answers == 1


def test_a_long_pause_is_no_time_of_an_answer() -> None:
    assert scored(by("kim", [8] * 3), by("lee", [8] * 9, seconds=5000, paused=True)).seconds == 20
    assert scored(by("lee", [8], seconds=5000, paused=True)).seconds == 5000


@pytest.fixture
def boards() -> tuple[Scoreboard, Scoreboard]:
    """A month's scoreboard without people, and with."""
    models = ["embedded/blind", "hf/seer"]
    answers, verdicts = by("kim", [9] * 40)
    for model, rating in zip(models, (1, 8), strict=True):
        given = [
            factory.answer(row.row_id, q, model)
            for row, q in zip(RELEASE.rows, QUESTIONS, strict=True)
        ]
        answers, verdicts = answers + given, verdicts + [factory.verdict(a, rating) for a in given]
    ratings = rated(verdicts)
    ours = [answer for answer in answers if answer.model in models]
    plain = scoreboard(RELEASE, QUESTIONS, ours, ratings, models)
    found = people(RELEASE, QUESTIONS, answers, ratings)
    return plain, scoreboard(RELEASE, QUESTIONS, answers, ratings, models, found)


def test_a_persons_answer_moves_no_candidates_row(boards: tuple[Scoreboard, Scoreboard]) -> None:
    plain, board = boards
    assert board.models == plain.models
    assert board.people is not None and {s.mean for s in board.people.scores} == {90.0}


def test_without_people_a_scoreboard_reads_as_it_did_before_there_were_any(
    boards: tuple[Scoreboard, Scoreboard],
) -> None:
    """A published month is the same bytes when it is written again."""
    plain, board = boards
    assert "people" not in plain.model_dump()
    for each in boards:
        assert Scoreboard.model_validate_json(json.dumps(each.model_dump())) == each
    assert set(board.model_dump()["models"][0]) == set(board.model_dump()["people"]["scores"][0])


def test_people_stand_below_the_models_in_table_and_terminal(
    boards: tuple[Scoreboard, Scoreboard],
) -> None:
    _, board = boards
    names = ["hf/seer", "embedded/blind", BEST, MEAN]
    assert list(table(board)["model"]) == names
    lines = scoreboard_lines(board)
    assert [line.strip().split("  ")[0] for line in lines[1:5]] == names
    assert lines[5].split() == "1 person gave 40 answers to 40 rows".split()


def test_it_is_said_how_many_answers_there_are_where_nobody_is_the_best() -> None:
    board = Scoreboard(month=factory.MONTH, models=(), people=scored(by("kim", [10] * 7)))
    assert "the most of one are 7 scored, the best needs 30" in scoreboard_lines(board)[-1]


def test_no_handle_is_in_the_scoreboard(boards: tuple[Scoreboard, Scoreboard]) -> None:
    assert "kim" not in json.dumps(boards[1].model_dump())

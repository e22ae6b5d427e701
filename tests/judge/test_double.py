"""What judges and people gave the same answer stands in one row, and nothing else does."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import factory
import numpy as np
import pytest
from rated import CANDIDATES, JUDGES, answered, judged, panelled, questions

from live.judge.calibration import Both, calibration
from live.judge.double import double_lines, double_ratings
from live.judge.outside import calibrate_file
from live.judge.panel import SPREAD, spread_of
from live.records import Answer, Provenance, Verdict
from live.workspace import Workspace

MONTH = factory.MONTH
Read = Callable[..., Any]


@pytest.fixture
def month(workspace: Workspace) -> Workspace:
    return panelled(workspace)


@pytest.fixture
def asked() -> list[Any]:
    return [
        each.model_copy(update={"subtask": f"Subtask {n}"}) for n, each in enumerate(questions(3))
    ]


def person(answer: Answer, who: str, rating: int | None, **how: bool) -> Verdict:
    name = f"human/{who}"
    made_by = Provenance(model=name, parameters=how)
    return factory.verdict(answer, rating, judge=name, made_by=made_by)


def read(month: Workspace, asked: list[Any], by: Read = double_ratings) -> Any:
    return by(month.config, month.store.all(Answer, MONTH), month.store.each(Verdict, MONTH), asked)


def test_each_judge_is_paired_with_people_on_the_same_answer(
    month: Workspace, asked: list[Any]
) -> None:
    first, second, third, *rest = answered(month, asked)
    judged(month, first, 9, 1)
    judged(month, second, None, 4)
    judged(month, third, 5, 5)  # nobody rated it
    month.store.add(person(first, "kim", 7), person(second, "lee", 3), person(rest[0], "kim", 2))
    assert read(month, asked) == {
        JUDGES[0]: [Both(9, 7, asked[0].page_id, "Subtask 0", "first")],
        JUDGES[1]: [
            Both(1, 7, asked[0].page_id, "Subtask 0", "first"),
            Both(4, 3, asked[0].page_id, "Subtask 0", "second"),
        ],
    }


def test_an_answer_that_several_rated_is_one_row_with_their_median(
    month: Workspace, asked: list[Any]
) -> None:
    first, second, *_ = answered(month, asked)
    for answer in (first, second):
        judged(month, answer, 5)
    month.store.add(*(person(first, who, n) for who, n in (("a1", 0), ("b2", 7), ("c3", 10))))
    month.store.add(person(second, "a1", 3), person(second, "b2", 8), person(second, "c3", None))
    assert [each.human for each in read(month, asked)[JUDGES[0]]] == [7, 5.5]


def test_what_no_judge_read_and_what_is_not_measured_is_no_row(
    month: Workspace, asked: list[Any]
) -> None:
    first, *_ = answered(month, asked)
    empty = first.model_copy(update={"outcome": "empty", "text": ""})
    stranger = factory.answer(26100002, asked[1], "openai/stranger")
    other = factory.answer(26100003, asked[2].model_copy(update={"version": 2}), CANDIDATES[0])
    month.store.add(empty, stranger, other)
    for answer in (empty, stranger, other):
        judged(month, answer, 0)
        month.store.add(person(answer, "kim", 5))
    month.store.add(factory.verdict(first, 4, judge="openai/judge-before"))
    assert read(month, asked) == {}


def test_what_people_rated_because_judges_differ_measures_no_judge(
    month: Workspace, asked: list[Any]
) -> None:
    first, second, *_ = answered(month, asked)
    for answer, drawn in ((first, False), (second, True)):
        judged(month, answer, 0, 9)
        month.store.add(person(answer, "kim", 5, drawn=drawn))
    assert [both.family for both in read(month, asked)[JUDGES[0]]] == ["second"]


def test_on_what_judges_differ_over_each_looks_worse_than_it_is() -> None:
    """Which is why it is left out: three judges as good as each other, a thousand answers."""
    dice = np.random.default_rng(0)
    earned = dice.choice([0, 2, 5, 8, 10], 1000, p=[0.25, 0.1, 0.15, 0.2, 0.3])
    judges = [np.clip(np.rint(earned + dice.normal(0, 1.8, 1000)), 0, 10) for _ in range(3)]
    people = np.clip(np.rint(earned + dice.normal(0, 1.5, 1000)), 0, 10)
    split = np.array([spread_of(given) > SPREAD for given in zip(*judges, strict=True)])
    drawn = np.arange(1000) < 50

    def pearson(rows: Any) -> float:
        return float(np.corrcoef(judges[0][rows], people[rows])[0, 1])

    assert abs(pearson(drawn) - pearson(slice(None))) < 0.05
    assert pearson(drawn | split) < pearson(slice(None)) - 0.1


def test_what_is_written_out_measures_the_same_and_names_nobody(
    month: Workspace, asked: list[Any], tmp_path: Path
) -> None:
    given = answered(month, asked, [*CANDIDATES, "human/ann", f"blind/{CANDIDATES[0]}"])
    for n, answer in enumerate(given):
        judged(month, answer, n % 11, (n + 3) % 11)
        month.store.add(person(answer, "kim", (n + 1) % 11), person(answer, "lee", n % 7))
    lines = read(month, asked, double_lines)
    file = tmp_path / "ratings.jsonl"
    file.write_text("".join(f"{json.dumps(each)}\n" for each in lines))
    measured = {judge: calibration(both) for judge, both in read(month, asked).items()}
    assert calibrate_file(file) == (measured, [])
    assert measured[JUDGES[0]]["overall"]["n"] == 6
    assert set(measured[JUDGES[0]]["families"]) == {"first", "second"}
    assert not any(who in file.read_text() for who in ("ann", "kim", "lee"))

"""What all sighted solvers answer is easy; what they earn on the accepted leaves the headroom."""

from typing import Any

import pytest

from live.qa_gen.difficulty import answered_by_all, expected_headroom
from live.records import Finding


def finding(n: int, *ratings: float | None, **fields: Any) -> Finding:
    solvers = [{"model": f"m{i}", "answer": "x", "rating": r} for i, r in enumerate(ratings)]
    values = {"month": "2026-10", "question_id": f"{n:016x}", "version": 2, "gate": "answerable"}
    return Finding.model_validate(
        values | {"outcome": "passed", "evidence": {"solvers": solvers}} | fields
    )


def test_easy_is_what_every_solver_answers_the_easiest_first() -> None:
    found = [finding(1, 5, 5), finding(2, 10, 4.9), finding(3, 10, 10), finding(4), finding(5, 5)]
    assert answered_by_all(found, 5) == [f"{n:016x}" for n in (3, 1, 5)]


def test_headroom_is_what_the_mean_of_the_questions_leaves() -> None:
    assert expected_headroom([finding(1, 10, 6), finding(2, 2)]) == pytest.approx(50)
    assert expected_headroom([finding(1, 10, 10)]) == 0


def test_without_ratings_nothing_is_said() -> None:
    others = [finding(1), finding(2, None), finding(3, 9, gate="needs_picture")]
    assert expected_headroom([]) is None is expected_headroom(others)
    assert answered_by_all(others, 5) == []


def test_the_newest_version_counts() -> None:
    found = [finding(1, 2, version=3), finding(1, 10, version=2)]
    assert answered_by_all(found, 5) == [] and expected_headroom(found) == pytest.approx(80)

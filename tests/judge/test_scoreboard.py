"""Scores: means on 0..100, intervals over pages, and judge failures that never move a mean."""

import factory
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from live.judge.scoreboard import board_of, score, scoreboard, table


def test_a_mean_is_on_0_to_100_with_its_interval_around_it() -> None:
    rows = [(f"p{n}", n % 11) for n in range(60)]
    scored = score(rows)
    assert scored.mean == pytest.approx(10 * sum(r for _, r in rows) / 60, abs=0.01)
    assert scored.low < scored.mean < scored.high  # type: ignore[operator]
    assert (scored.n, scored.unscored, scored.withheld) == (60, 0, False)


def test_the_interval_is_over_pages_not_questions() -> None:
    """Ten copies of each question on its page tell no more than one."""
    once = [(f"p{n}", 10 * (n % 2)) for n in range(20)]
    copied = [row for row in once for _ in range(10)]
    spread = [(f"{page}-{n}", rating) for n, (page, rating) in enumerate(copied)]
    width = {name: score(rows) for name, rows in (("c", copied), ("o", once), ("s", spread))}
    assert width["c"].low == width["o"].low and width["c"].high == width["o"].high
    assert width["s"].high - width["s"].low < width["c"].high - width["c"].low  # type: ignore


def test_the_interval_agrees_with_a_plain_bootstrap() -> None:
    rng = np.random.default_rng(1)
    pages = [rng.integers(0, 11, size=rng.integers(1, 6)) for _ in range(40)]
    scored = score([(f"p{n}", int(r)) for n, ratings in enumerate(pages) for r in ratings])
    means = []
    for _ in range(4000):
        drawn = np.concatenate([pages[i] for i in rng.integers(0, 40, 40)])
        means.append(10 * drawn.mean())
    assert scored.low == pytest.approx(np.percentile(means, 2.5), abs=1)
    assert scored.high == pytest.approx(np.percentile(means, 97.5), abs=1)


@settings(max_examples=30)
@given(st.lists(st.integers(0, 10), min_size=51, max_size=80), st.data())
def test_an_unscored_verdict_never_moves_a_mean(ratings: list[int], data: st.DataObject) -> None:
    """The mean is that of the scored ones, and the count stands beside it."""
    rows = [(f"p{n % 7}", rating) for n, rating in enumerate(ratings)]
    gone = data.draw(st.integers(0, len(rows) - 1))
    with_failure = [(p, None if n == gone else r) for n, (p, r) in enumerate(rows)]
    without = [row for n, row in enumerate(rows) if n != gone]
    assert score(with_failure).mean == score(without).mean
    assert score(with_failure).unscored == 1


def test_a_mean_is_withheld_when_more_than_two_percent_is_unscored() -> None:
    rows: list[tuple[str, int | None]] = [(f"p{n}", 5) for n in range(98)]
    assert not score([*rows, ("x", None), ("x", None)]).withheld
    withheld = score([*rows, ("x", None), ("x", None), ("x", None)])
    assert withheld.withheld and withheld.mean is withheld.low is withheld.high is None
    assert (withheld.n, withheld.unscored) == (98, 3)


def test_one_page_tells_nothing_of_the_spread() -> None:
    scored = score([("p", 5), ("p", 6)])
    assert (scored.mean, scored.low, scored.high) == (55, None, None)


def test_rows_without_a_verdict_are_unscored_and_subtasks_add_up() -> None:
    questions = [
        factory.question(
            n, page_id=f"p{n}", subtask=("Basic Understanding", "Contextual Analysis")[n % 2]
        )
        for n in range(6)
    ]
    release = factory.release(questions)
    answers = [
        factory.answer(row.row_id, q) for row, q in zip(release.rows, questions, strict=True)
    ]
    rated = {answer.id: 10.0 for answer in answers}
    board = scoreboard(release, questions, answers, rated, ["embedded/blind", "hf/absent"])
    best, absent = board.models
    assert (best.model, best.mean, best.n) == ("embedded/blind", 100.0, 6)
    assert (absent.withheld, absent.unscored, absent.n) == (True, 6, 0)
    assert sum(part.n for part in best.subtasks.values()) == best.n
    assert list(table(board)["mean"])[0] == 100.0


def test_an_empty_split_has_no_scores_and_says_so() -> None:
    board = board_of({}, {"hf/a": {}, "hf/b": {}})
    assert [(m.mean, m.low, m.n, m.withheld) for m in board.models] == [(None, None, 0, True)] * 2
    assert board.notes == ("There are no questions, so there are no scores.",)
    assert board_of({}, {}).models == ()

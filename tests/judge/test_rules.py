"""The rule judge gives exactly the points whose quoted facts are named."""

import factory

from live.judge.rules import rate
from live.records import Criterion, Question


def rubric(*lines: tuple[int, str], gold: str = "Mara Quill") -> Question:
    return factory.question(
        criteria=tuple(Criterion(points=p, text=t) for p, t in lines), answer=gold
    )


def test_each_criterion_earns_by_itself() -> None:
    asked = rubric(
        (6, 'the answer names "Mara Quill".'), (4, 'the answer names "14 October 2026".')
    )
    assert rate(asked, "Mara Quill, on 14.10.2026")[0] == (6, 4)
    assert rate(asked, "Mara Quill")[0] == (6, 0)
    assert rate(asked, "nobody")[0] == (0, 0)


def test_order_is_judged_by_order() -> None:
    asked = rubric((10, 'the answer names "Fenwick" before "Harrow".'), gold="Fenwick; Harrow")
    assert rate(asked, "Fenwick, then Harrow")[0] == (10,)
    assert rate(asked, "Harrow, then Fenwick")[0] == (0,)
    assert rate(asked, "Fenwick")[0] == (0,)


def test_reciting_the_page_earns_nothing_for_what_comes_late() -> None:
    asked = rubric((10, 'the answer names "Mara Quill".'))
    assert rate(asked, "word " * 200 + "Mara Quill")[0] == (0,)


def test_a_rubric_in_prose_is_unscored_not_zero() -> None:
    points, reason = rate(rubric((10, "explains the mood of the town")), "Mara Quill")
    assert points is None
    assert reason.startswith("Unscored:")

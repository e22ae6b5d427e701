"""Which answers people rate is drawn evenly and by nothing that judges said."""

from collections import Counter

import pytest

from live.judge.sample import Drawn, sample


def answers(models: int, subtasks: int, each: int) -> list[Drawn]:
    return [
        Drawn(f"{m}-{s}-{n}", f"model {m}", f"subtask {s}")
        for m in range(models)
        for s in range(subtasks)
        for n in range(each)
    ]


@pytest.mark.parametrize(("models", "subtasks", "most"), [(2, 3, 12), (20, 6, 50), (3, 7, 11)])
def test_candidates_and_subtasks_have_as_many_each_as_can_be(
    models: int, subtasks: int, most: int
) -> None:
    of = {each.id: each for each in answers(models, subtasks, 20)}
    drawn = [of[id] for id in sample(of.values(), most)]
    assert len(drawn) == len(set(drawn)) == most
    for name, total in (("model", models), ("subtask", subtasks)):
        counts = Counter(getattr(each, name) for each in drawn)
        shares = [counts.get(f"{name} {n}", 0) for n in range(total)]
        assert max(shares) - min(shares) <= 1, (name, shares)
    for m in range(models):
        own = Counter(each.subtask for each in drawn if each.model == f"model {m}")
        shares = [own.get(f"subtask {s}", 0) for s in range(subtasks)]
        assert max(shares) - min(shares) <= 1, (m, shares)


def test_the_draw_is_the_same_whatever_the_order_and_all_where_they_are_few() -> None:
    given = answers(3, 3, 5)
    assert sample(given, 10) == sample(reversed(given), 10)
    assert set(sample(given, 10)) <= set(sample(given, 20))
    assert sorted(sample(given, 1000)) == sorted(each.id for each in given)
    assert sample(given, 0) == [] == sample([], 10)


def test_one_candidate_with_few_answers_leaves_its_share_to_the_others() -> None:
    given = [*answers(1, 2, 20), Drawn("only", "model few", "subtask 0")]
    assert Counter(id == "only" for id in sample(given, 10)) == {True: 1, False: 9}

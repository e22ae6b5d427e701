"""What a model gains by seeing: its ratings against its own without the picture, row by row."""

from live.judge.gain import gain

PAGES = {f"q{n}": f"p{n // 2}" for n in range(20)}
SEEING: dict[str, float | None] = {q: 8 for q in PAGES}


def test_a_model_never_asked_blind_has_no_gain() -> None:
    assert gain(SEEING, None, PAGES) is None


def test_the_gain_is_over_the_rows_that_have_both_ratings() -> None:
    blind: dict[str, float | None] = {f"q{n}": n % 3 for n in range(10)} | {"q10": None}
    found = gain(SEEING | {"q0": None}, blind, PAGES)
    assert found is not None
    assert (found.n, found.unscored) == (9, 1)
    mean = sum(10 * (n % 3) for n in range(1, 10)) / 9
    assert found.blind == round(mean, 2)
    assert found.difference == round(80 - mean, 2)
    assert found.low is not None and found.high is not None
    assert found.low < found.difference < found.high


def test_one_page_gives_a_gain_without_interval() -> None:
    found = gain(SEEING, {"q0": 1, "q1": 2}, PAGES)
    assert found is not None
    assert (found.difference, found.low, found.high) == (65, None, None)


def test_blind_answers_without_a_rating_are_counted_and_nothing_is_told() -> None:
    found = gain(SEEING, {"q0": None, "q1": None}, PAGES)
    assert found is not None
    assert (found.blind, found.difference, found.n, found.unscored) == (None, None, 0, 2)

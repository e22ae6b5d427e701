"""Laws of the scores that the leaderboard's page computes itself: they are those of live.judge."""

import random
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from live.installed import find_chromium
from live.judge.gain import gain
from live.judge.letters import letters
from live.judge.scoreboard import board_of, model_score
from live.publish.inline import rules
from live.publish.leaderboard_index import TEMPLATES
from live.records import Pair, Scoreboard

pytestmark = pytest.mark.browser
SUBTASKS = ("Basic Understanding", "Contextual Analysis", "Further Insights")
CLOSE = 0.3
"""Points by which two intervals of other draws may differ."""
STEP = 1.5
"""The same of a subtask: on few pages the means that draws can have lie apart."""
Ratings = dict[str, list[float | None]]


@pytest.fixture(scope="module")
def compute() -> Iterator[Callable[..., Any]]:
    """Runs an expression of score.js in a browser, on an argument `given`."""
    scripts = "".join((TEMPLATES / name).read_text() for name in ("resample.js", "score.js"))
    run = "const last = (g) => { let s; do s = g.next(); while (!s.done); return s.value; };"
    with sync_playwright() as driver:
        program = find_chromium(driver.chromium.executable_path)
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        tab = browser.new_page()
        yield lambda code, given: tab.evaluate(
            f"given => {{ {scripts}{run} return {code}; }}", given
        )
        browser.close()


class Month:
    """Ratings of some models on questions, three a page, two pages a day."""

    def __init__(self, ratings: Ratings) -> None:
        self.ratings = ratings
        self.count = len(next(iter(ratings.values())))
        self.blind: Ratings = {}
        self.people: list[tuple[int, float | None]] = []

    def row(self, n: int) -> tuple[str, str]:
        return f"p{n // 3:03}", SUBTASKS[n * 2 % 3 if n % 5 else 0]

    def day(self, n: int) -> str:
        return f"2026-10-{1 + n // 6:02}"

    def since(self, day: str) -> list[int]:
        return [n for n in range(self.count) if self.day(n) >= day]

    def board(self, day: str) -> Scoreboard:
        """What live.judge makes of the rows since a day."""
        rows = {str(n): self.row(n) for n in self.since(day)}
        given = {model: {id: of[int(id)] for id in rows} for model, of in self.ratings.items()}
        return board_of(rows, given)

    def data(self) -> dict[str, Any]:
        pages = range((self.count + 2) // 3)
        return {
            "pages": [self.day(3 * page) for page in pages],
            "subtasks": list(SUBTASKS),
            "rows": {
                "id": list(range(self.count)),
                "page": [n // 3 for n in range(self.count)],
                "subtask": [SUBTASKS.index(self.row(n)[1]) for n in range(self.count)],
            },
            "models": [
                {
                    "model": model,
                    "ratings": of,
                    "outcomes": "a" * self.count,
                    "blind": self._given([*enumerate(self.blind[model])])
                    if model in self.blind
                    else None,
                }
                for model, of in self.ratings.items()
            ],
            "people": self._given(self.people) if self.people else None,
            "rules": rules(len(self.ratings)),
        }

    def _given(self, rated: list[tuple[int, float | None]]) -> dict[str, Any]:
        return {"rows": [n for n, _ in rated], "ratings": [r for _, r in rated]}


def month(models: int, questions: int, missing: float = 0.0) -> Month:
    """Models one better than the other; ratings in halves, as of a panel of two."""
    dice = random.Random(models * questions)

    def rating(skill: float) -> float | None:
        if dice.random() < missing:
            return None
        return min(10, max(0, round(2 * dice.gauss(skill, 2.2)) / 2))

    return Month({f"m{n}": [rating(3 + 0.6 * n) for _ in range(questions)] for n in range(models)})


def found(compute: Callable[..., Any], whole: Month, day: str) -> dict[str, Any]:
    code = "last(boardOf(given.data, rowsSince(given.data, given.day)))"
    board: dict[str, Any] = compute(code, {"data": whole.data(), "day": day})
    return board


MONTHS = {
    "all rated": month(6, 180),
    "some unscored": month(6, 180, 0.012),
    "withheld": month(4, 90, 0.1),
    "few pages": month(5, 36),
    "one page": month(3, 3),
    "one model": month(1, 60),
}


@pytest.mark.parametrize("day", ["", "2026-10-02", "2026-10-04"])
@pytest.mark.parametrize("name", MONTHS)
def test_means_and_counts_are_pythons_and_intervals_are_close(
    compute: Callable[..., Any], name: str, day: str
) -> None:
    whole = MONTHS[name]
    board, ours = whole.board(day), found(compute, whole, day)
    assert [each["model"] for each in ours["models"]] == [each.model for each in board.models]
    for score, mine in zip(board.models, ours["models"], strict=True):
        assert list(mine["subtasks"]) == list(score.subtasks)
        for theirs, own in (
            (score, mine),
            *((part, mine["subtasks"][label]) for label, part in score.subtasks.items()),
        ):
            for number in ("mean", "n", "unscored", "withheld"):
                assert own[number] == getattr(theirs, number), number
            assert (own["low"] is None) == (theirs.low is None)
            assert own["low"] == pytest.approx(theirs.low, abs=CLOSE if theirs is score else STEP)
            assert own["high"] == pytest.approx(theirs.high, abs=CLOSE if theirs is score else STEP)


@pytest.mark.parametrize("name", MONTHS)
def test_places_letters_and_differences_are_pythons(compute: Callable[..., Any], name: str) -> None:
    whole = MONTHS[name]
    board, ours = whole.board(""), found(compute, whole, "")
    ranked = [score.model for score in board.models if not score.withheld]
    told = letters(ranked, board.pairs)
    for score, mine in zip(board.models, ours["models"], strict=True):
        assert (mine["rank_low"], mine["rank_high"]) == (score.rank_low, score.rank_high)
        assert mine["letters"] == told.get(score.model, "")
    exact = whole.count <= 3 * whole.data()["rules"]["exact"]
    for pair, own in zip(board.pairs, ours["pairs"], strict=True):
        assert (own["a"], own["b"], own["difference"]) == (pair.a, pair.b, pair.difference)
        assert own["p"] == pytest.approx(pair.p, abs=0 if exact else 0.015)
        assert own["p_holm"] == pytest.approx(pair.p_holm, abs=0 if exact else 0.05)
        assert own["low"] == pytest.approx(pair.low, abs=CLOSE)
    detectable = board.minimal_detectable_difference
    assert ours["minimal_detectable_difference"] == pytest.approx(detectable, abs=CLOSE)


def test_letters_are_pythons_whatever_differs_from_whatever(compute: Callable[..., Any]) -> None:
    dice, names = random.Random(4), "abcdefgh"
    graphs = [[(a, b, dice.random() < 0.4) for a, b in combinations(names, 2)] for _ in range(300)]
    code = """given.graphs.map((graph) => Object.fromEntries(lettersOf(
        given.names.map((model) => ({ model })),
        graph.map(([a, b, sure]) => ({ a, b, sure, p_holm: sure ? 0.01 : 0.9 })))))"""
    number = {"difference": 1.0, "low": 1.0, "high": 1.0, "p": 0.01}
    expected = [
        letters(names, [Pair(a=a, b=b, p_holm=0.01 if s else 0.9, **number) for a, b, s in graph])
        for graph in graphs
    ]
    assert compute(code, {"graphs": graphs, "names": list(names)}) == expected


def test_the_gain_by_seeing_and_the_mean_of_people_are_pythons(
    compute: Callable[..., Any],
) -> None:
    whole = month(2, 120)
    dice = random.Random(1)
    whole.blind = {"m1": [dice.choice((0, 1, 2.5, None)) for _ in range(120)]}
    whole.people = [(n % 120, dice.choice((6, 8, None, 9))) for n in range(0, 200, 3)]
    ours = found(compute, whole, "2026-10-03")
    left = whole.since("2026-10-03")
    seeing, blind = ({str(n): of["m1"][n] for n in left} for of in (whole.ratings, whole.blind))
    expected = gain(seeing, blind, {str(n): whole.row(n)[0] for n in left})
    own = next(each["gain"] for each in ours["models"] if each["model"] == "m1")
    assert expected and own == pytest.approx(expected.model_dump(), abs=CLOSE)
    assert (own["difference"], own["blind"]) == (expected.difference, expected.blind)
    mean = model_score("", [(*whole.row(n), rating) for n, rating in whole.people if n in left])
    for number in ("mean", "n", "unscored", "withheld"):
        assert ours["people"][number] == getattr(mean, number)


def test_of_no_page_nothing_is_told(compute: Callable[..., Any]) -> None:
    ours = found(compute, MONTHS["all rated"], "2027-01-01")
    assert {(each["mean"], each["n"], each["withheld"]) for each in ours["models"]} == {
        (None, 0, True)
    }
    assert ours["pairs"] == [] and ours["questions"] == 0


def test_the_same_ratings_give_the_same_numbers(compute: Callable[..., Any]) -> None:
    whole = MONTHS["few pages"]
    assert found(compute, whole, "") == found(compute, whole, "")


def test_numbers_are_written_as_python_writes_them(compute: Callable[..., Any]) -> None:
    """Also those in the middle: 50.25 is 50.2, 50.75 is 50.8."""
    numbers = [50.25, 50.75, 0.125, 0.375, 62.625, -0.25, 99.995, 1 / 3, 0, 100, 2.675]
    for digits in (1, 2):
        own = compute("given[0].map((each) => fixed(each, given[1]))", [numbers, digits])
        assert [float(each) for each in own] == [float(f"{n:.{digits}f}") for n in numbers]

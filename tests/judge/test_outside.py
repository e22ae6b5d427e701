"""`live score`, `live arena` and `live judge calibrate`: files from anywhere."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from live.cli import live
from live.errors import UsageError
from live.judge.outside import arena_file, calibrate_file, score_file


@pytest.fixture
def file(tmp_path: Path):  # type: ignore[no-untyped-def]
    def write(*rows: dict[str, Any]) -> Path:
        path = tmp_path / "lines.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return path

    return write


def verdict(**fields: Any) -> dict[str, Any]:
    given = {"model": "m", "question_id": 1, "page_id": "p", "subtask": "A", "rating": 5}
    return given | {"reason": ""} | fields


def printed(*arguments: object) -> Any:
    result = CliRunner().invoke(live, [*map(str, arguments), "--json"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_table_has_the_shape_of_every_scoreboard(file) -> None:  # type: ignore[no-untyped-def]
    rows = [
        verdict(model=m, question_id=n, page_id=n // 2, rating=r)
        for m, r in (("good", 9), ("poor", 2))
        for n in range(20)
    ]
    table = printed("score", file(*rows))
    assert table["month"] is None
    good, poor = table["models"]
    assert (good["model"], good["mean"], good["n"], good["unscored"]) == ("good", 90, 20, 0)
    assert (good["rank_low"], good["rank_high"], poor["rank_low"]) == (1, 1, 2)
    assert set(good["subtasks"]["A"]) == {"mean", "low", "high", "n", "unscored", "withheld"}
    (pair,) = table["pairs"]
    assert set(pair) == {"a", "b", "difference", "low", "high", "p", "p_holm"}
    assert (pair["a"], pair["b"], pair["difference"]) == ("good", "poor", 70)
    assert table["minimal_detectable_difference"] == 0


def test_ids_may_be_numbers_or_words(file) -> None:  # type: ignore[no-untyped-def]
    board, wrong = score_file(file(verdict(question_id=1), verdict(question_id="b", page_id=2)))
    assert board.models[0].n == 2 and not wrong


def test_names_may_be_those_of_published_result_sets(file) -> None:  # type: ignore[no-untyped-def]
    ours = score_file(file(verdict(), verdict(question_id=2, page_id="q", rating=None)))
    rows = [
        {"model": "m", "id": 1, "page_id": "p", "subtask": "A", "score": 5.0, "status": "answered"},
        {"model": "m", "id": 2, "page_id": "q", "subtask": "A", "score": None, "reason": ""},
    ]
    assert score_file(file(*rows)) == ours
    with pytest.raises(UsageError, match="1: question_id"):
        score_file(file({"model": "m", "page_id": "p"}))


@pytest.mark.parametrize("rating", [11, -1, "8/10", "8", True, [5], {"points": 5}])
def test_a_rating_that_is_none_is_unscored_and_named(file, rating: Any) -> None:  # type: ignore[no-untyped-def]
    rows = [verdict(question_id=n, page_id=n) for n in range(99)]
    board, (wrong,) = score_file(file(*rows, verdict(question_id=99, page_id=99, rating=rating)))
    (scored,) = board.models
    assert (scored.mean, scored.n, scored.unscored) == (50, 99, 1)
    assert "no number of 0 to 10: unscored" in wrong


def test_what_one_model_was_not_asked_is_unscored_for_it(file) -> None:  # type: ignore[no-untyped-def]
    """A judge call that failed and left no line must not raise a score."""
    rows = [verdict(model="all", question_id=n, page_id=n) for n in range(10)]
    rows += [verdict(model="half", question_id=n, page_id=n, rating=10) for n in range(5)]
    board, (told,) = score_file(file(*rows))
    assert [(m.model, m.withheld, m.unscored) for m in board.models] == [
        ("all", False, 0), ("half", True, 5),
    ]  # fmt: skip
    assert told == "half has no verdict on 5 questions: unscored"


def test_one_page_has_a_mean_and_says_that_it_has_no_interval(file) -> None:  # type: ignore[no-untyped-def]
    board, _ = score_file(file(verdict(), verdict(question_id=2), verdict(model="o"),
                               verdict(model="o", question_id=2)))  # fmt: skip
    assert [(m.mean, m.low, m.high) for m in board.models] == [(50, None, None)] * 2
    assert board.pairs[0].p is None and "about one page" in board.notes[0]


def test_all_unscored_is_a_table_without_a_mean(file) -> None:  # type: ignore[no-untyped-def]
    board, _ = score_file(file(verdict(rating=None), verdict(question_id=2, rating=None)))
    assert board.models[0].mean is None and board.models[0].unscored == 2


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "no verdict"),
        ([verdict(), verdict()], "2: question_id: m has a verdict on 1 already"),
        ([verdict(), verdict(model="o", page_id="other")], "had another page_id or subtask"),
        ([{"model": "m", "question_id": 1}], "1: page_id: Field required"),
        ([verdict(question_id=1.5)], "1: question_id"),
        ([verdict(model="")], "1: model"),
    ],
)
def test_a_file_that_is_no_table_of_verdicts_is_refused_by_its_line(  # type: ignore[no-untyped-def]
    file, rows: list[dict[str, Any]], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        score_file(file(*rows))


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[1]\n", b"{", b'{"model": '])
def test_what_is_no_json_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad").write_bytes(content)
    for read in (score_file, arena_file, calibrate_file):
        with pytest.raises(UsageError):
            read(tmp_path / "bad")


def compared(**fields: Any) -> dict[str, Any]:
    return {"a": "x", "b": "y", "winner": "a", "question_id": 1, "order": "ab"} | fields


def test_comparisons_give_ratings_and_position(file) -> None:  # type: ignore[no-untyped-def]
    rows = [compared(question_id=n, order=o) for n in range(8) for o in ("ab", "ba")]
    table = printed("arena", file(*rows))
    assert [row["model"] for row in table["models"]] == ["x", "y"]
    assert {"rating", "low", "high"} <= set(table["models"][0])
    assert table["position"]["consistent"] == 1


def test_an_unusable_comparison_is_counted_and_pages_are_taken(file) -> None:  # type: ignore[no-untyped-def]
    rows = [compared(question_id=n, page_id=n // 2) for n in range(4)]
    table = printed("arena", file(*rows, compared(question_id=9, winner="unusable")))
    assert (table["comparisons"], table["unusable"]) == (4, 1)
    assert printed("arena", file(compared(winner="unusable")))["models"] == []


@pytest.mark.parametrize("orders", [("ab", "ba"), ("a", "b"), (0, 1), (1, 2)])
def test_an_order_may_be_said_in_words_or_numbers(file, orders: tuple[Any, Any]) -> None:  # type: ignore[no-untyped-def]
    rows = [compared(question_id=n, order=orders[n % 2]) for n in range(4)]
    assert arena_file(file(*rows))["position"]["share"] == 0.5
    assert arena_file(file(compared(order=orders[0])))["position"]["share"] == 1


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (compared(winner="x"), "winner"),
        (compared(b="x"), "compare two models"),
        (compared(order="left"), "no order"),
    ],
)
def test_a_comparison_that_is_none_is_refused(file, row: dict[str, Any], said: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UsageError, match=said):
        arena_file(file(row))


def test_each_judge_of_a_file_is_measured(file) -> None:  # type: ignore[no-untyped-def]
    rows = [
        {"question_id": n, "rating": n % 11, "human_rating": n % 11, "judge": judge, "model": "m"}
        for judge in ("one", "two")
        for n in range(40)
    ]
    one, two = printed("judge", "calibrate", file(*rows))
    assert (one["judge"], one["overall"]["n"]) == ("one", 40)
    assert one["overall"]["kappa"]["value"] == 1 and one["families"]["m"]["n"] == 40


def test_several_people_on_one_answer_are_one_row_with_their_median(file) -> None:  # type: ignore[no-untyped-def]
    rows = [{"question_id": 1, "rating": 5, "human": human} for human in (1, 4, 9)]
    found, _ = calibrate_file(file(*rows))
    assert (found[""]["overall"]["n"], found[""]["overall"]["bias"]["value"]) == (1, 1)
    with pytest.raises(UsageError, match="2: rating"):
        calibrate_file(file(rows[0], rows[1] | {"rating": 6}))


@pytest.mark.parametrize("rating", [None, 11, "x", "8", True, 10**400])
def test_what_a_judge_could_not_rate_is_left_out_and_named(file, rating: Any) -> None:  # type: ignore[no-untyped-def]
    rows = [{"question_id": n, "rating": n, "human": n} for n in range(9)]
    found, (wrong,) = calibrate_file(file(*rows, rows[0] | {"question_id": 9, "rating": rating}))
    assert found[""]["overall"]["n"] == 9
    assert "left out, 1 times" in wrong


@pytest.mark.parametrize("human", [None, 11, "8", True])
def test_a_persons_rating_must_be_one(file, human: Any) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UsageError, match="human"):
        calibrate_file(file({"question_id": 1, "rating": 5, "human": human}))


def test_a_models_name_cannot_forge_a_row(file) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UsageError, match="cannot be printed"):
        score_file(file(verdict(model="good\nbest  99.9")))


def test_few_pages_are_said_to_tell_little(file) -> None:  # type: ignore[no-untyped-def]
    def notes(pages: int) -> tuple[str, ...]:
        rows = [
            verdict(model=m, question_id=n, page_id=n, rating=(n + k) % 10)
            for k, m in enumerate("ab")
            for n in range(pages)
        ]
        board, _ = score_file(file(*rows))
        assert (board.minimal_detectable_difference is None) == (pages < 6)
        return board.notes

    assert "tell no two models apart" in notes(5)[0]
    assert "a little too narrow" in notes(29)[0]
    assert notes(30) == ()


def test_many_models_can_be_told_apart_still(file) -> None:  # type: ignore[no-untyped-def]
    """Corrected for 1,128 pairs, 20,000 flips would leave no p below 5%."""
    rows = [
        verdict(model=f"m{m}", question_id=n, page_id=n, rating=9 if m else 1)
        for m in range(48)
        for n in range(30)
    ]
    board, _ = score_file(file(*rows))
    assert (board.models[-1].model, board.models[-1].rank_low) == ("m0", 48)

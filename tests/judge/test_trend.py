"""A trend has every month's newest numbers, and says where two months were measured otherwise."""

from pathlib import Path

import factory
import pytest

from live.config import Config
from live.judge.notes import judge_notes
from live.judge.trend import trend, trend_month
from live.publish.earlier import earlier
from live.records import JudgeNote, ModelScore, Provenance, Scoreboard, TrendMonth
from live.workspace import Workspace


def board(month: str, mean: float | None = 50.0, **fields: object) -> Scoreboard:
    score = ModelScore(
        model="m", mean=mean, low=None, high=None, n=9, unscored=0, withheld=mean is None,
        subtasks={},
    )  # fmt: skip
    return Scoreboard.model_validate({"month": month, "models": (score,), **fields})


def judged_by(name: str, *revisions: str, declared: str = "") -> JudgeNote:
    return JudgeNote(
        name=name, declared=declared or name, revisions=revisions, verdicts=9, unscored=0
    )


def a_month(month: str, *judges: str, taxonomy: str = "2406") -> TrendMonth:
    return TrendMonth(month=month, judges=judges, taxonomy=taxonomy, scores={})


def changed(*months: TrendMonth) -> list[tuple[str, ...]]:
    return [each.changed for each in trend(months[:-1], months[-1])]


def test_months_come_oldest_first_and_the_first_has_changed_nothing() -> None:
    found = trend([a_month("2026-09", "a"), a_month("2026-08", "a")], a_month("2026-10", "a"))
    assert [each.month for each in found] == ["2026-08", "2026-09", "2026-10"]
    assert [each.changed for each in found] == [(), (), ()]
    assert trend([], a_month("2026-10"))[0].changed == ()


def test_another_judge_is_named_with_the_one_before_it() -> None:
    assert changed(a_month("2026-09", "a (a-1)"), a_month("2026-10", "a (a-2)")) == [
        (),
        ("judge: a (a-2), before a (a-1)",),
    ]


def test_a_panel_in_another_order_is_the_same_panel() -> None:
    assert changed(a_month("2026-09", "a", "b"), a_month("2026-10", "b", "a")) == [(), ()]
    assert changed(a_month("2026-09", "a"), a_month("2026-10", "a", "b"))[1] == (
        "judge: a and b, before a",
    )


def test_another_taxonomy_is_named() -> None:
    assert changed(a_month("2026-09", "a"), a_month("2026-10", "a", taxonomy="2409"))[1] == (
        "taxonomy: 2409, before 2406",
    )


def test_what_is_not_recorded_is_told_and_not_guessed() -> None:
    old = a_month("2026-08", taxonomy="")
    assert changed(old, a_month("2026-09", "a"), a_month("2026-10", "a")) == [
        (),
        ("judge: not recorded for 2026-08", "taxonomy: not recorded for 2026-08"),
        (),
    ]


@pytest.mark.parametrize(
    ("note", "told"),
    [
        (judged_by("a", "a-1", "a-2", declared="openai/a"), "a (a-1, a-2)"),
        (judged_by("a", declared="openai/a"), "a (openai/a)"),
        (judged_by("embedded/rules"), "embedded/rules"),
    ],
)
def test_a_judge_is_told_as_it_was_served_else_as_it_was_declared(
    note: JudgeNote, told: str
) -> None:
    assert trend_month(board("2026-10", judges=(note,))).judges == (told,)


def test_a_withheld_mean_stays_withheld() -> None:
    (score,) = trend_month(board("2026-10", None)).scores.values()
    assert score.withheld and score.mean is None


def test_a_month_keeps_the_taxonomy_that_its_own_scoreboard_says() -> None:
    own = trend_month(board("2026-09"), "2409")
    assert trend_month(board("2026-09", trend=(own,))).taxonomy == "2409"
    assert trend_month(board("2026-10", trend=(own,))).taxonomy == "", "that is another month's"


def test_a_judges_note_counts_its_verdicts_and_those_without_a_rating() -> None:
    config = Config.model_validate(
        {
            "sites": [{"name": "A", "url": "http://a.example/"}],
            "models": [{"name": "a", "model": "openai/gpt-5"}],
            "judge": ["a", "embedded/rules"],
        }
    )
    answer = factory.answer(26100001, factory.question())
    served = Provenance(model="a", revision="gpt-5-2026-08-07")
    verdicts = [
        factory.verdict(answer, 7, judge="a", made_by=served),
        factory.verdict(answer, None, judge="a"),
        factory.verdict(answer, 7, judge="human/kim"),
    ]
    first, second = judge_notes(config, verdicts)
    assert (first.declared, first.revisions) == ("openai/gpt-5", ("gpt-5-2026-08-07",))
    assert [(each.verdicts, each.unscored) for each in (first, second)] == [(2, 1), (0, 0)]


def put(workspace: Workspace, month: str, text: str) -> Path:
    path = workspace.release(month) / "scoreboard.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_earlier_months_are_as_their_files_have_them_now(workspace: Workspace) -> None:
    put(workspace, "2026-09", board("2026-09", 40.0, judges=(judged_by("a"),)).model_dump_json())
    put(workspace, "2026-08", board("2026-08").model_dump_json())
    put(workspace, "2026-10", board("2026-10").model_dump_json())
    put(workspace, "2026-08 (old)", "notes")
    found, notes = earlier(workspace, "2026-10")
    assert [(m.month, m.scores["m"].mean) for m in found] == [("2026-08", 50), ("2026-09", 40)]
    assert notes == []
    put(workspace, "2026-09", board("2026-09", 60.0).model_dump_json())
    found, _ = earlier(workspace, "2026-10")
    assert found[1].scores["m"].mean == 60 and found[1].judges == ()


@pytest.mark.parametrize("text", ["", "{", '{"month": "2026-09"}', "\x00", "[]"])
def test_a_file_that_cannot_be_read_is_told_and_stops_nothing(
    workspace: Workspace, text: str
) -> None:
    put(workspace, "2026-09", text)
    assert earlier(workspace, "2026-10") == (
        [],
        ["The trend lacks 2026-09: releases/2026-09/scoreboard.json cannot be read."],
    )


def test_a_month_that_was_cut_and_not_scored_is_told(workspace: Workspace) -> None:
    release = factory.release([factory.question()])
    workspace.store.add(release)
    found, (note,) = earlier(workspace, "2026-11")
    assert not found and note.startswith("The trend lacks 2026-10: it was cut, and there is no ")
    put(workspace, "2026-10", board("2026-09").model_dump_json())
    assert earlier(workspace, "2026-11")[1] == [
        "The trend lacks 2026-10: releases/2026-10/scoreboard.json is of 2026-09."
    ]

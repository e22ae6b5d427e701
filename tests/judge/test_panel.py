"""A panel's rating is the median of the judges that count; a judge's failure moves no score."""

import factory
import pytest

from live.config import Config, Model
from live.judge.panel import Settled, judges_for, panel_notes, settled
from live.records import Answer, Verdict

QUESTION = factory.question()
SITE = {"name": "A", "url": "http://a.example/"}


def config(*judges: str, candidate: str = "openai/gpt-5", models: tuple[Model, ...] = ()) -> Config:
    return Config.model_validate(
        {"sites": [SITE], "judge": judges, "candidates": [candidate], "models": models}
    )


PANEL = config("openai/gpt-5", "anthropic/claude-5", "openai/qwen3-vl", candidate="hf/x/llava")


def answered(model: str = "hf/x/llava") -> Answer:
    return factory.answer(26100001, QUESTION, model)


def gave(answer: Answer, **ratings: int | None) -> list[Verdict]:
    names = {"gpt": "openai/gpt-5", "claude": "anthropic/claude-5", "qwen": "openai/qwen3-vl"}
    names |= {"kim": "human/kim", "lee": "human/lee"}
    return [factory.verdict(answer, rating, judge=names[who]) for who, rating in ratings.items()]


def earned(**ratings: int | None) -> Settled:
    answer = answered()
    return settled(PANEL, [answer], gave(answer, **ratings))[answer.id]


@pytest.mark.parametrize(
    ("ratings", "rating"),
    [
        ({"gpt": 4, "claude": 6, "qwen": 7}, 6),
        ({"gpt": 4, "claude": 6, "qwen": None}, None),
        ({"gpt": 4, "claude": 6}, None),
        ({"gpt": None, "claude": None, "qwen": None}, None),
        ({}, None),
    ],
)
def test_the_rating_is_the_median_and_none_where_a_judge_that_counts_failed(
    ratings: dict[str, int | None], rating: float | None
) -> None:
    assert earned(**ratings).rating == rating


def test_an_even_panel_gives_halves() -> None:
    pair = config("openai/gpt-5", "anthropic/claude-5", candidate="hf/x/llava")
    answer = answered()
    assert settled(pair, [answer], gave(answer, gpt=6, claude=7))[answer.id].rating == 6.5


@pytest.mark.parametrize(("high", "split"), [(7, False), (8, True)])
def test_people_settle_what_the_panel_is_split_over_by_more_than_3_and_nothing_else(
    high: int, split: bool
) -> None:
    judges = {"gpt": 4, "claude": 4, "qwen": high}
    assert earned(**judges).is_split is split
    assert earned(**judges).rating == 4, "until somebody says otherwise"
    assert earned(**judges, kim=9, lee=10).rating == (9.5 if split else 4)


def test_a_split_that_people_settled_needs_no_judge_more() -> None:
    assert earned(gpt=1, claude=9, qwen=None, kim=7).rating == 7
    assert earned(gpt=1, claude=9, qwen=None).rating is None


def test_no_judge_counts_on_answers_of_its_own_makers_models() -> None:
    assert judges_for(config("openai/gpt-5", "anthropic/claude-5"), "openai/gpt-5") == (
        "anthropic/claude-5",
    )
    mini = config("openai/gpt-5", "anthropic/claude-5", candidate="openai/o4-mini")
    assert judges_for(mini, "openai/o4-mini") == ("anthropic/claude-5",)
    assert judges_for(mini, "blind/openai/o4-mini") == ("anthropic/claude-5",)
    assert judges_for(mini, "human/kim") == mini.judges


def test_a_judge_counts_on_its_kin_where_no_other_is() -> None:
    assert judges_for(config("openai/gpt-5"), "openai/gpt-5") == ("openai/gpt-5",)


def test_whose_model_it_is_can_be_declared() -> None:
    models = (
        Model(name="ours", model="openai/pixie-1", base_url="http://host/v1", maker="Acme"),
        Model(name="referee", model="openai/zebra", base_url="http://host/v1", maker="acme"),
    )
    found = config("referee", "openai/gpt-5", candidate="ours", models=models)
    assert judges_for(found, "ours") == ("openai/gpt-5",)


def test_only_who_is_measured_is_settled() -> None:
    """A model that is no candidate any more may be declared no more either."""
    answers = [answered(), answered("gone"), answered("human/kim"), answered("blind/hf/x/llava")]
    assert set(settled(PANEL, answers, [])) == {a.id for a in answers if a.model != "gone"}


def test_who_is_judged_by_their_own_makers_models_alone_is_said() -> None:
    (note,) = panel_notes(config("openai/gpt-5"), [])
    assert note.startswith("openai/gpt-5 is judged by openai/gpt-5, of its own maker")


def test_who_is_judged_by_another_panel_than_the_others_is_said() -> None:
    (note,) = panel_notes(config("openai/gpt-5", "anthropic/claude-5"), [])
    assert note.startswith("openai/gpt-5 is judged by anthropic/claude-5 alone")


def test_how_often_the_panel_is_split_is_said() -> None:
    """Whatever they gave: a median of 0, 5 and 10 is no certainty."""
    split, agreed = earned(gpt=0, claude=5, qwen=10), earned(gpt=6, claude=7, qwen=7)
    (note,) = panel_notes(PANEL, [split, split, earned(gpt=0, claude=5, qwen=10, kim=6), agreed])
    assert "on 3 of 4 answers (75%), of which people settled 1" in note
    assert panel_notes(PANEL, [agreed]) == ()


@pytest.mark.parametrize(
    ("served", "family"),
    [
        ("meta-llama/Meta-Llama-3-8B", "llama"),
        ("mistralai/Pixtral-12B", "mistral"),
        ("Qwen/QVQ-72B", "qwen"),
        ("ft:gpt-4o:acme", "gpt"),
        ("us.anthropic.claude-3", "claude"),
        ("o4-mini", "gpt"),
        ("4o-mini", "gpt"),
        ("GLM-4.5V", "glm"),
        ("acme/Zebra-7B", "zebra"),
    ],
)
def test_a_name_tells_whose_model_it_is(served: str, family: str) -> None:
    assert Model(name="x", model=f"openai/{served}").family == family

"""What a month says of its making: who did what, how many were left, how much headroom there is."""

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import pytest

from live.publish.card import card
from live.publish.edition import Edition
from live.publish.manifest import manifest_of
from live.publish.rows import rows_of
from live.records import (
    BLIND,
    Finding,
    Grades,
    LeftOut,
    Provenance,
    Question,
    Seen,
    Selection,
    Step,
)

Make = Callable[[str], Edition]
MONTH = "2026-10"
FUNNEL = {
    "pages": 2,
    "written": 9,
    "checked": 8,
    "gates": {
        "well_formed": {"passed": 7, "dropped": 1, "held": 0, "not_run": 0, "off": 0},
        "answerable": {"passed": 0, "dropped": 0, "held": 0, "not_run": 0, "off": 8},
    },
    "accepted": 7,
    "chosen": 6,
    "usd_per_question": 0.02,
}


def by(model: str, prompt: str = "c") -> Provenance:
    return Provenance(model=model, revision=f"{model}-served", prompt_sha256=prompt * 64)


@pytest.fixture
def made(edition: Make) -> Edition:
    """The usual edition, with all that its questions went through."""
    usual = edition(MONTH)
    grades = Grades(authenticity=4, coherence=3, clarity=1, reason="Clear.", made_by=by("scorer"))
    questions = {
        key: question.model_copy(update={"grades": grades}) if n else question
        for n, (key, question) in enumerate(usual.questions.items())
    }
    first = next(iter(questions.values()))
    selection = Selection(
        most=6,
        seed=7,
        shares={"Basic Understanding": 0.5, "Further Insights": 0.5},
        wanted={"Basic Understanding": 3, "Further Insights": 3},
        taken={"Basic Understanding": 2, "Further Insights": 4},
        accepted=7,
        left_out={"f" * 16: LeftOut(reason="alike", detail="Too much like another.")},
    )
    return dataclasses.replace(
        usual,
        questions=questions,
        release=usual.release.model_copy(update={"selection": selection}),
        steps=[_step("inform", first.page_id), _step("finalize", first.id)],
        findings=[
            _finding(q, rating) for q, rating in zip(questions.values(), (10, 4), strict=False)
        ],
        funnel=FUNNEL,
    )


def _step(step: Any, subject: str) -> Step:
    return Step(month=MONTH, step=step, subject=subject, said={}, made_by=by(f"{step}er"))


def _finding(question: Question, rating: int) -> Finding:
    return Finding(
        month=MONTH,
        question_id=question.id,
        version=1,
        gate="answerable",
        outcome="passed",
        evidence={"solvers": [{"model": "see", "answer": "x", "rating": rating}]},
    )


def test_a_rows_score_is_its_grades_total_and_null_without(made: Edition) -> None:
    ungraded, graded, *_ = rows_of(made)
    assert [ungraded[key] for key in ("score", "reason", "scorer_name")] == [None] * 3
    assert [graded[key] for key in ("score", "reason", "scorer_name")] == [8, "Clear.", "scorer"]


def test_every_role_is_named_with_what_served_it_and_a_hash_of_its_prompts(made: Edition) -> None:
    models = {one["role"]: one for one in manifest_of(made, rows_of(made))["models"]}
    assert list(models) == [
        *("informer", "writer", "checker", "finalizer", "scorer", "solver with pictures"),
        "candidate",
    ]
    assert models["informer"]["name"] == "informer"
    assert models["finalizer"]["revisions"] == ["finalizeer-served"]
    assert models["scorer"]["prompts"] == 1 and len(models["scorer"]["prompts_sha256"]) == 64
    assert models["solver with pictures"]["name"] == "see"


def test_the_manifest_tells_at_which_sizes_each_candidate_saw_the_pictures(made: Edition) -> None:
    first, *rest = (answer for answer in made.answers if not answer.by_person)
    seen = Seen(original=(1280, 1600), sent=(980, 1225), seen=(980, 1225), known="checked")
    made_by = first.made_by.model_copy(update={"pictures": (seen, seen)})
    blind = first.model_copy(update={"model": f"{BLIND}{first.model}"})
    answers = [first.model_copy(update={"made_by": made_by}), *rest, blind]
    changed = dataclasses.replace(made, answers=answers)
    models = manifest_of(changed, rows_of(changed))["models"]
    (told,) = (one["pictures"] for one in models if one["name"] == first.model)
    assert (told["answers"], told["unrecorded"]) == (len(answers) - 1, len(answers) - 2)
    assert (told["changed"], told["by_live"], told["edge"]) == (2, 2, [1225, 1225, 1225])
    assert all("pictures" not in one for one in models if one["role"] != "candidate")


def test_the_manifest_tells_the_funnel_the_choice_and_the_headroom(made: Edition) -> None:
    manifest = manifest_of(made, rows_of(made))
    assert json.loads(json.dumps(manifest)) == manifest
    assert manifest["funnel"] == FUNNEL
    assert manifest["selection"]["left_out"] == {"alike": 1}
    assert (manifest["selection"]["seed"], manifest["selection"]["accepted"]) == (7, 7)
    assert manifest["expected_headroom"] == 30.0, "10 and 4 of 10 points leave 30 of 100"
    assert [row["scored_by"] for row in manifest["rows"]][0] is None


def test_the_card_tells_the_funnel_the_choice_and_the_headroom(made: Edition) -> None:
    text = card({MONTH: manifest_of(made, rows_of(made))})
    for said in (
        "| well_formed | 7 | 1 | 0 | 0 |",
        "| answerable | declared off | | | |",
        "9 questions written, 7 were accepted and 6 chosen, at 0.0200 USD each.",
        "(seed 7, at most 6)",
        "Basic Understanding has 2 rows of the 3 that are its share",
        "**Expected headroom: 30.0 of 100 points.**",
    ):
        assert said in text


def test_a_manifest_of_a_month_before_all_this_still_makes_a_card(made: Edition) -> None:
    manifest = manifest_of(made, rows_of(made))
    old = {key: manifest[key] for key in manifest.keys() - NEW}
    alone, beside = card({"2026-09": old}), card({"2026-09": old, MONTH: manifest})
    assert "headroom" not in alone and "seed" not in alone and "| gate |" not in alone
    assert "headroom" in beside


NEW = {"funnel", "selection", "expected_headroom", "solvers"}


def test_a_month_without_solvers_states_no_headroom(edition: Make) -> None:
    plain = edition(MONTH)
    manifest = manifest_of(plain, rows_of(plain))
    assert manifest["expected_headroom"] is None and manifest["selection"] is None
    assert "headroom" not in card({MONTH: manifest})

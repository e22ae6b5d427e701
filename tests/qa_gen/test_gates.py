"""Every question ends as exactly one of done, dropped, held, waiting and failed."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import factory
import pytest
from fakes import FakeModels
from hypothesis import given
from hypothesis import strategies as st

from live.config import Gates
from live.lmm.client import Reply, Request
from live.outcomes import Done, Dropped, Outcome, Waiting
from live.qa_gen.gates import decide
from live.qa_gen.gates.one import GATES
from live.qa_gen.gates.run import gate
from live.qa_gen.gates.well_formed import well_formed
from live.qa_gen.gates.words import holds, likeness, words
from live.records import Criterion, Evidence, Finding, Question
from live.workspace import Workspace

MONTH = "2026-10"
Configured = Callable[..., Workspace]
PURE = {"needs_picture": "off", "answerable": "off"}
FOUND = ["passed", "passed", "passed", "dropped", "held", "not_run", "off"]
TEN = (Criterion(points=10, text="the crane"),)


def no_model(request: Request) -> Reply:
    raise AssertionError("no model may be called")


async def run(
    workspace: Workspace, *questions: Question, answer: Callable[[Request], Reply] = no_model
) -> tuple[dict[str, Outcome], FakeModels]:
    """Gives how each question ended, and the models that were asked."""
    store, models = workspace.store, FakeModels(answer)
    store.add(factory.page(1), factory.page(2), *questions)
    for question in questions:
        store.save(MONTH, "check", question.id, Done())
    tally = await gate(workspace, MONTH, models)  # type: ignore[arg-type]
    outcomes = {outcome.item: outcome for outcome in store.outcomes(MONTH, "gates")}
    assert set(outcomes) == {q.id for q in store.all(Question, MONTH)}
    assert tally.total() <= len(outcomes)
    return outcomes, models


async def ending(workspace: Workspace, question: Question) -> Outcome:
    outcomes, _ = await run(workspace, question)
    return outcomes[question.id]


def test_gates_are_those_that_live_yaml_knows() -> None:
    assert list(GATES) == list(Gates.model_fields)


async def test_a_good_question_passes_unchanged(workspace: Workspace) -> None:
    question = factory.question()
    assert (await ending(workspace, question)).state == "done"
    assert workspace.store.versions(Question, question.id) == [question]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"subtask": "BASIC UNDERSTANDING"}, "unknown_subtask"),
        ({"subtask": "Concrete Recognition"}, "unknown_subtask"),
        ({"criteria": ()}, "criteria_sum"),
        ({"criteria": (Criterion(points=9, text="the crane"),)}, "criteria_sum"),
        ({"criteria": (*TEN, Criterion(points=1, text="the quay"))}, "criteria_sum"),
        (
            {"criteria": (*TEN, *[Criterion(points=0, text="the quay")] * 10)},
            "criteria_sum",
        ),
        ({"criteria": (Criterion(points=10, text=" … "),)}, "empty_criterion"),
        ({"criteria": (Criterion(points=10, text="x" * 1001),)}, "empty_criterion"),
        ({"question": "Who?"}, "question_length"),
        ({"question": "Why " * 300}, "question_length"),
        ({"answer": "  "}, "answer_length"),
        ({"answer": "no " * 10_000}, "answer_length"),
        ({"question": "Was it MARA  QUILL, who wrote this?"}, "leaked_answer"),
        ({"question": "Who is the author in the text above?"}, "needs_other_text"),
        ({"question": "Who, by the article text, is the author?"}, "needs_other_text"),
        ({"question": "Who is named in the following passage?"}, "needs_other_text"),
        ({"question": "Who, as mentioned above, is the author?"}, "needs_other_text"),
    ],
)
async def test_a_question_that_cannot_be_asked_or_rated_is_dropped(
    workspace: Workspace, fields: dict[str, Any], reason: str
) -> None:
    outcome = await ending(workspace, factory.question(**fields))
    assert (outcome.state, outcome.reason) == ("dropped", reason)
    assert outcome.detail.endswith((".", "see."))


@pytest.mark.parametrize(
    "text",
    [
        "What is printed above the text of the second column?",
        "Which headline stands directly below the article about ferries?",
        "Who wrote the article about the record catch?",
    ],
)
async def test_ordinary_words_about_a_page_are_no_reference_to_other_text(
    workspace: Workspace, text: str
) -> None:
    assert (await ending(workspace, factory.question(question=text))).state == "done"


@given(st.lists(st.integers(0, 10), max_size=12))
def test_points_pass_exactly_when_they_sum_to_10(points: list[int]) -> None:
    from live.config import Config
    from live.qa_gen.gates.verdict import Context, Passed

    config = Config.model_validate({"sites": [{"name": "A", "url": "http://a.example/"}]})
    criteria = tuple(Criterion(points=n, text="the crane") for n in points)
    context = Context(config, FakeModels(no_model), None, {})  # type: ignore[arg-type]
    found = well_formed(factory.question(criteria=criteria), factory.page(), context)
    assert isinstance(found, Passed) == (sum(points) == 10 and len(points) <= 10)


def at(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("published", "proofs", "reason"),
    [
        (at(2026, 10, 1), [at(2026, 10, 1)], ""),
        (at(2026, 10, 31, 23, 59), [at(2026, 10, 31, 23, 59)], ""),
        (at(2026, 11, 1), [at(2026, 11, 1)], "stale"),
        (at(2025, 10, 14), [at(2025, 10, 14)], "stale"),
        (at(2026, 10, 5), [None], "unproven_date"),
        (at(2026, 10, 5), [at(2026, 9, 5)], "unproven_date"),
        (at(2026, 10, 5), [None, at(2026, 10, 5)], ""),
    ],
)
async def test_only_pages_proven_to_be_of_the_month_are_asked_about(
    workspace: Workspace, published: datetime, proofs: list[datetime | None], reason: str
) -> None:
    evidence = tuple(Evidence(source="meta", value="v", at=proof) for proof in proofs)
    page = factory.page(3, published_at=published, evidence=evidence)
    workspace.store.add(page)
    outcome = await ending(workspace, factory.question(page_id=page.id))
    assert (outcome.reason, outcome.state) == (reason, "dropped" if reason else "done")


async def test_of_two_alike_about_a_page_the_first_in_order_stays(workspace: Workspace) -> None:
    text = "Who wrote the story about the crane at the old quay?"
    reworded = "Who is the writer of the story about the crane at the old quay?"
    first = factory.question(1, question=text)
    second = factory.question(2, question=text.upper(), answer="Somebody else")
    third = factory.question(3, question=reworded)
    other = factory.question(4, question=reworded, answer="The harbour board")
    outcomes, _ = await run(workspace, first, second, third, other)
    assert [outcomes[q.id].state for q in (first, second, third, other)] == [
        "done",
        "dropped",
        "dropped",
        "done",
    ]
    assert outcomes[third.id].reason == "duplicate" and first.id in outcomes[third.id].detail


async def test_the_same_question_and_answer_about_another_page_is_a_duplicate(
    workspace: Workspace,
) -> None:
    there = factory.page(2).id
    first = factory.question(1, question="Which list heads the right rail?")
    second = factory.question(2, question="Which list heads the right rail?", page_id=there)
    third = factory.question(
        3, question="Which list heads the right rail?", answer="Weather", page_id=there
    )
    outcomes, _ = await run(workspace, first, second, third)
    assert [outcomes[q.id].state for q in (first, second, third)] == ["done", "dropped", "done"]


async def test_what_an_earlier_month_kept_is_not_asked_again_and_what_it_dropped_may_be(
    workspace: Workspace,
) -> None:
    kept, dropped = (
        factory.question(n, month="2026-09", question=f"Which crane is number {word}?")
        for n, word in ((11, "two"), (12, "three"))
    )
    workspace.store.add(kept, dropped)
    workspace.store.save("2026-09", "gates", kept.id, Done())
    workspace.store.save("2026-09", "gates", dropped.id, Dropped("stale", "too old"))
    again = factory.question(1, question=kept.question)
    fresh = factory.question(2, question=dropped.question)
    outcomes, _ = await run(workspace, again, fresh)
    assert (outcomes[again.id].reason, outcomes[fresh.id].state) == ("duplicate", "done")


async def test_a_question_dropped_before_does_not_take_its_twin_along(
    workspace: Workspace,
) -> None:
    broken = factory.question(1, criteria=(Criterion(points=9, text="the crane"),))
    sound = factory.question(2, question=broken.question)
    outcomes, _ = await run(workspace, broken, sound)
    assert [outcomes[q.id].state for q in (broken, sound)] == ["dropped", "done"]


async def test_which_of_two_stays_does_not_depend_on_who_came_first_or_on_a_rerun(
    workspace: Workspace,
) -> None:
    text = "Which list heads the right rail?"
    one = factory.question(1, question=text, page_id=factory.page(1).id)
    two = factory.question(2, question=text, page_id=factory.page(2).id)
    outcomes, _ = await run(workspace, two, one)
    assert (outcomes[one.id].state, outcomes[two.id].state) == ("done", "dropped")
    workspace.store.forget(MONTH, "gates", two.id)
    outcomes, _ = await run(workspace)
    assert outcomes[two.id].state == "dropped"


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_a_share_and_symmetric(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1
    assert holds(f"{one} {other}", other) == bool(words(other))


@pytest.mark.parametrize("name", ["needs_picture", "answerable"])
async def test_without_solvers_a_question_waits_and_no_gate_lets_it_through(
    configured: Configured, name: str
) -> None:
    off = {"needs_picture": "off", "answerable": "off"}
    outcome = await ending(configured(gates=off | {name: "on"}), factory.question())
    assert (outcome.state, outcome.reason) == ("waiting", "no_solvers")
    assert f"gates: {{{name}: off}}" in outcome.detail


@pytest.mark.parametrize("name", ["well_formed", "fresh", "new"])
async def test_a_gate_declared_off_drops_nothing(configured: Configured, name: str) -> None:
    stale = factory.page(3, published_at=at(2025, 1, 1))
    text = "Which list heads the right rail?"
    cases = {
        "well_formed": [factory.question(1, criteria=())],
        "fresh": [factory.question(1, page_id=stale.id)],
        "new": [factory.question(n, question=text) for n in (1, 2)],
    }
    workspace = configured(gates=PURE | {name: "off"})
    workspace.store.add(stale)
    outcomes, _ = await run(workspace, *cases[name])
    assert {outcome.state for outcome in outcomes.values()} == {"done"}
    found = workspace.store.all(Finding, MONTH)
    assert {each.outcome for each in found if each.gate == name} == {"off"}


async def test_what_every_gate_found_is_kept_of_every_question(configured: Configured) -> None:
    good, bad = factory.question(1), factory.question(2, criteria=())
    workspace = configured(gates=PURE)
    await run(workspace, good, bad)
    found = workspace.store.all(Finding, MONTH)
    assert len(found) == len({each.id for each in found}) == 2 * len(GATES)
    of_bad = {each.gate: each.outcome for each in found if each.question_id == bad.id}
    assert of_bad == dict.fromkeys(GATES, "not_run") | {
        "well_formed": "dropped",
        "needs_picture": "off",
        "answerable": "off",
    }
    of_good = {each.gate: each.outcome for each in found if each.question_id == good.id}
    assert set(of_good.values()) == {"passed", "off"}


async def test_a_question_that_was_not_checked_is_not_gated(workspace: Workspace) -> None:
    workspace.store.add(factory.page(), factory.question(1), factory.question(2))
    workspace.store.save(MONTH, "check", factory.question(1).id, Waiting("no_checker", "why"))
    assert not await gate(workspace, MONTH, FakeModels(no_model))  # type: ignore[arg-type]
    assert workspace.store.outcomes(MONTH, "gates") == []


@given(st.lists(st.sampled_from(FOUND), max_size=7), st.booleans())
def test_the_first_gate_not_passed_decides(found: list[str], accepted: bool) -> None:
    findings = [
        Finding.model_validate(
            {"month": MONTH, "question_id": "q", "version": 1, "gate": name, "outcome": outcome}
            | ({} if outcome in ("passed", "off") else {"reason": name})
        )
        for name, outcome in zip(GATES, found, strict=False)
    ]
    on = Gates()
    ended = decide.ending(findings, on, "kim" if accepted else "")
    goes_on = ("passed", "held") if accepted else ("passed",)
    first = next((n for n, each in enumerate(found) if each not in goes_on), len(found))
    if first == len(GATES):
        assert ended.state == "done"
    elif first == len(found) or found[first] == "off":
        assert (ended.state, ended.reason) == ("waiting", "not_gated")
    else:
        states = {"dropped": "dropped", "held": "held", "not_run": "waiting"}
        assert (ended.state, ended.reason) == (states[found[first]], list(GATES)[first])


async def test_a_question_without_its_page_fails_and_is_said(workspace: Workspace) -> None:
    outcome = await ending(workspace, factory.question(page_id="f" * 16))
    assert (outcome.state, outcome.reason) == ("failed", "no_page")


async def test_gating_again_does_nothing(workspace: Workspace) -> None:
    await run(workspace, factory.question(1), factory.question(2, question="Who?"))
    before = workspace.store.outcomes(MONTH)
    assert not await gate(workspace, MONTH, FakeModels(no_model))  # type: ignore[arg-type]
    assert workspace.store.outcomes(MONTH) == before

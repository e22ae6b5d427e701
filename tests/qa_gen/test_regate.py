"""Gates run again decide anew, buy nothing twice, and leave people's decisions in force."""

from collections.abc import Callable
from typing import Any

import factory
import pytest
from fakes import FakeModels
from gate_models import GOLD, SOLVERS, Script, add, found, outcome, run, with_models
from scripted_models import ScriptedServer, Status

from live.errors import UsageError
from live.lmm.client import Reply
from live.outcomes import Done
from live.qa_gen.explain import explain
from live.qa_gen.gates.run import gate
from live.records import Finding
from live.review.decisions import decide, settle
from live.workspace import Workspace

Configured = Callable[..., Workspace]
BOTH = {"needs_picture": "on", "answerable": "on"}
SPLIT = Script(guesser="An owl", parrot="A crow", eye=GOLD, lens="Ben Cole", glass="Ben Cole")


@pytest.fixture
def gated(configured: Configured, scripted: ScriptedServer) -> Callable[..., Workspace]:
    """Gives a workspace with the gates and solvers that a test changes."""

    def make(script: Script, gates: Any = BOTH, **solvers: Any) -> Workspace:
        scripted.answer = script
        return with_models(configured, scripted, gates, solvers=SOLVERS | solvers)

    return make


async def test_a_changed_limit_decides_anew_and_buys_nothing(gated: Any) -> None:
    script = Script(guesser="An owl", parrot="An owl with a quill", eye=GOLD)
    script.points |= {"quill": 4}
    workspace = gated(script)
    assert await run(workspace) > 0
    assert outcome(workspace).state == "done"
    for limits, ended in (
        ({"blind_limit": 3}, ("dropped", "answerable_blind")),
        ({"blind_limit": 4.5}, ("done", "")),
        ({"sighted_limit": 10}, ("done", "")),
    ):
        assert await run(gated(script, **limits), again=True) == 0
        now = outcome(workspace)
        assert (now.state, now.reason) == ended


async def test_a_higher_limit_for_those_who_see_buys_nothing_either(gated: Any) -> None:
    """Who agrees with whom was asked at the lower limit, though it did not matter there."""
    script = Script(eye="Ben, in part", lens="In part Ben", glass="Tom Ley")
    script.points = {"in part": 6, "In part": 6}
    script.same = [{"Ben, in part", "In part Ben"}]
    workspace = gated(script)
    await run(workspace)
    assert outcome(workspace).state == "done"
    assert await run(gated(script, sighted_limit=7), again=True) == 0
    assert outcome(workspace).reason == "solvers_deny_gold"
    assert await run(gated(script), again=True) == 0
    assert outcome(workspace).state == "done"


async def test_the_same_again_finds_the_same(gated: Any) -> None:
    workspace = gated(SPLIT)
    await run(workspace)
    before = workspace.store.all(Finding, factory.MONTH), outcome(workspace)
    for only in (None, "needs_picture", "answerable"):
        assert await run(workspace, again=True, only=only) == 0
        kept = {each.id: each for each in workspace.store.all(Finding, factory.MONTH)}
        assert kept == {each.id: each for each in before[0]}
        assert outcome(workspace) == before[1]


async def test_one_gate_alone_asks_only_its_own_models(
    gated: Any, scripted: ScriptedServer
) -> None:
    workspace = gated(Script(eye=GOLD))
    assert await run(workspace, only="answerable") > 0
    assert {each.model for each in scripted.requests} == {*SOLVERS["sighted"], "judge"}
    assert found(workspace, "answerable").outcome == "passed"


async def test_one_gate_alone_buys_nothing_for_what_is_out_already(gated: Any) -> None:
    script = Script(guesser="An owl", parrot=GOLD, eye=GOLD)
    workspace = gated(script)
    await run(workspace)
    assert outcome(workspace).reason == "answerable_blind"
    assert await run(workspace, again=True, only="answerable") == 0
    assert found(workspace, "answerable").outcome == "not_run"
    assert outcome(workspace).reason == "answerable_blind"


async def test_a_gate_that_was_never_run_leaves_the_question_to_the_next_run(gated: Any) -> None:
    workspace = gated(Script(eye=GOLD))
    await run(workspace, only="answerable")
    ended = outcome(workspace)
    assert (ended.state, ended.reason) == ("waiting", "not_gated")
    assert "well_formed" in ended.detail
    await run(workspace)
    assert outcome(workspace).state == "done"


async def test_a_gate_that_now_finds_fault_ends_a_question_that_had_passed(gated: Any) -> None:
    script = Script(guesser="An owl", parrot="A crow", eye="Ben", lens="Ada")
    workspace = gated(script, gates={"needs_picture": "on", "answerable": "off"})
    await run(workspace)
    assert outcome(workspace).state == "done"
    await run(gated(script), only="answerable")
    assert outcome(workspace).reason == "nobody_answers"


async def test_what_a_person_accepted_stays_accepted(gated: Any) -> None:
    workspace = gated(SPLIT)
    await run(workspace)
    assert outcome(workspace).reason == "solvers_deny_gold"
    decide(workspace, factory.question(), "accept", "kim", "the gold is right")
    for only in ("answerable", None):
        assert await run(workspace, again=True, only=only) == 0
        ended = outcome(workspace)
        assert (ended.state, ended.detail) == ("done", "held; released by kim")
        assert found(workspace, "answerable").outcome == "held"


async def test_an_accept_speaks_of_one_version_only(gated: Any) -> None:
    workspace = gated(SPLIT)
    await run(workspace)
    decide(workspace, factory.question(), "accept", "kim")
    workspace.store.add(factory.question(version=2, edited_by="lee"))
    await run(workspace, again=True)
    assert outcome(workspace).reason == "solvers_deny_gold"


async def test_what_was_held_and_accepted_goes_on_to_the_gates_behind(gated: Any) -> None:
    script = Script(guesser="An owl", parrot="An owl", eye="Ben", lens="Ada", glass="Tom")
    script.judge = {"points": [], "total": 0, "reason": "none"}
    workspace = gated(script)
    await run(workspace)
    assert outcome(workspace).reason == "unrated"
    decide(workspace, factory.question(), "accept", "kim")
    assert (outcome(workspace).state, outcome(workspace).reason) == ("waiting", "not_gated")
    script.judge = None
    await run(workspace)
    assert outcome(workspace).reason == "nobody_answers"


async def test_a_held_question_that_was_rejected_stays_out(gated: Any) -> None:
    workspace = gated(SPLIT)
    await run(workspace)
    decide(workspace, factory.question(), "accept", "kim")
    decide(workspace, factory.question(), "reject", "kim", "no")
    await run(workspace, again=True)
    assert outcome(workspace).state == "held"
    settle(workspace, factory.question().month)
    reviewed = workspace.store.outcome(factory.question().month, "review", factory.question().id)
    assert reviewed is not None and reviewed.reason == "rejected"
    assert explain(workspace, factory.question())["fate"]["state"] == "out"


async def test_a_frozen_month_an_unknown_gate_and_one_declared_off_are_refused(
    gated: Any, configured: Configured
) -> None:
    workspace = gated(Script(), gates={"needs_picture": "off", "answerable": "off"})
    with pytest.raises(UsageError, match="nonsense: no such gate. Write one of well_formed"):
        await run(workspace, only="nonsense")
    with pytest.raises(UsageError, match="answerable: declared off"):
        await run(workspace, only="answerable")
    await run(workspace)
    workspace.store.add(factory.release([factory.question()]))
    with pytest.raises(UsageError, match="2026-10 is frozen"):
        await run(workspace, again=True)
    assert outcome(workspace).state == "done"


async def test_every_question_is_decided_once_though_one_of_them_fails(
    gated: Any, scripted: ScriptedServer
) -> None:
    script = Script(guesser="An owl", parrot="A crow", eye=GOLD)
    workspace = gated(script)
    questions = [factory.question(n) for n in (1, 2, 3)]
    add(workspace, *questions)
    scripted.answer = lambda asked: (
        Status(400) if "story 2" in asked.prompt and asked.model == "eye" else script(asked)
    )
    await run(workspace)
    states = {q.question: outcome(workspace, q).state for q in questions}
    assert sorted(states.values()).count("failed") == 1
    assert len(workspace.store.outcomes(factory.MONTH, "gates")) == 3
    scripted.answer = script
    sent = await run(workspace)
    assert sent == 3, "the call that failed, and the judge's two that come after it"


async def test_what_was_decided_stays_and_what_comes_later_repeats_it(workspace: Workspace) -> None:
    """Though the page of the later question comes first in the order of a month."""
    asked = {"question": "Which company built the bridge by the old quay?", "answer": "Abara & Co"}
    first, later = (factory.question(n, page_id=factory.page(n).id, **asked) for n in (2, 1))
    for n, question in ((2, first), (1, later)):
        text = f"{n} is the number of this story. Abara & Co built the bridge by the old quay."
        workspace.store.add(factory.page(n, text=text, title=f"Bridge {n}"), question)
        workspace.store.save(factory.MONTH, "check", question.id, Done())
        await gate(workspace, factory.MONTH, FakeModels(no_model))  # type: ignore[arg-type]
    ends = {o.item: (o.state, o.reason) for o in workspace.store.outcomes(factory.MONTH, "gates")}
    assert ends == {first.id: ("done", ""), later.id: ("dropped", "duplicate")}


def no_model(_request: object) -> Reply:
    raise AssertionError("no gate here asks a model")

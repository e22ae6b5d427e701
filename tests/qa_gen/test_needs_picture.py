"""What text-only models answer needs no picture; a question is not kept unless they were asked."""

import threading
from collections.abc import Callable
from typing import Any

import factory
import pytest
from gate_models import GOLD, SOLVERS, Script, add, found, outcome, run, with_models
from scripted_models import Asked, Hang, Say, ScriptedServer, Status

from live.qa_gen.gates.solvers import solvers_among_candidates
from live.records import Criterion
from live.workspace import Workspace

CHOICE = factory.question(
    format="multiple_choice",
    question="Who wrote story 1?\nA. Ada Keller\nB. Mara Quill\nC. Omar Haddad",
    answer="B. Mara Quill",
)
Configured = Callable[..., Workspace]
ON = {"needs_picture": "on", "answerable": "off"}


@pytest.fixture
def blind(configured: Configured, scripted: ScriptedServer) -> Callable[..., Workspace]:
    """Gives a workspace with only this gate's models asked, and its script installed."""

    def make(script: Script, **parts: Any) -> Workspace:
        scripted.answer = script
        return with_models(configured, scripted, ON, **parts)

    return make


async def test_a_question_that_no_blind_model_answers_passes(blind: Any) -> None:
    workspace = blind(Script(guesser="An owl", parrot="A crow"))
    await run(workspace)
    assert outcome(workspace).state == "done"
    finding = found(workspace, "needs_picture")
    assert (finding.outcome, finding.evidence["means"]) == ("passed", {"guesser": 0, "parrot": 0})
    shown = [(each["model"], each["sample"]) for each in finding.evidence["solvers"]]
    assert shown == [(name, n) for name in ("guesser", "parrot") for n in range(3)]
    assert {each["answer"] for each in finding.evidence["solvers"]} == {"An owl", "A crow"}


async def test_solvers_see_neither_picture_nor_page_nor_gold(
    blind: Any, scripted: ScriptedServer
) -> None:
    await run(blind(Script()))
    asked = [each for each in scripted.requests if each.model != "judge"]
    assert len(asked) == 6
    for each in asked:
        assert each.pictures == 0 and "ferry" not in each.prompt and GOLD not in each.prompt
        assert each.prompt.rstrip().endswith(factory.question().question)


async def test_answers_are_rated_by_the_questions_own_criteria(
    blind: Any, scripted: ScriptedServer
) -> None:
    await run(blind(Script(guesser="An owl", parrot="A crow")))
    rated = [each for each in scripted.requests if each.model == "judge"]
    assert len(rated) == 2, "the same answer is one request"
    for each in rated:
        assert factory.question().rubric in each.prompt and GOLD in each.prompt


@pytest.mark.parametrize(
    ("ratings", "state"),
    [
        ((10, 10, 10), "dropped"),
        ((10, 5, 0), "dropped"),
        ((10, 4, 0), "done"),
        ((10, 0, 0), "done"),
        ((5, 5, 5), "dropped"),
        ((4, 4, 4), "done"),
    ],
)
async def test_a_model_answers_when_the_mean_of_its_samples_reaches_the_limit(
    blind: Any, ratings: tuple[int, ...], state: str
) -> None:
    script = Script(parrot=[f"try {n}" for n in range(3)])
    script.points = {f"try {n}": rating for n, rating in enumerate(ratings)}
    workspace = blind(script)
    await run(workspace)
    ended = outcome(workspace)
    assert ended.state == state
    if state == "dropped":
        assert ended.reason == "answerable_blind" and "parrot" in ended.detail


async def test_options_that_are_hit_by_chance_do_not_drop_a_multiple_choice(blind: Any) -> None:
    workspace = blind(Script(guesser=[GOLD, GOLD, "B"], parrot="B"))
    workspace.store.add(CHOICE)
    await run(workspace)
    assert outcome(workspace).state == "done"
    workspace.store.add(factory.question())
    await run(workspace, again=True)
    assert outcome(workspace).reason == "answerable_blind"


async def test_a_multiple_choice_that_every_sample_hits_is_dropped(blind: Any) -> None:
    workspace = blind(Script(guesser=GOLD))
    workspace.store.add(CHOICE)
    await run(workspace)
    assert outcome(workspace).reason == "answerable_blind"


@pytest.mark.parametrize("names", [[], ["guesser"], ["guesser", "guesser"], ["guesser", "twin"]])
async def test_fewer_than_two_different_models_leave_the_question_waiting(
    configured: Configured, scripted: ScriptedServer, names: list[str]
) -> None:
    workspace = with_models(configured, scripted, ON)
    twin = {"name": "twin", "model": "openai/guesser", "base_url": scripted.openai_url}
    models = [model.model_dump() for model in workspace.config.models] + [twin]
    workspace = configured(models=models, gates=ON, solvers=SOLVERS | {"blind": names})
    sent = await run(workspace)
    ended = outcome(workspace)
    assert (ended.state, ended.reason, sent) == ("waiting", "no_solvers", 0)
    assert "solvers: {blind:" in ended.detail and "needs_picture: off" in ended.detail
    assert found(workspace, "needs_picture").outcome == "not_run"


@pytest.mark.parametrize("broken", ["guesser", "judge"])
async def test_trouble_at_a_provider_fails_the_question_and_is_tried_again(
    blind: Any, broken: str, scripted: ScriptedServer
) -> None:
    script = Script(guesser="An owl", parrot="A crow")
    workspace = blind(script)
    scripted.answer = lambda asked: Status(400) if asked.model == broken else script(asked)
    await run(workspace)
    assert outcome(workspace).state == "failed"
    finding = found(workspace, "needs_picture")
    assert (finding.outcome, finding.evidence["state"]) == ("not_run", "failed")
    received = len([each for each in scripted.requests if each.model not in (broken, "judge")])
    scripted.answer = script
    scripted.requests.clear()
    await run(workspace)
    assert outcome(workspace).state == "done"
    again = [each for each in scripted.requests if each.model not in (broken, "judge")]
    assert len(again) == 6 - received - (3 if broken == "guesser" else 0), "received once, kept"


async def test_an_unusable_verdict_is_asked_for_once_more_and_then_a_person(
    blind: Any, scripted: ScriptedServer
) -> None:
    script = Script(guesser="An owl", parrot="An owl")
    script.judge = {"points": [3, 3], "total": 6, "reason": "two of one"}
    workspace = blind(script)
    await run(workspace)
    ended = outcome(workspace)
    assert (ended.state, ended.reason) == ("held", "unrated")
    assert len([each for each in scripted.requests if each.model == "judge"]) == 2
    assert found(workspace, "needs_picture").evidence["solvers"][0]["rating"] is None


async def test_no_answer_earns_nothing_and_is_not_judged(
    blind: Any, scripted: ScriptedServer
) -> None:
    workspace = blind(Script(guesser="", parrot="NOT SHOWN."))
    await run(workspace)
    assert outcome(workspace).state == "done"
    assert not [each for each in scripted.requests if each.model == "judge"]


async def test_embedded_readers_guess_and_rules_rate(configured: Configured) -> None:
    solvers = {"blind": ["embedded/blind", "embedded/ocr-reader"], "judge": "embedded/rules"}
    workspace = configured(gates=ON, solvers=solvers)
    add(workspace, factory.question())
    assert await run(workspace) == 6
    assert outcome(workspace).state == "done"
    said = {each["answer"] for each in found(workspace, "needs_picture").evidence["solvers"]}
    assert "A staff reporter" in said


async def test_a_rubric_that_the_rules_cannot_apply_waits_for_a_judge_that_can(
    configured: Configured,
) -> None:
    solvers = {"blind": ["embedded/blind", "embedded/ocr-reader"], "judge": "embedded/rules"}
    workspace = configured(gates=ON, solvers=solvers)
    add(workspace, factory.question(criteria=(Criterion(points=10, text="the name"),)))
    assert await run(workspace) == 0
    assert (outcome(workspace).state, outcome(workspace).reason) == ("waiting", "no_judge")


async def test_all_samples_of_all_models_are_in_flight_at_once(
    blind: Any, scripted: ScriptedServer
) -> None:
    """The first waits for the sixth to arrive: asked in turn, none would ever be answered."""
    script = Script(guesser="An owl", parrot="A crow")
    workspace = blind(script)
    all_in = threading.Event()

    def reply(asked: Asked) -> Any:
        if asked.model == "judge":
            return script(asked)
        if len(scripted.requests) >= 6:
            all_in.set()
        return Hang(all_in, Say(script(asked)))

    scripted.answer = reply
    await run(workspace)
    assert all_in.is_set() and outcome(workspace).state == "done"


def test_solvers_that_are_candidates_are_known_by_name_and_by_model(
    configured: Configured, scripted: ScriptedServer
) -> None:
    workspace = with_models(configured, scripted, ON)
    models = [model.model_dump() for model in workspace.config.models]
    models.append({"name": "again", "model": "openai/parrot", "base_url": scripted.openai_url})
    models.append({"name": "elsewhere", "model": "openai/parrot", "base_url": "http://x.example/"})
    names = ["guesser", "again", "elsewhere", "eye"]
    parts: dict[str, Any] = {"models": models, "solvers": SOLVERS, "candidates": names}
    both = configured(gates={}, **parts).config
    assert solvers_among_candidates(both) == ("guesser", "again", "eye")
    assert solvers_among_candidates(configured(gates=ON, **parts).config) == ("guesser", "again")

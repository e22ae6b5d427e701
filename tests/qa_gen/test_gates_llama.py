"""Both gates that ask models, against a real llama.cpp server with a real, very small model."""

from collections.abc import Callable, Iterator
from typing import Any

import factory
import pytest
from gate_models import add, found, outcome, run
from llama_server import MARKS, serving

from live.lmm.models import Models
from live.qa_gen.gates.needs_picture import needs_picture
from live.qa_gen.gates.verdict import Context, Dropped, Held, Passed
from live.workspace import Workspace

pytestmark = MARKS


@pytest.fixture(scope="module")
def llama() -> Iterator[str]:
    """The server's address. The weights lie inside a package; nothing is downloaded."""
    with serving(tokens=2048) as address:
        yield address


def smol(llama: str, max_tokens: int = 24) -> dict[str, Any]:
    return {
        "name": "smol",
        "model": "openai/smollm2",
        "base_url": f"{llama}/v1",
        "max_tokens": max_tokens,
        "parameters": {"temperature": 0},
    }


async def test_blind_models_guess_for_real_and_what_all_know_is_dropped(
    configured: Callable[..., Workspace], llama: str
) -> None:
    """SmolLM2 knows a capital and no ferry; the rules rate what it says, on both protocols."""
    models = [
        smol(llama),
        {"name": "smol-m", "model": "anthropic/smollm2", "base_url": llama, "max_tokens": 24},
    ]
    solvers = {"blind": ["smol", "smol-m"], "samples": 2, "judge": "embedded/rules"}
    gates = {"grounded": "off", "needs_picture": "on", "answerable": "off"}
    workspace = configured(models=models, gates=gates, solvers=solvers)
    known = factory.question(
        1,
        question="What is the capital of France?",
        answer="Paris",
        criteria=({"points": 10, "text": 'the answer names "Paris".'},),
    )
    unknown = factory.question(
        2,
        question="Which ferry sails at nine, by the board on the quay?",
        answer="MV Saltmarsh Queen",
        criteria=({"points": 10, "text": 'the answer names "MV Saltmarsh Queen".'},),
    )
    add(workspace, known, unknown)
    assert await run(workspace) == 2 * 2 * 2
    assert outcome(workspace, known).reason == "answerable_blind"
    assert outcome(workspace, unknown).state == "done"
    said = found(workspace, "needs_picture", unknown).evidence["solvers"]
    assert all(each["answer"] and each["rating"] == 0 for each in said)
    assert await run(workspace, again=True) == 0


async def test_a_judge_of_real_weights_gives_a_rating_or_the_question_is_held(
    configured: Callable[..., Workspace], llama: str
) -> None:
    """So small a judge is a poor one; what it says is a rating by the schema, or unusable."""
    models = [smol(llama, max_tokens=120)]
    solvers = {"blind": ["smol", "embedded/blind"], "samples": 1, "judge": "smol"}
    workspace = configured(models=models, solvers=solvers)
    bare = factory.page().model_copy(update={"shots": ()})  # the server takes no pictures
    async with Models(
        workspace.config, workspace.store, workspace.blobs, factory.MONTH, None
    ) as opened:
        context = Context(workspace.config, opened, workspace.blobs)
        verdict = await needs_picture(factory.question(), bare, context)
    ratings = [each["rating"] for each in verdict.evidence["solvers"]]
    match verdict:
        case Passed():
            assert all(rating is not None and rating < 5 for rating in ratings)
        case Dropped():
            assert any(rating is not None and rating >= 5 for rating in ratings)
        case _:
            assert isinstance(verdict, Held) and None in ratings


async def test_a_server_that_takes_no_pictures_lets_no_question_through(
    configured: Callable[..., Workspace], llama: str
) -> None:
    solvers = {"sighted": ["smol"], "judge": "embedded/rules"}
    gates = {"needs_picture": "off", "answerable": "on"}
    workspace = configured(models=[smol(llama)], gates=gates, solvers=solvers)
    add(workspace, factory.question())
    await run(workspace)
    assert outcome(workspace).state == "failed"
    assert "image input is not supported" in outcome(workspace).detail

"""Finalizing and checking against a real llama.cpp server with a real, very small, blind model."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import factory
import pytest
from llama_server import MARKS, serving
from PIL import Image

from live.lmm.models import Models
from live.qa_gen.ask import StepError, Talk
from live.qa_gen.check import check
from live.qa_gen.finalize import FINAL_SCHEMA, finalize
from live.records import Provenance, Question
from live.workspace import Workspace

pytestmark = MARKS
MONTH = "2026-10"
QUESTION = factory.question(made_by=Provenance(model="smol"))


@pytest.fixture(scope="module")
def llama() -> Iterator[str]:
    """The server's address. The weights lie inside a package; nothing is downloaded."""
    with serving(tokens=2048) as address:
        yield address


@pytest.fixture
def smol(configured: Callable[..., Workspace], llama: str) -> Workspace:
    model = {
        "name": "smol",
        "model": "openai/smollm2",
        "base_url": f"{llama}/v1",
        "max_tokens": 60,
        "parameters": {"temperature": 0},
    }
    workspace = configured(models=[model], write={"writer": "smol", "checker": "smol"})
    workspace.store.add(factory.page(), QUESTION)
    return workspace


def models_of(workspace: Workspace) -> Models:
    return Models(workspace.config, workspace.store, workspace.blobs, MONTH, None)


async def test_what_a_real_server_replies_is_read_or_refused_and_bought_once(
    smol: Workspace,
) -> None:
    """The grammar holds the model to the schema; that it sums to 10 no grammar can promise."""

    async def once() -> tuple[Any, int]:
        async with models_of(smol) as models:
            talk = Talk(smol.config, models, "check", factory.page())
            try:
                ended: Any = (await finalize(talk, QUESTION, "smol")).rubric
            except StepError as error:
                ended = error.reason
            assert 1 <= len(talk.steps) <= 2
            for step in talk.steps:
                assert step.made_by.usage.output_tokens > 0
                assert set(step.said) in (set(FINAL_SCHEMA["required"]), {"outcome", "text"})
            return ended, models.sent

    first, sent = await once()
    assert first == "finalize_unusable" or "10 points" in first or "\n" in first
    assert sent >= 1 and await once() == (first, 0)


async def test_a_server_without_eyes_fails_the_check_and_loses_nothing(smol: Workspace) -> None:
    """It says that it takes no pictures; the question is tried again by the next run."""
    out = BytesIO()
    Image.new("RGB", (8, 8), "steelblue").save(out, format="PNG")
    picture = smol.blobs.put(out.getvalue())
    shot = factory.page().shots[0].model_copy(update={"sha256": picture, "width": 8, "height": 8})
    smol.store.add(factory.page(shots=(shot,)))
    async with models_of(smol) as models:
        assert await check(smol, MONTH, models) == {"failed": 1}
    (outcome,) = smol.store.outcomes(MONTH, "check")
    assert outcome.reason and "image" in outcome.detail
    assert smol.store.versions(Question, QUESTION.id) == [QUESTION]

"""Both protocols against a real llama.cpp server with a real, very small model."""

from collections.abc import Iterator

import pytest
from llama_server import MARKS, serving

from live.blobs import Blobs
from live.config import Model
from live.lmm.client import Request
from live.lmm.models import open_provider

pytestmark = MARKS
PROVIDERS = pytest.mark.parametrize("provider", ["openai", "anthropic"])
SCHEMA = {
    "type": "object",
    "properties": {"colour": {"enum": ["red", "blue"]}, "points": {"type": "integer"}},
    "required": ["colour", "points"],
    "additionalProperties": False,
}


@pytest.fixture(scope="module")
def llama() -> Iterator[str]:
    """The server's address. The weights lie inside a package; nothing is downloaded."""
    with serving(tokens=1024) as address:
        yield address


def declared(provider: str, llama: str) -> Model:
    url = f"{llama}/v1" if provider == "openai" else llama
    return Model(name="smol", model=f"{provider}/smollm2", base_url=url)


@PROVIDERS
async def test_a_reply_comes_with_its_usage_and_is_cut_at_the_limit(
    provider: str, llama: str, blobs: Blobs
) -> None:
    client = open_provider(declared(provider, llama), blobs)
    request = Request(
        model="smol",
        system="You are a teacher.",
        prompt="Count from one to a hundred in words.",
        max_tokens=8,
        parameters={"temperature": 0},
    )
    reply = await client.reply(request)
    await client.close()
    assert reply.outcome == "truncated" and reply.text
    assert reply.usage.output_tokens == 8 and reply.usage.input_tokens > 10


@PROVIDERS
async def test_more_than_the_context_holds_is_oversize(
    provider: str, llama: str, blobs: Blobs
) -> None:
    client = open_provider(declared(provider, llama), blobs)
    reply = await client.reply(Request(model="smol", prompt="x y " * 2000, max_tokens=8))
    await client.close()
    assert reply.outcome == "oversize" and "1024" in reply.detail


async def test_a_schema_holds_even_a_very_small_model(llama: str, blobs: Blobs) -> None:
    client = open_provider(declared("openai", llama), blobs)
    request = Request(
        model="smol",
        prompt="Which colour is the sky?",
        reply_schema=SCHEMA,
        max_tokens=200,
        parameters={"temperature": 0},
    )
    reply = await client.reply(request)
    await client.close()
    assert reply.outcome == "ok" and reply.data
    assert reply.data["colour"] in ("red", "blue")


async def test_a_server_that_ignores_the_schema_is_found_out(llama: str, blobs: Blobs) -> None:
    """llama.cpp takes `output_config` on /v1/messages and does not follow it."""
    client = open_provider(declared("anthropic", llama), blobs)
    request = Request(
        model="smol",
        prompt="Which colour is the sky?",
        reply_schema=SCHEMA,
        max_tokens=60,
        parameters={"temperature": 0},
    )
    reply = await client.reply(request)
    await client.close()
    assert reply.outcome in ("malformed", "truncated") and reply.data is None
    assert reply.usage.output_tokens > 0

"""The providers against the real services, by hand and with keys; README.md says how and the cost.

The name keeps it out of what pytest collects by itself.
"""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from live.blobs import Blobs
from live.config import Config, Model
from live.errors import MissingError
from live.lmm.client import RECEIVED, Picture, Reply, Request
from live.lmm.models import Models
from live.store import Store

SERVICES = {
    "openai": os.environ.get("LIVE_OPENAI_MODEL", "gpt-5-mini"),
    "anthropic": os.environ.get("LIVE_ANTHROPIC_MODEL", "claude-haiku-4-5"),
}
MOST_USD = 0.25
SCHEMA = {
    "type": "object",
    "properties": {"colour": {"type": "string"}, "number": {"type": "integer"}},
    "required": ["colour", "number"],
    "additionalProperties": False,
}
PROVIDERS = pytest.mark.parametrize("provider", list(SERVICES))


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(str(tmp_path / "blobs"))


@pytest.fixture
def ask(tmp_path: Path, blobs: Blobs) -> Callable[..., Any]:
    """Asks one thing through ledger and budget, and prints what it cost."""

    async def asked(provider: str, model: dict[str, Any] | None = None, **fields: Any) -> Reply:
        declared = {"name": "real", "model": f"{provider}/{SERVICES[provider]}"} | (model or {})
        async with _models(Model.model_validate(declared), tmp_path, blobs) as models:
            request = Request(**{"model": "real", "prompt": "Say hello."} | fields)
            reply = await models.client("real", "manual").reply(request)
            if reply.outcome in RECEIVED:
                assert await models.client("real", "manual").reply(request) == reply
                assert models.sent == 1
        print(f"\n{provider}: {reply.outcome} {reply.usage} {reply.usd} USD {reply.detail}")  # noqa: T201
        return reply

    return asked


@asynccontextmanager
async def _models(model: Model, folder: Path, blobs: Blobs) -> AsyncIterator[Models]:
    site = {"name": "Herald", "url": "http://herald.example/"}
    config = Config.model_validate({"sites": [site], "models": [model], "judge": "real"})
    store = Store(f"sqlite:///{folder / 'live.db'}")
    async with Models(config, store, blobs, "2026-10", MOST_USD) as models:
        yield models
    store.close()


def drawn(blobs: Blobs, size: tuple[int, int] = (640, 400)) -> Picture:
    """A red sheet with the number 47 on it."""
    sheet = Image.new("RGB", size, "red")
    ImageDraw.Draw(sheet).text((size[0] // 4, size[1] // 4), "47", "white", font_size=160)
    out = BytesIO()
    sheet.save(out, format="PNG")
    return Picture(sha256=blobs.put(out.getvalue()), width=size[0], height=size[1])


@PROVIDERS
async def test_a_picture_is_seen_and_the_reply_follows_the_schema(
    provider: str, ask: Callable[..., Any], blobs: Blobs
) -> None:
    reply = await ask(
        provider,
        prompt="Which colour is the sheet, and which number is on it?",
        pictures=(drawn(blobs),),
        reply_schema=SCHEMA,
    )
    assert reply.outcome == "ok" and reply.data["number"] == 47
    assert "red" in reply.data["colour"].lower() and reply.usd > 0 and reply.revision


@PROVIDERS
async def test_a_reply_is_cut_at_the_limit(provider: str, ask: Callable[..., Any]) -> None:
    reply = await ask(provider, prompt="Count from 1 to 1000 in words.", max_tokens=32)
    assert reply.outcome == "truncated" and reply.usage.output_tokens > 0


@PROVIDERS
async def test_an_unknown_model_is_rejected(provider: str, ask: Callable[..., Any]) -> None:
    model = {"model": f"{provider}/no-such-model", "price": {"input": 0, "output": 0}}
    reply = await ask(provider, model)
    assert reply.outcome == "rejected" and "404" in reply.detail


@PROVIDERS
async def test_a_wrong_key_stops_the_run(
    provider: str, ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WRONG_KEY", "sk-this-key-does-not-exist")
    with pytest.raises(MissingError, match="WRONG_KEY"):
        await ask(provider, {"api_key_env": "WRONG_KEY"})


async def test_a_picture_that_would_be_shrunk_is_oversize_at_anthropic(
    ask: Callable[..., Any], blobs: Blobs
) -> None:
    """A full page of 1280 x 9000 px; silence about shrinking it would change what is measured."""
    reply = await ask("anthropic", pictures=(drawn(blobs, (1280, 9000)),))
    assert reply.outcome == "oversize"

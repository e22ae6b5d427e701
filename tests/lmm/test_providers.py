"""Both SDKs against a server that speaks their protocol well and badly: all ends as an outcome."""

import base64
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, get_args

import pytest
from PIL import Image
from scripted_models import Raw, Say, Script, ScriptedServer, Silence, Status

from live.blobs import Blobs
from live.config import Model
from live.errors import MissingError
from live.lmm import troubles
from live.lmm.client import Picture, Reply, ReplyOutcome, Request
from live.lmm.models import open_provider
from live.records import Seen

SCHEMA = {
    "type": "object",
    "properties": {"points": {"type": "integer", "minimum": 0}},
    "required": ["points"],
    "additionalProperties": False,
}
PROVIDERS = pytest.mark.parametrize("provider", ["openai", "anthropic"])
Declare = Callable[..., Model]


async def ask(model: Model, blobs: Blobs, **fields: Any) -> Reply:
    """Asks one thing of a provider opened for it."""
    opened = open_provider(model, blobs)
    try:
        return await opened.reply(Request(**{"model": model.name, "prompt": "Why?"} | fields))
    finally:
        await opened.close()


@PROVIDERS
async def test_a_whole_reply_is_ok_with_usage_and_revision(
    provider: str, server: ScriptedServer, declared: Declare, blobs: Blobs
) -> None:
    server.reply_with(Say("Because.", input_tokens=7, output_tokens=3))
    reply = await ask(declared(provider), blobs, system="Be brief.", max_tokens=99)
    assert (reply.outcome, reply.text) == ("ok", "Because.")
    assert (reply.usage.input_tokens, reply.usage.output_tokens) == (7, 3)
    assert reply.revision.startswith("foo-1-2026") and reply.request_id
    sent = server.requests[0].body
    assert sent["max_tokens"] == 99 and "Be brief." in str(sent) and "temperature" not in sent


RECEIVED: dict[str, tuple[Script, ReplyOutcome]] = {
    "truncated": (Say("Bec", stop="length"), "truncated"),
    "refused": (Say("I cannot help.", stop="refusal"), "refused"),
    "not JSON": (Say("four points"), "malformed"),
    "cut JSON in the text": (Say('{"points":'), "malformed"),
    "against the schema": (Say({"points": "four"}), "malformed"),
    "a bound that was broken": (Say({"points": -1}), "malformed"),
    "JSON, but a list": (Say("[4]"), "malformed"),
}


@PROVIDERS
@pytest.mark.parametrize("case", RECEIVED)
async def test_a_reply_that_cannot_be_used_is_named_and_keeps_its_usage(
    provider: str, case: str, server: ScriptedServer, declared: Declare, blobs: Blobs
) -> None:
    script, outcome = RECEIVED[case]
    server.reply_with(script)
    reply = await ask(declared(provider), blobs, reply_schema=SCHEMA)
    assert reply.outcome == outcome and reply.data is None and reply.detail
    assert (reply.usage.input_tokens, reply.usage.output_tokens) == (100, 20)
    assert reply.text and reply.stop_reason


async def test_a_content_filter_keeps_the_usage_too(
    server: ScriptedServer, declared: Declare, blobs: Blobs
) -> None:
    server.reply_with(Say("Bec", stop="content_filter"))
    reply = await ask(declared(), blobs)
    assert reply.outcome == "filtered" and reply.usage.output_tokens == 20


TROUBLES: dict[str, tuple[list[Script], ReplyOutcome, int]] = {
    "429, which the ledger tries again": ([Status(429)], "rate_limited", 1),
    "larger than a minute's limit": ([Status(429, "Request too large for foo-1")], "oversize", 1),
    "529 for ever": ([Status(529, word="overloaded_error")] * 3, "overloaded", 3),
    "500 for ever": ([Status(500)] * 3, "overloaded", 3),
    "wrong key": ([Status(401)], "rejected", 1),
    "unknown model": ([Status(404)], "rejected", 1),
    "bad request": ([Status(400)], "rejected", 1),
    "no money left": ([Status(429, word="insufficient_quota")], "rejected", 1),
    "content filter": ([Status(400, word="content_filter")], "filtered", 1),
    "too many bytes": ([Status(413)], "oversize", 1),
    "picture too large": ([Status(400, "image exceeds 5 MB maximum")], "oversize", 1),
    "too long": ([Status(400, "prompt is too long: 300000 tokens")], "oversize", 1),
    "context": ([Status(400, "over", "context_length_exceeded")], "oversize", 1),
    "max_tokens": ([Status(400, "max_completion_tokens is too large")], "rejected", 1),
    "not JSON by its type": ([Raw(b"<html>Log in</html>", "text/html")], "garbled", 1),
    "cut JSON": ([Raw(b'{"id": "x", "choi')], "garbled", 1),
    "cut on the way": ([Raw(b'{"id": "x"', length=500)] * 3, "garbled", 3),
    "JSON of another kind": ([Raw(b'{"x": 1}')], "garbled", 1),
    "a list": ([Raw(b"[1]")], "garbled", 1),
}


@PROVIDERS
@pytest.mark.parametrize("case", TROUBLES)
async def test_every_trouble_is_an_outcome_with_a_detail(
    provider: str, case: str, server: ScriptedServer, declared: Declare, blobs: Blobs
) -> None:
    scripts, outcome, calls = TROUBLES[case]
    server.reply_with(*scripts)
    reply = await ask(declared(provider), blobs)
    assert reply.outcome == outcome
    assert reply.detail and "\n" not in reply.detail
    assert len(server.requests) == calls


@PROVIDERS
async def test_silence_is_a_timeout(
    provider: str, server: ScriptedServer, declared: Declare, blobs: Blobs
) -> None:
    server.reply_with(*[Silence()] * 3)
    reply = await ask(declared(provider, timeout_seconds=0.05), blobs)
    assert reply.outcome == "timeout" and len(server.requests) == 3


@PROVIDERS
async def test_a_server_that_says_wait_an_hour_is_not_waited_for(
    provider: str,
    server: ScriptedServer,
    declared: Declare,
    blobs: Blobs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(f"live.lmm.{provider}.deadline", lambda _: 0.1)
    server.reply_with(*[Status(529, headers={"retry-after-ms": "110000"})] * 3)
    assert (await ask(declared(provider), blobs)).outcome == "timeout"


@PROVIDERS
async def test_no_server_is_unreachable(
    provider: str, server: ScriptedServer, declared: Declare, blobs: Blobs
) -> None:
    model = declared(provider)
    server.close()
    reply = await ask(model, blobs)
    assert reply.outcome == "unreachable" and "base_url" in reply.detail


@PROVIDERS
async def test_a_passing_trouble_is_retried(
    provider: str, server: ScriptedServer, declared: Declare, blobs: Blobs
) -> None:
    server.reply_with(Status(500), Status(529), Say("Because."))
    reply = await ask(declared(provider), blobs)
    assert (reply.outcome, reply.text) == ("ok", "Because.")


@PROVIDERS
async def test_a_structured_reply_is_asked_for_and_validated(
    provider: str, server: ScriptedServer, declared: Declare, blobs: Blobs
) -> None:
    server.reply_with(Say('```json\n{"points": 4}\n```'))
    reply = await ask(declared(provider), blobs, reply_schema=SCHEMA)
    assert (reply.outcome, reply.data) == ("ok", {"points": 4})
    schema = server.requests[0].schema
    assert schema and schema["required"] == ["points"]


@PROVIDERS
async def test_pictures_go_before_the_question_scaled_to_what_was_declared(
    provider: str,
    server: ScriptedServer,
    declared: Declare,
    blobs: Blobs,
    draw: Callable[..., Picture],
) -> None:
    shots = (draw(200, 100), draw(60, 40, format="JPEG"))
    await ask(declared(provider, max_picture_px=100), blobs, pictures=shots)
    kinds = [part["type"] for part in server.requests[0].parts]
    assert server.requests[0].pictures == 2 and kinds[2] == "text"
    sizes = [Image.open(BytesIO(content)).size for content in _pictures(server)]
    assert sizes == [(100, 50), (60, 40)]


async def test_anthropic_is_told_not_to_shrink_pictures_silently(
    server: ScriptedServer, declared: Declare, blobs: Blobs, draw: Callable[..., Picture]
) -> None:
    await ask(declared("anthropic"), blobs, pictures=(draw(),))
    part = server.requests[0].parts[0]
    assert part["transformations"] == {"oversized_image": "error"}


@PROVIDERS
async def test_a_reply_says_how_its_pictures_were_seen_as_far_as_is_known(
    provider: str,
    server: ScriptedServer,
    declared: Declare,
    blobs: Blobs,
    draw: Callable[..., Picture],
) -> None:
    shots = (draw(200, 100), draw(60, 40))
    reply = await ask(declared(provider, max_picture_px=100), blobs, pictures=shots)
    assert reply.pictures == (
        Seen(original=(200, 100), sent=(100, 50)),
        Seen(original=(60, 40), sent=(60, 40)),
    )
    assert (await ask(declared(provider), blobs)).pictures == ()


async def test_anthropic_itself_is_sent_what_it_need_not_scale(
    server: ScriptedServer,
    declared: Declare,
    blobs: Blobs,
    draw: Callable[..., Picture],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("live.lmm.sight.ANTHROPIC_HOST", "127.0.0.1")
    reply = await ask(declared("anthropic"), blobs, pictures=(draw(1280, 1600),))
    (content,) = _pictures(server)
    size = Image.open(BytesIO(content)).size
    assert size == (980, 1225)
    assert reply.pictures == (Seen(original=(1280, 1600), sent=size, seen=size, known="checked"),)


@PROVIDERS
async def test_a_picture_over_the_limit_is_oversize_before_anything_is_sent(
    provider: str,
    server: ScriptedServer,
    declared: Declare,
    blobs: Blobs,
    draw: Callable[..., Picture],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(f"live.lmm.{provider}.MAX_PICTURE_BYTES", 10)
    reply = await ask(declared(provider), blobs, pictures=(draw(),))
    assert reply.outcome == "oversize" and "max_picture_px" in reply.detail
    assert not server.requests


@PROVIDERS
async def test_declared_parameters_reach_the_server(
    provider: str, server: ScriptedServer, declared: Declare, blobs: Blobs
) -> None:
    parameters = {"temperature": 0, "top_k": 5}
    await ask(declared(provider), blobs, parameters=parameters)
    assert parameters.items() <= server.requests[0].body.items()


async def test_effort_and_a_schema_go_together_at_anthropic(
    server: ScriptedServer, declared: Declare, blobs: Blobs
) -> None:
    parameters = {"output_config": {"effort": "low"}}
    await ask(declared("anthropic"), blobs, parameters=parameters, reply_schema=SCHEMA)
    assert set(server.requests[0].body["output_config"]) == {"effort", "format"}


def test_openai_itself_is_asked_with_its_own_name_for_the_limit() -> None:
    from live.lmm.openai import _limit_name

    assert _limit_name(Model(name="a", model="openai/a")) == "max_completion_tokens"
    local = Model(name="a", model="openai/a", base_url="http://127.0.0.1:8000/v1")
    assert _limit_name(local) == "max_tokens"


@pytest.mark.server  # no server is asked, but the SDKs load slowly
@PROVIDERS
def test_a_missing_key_is_named_with_its_model(
    provider: str, blobs: Blobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(MissingError, match=f"judge-1.*{provider.upper()}_API_KEY"):
        open_provider(Model(name="judge-1", model=f"{provider}/x"), blobs)
    model = Model(name="judge-1", model=f"{provider}/x", api_key_env="MY_KEY")
    with pytest.raises(MissingError, match=r"judge-1.*MY_KEY is not set"):
        open_provider(model, blobs)


def test_a_profile_that_is_not_there_is_one_line(
    blobs: Blobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_CONFIG_DIR", str(tmp_path))
    with pytest.raises(MissingError, match=r"^judge-1: Config file not found.*ANTHROPIC_API_KEY"):
        open_provider(Model(name="judge-1", model="anthropic/x"), blobs)


async def test_anthropic_takes_a_token_where_there_is_no_key(
    blobs: Blobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", "token")
    await open_provider(Model(name="judge-1", model="anthropic/x"), blobs).close()


@PROVIDERS
async def test_the_providers_own_key_never_goes_to_another_server(
    provider: str,
    server: ScriptedServer,
    declared: Declare,
    blobs: Blobs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(f"{provider.upper()}_API_KEY", "sk-secret")
    monkeypatch.setenv("OTHER_KEY", "sk-other")
    await ask(declared(provider), blobs)
    await ask(declared(provider, api_key_env="OTHER_KEY"), blobs)
    first, second = (str(asked.headers) for asked in server.requests)
    assert "sk-secret" not in first + second and "sk-other" in second


def test_every_outcome_of_a_status_is_an_outcome_of_a_reply() -> None:
    found = {troubles.outcome_of(status, "", "") for status in range(400, 600)}
    assert found <= set(get_args(ReplyOutcome))


def _pictures(server: ScriptedServer) -> list[bytes]:
    found = []
    for part in server.requests[0].parts:
        if part["type"] == "image":
            found.append(part["source"]["data"])
        elif part["type"] == "image_url":
            found.append(part["image_url"]["url"].partition(",")[2])
    return [base64.b64decode(data) for data in found]

"""What was received is never bought again; what was lost is sent again once and counted."""

import asyncio
import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import factory
import pytest
import structlog
from scripted_models import Hang, Say, ScriptedServer, Status

from live.config import Model
from live.errors import ConfigError, LiveError, MissingError
from live.lmm.client import RECEIVED, Picture, Request, provenance
from live.store import Store

Declare = Callable[..., Model]
Open = Callable[..., Any]
WHY = Request(model="writer", prompt="Why?")


@pytest.mark.parametrize("stop", ["stop", "length", "refusal", "content_filter"])
async def test_a_received_reply_is_never_bought_twice(
    stop: str, server: ScriptedServer, declared: Declare, open_models: Open, database: str
) -> None:
    server.reply_with(Say("First.", stop=stop))
    async with open_models(declared()) as models:
        first = await models.client("writer", "write").reply(WHY)
        again = await models.client("writer", "judge").reply(WHY)
        assert models.sent == 1
    later = Store(database)
    async with open_models(declared(), on=later) as models:
        assert await models.client("writer", "write").reply(WHY) == first == again
        assert models.sent == 0
    later.close()
    assert first.outcome in RECEIVED and len(server.requests) == 1


async def test_another_sample_and_another_prompt_are_other_calls(
    server: ScriptedServer, declared: Declare, open_models: Open
) -> None:
    async with open_models(declared()) as models:
        client = models.client("writer", "write")
        for change in ({}, {"sample": 1}, {"prompt": "How?"}, {"max_tokens": 5}):
            await client.reply(WHY.model_copy(update=change))
    assert len(server.requests) == 4


async def test_a_name_that_now_stands_for_another_model_is_asked_again(
    server: ScriptedServer, declared: Declare, open_models: Open
) -> None:
    for served in ("openai/foo-1", "openai/foo-2", "openai/foo-1"):
        async with open_models(declared(model=served)) as models:
            await models.client("writer", "write").reply(WHY)
    assert [asked.model for asked in server.requests] == ["foo-1", "foo-2"]


async def test_trouble_is_noted_and_tried_again_by_the_next_run(
    server: ScriptedServer, declared: Declare, open_models: Open, store: Store
) -> None:
    server.reply_with(*[Status(529)] * 3, Say("Because."))
    async with open_models(declared()) as models:
        assert (await models.client("writer", "write").reply(WHY)).outcome == "overloaded"
    (call,) = store.calls.of(factory.MONTH)
    assert call["state"] == "failed" and "529" in call["reply"]["detail"]
    async with open_models(declared()) as models:
        assert (await models.client("writer", "write").reply(WHY)).outcome == "ok"
    assert store.calls.spending(factory.MONTH)[2] == 0


async def test_a_call_is_durable_before_it_leaves_and_lost_calls_are_resent_once_and_counted(
    server: ScriptedServer, declared: Declare, open_models: Open, store: Store, database: str
) -> None:
    release, seen = threading.Event(), []
    witness = Store(database)
    server.reply_with(Hang(release))
    async with open_models(declared()) as models:
        asking = asyncio.ensure_future(models.client("writer", "write").reply(WHY))
        while not server.requests:
            await asyncio.sleep(0)
        seen = [call["state"] for call in witness.calls.of(factory.MONTH)]
        asking.cancel()  # the process ends here, between sent and received
    release.set()
    assert seen == ["sent"] and witness.calls.spending(factory.MONTH)[2] == 1
    async with open_models(declared()) as models:
        for _ in range(2):
            assert (await models.client("writer", "write").reply(WHY)).outcome == "ok"
        assert models.sent == 1
    assert len(server.requests) == 2 and witness.calls.spending(factory.MONTH)[2] == 1
    witness.close()


async def test_equal_requests_in_flight_are_sent_once(
    server: ScriptedServer, declared: Declare, open_models: Open
) -> None:
    async with open_models(declared()) as models:
        client = models.client("writer", "write")
        replies = await asyncio.gather(*(client.reply(WHY) for _ in range(8)))
        assert models.sent == 1
    assert len(server.requests) == 1 and len(set(r.model_dump_json() for r in replies)) == 1


async def test_who_stops_waiting_does_not_take_the_reply_from_others(
    server: ScriptedServer, declared: Declare, open_models: Open
) -> None:
    release = threading.Event()
    server.reply_with(Hang(release))
    async with open_models(declared()) as models:
        client = models.client("writer", "write")
        first, second = (asyncio.ensure_future(client.reply(WHY)) for _ in range(2))
        while not server.requests:
            await asyncio.sleep(0)
        first.cancel()
        release.set()
        assert (await second).outcome == "ok"


async def test_calls_in_flight_are_bounded_by_the_models_concurrency(
    server: ScriptedServer, declared: Declare, open_models: Open
) -> None:
    lock, now, most = threading.Lock(), [0], [0]
    both = threading.Barrier(2, timeout=10)

    def answer(_: object) -> Say:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        both.wait()
        with lock:
            now[0] -= 1
        return Say()

    server.answer = answer
    async with open_models(declared(concurrency=2)) as models:
        client = models.client("writer", "write")
        requests = [WHY.model_copy(update={"sample": n}) for n in range(8)]
        await asyncio.gather(*(client.reply(request) for request in requests))
    assert most == [2] and len(server.requests) == 8


async def test_the_request_is_kept_in_full_and_pictures_by_their_sha256(
    declared: Declare, open_models: Open, store: Store, draw: Callable[..., Picture]
) -> None:
    request = Request(
        model="writer",
        system="Be brief.",
        prompt="Why?",
        pictures=(draw(),),
        parameters={"temperature": 0},
    )
    async with open_models(declared()) as models:
        reply = await models.client("writer", "write").reply(request)
    (call,) = store.calls.of(factory.MONTH, "writer")
    assert Request.model_validate(call["request"]) == request
    assert (call["key"], call["stage"], call["tokens"]) == (reply.key, "write", 120)
    assert provenance(request, reply).reply_key == call["key"]


async def test_a_missing_picture_stops_before_anything_is_sent_and_is_not_counted_lost(
    server: ScriptedServer, declared: Declare, open_models: Open, store: Store
) -> None:
    gone = Picture(sha256="0" * 64, width=1, height=1)
    async with open_models(declared()) as models:
        with pytest.raises(LiveError, match="missing"):
            await models.client("writer", "write").reply(
                WHY.model_copy(update={"pictures": (gone,)})
            )
    assert not server.requests and store.calls.spending(factory.MONTH)[2] == 0


async def test_a_wrong_key_stops_the_run_and_says_where_the_key_is(
    server: ScriptedServer,
    declared: Declare,
    open_models: Open,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MY_KEY", "sk-wrong")
    server.reply_with(Status(401, "Incorrect API key"))
    async with open_models(declared(api_key_env="MY_KEY")) as models:
        with pytest.raises(MissingError, match="writer.*Incorrect API key.*MY_KEY"):
            await models.client("writer", "write").reply(WHY)


@pytest.mark.parametrize("provider", ["openai", "anthropic"])
async def test_keys_appear_neither_in_the_store_nor_in_logs_nor_in_errors(
    provider: str,
    server: ScriptedServer,
    declared: Declare,
    open_models: Open,
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("MY_KEY", "sk-very-secret")
    caplog.set_level(logging.DEBUG)
    model = declared(provider, api_key_env="MY_KEY")
    with structlog.testing.capture_logs() as logged:
        async with open_models(model) as models:
            client = models.client("writer", "write")
            await client.reply(WHY)
            server.reply_with(Status(401, "wrong key: sk-very-secret"))
            with pytest.raises(MissingError) as refused:
                await client.reply(WHY.model_copy(update={"sample": 1}))
    assert "sk-very-secret" in str(server.requests[0].headers)
    store.close()
    written = b"".join(path.read_bytes() for path in tmp_path.glob("live.db*"))
    said = f"{refused.value}{logged}{caplog.text}{''.join(capfd.readouterr())}"
    assert b"sk-very-secret" not in written and "sk-very-secret" not in said
    assert b"Why?" in written


async def test_parameters_that_live_sets_itself_are_refused(
    declared: Declare, open_models: Open
) -> None:
    async with open_models(declared(parameters={"n": 3})) as models:
        with pytest.raises(ConfigError, match=r"writer: parameters\.n: .* Remove it"):
            models.client("writer", "write")

"""Calls keep within what a provider lets pass: what is declared, what it tells and refuses."""

import asyncio
import heapq
import itertools
import random
from collections.abc import Awaitable, Callable
from math import inf
from typing import Any

import factory
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scripted_models import Asked, Say, Script, ScriptedServer, Status

from live.blobs import Blobs
from live.config import Config, Model
from live.lmm.client import Reply, Request
from live.lmm.limits import Limiter
from live.lmm.models import Models
from live.lmm.told import HEADERS, limits_in, retry_after
from live.records import Usage
from live.store import Store

Declare = Callable[..., Model]
Open = Callable[..., Any]
PROVIDERS = pytest.mark.parametrize("provider", ["openai", "anthropic"])
WHY = Request(model="writer", prompt="Why?", max_tokens=100)
ASKED = [WHY.model_copy(update={"sample": n}) for n in range(8)]
OK = Reply(outcome="ok", usage=Usage(input_tokens=50, output_tokens=10))
AGAIN_IN_30 = Status(429, "slow down", headers={"retry-after": "30", "retry-after-ms": ""})
DATE = {"date": "Mon, 30 Nov 2026 10:00:00 GMT"}


class Time:
    """Seconds that pass while somebody sleeps, and no others."""

    def __init__(self) -> None:
        self.now = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._count = itertools.count()

    def __call__(self) -> float:
        return self.now

    async def hurry(self, seconds: float) -> None:
        """Sleeps, where others wait for a real server meanwhile: time jumps at once."""
        self.now += seconds
        await asyncio.sleep(0)

    async def sleep(self, seconds: float) -> None:
        """Sleeps under `run`, which wakes sleepers in their order."""
        woken = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.now + seconds, next(self._count), woken))
        await woken

    async def run(self, *work: Awaitable[Any]) -> list[Any]:
        task = asyncio.gather(*work)
        while not task.done():
            for _ in range(20):
                await asyncio.sleep(0)
            if self._sleepers and not task.done():
                self.now, _, woken = heapq.heappop(self._sleepers)
                woken.set_result(None)
        return task.result()


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    """The time of the limiters that Models makes."""
    time = Time()
    monkeypatch.setattr("live.lmm.models.Limiter", lambda name: Limiter(name, time, time.hurry))
    return time


def at_the_server(server: ScriptedServer, time: Time, *scripts: Script) -> list[float]:
    """Scripts the server and gives the list of when its requests come in."""
    came: list[float] = []
    queue = list(scripts)

    def answer(_: Asked) -> Script:
        came.append(time.now)
        return queue.pop(0) if queue else Say()

    server.answer = answer
    return came


TOLD: dict[str, tuple[dict[str, str], list[tuple[float, float, float]]]] = {
    "OpenAI's": (
        {
            "x-ratelimit-limit-requests": "3500",
            "x-ratelimit-remaining-requests": "3499",
            "x-ratelimit-reset-requests": "20ms",
            "x-ratelimit-limit-tokens": "150000",
            "x-ratelimit-remaining-tokens": "0",
            "x-ratelimit-reset-tokens": "1m0s",
        },
        [(3500, 3499, 50), (150000, 0, 2500)],
    ),
    "Anthropic's, on its own clock": (
        DATE
        | {
            "anthropic-ratelimit-output-tokens-limit": "16000",
            "anthropic-ratelimit-output-tokens-remaining": "4000",
            "anthropic-ratelimit-output-tokens-reset": "2026-11-30T10:00:45Z",
        },
        [(16000, 4000, 12000 / 45)],
    ),
    "a day's, not a minute's": (
        {
            "x-ratelimit-limit-requests": "14400",
            "x-ratelimit-remaining-requests": "14370",
            "x-ratelimit-reset-requests": "3m0s",
        },
        [(14400, 14370, 30 / 180)],
    ),
    "full, and reset in the past": (
        DATE
        | {
            "anthropic-ratelimit-requests-limit": "60",
            "anthropic-ratelimit-requests-remaining": "60",
            "anthropic-ratelimit-requests-reset": "2026-11-30T09:59:59Z",
        },
        [(60, 60, 1)],
    ),
    "Azure's for unlimited": (
        {"x-ratelimit-limit-tokens": "-1", "x-ratelimit-remaining-tokens": "-1"},
        [],
    ),
    "words, and no limit": (
        {
            "x-ratelimit-limit-tokens": "many",
            "x-ratelimit-remaining-requests": "5",
            "x-ratelimit-limit-requests": "nan",
            "x-ratelimit-limit-project-tokens": "1e-320",
            "x-ratelimit-remaining-project-tokens": "0",
        },
        [],
    ),
}


@pytest.mark.parametrize("case", TOLD)
def test_headers_tell_limits_in_each_providers_words(case: str) -> None:
    headers, expected = TOLD[case]
    found = [(told.limit, told.remaining, told.rate) for told in limits_in(headers).values()]
    assert found == [pytest.approx(numbers) for numbers in expected]


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after": "2.5"}, 2.5),
        ({"retry-after": "Mon, 30 Nov 2026 10:02:00 GMT"} | DATE, 120),
        ({"retry-after": "Mon, 30 Nov 2026 09:00:00 GMT"} | DATE, 0),
        ({"retry-after": "1h2m3s"}, 3723),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": f"{9**999}s"}, None),
        ({"retry-after": "9999-12-31T23:59:59Z"} | DATE, None),
        ({"retry-after": "1893456000"}, None),
        ({}, None),
    ],
)
def test_how_long_to_wait_is_read_as_seconds_or_as_a_moment(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert retry_after(headers) == seconds


WORDS = st.text(max_size=9) | st.floats().map(str) | st.datetimes().map(str)
NAMES = [name.format(part) for name in HEADERS for part in ("limit", "remaining", "reset")]


@settings(deadline=None, max_examples=100)
@given(st.dictionaries(st.sampled_from([*NAMES, "date", "retry-after", "retry-after-ms"]), WORDS))
def test_whatever_a_server_writes_there_can_be_reckoned_with(headers: dict[str, str]) -> None:
    assert all(0 < told.rate < inf and told.remaining >= 0 for told in limits_in(headers).values())
    assert 0 <= (retry_after(headers) or 0) < inf


@PROVIDERS
async def test_after_a_429_all_calls_wait_until_the_moment_told(
    provider: str, server: ScriptedServer, declared: Declare, open_models: Open, time: Time
) -> None:
    came = at_the_server(server, time, AGAIN_IN_30)
    async with open_models(declared(provider, concurrency=1)) as models:
        client = models.client("writer", "write")
        replies = await asyncio.gather(*(client.reply(request) for request in ASKED[:3]))
        assert models.sent == 4
    assert [reply.outcome for reply in replies] == ["ok"] * 3
    assert came[0] == 0 and min(came[1:]) >= 30 and len(came) == 4


@PROVIDERS
async def test_a_429_for_ever_is_tried_three_times_with_pauses_that_double_up(
    provider: str, server: ScriptedServer, declared: Declare, open_models: Open, time: Time
) -> None:
    silent = Status(429, "slow down", headers={"retry-after-ms": ""})
    came = at_the_server(server, time, *[silent] * 3)
    async with open_models(declared(provider)) as models:
        reply = await models.client("writer", "write").reply(WHY)
    assert reply.outcome == "rate_limited" and reply.detail == "HTTP 429: slow down"
    first, second, third = came
    assert 0.5 <= second - first <= 1.01 <= third - second <= 2.01


@PROVIDERS
async def test_who_is_told_to_wait_for_hours_is_told_until_when_and_sends_no_more(
    provider: str, server: ScriptedServer, declared: Declare, open_models: Open, time: Time
) -> None:
    hours = Status(429, "a day's quota", headers={"retry-after": "7200", "retry-after-ms": ""})
    came = at_the_server(server, time, hours)
    async with open_models(declared(provider)) as models:
        client = models.client("writer", "write")
        first, second = [await client.reply(request) for request in ASKED[:2]]
        assert first.outcome == second.outcome == "rate_limited" and len(came) == 1
        assert "HTTP 429: a day's quota" in first.detail and "UTC" in second.detail
        time.now += 7000
        assert (await client.reply(ASKED[2])).outcome == "ok"
    assert came[1] >= 7200


@PROVIDERS
@pytest.mark.parametrize(
    ("refusal", "outcome"),
    [
        (Status(429, word="insufficient_quota"), "rejected"),
        (Status(429, headers={"x-should-retry": "false"}), "rate_limited"),
    ],
)
async def test_what_no_other_try_mends_is_tried_once_and_slows_no_one_down(
    provider: str,
    refusal: Status,
    outcome: str,
    server: ScriptedServer,
    declared: Declare,
    open_models: Open,
    time: Time,
) -> None:
    came = at_the_server(server, time, refusal)
    async with open_models(declared(provider)) as models:
        client = models.client("writer", "write")
        assert (await client.reply(WHY)).outcome == outcome
        replies = await asyncio.gather(*(client.reply(request) for request in ASKED[1:]))
    assert all(reply.outcome == "ok" for reply in replies)
    assert len(came) == len(ASKED) and came[-1] < 0.1


LEFT = {
    "openai": {
        "x-ratelimit-limit-{}": "{}",
        "x-ratelimit-remaining-{}": "0",
        "x-ratelimit-reset-{}": "60s",
    },
    "anthropic": DATE
    | {
        "anthropic-ratelimit-{}-limit": "{}",
        "anthropic-ratelimit-{}-remaining": "0",
        "anthropic-ratelimit-{}-reset": "2026-11-30T10:01:00Z",
    },
}


@PROVIDERS
@pytest.mark.parametrize(("kind", "limit", "seconds"), [("requests", 6, 10), ("tokens", 600, 36.8)])
async def test_a_call_waits_until_what_remains_suffices_for_it(
    provider: str,
    kind: str,
    limit: int,
    seconds: float,
    server: ScriptedServer,
    declared: Declare,
    open_models: Open,
    time: Time,
) -> None:
    """Tokens: the worst case is 302 read and 100 written, in a minute with 600, none of them left.

    The first call read a tenth of its 302, so the next is thought to read 268 of them.
    """
    told = {name.format(kind): text.format(limit) for name, text in LEFT[provider].items()}
    came = at_the_server(server, time, Say(input_tokens=30, headers=told))
    async with open_models(declared(provider)) as models:
        client = models.client("writer", "write")
        request = WHY.model_copy(update={"prompt": "Why? " * 20})
        await client.reply(request)
        await client.reply(request.model_copy(update={"sample": 1}))
    assert came[1] == pytest.approx(seconds, abs=0.5)


@pytest.mark.parametrize("latency", [0.1, 20])
async def test_no_minute_holds_more_requests_than_were_declared(latency: float) -> None:
    time = Time()
    limiter = Limiter("a", time, time.sleep)
    for most in (30, 7):
        limiter.declare(Model(name="a", model="openai/a", requests_per_minute=most))
    left: list[float] = []

    async def call(n: int) -> None:
        request = WHY.model_copy(update={"sample": n})
        await limiter.leave(request)
        left.append(time.now)
        await time.sleep(latency)
        limiter.landed(request, OK)

    await time.run(*map(call, range(50)))
    assert all(sum(at <= other < at + 59.999 for other in left) <= 7 for at in left)
    assert left[-1] == pytest.approx(49 * 60 / 7, abs=0.5)


async def test_declared_tokens_are_counted_as_they_were_used_once_that_is_known() -> None:
    time = Time()
    limiter = Limiter("a", time, time.sleep)
    limiter.declare(Model(name="a", model="openai/a", tokens_per_minute=600))
    for request in ASKED:
        await time.run(limiter.leave(request))
        limiter.landed(request, OK)
    assert time.now == pytest.approx(7 * 6, abs=0.5)


@pytest.mark.parametrize(("limit", "burst", "in_flight"), [(60, 60, 8), (60, 1, 64), (10, 10, 8)])
async def test_a_limit_that_nobody_tells_is_found_and_no_call_is_lost_to_it(
    limit: int, burst: int, in_flight: int
) -> None:
    """The server fills up steadily and refuses without a word; a reply takes 2 s."""
    random.seed(1)
    time, turns = Time(), asyncio.Semaphore(in_flight)
    limiter = Limiter("a", time, time.sleep)
    room, seen, refusals = float(burst), 0.0, 0

    async def call(n: int) -> bool:
        nonlocal room, seen, refusals
        request = WHY.model_copy(update={"sample": n})
        async with turns:
            for _ in range(3):
                await limiter.leave(request)
                room, seen = min(burst, room + (time.now - seen) * limit / 60), time.now
                if room >= 1:
                    room -= 1
                    await time.sleep(2)
                    limiter.landed(request, OK)
                    return True
                await time.sleep(0.1)
                limiter.refused(request, {}, final=False)
                refusals += 1
        return False

    calls = burst + 4 * limit
    assert all(await time.run(*map(call, range(calls))))
    assert time.now < 1.7 * 240 and refusals < in_flight + 0.1 * calls


async def test_a_call_that_waits_for_its_limit_holds_up_no_other_model(
    server: ScriptedServer, store: Store, blobs: Blobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = asyncio.Event()

    async def sleep(_: float) -> None:
        await opened.wait()
        time.now += 30

    time = Time()
    monkeypatch.setattr("live.lmm.models.Limiter", lambda name: Limiter(name, time, sleep))
    site = {"name": "Herald", "url": "http://herald.example/"}
    names = {"slow": "foo-1", "alias": "foo-1", "other": "foo-2"}
    declared = [
        {"name": name, "model": f"openai/{served}", "base_url": server.openai_url}
        for name, served in names.items()
    ]
    config = Config.model_validate({"sites": [site], "models": declared, "judge": "slow"})
    server.reply_with(AGAIN_IN_30)
    async with Models(config, store, blobs, factory.MONTH, None) as models:

        def ask(name: str) -> asyncio.Future[Reply]:
            request = WHY.model_copy(update={"model": name})
            return asyncio.ensure_future(models.client(name, "answer").reply(request))

        slow = ask("slow")
        while [call["state"] for call in store.calls.of(factory.MONTH)] != ["failed"]:
            await asyncio.sleep(0)
        alias = ask("alias")
        assert (await asyncio.wait_for(ask("other"), 10)).outcome == "ok"
        assert not slow.done() and not alias.done()
        states = sorted(call["state"] for call in store.calls.of(factory.MONTH))
        assert states == ["failed", "received"]  # what waits has not left
        opened.set()
        assert (await slow).outcome == (await alias).outcome == "ok"

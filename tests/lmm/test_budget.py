"""Money: the limit is never crossed, the true cost is booked, unknown prices are refused."""

import asyncio
from collections.abc import Callable
from typing import Any

import factory
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted_models import ScriptedServer, Silence, Status

from live.config import Config, Model, Price
from live.errors import BudgetError, ConfigError
from live.lmm import prices
from live.lmm.budget import Budget, worst_case
from live.lmm.client import Picture, Reply, Request
from live.lmm.models import check_prices
from live.records import Usage
from live.store import Store

Declare = Callable[..., Model]
Open = Callable[..., Any]
DEAR = Price(input=1000, output=10000)
WHY = Request(model="writer", prompt="Why?", max_tokens=20)


async def test_the_limit_is_never_crossed_by_32_calls_at_once(
    server: ScriptedServer, declared: Declare, open_models: Open, store: Store
) -> None:
    """A call costs at most 0.50 USD here and exactly 0.30: 3 USD buy some, never more."""
    async with open_models(declared(price=DEAR, concurrency=32), max_usd=3) as models:
        client = models.client("writer", "answer")
        requests = [WHY.model_copy(update={"sample": n}) for n in range(32)]
        ended = await asyncio.gather(*map(client.reply, requests), return_exceptions=True)
        sent = models.sent
    stopped = [end for end in ended if isinstance(end, BudgetError)]
    usd, _, lost = store.calls.spending(factory.MONTH)
    assert 0 < sent == len(server.requests) == 32 - len(stopped)
    assert usd == pytest.approx(0.3 * sent) and usd <= 3 and lost == 0
    assert "--max-usd" in str(stopped[0])


async def test_what_the_month_cost_before_counts(
    declared: Declare, open_models: Open, server: ScriptedServer
) -> None:
    for sample in range(2):
        async with open_models(declared(price=DEAR), max_usd=0.6) as models:
            ask = models.client("writer", "answer").reply(WHY.model_copy(update={"sample": sample}))
            if sample:
                with pytest.raises(BudgetError):
                    await ask
            else:
                await ask
    assert len(server.requests) == 1


async def test_the_ledger_answers_beyond_the_limit(declared: Declare, open_models: Open) -> None:
    async with open_models(declared(price=DEAR)) as models:
        await models.client("writer", "answer").reply(WHY)
    async with open_models(declared(price=DEAR), max_usd=0) as models:
        assert (await models.client("writer", "answer").reply(WHY)).outcome == "ok"


async def test_trouble_that_was_not_billed_gives_its_reservation_back(
    server: ScriptedServer, declared: Declare, open_models: Open
) -> None:
    server.reply_with(*[Status(429)] * 3)
    async with open_models(declared(price=DEAR), max_usd=0.6) as models:
        client = models.client("writer", "answer")
        assert (await client.reply(WHY)).outcome == "rate_limited"
        assert (await client.reply(WHY)).outcome == "ok"


async def test_a_timeout_may_have_been_billed_and_counts_in_full(
    server: ScriptedServer, declared: Declare, open_models: Open
) -> None:
    server.reply_with(*[Silence()] * 3)
    async with open_models(declared(price=DEAR, timeout_seconds=0.05), max_usd=0.6) as models:
        client = models.client("writer", "answer")
        assert (await client.reply(WHY)).outcome == "timeout"
        with pytest.raises(BudgetError):
            await client.reply(WHY)


async def test_a_limit_and_a_price_that_nobody_knows_is_a_configuration_error(
    server: ScriptedServer, declared: Declare, open_models: Open
) -> None:
    async with open_models(declared(), max_usd=3) as models:
        with pytest.raises(ConfigError, match=r"live\.yaml: .*writer costs.*price"):
            models.client("writer", "answer")
    async with open_models(declared()) as models:
        assert (await models.client("writer", "answer").reply(WHY)).usd is None


def test_prices_of_all_roles_are_checked_up_front() -> None:
    site = {"name": "Herald", "url": "http://herald.example/"}
    config = Config.model_validate(
        {
            "sites": [site],
            "write": {"writer": "openai/gpt-5", "checker": "anthropic/unheard-of"},
            "candidates": ["embedded/blind", "hf/some/model", "openai/unheard-of"],
            "judge": "embedded/rules",
        }
    )
    check_prices(config, None)
    with pytest.raises(ConfigError) as refused:
        check_prices(config, 5)
    assert len(refused.value.lines) == 2


def test_a_declared_price_wins_over_the_listed_one() -> None:
    usage = Usage(input_tokens=1_000_000, output_tokens=1_000_000)
    listed = prices.usd(Model(name="m", model="openai/gpt-5"), usage)
    ours = Model(name="m", model="openai/gpt-5", price=Price(input=1, output=2))
    assert listed is not None and listed > 3
    assert prices.usd(ours, usage) == 3


def test_cached_input_is_cheaper_where_the_tables_say_so() -> None:
    model = Model(name="m", model="openai/gpt-5")
    plain = prices.usd(model, Usage(input_tokens=1000))
    cached = prices.usd(model, Usage(input_tokens=1000, cached_tokens=1000))
    assert plain is not None and cached is not None and 0 < cached < plain


def test_what_runs_on_this_machine_is_free() -> None:
    for name in ("embedded/blind", "hf/some/model"):
        assert prices.usd(Model(name=name, model=name), Usage(input_tokens=9)) == 0


def test_a_server_of_ones_own_has_no_listed_price() -> None:
    model = Model(name="m", model="openai/gpt-5", base_url="http://127.0.0.1:8000/v1")
    assert prices.usd(model, Usage(input_tokens=9)) is None


def test_the_worst_case_counts_pictures_text_schema_and_all_of_the_output() -> None:
    bare = worst_case(WHY)
    shown = WHY.model_copy(
        update={"pictures": (Picture(sha256="0" * 64, width=1280, height=4000),)}
    )
    assert bare.output_tokens == 20
    assert worst_case(shown).input_tokens - bare.input_tokens > 1280 * 4000 / 750
    longer = WHY.model_copy(update={"system": "é" * 10, "reply_schema": {"type": "object"}})
    assert worst_case(longer).input_tokens >= bare.input_tokens + 20 + 15


@given(
    st.floats(0, 5),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 60), st.booleans()), max_size=40),
)
def test_reserved_and_spent_never_exceed_the_limit(
    limit: float, calls: list[tuple[int, int, bool]]
) -> None:
    """Whatever the order in which calls start and end, if none costs more than its worst case."""
    model = Model(name="m", model="openai/m", price=Price(input=0, output=10000))
    budget, flying = Budget(limit, 0.0), []
    for used, allowed, ends in calls:
        request = Request(model="m", prompt="", max_tokens=allowed)
        try:
            flying.append((budget.reserve(model, request), min(used, allowed) / 100))
        except BudgetError:
            pass
        if ends and flying:
            reservation, usd = flying.pop(0)
            budget.settle(reservation, Reply(outcome="ok", usd=usd))
        assert budget.spent_usd + budget.reserved_usd <= limit + 1e-9


async def test_a_reply_says_what_it_cost(declared: Declare, open_models: Open) -> None:
    async with open_models(declared(price=Price(input=1, output=2))) as models:
        reply = await models.client("writer", "answer").reply(WHY)
    assert reply.usd == pytest.approx((100 * 1 + 20 * 2) / 1e6)


def test_spending_above_the_limit_before_the_run_stops_the_first_call() -> None:
    model = Model(name="m", model="openai/m", price=Price(input=1, output=1))
    with pytest.raises(BudgetError):
        Budget(1.0, 1.5).reserve(model, WHY)

"""Calls that are noted together are each durable before anyone goes on, and none harms another."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from shutil import copyfile

import pytest
import sqlalchemy as sa

from live.clock import now
from live.errors import LiveError
from live.store import Store


@pytest.fixture
def store(tmp_path: Path, empty_database: Path) -> Iterator[Store]:
    copyfile(empty_database, tmp_path / "live.db")
    opened = Store(f"sqlite:///{tmp_path}/live.db")
    yield opened
    opened.close()


@pytest.fixture
def witness(store: Store) -> Iterator[Store]:
    """Another process's view: it sees what is committed, and nothing else."""
    opened = Store(store.url)
    yield opened
    opened.close()


async def send(store: Store, key: str) -> None:
    request = {"prompt": "x" * 2000}
    await store.calls.sent(
        key=key, month="2026-10", stage="s", model="m", request=request, at=now()
    )


async def receive(store: Store, key: str) -> None:
    reply = {"text": key}
    await store.calls.ended(key, received=True, reply=reply, usd=0.25, tokens=7, at=now())


def commits(store: Store) -> list[sa.Connection]:
    """Fills with every transaction that the store commits from now on."""
    seen: list[sa.Connection] = []
    sa.event.listen(store._engine, "commit", seen.append)
    return seen


async def test_a_call_that_a_kill_caught_in_flight_is_counted_as_lost(store: Store) -> None:
    await send(store, "a")
    assert store.calls.spending("2026-10") == (0.0, 0, 1)
    await send(store, "a")
    await receive(store, "a")
    assert store.calls.spending("2026-10") == (0.25, 7, 1)
    assert await store.calls.reply("a") == {"text": "a"}


async def test_what_received_calls_took_is_known_by_their_keys(store: Store) -> None:
    at = now()
    await store.calls.sent(key="a", month="2026-10", stage="s", model="m", request={}, at=at)
    ended = {"received": True, "reply": {}, "tokens": 7, "at": at + timedelta(seconds=3)}
    await store.calls.ended("a", usd=None, **ended)
    await send(store, "b")
    assert store.calls.took(["a", "b", "none"]) == {"a": (None, 3.0)}


async def test_a_failed_call_answers_nothing(store: Store) -> None:
    await send(store, "a")
    await store.calls.ended("a", received=False, reply={"text": ""}, usd=None, tokens=0, at=now())
    assert await store.calls.reply("a") is None
    assert store.calls.spending("2026-10") == (0.0, 0, 0)


async def test_whoever_goes_on_finds_the_own_call_committed(store: Store, witness: Store) -> None:
    seen: dict[str, list[str]] = {}

    async def call(key: str) -> None:
        for step in (send, receive):
            await step(store, key)
            (own,) = [each for each in witness.calls.of("2026-10") if each["key"] == key]
            seen.setdefault(key, []).append(own["state"])

    await asyncio.gather(*(call(f"{n}") for n in range(20)))
    assert seen == {f"{n}": ["sent", "received"] for n in range(20)}


async def test_what_is_asked_in_one_turn_of_the_loop_is_one_transaction(store: Store) -> None:
    made = commits(store)
    await asyncio.gather(*(send(store, f"{n}") for n in range(64)))
    assert len(made) == 1
    await asyncio.gather(*(receive(store, f"{n}") for n in range(64)))
    found = await asyncio.gather(*(store.calls.reply(f"{n}") for n in range(64)))
    assert len(made) == 3
    assert found == [{"text": f"{n}"} for n in range(64)]


async def test_who_stops_waiting_harms_none_and_its_reply_is_kept(store: Store) -> None:
    keys = [f"{n}" for n in range(4)]
    await asyncio.gather(*(send(store, key) for key in keys))
    waiting = [asyncio.ensure_future(receive(store, key)) for key in keys]
    await asyncio.sleep(0)  # all have asked, nothing is committed yet
    waiting[0].cancel()
    ended = await asyncio.gather(*waiting, return_exceptions=True)
    assert isinstance(ended[0], asyncio.CancelledError) and ended[1:] == [None] * 3
    assert [await store.calls.reply(key) for key in keys] == [{"text": key} for key in keys]


async def test_a_full_disk_is_told_to_everyone_who_waits_and_nothing_is_half_kept(
    store: Store, witness: Store
) -> None:
    await send(store, "before")
    with store._begin() as connection:
        pages = connection.scalar(sa.text("PRAGMA page_count"))
        connection.execute(sa.text(f"PRAGMA max_page_count = {pages}"))
    ended = await asyncio.gather(*(send(store, f"{n}") for n in range(64)), return_exceptions=True)
    assert all(isinstance(end, LiveError) and "disk is full" in str(end) for end in ended)
    assert [call["key"] for call in witness.calls.of("2026-10")] == ["before"]


def test_a_loop_that_ends_before_the_transaction_leaves_the_next_one_free(store: Store) -> None:
    async def give_up() -> None:
        asyncio.ensure_future(send(store, "a"))
        await asyncio.sleep(0)

    asyncio.run(give_up())
    asyncio.run(asyncio.wait_for(send(store, "b"), 5))
    assert "b" in [call["key"] for call in store.calls.of("2026-10")]

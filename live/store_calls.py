"""The calls of models in the database: what the ledger notes, and what is asked about them.

What the ledger asks in one turn of the event loop shares a transaction, so that calls in flight
together wait for the disk once. A part of the door.
"""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa

from live.tables import calls

T = TypeVar("T")
Work = Callable[[sa.Connection], Any]
AT_ONCE = 500
"""Keys that one statement names; databases limit them."""

# Of calls there are tens of thousands: SQLAlchemy takes longer to build a statement than to run it.
_OF_CALL = calls.c.key == sa.bindparam("of")
RECEIVED = sa.select(calls.c.reply).where(_OF_CALL, calls.c.state == "received")
SENT = sa.select(calls.c.state, calls.c.lost).where(_OF_CALL)
PRICES = sa.select(calls.c.key, calls.c.usd).where(
    calls.c.usd.is_not(None), calls.c.key.in_(sa.bindparam("keys", expanding=True))
)
TOOK = sa.select(calls.c.key, calls.c.usd, calls.c.sent_at, calls.c.received_at).where(
    calls.c.state == "received", calls.c.key.in_(sa.bindparam("keys", expanding=True))
)
SEND, CHANGE = calls.insert(), calls.update().where(_OF_CALL)


class Took(NamedTuple):
    """What one call took. usd: None where its price is not known. seconds: from first to last."""

    usd: float | None
    seconds: float | None


class Calls:
    """The calls of all months. begin: begins a transaction.

    What is awaited is durable once it returns. Where the database refuses, everyone who shares the
    transaction is told; who stops waiting takes nothing from the others.
    """

    def __init__(self, begin: Callable[[], AbstractContextManager[sa.Connection]]) -> None:
        self._begin = begin
        self._next: _Shared | None = None

    async def reply(self, key: str) -> dict[str, Any] | None:
        """Gives the reply received to a request before, or None."""
        found: dict[str, Any] | None = await self._together(
            lambda connection: connection.scalar(RECEIVED, {"of": key})
        )
        return found

    async def sent(
        self, *, key: str, month: str, stage: str, model: str, request: Any, at: datetime
    ) -> None:
        """Notes that a request goes out now. One that was out already was lost in a kill."""
        row = {
            "key": key,
            "month": month,
            "stage": stage,
            "model": model,
            "state": "sent",
            "request": request,
            "reply": None,
            "usd": None,
            "tokens": 0,
            "sent_at": at.isoformat(),
            "received_at": None,
            "lost": 0,
        }
        await self._together(lambda connection: _note(connection, row))

    async def ended(
        self, key: str, *, received: bool, reply: Any, usd: float | None, tokens: int, at: datetime
    ) -> None:
        """Keeps what came back. Only a received reply answers the request from now on."""
        row = {
            "of": key,
            "state": "received" if received else "failed",
            "reply": reply,
            "usd": usd,
            "tokens": tokens,
            "received_at": at.isoformat(),
        }
        await self._together(lambda connection: connection.execute(CHANGE, row))

    def of(self, month: str, model: str | None = None) -> list[dict[str, Any]]:
        """Gives the calls of a month as they are in the table, in the order they were sent."""
        query = sa.select(calls).where(calls.c.month == month)
        if model is not None:
            query = query.where(calls.c.model == model)
        with self._begin() as connection:
            rows = connection.execute(query.order_by(calls.c.sent_at, calls.c.key)).mappings()
            return [dict(row) for row in rows]

    def prices(self, keys: Iterable[str]) -> dict[str, float]:
        """Gives what calls cost, USD, by their keys; those without a known price are left out."""
        wanted = sorted(set(keys))
        found: dict[str, float] = {}
        with self._begin() as connection:
            for start in range(0, len(wanted), AT_ONCE):
                some = {"keys": wanted[start : start + AT_ONCE]}
                found |= {row.key: row.usd for row in connection.execute(PRICES, some)}
        return found

    def took(self, keys: Iterable[str]) -> dict[str, Took]:
        """Gives what received calls took, by their keys."""
        wanted = sorted(set(keys))
        found: dict[str, Took] = {}
        with self._begin() as connection:
            for start in range(0, len(wanted), AT_ONCE):
                some = {"keys": wanted[start : start + AT_ONCE]}
                for row in connection.execute(TOOK, some):
                    sent, received = map(datetime.fromisoformat, (row.sent_at, row.received_at))
                    found[row.key] = Took(row.usd, (received - sent).total_seconds())
        return found

    def spending(self, month: str, stages: Iterable[str] | None = None) -> tuple[float, int, int]:
        """Gives a month's cost so far: USD, tokens, calls lost in flight when a run was killed.

        stages: only of these.
        """
        query = sa.select(
            sa.func.coalesce(sa.func.sum(calls.c.usd), 0.0),
            sa.func.coalesce(sa.func.sum(calls.c.tokens), 0),
            sa.func.coalesce(sa.func.sum(calls.c.lost), 0)
            + sa.func.count(sa.case((calls.c.state == "sent", 1))),
        ).where(calls.c.month == month)
        if stages is not None:
            query = query.where(calls.c.stage.in_(list(stages)))
        with self._begin() as connection:
            usd, tokens, lost = connection.execute(query).one()
        return float(usd), int(tokens), int(lost)

    async def _together(self, work: Work) -> Any:
        """Does some work in the next transaction, with whoever else asks before it begins."""
        if self._next is None or self._next.done.done():
            todo: list[Work] = []
            self._next = _Shared(todo, asyncio.ensure_future(self._commit(todo)))
        shared, place = self._next, len(self._next.todo)
        shared.todo.append(work)
        return (await asyncio.shield(shared.done))[place]

    async def _commit(self, todo: list[Work]) -> list[Any]:
        self._next = None
        with self._begin() as connection:
            return [work(connection) for work in todo]


class _Shared(NamedTuple):
    """A transaction that has not begun: what is done in it, and what that gives."""

    todo: list[Work]
    done: asyncio.Task[list[Any]]


def _note(connection: sa.Connection, row: dict[str, Any]) -> None:
    found = connection.execute(SENT, {"of": row["key"]}).one_or_none()
    if found:
        row["lost"] = found.lost + (found.state == "sent")
        connection.execute(CHANGE, {"of": row["key"], **row})
    else:
        connection.execute(SEND, row)

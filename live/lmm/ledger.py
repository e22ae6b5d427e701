"""Requests -> Replies, each bought once: what was received before is answered from the store.

A call is noted before it leaves and its reply before it is used, so that a run killed at any moment
buys again at most what was in flight. Touches the store and, through the client, the model.
"""

import asyncio
import hashlib
from collections.abc import Callable

from live.clock import now
from live.config import Model
from live.errors import LiveError
from live.lmm import prices
from live.lmm.budget import Budget
from live.lmm.client import RECEIVED, Client, Reply, Request
from live.lmm.limits import Limiter, LimitError
from live.lmm.troubles import RETRIES
from live.store import Store


class Ledger:
    """A model whose received replies are kept for good.

    turn: bounds the calls in flight. limiter: says when one may leave. opened: gives the provider's
    client when first needed.
    """

    def __init__(
        self,
        opened: Callable[[], Client],
        *,
        model: Model,
        store: Store,
        budget: Budget,
        turn: asyncio.Semaphore,
        limiter: Limiter,
        month: str,
        stage: str,
    ) -> None:
        self._opened = opened
        self._model = model
        self._store = store
        self._budget = budget
        self._turn = turn
        self._limiter = limiter
        self._month = month
        self._stage = stage
        self._flying: dict[str, asyncio.Task[Reply]] = {}
        self.sent = 0

    async def reply(self, request: Request) -> Reply:
        """Gives the reply to a request: the one received before, else a new one, bought once.

        Equal requests at the same time share one call. Raises BudgetError before anything is sent.
        """
        key = key_of(self._model, request)
        if key not in self._flying:
            self._flying[key] = asyncio.ensure_future(self._found_or_bought(key, request))
            self._flying[key].add_done_callback(lambda task: self._landed(key, task))
        return await asyncio.shield(self._flying[key])

    async def close(self) -> None:
        """Ends the calls in flight; they count as lost and are sent again by the next run."""
        flying = list(self._flying.values())
        for task in flying:
            task.cancel()
        await asyncio.gather(*flying, return_exceptions=True)

    def _landed(self, key: str, task: asyncio.Task[Reply]) -> None:
        """Takes a call off the list; its error belongs to whoever waits, if anyone still does."""
        del self._flying[key]
        if not task.cancelled():
            task.exception()

    async def _found_or_bought(self, key: str, request: Request) -> Reply:
        found = await self._store.calls.reply(key)
        return await self._buy(key, request) if found is None else Reply.model_validate(found)

    async def _buy(self, key: str, request: Request) -> Reply:
        """Sends a call when it may leave, and again where the provider refuses for its limits.

        While it waits, it is neither noted as sent nor has money set aside.
        """
        reply = Reply(outcome="rate_limited")
        request = request.model_copy()  # the limiter knows a call on its way by its very object
        async with self._turn:
            client = self._opened()
            try:
                for _ in range(RETRIES + 1):
                    await self._limiter.leave(request)
                    reply = await self._within_budget(key, request, client)
                    if reply.outcome != "rate_limited":
                        break
            except LimitError as error:
                said = f"{reply.detail.rstrip('.')}. " if reply.detail else ""
                reply = reply.model_copy(update={"detail": f"{said}{error}"})
            finally:
                self._limiter.landed(request, reply)
        return reply

    async def _within_budget(self, key: str, request: Request, client: Client) -> Reply:
        reservation = self._budget.reserve(self._model, request)
        reply: Reply | None = None
        try:
            reply = await self._send(key, request, client)
        finally:
            self._budget.settle(reservation, reply)
        return reply

    async def _send(self, key: str, request: Request, client: Client) -> Reply:
        await self._store.calls.sent(
            key=key,
            month=self._month,
            stage=self._stage,
            model=request.model,
            request=request.model_dump(mode="json"),
            at=now(),
        )
        self.sent += 1
        try:
            reply = await client.reply(request)
        except LiveError as error:
            await self._end(key, Reply(outcome="rejected", detail=str(error)))
            raise
        usd = prices.usd(self._model, reply.usage)
        received = reply.outcome in RECEIVED
        reply = reply.model_copy(update={"key": key, "usd": usd if received else None})
        await self._end(key, reply)
        return reply

    async def _end(self, key: str, reply: Reply) -> None:
        await self._store.calls.ended(
            key,
            received=reply.outcome in RECEIVED,
            reply=reply.model_dump(mode="json"),
            usd=reply.usd,
            tokens=reply.usage.input_tokens + reply.usage.output_tokens,
            at=now(),
        )


def key_of(model: Model, request: Request) -> str:
    """Gives a request's key in the ledger: its content, and which model its name stands for.

    The name in a request is live.yaml's and may be given to another model, or be shown smaller
    pictures; what was received before is then no answer any more.
    """
    content = f"{request.key} {model.model} {model.max_picture_px}"
    return hashlib.sha256(content.encode()).hexdigest()

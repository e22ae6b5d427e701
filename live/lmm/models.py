"""live.yaml's models, opened when first asked: the facade that the stages use.

Every call goes through the ledger, which answers what was received before, and the budget, which
keeps within the money limit. Touches the store and whatever the providers touch.
"""

import asyncio
from collections.abc import Sequence
from typing import Protocol, Self

from live.blobs import Blobs
from live.config import Config, Model
from live.errors import ConfigError, MissingError
from live.lmm.budget import Budget, require_prices
from live.lmm.client import Client, Reply, Request
from live.lmm.ledger import Ledger
from live.lmm.limits import Limiter
from live.lmm.troubles import UNAUTHORISED
from live.store import Store

OURS = ("model", "messages", "system", "stream", "n", "max_tokens", "max_completion_tokens")
"""Parameters that live sets itself; others would break what it reads or what it reserves."""


class Provider(Client, Protocol):
    """A client that holds connections or weights."""

    async def close(self) -> None:
        """Gives them back."""
        ...


class Models:
    """The models of a month's stages; `async with` closes what was opened.

    max_usd: the limit of the month's cost, None for none. sent: calls that went out so far.
    """

    def __init__(
        self, config: Config, store: Store, blobs: Blobs, month: str, max_usd: float | None
    ) -> None:
        self._config = config
        self._store = store
        self._blobs = blobs
        self._month = month
        self._budget = Budget(max_usd, store.calls.spending(month)[0])
        self._providers: dict[str, Provider] = {}
        self._turns: dict[str, asyncio.Semaphore] = {}
        self._limiters: dict[tuple[str | None, ...], Limiter] = {}
        self._ledgers: dict[tuple[str, str], Ledger] = {}

    def client(self, name: str, stage: str) -> Client:
        """Gives a model by its name in live.yaml, for one stage.

        Raises ConfigError where money is limited and the model's price unknown, or a parameter is
        one that live sets. The provider is opened by the first request that the ledger cannot
        answer; that request raises MissingError where a key or package is missing, and any request
        BudgetError where the limit could be crossed.
        """
        if (name, stage) not in self._ledgers:
            model = self._config.model(name)
            _refuse_our_parameters(model)
            require_prices([model], self._budget.limit_usd)
            self._ledgers[name, stage] = Ledger(
                lambda: self._open(model),
                model=model,
                store=self._store,
                budget=self._budget,
                turn=self._turns.setdefault(name, asyncio.Semaphore(model.concurrency)),
                limiter=self._limiter(model),
                month=self._month,
                stage=stage,
            )
        return _Keyed(self._ledgers[name, stage], self._config.model(name))

    def require(self, names: Sequence[str]) -> None:
        """Opens models before any is asked.

        Raises what would stop the first request of one of them: ConfigError and MissingError as in
        `client`.
        """
        models = [self._config.model(name) for name in names]
        for model in models:
            _refuse_our_parameters(model)
        require_prices(models, self._budget.limit_usd)
        for model in models:
            self._open(model)

    def concurrency(self, name: str) -> int:
        """Gives how many calls of a model may be in flight."""
        return self._config.model(name).concurrency

    @property
    def sent(self) -> int:
        """How many calls really went out; the others were answered from the ledger."""
        return sum(ledger.sent for ledger in self._ledgers.values())

    async def close(self) -> None:
        """Ends what is in flight and closes what was opened."""
        for ledger in self._ledgers.values():
            await ledger.close()
        for provider in self._providers.values():
            await provider.close()
        self._providers.clear()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def _open(self, model: Model) -> Provider:
        if model.name not in self._providers:
            self._providers[model.name] = open_provider(model, self._blobs, self._limiter(model))
        return self._providers[model.name]

    def _limiter(self, model: Model) -> Limiter:
        """The limiter that names share which stand for one model at one account."""
        account = (model.model, model.base_url, model.api_key_env)
        limiter = self._limiters.setdefault(account, Limiter(model.model))
        limiter.declare(model)
        return limiter


class _Keyed:
    """Stops the run at a key that the provider refuses: every further item would fail alike."""

    def __init__(self, ledger: Ledger, model: Model) -> None:
        self._ledger = ledger
        self._model = model

    async def reply(self, request: Request) -> Reply:
        reply = await self._ledger.reply(request)
        if reply.stop_reason == UNAUTHORISED:
            raise MissingError(
                f"{self._model.name}: the key was refused ({reply.detail}). "
                f"{_where_the_key_is(self._model)}"
            )
        return reply


def check_prices(config: Config, max_usd: float | None) -> None:
    """Raises ConfigError where money is limited and the price of any role's model is unknown."""
    require_prices([config.model(name) for name in set(config.roles.values())], max_usd)


def open_provider(model: Model, blobs: Blobs, limiter: Limiter | None = None) -> Provider:
    """Opens a model at its provider, past ledger and budget.

    limiter: hears what the provider tells of its limits. Raises MissingError where a key or package
    is missing.
    """
    limiter = limiter or Limiter(model.model)
    match model.provider:
        case "openai":
            from live.lmm.openai import OpenAI

            return OpenAI(model, blobs, limiter)
        case "anthropic":
            from live.lmm.anthropic import Anthropic

            return Anthropic(model, blobs, limiter)
        case "hf":
            from live.lmm.hf import HF

            return HF(model, blobs)
        case _:
            from live.lmm.embedded import Embedded

            return Embedded(model, blobs)


def _refuse_our_parameters(model: Model) -> None:
    taken = sorted(set(model.parameters) & set(OURS))
    if taken:
        raise ConfigError(
            [
                f"live.yaml: models: {model.name}: parameters.{name}: set by live itself. "
                "Remove it; the length of replies is the model's `max_tokens`."
                for name in taken
            ]
        )


def _where_the_key_is(model: Model) -> str:
    if model.api_key_env:
        return f"Put a valid key into {model.api_key_env}."
    if model.base_url:
        return "Name the variable that holds its key: set api_key_env where the model is declared."
    variable = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY"}[model.provider]
    return f"Put a valid key into {variable}."

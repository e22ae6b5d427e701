"""A money limit -> leave to send a call, or BudgetError. Keeps its sums in memory, nothing else.

The worst case of a call is reserved before it is sent and the true cost booked when it ends, so
that calls in flight together cannot cross the limit that each alone would respect.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from live.config import Model
from live.errors import BudgetError, ConfigError
from live.lmm import prices
from live.lmm.client import Reply, Request
from live.records import Usage

MAY_BE_BILLED = frozenset({"timeout", "garbled", "overloaded"})
"""Outcomes without a usage that the provider may still charge for."""


@dataclass(frozen=True)
class Reservation:
    """The worst case of one call, in USD, until the call ends."""

    usd: float


class Budget:
    """What may be spent and what has been.

    limit_usd: None is no limit. spent_usd: what the month has cost so far.
    """

    def __init__(self, limit_usd: float | None, spent_usd: float) -> None:
        self.limit_usd = limit_usd
        self.spent_usd = spent_usd
        self.reserved_usd = 0.0

    def reserve(self, model: Model, request: Request) -> Reservation:
        """Sets the worst case of a call aside.

        Raises BudgetError where the limit could be crossed, ConfigError where a limit is set and
        nobody knows the model's price.
        """
        worst = prices.usd(model, worst_case(request))
        if worst is None:
            require_prices([model], self.limit_usd)
            return Reservation(0.0)
        committed = self.spent_usd + self.reserved_usd
        if worst > 0 and self.limit_usd is not None and committed + worst > self.limit_usd:
            raise BudgetError(
                f"The next call of {model.name} could cost {worst:.4f} USD; {committed:.4f} of "
                f"{self.limit_usd:.2f} USD are spent or set aside. Run again with a higher "
                "--max-usd to go on."
            )
        self.reserved_usd += worst
        return Reservation(worst)

    def settle(self, reservation: Reservation, reply: Reply | None) -> None:
        """Ends a reservation. What may have been billed unseen counts in full.

        reply: None where nothing was sent.
        """
        self.reserved_usd = max(0.0, self.reserved_usd - reservation.usd)
        if reply is None:
            return
        unseen = reply.outcome in MAY_BE_BILLED and reply.usage == Usage()
        self.spent_usd += reservation.usd if unseen else reply.usd or 0.0


def require_prices(models: Iterable[Model], limit_usd: float | None) -> None:
    """Raises ConfigError where money is limited and a model's price is not known."""
    if limit_usd is None:
        return
    unknown = sorted({model.name for model in models if not prices.is_known(model)})
    if unknown:
        raise ConfigError(
            [
                f"live.yaml: models: nobody knows what {name} costs, and money is limited to "
                f"{limit_usd:g} USD. Declare its price: {{input: …, output: …}}, USD a million "
                "tokens; 0 for a server of your own."
                for name in unknown
            ]
        )


def worst_case(request: Request) -> Usage:
    """Bounds the tokens of a call from above, before it is sent.

    Text: one token a byte, which no tokenizer exceeds. A picture: 1500 tokens and one for every 500
    pixels; Anthropic and the Qwen family count one for 750 to 784, tiles of OpenAI and Gemini less.
    Output: all of `max_tokens`, thinking included.
    """
    schema = json.dumps(request.reply_schema or {}, ensure_ascii=False)
    text = len((request.system + request.prompt + schema).encode())
    pictures = sum(1500 + p.width * p.height // 500 for p in request.pictures)
    return Usage(input_tokens=200 + text + pictures, output_tokens=request.max_tokens)

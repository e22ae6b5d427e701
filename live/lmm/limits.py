"""What a provider lets pass in a minute -> when a call may leave.

A Limiter stands before all calls of one model at one account. It knows what was declared in
live.yaml and what responses told (live.lmm.told), each as a token bucket, and where a provider
refuses all the same (429), it lowers the pace of the calls and raises it again with each that
passes: additive increase, multiplicative decrease, Chiu and Jain 1989,
https://doi.org/10.1016/0169-7552(89)90019-6, once for each flight of calls as TCP does it
(RFC 5681). Waits; touches the clock.
"""

import asyncio
import math
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from live.clock import now
from live.config import Model
from live.lmm.budget import worst_case
from live.lmm.client import RECEIVED, Reply, Request
from live.lmm.told import Kind, limits_in, retry_after
from live.records import Usage

log = structlog.get_logger()

LONGEST = 600.0
"""Seconds. Who is told to wait longer (daily quotas) does not wait."""
STEP = 1.0
"""Seconds. So often a waiting call looks again: what others hear may shorten its wait."""
SOON = 1e-6
PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds of the first pause after a 429 that tells none, and of those that double up from it."""
SLOWEST = 3.0
"""Requests a minute. A pace below it would be learned from too few calls."""
RISE = 0.5
"""Requests a minute that each call adds to the pace. More costs more refusals (and calls that were
refused to the end), less takes longer to find the limit that nobody tells."""
LEARNING = 1 / 8
"""The weight of the last call in the share that its true input has of the worst case."""


class LimitError(Exception):
    """Says that a call would wait too long, or in vain. The ledger makes it an outcome."""


@dataclass
class Bucket:
    """A token bucket: at most `limit` at once, `rate` more a second; now `level`, as of `at`."""

    kind: Kind
    limit: float
    rate: float
    level: float
    at: float

    def wait(self, cost: float, at: float) -> float:
        """Gives the seconds until `cost`, or all that it can hold, is there; 0 or less: now."""
        self.fill(at)
        return (min(cost, self.limit) - self.level) / self.rate

    def fill(self, at: float) -> None:
        """Adds what has come back since."""
        self.add((at - self.at) * self.rate)
        self.at = at

    def add(self, amount: float) -> None:
        """Adds, to `limit` at most."""
        self.level = min(self.limit, self.level + amount)


@dataclass
class Flight:
    """A call on its way. taken: from which bucket how much. era: refusals that were before it."""

    worst: Usage
    taken: dict[str, float] = field(default_factory=dict)
    era: int = 0
    final: bool = False


class Limiter:
    """Lets the calls of one model at one account leave, in the order in which they came.

    name: of the model, for messages. clock: seconds that only grow.
    """

    def __init__(
        self,
        name: str,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._name = name
        self._clock = clock
        self._sleep = sleep
        self._line = asyncio.Lock()
        self._buckets: dict[str, Bucket] = {}
        self._flights: dict[int, Flight] = {}
        self._closed_until = -math.inf
        self._era = 0
        self._refusals = 0
        self._lately, self._lately_at = 0.0, clock()
        self._told_pace = 0.0
        self._share = 1.0

    def declare(self, model: Model) -> None:
        """Keeps within the limits that live.yaml declares; of several, the lowest counts.

        They are spread evenly, so that no minute holds more: of tokens, than one call more.
        """
        declared: dict[Kind, int | None] = {
            "requests": model.requests_per_minute,
            "tokens": model.tokens_per_minute,
        }
        for kind, limit in declared.items():
            known = self._buckets.get(f"{kind}_per_minute")
            if limit and (known is None or limit / 60 < known.rate):
                evenly = Bucket(kind, 1.0, limit / 60, 1.0, self._clock())
                self._buckets[f"{kind}_per_minute"] = evenly

    async def leave(self, request: Request) -> None:
        """Waits until the call may leave, in line, and counts it as left.

        Raises LimitError where that would take too long, and on a second try of a call of which the
        provider said that no other try helps.
        """
        before = self._flights.pop(id(request), None)
        if before is not None:
            self._give_back(before, Usage())
            if before.final:
                raise LimitError("The provider says that trying again does not help.")
        flight = Flight(worst_case(request))
        async with self._line:
            while (wait := self._wait(self._costs(flight.worst))) > SOON:
                await self._sleep(min(wait, STEP))
            costs = self._costs(flight.worst)
            for name, bucket in self._buckets.items():
                flight.taken[name] = costs[bucket.kind]
                bucket.level -= costs[bucket.kind]
            self._lately = self._in_the_last_minute() + 1
            self._lately_at = self._clock()
            flight.era = self._era
        self._flights[id(request)] = flight

    def heard(self, request: Request, headers: Mapping[str, str]) -> None:
        """Takes in what the response to a call tells of limits.

        What is said to remain bounds what we count from above: it knows other users of the account,
        but not yet all calls that are on their way.
        """
        at = self._clock()
        flight = self._flights.get(id(request))
        for name, told in limits_in(headers).items():
            level = told.remaining
            if (bucket := self._buckets.get(name)) is not None:
                bucket.fill(at)
                bucket.add(flight.taken.pop(name, 0.0) if flight else 0.0)
                level = min(level, bucket.level)
            self._buckets[name] = Bucket(told.kind, told.limit, told.rate, level, at)
            if told.kind == "requests":
                self._told_pace = told.rate * 60

    def refused(self, request: Request, headers: Mapping[str, str], *, final: bool) -> None:
        """Closes the account after a 429: until when it tells, else for a pause that doubles up.

        Halves the pace too, once for all calls that were on their way. final: the provider says
        that another try does not help, so that nothing is learned of the pace.
        """
        at, told = self._clock(), retry_after(headers)
        flight = self._flights.get(id(request)) or Flight(Usage(), era=self._era)
        flight.final = final
        if told is not None:
            self._closed_until = max(self._closed_until, at + told)
        if final or flight.era != self._era:
            return
        if told is None:
            longest = min(PAUSE * 2 ** min(self._refusals, 10), LONGEST_PAUSE)
            self._closed_until = max(self._closed_until, at + random.uniform(longest / 2, longest))
        # A run that has just begun has not sent for a minute yet: what is told counts too.
        pace = max(self._in_the_last_minute(), self._told_pace)
        if (bucket := self._buckets.get("pace")) is not None:
            pace = min(pace, bucket.rate * 60)
        pace = max(pace / 2, SLOWEST)
        self._buckets["pace"] = Bucket("requests", 1.0, pace / 60, 1.0, at)
        self._era += 1
        self._refusals += 1
        log.warning(
            "rate limited",
            model=self._name,
            wait_s=round(max(0.0, self._closed_until - at), 1),
            requests_per_minute=round(pace),
        )

    def landed(self, request: Request, reply: Reply) -> None:
        """Ends a call: gives back what it did not use, and raises the pace where it passed."""
        flight = self._flights.pop(id(request), None)
        if flight is None:
            return
        self._give_back(flight, reply.usage)
        if reply.usage.input_tokens:
            true = reply.usage.input_tokens / flight.worst.input_tokens
            self._share += LEARNING * (true - self._share)
        if reply.outcome in RECEIVED and flight.era == self._era:
            self._refusals = 0
            if (bucket := self._buckets.get("pace")) is not None:
                bucket.rate += RISE / 60

    def _wait(self, costs: dict[Kind, float]) -> float:
        """Gives the seconds until nothing stands in the way; raises LimitError if too many."""
        at = self._clock()
        longest = self._closed_until - at
        if longest > LONGEST:
            raise LimitError(self._too_long("its server says to wait", longest))
        for name, bucket in self._buckets.items():
            wait = bucket.wait(costs[bucket.kind], at)
            if wait > LONGEST:
                used_up = f"its limit of {bucket.kind} ({name}) is used up"
                raise LimitError(self._too_long(used_up, wait))
            longest = max(longest, wait)
        return longest

    def _too_long(self, fact: str, seconds: float) -> str:
        until = now() + timedelta(seconds=min(seconds, 1e9))
        return (
            f"{self._name}: {fact} until {until:%Y-%m-%d %H:%M} UTC, and live waits "
            f"{LONGEST / 60:.0f} minutes at most. Run again then, or ask the provider for more."
        )

    def _costs(self, worst: Usage) -> dict[Kind, float]:
        """Estimates a call as providers count it: its input, and all the output it may have."""
        return _amounts(worst.input_tokens * self._share, worst.output_tokens)

    def _give_back(self, flight: Flight, used: Usage) -> None:
        """Corrects the estimate, but where a response told what remains."""
        true = _amounts(used.input_tokens, used.output_tokens)
        for name, taken in flight.taken.items():
            bucket = self._buckets[name]
            bucket.add(taken - true[bucket.kind])

    def _in_the_last_minute(self) -> float:
        """Counts the calls that left, the older the less: a decaying sum that needs no list."""
        return self._lately * math.exp((self._lately_at - self._clock()) / 60)


def _amounts(read: float, written: float) -> dict[Kind, float]:
    return {
        "requests": 1.0,
        "tokens": read + written,
        "input tokens": read,
        "output tokens": written,
    }

"""An address -> leave to open it, when it is its turn, or why not.

Keeps to robots.txt with its crawl-delay, to what reserves itself from AI, to one page of a host at
once, to a budget a host, and to the pauses that hosts ask for. Touches the network for robots.txt
and tdmrep.json.
"""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from live.clock import now
from live.crawl.web.addresses import plain
from live.crawl.web.net import Client, read
from live.crawl.web.optout import Reservations, read_tdmrep, reserved
from live.crawl.web.robots import MOST_BYTES, Robots, read_robots
from live.errors import ItemError
from live.outcomes import Dropped, Failed, Waiting

MOST_DELAY = 60
MOST_PAUSE = 60
LONGEST_GUESS = 3600
FILE_SECONDS = 20


@dataclass
class _Host:
    """How we stand with a host.

    used: turns today. ready: by the clock, when it may be asked again. strikes: pauses that it
    asked for in a row. struck: whether it did since its last turn began.
    """

    used: int = 0
    ready: float = 0.0
    strikes: int = 0
    struck: bool = False
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    reading: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass(frozen=True)
class _Policy:
    """What an origin allows."""

    robots: Robots
    reservations: Reservations


class Manners:
    """Says what may be opened, and gives turns.

    pages_per_host: turns a host has in a day, of which `used` were taken. at_once: turns that are
    held at the same time. clock: seconds that only grow. sleep: takes seconds.
    """

    def __init__(
        self,
        client: Client,
        *,
        respect_ai_optout: bool,
        pages_per_host: int,
        at_once: int,
        used: Mapping[str, int] | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._client = client
        self._respect_ai_optout = respect_ai_optout
        self._pages_per_host = pages_per_host
        self._places = asyncio.Semaphore(at_once)
        self._clock = clock
        self._sleep = sleep
        self._hosts = {host: _Host(count) for host, count in (used or {}).items()}
        self._policies: dict[str, _Policy | Dropped | Failed] = {}

    @asynccontextmanager
    async def turn(self, url: str) -> AsyncIterator[Dropped | Failed | Waiting | None]:
        """Waits for an address's turn and holds it: gives None, or why it must not be opened.

        A host's turns come one after another, its crawl-delay after the last began and not before
        its pause ends. Who waits for a slow host takes no place from those of other hosts.
        """
        host = self._host(url)
        async with host.turn:
            if refusal := self._spent(host, url) or await self.refusal(url):
                yield refusal
                return
            host.used += 1
            if (wait := host.ready - self._clock()) > 0:
                await self._sleep(wait)
            async with self._places:
                host.strikes *= host.struck
                host.struck = False
                host.ready = self._clock() + self._delay(url)
                yield None

    async def refusal(self, url: str) -> Dropped | Failed | None:
        """Tells what forbids an address, whosever turn it is; None where nothing does.

        Failed means that it is not known now, which forbids it for this run.
        """
        policy = await self._policy(url)
        if not isinstance(policy, _Policy):
            return policy
        # in a thread: of thousands of rules with wildcards, each question takes its time
        return await asyncio.to_thread(self._forbidden, policy, url)

    def back_off(self, url: str, retry_after: str = "") -> float:
        """Leaves a host alone, and gives for how many seconds.

        As long as it says, else 2, 4, 8 … seconds by the pauses in a row. A host that wants more
        than MOST_PAUSE seconds has no turn any more while that lasts: its pages wait for a later
        run. retry_after: the header, verbatim.
        """
        host = self._host(url)
        host.strikes += 1
        host.struck = True
        asked = _seconds(retry_after)
        pause = min(2.0**host.strikes, LONGEST_GUESS) if asked is None else asked
        host.ready = max(host.ready, self._clock() + pause)
        return pause

    def _forbidden(self, policy: _Policy, url: str) -> Dropped | None:
        file, robots = f"{_origin(url)}/robots.txt", policy.robots
        if not robots.allows(url):
            return Dropped("robots_forbids", f"{file} forbids {url}.")
        if robots.delay > MOST_DELAY:
            fact = f"asks for {robots.delay:g} s between two pages, more than {MOST_DELAY}"
            return Dropped("robots_forbids", f"{file} {fact}.")
        if not self._respect_ai_optout:
            return None
        if agent := robots.forbidden_ai(url):
            return Dropped("ai_optout", f"{file} forbids {url} to {agent}.")
        if reserved(policy.reservations, url):
            return Dropped("ai_optout", f"{_origin(url)}/.well-known/tdmrep.json reserves {url}.")
        return None

    def _spent(self, host: _Host, url: str) -> Waiting | None:
        name = urlsplit(url).hostname
        if host.ready - self._clock() > MOST_PAUSE:
            return Waiting("host_busy", f"{name} asked for a pause. Run again later.")
        if host.used >= self._pages_per_host:
            fact = f"{name} was asked for {host.used} pages today (crawl.pages_per_host)"
            return Waiting("host_budget", f"{fact}. Run again tomorrow.")
        return None

    def _host(self, url: str) -> _Host:
        return self._hosts.setdefault(urlsplit(url).hostname or "", _Host())

    def _delay(self, url: str) -> float:
        policy = self._policies[_origin(url)]
        return policy.robots.delay if isinstance(policy, _Policy) else 0.0

    async def _policy(self, url: str) -> _Policy | Dropped | Failed:
        """What an address's origin allows, asked once."""
        origin = _origin(url)
        async with self._host(url).reading:
            if origin not in self._policies:
                self._policies[origin] = await self._ask(origin)
        return self._policies[origin]

    async def _ask(self, origin: str) -> _Policy | Dropped | Failed:
        try:
            robots = await read_robots(self._client, origin, FILE_SECONDS)
        except ItemError as error:
            host, gate = plain(urlsplit(origin).hostname or ""), self._client.gate
            if host in gate.private:
                return Dropped("private_address", f"{origin} is not opened: {gate.refused[host]}.")
            return Failed("robots_unreachable", f"{error.detail} So nothing is allowed for now.")
        reservations = await self._reservations(origin) if self._respect_ai_optout else ()
        return _Policy(robots, reservations)

    async def _reservations(self, origin: str) -> Reservations:
        file = f"{origin}/.well-known/tdmrep.json"
        try:
            got = await read(self._client, file, FILE_SECONDS, MOST_BYTES)
        except ItemError:
            # unlike robots.txt, nearly nobody has one: only a file that is there says something
            return ()
        return read_tdmrep(got.content) if got.status == 200 else ()


def _origin(url: str) -> str:
    """Scheme, host and port of an address, without a user's name."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"


def _seconds(retry_after: str) -> float | None:
    """Reads a Retry-After: a number of seconds, or a date of HTTP (RFC 9110, 10.2.3)."""
    text = retry_after.strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    zoned = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (zoned - now()).total_seconds())

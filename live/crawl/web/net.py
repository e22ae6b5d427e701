"""How the crawler reaches the web without a browser: its network, its name, and one bounded GET.

Touches the network, through a gateway of its own.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx2

import live
from live.browser import Launch
from live.crawl.web.addresses import plain
from live.crawl.web.gateway import Gate, gateway
from live.errors import ItemError

AGENT = "live-benchmark"
MAX_BYTES = 10_000_000
MAX_REDIRECTS = 5
BUSY = (429, 503)


@dataclass(frozen=True)
class Network:
    """Where hosts are found, which of them may be visited, and which Chromium visits them.

    rules: `MAP *.example 127.0.0.1:8000`, comma separated; empty: as the world has it. Mapped
    places may be private, for the operator named them. private: whether all others may be, too.
    chromium: the path of a browser; None finds one.
    """

    rules: str = ""
    private: bool = False
    chromium: str | None = None

    @property
    def launch(self) -> Launch:
        return Launch(program=self.chromium)

    @property
    def targets(self) -> tuple[tuple[str, str, int], ...]:
        """The rules as (pattern of a host, host to ask, port to ask)."""
        rules = [rule.split() for rule in self.rules.split(",") if rule.strip()]
        places = [(pattern, *place.rpartition(":")[::2]) for _, pattern, place in rules]
        return tuple((pattern, host, int(port)) for pattern, host, port in places)


WORLD = Network()


@dataclass(frozen=True)
class Client:
    """An HTTP client, and the gateway that it goes through."""

    http: httpx2.AsyncClient
    gate: Gate


@dataclass(frozen=True)
class Fetched:
    """What a GET brought. url: after redirects. headers: by name in small letters.

    cut: whether there was more than what was read.
    """

    url: str
    status: int
    headers: dict[str, str]
    content: bytes
    cut: bool

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class BusyError(ItemError):
    """Says that a host wants to be left alone for now. retry_after: its header, or ''."""

    def __init__(self, reason: str, detail: str, retry_after: str) -> None:
        super().__init__(reason, detail)
        self.retry_after = retry_after


@asynccontextmanager
async def client(network: Network, contact: str = "", timeout: float = 30) -> AsyncIterator[Client]:
    """Opens an HTTP client until the block is left. timeout: seconds a step."""
    async with (
        gateway(network, most_bytes=sys.maxsize) as gate,
        httpx2.AsyncClient(
            proxy=gate.url,
            trust_env=False,
            headers={"User-Agent": user_agent(contact)},
            follow_redirects=True,
            max_redirects=MAX_REDIRECTS,
            timeout=timeout,
        ) as http,
    ):
        yield Client(http, gate)


def user_agent(contact: str, chromium: str = "") -> str:
    """Gives our honest name: who crawls, and where to complain.

    chromium: its version, for the pages that Chromium opens.
    """
    ours = f"{AGENT}/{live.__version__}" + (f" (+{contact})" if contact else "")
    if not chromium:
        return ours
    return (
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
        f"Chrome/{chromium.partition('.')[0]}.0.0.0 Safari/537.36 {ours}"
    )


async def fetch(client: Client, url: str, seconds: float) -> Fetched:
    """Gets a URL, at most MAX_BYTES and `seconds` of it.

    Raises ItemError as `read` does, or for an answer that is an error or too large; BusyError
    where the host asks for a pause.
    """
    got = await read(client, url, seconds, MAX_BYTES)
    if got.status in BUSY:
        fact = f"{url} is busy: it answered {got.status}."
        raise BusyError(f"http_{got.status}", fact, got.headers.get("retry-after", ""))
    if got.status >= 400:
        raise ItemError(f"http_{got.status}", f"{url} answered {got.status}.")
    if got.cut:
        raise ItemError("too_large", f"{url} is larger than {MAX_BYTES} bytes.")
    return got


async def read(client: Client, url: str, seconds: float, most: int) -> Fetched:
    """Gets whatever a URL answers, cut after `most` bytes, counted when unpacked.

    Raises ItemError: timeout, redirects, private_address, broken (an answer that is not what its
    headers say) or unreachable.
    """
    try:
        return await asyncio.wait_for(_get(client.http, url, most), seconds)
    except (TimeoutError, httpx2.TimeoutException):
        raise ItemError("timeout", f"{url} did not answer in full in {seconds:g} s.") from None
    except httpx2.TooManyRedirects:
        fact = f"{url} redirects more than {MAX_REDIRECTS} times."
        raise ItemError("redirects", fact) from None
    except (httpx2.DecodingError, httpx2.RemoteProtocolError) as error:
        raise ItemError("broken", f"{url} answered with broken HTTP: {_words(error)}.") from None
    except httpx2.ProxyError as error:
        raise _refused(client.gate, url, error.request.url) from None
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise ItemError("unreachable", f"{url} could not be fetched: {_words(error)}.") from None


async def _get(http: httpx2.AsyncClient, url: str, most: int) -> Fetched:
    async with http.stream("GET", url, extensions={"trace": _closing_refused()}) as response:
        content = bytearray()
        async for part in response.aiter_bytes():
            content += part
            if len(content) > most:
                break
        return Fetched(
            url=str(response.url),
            status=response.status_code,
            headers=dict(response.headers),
            content=bytes(content[:most]),
            cut=len(content) > most,
        )


def _closing_refused() -> Callable[[str, dict[str, Any]], Awaitable[None]]:
    """Watches a request, to close what httpcore2 leaves open: a connection that SOCKS refused."""
    opened: list[Any] = []

    async def watch(event: str, info: dict[str, Any]) -> None:
        if event == "socks.connect_tcp.complete":
            opened.append(info["return_value"])
        elif event == "socks.setup_socks5_connection.failed":
            await opened.pop().aclose()

    return watch


def _refused(gate: Gate, url: str, last: httpx2.URL) -> ItemError:
    """Why the gateway did not connect, in its words. last: where the redirects had led."""
    host = plain(last.raw_host.decode().strip("[]").rstrip("."))
    why = gate.refused.get(host, "the connection was cut")
    if host in gate.private:
        return ItemError("private_address", f"{url} is not opened: {why}.")
    at = "" if f"//{host}" in url else f"{host}: "
    return ItemError("unreachable", f"{url} could not be fetched: {at}{why}.")


def _words(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__

"""How the crawler reaches the web: addresses, its name, and one bounded GET.

Touches the network; a `Network` with rules sends chosen hosts to another place, as Chromium's
`--host-resolver-rules` does, so that the demo's newspaper needs no name server.
"""

import asyncio
import fnmatch
from dataclasses import dataclass

import httpx2

import live
from live.browser import Launch
from live.errors import ItemError

MAX_BYTES = 10_000_000
MAX_REDIRECTS = 5


@dataclass(frozen=True)
class Network:
    """Where hosts are found, and which Chromium visits them.

    resolver_rules: `MAP *.example 127.0.0.1:8000`, comma separated; empty: as the world has it.
    chromium: the path of a browser; None finds one.
    """

    resolver_rules: str = ""
    chromium: str | None = None

    @property
    def launch(self) -> Launch:
        return Launch(program=self.chromium, resolver_rules=self.resolver_rules)

    @property
    def targets(self) -> tuple[tuple[str, str, int], ...]:
        """The rules as (pattern of a host, host to ask, port to ask)."""
        rules = [rule.split() for rule in self.resolver_rules.split(",") if rule.strip()]
        places = [(pattern, *place.rpartition(":")[::2]) for _, pattern, place in rules]
        return tuple((pattern, host, int(port)) for pattern, host, port in places)


WORLD = Network()


@dataclass(frozen=True)
class Fetched:
    """What a GET brought."""

    url: str
    content_type: str
    content: bytes


def client(network: Network, contact: str = "", timeout: float = 30) -> httpx2.AsyncClient:
    """Makes an HTTP client that knows the network's rules. timeout: seconds a step."""
    return httpx2.AsyncClient(
        transport=_Mapped(network) if network.targets else None,
        headers={"User-Agent": user_agent(contact)},
        follow_redirects=True,
        max_redirects=MAX_REDIRECTS,
        timeout=timeout,
    )


def user_agent(contact: str, chromium: str = "") -> str:
    """Gives our honest name: who crawls, and where to complain.

    chromium: its version, for the pages that Chromium opens.
    """
    ours = f"live-benchmark/{live.__version__}" + (f" (+{contact})" if contact else "")
    if not chromium:
        return ours
    return (
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
        f"Chrome/{chromium.partition('.')[0]}.0.0.0 Safari/537.36 {ours}"
    )


async def fetch(http: httpx2.AsyncClient, url: str, seconds: float) -> Fetched:
    """Gets a URL, at most MAX_BYTES and `seconds` of it.

    Raises ItemError: timeout, unreachable, http_<status>, too_large.
    """
    try:
        return await asyncio.wait_for(_get(http, url), seconds)
    except (TimeoutError, httpx2.TimeoutException):
        raise ItemError("timeout", f"{url} did not answer in full in {seconds:g} s.") from None
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        fact = " ".join(str(error).split()) or type(error).__name__
        raise ItemError("unreachable", f"{url} could not be fetched: {fact}.") from None


async def _get(http: httpx2.AsyncClient, url: str) -> Fetched:
    async with http.stream("GET", url) as response:
        if response.status_code >= 400:
            raise ItemError(
                f"http_{response.status_code}", f"{url} answered {response.status_code}."
            )
        content = b""
        async for part in response.aiter_bytes():
            content += part
            if len(content) > MAX_BYTES:
                raise ItemError("too_large", f"{url} is larger than {MAX_BYTES} bytes.")
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        return Fetched(str(response.url), kind, content)


class _Mapped(httpx2.AsyncBaseTransport):
    """Sends requests for mapped hosts elsewhere; their Host header stays what it was."""

    def __init__(self, network: Network) -> None:
        self._targets = network.targets
        self._inner = httpx2.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        for pattern, host, port in self._targets:
            if fnmatch.fnmatch(request.url.host, pattern):
                request = httpx2.Request(
                    request.method,
                    request.url.copy_with(host=host, port=port),
                    headers=request.headers,
                    stream=request.stream,
                    extensions=request.extensions,
                )
                break
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()

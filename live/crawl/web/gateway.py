"""A SOCKS5 server inside our process: the one place where hosts are resolved and connected to.

Turns the connections that one tab or one HTTP client asks for into connections to checked
addresses. Touches the resolver and the network. Every connection is resolved and checked anew, and
what was checked is what is connected to: neither a redirect nor a name whose address changes (DNS
rebinding) leads into a private network. Source: SOCKS5 is RFC 1928.
"""

import asyncio
import fnmatch
import socket
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, cast

from aiohappyeyeballs import start_connection

from live.crawl.web.addresses import objection

if TYPE_CHECKING:
    from live.crawl.web.net import Network

MOST_BYTES = 100_000_000
CONNECT_SECONDS = 10
IDLE_SECONDS = 60
NEXT_ADDRESS_SECONDS = 0.25

VERSION, CONNECT, NO_PASSWORD = 5, 1, 0
DONE, NOT_ALLOWED, UNREACHABLE, REFUSED, NO_COMMAND, NO_ADDRESS = 0, 2, 4, 5, 7, 8
IPV4, NAME, IPV6 = 1, 3, 4
READY = bytes([VERSION, NO_PASSWORD])

# threads of its own: names that nobody answers for must not keep pages from being read
RESOLVERS = ThreadPoolExecutor(16, "resolve")


@dataclass
class Gate:
    """Where a gateway listens, and what it saw.

    url: for a browser's or client's proxy setting. received: bytes that came in. refused: a host
    and why there is no connection to it, in plain words. private: those of them that were refused
    for their address. hosts: names that were reached.
    """

    url: str
    received: int = 0
    refused: dict[str, str] = field(default_factory=dict)
    private: set[str] = field(default_factory=set)
    hosts: set[str] = field(default_factory=set)


@asynccontextmanager
async def gateway(network: "Network", *, most_bytes: int = MOST_BYTES) -> AsyncIterator[Gate]:
    """Runs a gateway until the block is left; no connection and no task of it stays behind.

    most_bytes: after so many bytes came in, all its connections are cut and none is made.
    """
    door = _Door(network, most_bytes)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Inside(door), "127.0.0.1", 0)
    door.gate.url = f"socks5://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield door.gate
    finally:
        server.close()
        await door.close()


class _NoWay(Exception):
    """There will be no connection. code: a reply of SOCKS5. why: in plain words."""

    def __init__(self, code: int, why: str = "") -> None:
        super().__init__(why)
        self.code = code
        self.why = why


class _Door:
    """Finds the way to hosts, knows all open ends, and closes them."""

    def __init__(self, network: "Network", most_bytes: int) -> None:
        self.gate = Gate(url="")
        self.ends: set[_End] = set()
        self.tasks: set[asyncio.Task[None]] = set()
        self.closed = False
        self._network = network
        self._most_bytes = most_bytes
        self._sweeping = asyncio.get_running_loop().call_later(IDLE_SECONDS, self._sweep)

    async def close(self) -> None:
        self.closed = True
        self._sweeping.cancel()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        self._cut()
        while self.ends:
            await asyncio.sleep(0)

    def count(self, size: int) -> None:
        self.gate.received += size
        if self.gate.received > self._most_bytes:
            self._cut()

    async def connect(self, inside: "_Inside", host: str, port: int) -> None:
        """Connects a client to a host, or notes and tells it why not."""
        try:
            if self.gate.received > self._most_bytes:
                raise _NoWay(NOT_ALLOWED, f"more than {self._most_bytes} bytes were received")
            outside = await self._reach(host, port)
        except _NoWay as no:
            self.gate.refused[host] = no.why
            inside.refuse(no.code)
        else:
            self.gate.hosts.add(host)
            inside.join(outside)

    async def _reach(self, host: str, port: int) -> "_Outside":
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                found = await self._addresses(host, port)
                connected = await start_connection(found, happy_eyeballs_delay=NEXT_ADDRESS_SECONDS)
                loop = asyncio.get_running_loop()
                return (await loop.create_connection(lambda: _Outside(self), sock=connected))[1]
        except (socket.gaierror, ValueError) as error:
            # a ValueError is a name that cannot be one, such as a..b
            fact = getattr(error, "strerror", None) or "it is no host name"
            raise _NoWay(UNREACHABLE, f"its name is not resolved ({fact})") from None
        except TimeoutError:
            raise _NoWay(UNREACHABLE, f"no answer in {CONNECT_SECONDS} s") from None
        except ConnectionRefusedError:
            raise _NoWay(REFUSED, "the connection was refused") from None
        except OSError as error:
            raise _NoWay(UNREACHABLE, error.strerror or str(error)) from None

    async def _addresses(self, host: str, port: int) -> Sequence[Any]:
        """Resolves a host to the addresses that may be connected to."""
        for pattern, place, at in self._network.targets:
            if fnmatch.fnmatchcase(host, pattern):
                return await _resolve(place, at)
        found = await _resolve(host, port)
        refused = [objection(str(each[4][0]), private=self._network.private) for each in found]
        if all(refused):
            self.gate.private.add(host)
            raise _NoWay(NOT_ALLOWED, refused[0])
        return [each for each, why in zip(found, refused, strict=True) if not why]

    def _cut(self) -> None:
        for end in self.ends:
            end.transport.abort()

    def _sweep(self) -> None:
        loop = asyncio.get_running_loop()
        for end in self.ends:
            if loop.time() - end.heard > IDLE_SECONDS:
                end.transport.abort()
        self._sweeping = loop.call_later(IDLE_SECONDS, self._sweep)


class _End(asyncio.Protocol):
    """One end of a connection: what comes in goes out at its peer, as fast as that takes it."""

    transport: asyncio.Transport
    peer: "_End | None" = None

    def __init__(self, door: _Door) -> None:
        self.door = door
        self.heard = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.door.ends.add(self)
        self._hear()
        if self.door.closed:
            self.transport.abort()

    def data_received(self, data: bytes) -> None:
        self._hear()
        if self.peer:
            self.peer.heard = self.heard
            self.peer.transport.write(data)

    def pause_writing(self) -> None:
        if self.peer:
            self.peer.transport.pause_reading()

    def resume_writing(self) -> None:
        if self.peer:
            self.peer.transport.resume_reading()

    def connection_lost(self, error: Exception | None) -> None:
        self.door.ends.discard(self)
        if self.peer:
            self.peer.transport.close()

    def _hear(self) -> None:
        self.heard = asyncio.get_running_loop().time()


class _Outside(_End):
    """The end at the host. What it sends is counted."""

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self.door.count(len(data))


class _Inside(_End):
    """The end at the browser or client, which first says where it wants to go."""

    def __init__(self, door: _Door) -> None:
        super().__init__(door)
        self._said = b""
        self._greeted = False

    def data_received(self, data: bytes) -> None:
        if self.peer:
            return super().data_received(data)
        self._said += data
        try:
            self._greeted = self._greeted or self._greet()
            if self._greeted and (asked := _read_request(self._said)):
                self._go(*asked)
        except _NoWay as no:
            self.refuse(no.code)

    def refuse(self, code: int) -> None:
        self.transport.write(_reply(code))
        self.transport.close()

    def join(self, outside: _Outside) -> None:
        self.peer, outside.peer = outside, self
        self.transport.write(_reply(DONE))
        self.transport.resume_reading()
        if self.transport.is_closing():
            outside.transport.abort()

    def _greet(self) -> bool:
        """Answers the greeting once it is complete, and tells whether it was."""
        if self._said[0] != VERSION:
            self.transport.abort()
            return False
        if len(self._said) < 2 or len(self._said) < 2 + self._said[1]:
            return False
        end = 2 + self._said[1]
        if NO_PASSWORD not in self._said[2:end]:
            self.transport.abort()
            return False
        self._said = self._said[end:]
        self.transport.write(READY)
        return True

    def _go(self, host: str, port: int) -> None:
        # until there is a peer, nothing can be passed on
        self.transport.pause_reading()
        task = asyncio.create_task(self.door.connect(self, host, port))
        self.door.tasks.add(task)
        task.add_done_callback(self.door.tasks.discard)


async def _resolve(host: str, port: int) -> Sequence[Any]:
    """Resolves a name in a thread; a number, which nobody needs to be asked for, at once."""
    resolve = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    try:
        return resolve(flags=socket.AI_NUMERICHOST)
    except socket.gaierror:
        return await asyncio.get_running_loop().run_in_executor(RESOLVERS, resolve)


def _read_request(said: bytes) -> tuple[str, int] | None:
    """The host, in small letters, and the port to connect to; None while it is not complete."""
    if len(said) < 5:
        return None
    size = {IPV4: 4, NAME: 1 + said[4], IPV6: 16}.get(said[3])
    if size is None:
        raise _NoWay(NO_ADDRESS)
    address, port = said[4 : 4 + size], said[4 + size :]
    if len(port) < 2:
        return None
    if said[1] != CONNECT or len(port) > 2:
        raise _NoWay(NO_COMMAND)
    if said[3] == NAME:
        host = address[1:].decode("ascii", "replace").lower().strip("[]").rstrip(".")
    else:
        host = str(ip_address(address))
    return host, int.from_bytes(port, "big")


def _reply(code: int) -> bytes:
    """A reply whose bound address, which nobody reads, is 0.0.0.0:0."""
    return bytes([VERSION, code, 0, IPV4, 0, 0, 0, 0, 0, 0])

"""A server that answers with whatever bytes a test wants, under `.example` names."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest

from live.crawl.web.net import Client, Network, client

Answer = bytes | Callable[[], Iterator[bytes]]


@dataclass
class Server:
    """Answers by host and path. asked: those, as they came. left: clients that went away early."""

    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    left: asyncio.Event = field(default_factory=asyncio.Event)
    serving: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def network(self) -> Network:
        return Network(rules=f"MAP *.example 127.0.0.1:{self.port}")

    def put(self, address: str, body: bytes | str = b"", status: int = 200, **headers: str) -> str:
        """Serves a body at `host/path`, and gives its URL. A header is named with underscores."""
        content = body.encode() if isinstance(body, str) else body
        lines = {"content-length": str(len(content)), "connection": "close"}
        lines |= {name.replace("_", "-"): value for name, value in headers.items()}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        return self.put_raw(address, f"HTTP/1.1 {status} X\r\n{head}\r\n".encode() + content)

    def put_raw(self, address: str, answer: Answer) -> str:
        self.answers[address] = answer
        return f"http://{address}"

    def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.serving.add(asyncio.ensure_future(self.serve(reader, writer)))

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            host = head.lower().partition("host: ")[2].partition("\r\n")[0]
            address = host + head.split(" ")[1]
            self.asked.append(address)
            answer = self.answers.get(address, b"HTTP/1.1 404 X\r\ncontent-length: 0\r\n\r\n")
            for part in [answer] if isinstance(answer, bytes) else answer():
                writer.write(part)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            self.left.set()
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    running = Server()
    listening = await asyncio.start_server(running.accept, "127.0.0.1", 0)
    running.port = listening.sockets[0].getsockname()[1]
    yield running
    listening.close()
    await asyncio.gather(*running.serving)


@pytest.fixture
async def http(server: Server) -> AsyncIterator[Client]:
    """A client on the server's network."""
    async with client(server.network, "https://bench.example/about") as opened:
        yield opened

"""A web on localhost on which everything goes wrong that servers and pages can do to a crawler.

Answers go by path alone, whatever the host. What loads is an article of the month, each its own.
"""

import asyncio
import json
import random
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from struct import pack

from live.crawl.web.net import Network

TEXT = "<p>The council of the small town met on Tuesday and agreed to mend the old bridge.</p>"
Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


def reply(
    body: bytes | str,
    head: str = "",
    *,
    status: str = "200 OK",
    kind: str = "text/html",
    length: int | None = None,
) -> Answer:
    """An answer in one piece. length: what it says its length is."""
    content = body.encode() if isinstance(body, str) else body
    length = len(content) if length is None else length

    async def answer(out: asyncio.StreamWriter) -> None:
        out.write(f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{head}".encode())
        out.write(b"Content-Length: %d\r\nConnection: close\r\n\r\n" % length + content)

    return answer


def article(name: str, script: str = "", rest: str = "") -> str:
    """An article with a text of its own; its script runs last."""
    towns = random.Random(name).sample(range(1000), 12)
    told = [f"The council of town {n} met and agreed to mend bridge {n * 7}." for n in towns]
    dated = {"@type": "NewsArticle", "headline": name, "datePublished": "2026-10-14T09:30:00+02:00"}
    return (
        f'<!doctype html><html lang="en"><title>{name}</title>'
        f'<script type="application/ld+json">{json.dumps(dated)}</script>'
        f"<article><h1>{name}</h1>{TEXT}<p>{' '.join(told)}</p></article>"
        f"{rest}<script>{script}</script>"
    )


def page(name: str, script: str = "", rest: str = "") -> Answer:
    return reply(article(name, script, rest))


def to(place: str) -> Answer:
    return reply("", f"Location: {place}\r\n", status="302 Found")


async def silence(out: asyncio.StreamWriter) -> None:
    await out.wait_closed()


async def dribble(out: asyncio.StreamWriter) -> None:
    """An answer whose body never ends."""
    out.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + article("endless").encode())
    while True:
        out.write(b" " * 4096)
        await out.drain()
        await asyncio.sleep(0.05)


async def bomb(out: asyncio.StreamWriter) -> None:
    """A PNG of 20,000 x 20,000 px, all black, of which nobody ever holds the pixels."""
    side = 20_000

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    def rows() -> bytes:
        packer = zlib.compressobj(1)
        row = bytes(side * 3 + 1)
        return b"".join(packer.compress(row) for _ in range(side)) + packer.flush()

    size = pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", size), chunk(b"IDAT", await asyncio.to_thread(rows)), chunk(b"IEND", b"")
    await reply(b"\x89PNG\r\n\x1a\n" + b"".join(parts), kind="image/png")(out)


GREEDY = "for (const held = []; held.length < 64; ) held.push(new Uint8Array(64 << 20).fill(1))"
POPUPS = "for (let n = 0; n < 50; n++) { open('/popup'); a.click() }"
PLAYS = "c.getContext('2d').fillRect(0, 0, 9, 9); v.srcObject = c.captureStream()"
FONT = "<style>@font-face{font-family:f;src:url(/silent)}p{font-family:f}</style>"
STRIPES = "background:repeating-linear-gradient(#fff 0 40px, #ccd 40px 80px)"
WALL = "<title>Just a moment...</title><h1>Just a moment...</h1><p>Verify you are human</p>"
FAULTS: dict[str, Answer] = {
    "/innocent": page("innocent"),
    "/robots.txt": reply("", status="404 Not Found"),
    "/bomb": bomb,
    "/silent": silence,
    "/endless": dribble,
    "/loop": to("/loop"),
    **{f"/hop-{n}": to(f"/hop-{n + 1}") for n in range(30)},
    "/hop-30": page("hops"),
    "/two": to("/two-b"),
    "/two-b": to("/innocent"),
    "/busy": reply("later", "Retry-After: 120\r\n", status="429 Too Many Requests"),
    "/down": reply("oops", status="500 Internal Server Error"),
    "/wall": reply(WALL),
    "/data": reply("{}", kind="application/json"),
    "/file": reply("x", "Content-Disposition: attachment\r\n"),
    "/nothing": reply("", status="204 No Content"),
    "/no-gzip": reply(article("no-gzip"), "Content-Encoding: gzip\r\n"),
    "/half": reply(article("half"), length=100_000),
    "/latin": reply(
        article("latin").encode() + b"<p>caf\xe9 \xff\xfe", kind="text/html; charset=utf-8"
    ),
    "/popups": page("popups", POPUPS, "<a id=a target=_blank href=/popup>x</a>"),
    "/alerts": page("alerts", "while (1) alert('again')"),
    "/asks": page("asks", "onbeforeunload = () => 'stay?'; confirm('?'); prompt('?'); print()"),
    "/spins": page("spins", "onload = () => { while (1); }"),
    "/spins-later": page(
        "spins-later", "onscroll = () => { while (1); }", "<p style=height:3000px>"
    ),
    "/greedy": page("greedy", GREEDY),
    "/stalls": page("stalls", rest=f"{FONT}<img src=/silent>"),
    "/leaves": page("leaves", "location = '/leaves-b'"),
    "/leaves-b": reply("<meta http-equiv=refresh content='0; url=/leaves-c'>"),
    "/leaves-c": page("leaves-c"),
    "/moment": page("moment"),
    "/abroad": page("abroad", "location = 'http://other.localhost:1/'"),
    "/restless": page("restless", "location = location.pathname + '?' + Math.random()"),
    "/refreshes": reply("<meta http-equiv=refresh content=0>"),
    "/later": reply("<meta http-equiv=refresh content=600>" + article("later")),
    "/tall": page("tall", rest=f"<div style='height:300000px;{STRIPES}'></div>"),
    "/picture": page("picture", rest="<img src=/bomb width=600 height=400>"),
    "/video": page("video", PLAYS, "<canvas id=c></canvas><video id=v autoplay muted></video>"),
}
MISSING = reply("gone", status="404 Not Found")


@dataclass
class HostileWeb:
    """A running server. asked: paths, as they came. first: what a path answers once, before all."""

    port: int
    asked: list[str] = field(default_factory=list)
    first: dict[str, Answer] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def network(self) -> Network:
        return Network(rules=f"MAP *.example 127.0.0.1:{self.port}")


@asynccontextmanager
async def hostile_web() -> AsyncIterator[HostileWeb]:
    """Serves FAULTS until the block is left; `/innocent-...` and what is not there besides."""
    answering: set[asyncio.Task[None]] = set()
    web = HostileWeb(0)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        answering.add(task)
        try:
            path = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode().partition("?")[0]
            web.asked.append(path)
            innocent = path.startswith("/innocent-")
            answer = page(path[1:]) if innocent else FAULTS.get(path, MISSING)
            await web.first.pop(path, answer)(writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # a browser that goes away early is no fault
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    web.port = server.sockets[0].getsockname()[1]
    try:
        yield web
    finally:
        server.close()
        for task in answering:
            task.cancel()
        await asyncio.gather(*answering, return_exceptions=True)

"""A small news web on loopback addresses for measuring crawlers: slow and heavy as the real one.

Twelve papers (127.0.0.2 to .13) and an ad server (.14), one port. A page is about 1.2 MB in some
30 requests, 4000 px tall, dated in the current month; each request takes 50 to 150 ms, the same
for the same path. Half of the papers show OneTrust's banner, half one of their own. Pictures are
made when it starts. Runs in a process of its own, so that its CPU is not counted. Linux only: other
systems have no 127.0.0.2.
"""

import asyncio
import io
import random
import socket
import subprocess
import sys
import threading
import zlib
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import Template
from typing import Any

import numpy as np
import uvicorn
from PIL import Image, ImageFont

HERE = Path(__file__).parent
PAPERS = tuple(f"127.0.0.{n}" for n in range(2, 14))
ADS = "127.0.0.14"
SIZES = {"hero": (1200, 675), "figure": (900, 506), "card": (400, 260), "ad": (600, 500)}
POOL = 8
FIGURES, CARDS, PARAGRAPHS = 3, 4, 9
AGE = "max-age=300"
Answer = tuple[str, bytes]
WHO = (
    "the council;the ministry;a group of engineers;the harbour board;two universities;the "
    "regional court;the airport's operator;the farmers' union;the city's museum;the central bank;"
    "a committee of teachers;the national team;the orchestra;the health service;the railway company"
).split(";")
DID = (
    "approved;rejected;presented;questioned;postponed;published;defended;reviewed;funded;"
    "criticised;welcomed;abandoned;completed;revised;announced"
).split(";")
WHAT = (
    "a plan for the new bridge;the report on drinking water;the budget for next year;a study of "
    "coastal erosion;the tender for forty trams;an agreement on fishing rights;the rules for night "
    "flights;a proposal to restore the old theatre;the figures on youth employment;a map of flood "
    "risks;the timetable for the stadium;a vaccine programme;the tax on empty houses;a survey of "
    "migrating birds;the reform of school lunches"
).split(";")
HOW = (
    "after months of debate;despite doubts about its cost;with a narrow majority;at a crowded "
    "meeting;in front of some three hundred residents;without further comment;as a first step;to "
    "the surprise of observers;following a long inquiry;under pressure from its neighbours;in a "
    "rare show of unity;for the second time in a decade"
).split(";")
NAMES = "Ada Keller;Omar Haddad;Ines Duarte;Tomas Novak;Mei Lin;Grace Okafor;Lars Holm".split(";")


@contextmanager
def news_web(pages: int) -> Iterator[list[str]]:
    """Serves while the block runs; gives the addresses of so many articles, paper after paper."""
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, __file__], stdin=pipe, stdout=pipe, text=True) as server:
        assert server.stdout is not None
        port = int(server.stdout.readline())
        yield [f"http://{PAPERS[n % len(PAPERS)]}:{port}/news/story-{n}" for n in range(pages)]


def main() -> None:
    """Serves on all addresses and prints the port; ends with its standard input."""
    sockets = [socket.create_server((PAPERS[0], 0), backlog=256)]
    port = sockets[0].getsockname()[1]
    sockets += [socket.create_server((host, port), backlog=256) for host in (*PAPERS[1:], ADS)]
    app = _app(port, _static())
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))

    def end() -> None:
        sys.stdin.read()
        server.should_exit = server.force_exit = True

    threading.Thread(target=end, daemon=True).start()
    server.run(sockets)


def _app(port: int, static: dict[str, Answer]) -> Callable[..., Awaitable[None]]:
    """An ASGI application."""
    started = datetime.now(UTC)
    article = Template((HERE / "article.html").read_text(encoding="utf-8"))

    async def app(scope: dict[str, Any], _receive: object, send: Callable[..., Any]) -> None:
        path, host = scope["path"], dict(scope["headers"])[b"host"].decode()
        await asyncio.sleep(0.05 + zlib.crc32(path.encode()) % 1000 / 10000)
        status, (kind, body) = 200, ("text/html; charset=utf-8", b"")
        if path.startswith("/news/"):
            values = _article(int(path.rpartition("-")[2]), host, path, port, started)
            body = article.substitute(values).encode()
        elif path.startswith("/pictures/"):
            name, number = path.removeprefix("/pictures/").removesuffix(".jpg").split("-")
            kind, body = static[f"{name}-{int(number) % POOL}"]
        elif path in static:
            kind, body = static[path]
        else:
            status = 404
        headers = {"content-type": kind, "content-length": str(len(body)), "cache-control": AGE}
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        await send({"type": "http.response.body", "body": body})

    return app


def _article(n: int, host: str, path: str, port: int, started: datetime) -> dict[str, Any]:
    """What the template of an article needs; the same for the same number."""
    dice = random.Random(n)
    month = started.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    published = max(month, started - timedelta(minutes=10 + n)).replace(microsecond=0)
    parts = [f"<p>{' '.join(_sentence(dice) for _ in range(4))}</p>" for _ in range(PARAGRAPHS)]
    for k in range(FIGURES):
        parts.insert(
            2 + 3 * k,
            f'<figure><img loading="lazy" src="/pictures/figure-{FIGURES * n + k}.jpg" width="800" '
            f'height="450" alt=""><figcaption>{_sentence(dice)}</figcaption></figure>',
        )
    cards = (
        f'<div class="card"><a href="/news/other-{dice.randrange(10**6)}"><img loading="lazy" '
        f'src="/pictures/card-{CARDS * n + k}.jpg" alt=""><p>{_sentence(dice)}</p></a></div>'
        for k in range(CARDS)
    )
    return {
        "number": n,
        "url": f"http://{host}{path}",
        "title": f"{_sentence(dice).rstrip('.')}, resident {n + 100} recalls",
        "byline": dice.choice(NAMES),
        "published": published.isoformat(),
        "day": f"{published:%d %B %Y}",
        "hero": f"/pictures/hero-{n}.jpg",
        "caption": _sentence(dice),
        "body": "\n".join(parts),
        "cards": "\n".join(cards),
        "ads": f"http://{ADS}:{port}",
        "consent": "onetrust" if n % 2 else "own",
    }


def _sentence(dice: random.Random) -> str:
    words = f"{dice.choice(WHO)} {dice.choice(DID)} {dice.choice(WHAT)} {dice.choice(HOW)}."
    return words[0].upper() + words[1:]


def _static() -> dict[str, Answer]:
    """All that does not change, by path; pictures by name and number."""
    script = (HERE / "site.js").read_text(encoding="utf-8")
    script += "\n".join(
        f"function f{n}(a) {{ return a * {n} + {n % 7}; }} f{n}({n});" for n in range(2500)
    )
    font = ImageFont.load_default(20)
    assert isinstance(font, ImageFont.FreeTypeFont)
    frame = (
        '<body style="margin:0"><img src="/pictures/ad-{}.jpg" style="width:100%">'
        "<script>let n = 0; setInterval(() => document.title = n++, 50)</script></body>"
    )
    static = {
        "/static/site.css": ("text/css", (HERE / "site.css").read_bytes()),
        "/static/site.js": ("text/javascript", script.encode()),
        "/static/loopback.ttf": ("font/ttf", bytes(font.font_bytes)),
        "/ads/frame.html": ("text/html", frame.format(1).encode()),
        "/robots.txt": ("text/plain", b"User-agent: *\nAllow: /\n"),
    }
    for name, size in SIZES.items():
        for n in range(POOL):
            static[f"{name}-{n}"] = (
                "image/jpeg",
                _photo(*size, seed=zlib.crc32(name.encode()) + n),
            )
    return static


def _photo(width: int, height: int, *, seed: int) -> bytes:
    """A JPEG that packs about as well as a photograph: noise of several scales."""
    dice = np.random.default_rng(seed)
    picture = np.zeros((height, width, 3))
    for cell, strength in ((200, 90), (50, 45), (12, 22), (3, 14), (1, 18)):
        shape = (height // cell + 2, width // cell + 2, 3)
        coarse = Image.fromarray(dice.integers(0, 256, shape, dtype=np.uint8))
        smooth = coarse.resize((width, height), Image.Resampling.BICUBIC)
        picture += (np.asarray(smooth) / 127.5 - 1) * strength
    out = io.BytesIO()
    Image.fromarray((picture + 128).clip(0, 255).astype(np.uint8)).save(out, "JPEG", quality=88)
    return out.getvalue()


if __name__ == "__main__":
    main()

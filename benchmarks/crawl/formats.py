"""Measures picture formats side by side: bytes, CPU-seconds, and what OCR still reads.

Pages of the bundled newspaper, one page of text among photographs that is made here, and with
`--pages DIR` saved pages (DIR/*.html.gz) are opened once each and photographed in every format.
CPU is of the browser, of Playwright's driver and of this process, from the call to encoded bytes
in hand; the best of `--repeats`, for noise only adds. OCR is the share of the character 4-grams of
the page's own visible text that embedded/ocr-reader finds in the picture.
"""

import argparse
import asyncio
import base64
import gzip
import io
import os
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from live.browser import bounded, chromium
from live.crawl.view.text import pieces, text_within
from live.demo.newspaper import serve
from live.lmm.readers.ocr import RapidOCR
from live.lmm.readers.screens import stitch

sys.path.append(str(Path(__file__).parents[1] / "shared"))
from measured import family

SCREEN = (1280, 800)
HEIGHT = 3900
READ = 960
"""Rows at the top that OCR reads."""
SECONDS = 60
PAPER = ("daily-lantern", "harbour-herald", "tannfelder-bote")
WORDS = "The council of the small town met on Tuesday and agreed to mend the old bridge. " * 6

Encode = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Format:
    """asked: arguments of Page.captureScreenshot. encode: what this process does with the reply."""

    name: str
    asked: dict[str, Any]
    encode: Encode = bytes


@dataclass
class Sum:
    """What a format came to, over all pages."""

    size: int = 0
    cpu: float = 0.0
    read: list[float] = field(default_factory=list)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path, help="a folder of saved pages, *.html.gz")
    parser.add_argument("--count", type=int, default=3, help="pages of each kind")
    parser.add_argument("--repeats", type=int, default=3)
    asked = parser.parse_args()
    asyncio.run(measure(asked.pages, asked.count, asked.repeats))


async def measure(folder: Path | None, count: int, repeats: int) -> None:
    """Photographs all pages in all formats, a table for each kind of page."""
    reader = RapidOCR()
    with serve() as paper, serving(made_pages(folder, count)) as made:
        kinds = {"bundled newspaper": list(_newspaper(paper.port, count))}
        for place in made:
            kinds.setdefault(place.split("/")[3], []).append(place)
        async with chromium() as browser:
            for kind, places in kinds.items():
                sums = {each.name: Sum() for each in FORMATS}
                for place in places:
                    async with browser.tab(SCREEN) as tab:
                        await _measure_page(tab, place, sums, reader, repeats)
                _print(kind, len(places), sums)


async def _measure_page(
    tab: Any, place: str, sums: dict[str, Sum], reader: RapidOCR, repeats: int
) -> None:
    await tab.goto(place, wait_until="load")
    tall = await tab.evaluate("() => document.documentElement.scrollHeight")
    session = await tab.context.new_cdp_session(tab)
    height = min(tall, HEIGHT)
    clip = {"x": 0, "y": 0, "width": SCREEN[0], "height": height, "scale": 1}
    text = text_within(await pieces(tab, READ), (0, 0, SCREEN[0], min(READ, height)))
    best: dict[str, tuple[float, bytes]] = {}
    for _ in range(repeats):
        for each in FORMATS:  # in turn, so that a busy moment of the machine meets all alike
            started = _cpu()
            reply = await bounded(
                session.send(
                    "Page.captureScreenshot",
                    {"clip": clip, "captureBeyondViewport": True, **each.asked},
                ),
                SECONDS,
            )
            content = each.encode(base64.b64decode(reply["data"]))
            spent = _cpu() - started
            if each.name not in best or spent < best[each.name][0]:
                best[each.name] = (spent, content)
    read: dict[bytes, float] = {}  # pictures without loss are the same to a reader
    for name, (spent, content) in best.items():
        sums[name].size += len(content)
        sums[name].cpu += spent
        pixels = stitch([content])[:READ]
        if (key := pixels.tobytes()) not in read:
            lines = await asyncio.to_thread(reader.read, pixels)
            read[key] = _found(text, "\n".join(line.text for line in lines))
        sums[name].read.append(read[key])


def _found(text: str, read: str) -> float:
    """The share of a text's 4-grams, within its lines and without blanks, that were read."""

    def grams(text: str) -> Counter[str]:
        lines = ["".join(line.split()) for line in text.splitlines()]
        return Counter(line[at : at + 4] for line in lines for at in range(len(line) - 3))

    wanted = grams(text)
    return (wanted & grams(read)).total() / max(wanted.total(), 1)


def _again(kind: str, **how: Any) -> Encode:
    """Decodes what the browser gave and encodes it anew, with Pillow."""

    def encode(content: bytes) -> bytes:
        out = io.BytesIO()
        with Image.open(io.BytesIO(content)) as image:
            image.convert("RGB").save(out, kind, **how)
        return out.getvalue()

    return encode


FAST = {"format": "png", "optimizeForSpeed": True}
FORMATS = (
    Format("PNG", {"format": "png"}),
    Format("PNG, for speed", FAST),
    Format("JPEG q80", {"format": "jpeg", "quality": 80}),
    Format("JPEG q90", {"format": "jpeg", "quality": 90}),
    Format("WebP q80", {"format": "webp", "quality": 80}),
    Format("WebP q90", {"format": "webp", "quality": 90}),
    Format("JPEG q90 4:4:4, ours", FAST, _again("JPEG", quality=90, subsampling=0)),
    Format("WebP lossless, ours", FAST, _again("WEBP", lossless=True, quality=0, method=0)),
)


def made_pages(folder: Path | None, count: int) -> dict[str, bytes]:
    """The pages served besides the newspaper: path -> bytes."""
    rng = np.random.default_rng(1)
    made = {f"/photographs/{n}.jpg": _photo(rng) for n in range(6)}
    parts = (f'<p>{WORDS}</p><img src="/photographs/{n}.jpg" width=760>' for n in range(6))
    style = "<style>body{width:760px;margin:auto;font:18px/1.5 serif}</style>"
    page = f"<!doctype html><meta charset=utf-8>{style}<h1>The bridge</h1>{''.join(parts)}"
    made["/photographs/page.html"] = page.encode()
    saved = sorted(folder.glob("*.html.gz")) if folder else []
    for path in saved[:: max(len(saved) // count, 1)][:count]:
        made[f"/saved/{path.name}.html"] = gzip.decompress(path.read_bytes())
    return made


def _photo(rng: np.random.Generator) -> bytes:
    """A JPEG with the spectrum of a photograph: noise in octaves, each half as strong."""
    octaves = (rng.normal(size=(2**n * 3 // 2, 2**n * 2, 3)) / 2 ** (n / 1.3) for n in range(1, 10))
    image = np.zeros((768, 1024, 3))
    for octave in octaves:
        planes = [Image.fromarray(octave[..., c].astype("f4")) for c in range(3)]
        image += np.dstack([plane.resize((1024, 768), 3) for plane in planes])
    out = io.BytesIO()
    Image.fromarray(np.clip(128 + 60 * image, 0, 255).astype("u1")).save(out, "JPEG", quality=92)
    return out.getvalue()


@contextmanager
def serving(pages: dict[str, bytes]) -> Iterator[list[str]]:
    """Serves bytes by path on this machine; gives the addresses of those that are HTML."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = pages.get(self.path)
            self.send_response(404 if body is None else 200)
            kind = "image/jpeg" if self.path.endswith(".jpg") else "text/html; charset=utf-8"
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        root = f"http://127.0.0.1:{server.server_port}"
        yield [root + path for path in pages if path.endswith(".html")]
    finally:
        server.shutdown()
        server.server_close()


def _newspaper(port: int, count: int) -> Iterator[str]:
    """The first articles of each outlet in turn, under names that Chromium knows to be local."""
    from live.demo.press import print_all

    sites = {host.removesuffix(".example"): pages for host, pages in print_all().items()}
    articles = [
        [p for p in sites[host] if p.count("/") == 2 and not p.endswith(("/", ".svg"))]
        for host in PAPER
    ]
    for n in range(count):
        host, paths = PAPER[n % 3], articles[n % 3]
        yield f"http://{host}.localhost:{port}{paths[n // 3]}"


def _cpu() -> float:
    """CPU-seconds spent by this process and all its descendants until now."""
    ticks = 0
    for pid in family(os.getpid()):
        try:
            parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        ticks += int(parts[11]) + int(parts[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _print(kind: str, count: int, sums: dict[str, Sum]) -> None:
    say = sys.stdout.write
    say(f"\n{kind}, {count} page{'s' if count > 1 else ''}\n")
    say(f"{'format':22}{'KB a page':>10}{'of PNG':>8}{'CPU-s':>8}{'of PNG':>8}{'OCR':>8}\n")
    png = sums["PNG"]
    for name, each in sums.items():
        say(f"{name:22}{each.size / 1000 / count:10.0f}{each.size / png.size:8.2f}")
        say(f"{each.cpu / count:8.2f}{each.cpu / png.cpu:8.2f}")
        say(f"{sum(each.read) / len(each.read):8.3f}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

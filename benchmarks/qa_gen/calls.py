"""Measures what a call through `live` costs, on top of the SDK that it goes through.

CPU-seconds a call, of the asking process alone: with the ledger, the budget and the picture's
preparation on our side, and the bare AsyncOpenAI sending the same on the other, 64 in flight: with
a picture of 1.2 MB, with a schema that we hold the reply to, and with neither. The median of some
rounds in which both take turns. At most 1.5.
"""

import argparse
import asyncio
import base64
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "shared"))
from model_server import model_server

CALLS, PICTURES, ROUNDS, IN_FLIGHT, MOST = 600, 200, 3, 64, 1.5
PICTURE_BYTES = 1_200_000
WHAT = {"picture": "a picture of 1.2 MB", "schema": "a structured reply", "text": "text"}


def main() -> None:
    """Runs the rounds and prints the ratios; exits with 1 where one is too high."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--way", choices=("ours", "bare"), help="used by the benchmark itself")
    parser.add_argument("--url", default="")
    parser.add_argument("--calls", type=int, default=CALLS)
    parser.add_argument("--what", choices=WHAT, default="text")
    given = parser.parse_args()
    if given.way:
        way = ours if given.way == "ours" else bare
        sys.stdout.write(f"{way(given.url, given.calls, given.what)}\n")
        return
    kept = [_compare(PICTURES if what == "picture" else given.calls, what) for what in WHAT]
    sys.exit(0 if all(kept) else 1)


def _compare(calls: int, what: str) -> bool:
    found: dict[str, list[float]] = {"ours": [], "bare": []}
    with model_server(0) as url:
        for _ in range(ROUNDS):
            for way, seconds in found.items():
                command = [sys.executable, __file__, "--way", way, "--url", url]
                command += ["--calls", str(calls), "--what", what]
                seconds.append(float(subprocess.check_output(command, text=True)))
    ratio = statistics.median(o / b for o, b in zip(found["ours"], found["bare"], strict=True))
    ours_ms, bare_ms = (1000 * statistics.median(found[way]) for way in ("ours", "bare"))
    sys.stdout.write(
        f"CPU a call, {WHAT[what]}: ours {ours_ms:.2f} ms, bare {bare_ms:.2f} ms, {ratio:.2f} x, "
        f"at most {MOST}\n"
    )
    sys.stdout.flush()
    return ratio <= MOST


def ours(url: str, calls: int, what: str) -> float:
    """CPU-seconds a call through the models of a workspace."""
    from live.blobs import Blobs
    from live.config import Config
    from live.judge.rating import VERDICT_SCHEMA
    from live.lmm.client import Picture, request_to
    from live.lmm.models import Models
    from live.store import Store

    config = Config.model_validate(
        {
            "sites": [{"name": "site", "url": "http://site.example/"}],
            "models": [
                {"name": "m", "model": "openai/m", "base_url": url, "concurrency": IN_FLIGHT}
            ],
        }
    )
    with tempfile.TemporaryDirectory() as folder:
        store, blobs = Store(f"sqlite:///{folder}/live.db"), Blobs(f"{folder}/blobs")
        shown, schema = (), VERDICT_SCHEMA if what == "schema" else None
        if what == "picture":
            sha256 = blobs.put(_picture())
            shown = (Picture(sha256=sha256, media_type="image/jpeg", width=1280, height=4000),)

        async def ask(numbers: range) -> None:
            async with Models(config, store, blobs, "2026-10", None) as models:
                client, model = models.client("m", "gates"), config.model("m")
                requests = [
                    request_to(model, asked(n), pictures=shown, reply_schema=schema)
                    for n in numbers
                ]
                replies = await asyncio.gather(*map(client.reply, requests))
                assert all(reply.outcome == "ok" for reply in replies)

        asyncio.run(ask(range(IN_FLIGHT)))  # imports and connections are not what is measured
        before = time.process_time()
        asyncio.run(ask(range(IN_FLIGHT, IN_FLIGHT + calls)))
        return (time.process_time() - before) / calls


def bare(url: str, calls: int, what: str) -> float:
    """CPU-seconds a call through the SDK; the picture is encoded once."""
    from openai import AsyncOpenAI

    from live.judge.rating import VERDICT_SCHEMA

    named = {"name": "reply", "schema": VERDICT_SCHEMA, "strict": True}
    form = {"type": "json_schema", "json_schema": named}
    wanted = {"response_format": form} if what == "schema" else {}
    image = "data:image/jpeg;base64," + base64.b64encode(_picture()).decode()

    async def ask(numbers: range) -> None:
        turns = asyncio.Semaphore(IN_FLIGHT)
        async with AsyncOpenAI(api_key="none", base_url=url) as sdk:

            async def one(n: int) -> None:
                content = [{"type": "text", "text": asked(n)}]
                if what == "picture":
                    content.insert(0, {"type": "image_url", "image_url": {"url": image}})
                async with turns:
                    await sdk.chat.completions.create(
                        model="m",
                        messages=[{"role": "user", "content": content}],
                        max_tokens=4096,
                        **wanted,
                    )

            await asyncio.gather(*map(one, numbers))

    asyncio.run(ask(range(IN_FLIGHT)))
    before = time.process_time()
    asyncio.run(ask(range(IN_FLIGHT, IN_FLIGHT + calls)))
    return (time.process_time() - before) / calls


def asked(n: int) -> str:
    """The prompt of call n."""
    return f"What did depot Alba ship in week {n}?"


def _picture() -> bytes:
    """A JPEG's size in bytes is what counts here: nobody looks at it."""
    return bytes(range(256)) * (PICTURE_BYTES // 256)


if __name__ == "__main__":
    main()

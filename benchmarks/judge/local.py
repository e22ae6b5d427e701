"""Measures what batches bring to local weights: questions one by one, and eight at a time.

The weights are random, a Llava of 15 million built on the spot, on whatever device torch finds; so
this tells how well the batches are filled and that replies stay the same, not how fast a real model
is. Each question shows one of the pages' screenshots, five questions a page, and asks in other
words than the next. All goes the way that a month's answers go: workers, ledger, provider. On a CPU
torch has one thread and its own seconds count, so that what else runs there does not decide. Prints
the ratios, how many rows the generations had, and of how many questions the reply is another one in
a batch. Exits with 1 where batches are not faster, or where replies differ on a CPU.
"""

import argparse
import asyncio
import io
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import torch
import transformers
from PIL import Image

from live.blobs import Blobs
from live.config import Config, Model
from live.engine import work_through
from live.lmm.client import Picture, request_to
from live.lmm.models import Models
from live.outcomes import Done
from live.store import Store

sys.path.append(str(Path(__file__).parents[2] / "tests"))
from tiny_weights import save_vlm

SITE = {"name": "Herald", "url": "http://herald.example/"}
MONTH, A_PAGE, PAGE, TOKENS = "2026-10", 5, (1280, 1600), 48
WEIGHTS = {
    "hidden_size": 384,
    "intermediate_size": 1024,
    "num_hidden_layers": 8,
    "num_attention_heads": 6,
    "num_key_value_heads": 6,
    "initializer_range": 0.05,
}


def main() -> None:
    """Asks the same questions both ways, in turn, and compares."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--questions", type=int, default=40)
    parser.add_argument("--batch", type=int, default=8)
    asked = parser.parse_args()
    rows = _counted()
    torch.set_num_threads(1)
    transformers.utils.logging.disable_progress_bar()
    with tempfile.TemporaryDirectory() as folder:
        weights = save_vlm(Path(folder, "weights"), **WEIGHTS)
        blobs = Blobs(str(Path(folder, "blobs")))
        shots = [_page(blobs, n) for n in range(-(-asked.questions // A_PAGE))]
        prompts = [f"Question {n}: " + "why? " * (n % 7) for n in range(asked.questions)]
        took, said, filled = {}, {}, {}
        for size in (1, asked.batch):
            model = Model(name="local", model=f"hf/{weights}", concurrency=size, max_tokens=TOKENS)
            with tempfile.TemporaryDirectory() as place:
                store = Store(f"sqlite:///{place}/live.db")
                took[size], said[size] = asyncio.run(_answer(model, store, blobs, shots, prompts))
                store.close()
            filled[size] = Counter(rows[1:])  # the first one warmed up
            rows.clear()
    (alone, cpu), (together, cpu_together) = took[1], took[asked.batch]
    other = sum(one != two for one, two in zip(said[1], said[asked.batch], strict=True))
    device = torch.accelerator.current_accelerator() if torch.accelerator.is_available() else "cpu"
    sys.stdout.write(
        f"device {device}, torch {torch.__version__}\n"
        f"{asked.questions} questions one by one: {alone:.1f} s, {cpu:.1f} of the CPU\n"
        f"in batches of {asked.batch}: {together:.1f} s, {cpu_together:.1f} of the CPU, "
        f"{_rows(filled[asked.batch])}\n"
        f"batches are {alone / together:.1f} x as fast, {cpu / cpu_together:.1f} x by the CPU's "
        f"seconds\n{other} of {asked.questions} replies are other ones in a batch\n"
    )
    on_cpu = device == "cpu"
    gain = cpu / cpu_together if on_cpu else alone / together
    sys.exit(0 if gain > 1 and not (other and on_cpu) else 1)


async def _answer(
    model: Model, store: Store, blobs: Blobs, shots: list[Picture], prompts: list[str]
) -> tuple[tuple[float, float], list[str]]:
    """Asks all questions; gives the seconds, those of the CPU, both after loading, and replies."""
    config = Config(sites=(SITE,), models=(model,), judge=model.name)  # type: ignore[arg-type]
    said = [""] * len(prompts)
    async with Models(config, store, blobs, MONTH, None) as models:
        client = models.client(model.name, "answer")

        async def ask(n: int) -> Done:
            request = request_to(model, prompts[n], pictures=(shots[n // A_PAGE],))
            reply = await client.reply(request)
            said[n] = reply.text
            return Done(())

        await client.reply(request_to(model, "Warm up.", pictures=(shots[0],)))
        started, cpu = time.monotonic(), time.process_time()
        await work_through(
            range(len(prompts)),
            ask,
            store=store,
            month=MONTH,
            stage="answer",
            key=str,
            concurrency=model.concurrency,
        )
        return (time.monotonic() - started, time.process_time() - cpu), said


def _page(blobs: Blobs, n: int) -> Picture:
    """A picture of a page's size that is no other's."""
    noise = np.random.default_rng(n).integers(0, 255, (PAGE[1] // 20, PAGE[0] // 20, 3), np.uint8)
    out = io.BytesIO()
    Image.fromarray(noise).resize(PAGE).save(out, "JPEG", quality=90)
    sha256 = blobs.put(out.getvalue())
    return Picture(sha256=sha256, media_type="image/jpeg", width=PAGE[0], height=PAGE[1])


def _counted() -> list[int]:
    """Has each generation note how many rows it had."""
    rows: list[int] = []
    generate = transformers.GenerationMixin.generate

    def counted(self: Any, input_ids: Any, **given: Any) -> Any:
        rows.append(len(input_ids))
        return generate(self, input_ids=input_ids, **given)

    transformers.GenerationMixin.generate = counted  # type: ignore[method-assign]
    return rows


def _rows(filled: Counter[int]) -> str:
    return "rows: " + ", ".join(f"{n} x {size}" for size, n in sorted(filled.items()))


if __name__ == "__main__":
    main()

"""Requests -> local weights through torch and transformers -> Replies. No server, no key.

`hf/<repo>` is loaded from the Hub's cache or the Hub, `hf/<folder>` from the folder. Touches the
weights, the blobs and whatever device there is.
"""

import asyncio
import importlib.util
from typing import Any

from live.blobs import Blobs
from live.config import Model
from live.errors import MissingError
from live.lmm.client import Reply, Request
from live.lmm.hf_batch import Asked, Generator, Weights
from live.lmm.pictures import Pictures
from live.lmm.troubles import in_one_line

QUIET = 100
"""Turns of the event loop without a request until the device begins, less than a millisecond: those
who got replies have ledger and stage to go through, some turns each, before they ask again."""


class HF:
    """A model on this machine. Raises MissingError where torch or transformers is missing.

    When the device is free, those who wait and ask for the like are answered together, at most so
    many as the model's `concurrency`.
    """

    def __init__(self, model: Model, blobs: Blobs) -> None:
        for package in ("torch", "transformers"):
            if importlib.util.find_spec(package) is None:
                raise MissingError(
                    f"{model.name}: {package} is not installed. "
                    "pip install 'live-benchmark[hf]', or torch and transformers by hand."
                )
        self._model = model
        self._pictures = Pictures(blobs, model.max_picture_px, None)
        self._generator: Generator | None = None
        self._waiting: list[Asked] = []
        self._coming = 0
        self._came = asyncio.Event()
        self._serving: asyncio.Task[None] | None = None

    async def reply(self, request: Request) -> Reply:
        """Asks the model, in a thread of its own; the first time, the weights are loaded.

        Raises MissingError where they cannot be.
        """
        self._coming += 1
        try:
            shown = await self._pictures.of(request)
        finally:
            self._coming -= 1
            self._came.set()
        asked = Asked(request, shown, asyncio.get_running_loop().create_future())
        self._waiting.append(asked)
        if self._serving is None or self._serving.done():
            self._serving = asyncio.ensure_future(self._serve())
        return await asked.reply

    async def close(self) -> None:
        """Lets go of the weights."""
        if self._serving is not None:
            self._serving.cancel()
            await asyncio.wait([self._serving])
        for each in self._waiting:
            each.reply.cancel()
        self._generator = None

    async def _serve(self) -> None:
        """Answers all who wait, until nobody does. Who has given up is done without a reply."""
        while asked := await self._next():
            work = asyncio.ensure_future(asyncio.to_thread(self._answer, asked))
            await asyncio.wait([work])
            error = work.exception()
            for n, each in enumerate(asked):
                if each.reply.done():
                    continue
                if error is not None:
                    each.reply.set_exception(error)
                else:
                    each.reply.set_result(work.result()[n])

    async def _next(self) -> list[Asked]:
        """Gives who has waited longest, and those who ask for the like.

        Those who were answered together ask again together, some turns of the loop later, and the
        first must not go alone: it waits until nobody has come for a while, and nobody's picture is
        being read.
        """
        quiet = 0
        while quiet < QUIET and len(self._waiting) < self._most:
            here = len(self._waiting)
            while self._coming:
                self._came.clear()
                await self._came.wait()
            await asyncio.sleep(0)
            quiet = quiet + 1 if len(self._waiting) == here else 0
        self._waiting = [each for each in self._waiting if not each.reply.done()]
        like = [each for each in self._waiting if each.kind == self._waiting[0].kind]
        return like[: self._most]

    @property
    def _most(self) -> int:
        return self._generator.most if self._generator else self._model.concurrency

    def _answer(self, asked: list[Asked]) -> list[Reply]:
        if self._generator is None:
            self._generator = Generator(load(self._model), self._model)
        return self._generator.replies(asked)


def load(model: Model) -> Weights:
    """Loads weights and processor onto the best device there is.

    Raises MissingError where they are not found, or not made for chat.
    """
    import torch
    import transformers
    from transformers.models.auto.modeling_auto import MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING

    name = model.served_name
    transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        config = transformers.AutoConfig.from_pretrained(name)
        sighted = type(config) in MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING
        processors = transformers.AutoProcessor if sighted else transformers.AutoTokenizer
        networks = (
            transformers.AutoModelForImageTextToText
            if sighted
            else transformers.AutoModelForCausalLM
        )
        processor = processors.from_pretrained(name)
        network = networks.from_pretrained(name, dtype="auto")
    except (OSError, ValueError, ImportError) as error:
        raise MissingError(
            f"{model.name}: {name} cannot be loaded: {in_one_line(str(error))} "
            "Write hf/<repo of the Hub> or hf/<folder with weights>."
        ) from error
    if not getattr(processor, "chat_template", None):
        raise MissingError(f"{model.name}: {name} has no chat template. Take a model made to chat.")
    device = torch.accelerator.current_accelerator() if torch.accelerator.is_available() else "cpu"
    on_device: Any = network
    return Weights(processor, on_device.to(device).eval(), sighted)

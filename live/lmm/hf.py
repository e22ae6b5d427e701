"""Requests -> local weights through torch and transformers -> Replies. No server, no key.

`hf/<repo>` is loaded from the Hub's cache or the Hub, `hf/<folder>` from the folder. Touches the
weights, the blobs and whatever device there is.
"""

import asyncio
import base64
import importlib.util
import time
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from live.blobs import Blobs
from live.config import Model
from live.errors import MissingError
from live.lmm.client import Reply, ReplyOutcome, Request
from live.lmm.pictures import Encoded, Pictures
from live.lmm.structured import instruction, read_object
from live.lmm.troubles import in_one_line
from live.records import Usage


@dataclass(frozen=True)
class Weights:
    """A model in memory. processor: makes its inputs; of text alone where `sighted` is False."""

    processor: Any
    network: Any
    sighted: bool


class HF:
    """A model on this machine. Raises MissingError where torch or transformers is missing."""

    def __init__(self, model: Model, blobs: Blobs) -> None:
        for package in ("torch", "transformers"):
            if importlib.util.find_spec(package) is None:
                raise MissingError(
                    f"{model.name}: {package} is not installed. "
                    "pip install 'live-benchmark[hf]', or torch and transformers by hand."
                )
        self._model = model
        self._pictures = Pictures(blobs, model.max_picture_px, None)
        self._weights: Weights | None = None
        self._one_at_a_time = asyncio.Lock()

    async def reply(self, request: Request) -> Reply:
        """Asks the model once, in a thread of its own; the first time, the weights are loaded.

        Raises MissingError where they cannot be.
        """
        shown = await self._pictures.of(request)
        async with self._one_at_a_time:
            if self._weights is None:
                self._weights = await asyncio.to_thread(load, self._model)
            return await asyncio.to_thread(self._generate, self._weights, request, shown)

    async def close(self) -> None:
        """Lets go of the weights."""
        self._weights = None

    def _generate(self, weights: Weights, request: Request, shown: list[Encoded]) -> Reply:
        import jinja2
        import torch

        if shown and not weights.sighted:
            return Reply(outcome="rejected", detail=f"{self._model.name} takes no pictures")
        try:
            inputs = _inputs(weights, request, shown)
            asked = int(inputs["input_ids"].shape[1])
            room = getattr(weights.network.config.get_text_config(), "max_position_embeddings", 0)
            if room and asked >= room:
                return Reply(
                    outcome="oversize",
                    detail=f"{asked} tokens of input, the model takes {room}. Lower max_picture_px",
                )
            torch.manual_seed(request.sample)
            began = time.monotonic()
            with torch.inference_mode():
                out = weights.network.generate(
                    **inputs, **_sampling(request), max_time=self._model.timeout_seconds
                )
            seconds = time.monotonic() - began
        except torch.OutOfMemoryError as error:
            detail = in_one_line(f"out of memory: {error}. Lower max_picture_px")
            return Reply(outcome="oversize", detail=detail)
        except (ValueError, jinja2.TemplateError) as error:
            return Reply(outcome="rejected", detail=in_one_line(str(error)))
        made = out[0, asked:].tolist()
        late = seconds >= self._model.timeout_seconds
        return self._read(weights, request, made, Usage(input_tokens=asked), late)

    def _read(
        self, weights: Weights, request: Request, made: list[int], usage: Usage, late: bool
    ) -> Reply:
        usage = usage.model_copy(update={"output_tokens": len(made)})
        text = weights.processor.decode(made, skip_special_tokens=True).strip()
        outcome: ReplyOutcome = "ok"
        detail, data = "", None
        if not made or made[-1] not in _ends(weights):
            outcome, detail = "truncated", f"cut at {len(made)} tokens"
            if late and len(made) < request.max_tokens:
                outcome, detail = "timeout", f"not done in {self._model.timeout_seconds:g} s"
        elif request.reply_schema is not None:
            data, detail = read_object(text, request.reply_schema)
            outcome = "ok" if data is not None else "malformed"
        return Reply(
            outcome=outcome,
            text=text,
            data=data,
            detail=detail,
            usage=usage,
            revision=getattr(weights.network.config, "_commit_hash", None) or "",
            stop_reason={"ok": "end", "malformed": "end"}.get(outcome, "length"),
        )


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


def _inputs(weights: Weights, request: Request, shown: list[Encoded]) -> Any:
    from PIL import Image

    prompt = request.prompt
    if request.reply_schema is not None:
        prompt += instruction(request.reply_schema)
    content: Any = prompt
    if weights.sighted:
        images = [Image.open(BytesIO(base64.b64decode(picture.data))) for picture in shown]
        content = [{"type": "image", "image": image.convert("RGB")} for image in images]
        content.append({"type": "text", "text": prompt})
    messages = [{"role": "user", "content": content}]
    if request.system:
        system = [{"type": "text", "text": request.system}] if weights.sighted else request.system
        messages.insert(0, {"role": "system", "content": system})
    inputs = weights.processor.apply_chat_template(
        messages, add_generation_prompt=True, tokenize=True, return_dict=True, return_tensors="pt"
    )
    if not weights.sighted:
        return inputs.to(weights.network.device)
    # Pixels come as float32 and must have the type of the weights; ids stay whole numbers.
    return inputs.to(weights.network.device, dtype=weights.network.dtype)


def _sampling(request: Request) -> dict[str, Any]:
    """Greedy unless a temperature above 0 is declared; then the sample number is the seed."""
    wanted = {"max_new_tokens": request.max_tokens} | request.parameters
    if wanted.get("temperature"):
        return wanted | {"do_sample": True}
    return wanted | {"do_sample": False, "temperature": None, "top_p": None, "top_k": None}


def _ends(weights: Weights) -> set[int]:
    """The tokens that end a reply."""
    ends = weights.network.generation_config.eos_token_id
    return set(ends if isinstance(ends, list) else [ends])

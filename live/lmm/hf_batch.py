"""Requests that are asked together -> one generation by local weights -> a Reply each.

Rows are padded on the left and the padding is masked, so that a greedy reply is the same alone and
among others, but for the last bits of the arithmetic: on some devices a sum depends on how many
rows are computed, and two tokens that are all but equally likely may change places. Touches torch
and whatever device there is.
"""

import asyncio
import base64
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from live.config import Model
from live.lmm.client import Reply, ReplyOutcome, Request
from live.lmm.hf_sight import seen_by
from live.lmm.pictures import Encoded
from live.lmm.sight import Size
from live.lmm.structured import instruction, read_object
from live.lmm.troubles import in_one_line
from live.records import Seen, Usage


@dataclass(frozen=True)
class Weights:
    """A model in memory. processor: makes its inputs; of text alone where `sighted` is False."""

    processor: Any
    network: Any
    sighted: bool


@dataclass(eq=False)
class Asked:
    """A request that waits for its reply."""

    request: Request
    shown: list[Encoded]
    reply: asyncio.Future[Reply]

    @property
    def kind(self) -> str:
        """What requests have in common that can be generated together.

        One with a temperature stands alone: rows that are drawn together share the dice, and the
        reply would depend on who else was asking.
        """
        sampling = _sampling(self.request)
        alone = str(id(self)) if sampling["do_sample"] else ""
        return json.dumps([sampling, bool(self.shown), alone], sort_keys=True, default=str)


class Generator:
    """Weights that answer several requests at once.

    most: how many; halved each time that the device's memory does not hold as many.
    """

    def __init__(self, weights: Weights, model: Model) -> None:
        self.most = self._wanted = model.concurrency if _can_pad(weights) else 1
        self._weights = weights
        self._model = model
        self._made: dict[Size, Seen] = {}

    def replies(self, asked: Sequence[Asked]) -> list[Reply]:
        """Gives a reply to each. Those that fail together are tried again by halves, down to one.

        asked: of one kind.
        """
        import jinja2

        if len(asked) > self.most:
            return self.replies(asked[: self.most]) + self.replies(asked[self.most :])
        try:
            return self._together(asked)
        except RuntimeError as error:
            if not _is_memory(error):
                raise
            # One that does not fit alone says nothing of how many others do.
            self.most = len(asked) // 2 or self._wanted
            detail = in_one_line(f"out of memory: {error}. Lower max_picture_px")
            failed = Reply(outcome="oversize", detail=detail)
        except (ValueError, OSError, jinja2.TemplateError) as error:
            failed = Reply(outcome="rejected", detail=in_one_line(str(error)))
        _free()
        if len(asked) == 1:
            return [failed]
        half = len(asked) // 2
        return self.replies(asked[:half]) + self.replies(asked[half:])

    def _together(self, asked: Sequence[Asked]) -> list[Reply]:
        import torch

        network = self._weights.network
        if asked[0].shown and not self._weights.sighted:
            detail = f"{self._model.name} takes no pictures"
            return [Reply(outcome="rejected", detail=detail)] * len(asked)
        inputs = _inputs(self._weights, [_messages(self._weights, each) for each in asked])
        given = inputs["attention_mask"].sum(dim=1).tolist()
        room = getattr(network.config.get_text_config(), "max_position_embeddings", 0) or 0
        if room and max(given) >= room:
            return self._without_the_long(asked, given, room)
        limits = {
            "pad_token_id": _tokenizer(self._weights).pad_token_id,
            "max_time": self._model.timeout_seconds,
        }
        torch.manual_seed(asked[0].request.sample)
        began = time.monotonic()
        with torch.inference_mode():
            out = network.generate(**{**inputs, **limits, **_sampling(asked[0].request)})
        late = time.monotonic() - began >= self._model.timeout_seconds
        rows = out[:: len(out) // len(asked), inputs["input_ids"].shape[1] :].tolist()
        return [
            self._read(each, row, tokens, late)
            for each, row, tokens in zip(asked, rows, given, strict=True)
        ]

    def _without_the_long(
        self, asked: Sequence[Asked], given: Sequence[int], room: int
    ) -> list[Reply]:
        """Answers those that the model has room for."""
        short = [each for each, tokens in zip(asked, given, strict=True) if tokens < room]
        replies = iter(self.replies(short) if short else [])
        return [
            next(replies)
            if tokens < room
            else Reply(
                outcome="oversize",
                detail=f"{tokens} tokens of input, the model takes {room}. Lower max_picture_px",
            )
            for tokens in given
        ]

    def _read(self, asked: Asked, row: list[int], given: int, late: bool) -> Reply:
        """Reads one row. What follows its own end is padding, while others went on."""
        request, ends = asked.request, _ends(self._weights)
        end = next((n for n, token in enumerate(row) if token in ends), None)
        made = row if end is None else row[: end + 1]
        text = self._weights.processor.decode(made, skip_special_tokens=True).strip()
        outcome: ReplyOutcome = "ok"
        detail, data = "", None
        if end is None:
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
            usage=Usage(input_tokens=given, output_tokens=len(made)),
            revision=getattr(self._weights.network.config, "_commit_hash", None) or "",
            stop_reason={"ok": "end", "malformed": "end"}.get(outcome, "length"),
            pictures=self._seen(asked),
        )

    def _seen(self, asked: Asked) -> tuple[Seen, ...]:
        """How the pictures came before the weights, as a blank one of the same size does."""
        from PIL import Image

        found = []
        for picture, shown in zip(asked.request.pictures, asked.shown, strict=True):
            size = shown.pixels
            if size not in self._made:
                content = [
                    {"type": "image", "image": Image.new("RGB", size)},
                    {"type": "text", "text": "?"},
                ]
                inputs = _inputs(self._weights, [[{"role": "user", "content": content}]])
                self._made[size] = seen_by(self._weights.processor, inputs, size)
            original = (picture.width, picture.height)
            found.append(self._made[size].model_copy(update={"original": original}))
        return tuple(found)


def _messages(weights: Weights, asked: Asked) -> list[dict[str, Any]]:
    """Words a request as the chat that templates take."""
    from PIL import Image

    request, prompt = asked.request, asked.request.prompt
    if request.reply_schema is not None:
        prompt += instruction(request.reply_schema)
    content: Any = prompt
    if weights.sighted:
        images = [Image.open(BytesIO(base64.b64decode(picture.data))) for picture in asked.shown]
        content = [{"type": "image", "image": image.convert("RGB")} for image in images]
        content.append({"type": "text", "text": prompt})
    messages = [{"role": "user", "content": content}]
    if request.system:
        system = [{"type": "text", "text": request.system}] if weights.sighted else request.system
        messages.insert(0, {"role": "system", "content": system})
    return messages


def _inputs(weights: Weights, chats: list[list[dict[str, Any]]]) -> Any:
    """What the network is given of some chats, on its device, padded to the longest."""
    padding: dict[str, Any] = {"padding": len(chats) > 1}
    if weights.sighted:
        padding = {"processor_kwargs": padding}
    inputs = weights.processor.apply_chat_template(
        chats,
        add_generation_prompt=True,
        tokenize=True,
        return_dict=True,
        return_tensors="pt",
        **padding,
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


def _tokenizer(weights: Weights) -> Any:
    return weights.processor.tokenizer if weights.sighted else weights.processor


def _can_pad(weights: Weights) -> bool:
    """Has the tokenizer pad on the left, by its end where it has no token for it."""
    tokenizer = _tokenizer(weights)
    tokenizer.padding_side = "left"
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    return tokenizer.pad_token is not None


def _is_memory(error: RuntimeError) -> bool:
    """Whether the device's memory ran out; only some devices have an error of their own for it."""
    import torch

    said = str(error).casefold()
    return isinstance(error, torch.OutOfMemoryError) or (
        "out of memory" in said or "not enough memory" in said or "can't allocate memory" in said
    )


def _free() -> None:
    """Gives back what the device holds of a failed generation."""
    import torch

    if torch.accelerator.is_available():
        torch.accelerator.empty_cache()

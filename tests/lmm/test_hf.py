"""Local weights for real: tiny random models, built, saved and loaded on the spot, offline."""

import asyncio
import json
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import tiny_weights
from PIL import Image

from live.blobs import Blobs
from live.config import Model
from live.errors import MissingError
from live.lmm.client import Picture, Reply, Request
from live.lmm.hf import HF
from live.lmm.hf_sight import seen_by
from live.records import Seen

pytestmark = [
    pytest.mark.torch,
    pytest.mark.skipif(
        not (find_spec("torch") and find_spec("transformers")),
        reason="torch and transformers are not installed",
    ),
]


@pytest.fixture(scope="module")
def tiny_vlm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random Llava of a few thousand weights, with a tokenizer of single bytes."""
    return tiny_weights.save_vlm(tmp_path_factory.mktemp("tiny-vlm"))


@pytest.fixture(scope="module")
def tiny_lm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random Llama that sees nothing, without a token for padding."""
    return tiny_weights.save_lm(tmp_path_factory.mktemp("tiny-lm"))


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    yield


@pytest.fixture
def generations(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Counts the rows of each generation."""
    from transformers import GenerationMixin

    rows: list[int] = []
    generate = GenerationMixin.generate

    def counted(self: Any, input_ids: Any, **given: Any) -> Any:
        rows.append(len(input_ids))
        return generate(self, input_ids=input_ids, **given)

    monkeypatch.setattr("transformers.GenerationMixin.generate", counted)
    return rows


@pytest.fixture
def ends_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes the weights end their replies at many tokens, so that they end at different lengths."""
    import live.lmm.hf as hf

    def load(model: Model, load: Any = hf.load) -> Any:
        weights = load(model)
        weights.network.generation_config.eos_token_id = list(range(2, 40))
        return weights

    monkeypatch.setattr(hf, "load", load)


async def ask_together(
    folder: Path, blobs: Blobs, *requests: Request, **fields: Any
) -> list[Reply]:
    opened = HF(Model(name="local", model=f"hf/{folder}", **fields), blobs)
    replies = await asyncio.gather(*(opened.reply(request) for request in requests))
    await opened.close()
    return replies


async def ask(folder: Path | str, blobs: Blobs, *requests: Request, **fields: Any) -> list[Reply]:
    opened = HF(Model(name="local", model=f"hf/{folder}", **fields), blobs)
    replies = [await opened.reply(request) for request in requests]
    await opened.close()
    return replies


def why(**fields: Any) -> Request:
    return Request(**{"model": "local", "prompt": "Why?", "max_tokens": 8} | fields)


def scripted(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    """Makes the next generations say this and stop, whatever the weights would say."""
    import torch

    ids = [*tiny_weights.tokenizer()(said)["input_ids"], tiny_weights.END]

    def generate(self: Any, input_ids: Any, **_: Any) -> Any:
        return torch.cat([input_ids, torch.tensor([ids], device=input_ids.device)], dim=1)

    monkeypatch.setattr("transformers.GenerationMixin.generate", generate)


async def test_a_picture_changes_what_the_weights_see_and_usage_is_counted(
    tiny_vlm: Path, blobs: Blobs, draw: Callable[..., Picture]
) -> None:
    blind, seeing = await ask(tiny_vlm, blobs, why(), why(pictures=(draw(),)))
    assert seeing.outcome == blind.outcome == "truncated" and seeing.text
    assert seeing.usage.output_tokens == 8
    assert seeing.usage.input_tokens > blind.usage.input_tokens > 0
    assert seeing.text != blind.text


async def test_a_reply_says_what_the_processor_made_of_its_pictures(
    tiny_vlm: Path, tiny_lm: Path, blobs: Blobs, draw: Callable[..., Picture]
) -> None:
    shots = (draw(400, 500), draw(40, 30))
    (reply,) = await ask(tiny_vlm, blobs, why(pictures=shots), max_picture_px=250)
    assert reply.pictures == (
        Seen(original=(400, 500), sent=(200, 250), seen=(30, 30), known="checked"),
        Seen(original=(40, 30), sent=(40, 30), seen=(30, 30), known="checked"),
    )
    (reply,) = await ask(tiny_lm, blobs, why())
    assert reply.pictures == ()


@pytest.mark.parametrize(
    ("name", "seen", "tiles", "tile"),
    [
        ("CLIP", (224, 224), 1, None),
        ("Qwen2VL", (896, 1120), 1, None),
        ("Pixtral", (832, 1024), 1, None),
        ("Idefics3", None, 17, (364, 364)),
        ("LlavaNext", None, 10, (224, 224)),
        ("Mllama", None, 4, (224, 224)),
        ("Siglip2", None, 1, None),
    ],
)
def test_how_a_picture_is_seen_is_read_from_what_processors_hand_on(
    name: str, seen: Any, tiles: int, tile: Any
) -> None:
    import transformers

    images = getattr(transformers, f"{name}ImageProcessorPil")()
    inputs = images(images=[Image.new("RGB", (1280, 1600))], return_tensors="pt")
    found = seen_by(SimpleNamespace(image_processor=images), inputs, (1280, 1600))
    assert (found.seen, found.tiles, found.tile) == (seen, tiles, tile)
    assert found.known == ("" if name == "Siglip2" else "checked")


async def test_the_same_request_gets_the_same_reply_unless_a_temperature_is_declared(
    tiny_vlm: Path, blobs: Blobs
) -> None:
    warm = {"temperature": 1.5}
    first, again, cold, one, two = await ask(
        tiny_vlm,
        blobs,
        why(),
        why(),
        why(parameters={"temperature": 0}),
        why(parameters=warm),
        why(parameters=warm, sample=1),
    )
    assert first == again == cold
    assert one.text != two.text


async def test_a_model_without_eyes_answers_text_and_declines_pictures(
    tiny_lm: Path, blobs: Blobs, draw: Callable[..., Picture]
) -> None:
    text, picture = await ask(tiny_lm, blobs, why(system="Be brief."), why(pictures=(draw(),)))
    assert text.outcome == "truncated" and text.usage.output_tokens == 8, text.detail
    assert picture.outcome == "rejected" and "no pictures" in picture.detail


@pytest.mark.parametrize(
    ("said", "outcome"), [('{"a": 1}', "ok"), ("a is 1", "malformed"), ('{"a": "x"}', "malformed")]
)
async def test_a_structured_reply_is_instructed_and_validated(
    said: str, outcome: str, tiny_vlm: Path, blobs: Blobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripted(monkeypatch, said)
    schema = {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}
    plain, reply = await ask(tiny_vlm, blobs, why(), why(reply_schema=schema))
    assert reply.outcome == outcome and reply.text == said
    assert (reply.data == {"a": 1}) == (outcome == "ok")
    extra = reply.usage.input_tokens - plain.usage.input_tokens
    assert extra >= len(json.dumps(schema))


async def test_weights_are_loaded_once_however_many_ask_at_a_time(
    tiny_vlm: Path, blobs: Blobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    import live.lmm.hf as hf

    loaded, load = [], hf.load
    monkeypatch.setattr(hf, "load", lambda model: loaded.append(model) or load(model))
    await ask_together(tiny_vlm, blobs, *(why(sample=n) for n in range(20)), concurrency=3)
    assert len(loaded) == 1


@pytest.mark.parametrize("weights", ["tiny_vlm", "tiny_lm"])
async def test_a_reply_is_the_same_alone_and_among_others(
    weights: str,
    ends_often: None,
    generations: list[int],
    blobs: Blobs,
    draw: Callable[..., Picture],
    request: pytest.FixtureRequest,
) -> None:
    folder, sees = request.getfixturevalue(weights), weights == "tiny_vlm"
    asked = [
        why(prompt="Why? " * n, max_tokens=60, pictures=(draw(30 + n, 40),) if sees else ())
        for n in range(1, 9)
    ]
    alone = await ask(folder, blobs, *asked)
    assert generations == [1] * 8
    assert await ask_together(folder, blobs, *asked) == alone
    assert generations == [1] * 8 + [8]
    assert len({reply.usage.output_tokens for reply in alone}) > 3, "all end at the same time"
    assert len({reply.usage.input_tokens for reply in alone}) == 8


async def test_those_who_ask_again_and_again_go_together_each_time(
    generations: list[int], tiny_vlm: Path, blobs: Blobs, draw: Callable[..., Picture]
) -> None:
    opened = HF(Model(name="local", model=f"hf/{tiny_vlm}", concurrency=4), blobs)

    async def worker(m: int) -> None:
        for n in range(5):
            await opened.reply(why(prompt=f"Why {n}?", pictures=(draw(30 + n, 50 + m),)))
            for _ in range(9 * m):  # the ledger and the stage take their turns, too
                await asyncio.sleep(0)

    await asyncio.gather(*(worker(m) for m in range(4)))
    await opened.close()
    assert generations == [4] * 5


async def test_only_the_like_go_together_and_what_is_drawn_by_chance_goes_alone(
    generations: list[int], tiny_vlm: Path, blobs: Blobs, draw: Callable[..., Picture]
) -> None:
    warm = {"temperature": 1.5}
    asked = [
        *(why(prompt="a" * n) for n in range(1, 4)),
        *(why(pictures=(draw(40, 30 + n),)) for n in range(2)),
        *(why(max_tokens=9) for _ in range(2)),
        *(why(parameters=warm, sample=n) for n in range(2)),
    ]
    together = await ask_together(tiny_vlm, blobs, *asked, concurrency=16)
    assert sorted(generations) == [1, 1, 2, 2, 3]
    assert together == await ask(tiny_vlm, blobs, *asked)


async def test_no_more_go_together_than_are_declared(
    generations: list[int], tiny_vlm: Path, blobs: Blobs
) -> None:
    await ask_together(tiny_vlm, blobs, *(why(sample=n) for n in range(7)), concurrency=3)
    assert generations == [3, 3, 1]


def scarce(monkeypatch: pytest.MonkeyPatch, tokens: int) -> list[int]:
    """Gives the device memory for so many tokens of input; tells the rows that were tried."""
    import torch
    from transformers import GenerationMixin

    tried: list[int] = []
    generate = GenerationMixin.generate

    def full(self: Any, input_ids: Any, **given: Any) -> Any:
        tried.append(len(input_ids))
        if input_ids.numel() > tokens:
            raise torch.OutOfMemoryError("Tried to allocate 3.00 GiB.")
        return generate(self, input_ids=input_ids, **given)

    monkeypatch.setattr("transformers.GenerationMixin.generate", full)
    return tried


async def test_a_full_memory_halves_what_goes_together_from_then_on(
    tiny_lm: Path, blobs: Blobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [why(prompt=f"Why {n:02}?") for n in range(12)]
    alone = await ask(tiny_lm, blobs, *asked)
    tried = scarce(monkeypatch, tokens=2 * alone[0].usage.input_tokens)
    assert await ask_together(tiny_lm, blobs, *asked, concurrency=8) == alone
    assert tried == [8, 4, 2, 2, 2, 2, 2, 2]


async def test_what_does_not_fit_alone_is_oversize_and_leaves_the_others(
    tiny_lm: Path, blobs: Blobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [why(prompt="Why?" * (40 if n == 2 else 1), sample=n) for n in range(8)]
    tried = scarce(monkeypatch, tokens=150)
    replies = await ask_together(tiny_lm, blobs, *asked)
    assert [n for n, reply in enumerate(replies) if reply.outcome == "oversize"] == [2]
    assert "out of memory" in replies[2].detail and "max_picture_px" in replies[2].detail
    assert tried[-1] > 1, "one that was too large must not leave all others alone"


async def test_an_error_of_the_weights_themselves_reaches_all_who_wait_for_it(
    tiny_lm: Path, blobs: Blobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("shapes cannot be multiplied")

    monkeypatch.setattr("transformers.GenerationMixin.generate", broken)
    opened = HF(Model(name="local", model=f"hf/{tiny_lm}"), blobs)
    asked = [asyncio.ensure_future(opened.reply(why(sample=n))) for n in range(3)]
    await asyncio.wait(asked)
    await opened.close()
    assert {str(each.exception()) for each in asked} == {"shapes cannot be multiplied"}


async def test_one_that_is_refused_or_too_long_leaves_the_others(
    tiny_vlm: Path, blobs: Blobs, draw: Callable[..., Picture]
) -> None:
    cut = blobs.get(draw(400, 300).sha256)[:-40]
    broken = Picture(sha256=blobs.put(cut), width=400, height=300)
    shots = [draw(), broken, draw(50), draw(60), draw(70)]
    asked = [
        why(pictures=(shot,), prompt="x" * (600 if n == 3 else 5)) for n, shot in enumerate(shots)
    ]
    replies = await ask_together(tiny_vlm, blobs, *asked)
    outcomes = ["truncated", "rejected", "truncated", "oversize", "truncated"]
    assert [reply.outcome for reply in replies] == outcomes
    assert "cut" in replies[1].detail or "truncated" in replies[1].detail
    assert replies == await ask(tiny_vlm, blobs, *asked)


async def test_one_who_gives_up_takes_nothing_from_the_others(
    generations: list[int], tiny_lm: Path, blobs: Blobs
) -> None:
    opened = HF(Model(name="local", model=f"hf/{tiny_lm}"), blobs)
    asked = [asyncio.ensure_future(opened.reply(why(sample=n))) for n in range(3)]
    await asyncio.sleep(0)
    asked[0].cancel()
    replies = await asyncio.gather(*asked[1:])
    await opened.close()
    assert {reply.outcome for reply in replies} == {"truncated"} and sum(generations) == 2


async def test_closing_leaves_nobody_waiting(tiny_lm: Path, blobs: Blobs) -> None:
    opened = HF(Model(name="local", model=f"hf/{tiny_lm}"), blobs)
    asked = asyncio.ensure_future(opened.reply(why()))
    await asyncio.sleep(0)
    await opened.close()
    await asyncio.wait([asked])
    assert asked.cancelled()


async def test_an_input_longer_than_the_model_takes_is_oversize(
    tiny_vlm: Path, blobs: Blobs
) -> None:
    (reply,) = await ask(tiny_vlm, blobs, why(prompt="x" * 600))
    assert reply.outcome == "oversize" and "512" in reply.detail


async def test_an_unknown_parameter_is_rejected_with_its_name(tiny_vlm: Path, blobs: Blobs) -> None:
    (reply,) = await ask(tiny_vlm, blobs, why(parameters={"nonsense": 1}))
    assert reply.outcome == "rejected" and "nonsense" in reply.detail


async def test_weights_that_take_too_long_are_a_timeout(tiny_vlm: Path, blobs: Blobs) -> None:
    (reply,) = await ask(tiny_vlm, blobs, why(max_tokens=400), timeout_seconds=0.0001)
    assert reply.outcome == "timeout" and reply.usage.input_tokens


async def test_weights_that_are_not_there_are_one_line(blobs: Blobs, tmp_path: Path) -> None:
    with pytest.raises(MissingError, match=r"^local: .*cannot be loaded.*hf/<folder") as missing:
        await ask(tmp_path / "nothing", blobs, why())
    assert "\n" not in str(missing.value)


async def test_weights_not_made_to_chat_are_one_line(
    tiny_lm: Path, blobs: Blobs, tmp_path: Path
) -> None:
    for file in tiny_lm.iterdir():
        if "template" not in file.name:
            (tmp_path / file.name).write_bytes(file.read_bytes())
    with pytest.raises(MissingError, match="has no chat template"):
        await ask(tmp_path, blobs, why())


def test_without_torch_the_line_to_install_it_is_given(
    blobs: Blobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(MissingError, match=r"torch is not installed. pip install"):
        HF(Model(name="local", model="hf/some/model"), blobs)

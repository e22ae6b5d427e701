"""Local weights for real: tiny random models, built, saved and loaded on the spot, offline."""

import json
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from live.blobs import Blobs
from live.config import Model
from live.errors import MissingError
from live.lmm.client import Picture, Reply, Request
from live.lmm.hf import HF

pytestmark = [
    pytest.mark.torch,
    pytest.mark.skipif(
        not (find_spec("torch") and find_spec("transformers")),
        reason="torch and transformers are not installed",
    ),
]

IMAGE = 4
END = 2
TEMPLATE = (
    "{% for m in messages %}{{ m['role'] }}: {% if m['content'] is string %}{{ m['content'] }}"
    "{% else %}{% for c in m['content'] %}"
    "{% if c['type'] == 'image' %}<image>{% else %}{{ c['text'] }}{% endif %}"
    "{% endfor %}{% endif %}\n{% endfor %}{% if add_generation_prompt %}assistant: {% endif %}"
)


@pytest.fixture(scope="module")
def tiny_vlm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random Llava of a few thousand weights, with a tokenizer of single bytes."""
    import torch
    import transformers

    folder = tmp_path_factory.mktemp("tiny-vlm")
    vision = transformers.CLIPVisionConfig(
        hidden_size=16,
        intermediate_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        image_size=30,
        patch_size=15,
        projection_dim=16,
        initializer_range=1.0,
    )
    config = transformers.LlavaConfig(
        vision_config=vision.to_dict(),
        text_config=_text_config().to_dict(),
        image_token_index=IMAGE,
    )
    images = transformers.CLIPImageProcessorPil(
        size={"shortest_edge": 30}, crop_size={"height": 30, "width": 30}
    )
    processor = transformers.LlavaProcessor(
        image_processor=images,
        tokenizer=_tokenizer(),
        patch_size=15,
        vision_feature_select_strategy="default",
        image_token="<image>",
        chat_template=TEMPLATE,
        num_additional_image_tokens=1,
    )
    torch.manual_seed(0)
    transformers.LlavaForConditionalGeneration(config).save_pretrained(folder)
    processor.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def tiny_lm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random Llama that sees nothing."""
    import torch
    import transformers

    folder = tmp_path_factory.mktemp("tiny-lm")
    torch.manual_seed(0)
    transformers.LlamaForCausalLM(_text_config()).save_pretrained(folder)
    tokenizer = _tokenizer()
    tokenizer.chat_template = TEMPLATE
    tokenizer.save_pretrained(folder)
    return folder


def _text_config() -> Any:
    import transformers

    return transformers.LlamaConfig(
        hidden_size=16,
        intermediate_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        num_key_value_heads=2,
        vocab_size=261,
        max_position_embeddings=512,
        initializer_range=1.0,
        bos_token_id=1,
        eos_token_id=END,
        pad_token_id=3,
    )


def _tokenizer() -> Any:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    words = ["<unk>", "<s>", "</s>", "<pad>", "<image>"]
    words += sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {word: number for number, word in enumerate(words)}
    inner = Tokenizer(models.BPE(vocab=vocabulary, merges=[], unk_token="<unk>"))
    inner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    inner.decoder = decoders.ByteLevel()
    return PreTrainedTokenizerFast(
        tokenizer_object=inner,
        unk_token="<unk>",
        bos_token="<s>",
        eos_token="</s>",
        pad_token="<pad>",
        additional_special_tokens=["<image>"],
    )


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    yield


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

    ids = [*_tokenizer()(said)["input_ids"], END]

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


async def test_weights_are_loaded_once(
    tiny_vlm: Path, blobs: Blobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    import live.lmm.hf as hf

    loaded, load = [], hf.load
    monkeypatch.setattr(hf, "load", lambda model: loaded.append(model) or load(model))
    await ask(tiny_vlm, blobs, why(), why(sample=1))
    assert len(loaded) == 1


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

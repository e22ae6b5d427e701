"""Random weights for tests and benchmarks: built on the spot, saved to a folder, good for nothing.

Their tokenizer takes single bytes. What they say is nonsense, but always the same.
"""

from pathlib import Path
from typing import Any

IMAGE, END = 4, 2
TEMPLATE = (
    "{% for m in messages %}{{ m['role'] }}: {% if m['content'] is string %}{{ m['content'] }}"
    "{% else %}{% for c in m['content'] %}"
    "{% if c['type'] == 'image' %}<image>{% else %}{{ c['text'] }}{% endif %}"
    "{% endfor %}{% endif %}\n{% endfor %}{% if add_generation_prompt %}assistant: {% endif %}"
)


def save_vlm(folder: Path, **text: Any) -> Path:
    """Saves a Llava that sees 30x30 px. text: what the part that speaks has otherwise."""
    import torch
    import transformers

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
        text_config=_text_config(**text).to_dict(),
        image_token_index=IMAGE,
    )
    images = transformers.CLIPImageProcessorPil(
        size={"shortest_edge": 30}, crop_size={"height": 30, "width": 30}
    )
    processor = transformers.LlavaProcessor(
        image_processor=images,
        tokenizer=tokenizer(),
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


def save_lm(folder: Path) -> Path:
    """Saves a Llama that sees nothing, and has no token for padding."""
    import torch
    import transformers

    torch.manual_seed(0)
    transformers.LlamaForCausalLM(_text_config(pad_token_id=None)).save_pretrained(folder)
    words = tokenizer(pad_token=None)
    words.chat_template = TEMPLATE
    words.save_pretrained(folder)
    return folder


def tokenizer(**given: Any) -> Any:
    """Makes a tokenizer of single bytes."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    words = ["<unk>", "<s>", "</s>", "<pad>", "<image>"]
    words += sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {word: number for number, word in enumerate(words)}
    inner = Tokenizer(models.BPE(vocab=vocabulary, merges=[], unk_token="<unk>"))
    inner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    inner.decoder = decoders.ByteLevel()
    special = {"unk_token": "<unk>", "bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>"}
    return PreTrainedTokenizerFast(
        tokenizer_object=inner, additional_special_tokens=["<image>"], **special | given
    )


def _text_config(**given: Any) -> Any:
    import transformers

    values = {
        "hidden_size": 16,
        "intermediate_size": 16,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "num_key_value_heads": 2,
        "vocab_size": 261,
        "max_position_embeddings": 512,
        "initializer_range": 1.0,
        "bos_token_id": 1,
        "eos_token_id": END,
        "pad_token_id": 3,
    }
    return transformers.LlamaConfig(**values | given)

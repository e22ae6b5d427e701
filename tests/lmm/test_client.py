"""Requests are known by their content; replies carry what their records need."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.config import Model
from live.lmm.client import Picture, Reply, Request, provenance
from live.lmm.ledger import key_of
from live.records import Provenance, Seen, Usage

texts = st.text(max_size=5)
BOUGHT = "ef3e4854dffd2b7e4b11ec6b1fd00d54a0c3f83b9ddce4879181e6b7def62c00"
"""A key as replies were bought under it in October 2026."""


@given(texts, texts, st.integers(0, 2), texts, texts, st.integers(0, 2))
def test_two_requests_have_one_key_exactly_when_they_are_equal(
    system: str, prompt: str, sample: int, system2: str, prompt2: str, sample2: int
) -> None:
    one = Request(model="m", system=system, prompt=prompt, sample=sample)
    two = Request(model="m", system=system2, prompt=prompt2, sample=sample2)
    assert (one.key == two.key) == (one == two)


def test_half_an_emoji_breaks_no_key_and_no_reply() -> None:
    half = "Wh\ud83dy?"
    request = Request(model="m", system=half, prompt=half, parameters={"stop": [half]})
    assert request.key and request.prompt_sha256 and request.prompt == "Wh\ufffdy?"
    reply = Reply(outcome="ok", text=half, data={half: [half, 1]}, detail=half)
    assert Reply.model_validate_json(reply.model_dump_json()) == reply
    assert reply.data == {"Wh\ufffdy?": ["Wh\ufffdy?", 1]}


def test_provenance_says_what_is_needed_to_ask_again() -> None:
    request = Request(model="m", prompt="Why?", parameters={"temperature": 0}, sample=2)
    reply = Reply(outcome="ok", usage=Usage(input_tokens=3), revision="m-1", key="k" * 64)
    made = provenance(request, reply)
    assert made.model_dump() == {
        "model": "m",
        "declared": "",
        "revision": "m-1",
        "prompt_sha256": request.prompt_sha256,
        "parameters": {"max_tokens": 4096, "temperature": 0, "sample": 2},
        "usage": reply.usage.model_dump(),
        "reply_key": "k" * 64,
    }


def test_a_reply_from_before_sizes_were_recorded_is_read_and_says_nothing_of_them() -> None:
    old = Reply(outcome="ok", text="So.").model_dump(exclude={"pictures"})
    made = provenance(Request(model="m", prompt="Why?"), Reply.model_validate(old))
    assert made.pictures is None and "pictures" not in made.model_dump()
    assert Provenance.model_validate(made.model_dump()) == made


def test_how_pictures_were_seen_goes_with_what_is_made_of_a_reply() -> None:
    seen = (Seen(original=(4, 3), sent=(2, 1), seen=(2, 1), known="checked"),)
    made = provenance(Request(model="m", prompt="Why?"), Reply(outcome="ok", pictures=seen))
    assert Provenance.model_validate_json(made.model_dump_json()).pictures == seen


def test_what_was_bought_once_is_found_by_every_later_version() -> None:
    shot = Picture(sha256="0" * 64, width=1280, height=1600)
    request = Request(model="m", declared="openai/m-1", prompt="Why?", pictures=(shot,))
    model = Model(name="m", model="openai/m-1")
    assert key_of(model, request) == BOUGHT


def test_a_reply_past_the_ledger_is_known_by_its_request() -> None:
    request = Request(model="m", prompt="Why?")
    assert provenance(request, Reply(outcome="ok")).reply_key == request.key


@pytest.mark.parametrize(
    ("said", "kept"),
    [("/home/jane/smol.gguf", "smol.gguf"), ("google/gemini-3", "google/gemini-3"), ("", "")],
)
def test_a_revision_never_tells_a_folder_of_the_server(said: str, kept: str) -> None:
    assert Reply(outcome="ok", revision=said).revision == kept

"""Requests are known by their content; replies carry what their records need."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.lmm.client import Reply, Request, provenance
from live.records import Usage

texts = st.text(max_size=5)


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


def test_a_reply_past_the_ledger_is_known_by_its_request() -> None:
    request = Request(model="m", prompt="Why?")
    assert provenance(request, Reply(outcome="ok")).reply_key == request.key


@pytest.mark.parametrize(
    ("said", "kept"),
    [("/home/jane/smol.gguf", "smol.gguf"), ("google/gemini-3", "google/gemini-3"), ("", "")],
)
def test_a_revision_never_tells_a_folder_of_the_server(said: str, kept: str) -> None:
    assert Reply(outcome="ok", revision=said).revision == kept

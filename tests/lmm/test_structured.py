"""A structured reply is the object that was asked for, or a sentence on what is wrong."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.lmm.structured import instruction, is_strict, read_object

OPEN = {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}
CLOSED = OPEN | {"additionalProperties": False}


@pytest.mark.parametrize("text", ['{"a": 1}', '```json\n{"a": 1}\n```', '\n ```\n{"a": 1}\n```  '])
def test_an_object_is_read_with_and_without_a_code_fence(text: str) -> None:
    assert read_object(text, CLOSED) == ({"a": 1}, "")


@pytest.mark.parametrize("text", ["", "a", '{"a"', '{"a": "1"}', "{}", '{"a": 1, "b": 2}', "[1]"])
def test_anything_else_is_named(text: str) -> None:
    data, fault = read_object(text, CLOSED)
    assert data is None and fault


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 5_000 + "1" + "}" * 5_000])
def test_json_nested_thousands_deep_is_no_object(text: str) -> None:
    assert read_object(text, CLOSED) == (None, "JSON that is nested too deeply")


@given(st.text())
def test_no_text_raises(text: str) -> None:
    data, fault = read_object(text, CLOSED)
    assert (data is None) == bool(fault)


@pytest.mark.parametrize(
    ("schema", "strict"),
    [
        (CLOSED, True),
        (OPEN, False),
        (CLOSED | {"required": []}, False),
        ({"type": "array", "items": CLOSED}, True),
        (CLOSED | {"properties": {"a": OPEN}}, False),
    ],
)
def test_only_schemas_closed_everywhere_are_strict(schema: dict[str, Any], strict: bool) -> None:
    assert is_strict(schema) is strict


def test_the_instruction_carries_the_whole_schema() -> None:
    assert json.loads(instruction(CLOSED).splitlines()[-1]) == CLOSED


@pytest.mark.parametrize(
    "text",
    [
        '<think>Say {"a": 9}?\nNo.</think>{"a": 1}',
        'Sure!\n```json\n{"a": 1}\n```\nAnything else?',
    ],
)
def test_what_models_put_around_json_is_taken_off(text: str) -> None:
    assert read_object(text, CLOSED) == ({"a": 1}, "")


def test_of_two_blocks_none_is_the_reply() -> None:
    found, fault = read_object('```\n{"a": 1}\n```\nor\n```\n{"a": 2}\n```', CLOSED)
    assert found is None and fault.startswith("not JSON")

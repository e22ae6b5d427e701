"""The text of a reply -> the JSON object that was asked for, or what is wrong with it.

Providers promise to follow a schema; servers of other people and local weights often do not, so
every structured reply is validated here. Touches nothing outside.
"""

import json
import re
from typing import Any

_BLOCK = re.compile(r"^[ \t]*```\w*[ \t]*\n(.*?)\n[ \t]*```[ \t]*$", re.MULTILINE | re.DOTALL)


def read_object(text: str, schema: dict[str, Any]) -> tuple[dict[str, Any] | None, str]:
    """Reads a structured reply: (the valid object, ""), or (None, what is wrong)."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    try:
        found = json.loads(_without_wrapping(text))
        # jsonschema.validate would check our own schema each time, which takes longer than the call
        fault = best_match(Draft202012Validator(schema).iter_errors(found))
        if fault is not None:
            return None, f"against the schema at {fault.json_path}: {fault.message[:200]}"
    except ValueError as error:
        return None, f"not JSON: {error}"
    except RecursionError:  # thousands of brackets; neither reader nor validator goes so deep
        return None, "JSON that is nested too deeply"
    if not isinstance(found, dict):
        return None, f"JSON, but a {type(found).__name__} where an object was asked for"
    return found, ""


def is_strict(schema: Any) -> bool:
    """Says whether a schema is closed everywhere, as OpenAI's strict mode demands.

    Every object names all its properties as required and allows no others.
    """
    if isinstance(schema, list):
        return all(is_strict(part) for part in schema)
    if not isinstance(schema, dict):
        return True
    if schema.get("type") == "object" or "properties" in schema:
        closed = schema.get("additionalProperties") is False
        if not closed or set(schema.get("properties", {})) != set(schema.get("required", [])):
            return False
    return all(is_strict(part) for part in schema.values())


def instruction(schema: dict[str, Any]) -> str:
    """Words the schema for models that no server holds to it."""
    return (
        "\n\nReply with one JSON object and nothing else. It must follow this JSON Schema:\n"
        + json.dumps(schema, ensure_ascii=False)
    )


def _without_wrapping(text: str) -> str:
    """Takes off what many models put around JSON: their thinking, words, the lines ```json."""
    _, _, said = text.rpartition("</think>")
    blocks = _BLOCK.findall(said)
    return blocks[0] if len(blocks) == 1 else said

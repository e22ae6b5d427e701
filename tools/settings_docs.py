"""Writes docs/settings.md: every key of live.yaml, as live/config.py declares it."""

import inspect
import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from live.config import Config
from live.yaml_file import expected, model_in

TARGET = Path(__file__).parent.parent / "docs" / "settings.md"
HEAD = """\
# live.yaml

Made by `make docs` from `live/config.py`. A key that is not written has its default; one without a
default must be written. The README has an example. `models.0.price` in a message is the `price` of
the first of the `models`.
"""


def sections(kind: type[BaseModel], path: str = "") -> Iterator[tuple[str, type[BaseModel]]]:
    """Gives each part of live.yaml with the path of its keys, a whole before its parts."""
    yield path, kind
    for name, field in kind.model_fields.items():
        if part := model_in(field.annotation):
            yield from sections(part, f"{path}.{name}" if path else name)


def text() -> str:
    """Gives docs/settings.md."""
    return "\n".join([HEAD, *(_section(*each) for each in sections(Config))])


def _section(path: str, kind: type[BaseModel]) -> str:
    head = [f"## {path}", "", inspect.cleandoc(kind.__doc__ or ""), ""] if path else []
    head += ["| key | what to write | default |", "|---|---|---|"]
    rows = [_row(kind, path, name, field) for name, field in kind.model_fields.items()]
    return "\n".join([*head, *rows, ""])


def _row(kind: type[BaseModel], path: str, name: str, field: FieldInfo) -> str:
    what = expected(kind, (name,))
    if model_in(field.annotation):
        place = f"{path}.{name}" if path else name
        what = f"[{what}](#{place.replace('.', '')})"
    return f"| `{name}` | {what} | {_default(field)} |"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "must be written"
    value = field.get_default(call_default_factory=True)
    if value in (None, "") or isinstance(value, BaseModel):
        return ""
    return f"`{json.dumps(value)}`"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")

"""A YAML file and the type it should be -> a value, or every mistake as one line with its path.

`live.yaml: sites.3.url: what is wrong. What to write.` What to write comes from the descriptions in
the type's declaration. Reads that one file.
"""

import difflib
import types
import typing
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from live.errors import ConfigError

M = TypeVar("M", bound=BaseModel)


def load_yaml(path: Path, kind: type[M]) -> M:
    """Reads a file as a value of `kind`. Raises ConfigError, with a line for every mistake."""
    data = _mapping(path)
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        lines = mistakes(kind, data, error)
        raise ConfigError([f"{path.name}: {line}" for line in lines]) from None


def mistakes(kind: type[BaseModel], data: dict[str, Any], error: ValidationError) -> list[str]:
    """Gives what is wrong with data that should be a `kind`, a line each, as in the example above.

    Where a part is wrong, its whole is not blamed too.
    """
    found = error.errors()
    paths = [mistake["loc"] for mistake in found]

    def holds_another(loc: tuple[int | str, ...]) -> bool:
        return any(len(path) > len(loc) and path[: len(loc)] == loc for path in paths)

    own = [mistake for mistake in found if not holds_another(mistake["loc"])]
    return [_line(kind, data, mistake) for mistake in own]


def _mapping(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigError(
            [f"{path}: no such file. Write one; the README and schedules/ have examples."]
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError([f"{path}: cannot be read ({error}). Write it as UTF-8 text."]) from None
    try:
        data = YAML(typ="safe", pure=True).load(text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else "the file"
        problem = " ".join((getattr(error, "problem", "") or str(error)).split())
        raise ConfigError([f"{path.name}: {where}: not YAML ({problem}). Mend it there."]) from None
    if not isinstance(data, dict):
        raise ConfigError([f"{path.name}: the file: not a mapping. Write keys, each with a value."])
    return data


def _line(kind: type[BaseModel], data: dict[str, Any], mistake: Any) -> str:
    loc, fact = mistake["loc"], mistake["msg"].removeprefix("Value error, ")
    path = ".".join(str(part) for part in loc)
    if mistake["type"] == "value_error":
        # A check over several fields says itself which path it means.
        return f"{fact}." if not path else f"{path}: {fact}."
    if mistake["type"] == "extra_forbidden":
        known = list(_model_at(kind, loc[:-1]).model_fields)
        near = difflib.get_close_matches(str(loc[-1]), known, n=1)
        hint = f"Did you mean {near[0]!r}?" if near else f"Write one of: {', '.join(known)}."
        return f"{path}: unknown key. {hint}"
    wanted = expected(kind, loc)
    if mistake["type"] == "missing":
        return f"{path}: missing. Write {wanted}."
    given = " ".join(repr(mistake["input"]).split())
    given = given if len(given) < 60 else given[:57] + "..."
    return f"{path}: {given} cannot be used. Write {wanted}{_whose(data, loc)}."


def _whose(data: dict[str, Any], loc: tuple[int | str, ...]) -> str:
    """The name of the entry of a list that `loc` lies in, for nobody counts thirty sites."""
    if len(loc) < 3 or not isinstance(loc[1], int) or loc[2] == "name":
        return ""
    entry = data[str(loc[0])][loc[1]]
    name = entry.get("name") if isinstance(entry, dict) else None
    return f" for {name!r}" if isinstance(name, str) else ""


def expected(kind: type[BaseModel], loc: tuple[int | str, ...]) -> str:
    """Says what should stand at `loc`, as the declaration of its field has it."""
    named = [n for n, part in enumerate(loc) if isinstance(part, str)]
    for n in reversed(named):
        field = _model_at(kind, loc[:n]).model_fields.get(str(loc[n]))
        if field:
            return field.description or _words(field.annotation) or "a mapping of keys"
    return "what belongs there"


def _words(annotation: Any) -> str:
    """The words that a Literal allows, or ''."""
    if typing.get_origin(annotation) is not typing.Literal:
        return ""
    *others, last = map(str, typing.get_args(annotation))
    return f"{', '.join(others)} or {last}"


def _model_at(kind: type[BaseModel], loc: tuple[int | str, ...]) -> type[BaseModel]:
    """The model that declares the mapping at `loc`; the nearest one above a free-form value."""
    for part in loc:
        field = kind.model_fields.get(str(part))
        kind = (model_in(field.annotation) if field else None) or kind
    return kind


def model_in(annotation: Any) -> type[BaseModel] | None:
    """Gives the model of the mappings that a field holds, also in a list; None where none."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if typing.get_origin(annotation) in (
        typing.Annotated,
        tuple,
        list,
        typing.Union,
        types.UnionType,
    ):
        found = (model_in(part) for part in typing.get_args(annotation))
        return next((model for model in found if model), None)
    return None

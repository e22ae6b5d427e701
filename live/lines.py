"""A file of JSON objects, one a line -> what each is, or every mistake with the line it is on."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from live.errors import UsageError
from live.records import whole

L = TypeVar("L", bound=BaseModel)
T = TypeVar("T")


def read_lines(file: Path, kind: type[L], take: Callable[[L], T]) -> list[T]:
    """Reads a file, and gives what `take` makes of each line that is not blank.

    kind: what a line holds; a key whose value is null counts as left out. take: may raise
    ValueError. Raises UsageError with a line for every mistake.
    """
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        fact = getattr(error, "strerror", None) or "no UTF-8"
        raise UsageError(f"{file}: {fact}. Write a file with a JSON object a line.") from None
    found, mistakes = [], []
    for number, line in enumerate(lines, 1):
        try:
            if line.strip():
                found.append(take(_object(line, kind)))
        except ValueError as error:
            mistakes.append(f"{file}:{number}: {error}")
    if mistakes:
        raise UsageError("\n".join(mistakes))
    return found


def _object(line: str, kind: type[L]) -> L:
    """Reads a line. Raises ValueError with what is wrong, in words."""
    try:
        given = whole(json.loads(line, strict=False))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"no JSON ({error}). Write one object a line.") from None
    if not isinstance(given, dict):
        raise ValueError(f'a {type(given).__name__}, not an object. Write {{"id": …, …}}.')
    said = {key: value for key, value in given.items() if value is not None}
    try:
        return kind.model_validate(said)
    except ValidationError as error:
        first = error.errors()[0]
        where = str(first["loc"][0]) if first["loc"] else "line"
        raise ValueError(f"{where}: {first['msg']}.") from None

"""Rows of questions <-> JSON Lines and CSV, as people edit them elsewhere. Pure.

A cell that a spreadsheet would run as a formula is written with an apostrophe before it, which is
taken off again when it is read.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from live.errors import UsageError
from live.records import whole

FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
"""How a cell begins that a spreadsheet runs, or that was written so that none does."""
QUOTED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
LARGEST = 1_000_000
"""Characters of a cell."""


class Line(NamedTuple):
    """A row as it was read, and the number of its line in the file."""

    number: int
    row: dict[str, str]


def write_jsonl(rows: Iterable[dict[str, Any]]) -> str:
    """Writes rows, an object a line."""
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)


def write_csv(rows: list[dict[str, Any]], columns: Iterable[str]) -> str:
    """Writes rows as a spreadsheet reads them. Give it the byte order mark that Excel goes by."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(columns), lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _inert(value) for name, value in row.items()})
    return text.getvalue()


def read_jsonl(text: str) -> list[Line]:
    """Reads rows, an object a line. Raises UsageError with the number of a line that is none."""
    lines = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise UsageError(f"line {number}: no JSON ({error}).") from None
        if not isinstance(row, dict):
            raise UsageError(f"line {number}: no object. Write one a line.")
        lines.append(Line(number, {name: _plain(value) for name, value in row.items()}))
    return lines


def read_csv(text: str) -> list[Line]:
    """Reads rows under a line of names, with commas, semicolons or tabs between cells.

    Raises UsageError with the number of a line that has other cells than there are names.
    """
    csv.field_size_limit(LARGEST)
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    lines: list[Line] = []
    number = 1
    names: list[str] = []
    try:
        for cells in reader:
            if not names:
                names = [name.strip() for name in cells]
                if twice := [name for name in names if name and names.count(name) > 1]:
                    raise UsageError(f"line {number}: column {twice[0]} is there twice.")
            elif any(cells):
                if len(cells) != len(names):
                    raise UsageError(
                        f"line {number}: {len(cells)} cells under {len(names)} names. Quote cells "
                        "that hold what stands between cells."
                    )
                values = [_live(whole(cell)) for cell in cells]
                lines.append(Line(number, dict(zip(names, values, strict=True))))
            number = reader.line_num + 1
    except csv.Error as error:
        raise UsageError(f"line {number}: no CSV ({error}).") from None
    return lines


def named(lines: Sequence[Line], known: Sequence[str]) -> list[Line]:
    """Gives rows by names as they are known, however their letters were written.

    Cells under no name are left out where they are empty. Raises UsageError where there is no line,
    and for a name that is not known or is there twice.
    """
    if not lines:
        raise UsageError("The file has no line with a question. Export again, and edit that.")
    given = []
    for number, row in lines:
        cells: dict[str, str] = {}
        for written, cell in row.items():
            name = written.strip().casefold()
            if name not in known and (name or cell.strip()):
                raise UsageError(
                    f"line {number}: {written!r} is no column. Known are {', '.join(known)}."
                )
            if name in cells:
                raise UsageError(f"line {number}: column {name} is there twice.")
            cells |= {name: cell} if name else {}
        given.append(Line(number, cells))
    return given


def _inert(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def _live(cell: str) -> str:
    return cell[1:] if QUOTED.match(cell) else cell


def _plain(value: Any) -> str:
    return "" if value is None else whole(value) if isinstance(value, str) else json.dumps(value)

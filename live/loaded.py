"""A published month, in a folder or on the Hub -> its questions as typed rows, for Python.

The function of `import live`, `live.load`, stands here, as a module `live.load` would hide it.
Reads with `datasets` into its cache; a picture is in memory only while somebody looks at it.
"""

import warnings
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from live.errors import UsageError
from live.publish.place import Place, config_of, place_and_month, place_of, whole
from live.publish.published import (
    evidence_in,
    published_since,
    require_columns,
    shots_in,
    time_in,
)
from live.qa_gen.criteria import points_and_texts
from live.records import Criterion, Evidence, Shot

if TYPE_CHECKING:
    from pandas import DataFrame
    from PIL.Image import Image

TIMES = ("published_at", "captured_at", "date_time")


@dataclass(frozen=True)
class Pictures:
    """The pictures of one row, still in the cache.

    rows: a Dataset of nothing else, as Arrow, which does not decode them.
    """

    rows: Any
    n: int

    def encoded(self) -> list[bytes]:
        """Reads them as they are published, top to bottom."""
        listed = self.rows[self.n].column("images")[0].as_py()
        return [each["bytes"] for each in listed or () if each["bytes"]]


@dataclass(frozen=True)
class QuestionRow:
    """A published question. What its split does not tell is None. Times are aware, in UTC."""

    id: int
    question: str
    answer: str
    criteria: str
    subtask: str
    category: str | None = None
    website: str | None = None
    url: str | None = None
    published_at: datetime | None = None
    evidence: tuple[Evidence, ...] = ()
    captured_at: datetime | None = None
    date_time: datetime | None = None
    screen_shoter: str | None = None
    screen_size: str | None = None
    page_sha256: str | None = None
    shots: tuple[Shot, ...] = ()
    data_generator: str | None = None
    checker: str | None = None
    reviewed_by: str | None = None
    score: int | None = None
    reason: str | None = None
    scorer_name: str | None = None
    canary: str | None = None
    pictures: Pictures | None = field(default=None, repr=False, compare=False)

    @property
    def images(self) -> "list[Image]":
        """Opens the screenshots, top to bottom; none where they are published by reference."""
        from PIL import Image

        encoded = self.pictures.encoded() if self.pictures else []
        return [Image.open(BytesIO(content)) for content in encoded]

    @property
    def rubric(self) -> tuple[Criterion, ...]:
        """The criteria, each with its points and text."""
        read = points_and_texts(self.criteria)
        return tuple(Criterion(points=points, text=text) for points, text in read)


@dataclass(frozen=True, repr=False)
class Rows(Sequence[QuestionRow]):
    """The questions of a month in the order of its split, or of all months, oldest first.

    commit: of the repository they were read from; '' for a folder.
    """

    month: str
    commit: str
    rows: tuple[QuestionRow, ...]
    table: Any = field(compare=False)

    def __repr__(self) -> str:
        at = f", commit {self.commit}" * bool(self.commit)
        return f"<Rows of {self.month}: {len(self)} questions{at}>"

    @overload
    def __getitem__(self, n: int) -> QuestionRow: ...
    @overload
    def __getitem__(self, n: slice) -> tuple[QuestionRow, ...]: ...
    def __getitem__(self, n: int | slice) -> QuestionRow | tuple[QuestionRow, ...]:
        return self.rows[n]

    def __len__(self) -> int:
        return len(self.rows)

    def to_pandas(self) -> "DataFrame":
        """Gives the published columns without the pictures, times as datetimes in UTC."""
        import pandas as pd

        frame: DataFrame = self.table.to_pandas()
        for name in TIMES:
            if name in frame:
                frame[name] = pd.to_datetime(frame[name], utc=True, format="ISO8601")
        return frame


def load(
    place: str | Path,
    month: str = "latest",
    *,
    published_after: str | date | None = None,
    revision: str | None = None,
) -> Rows:
    """Loads the questions of a month, from a folder or from `org/name` on the Hub.

    A folder of that name comes first; `hub:org/name` and its address are always the Hub. month:
    such as `2026-11`, `latest` or `all`; `org/name:2026-11` names it too. published_after: keeps
    what is about pages published then or later; a date or datetime, or one in ISO, in UTC unless it
    says otherwise. revision: a tag or commit of the repository; what was loaded before by its
    commit needs no network.
    Raises UsageError for what is not there, LiveError where that could not be told.
    """
    after = None if published_after is None else _moment(published_after)
    said, month = _asked(place, month)
    here = place_of(said, revision)
    rows = rows_of_month(here, month, after)
    if without := sum(not row.pictures for row in rows):
        warnings.warn(
            f"{here.said}: {without} of {len(rows)} rows have no picture here: it is published by "
            "reference. `url`, `captured_at` and `shots` tell of what and when it was, and "
            "`live rehydrate DIR --split …` fetches what still can be had.",
            stacklevel=2,
        )
    return rows


def rows_of_month(place: Place, month: str | None, after: datetime | None = None) -> Rows:
    """Reads a month of a place that was looked at; a row without a picture has no `pictures`."""
    config = config_of(place, month)
    data = whole(place, config)
    require_columns(f"{place.said}: {config}", {*data.column_names, "images"})
    shown, table = None, data
    if "images" in data.column_names:
        shown = data.select_columns("images").with_format("arrow")
        table = data.remove_columns("images")
    with_picture = _with_picture(shown)
    kept, rows = [], []
    for n, row in enumerate(table):
        try:
            if after is None or published_since(row, after):
                pictures = Pictures(shown, n) if n in with_picture else None
                rows.append(QuestionRow(**_values(row), pictures=pictures))
                kept.append(n)
        except (ValueError, TypeError) as error:
            raise UsageError(f"{place.said}: {config}: row {row['id']}: {error}") from None
    return Rows(config, place.commit, tuple(rows), table.select(kept))


def _asked(place: str | Path, month: str) -> tuple[str, str]:
    """The folder or `hub:org/name`, and the month that either of the two words names."""
    if isinstance(place, Path):
        return str(place), month
    said, named = place_and_month(place)
    if named and month not in ("latest", named):
        raise UsageError(f"{place}: names {named}, and {month} is asked for. Name one of them.")
    return said, named or month


def _moment(given: Any) -> datetime:
    """Raises UsageError for what is no time, as a missing one of pandas is none."""
    at = given
    if isinstance(given, str):
        with suppress(ValueError):
            at = datetime.fromisoformat(given)
    elif isinstance(given, date) and not isinstance(given, datetime):
        at = datetime.combine(given, time())
    if not isinstance(at, datetime) or at != at:
        raise UsageError(
            f"published_after: {given!r} is not a time. Write ISO, such as 2026-11-10, a date or "
            "a datetime."
        )
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _values(row: Mapping[str, Any]) -> dict[str, Any]:
    known = {each.name for each in fields(QuestionRow)}
    values = {name: value for name, value in row.items() if name in known}
    return (
        values
        | {name: time_in(row.get(name)) for name in TIMES}
        | {"evidence": evidence_in(row.get("evidence")), "shots": shots_in(row.get("shots"))}
        | {name: row[name] or "" for name in ("answer", "criteria")}
    )


def _with_picture(shown: Any) -> set[int]:
    """Which rows have one, told without reading any."""
    if shown is None:
        return set()
    import pyarrow.compute as pc

    counts = pc.list_value_length(shown.data.column("images")).to_pylist()
    return {n for n, count in enumerate(counts) if count}

"""`live.load`: typed rows of what was published, in a folder and on the Hub, and never old ones."""

import dataclasses
import json
import logging
import math
import os
import pickle
import subprocess
import sys
import warnings
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pandas
import pytest
from hub_double import HubDouble

import live
from live.errors import LiveError, UsageError
from live.publish.folder import split_path
from live.publish.hub import publish
from live.publish.rows import COLUMNS

pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=<...>':DeprecationWarning")
Build = Callable[[str], Path]
OCTOBER, NOVEMBER = list(range(26100001, 26100007)), list(range(26110001, 26110007))


@pytest.fixture
def months(tmp_path: Path, finished: Build, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two months, and a cache for what is read of it."""
    import datasets

    datasets.disable_progress_bars()
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    for month in ("2026-10", "2026-11"):
        publish(finished(month), str(tmp_path / "months"), month)
    return tmp_path / "months"


@pytest.fixture
def told(hub: HubDouble, tmp_path: Path) -> Callable[..., Any]:
    """Runs lines of Python in a process of its own, whose client knows the double, and gives the
    JSON that they print; what they write to stderr is in `said`."""

    def told(*lines: str, **environ: str) -> Any:
        given = {"HF_ENDPOINT": hub.url, "HF_HOME": str(tmp_path / "hf"), "HF_HUB_DISABLE_XET": "1"}
        head = ["import json, live", "ids = lambda rows: [row.id for row in rows]"]
        done = subprocess.run(
            [sys.executable, "-c", "\n".join([*head, *lines])],
            env=os.environ | given | environ,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return told


def ids(rows: live.Rows) -> list[int]:
    return [row.id for row in rows]


def rewritten(split: Path, images: Any) -> None:
    """Writes a split anew with other pictures; without any, where None."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(split)
    place = table.schema.get_field_index("images")
    if images is None:
        table = table.remove_column(place).replace_schema_metadata(None)
    else:
        column = pa.array([images] * len(table), table.schema.field("images").type)
        table = table.set_column(place, table.schema.field("images"), column)
    pq.write_table(table, split)


def test_a_row_tells_what_was_published_in_types(months: Path) -> None:
    rows = live.load(months, "2026-10")
    assert (rows.month, rows.commit, len(rows)) == ("2026-10", "", 6)
    row = rows[1]
    assert isinstance(row, live.QuestionRow)
    assert (row.id, row.question, row.answer) == (26100002, "What does line 1 say? 日本", "Line 1")
    assert [(each.points, each.text) for each in row.rubric] == [(10, "says the line")]
    assert (row.subtask, row.category) == ("Further Insights", "Insight")
    assert row.published_at == datetime(2026, 10, 5, 8, 30, tzinfo=UTC)
    assert row.captured_at == row.date_time == datetime(2026, 10, 5, 23, 30, tzinfo=UTC)
    assert (row.evidence[0].source, row.evidence[0].at) == ("json-ld", row.published_at)
    assert [picture.size for picture in row.images] == [(320, 200), (320, 200)]
    assert [picture.format for picture in pickle.loads(pickle.dumps(row)).images] == ["PNG", "PNG"]
    assert rows[:2] == (rows[0], row) and rows[-1].checker is None


def test_every_published_column_is_a_field() -> None:
    assert {each.name for each in dataclasses.fields(live.QuestionRow)} - {"pictures"} == (
        set(COLUMNS) - {"images"}
    )


@pytest.mark.parametrize(
    ("month", "expected"),
    [("2026-10", OCTOBER), ("latest", NOVEMBER), ("all", OCTOBER + NOVEMBER)],
)
def test_a_month_the_newest_or_all_are_read(months: Path, month: str, expected: list[int]) -> None:
    assert ids(live.load(months, month)) == expected


def test_pandas_has_all_columns_but_pictures_and_times_that_can_be_compared(months: Path) -> None:
    rows = live.load(str(months), published_after="2026-11-06")
    table = rows.to_pandas()
    assert list(table.columns) == [name for name in COLUMNS if name != "images"]
    assert list(table["id"]) == ids(rows)
    assert list(table["published_at"]) == [row.published_at for row in rows]
    assert (table["published_at"] > datetime(2026, 11, 6, tzinfo=UTC)).all()


@pytest.mark.parametrize(
    ("after", "left"),
    [
        ("2026-11-06", 3),
        (date(2026, 11, 6), 3),
        ("2026-11-06T08:30:00Z", 3),
        (datetime(2026, 11, 6, 8, 30, 1, tzinfo=UTC), 0),
        (datetime(2026, 11, 6, 9, 30, tzinfo=timezone(timedelta(hours=1))), 3),
        ("2026-11-01", 6),
    ],
)
def test_only_what_was_published_then_or_later_is_left(months: Path, after: Any, left: int) -> None:
    assert len(live.load(months, published_after=after)) == left


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"month": "2026-09"}, "has no 2026-09. It has: 2026-10, 2026-11, latest, all."),
        ({"month": "2026-10-results"}, "It has: 2026-10, 2026-11, latest, all."),
        ({"published_after": "soon"}, "'soon' is not a time. Write ISO"),
        ({"published_after": 20261106}, "20261106 is not a time. Write ISO"),
        ({"published_after": math.nan}, "nan is not a time. Write ISO"),
        ({"published_after": pandas.NaT}, "NaT is not a time. Write ISO"),
        ({"revision": "2026-10"}, "a folder has no revision"),
        ({"revision": " "}, "the revision is empty. Write a tag or commit, or leave it out."),
        ({"place": "./nowhere"}, "no such folder"),
        ({"place": "nowhere"}, "no such folder"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(
    months: Path, words: dict[str, Any], said: str
) -> None:
    with pytest.raises(UsageError, match=said) as stop:
        live.load(**{"place": str(months)} | words)
    assert "\n" not in str(stop.value)


@pytest.mark.parametrize(
    "card", [b"", b"no head", b"---\nconfigs: 3\n---\n", b"---\n[\n---\n", b"\xff"]
)
def test_a_folder_that_publishes_no_month_is_said_by_us_alone(
    months: Path, caplog: pytest.LogCaptureFixture, card: bytes
) -> None:
    (months / "README.md").write_bytes(card)
    client = logging.getLogger("huggingface_hub")
    client.addHandler(caplog.handler)
    try:
        with pytest.raises(UsageError, match="lists no month.*releases/MONTH/hub|cannot be read"):
            live.load(months)
    finally:
        client.removeHandler(caplog.handler)
    assert not caplog.records


def test_rows_are_shown_in_one_short_line(months: Path) -> None:
    rows = live.load(months, "2026-10")
    assert repr(rows) == "<Rows of 2026-10: 6 questions>"
    assert repr(dataclasses.replace(rows, commit="a1")) == (
        "<Rows of 2026-10: 6 questions, commit a1>"
    )


def test_the_place_may_name_the_month(months: Path) -> None:
    assert ids(live.load(f"{months}:2026-10")) == OCTOBER
    assert ids(live.load(f"{months}:2026-10", "2026-10")) == OCTOBER
    with pytest.raises(UsageError, match="names 2026-10, and 2026-11 is asked for. Name one"):
        live.load(f"{months}:2026-10", "2026-11")


@pytest.mark.parametrize(
    ("column", "value"), [("published_at", "soon"), ("evidence", "{"), ("evidence", "[1]")]
)
def test_a_row_that_tells_no_sense_is_named(months: Path, column: str, value: str) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(months / split_path("2026-11"))
    place, kind = table.schema.get_field_index(column), table.schema.field(column)
    values = [*table[column].to_pylist()[:-1], value]
    pq.write_table(table.set_column(place, kind, pa.array(values)), months / split_path("2026-11"))
    with pytest.raises(UsageError, match="2026-11: row 26110006: "):
        live.load(months)


def test_a_damaged_file_is_said(months: Path) -> None:
    (months / split_path("2026-11")).write_bytes(b"PAR1 not really")
    with pytest.raises(LiveError, match="cannot be read"):
        live.load(months)


@pytest.mark.parametrize("images", [[], None])
def test_rows_without_a_picture_are_read_and_counted_aloud(months: Path, images: Any) -> None:
    rewritten(months / split_path("2026-11"), images)
    with pytest.warns(UserWarning, match=r"6 of 6 rows have no picture here.*by reference"):
        rows = live.load(months)
    assert rows[0].images == [] and rows[0].url == "https://herald.example/0"
    assert len(rows.to_pandas()) == 6


def test_a_name_without_a_picture_behind_it_is_no_picture(months: Path) -> None:
    rewritten(months / split_path("2026-11"), [{"bytes": None, "path": "gone.png"}])
    assert live.load(months)[0].images == []


def test_a_folder_that_changed_is_read_anew(months: Path) -> None:
    assert live.load(months)[0].images
    rewritten(months / split_path("2026-11"), [])
    with warnings.catch_warnings(action="ignore"):
        assert not live.load(months)[0].images


def test_to_import_live_imports_nothing_that_is_not_pythons_own() -> None:
    code = (
        "import sys; before = set(sys.modules); import live\n"
        "found = {name.split('.')[0] for name in set(sys.modules) - before}\n"
        "print(found - sys.stdlib_module_names)\n"
        "import live.loaded\n"
        "assert callable(live.load)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "{'live'}"
    with pytest.raises(AttributeError, match="has no attribute 'lode'"):
        _ = live.lode  # type: ignore[attr-defined]


def test_a_researcher_who_knows_only_the_name_reads_the_newest_month(
    hub: HubDouble, finished: Build, months: Path, told: Callable[..., Any]
) -> None:
    for month in ("2026-10", "2026-11"):
        publish(finished(month), "hub:press/live", month, endpoint=hub.url, pauses=())
    head = hub.repos["press/live"].head.oid
    found = told(
        "rows = live.load('press/live')",
        "table = rows.to_pandas()",
        "print(json.dumps([rows.commit, [row.question for row in rows], len(table),",
        "  ids(live.load('hub:press/live', '2026-10')), ids(live.load('press/live', 'all')),",
        "  ids(live.load('press/live', published_after='2026-11-06')),",
        "  ids(live.load('press/live', revision='2026-10')), rows[0].images[0].size,",
        "  ids(live.load('hub:press/live:2026-10'))]))",
    )
    here = live.load(months)
    assert found == [
        *(head, [row.question for row in here], 6, OCTOBER, OCTOBER + NOVEMBER, NOVEMBER[3:]),
        *(OCTOBER, [320, 200], OCTOBER),
    ]


def test_only_not_found_is_not_found(
    hub: HubDouble, finished: Build, told: Callable[..., Any]
) -> None:
    publish(finished("2026-10"), "hub:press/live", "2026-10", endpoint=hub.url, pauses=())
    hub.fails["info"] = ["hidden", "stranger", 403, 503, 503, 503]
    found = told(
        "import time; time.sleep = lambda seconds: None",
        "def load(*words, **more):",
        "    try: live.load(*words, **more)",
        "    except live.errors.LiveError as error: return [type(error).__name__, str(error)]",
        "faults = [load('press/live') for _ in range(4)]",
        "faults += [load('press/live', '2026-12'), load('press/live', revision='2026-12')]",
        "print(json.dumps(faults + [load('press/other'), load('a/b/c'), load('hub:a b/c')]))",
    )
    assert [kind for kind, _ in found] == [
        *("UsageError", "UsageError", "MissingError", "LiveError", "UsageError", "UsageError"),
        *("UsageError", "UsageError", "UsageError"),
    ]
    for (_, said), word in zip(
        found,
        ["no such dataset", "no such dataset", "refused the token (403)", "answered 503"]
        + ["has no 2026-12. It has: 2026-10, latest, all.", "has no revision '2026-12'"]
        + ["no such dataset", "no such folder", "no such dataset"],
        strict=True,
    ):
        assert word in said


def test_without_the_hub_nothing_old_is_given_unasked(
    hub: HubDouble, finished: Build, told: Callable[..., Any]
) -> None:
    """Two commits were read before: each is given by its name, none where the newest is meant."""
    commits = []
    for month in ("2026-10", "2026-11"):
        publish(finished(month), "hub:press/live", month, endpoint=hub.url, pauses=())
        commits.append(told("print(json.dumps(live.load('press/live').commit))"))
    hub.reset()
    found = told(
        "def load(**words):",
        "    try: return ids(live.load('press/live', **words))",
        "    except live.errors.LiveError as error: return str(error)",
        f"one, two = {commits}",
        "print(json.dumps([load(), load(revision=one), load(revision=two),",
        "  load(revision=two, month='2026-10'), load(revision='0' * 40)]))",
        HF_HUB_OFFLINE="1",
    )
    assert "was not reached" in found[0] and found[0].endswith(f"{commits[1]}, {commits[0]}.")
    assert found[1:3] == [OCTOBER, NOVEMBER]
    assert "cannot be read" in found[3] and "was not reached" in found[4]

"""The folder of a month: what load_dataset makes of it, and that it is always whole."""

import dataclasses
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from live.blobs import Blobs
from live.errors import LiveError
from live.publish import folder as folder_module
from live.publish.edition import Edition
from live.publish.folder import build, split_path
from live.publish.rows import COLUMNS, rows_of
from live.publish.split import content_hashes

Build = Callable[[str], Path]
Make = Callable[[str], Edition]


def files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


@pytest.fixture
def load(tmp_path: Path) -> Iterator[Any]:
    """load_dataset with a cache of its own."""
    import datasets

    datasets.disable_progress_bars()

    def load(folder: Path, config: str, **more: Any) -> Any:
        return datasets.load_dataset(
            str(folder), config, split="test", cache_dir=str(tmp_path / "cache"), **more
        )

    yield load


def test_every_column_has_its_type_and_pictures_decode(folder: Build, load: Any) -> None:
    from datasets import Image, List, Value

    loaded = load(folder("2026-10"), "2026-10")
    kinds = {"images": List(Image()), "string": Value("string"), "int32": Value("int32")}
    assert loaded.features == {name: kinds[kind] for name, kind in COLUMNS.items()}
    assert (
        list(loaded.features)[:15]
        == (
            "id images website question answer criteria subtask data_generator checker date_time "
            "screen_shoter screen_size score reason scorer_name"
        ).split()
    )
    row = loaded[1]
    assert [picture.size for picture in row.pop("images")] == [(320, 200), (320, 200)]
    assert row == json.loads(json.dumps(row)), "a row is JSON as it stands"
    assert json.loads(row.pop("evidence"))[0]["source"] == "json-ld"
    shots = row["shots"]
    assert [(shot["kind"], shot["width"], shot["height"]) for shot in json.loads(shots)] == [
        ("rolling_screen", 320, 200),
        ("rolling_screen", 320, 200),
    ]
    assert row == {
        "id": 26100002,
        "website": "https://herald.example/",
        "question": "What does line 1 say? 日本",
        "answer": "Line 1",
        "criteria": "10 points: says the line",
        "subtask": "Further Insights",
        "data_generator": "strong",
        "checker": "embedded/rules",
        "date_time": "2026-10-05 23:30:00",
        "screen_shoter": "rolling_screen",
        "screen_size": "320x200",
        "score": None,
        "reason": None,
        "scorer_name": None,
        "category": "Insight",
        "url": "https://herald.example/0",
        "published_at": "2026-10-05T08:30:00Z",
        "captured_at": "2026-10-05T23:30:00Z",
        "page_sha256": "0" * 64,
        "shots": shots,
        "reviewed_by": "",
        "canary": "live-benchmark:2026-10:canary:0123",
    }


@pytest.mark.parametrize("config", ["2026-10", "latest", "all"])
@pytest.mark.parametrize("streaming", [False, True])
def test_latest_and_all_load_too_and_stream(
    folder: Build, load: Any, config: str, streaming: bool
) -> None:
    rows = load(folder("2026-10"), config, streaming=streaming)
    assert [row["id"] for row in rows] == list(range(26100001, 26100007))


def test_the_same_input_gives_the_same_bytes(edition: Make, blobs: Blobs, tmp_path: Path) -> None:
    for name in ("one", "two"):
        build(edition("2026-10"), blobs, tmp_path / name / "hub")
    assert files(tmp_path / "one" / "hub") == files(tmp_path / "two" / "hub")


def test_building_again_touches_nothing(folder: Build) -> None:
    first = folder("2026-10")
    before = (first.stat().st_ino, (first / "README.md").stat().st_mtime_ns)
    again = folder("2026-10")
    assert before == (again.stat().st_ino, (again / "README.md").stat().st_mtime_ns)


def test_rows_that_are_the_same_keep_their_file_whoever_wrote_it(folder: Build) -> None:
    import pyarrow.parquet as pq

    split = folder("2026-10") / split_path("2026-10")
    pq.write_table(pq.read_table(split), split, compression="gzip")
    written = split.read_bytes()
    folder("2026-10")
    assert split.read_bytes() == written


@pytest.mark.parametrize("damage", [b"", b"PAR1 not really"])
def test_a_damaged_file_is_written_anew(folder: Build, damage: bytes) -> None:
    split = folder("2026-10") / split_path("2026-10")
    whole = split.read_bytes()
    split.write_bytes(damage)
    folder("2026-10")
    assert split.read_bytes() == whole


def test_a_picture_of_many_rows_is_stored_once(edition: Make, blobs: Blobs, tmp_path: Path) -> None:
    month = edition("2026-10")
    noise = {}
    for id, page in month.pages.items():
        picture = blobs.put(id.encode() * 20000)
        shots = tuple(shot.model_copy(update={"sha256": picture}) for shot in page.shots[:1])
        noise[id] = page.model_copy(update={"shots": shots})
    build(dataclasses.replace(month, pages=noise), blobs, tmp_path / "hub")
    import pyarrow.parquet as pq

    group = pq.ParquetFile(tmp_path / "hub" / split_path("2026-10")).metadata.row_group(0)
    columns = [group.column(n) for n in range(group.num_columns)]
    size = next(c.total_uncompressed_size for c in columns if c.path_in_schema.endswith("bytes"))
    assert 2 * 320000 < size < 2.1 * 320000, "two pictures, not six"


def test_the_manifest_hashes_what_the_file_says(folder: Build) -> None:
    place = folder("2026-10")
    manifest = json.loads((place / "manifest" / "2026-10.json").read_bytes())
    hashes = content_hashes(place / split_path("2026-10"))
    assert hashes == [row["content_sha256"] for row in manifest["rows"]]
    assert [row["id"] for row in manifest["rows"]] == list(range(26100001, 26100007))
    assert {row["page_id"] for row in manifest["rows"]} == set(manifest["pages"])
    assert manifest["gates"] == {"well_formed": "on", "answerable": "off"}
    assert [(m["role"], m["model"], m["prompts"]) for m in manifest["models"]] == [
        ("writer", "openai/gpt-5", 1),
        ("checker", "embedded/rules", 0),
        ("candidate", "embedded/blind", 1),
    ]
    assert manifest["cost"] == {"usd": 1.25, "tokens": 4000}


def test_the_scoreboard_is_published_in_its_one_shape(folder: Build) -> None:
    board = json.loads((folder("2026-10") / "scoreboard" / "2026-10.json").read_bytes())
    assert {"month", "models", "pairs", "minimal_detectable_difference"} <= set(board)
    assert "people" not in board
    assert set(board["models"][0]) == {
        *("model", "mean", "low", "high", "n", "unscored", "withheld", "subtasks"),
        *("rank_low", "rank_high", "effort", "gain"),
    }


def test_without_a_scoreboard_there_is_no_file_of_it(
    edition: Make, blobs: Blobs, tmp_path: Path
) -> None:
    build(dataclasses.replace(edition("2026-10"), scoreboard=None), blobs, tmp_path / "hub")
    assert not (tmp_path / "hub" / "scoreboard").exists()


def test_the_card_says_what_was_not_done(folder: Build) -> None:
    text = (folder("2026-10") / "README.md").read_text()
    for said in (
        "**`review: none`. No person has reviewed",
        "Gates declared off: answerable.",
        "| crawl | stale | 4 |",
        "canary:0123",
        "2407.12772",
        "1.25 USD",
        'load_dataset("PATH", "2026-10", split="test")',
    ):
        assert said in text


def test_the_card_claims_freshness_only_where_it_was_looked_for(
    edition: Make, blobs: Blobs, tmp_path: Path
) -> None:
    month = edition("2026-10")
    for fresh in ("on", "off"):
        release = month.release.model_copy(update={"gates": {"fresh": fresh}})
        build(dataclasses.replace(month, release=release), blobs, tmp_path / fresh)
        card = (tmp_path / fresh / "README.md").read_text()
        assert ("was published inside that month" in card) == (fresh == "on")
        assert ("Gates declared off: fresh." in card) == (fresh == "off")


def test_the_card_passes_the_hubs_own_reader(folder: Build) -> None:
    from huggingface_hub import DatasetCard

    card = DatasetCard((folder("2026-10") / "README.md").read_text())
    names = [config["config_name"] for config in card.data.configs]
    months = ["2026-10", "2026-10-results", "2026-10-leaderboard"]
    assert names == ["latest", "all", *months]
    assert card.data.license == "other"
    assert card.data.to_dict()["canary"] == ["live-benchmark:2026-10:canary:0123"]


@pytest.mark.parametrize("stage", ["write_split", "manifest_of", "card", "_write_json"])
@pytest.mark.parametrize("before", [False, True])
def test_a_killed_build_leaves_no_half_folder(
    edition: Make,
    blobs: Blobs,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    stage: str,
    before: bool,
) -> None:
    place = tmp_path / "releases" / "hub"
    if before:
        build(edition("2026-09"), blobs, place)
    stood = files(place)

    def killed(*_: Any) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(folder_module, stage, killed)
        with pytest.raises(KeyboardInterrupt):
            build(edition("2026-10"), blobs, place)
    assert files(place) == stood
    build(edition("2026-10"), blobs, place)
    assert (place / split_path("2026-10")).exists()
    assert [path.name for path in place.parent.iterdir()] == ["hub"]


@pytest.mark.parametrize("kill", [1, 2])
def test_a_kill_while_folders_change_places_loses_none(
    edition: Make, blobs: Blobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kill: int
) -> None:
    place = tmp_path / "hub"
    build(edition("2026-09"), blobs, place)
    renamed: list[Path] = []

    def rename(self: Path, target: Path) -> None:
        renamed.append(self)
        if len(renamed) == kill:
            raise KeyboardInterrupt
        self.replace(target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", rename)
        with pytest.raises(KeyboardInterrupt):
            build(edition("2026-10"), blobs, place)
    bad = edition("2026-10")
    with pytest.raises(LiveError):
        build(dataclasses.replace(bad, categories={}), blobs, place)
    assert (place / split_path("2026-09")).exists(), "the old month stood until the new one did"


def test_a_subtask_without_category_stops(edition: Make, blobs: Blobs, tmp_path: Path) -> None:
    month = dataclasses.replace(edition("2026-10"), categories={"Further Insights": "Insight"})
    with pytest.raises(LiveError, match="'Basic Understanding' has no category"):
        build(month, blobs, tmp_path / "hub")


@pytest.mark.parametrize(
    ("media_type", "suffix"), [("image/png", "png"), ("image/jpeg", "jpg"), ("image/webp", "webp")]
)
def test_a_picture_is_named_by_page_number_and_kind(
    edition: Make, media_type: str, suffix: str
) -> None:
    month = edition("2026-10")
    pages = {}
    for id, page in month.pages.items():
        shots = tuple(shot.model_copy(update={"media_type": media_type}) for shot in page.shots)
        pages[id] = page.model_copy(update={"shots": shots})
    row = rows_of(dataclasses.replace(month, pages=pages))[0]
    page_id = month.release.rows[0].page_id
    assert [picture["path"] for picture in row["images"]] == [
        f"{page_id}-0.{suffix}",
        f"{page_id}-1.{suffix}",
    ]

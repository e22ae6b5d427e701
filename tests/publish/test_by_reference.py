"""A month by reference: its pictures are named, and given away nowhere; who has them can tell."""

import asyncio
import json
import re
import shutil
from pathlib import Path
from typing import Any

import leaderboard_month
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hub_double import HubDouble
from leaderboard_month import MONTH, Month

import live
from live.blobs import Blobs
from live.cli import live as command
from live.config import Config, load_config
from live.errors import ConfigError, LiveError, UsageError
from live.publish.folder import split_path
from live.publish.hub import publish
from live.publish.published import read_split
from live.publish.rehydrate import ENDS, Ends, rehydrate
from live.workspace import Workspace

pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=<...>':DeprecationWarning")
ROWS = list(range(26100001, 26100013))


@pytest.fixture
def month(workspace: Workspace) -> Month:
    """A judged month, written by reference."""
    month = Month(workspace, publish_pictures="by_reference")
    month.write()
    return month


@pytest.fixture
def hub_folder(month: Month, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What of it is published, and a cache for what is read."""
    import datasets

    datasets.disable_progress_bars()
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    return month.workspace.release(MONTH) / "hub"


def fetch(hub_folder: Path, to: Path, source: str, **more: Any) -> Ends:
    config = leaderboard_month.config()
    return asyncio.run(rehydrate(str(hub_folder), to, config, source=Blobs(source), **more))


def blob(month: Month, page: int) -> Path:
    """The file of a page's picture."""
    sha256 = month.pages[page].shots[0].sha256
    return month.workspace.path / "blobs" / sha256[:2] / sha256


def test_no_picture_leaves_the_workspace(month: Month, hub_folder: Path) -> None:
    release = month.workspace.release(MONTH)
    given = b"".join(path.read_bytes() for path in sorted(release.rglob("*")) if path.is_file())
    for page in month.pages:
        assert month.workspace.blobs.get(page.shots[0].sha256)[-60:] not in given
    assert not list(release.rglob("*.png")) + list(release.rglob("*.webp"))
    for path in (release / "leaderboard").rglob("*.html"):
        assert not leaderboard_month.soup(path).select("img"), path


def test_a_row_names_page_time_and_hash_of_each_picture(month: Month, hub_folder: Path) -> None:
    with pytest.warns(UserWarning, match="12 of 12 rows have no picture here.*live rehydrate"):
        rows = live.load(hub_folder, MONTH)
    assert [row.id for row in rows] == ROWS
    for row, question in zip(rows, month.questions, strict=True):
        (page,) = (each for each in month.pages if each.id == question.page_id)
        assert row.images == [] and row.shots == page.shots
        assert (row.url, row.captured_at) == (page.url, page.captured_at)


def test_the_text_in_a_picture_is_its_publishers_and_stays(workspace: Workspace) -> None:
    month = Month(workspace, publish_pictures="by_reference")
    shot = month.pages[0].shots[0].model_copy(update={"text": "Words of the Herald"})
    month.pages[0] = month.pages[0].model_copy(update={"shots": (shot,)})
    month.write()
    table = pq.read_table(month.workspace.release(MONTH) / "hub" / split_path(MONTH))
    assert not any("Words of the Herald" in str(row) for row in table.to_pylist())


def test_the_card_and_the_question_say_so(month: Month, hub_folder: Path) -> None:
    card = " ".join((hub_folder / "README.md").read_text().split())
    assert "| 2026-10 | 12 | by reference |" in card
    assert f"live rehydrate DIR --split PATH:{MONTH}" in card
    assert "They are not here, and no licence to them is given." in card
    manifest = json.loads((hub_folder / "manifest" / f"{MONTH}.json").read_text())
    assert manifest["pictures"] == "by_reference"
    assert "they are not here, but named" in (hub_folder / "croissant.json").read_text()
    said = leaderboard_month.text(hub_folder.parent / "leaderboard/questions/26100001.html")
    assert "the split is published without" in said
    assert month.pages[0].shots[0].sha256 in said and month.pages[0].url in said


def test_it_is_published_by_reference_and_never_half(
    hub: HubDouble, month: Month, hub_folder: Path
) -> None:
    assert publish(hub_folder, "hub:press/live", MONTH, endpoint=hub.url, pauses=()).oid
    table = pq.read_table(hub_folder / split_path(MONTH))
    for change, fact in (
        ({"shots": "[]"}, "row 26100001 lacks a picture"),
        ({"images": [{"bytes": b"x", "path": "a.png"}]}, "row 26100001 holds a picture"),
    ):
        rows = table.to_pylist()
        rows[0] |= change
        pq.write_table(
            type(table).from_pylist(rows, schema=table.schema), hub_folder / split_path(MONTH)
        )
        with pytest.raises(LiveError, match=fact):
            publish(hub_folder, "hub:press/live", MONTH, endpoint=hub.url, pauses=())


def test_what_is_out_stays_as_it_is_when_live_yaml_changes(
    hub: HubDouble, workspace: Workspace, tmp_path: Path
) -> None:
    Month(workspace).write()
    folder = workspace.release(MONTH) / "hub"
    publish(folder, "hub:press/live", MONTH, endpoint=hub.url, pauses=())
    month = Month(workspace, publish_pictures="by_reference")
    from live.publish.release import write_release

    write_release(month.workspace, month.release)
    with pytest.raises(LiveError, match="publish_pictures: embedded, and live.yaml says by_ref"):
        publish(folder, "hub:press/live", MONTH, endpoint=hub.url, pauses=())


def test_who_needs_pictures_is_told_where_to_get_them(hub_folder: Path, tmp_path: Path) -> None:
    from live.publish.interop import to_inspect

    for use in (
        lambda: read_split(str(hub_folder), Blobs(str(tmp_path / "b"))),
        lambda: to_inspect(str(hub_folder), tmp_path / "task"),
    ):
        with pytest.raises(UsageError, match="no picture here.*live rehydrate DIR --split"):
            use()


def test_pictures_of_a_store_make_the_split_whole(
    month: Month, hub_folder: Path, tmp_path: Path
) -> None:
    ends = fetch(hub_folder, tmp_path / "whole", str(month.workspace.path / "blobs"))
    assert (ends.same, ends.others, ends.missing) == (ROWS, [], {})
    rows = live.load(tmp_path / "whole")
    for row in rows:
        (page,) = (each for each in month.pages if each.url == row.url)
        assert row.pictures and row.pictures.encoded() == [
            month.workspace.blobs.get(page.shots[0].sha256)
        ]
    split = read_split(str(tmp_path / "whole"), Blobs(str(tmp_path / "b")))
    assert split.others == 0
    assert [question.question for question in split.questions] == [
        question.question for question in month.questions
    ]


@pytest.mark.parametrize("damage", ["missing", "damaged"])
def test_a_picture_that_is_gone_or_another_is_left_out_and_told(
    month: Month, hub_folder: Path, tmp_path: Path, damage: str
) -> None:
    if damage == "missing":
        blob(month, 0).unlink()
    else:
        blob(month, 0).write_bytes(b"another picture")
    to, source = tmp_path / "some", str(month.workspace.path / "blobs")
    ends = fetch(hub_folder, to, source)
    assert list(ends.missing) == [26100001, 26100007]
    assert all(damage in why for why in ends.missing.values())
    assert [row.id for row in live.load(to)] == ends.same
    told = json.loads((to / ENDS).read_text())
    assert told["missing"] == {str(id): why for id, why in ends.missing.items()}
    assert "Not here: 2 rows." in " ".join((to / "README.md").read_text().split())


def test_what_was_had_is_not_fetched_again(month: Month, hub_folder: Path, tmp_path: Path) -> None:
    to, first, second = tmp_path / "both", tmp_path / "first", tmp_path / "second"
    for page in range(6):
        place = first if page < 3 else second
        Blobs(str(place)).put(blob(month, page).read_bytes())
    assert len(fetch(hub_folder, to, str(first)).missing) == 6
    assert fetch(hub_folder, to, str(second)).same == ROWS


def test_of_no_picture_nothing_is_made_of_it(hub_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(LiveError, match=rf"no picture could be had.*{ENDS} says why"):
        fetch(hub_folder, tmp_path / "none", str(tmp_path / "empty"))
    assert len(json.loads((tmp_path / "none" / ENDS).read_text())["missing"]) == 12
    assert not list((tmp_path / "none").rglob("*.parquet"))


def test_nothing_is_written_over(month: Month, hub_folder: Path, tmp_path: Path) -> None:
    """A published folder and a workspace, of which either may be named by mistake."""
    card, blobs = (hub_folder / "README.md").read_text(), str(month.workspace.path / "blobs")
    (tmp_path / "own" / "data").mkdir(parents=True)
    for folder in (hub_folder, tmp_path / "own"):
        with pytest.raises(UsageError, match="holds something else. Name an empty folder"):
            fetch(hub_folder, folder, blobs)
    assert (hub_folder / "README.md").read_text() == card
    fetch(hub_folder, tmp_path / "whole", blobs)
    copy = shutil.copytree(hub_folder, tmp_path / "copy")
    with pytest.raises(UsageError, match=f"holds {MONTH} of {hub_folder}. Name another folder"):
        fetch(copy, tmp_path / "whole", blobs)


def test_an_embedded_split_has_nothing_to_fetch(
    workspace: Workspace, tmp_path: Path, hub_folder: Path
) -> None:
    other = Month(workspace)
    other.write()
    with pytest.raises(UsageError, match="holds its pictures: there is nothing to fetch"):
        fetch(workspace.release(MONTH) / "hub", tmp_path / "whole", str(tmp_path / "empty"))


def test_a_row_that_names_nothing_is_refused_by_its_number(
    hub_folder: Path, tmp_path: Path
) -> None:
    table = pq.read_table(hub_folder / split_path(MONTH))
    for bad in ({"shots": "[]"}, {"shots": "{"}, {"screen_size": "wide"}, {"captured_at": ""}):
        rows = table.to_pylist()
        rows[2] |= bad
        pq.write_table(
            type(table).from_pylist(rows, schema=table.schema), hub_folder / split_path(MONTH)
        )
        with pytest.raises(UsageError, match="row 26100003: cannot be read"):
            fetch(hub_folder, tmp_path / "none", str(tmp_path / "empty"))


def test_a_split_of_other_columns_is_refused(hub_folder: Path, tmp_path: Path) -> None:
    table = pq.read_table(hub_folder / split_path(MONTH)).drop_columns(["shots"])
    pq.write_table(table, hub_folder / split_path(MONTH))
    with pytest.raises(UsageError, match="is not by reference: it has no shots"):
        fetch(hub_folder, tmp_path / "none", str(tmp_path / "empty"))


def test_the_command_says_how_many_and_ends_by_how_many_are_missing(
    month: Month, hub_folder: Path, tmp_path: Path
) -> None:
    def run(*more: str) -> Any:
        args = ["rehydrate", str(tmp_path / "out"), "--split", str(hub_folder), *more]
        return CliRunner().invoke(command, ["-C", str(tmp_path / "nowhere"), *args])

    done = run("--from", str(month.workspace.path / "blobs"))
    assert done.exit_code == 0 and "12 of 12 rows have their pictures" in done.output
    for page in range(4):
        blob(month, page).unlink()
    out = tmp_path / "out" / ".pictures"
    for file in out.rglob("*"):
        file.unlink() if file.is_file() else None
    few = run("--from", str(month.workspace.path / "blobs"), "--json")
    assert "no such folder" in str(run("--from", str(tmp_path / "gone")).exception)
    assert few.exit_code == 3 and len(json.loads(few.stdout)["missing"]) == 8


def test_live_yaml_says_which(tmp_path: Path) -> None:
    file = tmp_path / "live.yaml"
    site = "sites: [{name: A, url: 'http://a.example/'}]\npublish_pictures: "
    file.write_text(f"{site}by_reference\n")
    assert load_config(file).publish_pictures == "by_reference"
    assert Config.model_fields["publish_pictures"].default == "embedded"
    file.write_text(f"{site}linked\n")
    with pytest.raises(ConfigError, match=re.escape("live.yaml: publish_pictures:")):
        load_config(file)

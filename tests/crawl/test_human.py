"""Pictures that people took become pages without a browser."""

from datetime import UTC, datetime

import pytest
from PIL import Image
from stages import crawl, discover

from live.records import Page

MONTH = "2026-10"
SITE = {"name": "Hand", "url": "http://hand.example/", "shots": "human", "pictures": "hand"}
GOOD = """
- file: one.png
  url: http://hand.example/town/bridge?utm_source=x
  title: The old bridge is mended
  published_at: 2026-10-05T07:15:00+01:00
  taken_at: 2026-10-06 09:00 Z
  text: The old bridge is mended
"""


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "hand"
    place.mkdir()
    Image.new("RGB", (640, 480), "navy").save(place / "one.png")
    Image.new("RGB", (320, 200), "red").save(place / "two.jpg")
    return place


async def import_all(workspace):
    await discover(workspace)
    tally = await crawl(workspace)
    outcomes = workspace.store.outcomes(MONTH, "crawl")
    assert tally.total() == len(outcomes)
    return [outcome.reason or outcome.state for outcome in outcomes]


async def test_a_picture_with_its_entry_is_a_page(folder, make_workspace):
    (folder / "index.yaml").write_text(GOOD)
    workspace = make_workspace(sites=[SITE])
    assert await import_all(workspace) == ["done"]
    (page,) = workspace.store.all(Page, MONTH)
    (shot,) = page.shots
    assert (shot.kind, shot.width, shot.height, shot.text) == ("human", 640, 480, page.title)
    assert workspace.blobs.get(shot.sha256) == (folder / "one.png").read_bytes()
    assert page.published_at == datetime(2026, 10, 5, 6, 15, tzinfo=UTC)
    assert page.captured_at == datetime(2026, 10, 6, 9, tzinfo=UTC)
    assert (page.evidence[0].source, page.browser) == ("human", "human")
    assert page.evidence[0].value == "2026-10-05T07:15:00+01:00"


async def test_entries_of_one_address_are_pictures_of_one_page(folder, make_workspace):
    (folder / "index.yaml").write_text(GOOD + GOOD.replace("one.png", "two.jpg"))
    workspace = make_workspace(sites=[SITE])
    assert await import_all(workspace) == ["done"]
    (page,) = workspace.store.all(Page, MONTH)
    assert [shot.media_type for shot in page.shots] == ["image/png", "image/jpeg"]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (("one.png", "gone.png"), "bad_picture"),
        (("one.png", "index.yaml"), "bad_picture"),
        (("one.png", "../live.db"), "bad_picture"),
        (("  title: The old bridge is mended\n", ""), "bad_entry"),
        (("http://hand.example/town/bridge?utm_source=x", "the bridge"), "bad_entry"),
        (("2026-10-06 09:00 Z", "a Tuesday"), "bad_entry"),
        (("2026-10-05T07:15:00+01:00", "2025-10-05T07:15:00+01:00"), "stale"),
        (("2026-10-05T07:15:00+01:00", "2026-10-05"), "done"),
        (("2026-10-05T07:15:00+01:00", "who knows"), "undated"),
        (("2026-10-05T07:15:00+01:00", "2026-10-08T07:15:00Z"), "future"),
        ((GOOD, "- just words\n"), "bad_entry"),
    ],
)
async def test_a_wrong_entry_is_dropped_with_its_reason(folder, make_workspace, wrong, reason):
    (folder / "index.yaml").write_text(GOOD.replace(*wrong))
    assert await import_all(make_workspace(sites=[SITE])) == [reason]


@pytest.mark.parametrize("index", [None, "[", "a: b"])
async def test_a_folder_without_an_index_fails_its_site(folder, make_workspace, index):
    if index is not None:
        (folder / "index.yaml").write_text(index)
    workspace = make_workspace(sites=[SITE])
    assert await discover(workspace) == {"failed": 1}

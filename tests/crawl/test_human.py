"""Pictures that people took become pages without a browser."""

from datetime import UTC, datetime

import pytest
from PIL import Image
from stages import crawl, discover

from live.crawl.check import check, works
from live.records import CrawlRun, Page, Site

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


def outcome(workspace):
    (only,) = workspace.store.outcomes(MONTH, "crawl")
    return only


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (
            ("one.png", "gone.png"),
            "gone.png is not in hand/. Put it there, or mend `file:`.",
        ),
        (("one.png", "index.yaml"), "index.yaml is no picture. Put a PNG, JPEG or WebP."),
        (("  title: The old bridge is mended\n", ""), "title: missing. Write the page's headline."),
        (("  taken_at", "  colour: red\n  taken_at"), "colour: unknown key. Write one of: file,"),
        (("2026-10-05T07:15:00+01:00", "yesterday"), "published_at 'yesterday' is no date. Write"),
        (("2026-10-05T07:15:00+01:00", "2026-10-08T07:15:00Z"), "is later than the picture. Mend"),
        (("2026-10-05T07:15:00+01:00", "2026-10-01"), "may be of another month. Write the time"),
        (
            (GOOD, "- just words\n"),
            "it is no mapping. Write file:, url:, title: and published_at:.",
        ),
    ],
)
async def test_a_mistake_waits_says_what_to_write_and_can_be_mended(
    folder, make_workspace, wrong, told
):
    (folder / "index.yaml").write_text(GOOD.replace(*wrong))
    workspace = make_workspace(sites=[SITE])
    await import_all(workspace)
    assert outcome(workspace).state == "waiting"
    assert told in outcome(workspace).detail
    assert outcome(workspace).detail.startswith("hand/index.yaml")
    (folder / "index.yaml").write_text(GOOD)
    await import_all(workspace)
    done = workspace.store.ended(MONTH, "crawl", ["done"])
    assert len(done) == len(workspace.store.all(Page, MONTH)) == 1


async def test_a_wrong_year_can_be_mended_too(folder, make_workspace):
    (folder / "index.yaml").write_text(GOOD.replace("2026-10-05T", "2025-10-05T"))
    workspace = make_workspace(sites=[SITE])
    assert await import_all(workspace) == ["stale"]
    assert await crawl(workspace) == {}, "an index that nobody changed is not read again"
    (folder / "index.yaml").write_text(GOOD)
    assert await import_all(workspace) == ["done"]


async def test_an_entry_that_was_taken_out_is_dropped_and_comes_back_with_it(
    folder, make_workspace
):
    broken, other = GOOD.replace("one.png", "gone.png"), GOOD.replace("bridge", "quay")
    (folder / "index.yaml").write_text(broken)
    workspace = make_workspace(sites=[SITE])
    assert await import_all(workspace) == ["bad_picture"]
    (folder / "index.yaml").write_text(other)
    await discover(workspace)
    assert await crawl(workspace) == {"done": 1, "dropped": 1}
    (gone,) = (o for o in workspace.store.outcomes(MONTH, "crawl") if o.state == "dropped")
    assert gone.reason == "removed"
    assert gone.detail.endswith("is no longer in hand/index.yaml. Put it back if it should.")
    (folder / "index.yaml").write_text(GOOD)
    await discover(workspace)
    assert await crawl(workspace) == {"done": 1}


async def test_a_run_counts_the_pages_that_people_gave(folder, make_workspace):
    (folder / "index.yaml").write_text(GOOD)
    workspace = make_workspace(sites=[SITE])
    await import_all(workspace)
    (kept,) = workspace.store.all(CrawlRun, MONTH)
    assert kept.gave == {"Hand": 1}


async def test_a_check_reads_the_index_and_visits_nobody(folder, tmp_path):
    (folder / "index.yaml").write_text(GOOD)
    site = Site.model_validate(SITE)
    (good,) = [found async for found in check([site], root=tmp_path)]
    assert [(each.what, each.ok, each.articles, each.fact) for each in good] == [
        ("pictures", True, 1, "1 page.")
    ]
    (folder / "index.yaml").write_text(GOOD.replace("one.png", "gone.png"))
    ((bad,),) = [found async for found in check([site], root=tmp_path)]
    assert not bad.ok and "gone.png is not in hand/" in bad.fact
    (folder / "index.yaml").write_text(GOOD.replace("2026-10-05T", "2026-10-08T"))
    ((soon,),) = [found async for found in check([site], root=tmp_path)]
    assert not soon.ok and "is later than the picture. Mend it" in soon.fact
    (folder / "index.yaml").unlink()
    ((none,),) = [found async for found in check([site], root=tmp_path)]
    assert not works([none]) and "is missing. Write one entry a picture." in none.fact

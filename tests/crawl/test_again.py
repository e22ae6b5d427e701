"""Pages of a split by reference are visited again: the same picture is the split's, no other is."""

import asyncio

import factory
import pytest
from stages import crawl

from live.crawl.again import Before, photograph_again
from live.publish.published import read_split
from live.publish.rehydrate import rehydrate
from live.publish.release import write_release
from live.records import Evidence, Link, Page, Visit
from live.store import Store

pytestmark = pytest.mark.browser

MONTH = "2026-10"
SETTINGS = {"screen": (640, 480), "scale": 2, "timeout_seconds": 20}


@pytest.fixture
async def published(web, make_workspace, make_article, make_words, monkeypatch, tmp_path):
    """Three pages of two sites, photographed in two ways and published by reference."""
    import datasets

    datasets.disable_progress_bars()
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    names = ("ferry", "harbour", "bridge")
    urls = [
        web.put(f"{name}.example/{name}", make_article(name, f"<p>{make_words(name)}</p>"))
        for name in names
    ]
    sites = [
        {"name": "Paper", "url": "http://paper.example/", "shots": "full_page"},
        {"name": "Post", "url": "http://post.example/", "shots": "rolling_screen"},
    ]
    workspace = make_workspace(
        "maker", sites=sites, crawl=SETTINGS, review="none", publish_pictures="by_reference"
    )
    workspace.store.add(
        *(
            Link(month=MONTH, site=site, url=url, found_in="front")
            for url, site in zip(urls, ("Paper", "Paper", "Post"), strict=True)
        )
    )
    await crawl(workspace, web.network)
    pages = sorted(workspace.store.all(Page, MONTH), key=lambda page: urls.index(page.url))
    questions = [factory.question(n + 1, page.id) for n, page in enumerate(pages)]
    release = factory.release(questions)
    workspace.store.add(*questions, release)
    write_release(workspace, release)
    return workspace, pages


def visited(folder):
    """How often each page was opened."""
    store = Store(f"sqlite:///{folder}/.again/live.db")
    try:
        return sorted(visit.url.rpartition("/")[2] for visit in store.all(Visit, MONTH))
    finally:
        store.close()


async def test_what_did_not_change_is_had_and_what_did_is_left_out(
    web, published, make_article, make_words, tmp_path
):
    workspace, pages = published
    web.put(
        "harbour.example/harbour",
        make_article("harbour", f"<p>{make_words('harbour')}</p><p>Corrected: it was nine.</p>"),
    )
    config = workspace.config.model_copy(update={"crawl": make_config_of_a_reader(workspace)})
    where, to = str(workspace.release(MONTH) / "hub"), tmp_path / "out"
    ends = await rehydrate(where, to, config, network=web.network)
    assert ends.same == [26100001, 26100003] and list(ends.missing) == [26100002]
    assert "changed: http://harbour.example/harbour" in ends.missing[26100002]
    assert visited(to) == ["bridge", "ferry", "harbour"]

    again = await rehydrate(where, to, config, network=web.network)
    assert again == ends and visited(to) == ["bridge", "ferry", "harbour"], "nobody is asked twice"

    import live

    others = await rehydrate(where, to, config, network=web.network, others=True)
    assert (others.same, others.others, others.missing) == (ends.same, [26100002], {})
    assert "Other pictures: 1 row," in (to / "README.md").read_text()
    rows = await asyncio.to_thread(live.load, to)
    (row,) = (each for each in rows if each.id == 26100002)
    shown = [picture.size for picture in row.images]
    assert shown and [each.sha256 for each in row.shots] == [
        each.sha256 for each in pages[1].shots
    ], "the row still names what candidates saw"
    split = await asyncio.to_thread(read_split, str(to), workspace.blobs)
    assert split.others == 1


def make_config_of_a_reader(workspace):
    """Another screen, scale and kind of picture than the split's."""
    changed = {"screen": (800, 600), "scale": 1, "shots": "single_screen"}
    return workspace.config.crawl.model_copy(update=changed)


async def test_a_page_that_is_gone_says_why(web, published, tmp_path):
    workspace, pages = published
    web.put("ferry.example/ferry", "gone", status=410)
    ends = await rehydrate(
        str(workspace.release(MONTH) / "hub"),
        tmp_path / "out",
        workspace.config,
        network=web.network,
    )
    assert list(ends.missing) == [26100001] and "410" in ends.missing[26100001]


async def test_a_page_that_was_not_let_in_is_tried_again(web, published, tmp_path):
    """Such as after live.yaml, or a site's robots.txt, was changed."""
    workspace, pages = published
    where = str(workspace.release(MONTH) / "hub")
    web.put("ferry.example/robots.txt", "User-agent: *\nDisallow: /", "text/plain")
    ends = await rehydrate(where, tmp_path / "out", workspace.config, network=web.network)
    assert list(ends.missing) == [26100001] and "robots" in ends.missing[26100001]
    web.put("ferry.example/robots.txt", "User-agent: *\nAllow: /", "text/plain")
    ends = await rehydrate(where, tmp_path / "out", workspace.config, network=web.network)
    assert ends.same == [26100001, 26100002, 26100003]


async def test_what_people_and_feeds_said_of_its_date_counts_again(
    web, make_workspace, make_article, tmp_path
):
    """Without the feed, nothing dates the first; without a person, sources of the second differ."""
    undated = make_article("quay", published="")
    url = web.put("quay.example/quay", undated)
    listed = Evidence(source="feed", value="Wed, 14 Oct 2026 08:00:00 GMT")
    workspace = make_workspace(
        sites=[{"name": "Paper", "url": "http://paper.example/"}], crawl=SETTINGS
    )
    before = Before(
        url, factory.page().captured_at, (listed,), (640, 480), (factory.page().shots[0],)
    )
    shown = {}
    for name, evidence in (("with", (listed,)), ("without", ())):
        shown[name] = await photograph_again(
            MONTH,
            [before._replace(evidence=evidence)],
            tmp_path / name,
            workspace.blobs,
            workspace.config,
            network=web.network,
        )
    assert shown["with"][url].shots
    assert not shown["without"][url].shots and "undated" in shown["without"][url].why

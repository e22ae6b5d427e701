"""A story that was known before is not new, whatever date it carries now."""

import json
from datetime import UTC, datetime, timedelta

import factory

from live.crawl.seen import seen

AT = datetime(2026, 11, 5, 9, tzinfo=UTC)
STORY = " ".join(f"The ferry of {n} o'clock sails from pier {n * 7}." for n in range(40))
OTHER = " ".join(f"Minister {n * 13} opened school {n}." for n in range(40))


def objection(workspace, url="http://herald.example/new", text=OTHER, at=AT, month="2026-11"):
    ending = seen(workspace).objection(url, text, at, month)
    return ending.reason if ending else ""


def test_a_new_story_is_not_objected_to(workspace):
    workspace.store.add(factory.page(1, text=STORY))
    assert objection(workspace) == ""


def test_an_address_that_had_a_page_before_the_date_it_claims_is_redated(workspace):
    workspace.store.add(factory.page(1, text=STORY))
    assert objection(workspace, url="http://herald.example/1") == "redated"


def test_an_address_that_was_listed_before_the_date_it_claims_is_redated(workspace):
    url = "http://herald.example/1"
    workspace.store.add(factory.link(1, seen_at=AT - timedelta(days=3)))
    assert objection(workspace, url=url) == "redated"
    assert objection(workspace, url=url, at=AT - timedelta(days=2, hours=1)) == ""


def test_the_text_of_an_earlier_month_is_redated_though_it_was_touched_up(workspace):
    workspace.store.add(factory.page(1, text=STORY))
    text = STORY.replace("pier 7.", "the new pier.").upper()
    assert objection(workspace, text=text) == "redated"


def test_the_same_text_in_the_same_month_is_taken_once(workspace):
    workspace.store.add(factory.page(1, month="2026-11", text=STORY))
    assert objection(workspace, text=STORY) == "duplicate"


def test_chinese_is_compared_without_spaces(workspace):
    text = "".join(chr(0x4E00 + (n * n * 7919) % 5000) for n in range(600))
    workspace.store.add(factory.page(1, text=text))
    assert objection(workspace, text=text[:560]) == "redated"


def test_a_published_month_is_remembered_without_its_database(workspace):
    folder = workspace.path / "releases" / "2026-09" / "hub" / "manifest"
    folder.mkdir(parents=True)
    page = {"url": "http://herald.example/1", "published_at": "2026-09-03T10:00:00Z"}
    (folder / "2026-09.json").write_text(json.dumps({"pages": {"x": page}}))
    assert objection(workspace, url="http://herald.example/1") == "redated"

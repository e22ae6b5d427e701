"""A story that was known before is not new, whatever date it carries now."""

import json
from datetime import UTC, datetime, timedelta

import factory
import pytest

from live.crawl.read.sketch import sketch_of
from live.crawl.seen import Seen, seen
from live.outcomes import Dropped

MONTH = "2026-11"
AT = datetime(2026, 11, 5, 9, tzinfo=UTC)
SEPTEMBER = datetime(2026, 9, 3, tzinfo=UTC)
STORY = " ".join(f"The ferry of {n} o'clock sails from pier {n * 7}." for n in range(40))
OTHER = " ".join(f"Minister {n * 13} opened school {n}." for n in range(40))
NEW, OLD = "http://herald.example/new", "http://herald.example/1"


def claimed(known: Seen, link: str = "a", url: str = NEW, text: str = OTHER, at=AT) -> str:
    """Why a link does not get an article, or ''."""
    ending = known.claim(link, url, sketch_of(text), at, MONTH)
    return ending.reason if isinstance(ending, Dropped) else ""


def objection(workspace, **what) -> str:
    return claimed(seen(workspace, MONTH), **what)


def read(n: int = 1, **fields):
    """A visit in which the story was read."""
    return factory.visit(n, **{"sketch": sketch_of(STORY)} | fields)


def test_a_new_story_is_not_objected_to(workspace):
    workspace.store.add(factory.page(1), read())
    assert objection(workspace) == ""


def test_an_address_that_had_a_page_before_the_date_it_claims_is_redated(workspace):
    workspace.store.add(factory.page(1))
    assert objection(workspace, url=OLD) == "redated"


def test_an_address_that_was_listed_before_the_date_it_claims_is_redated(workspace):
    workspace.store.add(factory.link(1, seen_at=AT - timedelta(days=3)))
    assert objection(workspace, url=OLD) == "redated"
    assert objection(workspace, url=OLD, at=AT - timedelta(days=2, hours=1)) == ""


def test_the_text_of_an_earlier_month_is_redated_though_it_was_touched_up(workspace):
    last = datetime(2026, 10, 31, 23, tzinfo=UTC)
    workspace.store.add(read(state="done", reason="", published_at=last, at=AT))
    text = STORY.replace("pier 7.", "the new pier.").upper()
    assert objection(workspace, text=text, at=last + timedelta(hours=2)) == "redated"


@pytest.mark.parametrize("month", ["2026-10", MONTH])
def test_the_text_of_a_stale_page_is_redated_at_another_address(workspace, month):
    visit = read(month=month, at=AT - timedelta(hours=1), published_at=SEPTEMBER)
    workspace.store.add(visit)
    assert objection(workspace, text=STORY) == "redated"


def test_a_text_that_was_there_before_it_says_it_was_published_is_redated(workspace):
    """Whatever became of the page that had it: undated, held, reserved by no one."""
    workspace.store.add(read(reason="undated", at=AT - timedelta(days=2)))
    assert objection(workspace, text=STORY) == "redated"
    assert objection(workspace, text=STORY, at=AT - timedelta(days=2)) == ""


def test_a_page_that_was_read_when_it_was_held_may_be_taken_when_it_is_dated(workspace):
    workspace.store.add(read(url=NEW, address=NEW, month=MONTH, state="held", at=AT))
    assert objection(workspace, url=NEW, text=STORY) == ""


def test_a_stale_page_is_known_by_the_address_that_it_led_to(workspace):
    workspace.store.add(read(url="http://herald.example/short", published_at=SEPTEMBER))
    assert objection(workspace, url=OLD) == "redated"


def test_the_same_text_in_the_same_month_is_taken_once(workspace):
    workspace.store.add(
        factory.page(1, month=MONTH, published_at=AT),
        read(month=MONTH, at=AT, published_at=AT, state="done", reason=""),
    )
    assert objection(workspace, text=STORY) == "duplicate"
    assert objection(workspace, url=OLD) == "duplicate"


def test_of_links_that_lead_to_one_story_at_once_the_first_takes_it():
    known = Seen()
    assert claimed(known, "a", text=STORY) == ""
    known.read(NEW, AT, AT, sketch_of(STORY))
    assert claimed(known, "b") == "duplicate"
    assert claimed(known, "b", url=OLD, text=STORY) == "duplicate"
    assert claimed(known, "a", text=STORY) == "", "its second try is its own"
    known.release("a")
    assert claimed(known, "b", url=OLD, text=STORY) == ""


def test_a_published_month_is_remembered_without_its_database(workspace):
    folder = workspace.path / "releases" / "2026-09" / "hub" / "manifest"
    folder.mkdir(parents=True)
    page = {"url": OLD, "published_at": "2026-09-03T10:00:00Z"}
    (folder / "2026-09.json").write_text(json.dumps({"pages": {"x": page}}))
    assert objection(workspace, url=OLD) == "redated"

"""A page is opened once a day, and once more on another day where its drop says nothing of it."""

from datetime import UTC, datetime, timedelta

import factory
import pytest

from live.crawl.due import MOST_VISITS, due
from live.outcomes import Done, Dropped, Failed, Held, Waiting
from live.records import Ruling

MONTH = "2026-10"
DAY = datetime(2026, 10, 20, 9, tzinfo=UTC)
LINK = factory.link(1)
DROP = Dropped("timeout", "x")


@pytest.fixture
def at(monkeypatch):
    """Gives `at(days)`, which sets the clock so many days after the first visit."""

    def set_clock(days):
        monkeypatch.setattr("live.crawl.due.now", lambda: DAY + timedelta(days=days, hours=3))

    set_clock(0)
    return set_clock


def end(workspace, ending, *visits, link=LINK):
    workspace.store.add(link, *visits)
    workspace.store.save(link.month, "crawl", link.id, ending)


def visit(days=0, **fields):
    return factory.visit(1, at=DAY + timedelta(days=days), **fields)


def ended(workspace):
    return [(o.state, o.reason) for o in workspace.store.outcomes(MONTH, "crawl")]


@pytest.mark.parametrize("by", [{}, {"url": "http://herald.example/way", "tries": 2}])
def test_a_page_that_another_month_opened_today_waits_for_tomorrow(workspace, at, by):
    """By the address of its link, and by that which the link led to."""
    workspace.store.add(LINK, visit(month="2026-11", **by))
    assert due(workspace, MONTH, {}) == []
    assert ended(workspace) == [("waiting", "opened_today")]
    at(1)
    assert due(workspace, MONTH, {}) == [LINK]


def test_what_was_not_opened_or_not_today_is_due(workspace, at):
    workspace.store.add(LINK, visit(-1), visit(tries=0, final_url=""))
    assert due(workspace, MONTH, {}) == [LINK]
    assert ended(workspace) == []


def test_what_failed_today_is_opened_tomorrow_and_stays_failed_meanwhile(workspace, at):
    end(workspace, Failed("http_429", "x"), visit())
    assert due(workspace, MONTH, {}) == []
    assert ended(workspace) == [("failed", "http_429")]
    at(1)
    assert due(workspace, MONTH, {}) == [LINK]


def test_what_waits_without_having_been_opened_is_due_today(workspace, at):
    end(workspace, Waiting("host_busy", "x"))
    assert due(workspace, MONTH, {}) == [LINK]


def test_what_a_person_dated_since_is_opened_again_today_and_no_more_after_that(workspace, at):
    workspace.store.add(LINK, visit())
    said = Ruling(
        month=MONTH, link_id=LINK.id, value="x", reviewer="kim", at=DAY + timedelta(hours=1)
    )
    assert due(workspace, MONTH, {LINK.id: said}) == [LINK]
    end(workspace, Failed("http_429", "x"), visit(2 / 24))
    assert due(workspace, MONTH, {LINK.id: said}) == []


@pytest.mark.parametrize("reason", ["timeout", "crashed", "broken", "moved", "no_font", "http_503"])
def test_a_drop_that_says_nothing_of_the_page_is_taken_again_on_other_days(workspace, at, reason):
    for day in range(MOST_VISITS):
        at(day)
        if day:
            assert due(workspace, MONTH, {}) == [LINK]
        end(workspace, Dropped(reason, "x"), visit(day, reason=reason))
        assert due(workspace, MONTH, {}) == [], "not twice on a day"
        assert ended(workspace) == [("dropped", reason)], "a drop counts as one meanwhile"
    at(MOST_VISITS)
    assert due(workspace, MONTH, {}) == [], "enough is enough"


@pytest.mark.parametrize(
    "ending",
    [Done(), Dropped("stale", "x"), Dropped("http_404", "x"), Held("sources_disagree", "")],
)
def test_what_ended_for_good_is_not_due_any_more(workspace, at, ending):
    end(workspace, ending, visit())
    at(1)
    assert due(workspace, MONTH, {}) == []


def test_drops_come_after_what_is_new_and_only_the_sites_that_were_asked_for(workspace, at):
    end(workspace, DROP, visit(-1))
    new, other = factory.link(2), factory.link(3, site="Other")
    workspace.store.add(new, other)
    assert due(workspace, MONTH, {}) == [new, other, LINK]
    assert due(workspace, MONTH, {}, {"Herald"}) == [new, LINK]

"""People say which of a held page's dates is right, and never what no source said."""

import json
from datetime import UTC, datetime

import factory
import pytest
from click.testing import CliRunner

from live.cli import live
from live.crawl.read.moment import understand
from live.errors import UsageError
from live.outcomes import Done, Dropped, Held
from live.records import Ruling
from live.review.dates import rule
from live.workspace import Workspace

MONTH = "2026-10"
LINK = factory.link(1)
FIRST, SECOND = "2026-10-05T07:15:00Z", "2026-10-12T08:00:00+02:00"


@pytest.fixture
def held(workspace: Workspace) -> Workspace:
    """A workspace with a page whose JSON-LD and meta disagree."""
    evidence = (
        understand("json-ld", FIRST),
        understand("meta", SECOND),
        understand("modified", "2026-10-19T10:00:00Z"),
    )
    visit = factory.visit(1, state="held", reason="sources_disagree", evidence=evidence)
    ending = Held("sources_disagree", "Say which is right.", (visit,))
    workspace.store.add(LINK)
    workspace.store.save(MONTH, "crawl", LINK.id, ending)
    return workspace


def outcome(workspace: Workspace) -> tuple[str, str, str] | None:
    ended = {o.item: o for o in workspace.store.outcomes(MONTH, "crawl")}.get(LINK.id)
    return (ended.state, ended.reason, ended.detail) if ended else None


@pytest.mark.parametrize("what", [LINK.id, LINK.url])
def test_a_value_that_a_source_gave_sends_the_link_back_to_the_crawl(
    held: Workspace, what: str
) -> None:
    given = rule(held, what, SECOND, "kim", "the by-line says so")
    assert held.store.all(Ruling, MONTH) == [given]
    assert (given.value, given.reviewer, given.reason) == (SECOND, "kim", "the by-line says so")
    assert given.at.tzinfo and outcome(held) is None


@pytest.mark.parametrize("value", ["2026-10-05", "2026-10-19T10:00:00Z", ""])
def test_a_value_that_no_source_gave_is_refused_with_those_that_are(
    held: Workspace, value: str
) -> None:
    """So is a last change, which dates nothing."""
    with pytest.raises(UsageError, match=f"json-ld: {FIRST}, meta: ") as told:
        rule(held, LINK.id, value, "kim")
    assert SECOND in str(told.value) and "or `none`" in str(told.value)
    assert held.store.all(Ruling, MONTH) == [] and outcome(held)


def test_none_rejects_the_page_and_says_who_and_why(held: Workspace) -> None:
    rule(held, LINK.id, "none", "kim", "an old story")
    assert outcome(held) == ("dropped", "rejected", "by kim: an old story")
    rule(held, LINK.id, "none", "lee")
    assert outcome(held) == ("dropped", "rejected", "by lee")


def test_rulings_are_kept_and_the_last_one_stands(held: Workspace) -> None:
    rule(held, LINK.id, FIRST, "kim")
    rule(held, LINK.id, "none", "lee", "neither")
    assert outcome(held) == ("dropped", "rejected", "by lee: neither")
    rule(held, LINK.id, SECOND, "kim")
    assert outcome(held) is None
    assert [each.value for each in held.store.all(Ruling, MONTH)] == [FIRST, "", SECOND]


def test_only_a_held_page_is_ruled_on(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="nowhere: no link of this workspace"):
        rule(workspace, "nowhere", "none", "kim")
    workspace.store.add(LINK)
    with pytest.raises(UsageError, match="not held, it was not tried yet"):
        rule(workspace, LINK.id, "none", "kim")
    workspace.store.save(MONTH, "crawl", LINK.id, Dropped("stale", "x"))
    with pytest.raises(UsageError, match="not held, it is dropped stale"):
        rule(workspace, LINK.id, "none", "kim")


def test_what_became_a_page_is_not_ruled_on_again(held: Workspace) -> None:
    rule(held, LINK.id, FIRST, "kim")
    held.store.save(MONTH, "crawl", LINK.id, Done())
    with pytest.raises(UsageError, match="not held, it is done"):
        rule(held, LINK.id, "none", "kim")


def test_a_frozen_month_is_not_ruled_on(held: Workspace) -> None:
    held.store.add(factory.release([]))
    with pytest.raises(UsageError, match="2026-10 is frozen"):
        rule(held, LINK.id, FIRST, "kim")


def test_the_verb_rules_and_explain_tells_of_it(held: Workspace) -> None:
    def verb(*words: str) -> str:
        ended = CliRunner().invoke(live, ["-C", str(held.path), *words])
        assert ended.exit_code == 0, ended.output
        return ended.output

    assert "1 page is held" in verb("review", "list", "--month", MONTH)
    assert "the next crawl takes it again" in verb(
        "review", "date", LINK.id, FIRST, "--by", "kim", "--reason", "I asked"
    )
    assert "kim said at" in (told := verb("explain", LINK.id))
    assert f"that {FIRST!r} is right: I asked" in told
    (ruling,) = json.loads(verb("explain", LINK.id, "--json"))["rulings"]
    assert (ruling["reviewer"], ruling["value"]) == ("kim", FIRST)
    assert datetime.fromisoformat(ruling["at"]).tzinfo == UTC
    assert "held" not in verb("review", "list", "--month", MONTH)

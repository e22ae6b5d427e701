"""Of every page that was opened it is told when it is from, who says so, and why it is out."""

from datetime import UTC, datetime

import factory
import pytest

from live.crawl.explain import explain
from live.crawl.read.moment import understand
from live.errors import UsageError
from live.outcomes import Done, Dropped, Failed, Held, Waiting
from live.records import content_id
from live.status import undone
from live.terminal_explain import explain_lines

MONTH = "2026-10"
LINK = factory.link(1, url="http://herald.example/short", listed_at="2026-10-02")
ADDRESS = "http://herald.example/1"
SAID = understand("json-ld", "2026-09-14T10:00:00+02:00")
VISIT = factory.visit(
    1,
    url=LINK.url,
    redirects=(LINK.url, "http://herald.example/way"),
    final_url=f"{ADDRESS}?utm_source=x",
    evidence=(SAID, understand("modified", "2026-10-04")),
)
IDS = [LINK.id, LINK.id[:6], content_id("page", MONTH, ADDRESS)]


@pytest.fixture
def stale(workspace):
    ending = Dropped("stale", "json-ld says September.", (VISIT,))
    workspace.store.add(LINK)
    workspace.store.save(MONTH, "crawl", LINK.id, ending)
    return workspace


@pytest.mark.parametrize("what", [*IDS, LINK.url, *VISIT.redirects, VISIT.final_url, ADDRESS])
def test_a_dropped_page_is_explained_by_any_id_and_any_address(stale, what):
    known = explain(stale, what)
    assert known["ended"] == {
        "state": "dropped",
        "reason": "stale",
        "detail": "json-ld says September.",
    }
    dating = known["dating"]
    assert dating["verdict"] == "stale"
    assert dating["published_at"] == "2026-09-14T08:00:00+00:00"
    assert [each["source"] for each in dating["evidence"]] == ["json-ld", "modified"]
    (visit,) = known["visits"]
    assert visit["final_url"] == VISIT.final_url and visit["title"] == "Story 1"
    told = "\n".join(explain_lines(known))
    for fact in (
        SAID.value,
        "no later than 2026-09-14T08:00:00+00:00: stale",
        "/way -> ",
        "Story 1",
    ):
        assert fact in told


def test_a_page_that_was_opened_and_not_read_tells_where_it_led(workspace):
    opened = {"address": "", "title": "", "reason": "ai_optout"}
    workspace.store.add(LINK, VISIT.model_copy(update={**opened, "evidence": ()}))
    known = explain(workspace, LINK.id)
    assert known["dating"] is None
    assert f"led to: {LINK.url} -> " in "\n".join(explain_lines(known))


def test_a_page_is_explained_by_the_link_that_became_it_and_not_by_its_twin(workspace):
    twin, page = factory.link(2, url=ADDRESS), factory.page(1)
    made = VISIT.model_copy(update={"state": "done", "reason": ""})
    workspace.store.save(MONTH, "crawl", twin.id, Dropped("duplicate", "x"))
    workspace.store.add(twin, LINK, factory.visit(2, url=ADDRESS, address=ADDRESS), made, page)
    workspace.store.save(MONTH, "crawl", LINK.id, Done())
    known = explain(workspace, page.id)
    assert known["ended"]["state"] == "done" and known["page"]["id"] == page.id
    assert [visit["url"] for visit in known["visits"]] == [LINK.url]
    assert "done to it: nothing" in "\n".join(explain_lines(known))


def test_everything_that_status_names_is_explained(workspace):
    """Its items, and the addresses in what it says of them."""
    store, page, question = workspace.store, factory.page(1), factory.question(1)
    lost, held = factory.link(2), factory.link(3)
    answer = factory.answer(26100001, question)
    store.add(page, question, factory.link(1), lost, held, answer, factory.release([question]))
    endings = {
        ("discover", "Herald on 2026-10-05 (abc123)"): Failed(
            "http_500", "http://a.example/f.xml: x."
        ),
        ("discover", "Old (UK) on 2026-10-05 (abc123)"): Dropped("nothing_found", "x"),
        ("crawl", lost.id): Dropped(
            "moved", f"{lost.url} went on to http://b.example/z by itself."
        ),
        ("crawl", held.id): Held("sources_disagree", "x"),
        ("write", page.id): Failed("refused", "x"),
        ("gates", question.id): Waiting("no_checker", "x"),
        ("answer", "embedded/blind:26100001:v1"): Failed("overloaded", "x"),
        ("judge", f"{answer.id}:embedded/rules"): Failed("timeout", "x"),
    }
    for (stage, item), ending in endings.items():
        store.save(MONTH, stage, item, ending)
    named = {outcome["item"]: outcome for outcome in undone(workspace)}
    assert len(named) == len(endings)
    for item, outcome in named.items():
        known = explain(workspace, item)
        told = [known["ended"]["reason"], *(each["reason"] for each in known["later"])]
        assert outcome["reason"] in told
        assert (known["page"] is None) == (outcome["stage"] in ("discover", "crawl"))
        for word in outcome["detail"].split():
            if word.startswith("http"):
                assert explain(workspace, word.rstrip(":."))["month"] == MONTH
    assert explain(workspace, "Herald on 2026-10-05")["url"] == "http://herald.example/"
    assert explain(workspace, "http://b.example/z")["url"] == lost.url


def test_what_is_not_known_is_refused_in_one_line(stale):
    with pytest.raises(UsageError, match="http://nowhere.example/: nothing of this workspace"):
        explain(stale, "http://nowhere.example/")


def test_the_newest_month_counts(stale):
    later = factory.link(
        1, month="2026-11", url=LINK.url, seen_at=datetime(2026, 11, 1, tzinfo=UTC)
    )
    stale.store.add(later)
    assert explain(stale, LINK.url)["month"] == "2026-11"
    assert explain(stale, LINK.id)["month"] == MONTH


@pytest.mark.parametrize("what", ["", " ", "nothing", "nothin", "October"])
def test_a_word_of_what_was_said_of_another_is_no_name(stale, what):
    ending = Failed("unreachable", "So nothing is allowed for now, in October.")
    stale.store.save(MONTH, "discover", "Herald on 2026-10-05 (abc123)", ending)
    with pytest.raises(UsageError, match=r"Write an id"):
        explain(stale, what)


@pytest.mark.parametrize(
    "what",
    ["Herald", "(abc123)", "abc123", "http://herald.example/", "https://www.herald.example"],
)
def test_a_site_is_explained_by_its_name_its_address_and_what_status_prints(stale, what):
    stale.store.save(MONTH, "discover", "Herald on 2026-10-05 (abc123)", Failed("http_500", "x"))
    known = explain(stale, what)
    assert (known["site"], known["ended"]["reason"]) == ("Herald", "http_500")


def test_a_site_that_nobody_declared_is_explained_by_its_address(workspace):
    item = "paper.example:81 on 2026-10-05 (abc123)"
    workspace.store.save(MONTH, "discover", item, Failed("http_500", "x"))
    assert explain(workspace, "http://paper.example:81/")["ended"]["reason"] == "http_500"

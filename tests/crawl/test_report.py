"""A crawl says of each site what it took and lost, and names those that fell silent."""

from datetime import UTC, datetime, timedelta

import factory

from live.crawl.report import pages_given, report, rows, silent_sites, unlisted
from live.outcomes import Done, Dropped, Failed
from live.records import CrawlRun, Visit
from live.terminal import crawl_lines

MONTH, SITE = "2026-10", "Herald"  # the site of factory.CONFIG
DAY = datetime(2026, 10, 5, 6, tzinfo=UTC)


def visit(n: int, at: datetime, state: str = "done", reason: str = "", site: str = SITE) -> Visit:
    return Visit(
        month=MONTH,
        site=site,
        url=f"http://herald.example/{n}",
        at=at,
        seconds=1.25,
        bytes=1000,
        tries=1,
        state=state,
        reason=reason,
    )


def test_a_row_a_site_adds_up(workspace):
    earlier = visit(0, DAY - timedelta(days=1))
    visits = [visit(1, DAY), visit(2, DAY, "dropped", "stale"), visit(3, DAY, "dropped", "stale")]
    visits += [visit(4, DAY, "held", "sources_disagree"), visit(5, DAY, "failed", "http_429")]
    workspace.store.add(earlier, *visits, visit(6, DAY, site="Other"))
    row, other = report(workspace, MONTH, DAY)
    assert row == {
        "site": SITE,
        "tried": 5,
        "taken": 1,
        "dropped": {"sources_disagree": 1, "stale": 2},
        "failed": {"http_429": 1},
        "seconds": 6.2,
        "bytes": 5000,
    }
    assert other["tried"] == 1
    assert row["tried"] == row["taken"] + sum((row["dropped"] | row["failed"]).values())


def asked(workspace, day, ending):
    workspace.store.save(MONTH, "discover", f"{SITE} on {day:%Y-%m-%d} (abc)", ending)


def run(workspace, at, month=MONTH, **gave):
    workspace.store.add(CrawlRun(month=month, at=at, gave=gave))


def test_a_site_is_named_when_it_gave_nothing_three_runs_in_a_row(workspace):
    """Runs, not days; those in which a site was not tried are no runs of it."""
    hours = [DAY + timedelta(hours=n) for n in range(9)]
    for at, gave in zip(hours[:3], (1, 0, 0), strict=True):
        run(workspace, at, Herald=gave, Other=0)
    run(workspace, hours[3], Other=1)
    assert silent_sites(workspace) == []
    run(workspace, hours[5], Herald=0)
    assert silent_sites(workspace) == [SITE]
    run(workspace, hours[6], Herald=1)
    assert silent_sites(workspace) == []


def test_runs_count_over_the_end_of_a_month(workspace):
    for n, month in enumerate(("2026-11", "2026-10", "2026-11", "2026-10")):
        run(workspace, DAY + timedelta(days=n), month, Herald=int(n == 0))
    assert silent_sites(workspace) == [SITE]


def test_a_run_keeps_what_each_site_gave_that_was_tried(workspace):
    asked(workspace, DAY - timedelta(days=1), Failed("unreachable", "yesterday"))
    assert pages_given(workspace, MONTH, [SITE, "Other"], DAY, [], set()) == {}
    asked(workspace, DAY, Failed("unreachable", "Herald is away."))
    workspace.store.save(MONTH, "discover", f"Other on {DAY:%Y-%m-%d} (abc)", Done())
    assert pages_given(workspace, MONTH, [SITE, "Other"], DAY, [], set()) == {SITE: 0}
    assert unlisted(workspace, MONTH, [SITE], DAY) == {SITE: "Herald is away."}
    assert unlisted(workspace, MONTH, ["Other"], DAY) == {}
    workspace.store.add(visit(1, DAY, site="Other"), visit(2, DAY, "failed", site="Other"))
    assert pages_given(workspace, MONTH, [SITE, "Other"], DAY, [], set()) == {SITE: 0, "Other": 1}


def test_a_row_of_what_was_dropped_has_the_title_that_was_read(workspace):
    link = factory.link(1)
    workspace.store.add(link, factory.visit(1, title="Bridge"))
    workspace.store.save(MONTH, "crawl", link.id, Dropped("stale", "x"))
    (row,) = rows(workspace, MONTH, [SITE])
    assert (row["title"], row["page"], row["reason"]) == ("Bridge", None, "stale")


def test_sites_that_listed_nothing_are_named_where_nothing_was_opened():
    why = {SITE: "Herald is away."}
    assert crawl_lines([], why, []) == [
        "Nothing was opened.",
        "Herald listed nothing: Herald is away.",
    ]
    (line,) = crawl_lines([], {}, [])
    assert "the day has its pages" in line

"""A crawl says of each site what it took and lost, and names those that fell silent."""

from datetime import UTC, datetime, timedelta

from live.crawl.report import report, silent_sites
from live.outcomes import Done, Dropped, Failed
from live.records import Visit

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


def test_a_site_is_named_when_it_gave_nothing_three_runs_in_a_row(workspace):
    days = [DAY + timedelta(days=n) for n in range(4)]
    workspace.store.add(visit(1, days[0]))
    asked(workspace, days[0], Done())
    asked(workspace, days[1], Failed("unreachable", "x"))
    asked(workspace, days[2], Dropped("nothing_found", "x"))
    assert silent_sites(workspace) == []
    asked(workspace, days[3], Done())
    workspace.store.add(visit(2, days[3], "dropped", "timeout"))
    assert silent_sites(workspace) == [SITE]
    workspace.store.add(visit(3, days[3]))
    assert silent_sites(workspace) == []


def test_a_day_on_which_nothing_was_needed_of_a_site_does_not_count(workspace):
    for n in range(5):
        asked(workspace, DAY + timedelta(days=n), Done())
    assert silent_sites(workspace) == []

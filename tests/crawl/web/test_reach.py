"""What earlier runs of the day took counts into a host's budget; what other days took does not."""

from datetime import timedelta

from live.clock import now
from live.crawl.web.reach import reach
from live.records import Visit


def visit(month, url, at, tries):
    spent = {"seconds": 1, "bytes": 1, "tries": tries, "state": "done"}
    return Visit(month=month, site="Paper", url=url, at=at, **spent)


async def test_a_hosts_budget_counts_todays_visits_of_all_months(web, make_workspace):
    site = {"name": "Paper", "url": "http://paper.example/"}
    workspace = make_workspace(sites=[site], crawl={"pages_per_host": 4})
    workspace.store.add(
        visit("2026-10", "http://paper.example/1", now(), 2),
        visit("2026-11", "http://paper.example/2", now(), 1),
        visit("2026-11", "http://paper.example/3", now() - timedelta(days=1), 9),
        visit("2026-11", "http://other.example/4", now(), 9),
    )
    url = web.put("paper.example/5", "x")
    async with reach(workspace, web.network) as opened:
        ended = []
        for _ in range(2):
            async with opened.manners.turn(url) as refusal:
                ended.append(refusal and refusal.reason)
    assert ended == [None, "host_budget"]

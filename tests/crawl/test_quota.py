"""What is opened next is spread over subjects and sites, and no more than a day's share."""

from collections import Counter
from datetime import UTC, datetime

import factory

from live.crawl.quota import needed, spread
from live.records import Site


def site(name: str, *subjects: str) -> Site:
    return Site(name=name, url=f"http://{name}.example/", subjects=subjects)


SITES = {
    each.name: each
    for each in (site("a", "sports"), site("b", "sports"), site("c", "science"), site("d"))
}


def links(**counts: int):
    return [
        factory.link(n, site=name, url=f"http://{name}.example/{n}")
        for name, count in counts.items()
        for n in range(count)
    ]


def test_any_beginning_has_its_share_of_each_subject_and_of_each_site() -> None:
    ordered = spread(links(a=10, b=10, c=10, d=10), SITES)
    first = Counter(link.site for link in ordered[:12])
    assert first == {"a": 2, "b": 2, "c": 4, "d": 4}


def test_all_links_are_kept_and_a_sites_own_order_stays() -> None:
    given = links(a=5, b=1, c=3, gone=2)
    ordered = spread(given, SITES)
    assert sorted(ordered, key=given.index) == given
    for name in SITES:
        assert [x for x in ordered if x.site == name] == [x for x in given if x.site == name]
    assert [link.site for link in ordered[-2:]] == ["gone", "gone"]


def test_what_the_month_has_already_counts() -> None:
    pages = [factory.page(n, site="c") for n in range(4)]
    ordered = spread(links(a=4, b=4, c=4), SITES, pages)
    assert [link.site for link in ordered[:4]] == ["a", "b", "a", "b"]


def test_a_months_pages_are_spread_over_the_days_that_are_left() -> None:
    at = lambda day, hour=0: datetime(2026, 10, day, hour, tzinfo=UTC)  # noqa: E731
    assert needed(310, 0, "2026-10", at(1)) == needed(310, 0, "2026-10", at(1, 23)) == 10
    assert needed(310, 10, "2026-10", at(1, 12)) == 0
    assert needed(310, 10, "2026-10", at(4)) == 30
    assert needed(310, 0, "2026-10", at(31, 12)) == 310
    assert needed(310, 400, "2026-10", at(31)) == 0


def test_a_month_that_is_over_takes_all_that_is_missing() -> None:
    assert needed(500, 20, "2026-10", datetime(2026, 11, 2, tzinfo=UTC)) == 480

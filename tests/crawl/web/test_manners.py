"""What forbids itself is left alone; hosts are asked for a page at a time, as slow as they say."""

import asyncio
from datetime import UTC, datetime

import pytest

from live.crawl.web.manners import Manners

A = "http://a.example/page"


class Time:
    """A clock that only a sleep moves on. slept: how long each was."""

    def __init__(self):
        self.at = 1000.0
        self.slept = []

    def __call__(self):
        return self.at

    async def sleep(self, seconds):
        self.slept.append(seconds)
        self.at += seconds


@pytest.fixture
def make(http):
    """Gives `make(**options)`: manners, and their time."""

    def make(respect_ai_optout=True, pages_per_host=50, at_once=4, **options):
        time = Time()
        manners = Manners(
            http,
            respect_ai_optout=respect_ai_optout,
            pages_per_host=pages_per_host,
            at_once=at_once,
            clock=time,
            sleep=time.sleep,
            **options,
        )
        return manners, time

    return make


async def outcome(manners, url):
    async with manners.turn(url) as refusal:
        return refusal and (refusal.state, refusal.reason)


async def test_what_robots_forbid_is_dropped_and_the_file_asked_for_once(server, make):
    server.put("a.example/robots.txt", "User-agent: *\nDisallow: /page")
    manners, _ = make()
    urls = [A, A, "http://a.example/other"]
    assert await asyncio.gather(*(outcome(manners, url) for url in urls)) == [
        ("dropped", "robots_forbids"),
        ("dropped", "robots_forbids"),
        None,
    ]
    assert server.asked == ["a.example/robots.txt", "a.example/.well-known/tdmrep.json"]


async def test_a_host_whose_robots_are_not_known_is_tried_on_a_later_run(server, make):
    server.put("a.example/robots.txt", "", 500)
    manners, _ = make()
    assert await outcome(manners, A) == ("failed", "robots_unreachable")
    assert await outcome(manners, A) == ("failed", "robots_unreachable")
    assert server.asked == ["a.example/robots.txt"]


async def test_private_addresses_are_dropped_and_it_is_said_once_with_what_to_do(server, make):
    manners, _ = make()
    url = f"http://127.0.0.1:{server.port}/story"
    assert await outcome(manners, url) == ("dropped", "private_address")
    refusal = await manners.refusal(url)
    assert refusal.detail == (
        f"http://127.0.0.1:{server.port} is not opened: it leads to 127.0.0.1, a private address. "
        "Set crawl.private_addresses: true in live.yaml if this network is yours."
    )
    assert server.asked == []


async def test_who_reserves_itself_from_ai_is_left_alone_unless_told_otherwise(server, make):
    server.put("a.example/robots.txt", "User-agent: GPTBot\nDisallow: /")
    reserving = b'[{"location": "/page", "tdm-reservation": 1}]'
    server.put("b.example/.well-known/tdmrep.json", reserving)
    for url in (A, "http://b.example/page"):
        assert await outcome(make()[0], url) == ("dropped", "ai_optout")
        assert await outcome(make(respect_ai_optout=False)[0], url) is None


async def test_turns_of_a_host_begin_a_crawl_delay_apart(server, make):
    server.put("a.example/robots.txt", "User-agent: *\nCrawl-delay: 10")
    manners, time = make()
    for _ in range(3):
        async with manners.turn(A) as refusal:
            assert refusal is None
            time.at += 4
    assert time.slept == [6, 6]
    server.put("b.example/robots.txt", "User-agent: *\nCrawl-delay: 61")
    assert await outcome(manners, "http://b.example/") == ("dropped", "robots_forbids")


async def test_a_host_has_one_turn_at_a_time_and_keeps_nobody_from_others(make):
    manners, _ = make(at_once=2)
    held, order = asyncio.Event(), []

    async def open_page(url):
        async with manners.turn(url):
            order.append(url)
            if url == A:
                await held.wait()

    slow = [asyncio.create_task(open_page(A)) for _ in range(3)]
    while not order:
        await asyncio.sleep(0)
    await asyncio.gather(*(open_page(f"http://h{n}.example/") for n in range(5)))
    assert order.count(A) == 1 and len(order) == 6
    held.set()
    await asyncio.gather(*slow)
    assert order.count(A) == 3


async def test_no_more_turns_are_held_at_once_than_there_are_places(make):
    manners, _ = make(at_once=2)
    holding, most = 0, 0

    async def open_page(url):
        nonlocal holding, most
        async with manners.turn(url):
            holding += 1
            most = max(most, holding)
            await asyncio.sleep(0)
            holding -= 1

    await asyncio.gather(*(open_page(f"http://h{n}.example/") for n in range(6)))
    assert most == 2


async def test_a_host_gets_its_budget_of_the_day_and_what_is_refused_costs_none(server, make):
    server.put("a.example/robots.txt", "User-agent: *\nDisallow: /secret")
    manners, _ = make(pages_per_host=3, used={"a.example": 1})
    urls = ["http://a.example/secret", *[A] * 4]
    assert await asyncio.gather(*(outcome(manners, url) for url in urls)) == [
        ("dropped", "robots_forbids"),
        None,
        None,
        ("waiting", "host_budget"),
        ("waiting", "host_budget"),
    ]
    assert await outcome(manners, "http://b.example/") is None


async def test_a_host_that_asked_for_a_pause_gets_it(make):
    manners, time = make()
    assert await outcome(manners, A) is None
    assert manners.back_off(A, "30") == 30
    assert await outcome(manners, A) is None
    assert time.slept == [30]


async def test_pauses_double_while_they_follow_each_other(make):
    manners, time = make()
    for _ in range(3):
        assert await outcome(manners, A) is None
        manners.back_off(A)
    for _ in range(2):
        assert await outcome(manners, A) is None
    manners.back_off(A)
    assert await outcome(manners, A) is None
    assert time.slept == [2, 4, 8, 2]


async def test_who_wants_a_long_pause_has_no_turn_till_it_ends(make):
    manners, time = make()
    manners.back_off(A, "61")
    assert await outcome(manners, A) == ("waiting", "host_busy")
    assert await outcome(manners, "http://b.example/") is None
    time.at += 61
    assert await outcome(manners, A) is None
    assert time.slept == []


@pytest.mark.parametrize(
    ("retry_after", "pause"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Wed, 07 Oct 2026 07:28:00 GMT", 90),
        ("Wed, 07 Oct 2026 07:28:00 -0000", 90),
        ("Wed, 07 Oct 2026 07:00:00 GMT", 0),
        ("-5", 2),
        ("soon", 2),
        ("9" * 5000, 2),
        ("Wed, 07 Oct 99999999999 07:28:00 GMT", 2),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_else_not_believed(monkeypatch, retry_after, pause):
    at = datetime(2026, 10, 7, 7, 26, 30, tzinfo=UTC)
    monkeypatch.setattr("live.crawl.web.manners.now", lambda: at)
    manners = Manners(None, respect_ai_optout=True, pages_per_host=1, at_once=1)
    assert manners.back_off(A, retry_after) == pause

"""robots.txt is kept to; where it is not known what it says, nothing is allowed."""

import pytest

from live.crawl.web.robots import AI_AGENTS, MOST_BYTES, parse_robots, read_robots
from live.errors import ItemError

ORIGIN = "http://paper.example"
PAGE = f"{ORIGIN}/town/bridge"


@pytest.fixture
def robots(server, http):
    """Gives what a robots.txt says once it was read."""

    async def read(text, status=200, **headers):
        server.put("paper.example/robots.txt", text, status, **headers)
        return await read_robots(http, ORIGIN, 20)

    return read


def test_our_own_group_goes_before_that_of_all():
    said = parse_robots("User-agent: *\nDisallow: /\n\nUser-agent: live-benchmark\nDisallow: /x\n")
    assert said.allows(PAGE) and not said.allows(f"{ORIGIN}/x/y")
    assert not (parse_robots("User-agent: *\nDisallow: /town/\n")).allows(PAGE)


async def test_where_there_is_none_everything_is_allowed(robots):
    for status in (404, 403, 410):
        assert (await robots("User-agent: *\nDisallow: /", status)).allows(PAGE)


async def test_where_it_fails_nothing_is_known(robots):
    for status in (500, 503, 429):
        with pytest.raises(ItemError, match=f"http_{status}"):
            await robots("", status)


async def test_one_that_was_moved_counts(server, robots):
    server.put("www.example/r.txt", "User-agent: *\nDisallow: /")
    assert not (await robots("", 301, location="http://www.example/r.txt")).allows(PAGE)


def ten_megabytes():
    """A robots.txt whose line at MOST_BYTES begins like one that forbids everything."""
    start = b"User-agent: *\nDisallow: /shop\n#"
    half = b"\nDisallow: /"
    yield b"HTTP/1.1 200 X\r\n\r\n" + start
    yield b"x" * (MOST_BYTES - len(start) - len(half)) + half + b"attic\n"
    for _ in range(10):
        yield b"Disallow: /\n" * 80_000


async def test_of_10_mb_the_beginning_counts_and_no_half_line(server, http):
    server.put_raw("paper.example/robots.txt", ten_megabytes)
    said = await read_robots(http, ORIGIN, 60)
    assert not said.allows(f"{ORIGIN}/shop") and said.allows(PAGE)
    assert http.gate.received < 8_000_000


def test_many_rules_for_many_robots_take_no_memory():
    names = "".join(f"User-agent: robot{n}\n" for n in range(2_000))
    said = parse_robots(names + "Disallow: /town\n" * 20_000)
    assert said.allows(PAGE) and said.forbidden_ai(PAGE) == ""


def test_crawl_delay_is_ours_or_that_of_all():
    assert parse_robots("User-agent: *\nCrawl-delay: 7\n").delay == 7
    assert parse_robots("User-agent: Bingbot\nCrawl-delay: 7\n").delay == 0
    assert parse_robots("User-agent: *\nCrawl-delay: soon\n").delay == 0


@pytest.mark.parametrize("agent", AI_AGENTS)
def test_one_ai_crawler_that_is_shut_out_by_name_means_no_ai(agent):
    said = parse_robots(f"User-agent: BadBot\nUser-agent: {agent.upper()}\nDisallow: /town\n")
    assert said.allows(PAGE)
    assert said.forbidden_ai(PAGE) == agent and said.forbidden_ai(ORIGIN) == ""


@pytest.mark.parametrize(
    "text",
    [
        "User-agent: *\nDisallow: /",
        "User-agent: BadBot\nDisallow: /",
        "User-agent: PerplexityBot\nDisallow: /",
        "User-agent: *\nDisallow: /\n\nUser-agent: GPTBot\nAllow: /",
        "<!doctype html><p>Not found",
        "\x00\xff" * 50,
    ],
)
def test_other_rules_say_nothing_of_ai(text):
    assert parse_robots(text).forbidden_ai(PAGE) == ""

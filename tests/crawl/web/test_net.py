"""A GET is bounded in time, bytes and redirects, takes the gateway, and says what failed."""

import gzip

import pytest

from live.crawl.web.net import BusyError, fetch, read
from live.errors import ItemError


async def reason(http, url, seconds=10):
    with pytest.raises(ItemError) as caught:
        await fetch(http, url, seconds)
    return caught.value.reason


async def test_a_get_tells_who_asks_and_gives_what_was_answered(server, http):
    server.put("paper.example/a", "", 302, location="/b")
    url = server.put("paper.example/b", b"\xc3\xa9", content_type="text/HTML; charset=utf-8")
    got = await fetch(http, "http://paper.example/a", 10)
    assert (got.url, got.content, got.content_type) == (url, b"\xc3\xa9", "text/html")
    assert http.http.headers["user-agent"].startswith("live-benchmark/")
    assert "https://bench.example/about" in http.http.headers["user-agent"]


async def test_a_redirect_to_a_private_address_is_not_followed(server, http):
    inside = f"http://127.0.0.1:{server.port}/secret"
    server.put("paper.example/", "", 302, location=inside)
    assert await reason(http, "http://paper.example/") == "private_address"
    assert await reason(http, inside) == "private_address"
    with pytest.raises(ItemError) as caught:
        await fetch(http, "http://paper.example/", 10)
    assert caught.value.detail.count("127.0.0.1") == 1
    assert set(server.asked) == {"paper.example/"}


async def test_redirects_come_to_an_end(server, http):
    url = server.put("paper.example/", "", 302, location="/")
    assert await reason(http, url) == "redirects"
    assert len(server.asked) == 6


def fifty_megabytes():
    yield b"HTTP/1.1 200 X\r\n\r\n<rss>"
    for _ in range(50):
        yield b"<item>" * 180_000


async def test_a_feed_of_50_mb_is_not_read_to_its_end(server, http):
    url = server.put_raw("paper.example/feed", fifty_megabytes)
    assert await reason(http, url) == "too_large"
    assert http.gate.received < 25_000_000
    await server.left.wait()


async def test_a_gzip_bomb_is_cut_while_it_unpacks(server, http):
    bomb = gzip.compress(bytes(40_000_000), 1)
    assert len(bomb) < 300_000
    url = server.put("paper.example/", bomb, content_encoding="gzip")
    assert await reason(http, url) == "too_large"
    got = await read(http, url, 10, 1000)
    assert got.cut and len(got.content) == 1000


async def test_headers_that_lie_fail_the_get(server, http):
    for headers in (
        {"content_encoding": "gzip"},
        {"content_encoding": "gzip, gzip, gzip, gzip, gzip, gzip"},
        {"content_length": "1000"},
        {"content_length": "-1"},
        {"transfer_encoding": "chunked"},
    ):
        url = server.put("paper.example/", "not what it says", **headers)
        assert await reason(http, url) == "broken", headers


async def test_who_asks_for_a_pause_is_told_apart_with_its_words(server, http):
    server.put("paper.example/", "", 429, retry_after="Wed, 07 Oct 2026 07:28:00 GMT")
    server.put("other.example/", "", 503)
    with pytest.raises(BusyError) as caught:
        await fetch(http, "http://paper.example/", 10)
    assert caught.value.reason == "http_429"
    assert caught.value.retry_after == "Wed, 07 Oct 2026 07:28:00 GMT"
    with pytest.raises(BusyError) as caught:
        await fetch(http, "http://other.example/", 10)
    assert (caught.value.reason, caught.value.retry_after) == ("http_503", "")


async def test_what_cannot_be_had_has_a_reason_and_leaves_nothing_open(server, http, web):
    server.put_raw("mute.example/", lambda: iter([b"HTTP/1.1 200 X\r\ncontent-length: 9\r\n\r\n"]))
    assert await reason(http, "http://gone.example/") == "http_404"
    assert await reason(http, "http://mute.example/") == "broken"
    assert await reason(http, "http://[bad") == "unreachable"
    with pytest.raises(ItemError) as caught:
        await fetch(http, f"http://a..b:{web.port}/", 10)
    assert caught.value.reason == "unreachable"


async def test_the_environment_has_no_say(server, http, monkeypatch):
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    url = server.put("paper.example/", "ok")
    assert (await fetch(http, url, 10)).content == b"ok"

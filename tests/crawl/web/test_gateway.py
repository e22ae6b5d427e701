"""Nothing gets past the gateway but connections to checked addresses, and nothing stays behind."""

import asyncio
import os
import socket

import pytest
from playwright.async_api import Error

from live.browser import chromium
from live.crawl.web import gateway as module
from live.crawl.web.gateway import gateway
from live.crawl.web.net import Network

GREETING = b"\x05\x01\x00"
PUBLIC = "93.184.216.34"


def request(host, port=80, command=1):
    return bytes([5, command, 0, 3, len(host)]) + host.encode() + port.to_bytes(2, "big")


async def dial(gate, said):
    """Says something to a gateway, and gives the streams."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(gate.url.rpartition(":")[2]))
    writer.write(said)
    return reader, writer


async def get(gate, host):
    """Asks a host for its front page through a gateway, and gives the streams."""
    reader, writer = await dial(gate, GREETING + request(host))
    assert (await reader.readexactly(12))[3] == 0
    writer.write(f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    return reader, writer


async def code(gate, said):
    """The reply's code to a request."""
    reader, writer = await dial(gate, GREETING + said)
    try:
        return (await reader.readexactly(12))[3]
    finally:
        writer.close()
        await writer.wait_closed()


@pytest.fixture
def names(monkeypatch):
    """A resolver of the test's own: name -> what it answers, the last answer for ever."""
    answers = {}
    real = socket.getaddrinfo

    def resolve(host, port, **options):
        if options.get("flags") or host not in answers:
            return real(host, port, **options | {"flags": socket.AI_NUMERICHOST})
        some = answers[host].pop(0) if len(answers[host]) > 1 else answers[host][0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in some]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return answers


@pytest.fixture
def dialled(monkeypatch):
    """The addresses that would have been connected to."""
    seen = []

    async def start_connection(addresses, **_):
        seen.append([each[4][0] for each in addresses])
        raise ConnectionRefusedError

    monkeypatch.setattr(module, "start_connection", start_connection)
    return seen


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "0x7f.1", "2130706433", "0", "LOCALHOST."],
)
async def test_private_addresses_are_refused_in_any_notation(server, host):
    async with gateway(server.network) as gate:
        assert await code(gate, request(host, server.port)) == 2
        (name,) = gate.refused
        assert gate.refused[name].startswith("it leads to ")
        assert gate.private == {name} and not gate.hosts
    assert server.asked == []


@pytest.mark.parametrize("raw", [b"\x01\x7f\x00\x00\x01", b"\x04" + bytes(15) + b"\x01"])
async def test_private_addresses_are_refused_as_numbers(server, raw):
    async with gateway(server.network) as gate:
        assert await code(gate, b"\x05\x01\x00" + raw + b"\x00\x50") == 2


async def test_private_addresses_are_reached_where_the_network_is_private(server):
    async with gateway(Network(private=True)) as gate:
        assert await code(gate, request("127.0.0.1", server.port)) == 0
        assert gate.hosts == {"127.0.0.1"} and not gate.refused


async def test_a_name_that_changes_its_address_does_not_lead_inside(names, dialled):
    names["rebind.test"] = [[PUBLIC], ["127.0.0.1"]]
    async with gateway(Network()) as gate:
        assert await code(gate, request("rebind.test")) == 5
        assert await code(gate, request("rebind.test")) == 2
        assert gate.refused["rebind.test"].startswith("it leads to 127.0.0.1, a private address.")
    assert dialled == [[PUBLIC]]


async def test_of_public_and_private_addresses_only_the_public_are_tried(names, dialled):
    names["both.test"] = [["10.0.0.1", PUBLIC]]
    async with gateway(Network()) as gate:
        await code(gate, request("both.test"))
    assert dialled == [[PUBLIC]]


async def test_hosts_that_cannot_be_reached_are_noted_with_the_reason(names, web):
    async with gateway(web.network) as gate:
        assert await code(gate, request("paper.closed")) == 5
        assert await code(gate, request("nowhere.test")) == 4
        assert await code(gate, request("a..b")) == 4
        assert gate.refused["paper.closed"] == "the connection was refused"
        assert "not resolved" in gate.refused["nowhere.test"]
        assert "a..b" in gate.refused and not gate.private


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", b""),
        (b"\x04\x01\x00\x50", b""),
        (b"\x05\x01\x02", b""),
        (GREETING + b"\x05\x01\x00\x09aaaaaaa", b"\x05\x00\x05\x08\x00\x01" + bytes(6)),
        (GREETING + request("a.example", command=2), b"\x05\x00\x05\x07\x00\x01" + bytes(6)),
        (GREETING + request("a.example", command=3), b"\x05\x00\x05\x07\x00\x01" + bytes(6)),
    ],
)
async def test_what_is_not_a_plain_connect_is_turned_away(server, said, answer):
    async with gateway(server.network) as gate:
        reader, writer = await dial(gate, said)
        try:
            assert await reader.read() == answer
        except ConnectionResetError:
            assert answer == b""
        writer.close()


async def test_bytes_pass_both_ways_unchanged_and_a_slow_reader_holds_the_sender_up():
    ended = asyncio.Event()

    async def echo(reader, writer):
        while data := await reader.read(100_000):
            writer.write(data)
            await writer.drain()
        writer.close()
        await writer.wait_closed()
        ended.set()

    listening = await asyncio.start_server(echo, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    sent = os.urandom(3_000_000)
    async with gateway(Network(rules=f"MAP echo.example 127.0.0.1:{port}")) as gate:
        reader, writer = await dial(gate, GREETING)
        await reader.readexactly(2)
        for byte in request("Echo.Example."):
            writer.write(bytes([byte]))
        await reader.readexactly(10)
        writer.write(sent)
        assert await reader.readexactly(len(sent)) == sent
        assert gate.received == len(sent) and gate.hosts == {"echo.example"}
        writer.close()
        await ended.wait()
    listening.close()


def endless():
    yield b"HTTP/1.1 200 X\r\n\r\n"
    while True:
        yield bytes(65536)


async def test_endless_bodies_are_cut_and_nothing_follows_them(server):
    server.put_raw("long.example/", endless)
    async with gateway(server.network, most_bytes=1_000_000) as gate:
        reader, writer = await get(gate, "long.example")
        with pytest.raises(ConnectionResetError):
            assert len(await reader.read()) < 2_000_000
            raise ConnectionResetError
        writer.close()
        assert await code(gate, request("long.example")) == 2
        assert gate.received < 2_000_000
        assert gate.refused == {"long.example": "more than 1000000 bytes were received"}
    await server.left.wait()


async def test_a_connection_that_falls_silent_is_closed(server, monkeypatch):
    monkeypatch.setattr(module, "IDLE_SECONDS", 0.02)
    async with gateway(server.network) as gate:
        reader, writer = await dial(gate, GREETING + request("mute.example"))
        with pytest.raises(ConnectionResetError):
            await reader.read()
            raise ConnectionResetError
        writer.close()


async def test_leaving_the_gateway_closes_everything(server):
    server.put_raw("long.example/", endless)
    before = asyncio.all_tasks()
    async with gateway(server.network) as gate:
        _, talking = await get(gate, "long.example")
        reader, waiting = await dial(gate, GREETING)
        await reader.readexactly(2)
        while not gate.received:
            await asyncio.sleep(0)
    await server.left.wait()
    for writer in (talking, waiting):
        writer.close()
    with pytest.raises(ConnectionRefusedError):
        await dial(gate, b"")
    assert asyncio.all_tasks() <= before


@pytest.mark.browser
async def test_a_page_of_the_world_cannot_reach_this_machine(server):
    """Not by an element, a script, a socket, a redirect, a form or a navigation, nor by WebRTC."""
    inside = [f"http://{host}:{server.port}" for host in ("127.0.0.1", "localhost", "[::1]", "0")]
    elements = "".join(
        f"<img src={root}/img><iframe src={root}/frame></iframe><script src={root}/js></script>"
        f"<link rel=stylesheet href={root}/css><link rel=preconnect href={root}>"
        f"<video src={root}/video autoplay></video>"
        for root in inside
    )
    server.put("world.example/moved", "", 302, location=f"{inside[0]}/moved-to")
    server.put(
        "world.example/",
        f"""<body>{elements}<img src=/moved><script>
        const roots = {inside};
        const tries = roots.flatMap(root => [
            fetch(root + "/fetch", {{mode: "no-cors"}}),
            new Promise((_, no) => new WebSocket(root.replace("http", "ws")).onerror = no),
        ]);
        for (const root of roots) {{
            navigator.sendBeacon(root + "/beacon");
            const peer = new RTCPeerConnection({{iceServers: [{{
                urls: "turn:" + root.slice(7) + "?transport=tcp", username: "a", credential: "b"
            }}]}});
            peer.createDataChannel("x");
            peer.createOffer().then(offer => peer.setLocalDescription(offer));
        }}
        window.ended = Promise.allSettled(tries).then(all => all.map(each => each.status));
        </script>""",
        content_type="text/html",
    )
    async with chromium() as browser, gateway(server.network) as gate:
        async with browser.tab((320, 200), proxy=gate.url) as tab:
            await tab.goto("http://world.example/")
            assert set(await tab.evaluate("window.ended")) == {"rejected"}
            with pytest.raises(Error, match="SOCKS"):
                async with tab.expect_navigation():
                    await tab.evaluate(f"location = '{inside[0]}/navigation'")
        assert gate.private >= {"127.0.0.1", "localhost", "::1"}
    assert {asked.partition("/")[0] for asked in server.asked} == {"world.example"}

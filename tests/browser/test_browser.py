"""Finding and running Chromium: which is taken, what a tab may, a fresh one, no survivor."""

import asyncio
import os
import selectors
import socket
import subprocess
import sys
import time

import psutil
import pytest
from structlog.testing import capture_logs

from live.browser import Launch, _quietly, chromium, probe
from live.errors import MissingError
from live.installed import find_chromium
from live.processes import family, weight

NOWHERE = "/nowhere/chrome"
SCREEN = (320, 200)
SPINNING = """
import asyncio
from live.browser import chromium

async def main():
    async with chromium() as running:
        async with running.tab((320, 200)) as tab:
            page = "data:text/html,<script>while (1);</script>"
            await tab.goto(page, wait_until="commit")
            print("up", flush=True)
            await asyncio.sleep(600)

asyncio.run(main())
"""


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """A PATH with only what a test puts there, and no Chromium of the system."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("LIVE_CHROMIUM", raising=False)
    monkeypatch.setattr("live.installed.PROGRAMS", ("chromium", "google-chrome"))

    def make(name):
        path = tmp_path / name
        path.write_text("#!/bin/sh\n")
        path.chmod(0o755)
        return str(path)

    return make


def test_the_one_asked_for_goes_first_then_the_variable_then_playwrights_then_the_systems(
    programs, monkeypatch
):
    named, ours, own, system = (programs(n) for n in ("named", "ours", "own", "google-chrome"))
    assert find_chromium(NOWHERE) == system
    assert find_chromium(own) == own
    monkeypatch.setenv("LIVE_CHROMIUM", ours)
    assert find_chromium(own) == ours
    assert find_chromium(own, named) == named


def test_where_there_is_none_one_line_says_what_to_install(programs):
    with pytest.raises(MissingError) as caught:
        find_chromium(NOWHERE)
    assert "apt-get install chromium" in str(caught.value)
    assert "playwright install chromium" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_variable_that_names_no_program_is_told_and_not_passed_over(programs, monkeypatch):
    programs("chromium")
    monkeypatch.setenv("LIVE_CHROMIUM", "/gone/chrome")
    with pytest.raises(MissingError, match="^LIVE_CHROMIUM: /gone/chrome is no program"):
        find_chromium(NOWHERE)


@pytest.mark.browser
async def test_a_program_that_is_no_browser_is_one_line(tmp_path):
    path = tmp_path / "chromium"
    path.write_text("#!/bin/sh\nexit 3\n")
    path.chmod(0o755)
    with pytest.raises(MissingError) as caught:
        await probe(Launch(program=str(path)))
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.browser
async def test_a_probe_tells_version_and_sandbox():
    found = await probe()
    assert found.version.partition(".")[0].isdigit()
    assert found.sandbox.startswith("on" if os.geteuid() else "off, as root it cannot start")


@pytest.mark.browser
async def test_where_the_sandbox_cannot_start_chromium_runs_without_and_says_so(
    tmp_path, monkeypatch
):
    path = tmp_path / "chromium"
    real = (await probe()).program
    path.write_text(
        f'#!/bin/sh\ncase "$*" in *--no-sandbox*) exec {real} "$@";; esac\n'
        "echo 'No usable sandbox!' >&2; exit 1\n"
    )
    path.chmod(0o755)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with capture_logs() as logs:
        async with chromium(Launch(str(path))) as running:
            for _ in range(2):
                (await running.start()).retired = True
    assert running.sandbox.startswith("off, it cannot start: allow user namespaces")
    assert [each["event"] for each in logs] == ["Chromium runs without its sandbox"]


@pytest.mark.browser
async def test_a_fresh_browser_follows_one_that_served_long_and_open_tabs_go_on(monkeypatch):
    monkeypatch.setattr("live.browser.MOST_PAGES", 2)
    async with chromium() as running:
        async with running.tab(SCREEN) as first:
            async with running.tab(SCREEN), running.tab(SCREEN) as third:
                old, new = browsers()
                await third.goto("data:text/html,third")
                await first.goto("data:text/html,first")
            assert old in browsers()
            assert "first" in await first.content()
        assert browsers() == [new]
        async with running.tab(SCREEN):
            assert browsers() == [new]
    assert family(psutil.Process())[1:] == []


@pytest.mark.browser
async def test_a_browser_that_grew_is_followed_by_a_fresh_one(monkeypatch):
    async with chromium() as running:
        (old,) = browsers()
        assert 0 < weight(psutil.Process(old)) < 1000 * 2**20
        monkeypatch.setattr("live.browser.WEIGH_EVERY", 1)
        monkeypatch.setattr("live.browser.MOST_BYTES", 1)
        async with asyncio.timeout(20):
            while browsers():
                await asyncio.sleep(0.05)
        monkeypatch.setattr("live.browser.MOST_BYTES", 2**40)
        async with running.tab(SCREEN) as tab:
            await tab.goto("data:text/html,fresh")
            assert "fresh" in await tab.content()
            assert old not in browsers()


@pytest.mark.browser
async def test_a_browser_that_is_being_ended_when_all_is_left_does_not_stay(monkeypatch):
    monkeypatch.setattr("live.browser.WATCH_SECONDS", 0.01)
    ending = asyncio.Event()

    async def slowly(closing):
        ending.set()
        return await _quietly(closing)

    async with chromium() as running:
        monkeypatch.setattr("live.browser._quietly", slowly)
        (await running.start()).retired = True
        await ending.wait()
    assert family(psutil.Process())[1:] == []


@pytest.mark.browser
async def test_webrtc_finds_no_way_round_the_proxy():
    ask = """port => new Promise(done => {
        const link = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${port}` }] });
        link.onicecandidate = event => event.candidate || done(true);
        link.createDataChannel("any");
        link.createOffer().then(offer => link.setLocalDescription(offer));
    })"""
    with socket.socket(type=socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        server.setblocking(False)
        async with chromium() as running, running.tab(SCREEN, proxy="socks5://127.0.0.1:9") as tab:
            assert await tab.evaluate(ask, server.getsockname()[1])
        with pytest.raises(BlockingIOError):
            server.recv(1)


@pytest.mark.browser
async def test_all_that_a_tab_asks_for_goes_through_its_proxy_loopback_too():
    asked = asyncio.Queue()

    async def door(reader, writer):
        """A SOCKS5 server that lets nobody through."""
        await reader.readexactly(3)
        writer.write(b"\x05\x00")
        host = await reader.readexactly((await reader.readexactly(5))[4])
        asked.put_nowait(host.decode())
        writer.close()

    async with await asyncio.start_server(door, "127.0.0.1", 0) as server, chromium() as running:
        proxy = f"socks5://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with running.tab(SCREEN, proxy=proxy) as tab:
            for host in ("paper.example", "127.0.0.1", "localhost"):
                await tab.evaluate(
                    f"fetch('http://{host}:8000/', {{mode: 'no-cors'}}).catch(String)"
                )
                async with asyncio.timeout(10):
                    assert await asked.get() == host


@pytest.mark.browser
@pytest.mark.parametrize("killed", [["python"], ["python", "driver"]])
def test_no_chromium_outlives_a_run_that_was_killed(killed):
    child = subprocess.Popen([sys.executable, "-c", SPINNING], stdout=subprocess.PIPE, text=True)
    with child:
        assert child.stdout is not None and child.stdout.readline() == "up\n"
        tree = family(psutil.Process(child.pid))
        assert any("chrom" in each.name() for each in tree)
        (driver,) = psutil.Process(child.pid).children()
        if "driver" in killed:
            driver.suspend()
            child.kill()
            driver.kill()
        child.kill()
    assert outliving(tree, 20) == []


def browsers() -> list[int]:
    """The ids of the Chromiums that this process has started, the oldest first."""
    return [each.pid for driver in psutil.Process().children() for each in driver.children()]


def outliving(processes: list[psutil.Process], seconds: float) -> list[str]:
    """The names of those that still run when so many seconds have passed, or none do."""
    with selectors.DefaultSelector() as watched:
        for each in processes:
            try:
                watched.register(os.pidfd_open(each.pid), selectors.EVENT_READ, each.pid)
            except ProcessLookupError:
                continue
        until = time.monotonic() + seconds
        while watched.get_map() and (left := until - time.monotonic()) > 0:
            for key, _ in watched.select(left):
                watched.unregister(key.fd)
                os.close(key.fd)
        return [psutil.Process(key.data).name() for key in watched.get_map().values()]

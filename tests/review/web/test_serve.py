"""`live review serve`: what it refuses, what it loads, and that its death loses nothing."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Page as Tab
from playwright.sync_api import Route, expect
from web_desk import MONTH, free_port, invite, stored

from live.cli import live
from live.errors import UsageError
from live.records import Decision
from live.review.web.guard import LOOPBACK, Guard
from live.review.web.server import called, listen
from live.workspace import Workspace

HEAVY = {
    "torch", "pandas", "numpy", "scipy", "onnxruntime", "trafilatura", "htmldate", "PIL",
    "datasets", "playwright", "openai", "anthropic", "faiss", "huggingface_hub", "pyarrow",
    "rapidocr",
}  # fmt: skip
LOADED = """
import sys
from pathlib import Path
from live.review.web.app import create_app
from live.review.web.server import serve
from live.workspace import open_workspace

with open_workspace(Path(sys.argv[1])) as workspace:
    create_app(workspace, "2026-10")
    print(*{name.split(".")[0] for name in sys.modules})
"""


class Server:
    """`live review serve` as a process of its own, on one port."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.command = [sys.executable, "-m", "live", "-C", str(folder), "review", "serve"]
        self.command += ["--month", MONTH, "--port", str(self.port), "--by", "Max"]
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> str:
        """Starts it; gives the link that it prints."""
        self.process = subprocess.Popen(
            self.command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def kill(self) -> None:
        """Kills it, as a power cut does."""
        if self.process:
            with self.process:
                self.process.kill()
            self.process = None


@pytest.fixture
def server(desk: Workspace) -> Iterator[Server]:
    running = Server(desk.path)
    yield running
    running.kill()


def test_other_hosts_are_refused_while_nobody_is_invited(desk):
    command = ["-C", str(desk.path), "review", "serve", "--host", "0.0.0.0", "--port", "0"]
    ended = CliRunner().invoke(live, command)
    assert isinstance(ended.exception, UsageError)
    assert "--host 0.0.0.0: nobody is invited yet" in str(ended.exception)
    invite(desk, "kim")
    desk.store.reviewers.revoke("kim")
    assert isinstance(CliRunner().invoke(live, command).exception, UsageError)


def test_a_port_that_is_taken_is_one_line(desk):
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"^127.0.0.1:{port}: cannot be listened on"):
            listen("127.0.0.1", port)


def test_answering_a_month_that_is_not_cut_is_refused(desk):
    command = ["-C", str(desk.path), "review", "serve", "--month", MONTH, "--answer"]
    assert "is not cut yet" in str(CliRunner().invoke(live, command).exception)


def test_beyond_this_machine_a_server_has_its_own_names_and_any_address():
    assert called("127.0.0.1", ["Desk.example"]) == LOOPBACK | {"desk.example"}
    beyond = called("0.0.0.0", ())
    guard = Guard(lambda *_: None, beyond)  # type: ignore[arg-type, return-value]
    for host, ours in {"10.1.2.3:80": True, "[fe80::1]": True, "evil.example": False}.items():
        assert guard._is_ours(host) is ours, host


def test_the_server_loads_nothing_heavy(desk):
    stored(desk, 2)
    command = [sys.executable, "-c", LOADED, str(desk.path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert set(ended.stdout.split()) & HEAVY == set()


@pytest.mark.server
def test_it_prints_a_link_for_who_runs_it_and_runs_beside_other_verbs(desk, server):
    stored(desk, 1)
    link = server.start()
    assert re.fullmatch(rf"{server.address}/join/[\w-]{{32}}", link)
    (entry,) = [each for each in desk.store.audit.entries() if each.what == "invite"]
    assert entry.after["role"] == "review" and link.rpartition("/")[2] not in str(entry)
    status = CliRunner().invoke(live, ["-C", str(desk.path), "write", "--month", MONTH])
    assert status.exception is None or not isinstance(status.exception, UsageError)


@pytest.mark.browser
@pytest.mark.server
def test_a_server_that_dies_in_mid_decision_loses_none_and_counts_none_twice(
    desk: Workspace, server: Server, tab: Callable[..., Tab]
):
    first, second, third = stored(desk, 3)
    kim = tab(server.address, server.start().rpartition("/")[2], "kim")
    assert server.process
    os.kill(server.process.pid, signal.SIGSTOP)  # it takes the request, and never answers
    kim.keyboard.press("a")
    kim.wait_for_selector("html.waiting")
    server.kill()
    expect(kim.locator("#unsaved >> text=Not stored yet.")).to_be_visible()
    assert decided(desk) == []
    kim.keyboard.press("Enter")
    expect(kim.locator("#unsaved")).to_be_visible()
    server.start()
    kim.keyboard.press("Enter")  # Try again
    expect(kim.locator("#question")).to_have_text(second.question)
    assert decided(desk) == [first.id]

    def stored_but_not_told(route: Route) -> None:
        route.fetch()
        server.kill()
        route.abort()

    kim.route("**/decide", stored_but_not_told, times=1)
    kim.keyboard.press("a")
    expect(kim.locator("#unsaved >> text=Not stored yet.")).to_be_visible()
    assert decided(desk) == [first.id, second.id]
    server.start()
    kim.keyboard.press("a")
    expect(kim.locator("#question")).to_have_text(third.question)
    assert decided(desk) == [first.id, second.id]
    assert list(desk.store.audit.faults()) == []


def test_a_page_is_sent_without_waiting_for_what_is_to_be_sent_later() -> None:
    async def is_sent_at_once() -> bool:
        told: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def came(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            connection = writer.get_extra_info("socket")
            told.set_result(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        with listen("127.0.0.1", 0) as listening:
            async with await asyncio.start_server(came, sock=listening):
                _, writer = await asyncio.open_connection(*listening.getsockname())
                writer.close()
                return bool(await told)

    with ThreadPoolExecutor(1) as apart:  # the browser's driver has a loop in this thread
        assert apart.submit(lambda: asyncio.run(is_sent_at_once())).result()


def decided(desk: Workspace) -> list[str]:
    return [each.question_id for each in desk.store.all(Decision, MONTH)]

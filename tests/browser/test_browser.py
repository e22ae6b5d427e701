"""Finding and running Chromium: which is taken, what is said where there is none, no survivor."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from live.browser import Launch, find_chromium, probe
from live.errors import MissingError

NOWHERE = "/nowhere/chrome"
LAUNCHED = """
import asyncio
from live.browser import chromium

async def main():
    async with chromium() as running:
        async with running.tab((320, 200)):
            print("up", flush=True)
            await asyncio.sleep(600)

asyncio.run(main())
"""


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """A PATH with only what a test puts there, and no Chromium of the system."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("LIVE_CHROMIUM", raising=False)
    monkeypatch.setattr("live.browser.PROGRAMS", ("chromium", "google-chrome"))

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
    assert found.sandboxed == (os.geteuid() != 0)


@pytest.mark.browser
def test_no_chromium_outlives_a_run_that_was_killed():
    child = subprocess.Popen([sys.executable, "-c", LAUNCHED], stdout=subprocess.PIPE, text=True)
    with child:
        assert child.stdout is not None and child.stdout.readline() == "up\n"
        family = descendants(child.pid)
        assert any("chrom" in name for name in names(family))
        child.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 20
    while names(family) and time.monotonic() < deadline:
        os.sched_yield()
    assert names(family) == []


def descendants(pid):
    found = []
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in children.read_text().split():
            found += [child, *descendants(child)]
    return found


def names(pids):
    """The programs of those of these processes that still run."""
    found = []
    for pid in pids:
        try:
            state = Path(f"/proc/{pid}/stat").read_text()
        except OSError:
            continue
        name, _, rest = state.partition("(")[2].partition(")")
        if not rest.startswith(" Z"):
            found.append(name)
    return found

"""What the machine can do to a run: each is one line, and the run goes on when it is mended."""

import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from lmm_month import MONTH, make_workspace, run
from scripted_models import ScriptedServer

pytestmark = pytest.mark.e2e


def last_line(ended: subprocess.CompletedProcess[str]) -> str:
    assert "Traceback" not in ended.stderr
    return ended.stderr.splitlines()[-1]


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Mounts a small file system of its own kind; only root may."""
    place = tmp_path / "disk"
    place.mkdir()

    def mount(options: str) -> Path:
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
        if os.geteuid() != 0 or subprocess.run(command, check=False).returncode:
            pytest.skip("mounting a small disk needs root")
        return place

    yield mount
    subprocess.run(["umount", str(place)], check=False, stderr=subprocess.DEVNULL)


def test_no_chromium_is_one_line_that_says_what_to_install(tmp_path: Path, live: Any) -> None:
    ended = live(
        "demo", "--workspace", tmp_path, env=os.environ | {"LIVE_CHROMIUM": "/nowhere/chromium"}
    )
    assert ended.returncode == 2
    assert "LIVE_CHROMIUM: /nowhere/chromium is no program." in last_line(ended)


def test_a_port_in_use_is_one_line(tmp_path: Path, live: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = live("demo", "--workspace", tmp_path, "--port", port)
    assert ended.returncode == 2
    assert last_line(ended).startswith(f"--port {port}: Address already in use.")


def test_a_full_disk_stops_the_run_and_room_lets_it_go_on(
    mounted: Callable[[str], Path], scripted: ScriptedServer
) -> None:
    folder = mounted("size=8m")
    make_workspace(folder, scripted)
    ballast = folder / "ballast"
    ballast.write_bytes(b"x" * (shutil.disk_usage(folder).free - 300_000))
    ended = run(folder)
    assert ended.returncode == 1
    assert "space" in last_line(ended) or "full" in last_line(ended)
    ballast.unlink()
    asked = len(scripted.requests)
    again = run(folder)
    assert again.returncode == 0, again.stderr
    assert len({str(a.body) for a in scripted.requests}) >= len(scripted.requests) - 8 > asked - 8


def test_a_read_only_disk_is_one_line(
    mounted: Callable[[str], Path], scripted: ScriptedServer
) -> None:
    folder = mounted("size=4m")
    make_workspace(folder, scripted)
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
    ended = run(folder)
    assert ended.returncode == 2
    assert last_line(ended) == f"{folder}: cannot be written (Read-only file system)."


def test_a_database_from_a_newer_version_is_one_line(
    tmp_path: Path, scripted: ScriptedServer, live: Any
) -> None:
    make_workspace(tmp_path, scripted)
    live("-C", tmp_path, "status")
    engine = sa.create_engine(f"sqlite:///{tmp_path}/live.db")
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    for verb in (["status"], ["run", "--month", MONTH]):
        ended = live("-C", tmp_path, *verb)
        assert ended.returncode == 2
        assert "written by a newer version of live (schema 9999)" in last_line(ended)

"""A run that is killed in each stage, and run again, ends with the same split."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.e2e, pytest.mark.browser]
KILLS = [
    ("discover", 1),
    ("crawl", 4),
    ("write", 3),
    ("gates", 5),
    ("cut", 0),
    ("answer", 7),
    ("judge", 9),
    ("publish", 0),
]


def test_killed_in_each_stage_the_month_ends_as_if_nothing_had_happened(
    demo: Any, live: Any, rows: Any, tmp_path: Path
) -> None:
    program = Path(__file__).parent / "killed_run.py"
    for stage, n in KILLS:
        command = [sys.executable, str(program), str(tmp_path), stage, str(n)]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        assert ended.returncode == -9, f"{stage}: {ended.stderr}"
    finished = live("demo", "--workspace", tmp_path)
    assert finished.returncode == 0, finished.stderr
    assert rows(tmp_path / "releases" / "2026-10" / "hub") == rows(demo.hub)
    status = live("-C", tmp_path, "status", "--json").stdout
    alike = live("-C", demo.folder, "status", "--json").stdout
    assert _without_lost(status) == _without_lost(alike)
    board = "releases/2026-10/scoreboard.json"
    assert (tmp_path / board).read_text() == (demo.folder / board).read_text()


def _without_lost(status: str) -> list[str]:
    return [line for line in status.splitlines() if "lost_calls" not in line]

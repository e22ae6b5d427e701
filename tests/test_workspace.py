"""A workspace is a folder that one process writes to at a time."""

import subprocess
import sys
from pathlib import Path

import pytest

from live.errors import WorkspaceError
from live.workspace import hold


def test_the_second_run_is_told_who_holds_the_workspace(tmp_path: Path) -> None:
    with hold(tmp_path, "run"):
        with pytest.raises(
            WorkspaceError, match=r"in use by `live run` \(process \d+ on"
        ) as caught:
            with hold(tmp_path, "crawl"):
                raise AssertionError("two hold one workspace")
    assert caught.value.exit_code == 2
    with hold(tmp_path, "crawl"):
        pass


def test_a_killed_holder_holds_nothing(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from live.workspace import hold\n"
        "with hold(Path(sys.argv[1]), 'run'): os.kill(os.getpid(), signal.SIGKILL)"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert ended.returncode == -9
    with hold(tmp_path, "crawl"):
        pass

"""An edited question -> its gates run again, in a process of its own, for they load weights."""

import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path


class Again:
    """Runs the gates that ask no model on edited questions of a workspace, one after another."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._worker = ThreadPoolExecutor(1, "gates")
        self._runs: dict[str, Future[None]] = {}

    def begin(self, id: str) -> None:
        """Has the gates run on a question's newest version, when those before it are through."""
        self._runs = {each: run for each, run in self._runs.items() if not run.done()}
        self._runs[id] = self._worker.submit(self._run, id)

    def is_running(self, id: str) -> bool:
        """Whether the gates of a question are being run, or are to be."""
        return id in self._runs and not self._runs[id].done()

    def _run(self, id: str) -> None:
        command = [sys.executable, "-m", "live.review.regate", str(self._folder), id]
        subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

"""A workspace -> `live review serve` on it, in a process of its own, and how it does.

Starts a process and talks to it on this machine only.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx2
import psutil


class Served(NamedTuple):
    """A server. link: for the maintainer to join by. address: without the path."""

    process: psutil.Process
    link: str
    address: str

    @property
    def cpu(self) -> float:
        """Seconds of the processor that it has taken."""
        took = self.process.cpu_times()
        return took.user + took.system


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """Serves while the block runs."""
    command = [sys.executable, "-m", "live", "-C", str(folder), "review", "serve", "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as run:
        assert run.stdout is not None
        link = run.stdout.readline().strip()
        assert link, "the server did not start"
        try:
            yield Served(psutil.Process(run.pid), link, link.partition("/join/")[0])
        finally:
            run.terminate()


def first_page(folder: Path) -> tuple[float, float]:
    """Starts a server and opens the queue: seconds until it is there, and of the processor."""
    began = time.perf_counter()
    with served(folder) as server:
        token = server.link.rpartition("/")[2]
        headers = {"Origin": server.address}
        with httpx2.Client(base_url=server.address, headers=headers, trust_env=False) as http:
            form = {"token": token, "handle": "maintains"}
            joined = http.post("/join", data=form, timeout=60)
            assert joined.status_code == 303, joined.text
            queue = http.get("/", timeout=60)
            took = time.perf_counter() - began
            assert queue.status_code == 200 and "By question" in queue.text, queue.text
        return took, server.cpu

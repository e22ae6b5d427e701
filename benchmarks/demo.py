"""Measures the demo against what it promises, and prints each as a share of its limit.

A fresh demo: at most 120 s and 2.5 GB (all processes, proportional set size). A rerun of the
finished month: at most 5 s. `live --help`: at most 0.5 s, the best of five.
"""

import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

LIVE = [sys.executable, "-m", "live"]
SECONDS, GIGABYTES, RERUN_SECONDS, HELP_SECONDS = 120, 2.5, 5, 0.5


def main() -> None:
    """Runs the three and prints a line each."""
    with tempfile.TemporaryDirectory() as folder:
        seconds, peak = measured([*LIVE, "demo", "--workspace", folder])
        rerun, _ = measured([*LIVE, "demo", "--workspace", folder])
    best = min(measured([*LIVE, "--help"])[0] for _ in range(5))
    for what, value, limit, unit in (
        ("demo, fresh", seconds, SECONDS, "s"),
        ("demo, peak memory", peak, GIGABYTES, "GB"),
        ("demo, rerun", rerun, RERUN_SECONDS, "s"),
        ("live --help", best, HELP_SECONDS, "s"),
    ):
        sys.stdout.write(f"{what:18} {value:7.2f} {unit:2} = {value / limit:.2f} of {limit}\n")


def measured(command: list[str]) -> tuple[float, float]:
    """Runs a command: (seconds, peak of the memory of all its processes in GB)."""
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = [0.0]
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.25):
            peak[0] = max(peak[0], memory_of(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    seconds = time.monotonic() - started
    ended.set()
    watcher.join()
    if code:
        raise SystemExit(f"{' '.join(command)} ended with {code}")
    return seconds, peak[0]


def memory_of(root: int) -> float:
    """The proportional set size of a process and its descendants, in GB."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue  # it ended meanwhile
    family = {root}
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(map(_pss, family)) / 2**20


def _pss(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)


if __name__ == "__main__":
    main()

"""Runs a command -> its seconds, the CPU and memory of all its processes, and what it left behind.

`python measured.py COMMAND...` prints that as JSON, with the JSON that the command itself printed
last, as `way.py` does: {"cpu_before": CPU-seconds until it began, "seconds": from then to the end}.
It adopts what its command orphans, so the CPU is the kernel's sum over all processes, not a sample.
"""

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER of prctl(2)
SAMPLE_SECONDS = 1.0
END_SECONDS = 10.0


def measure(command: list[str], *, memory: bool = False) -> dict[str, Any]:
    """Measures a command in a process between, whose children are the command's alone.

    Gives what the command printed and `cpu` (s), `left` (processes alive after it), `pss` (with
    memory: samples, GB, one a second) and `error` (its last words, where it failed). A Python that
    it runs can import what lies beside this file.
    """
    between = [sys.executable, __file__, *(["--memory"] if memory else []), *command]
    paths = [str(Path(__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    given = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    ran = subprocess.run(between, stdout=subprocess.PIPE, text=True, check=True, env=given)
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def main() -> None:
    """Runs the command of the command line."""
    ctypes.CDLL(None).prctl(ADOPT_ORPHANS, 1, 0, 0, 0)
    memory, command = sys.argv[1] == "--memory", sys.argv[1:]
    pss: list[float] = []
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(SAMPLE_SECONDS):
            pss.append(_pss(family(os.getpid())[1:]))

    if memory:
        command = command[1:]
        threading.Thread(target=watch, daemon=True).start()
    ran = subprocess.run(command, capture_output=True, text=True)
    ended.set()
    left = _bury()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = {"cpu": used.ru_utime + used.ru_stime, "left": left, "pss": pss, "error": ""}
    if ran.returncode:
        found["error"] = ran.stderr.strip()[-2000:] or f"it ended with {ran.returncode}"
    else:
        found |= json.loads(ran.stdout.strip().splitlines()[-1])
    sys.stdout.write(json.dumps(found))


def family(root: int) -> list[int]:
    """Gives a process and all its descendants, itself first."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue  # it ended meanwhile
        children.setdefault(parent, []).append(int(stat.parent.name))
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return found


def _pss(pids: list[int]) -> float:
    """Their proportional set size, GB."""
    total = 0
    for pid in pids:
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue  # it ended meanwhile
        total += next((int(line.split()[1]) for line in text.splitlines() if "Pss:" in line), 0)
    return total / 2**20


def _bury() -> list[str]:
    """Waits for what the command orphaned; ends and gives what would not end by itself."""
    left: list[str] = []
    late = time.monotonic() + END_SECONDS
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return left
        if pid == 0 and time.monotonic() > late:
            for pid in family(os.getpid())[1:]:
                left.append(_name(pid))
                os.kill(pid, signal.SIGKILL)
        elif pid == 0:
            time.sleep(0.05)


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return "?"


if __name__ == "__main__":
    main()

"""Measures the memory of answering and judging 10,000 rows, and how soon a rerun of it ends.

2,000 pages have a screenshot of their own, 1280x1600 px, and five questions each; models at a local
server answer and judge at once. The peak of the process's resident set (RSS) at most 700 MB, and
flat: the highest of each tenth of either stage is printed, and that of the last may be at most 10%
above that of the second. Then the month is finished, with its release, and `live run` is told to
run it again, with no server there that could be asked: at most 3 s from start to end. Exits with 1
where one of these is not so.
"""

import argparse
import asyncio
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from frozen import A_PAGE, freeze

from live.clock import current_month
from live.judge.answer import answer
from live.judge.judge import judge
from live.lmm.models import Models
from live.publish.cut import frozen
from live.workspace import Workspace, open_workspace

sys.path.append(str(Path(__file__).parents[1] / "shared"))
from model_server import model_server

MEGABYTES, GROWTH, SECONDS = 700, 0.10, 3
PAGES, IN_FLIGHT, TENTHS = 2000, 64, 10


def main() -> None:
    """Measures both, and prints them beside their limits."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--stages", metavar="FOLDER", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.stages:
        sys.stdout.write(json.dumps(asyncio.run(stages(Path(asked.stages)))))
        return
    with tempfile.TemporaryDirectory() as path:
        folder = Path(path)
        with model_server(0) as url:
            freeze(folder, url, asked.pages, IN_FLIGHT)
            found = subprocess.check_output([sys.executable, __file__, "--stages", path])
            first, _ = _run(folder)
        calls = _calls(folder)
        again, code = _run(folder)
        bought = _calls(folder) - calls
    good = _told(json.loads(found), asked.pages * A_PAGE)
    _say(
        f"release written in {first:.0f} s; `live run` again: {bought} calls, {again:.2f} s = "
        f"{again / SECONDS:.2f} of {SECONDS} s; load {os.getloadavg()[0]:.1f}"
    )
    sys.exit(0 if good and not code and not bought and again <= SECONDS else 1)


async def stages(folder: Path) -> dict[str, list[float]]:
    """Runs both stages. Gives each one's highest RSS a tenth, MB, and the seconds; and the peak."""
    found: dict[str, list[float]] = {}
    with open_workspace(folder) as workspace:
        for name, stage in (("answer", answer), ("judge", judge)):
            watch = Watch()
            started = time.monotonic()
            async with _models(workspace) as models:
                release = frozen(workspace, workspace.month())
                assert release is not None
                await stage(workspace, release, models, report=watch)
            found[name] = [*watch.tenths, time.monotonic() - started]
    return found | {"peak": [resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10]}


class Watch:
    """Hears how far a stage is, and looks at the memory each time. tenths: the highest, MB."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self.tenths = [0.0] * TENTHS

    def __call__(self, stage: str, done: int, total: int) -> None:
        tenth = min(done * TENTHS // max(total, 1), TENTHS - 1)
        now = self._process.memory_info().rss / 2**20
        self.tenths[tenth] = max(self.tenths[tenth], now)


def _models(workspace: Workspace) -> Models:
    return Models(workspace.config, workspace.store, workspace.blobs, workspace.month(), None)


def _told(found: dict[str, list[float]], rows: int) -> bool:
    """Prints what the stages took; tells whether it is within the limits."""
    (peak,), flat = found.pop("peak"), True
    for name, (*tenths, seconds) in found.items():
        grown = tenths[-1] / tenths[1] - 1
        flat = flat and grown <= GROWTH
        _say(
            f"{name:7} {rows:,} rows in {seconds:.0f} s, MB at the highest of each tenth: "
            f"{' '.join(f'{each:.0f}' for each in tenths)}: {grown:+.0%}, at most {GROWTH:+.0%}"
        )
    _say(f"peak {peak:.0f} MB = {peak / MEGABYTES:.2f} of {MEGABYTES} MB")
    return flat and peak <= MEGABYTES


def _run(folder: Path) -> tuple[float, int]:
    """Runs `live run` in a process of its own: its seconds, imports and all, and its exit code."""
    started = time.monotonic()
    command = [sys.executable, "-m", "live", "-C", str(folder), "run"]
    ended = subprocess.run(command, capture_output=True, text=True)
    seconds = time.monotonic() - started
    if ended.returncode:
        _say(ended.stderr.strip()[-500:])
    return seconds, ended.returncode


def _calls(folder: Path) -> int:
    """How often a model was asked, ever."""
    with open_workspace(folder) as workspace:
        return len(workspace.store.calls.of(current_month()))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

"""What the ways to photograph pages share: their arguments and their report.

`WAY.py PLAN.json`, where the plan is {"urls", "browser": path, "folder": for pictures, "format":
of pictures, for Playwright, "workspace": an empty folder, "ads": host}.
Runs in virtual environments that do not have `live`: the standard library only.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def run(
    work: Callable[[dict[str, Any]], dict[str, Any]],
    ready: Callable[[dict[str, Any]], None] = lambda plan: None,
) -> None:
    """Does the work of the plan on the command line and prints what it took.

    Imports are done by then and do not count, nor does what `ready` lays out for the work.
    work: gives what else to report, `pages` at least.
    """
    plan = json.loads(Path(sys.argv[1]).read_text())
    ready(plan)
    before, started = time.process_time(), time.monotonic()
    found = work(plan)
    seconds = time.monotonic() - started
    sys.stdout.write("\n" + json.dumps({"seconds": seconds, "cpu_before": before, **found}) + "\n")


def photographed(folder: str) -> int:
    """Counts the pictures in a folder that are not tiny."""
    return sum(1 for file in Path(folder).iterdir() if file.stat().st_size > 20_000)

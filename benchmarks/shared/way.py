"""What the ways to do one job share: their plan and their report.

`WAY.py PLAN.json`. Runs in virtual environments that do not have `live`: the standard library only.
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
    work: gives what else to report.
    """
    plan = json.loads(Path(sys.argv[1]).read_text())
    ready(plan)
    before, started = time.process_time(), time.monotonic()
    found = work(plan)
    seconds = time.monotonic() - started
    sys.stdout.write("\n" + json.dumps({"seconds": seconds, "cpu_before": before, **found}) + "\n")

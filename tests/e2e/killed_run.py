"""Runs the demo's month and kills itself with SIGKILL when a stage has ended its nth item.

Arguments: folder, stage, n.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

from live.demo.workspace import MONTH, network, prepare
from live.pipeline import run
from live.workspace import hold, open_workspace

folder, stage, n = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])


def report(now: str, done: int, total: int) -> None:
    if now == stage and done == n:
        os.kill(os.getpid(), signal.SIGKILL)


prepare(folder)
with hold(folder, "demo"), open_workspace(folder) as workspace, network(workspace, 0) as found:
    asyncio.run(run(workspace, MONTH, network=found, report=report))

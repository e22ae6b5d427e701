"""Runs the demo's month and kills itself with SIGKILL in a stage.

Arguments: folder, stage, n: after its nth item. `cut` and `publish` work on the month as a whole:
the kill comes when the release is to be stored, and when its split is to be written.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

import live.publish.folder
from live.demo.workspace import MONTH, network, prepare
from live.pipeline import run
from live.store import Store
from live.workspace import hold, open_workspace

folder, stage, n = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def report(now: str, done: int, total: int) -> None:
    if now == stage and done == n:
        die()


if stage == "cut":
    Store.add = die  # type: ignore[method-assign]
if stage == "publish":
    live.publish.folder.write_split = die
prepare(folder)
with hold(folder, "demo"), open_workspace(folder) as workspace, network(workspace, 0) as found:
    asyncio.run(run(workspace, MONTH, network=found, report=report))

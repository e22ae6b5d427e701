"""The stages `answer` and `judge` on the frozen month of the plan's workspace.

The SDK, which is imported with the first call, is imported before it begins, as it is in all other
ways; to open the workspace and to read the month counts.
"""

import asyncio
import resource
import time
from pathlib import Path
from typing import Any

import openai.resources.chat  # noqa: F401
from way import run

from live.judge.answer import answer
from live.judge.judge import judge
from live.lmm.models import Models
from live.publish.cut import frozen
from live.records import Verdict
from live.workspace import Workspace, open_workspace


def work(plan: dict[str, Any]) -> dict[str, Any]:
    """Answers and judges; gives the seconds of each, and how many verdicts have a rating."""
    with open_workspace(Path(plan["workspace"])) as workspace:
        stages = asyncio.run(_both(workspace))
        verdicts = workspace.store.all(Verdict, workspace.month())
    return {
        "stages": stages,
        "answers": len(verdicts),
        "scored": sum(verdict.rating is not None for verdict in verdicts),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10,
    }


async def _both(workspace: Workspace) -> list[float]:
    month, took = workspace.month(), []
    release = frozen(workspace, month)
    assert release is not None
    for stage in (answer, judge):
        started = time.monotonic()
        async with Models(
            workspace.config, workspace.store, workspace.blobs, month, None
        ) as models:
            await stage(workspace, release, models)
        took.append(time.monotonic() - started)
    return took


if __name__ == "__main__":
    run(work)

"""A month's answers that people rated at the desk -> how far each judge agrees with them.

Reads the store.
"""

from typing import Any

from live.judge.answer import frozen_questions
from live.judge.calibration import calibration
from live.judge.double import double_ratings
from live.records import Answer, Release, Verdict
from live.workspace import Workspace


def calibrated(workspace: Workspace, release: Release) -> dict[str, dict[str, Any]]:
    """Measures each judge that people rated with, by its name, as `calibration` gives it."""
    month = release.month
    rated = double_ratings(
        workspace.config,
        workspace.store.all(Answer, month),
        workspace.store.each(Verdict, month),
        frozen_questions(workspace, release),
    )
    return {judge: calibration(both) for judge, both in sorted(rated.items())}

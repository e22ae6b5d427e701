"""A workspace's earlier months -> what the trend needs of them, and what of it is missing.

Reads releases/*/scoreboard.json, which the last scoring of a month wrote, and the store. A file
that is missing or cannot be read is told, and stops nothing.
"""

import re

import structlog
from pydantic import ValidationError

from live.judge.trend import trend_month
from live.records import MONTH_PATTERN, Release, Scoreboard, TrendMonth
from live.workspace import Workspace

log = structlog.get_logger()


def earlier(workspace: Workspace, month: str) -> tuple[list[TrendMonth], list[str]]:
    """Gives the scored months before one, the oldest first, and a note for each that is lacking."""
    cut = {each for (each,) in workspace.store.each_fields(Release, "month")}
    kept = {path.parent.name for path in (workspace.path / "releases").glob("*/scoreboard.json")}
    found, notes = [], []
    for each in sorted(name for name in cut | kept if name < month):
        if not re.fullmatch(MONTH_PATTERN, each):
            continue
        told = _read(workspace, each)
        if isinstance(told, TrendMonth):
            found.append(told)
            continue
        notes.append(f"The trend lacks {each}: {told}.")
        log.warning(
            "the trend lacks a month", month=each, why=told, do=f"live judge --month {each}"
        )
    return found, notes


def _read(workspace: Workspace, month: str) -> TrendMonth | str:
    """What a month's scoreboard tells of it, or why it tells nothing."""
    path = workspace.release(month) / "scoreboard.json"
    place = path.relative_to(workspace.path).as_posix()
    try:
        board = Scoreboard.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return f"it was cut, and there is no {place}"
    except (OSError, ValidationError):
        return f"{place} cannot be read"
    if board.month != month:
        return f"{place} is of {board.month or 'no month'}"
    return trend_month(board)

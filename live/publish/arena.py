"""A month -> its arena, as the last scoring wrote it. Reads releases/YYYY-MM/scoreboard.json."""

from typing import Any

from pydantic import ValidationError

from live.errors import UsageError
from live.records import Scoreboard
from live.workspace import Workspace


def month_arena(workspace: Workspace, month: str) -> dict[str, Any]:
    """Gives a month's arena, as `live.judge.ranking.arena_of` made it.

    Raises UsageError with what to do where there is none.
    """
    path = workspace.release(month) / "scoreboard.json"
    try:
        board = Scoreboard.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        board = None
    except ValidationError:
        raise UsageError(f"{path}: cannot be read. Delete it, and run `live judge`.") from None
    if board and board.arena:
        return board.arena
    if not workspace.config.compare.rows:
        raise UsageError(
            f"{month}: no answers were compared. Write `compare: {{rows: 50}}` into live.yaml to "
            "have those to 50 rows compared, and run `live judge`."
        )
    raise UsageError(f"{month}: no answers were compared yet. Run `live judge --month {month}`.")

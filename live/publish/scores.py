"""A scoreboard in, scoreboard.json and scoreboard.csv out. Writes these two."""

import json
from pathlib import Path

from live.judge.scoreboard import table
from live.records import Scoreboard

JSON, CSV = "scoreboard.json", "scoreboard.csv"


def write_scores(folder: Path, board: Scoreboard) -> None:
    """Writes the two files into a folder that is there; same input, same bytes."""
    text = json.dumps(board.model_dump(), ensure_ascii=False, indent=2)
    (folder / JSON).write_text(text + "\n", encoding="utf-8")
    table(board).to_csv(folder / CSV, index=False)

"""Whose log a folder of `live evaluate` is, and of what its results are. Reads and writes log.json.

What is received again costs nothing where the folder is given again, so it is to be of one model
and one month, as it was asked.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from live.config import Config
from live.errors import UsageError
from live.records import Month

LOG = "log.json"
"""Lies in each log, from before anything is asked."""
SETTINGS = {"model", "parameters", "max_tokens", "max_picture_px"}
"""What a model says depends on: with others it is another model."""


class Log(BaseModel):
    """What log.json says: whose log a folder is, and of what its results are.

    models: the settings of all that were asked. judges, split (as it was typed) and commit are of
    the results, and empty before there are any.
    """

    model_config = ConfigDict(frozen=True)

    model: str
    month: Month
    models: dict[str, dict[str, Any]] = {}
    judges: tuple[str, ...] = ()
    split: str = ""
    commit: str = ""


def read_log(folder: Path) -> Log | None:
    """Reads whose log a folder is; None: nobody's yet. Raises UsageError where it is no log."""
    if (folder / "live.yaml").exists():
        raise UsageError(f"--log: {folder} is a workspace, for it has a live.yaml. Name another.")
    try:
        return Log.model_validate_json((folder / LOG).read_bytes())
    except FileNotFoundError:
        if not (folder / "live.db").exists():
            return None
        what = f"{folder} has a live.db and no {LOG}: it is no log of this version"
        raise UsageError(f"--log: {what}. Name another.") from None
    except ValueError:
        raise UsageError(f"--log: {folder / LOG} is none of ours. Name another.") from None


def claim(folder: Path, month: str, config: Config) -> None:
    """Makes a folder the log of a model and month. Raises UsageError where it is another's.

    Other judges are let in: what the earlier ones said stays, and counts no more.
    """
    (name,) = config.candidates
    log = read_log(folder) or Log(model=name, month=month)
    if (log.model, log.month) != (name, month):
        whose = f"{log.model} on {log.month}"
        raise UsageError(f"--log: {folder} is the log of {whose}. Name another.")
    models = dict(log.models)
    for each in (name, *config.judges):
        now = config.model(each).model_dump(mode="json", include=SETTINGS)
        for field, then in models.setdefault(each, now).items():
            if then != now.get(field):
                raise UsageError(
                    f"--log: {folder} holds what {each} said with {field} {then!r}, and it is "
                    f"{now.get(field)!r} now. Name another."
                )
    _keep(folder, log.model_copy(update={"models": models}))


def note_results(folder: Path, judges: Sequence[str], split: str, commit: str) -> None:
    """Notes of what the results in a log are; nothing in a folder that is none."""
    if log := read_log(folder):
        of = {"judges": tuple(judges), "split": split, "commit": commit}
        _keep(folder, log.model_copy(update=of))


def _keep(folder: Path, log: Log) -> None:
    write_json(folder / LOG, log.model_dump(mode="json"))


def write_json(path: Path, value: Any) -> None:
    """Writes a JSON document."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

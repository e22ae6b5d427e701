"""What a run did -> one HTML file in runs/, to be read on a phone.

Reads the store, writes that folder. The file needs nothing but itself; all that pages, models and
people said is escaped.
"""

import os
import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import structlog
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from live import __version__
from live.clock import now
from live.due import Standing, standings
from live.errors import LiveError
from live.funnel import funnel
from live.numbers import Numbers, mean_of, numbers
from live.run import Run, Taken
from live.workspace import Workspace

TEMPLATE = "run_report.html.j2"
KEPT = 200
"""Reports that are kept: those of a quarter, with a crawl a day, a write a week, and a release that
is due every day. Each is some 10 KB."""
LONGEST = 300
"""Characters of a detail that are shown."""
MOST = 40
"""Kinds of losses that are shown, and other months."""
STATES = ("failed", "waiting", "held", "dropped")
log = structlog.get_logger()


class Loss(NamedTuple):
    """How many items of a stage ended short for one reason, with what was said of the first."""

    state: str
    stage: str
    reason: str
    n: int
    detail: str


class Told(NamedTuple):
    """A month of the report. funnel: what became of its questions, those written first."""

    taken: Taken
    numbers: Numbers
    pages: int
    funnel: list[tuple[str, int]]
    gates: list[tuple[str, dict[str, int]]]
    usd_per_question: float | None
    losses: list[Loss]
    leaderboard: str


def keep_report(
    workspace: Workspace, taken: Sequence[Taken], began: datetime, file: Path | None = None
) -> Path:
    """Writes the report of a run, in place of `file` where it goes on, and gives where it is.

    began: when the run did. The oldest beyond KEPT are deleted.
    """
    folder = workspace.path / "runs"
    folder.mkdir(exist_ok=True)
    file = file or _free(folder, f"{began:%Y-%m-%dT%H%M%S}-{taken[0].verb}")
    part = file.with_name(f".{file.name}.part")
    part.write_text(_html(workspace, taken, began), encoding="utf-8")
    part.replace(file)
    for old in sorted(folder.glob("20*.html"))[:-KEPT]:
        os.unlink(old)
    return file


def keep_run(run: Run) -> Path | None:
    """Writes the report of a run that has ended; None where it found nothing to do.

    What keeps it from being written is a warning: the run did what it did.
    """
    try:
        taken = run.left()
        return keep_report(run.workspace, [taken], run.began) if taken else None
    except (LiveError, OSError) as error:
        log.warning("the report of this run was not kept", fact=str(error))
        return None


def _free(folder: Path, name: str) -> Path:
    """A file of that name which is not there yet: two short runs may begin in one second."""
    names = (f"{name}{f'-{n}' if n > 1 else ''}.html" for n in count(1))
    return next(file for each in names if not (file := folder / each).exists())


def _html(workspace: Workspace, taken: Sequence[Taken], began: datetime) -> str:
    html: str = _template().render(
        title=workspace.config.title,
        verb=taken[0].verb,
        began=began,
        at=now(),
        version=__version__,
        months=[_told(workspace, each) for each in taken],
        others=_others(workspace, taken),
        shown=MOST,
    )
    return html


def _others(workspace: Workspace, taken: Sequence[Taken]) -> list[Standing]:
    """Where the other months stand, newest first."""
    own = {each.month for each in taken}
    return [each for each in reversed(standings(workspace)) if each.month not in own][:MOST]


def _told(workspace: Workspace, taken: Taken) -> Told:
    counts = funnel(workspace, taken.month)
    steps = [(name, counts[name]) for name in ("written", "checked", "accepted")]
    steps.append(("in the split", counts["chosen"] - counts["withdrawn"]))
    board = Path("releases") / taken.month / "leaderboard" / "index.html"
    return Told(
        taken,
        numbers(workspace, taken.month),
        counts["pages"],
        steps,
        [(name, n) for name, n in counts["gates"].items() if sum(n.values())],
        counts["usd_per_question"],
        _losses(workspace, taken.month),
        f"../{board}" if (workspace.path / board).is_file() else "",
    )


def _losses(workspace: Workspace, month: str) -> list[Loss]:
    """What ended short, what went wrong first, and of a kind the most first."""
    found: dict[tuple[str, str, str], tuple[int, str]] = {}
    for each in workspace.store.outcomes(month):
        if each.state in STATES:
            of = (each.state, each.stage, each.reason)
            n, detail = found.get(of, (0, each.detail))
            found[of] = (n + 1, detail)
    losses = [Loss(*of, n, detail) for of, (n, detail) in found.items()]
    return sorted(losses, key=lambda loss: (STATES.index(loss.state), -loss.n))


def _short(text: str, most: int = LONGEST) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _said(text: str) -> Markup:
    """A text in which what stands between backticks is code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))


def _name(model: str) -> Markup:
    """A model's name that may be broken after a slash."""
    return Markup("/<wbr>").join(model.split("/"))


@cache
def _template() -> Any:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"mean": mean_of, "said": _said, "name": _name, "short": _short}
    return environment.get_template(TEMPLATE)

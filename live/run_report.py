"""What a run of `live release --due` did -> one HTML file in runs/, to be read on a phone.

Reads the store, writes that folder. The file needs nothing but itself; all that pages, models and
people said is escaped.
"""

import os
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from live import __version__
from live.clock import now
from live.due import Standing, standings
from live.funnel import funnel
from live.numbers import Numbers, mean_of, numbers
from live.workspace import Workspace

if TYPE_CHECKING:
    from live.release import Taken

TEMPLATE = "run_report.html.j2"
KEPT = 60
"""Reports that are kept: of daily runs with something due, those of two months."""
LONGEST = 300
"""Characters of a detail that are shown."""
STATES = ("failed", "waiting", "held", "dropped")


class Loss(NamedTuple):
    """How many items of a stage ended short for one reason, with what was said of the first."""

    state: str
    stage: str
    reason: str
    n: int
    detail: str


class Told(NamedTuple):
    """A month of the report. funnel: what became of its questions, those written first."""

    taken: "Taken"
    numbers: Numbers
    pages: int
    funnel: list[tuple[str, int]]
    gates: list[tuple[str, dict[str, int]]]
    usd_per_question: float | None
    losses: list[Loss]
    leaderboard: str


def keep_report(workspace: Workspace, taken: Sequence["Taken"], file: Path | None = None) -> Path:
    """Writes the report of a run, in place of `file` where it goes on, and gives where it is.

    The oldest beyond KEPT are deleted.
    """
    folder = workspace.path / "runs"
    folder.mkdir(exist_ok=True)
    file = file or folder / f"{now():%Y-%m-%dT%H%M%S}.html"
    part = file.with_name(f".{file.name}.part")
    part.write_text(_html(workspace, taken), encoding="utf-8")
    part.replace(file)
    for old in sorted(folder.glob("20*.html"))[:-KEPT]:
        os.unlink(old)
    return file


def _html(workspace: Workspace, taken: Sequence["Taken"]) -> str:
    html: str = _template().render(
        title=workspace.config.title,
        at=now(),
        version=__version__,
        months=[_told(workspace, each) for each in taken],
        others=_others(workspace, taken),
    )
    return html


def _others(workspace: Workspace, taken: Sequence["Taken"]) -> list[Standing]:
    """Where the other months stand, newest first."""
    own = {each.month for each in taken}
    return [each for each in reversed(standings(workspace)) if each.month not in own]


def _told(workspace: Workspace, taken: "Taken") -> Told:
    counts = funnel(workspace, taken.month)
    steps = [(name, counts[name]) for name in ("written", "checked", "accepted")]
    steps.append(("in the split", counts["chosen"]))
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
    losses = [Loss(*of, n, _short(detail)) for of, (n, detail) in found.items()]
    return sorted(losses, key=lambda loss: (STATES.index(loss.state), -loss.n))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


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
    environment.filters |= {"mean": mean_of, "said": _said, "name": _name}
    return environment.get_template(TEMPLATE)

"""Measures answering and judging a month against the ideal, and beside what others take for it.

1,000 rows with screenshots are answered by one model and judged by another, 64 calls in flight, at
a local server that takes 2 s a reply. The ideal is, for each of the two stages, 1,000 / 64 rounds,
rounded up, of 2 s; at least 95% of it. In the same run the rows, or so many of them as take half a
minute, go through inspect_ai and through lmms-eval's own live_bench, each in a virtual environment
of its own; one that cannot be installed is left out, with the reason. lmms-eval runs as it comes,
which is 4 verdicts at once, and told to have 64 in flight. CPU is that of the asking process.

Then a few rows, half of them answered so that the judge's verdicts are no use: what becomes of the
mean. Exits with 1 below 95%.
"""

import argparse
import json
import math
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from frozen import A_PAGE, freeze

from live.judge.answer import frozen_questions
from live.publish.cut import frozen
from live.publish.release import write_release
from live.records import Page
from live.workspace import Workspace, open_workspace

sys.path.append(str(Path(__file__).parents[1] / "shared"))
from measured import measure
from model_server import model_server
from rivals import python_with

HERE = Path(__file__).parent
DELAY, IN_FLIGHT, LEAST = 2.0, 64, 0.95
FEW = 40
"""Rows of the run in which the judge fails."""
LMMS_EVAL = ("lmms-eval==0.7.3", "torch==2.13.0", "filelock<4")
INSPECT_AI = ("inspect_ai==0.3.285", "openai==3.57.0")


@dataclass(frozen=True)
class Way:
    """A way to answer and judge. script: in ways/. told: how, beside what the month is."""

    name: str
    script: str
    python: str = sys.executable
    told: dict[str, Any] = field(default_factory=dict)


def main() -> None:
    """Measures, and prints a line for each way and each ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=200, help="five rows each")
    parser.add_argument("--alone", action="store_true", help="leave the others out")
    asked = parser.parse_args()
    ways, rows = _ways(asked.alone), asked.pages * A_PAGE
    _say(f"load {_load()} at the beginning")
    ours: dict[str, Any] = {}
    for way, found in month(rows, DELAY, "candidate", ways):
        ours = ours or found
        if found is ours:
            _say(_flight(rows, found))
        _say(_line(way.name, found, ours))
    few = [way for way in ways if way.told.get("in_flight", IN_FLIGHT) == IN_FLIGHT]
    for way, found in month(FEW, 0, "wavering", few):
        mean = "withheld" if found["mean"] is None else f"{found['mean']:.1f}"
        _say(f"{way.name:24} {found['scored']} of {found['answers']} verdicts usable: mean {mean}")
    _say(f"load {_load()} at the end")
    sys.exit(0 if _share(rows, ours) >= LEAST and ours["scored"] == rows else 1)


def month(
    rows: int, delay: float, candidate: str, ways: Sequence[Way]
) -> Iterator[tuple[Way, dict[str, Any]]]:
    """Has each way answer and judge a month, ours first, and gives what it took."""
    with tempfile.TemporaryDirectory() as path, model_server(delay, IN_FLIGHT) as url:
        folder = Path(path)
        freeze(folder, url, rows // A_PAGE, IN_FLIGHT, candidate)
        plan = {"workspace": path, "folder": path, "url": url, "candidate": candidate}
        for way in ways:
            told = plan | {"in_flight": IN_FLIGHT, "most": rows} | way.told
            file = folder / "plan.json"
            file.write_text(json.dumps(told))
            found = measure([way.python, str(HERE / "ways" / way.script), str(file)])
            if found["error"] and way is ways[0]:
                raise SystemExit(found["error"])
            if found["error"]:
                _say(f"{way.name} is left out: {found['error'].splitlines()[-1]}")
                continue
            if way is ways[0]:
                with open_workspace(folder) as workspace:
                    plan |= _published(workspace, folder)
                    found["mean"] = plan.pop("mean")
            yield way, found


def _ways(alone: bool) -> list[Way]:
    """Ours, and those of the others that can be installed."""
    ways = [Way("ours", "ours.py")]
    if alone:
        return ways
    if python := python_with(*INSPECT_AI):
        ways.append(Way("inspect_ai", "inspect_rubric.py", python))
    # it wants a torchvision that no CPU build of torch goes with, and does without
    if python := python_with(*LMMS_EVAL, without="torchvision"):
        for name, told in (
            ("lmms-eval, as it comes", {"in_flight": 32, "judged_at_once": 4, "most": 60}),
            ("lmms-eval, told 64", {"judged_at_once": IN_FLIGHT, "most": 3 * IN_FLIGHT}),
        ):
            ways.append(Way(name, "lmms_live_bench.py", python, told))
    return ways


def _published(workspace: Workspace, folder: Path) -> dict[str, Any]:
    """Writes the month for the others, as a release and as lines; our mean."""
    month = workspace.month()
    release = frozen(workspace, month)
    assert release is not None
    board = write_release(workspace, release)
    pages = {page.id: page for page in workspace.store.all(Page, month)}
    rows = []
    for question in frozen_questions(workspace, release):
        (shot,) = pages[question.page_id].shots
        place = folder / "blobs" / shot.sha256[:2] / shot.sha256
        row = question.model_dump(include={"question", "answer", "subtask"})
        rows.append(row | {"criteria": question.rubric, "picture": [str(place), shot.media_type]})
    file = folder / "rows.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)))
    hub = workspace.release(month) / "hub"
    return {"month": month, "hub": str(hub), "rows": str(file), "mean": board.models[0].mean}


def _flight(rows: int, found: dict[str, Any]) -> str:
    """How near the ideal we come."""
    answers, verdicts = found["stages"]
    return (
        f"{rows:,} answers in {answers:.1f} s and verdicts in {verdicts:.1f} s; ideal 2 x "
        f"{math.ceil(rows / IN_FLIGHT)} rounds x {DELAY:g} s = {_ideal(rows):.0f} s: "
        f"{_share(rows, found):.1%}, at least {LEAST:.0%}; peak memory {found['peak_mb']:.0f} MB"
    )


def _share(rows: int, found: dict[str, Any]) -> float:
    return _ideal(rows) / float(found["seconds"])


def _ideal(rows: int) -> float:
    return 2 * math.ceil(rows / IN_FLIGHT) * DELAY


def _line(name: str, each: dict[str, Any], ours: dict[str, Any]) -> str:
    """What a way took for an answer with its verdict, and what we take of that."""
    wall, cpu = _a_row(each)
    our_wall, our_cpu = _a_row(ours)
    judging = each.get("judging") or each.get("stages", [0])[-1]
    rate = f", {60 * each['answers'] / judging:,.0f} verdicts/min" if judging else ""
    ratio = (
        f"; ours / this: {our_wall / wall:.2f}, CPU {our_cpu / cpu:.2f}" if each is not ours else ""
    )
    return (
        f"{name:24} {each['answers']:5} rows, {1000 * wall:6.1f} ms a row{rate}, "
        f"CPU {500 * cpu:6.1f} ms a call{ratio}"
    )


def _a_row(each: dict[str, Any]) -> tuple[float, float]:
    """Seconds and CPU-seconds of an answer with its verdict."""
    return each["seconds"] / each["answers"], (each["cpu"] - each["cpu_before"]) / each["answers"]


def _load() -> str:
    """What else the machine does: a share of the ideal is of a quiet one."""
    return f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} CPUs"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

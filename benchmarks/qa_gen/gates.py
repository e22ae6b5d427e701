"""Puts labelled questions through every gate that needs no model, and counts what it gets wrong.

The questions: tests/qa_gen/labelled, in the format of `live gates check` once each has text and
time of its page, with a `label` (`good`, or the gate that must stop it), the `kind` of its merit or
flaw, and a `split`: gates may be tuned on `dev`, `test` counts. Every gate sees every question by
itself.

- precision: of the questions that a gate drops, good ones and its own, the share of its own. One
  that it holds is not lost: it waits for a person. `strict` counts what is held as dropped.
- recall: of its own that the gates before it let through, the share that it does not let pass.
- held: how many good ones, and how many of its own, it leaves to a person.
- all gates: a bad question is stopped where any gate does not let it pass; a good one is lost where
  one drops it, and waits where one only holds it.

Exit 1 where precision or recall of a gate is below 0.9 on `test`; `--show` lists what is wrong.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from live.lmm.models import Models
from live.qa_gen.gates.one import finding
from live.qa_gen.gates.outside import context_of, read
from live.records import Finding
from live.workspace import Workspace, open_workspace

LABELLED = Path(__file__).parents[2] / "tests/qa_gen/labelled"
MONTH = "2026-10"
GATES = ("well_formed", "fresh", "grounded", "new", "safe")
LIMIT = 0.9
CONFIG = """\
sites: [{name: labelled, url: "http://labelled.example/"}]
gates: {needs_picture: off, answerable: off}
"""
Row = dict[str, Any]
Found = dict[str, dict[str, Finding]]
"""By a question's id and a gate's name, what the gate found."""


class Count(NamedTuple):
    """What a gate got right and wrong."""

    hits: list[Row]
    missed: list[Row]
    wrong: list[Row]
    held: list[Row]
    held_good: list[Row]

    @property
    def precision(self) -> float:
        return _share(len(self.hits), len(self.hits) + len(self.wrong))

    @property
    def strict(self) -> float:
        own = len(self.hits) + len(self.held)
        return _share(own, own + len(self.wrong) + len(self.held_good))

    @property
    def recall(self) -> float:
        return _share(len(self.hits) + len(self.held), self.own)

    @property
    def own(self) -> int:
        return len(self.hits) + len(self.held) + len(self.missed)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def main() -> None:
    """Prints a line a gate and split, and ends with 1 where one misses its target."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--show", action="store_true", help="also list what gates got wrong")
    parser.add_argument("--split", choices=("dev", "test"), help="only this one")
    options = parser.parse_args()
    rows = labelled()
    with TemporaryDirectory() as folder, _workspace(Path(folder)) as workspace:
        started = time.process_time()
        found = asyncio.run(judged(rows, workspace))
        seconds = time.process_time() - started
    splits = (options.split,) if options.split else ("dev", "test")
    counts = {(gate, split): count(rows, found, gate, split) for split in splits for gate in GATES}
    for (gate, split), counted in counts.items():
        sys.stdout.write(_line(gate, split, counted))
        if options.show:
            sys.stdout.writelines(_wrong(gate, counted, found))
    for split in splits:
        sys.stdout.write(_all(rows, found, split))
    sys.stdout.write(f"{len(rows)} questions, {1000 * seconds / len(rows):.1f} ms CPU each\n")
    sys.exit(
        any(
            min(counted.precision, counted.recall) < LIMIT
            for (_, split), counted in counts.items()
            if split == "test"
        )
    )


def labelled(folder: Path = LABELLED) -> list[Row]:
    """Reads the labelled questions, each with text and time of its page."""
    pages = {page["url"]: page for page in _lines(folder / "pages.jsonl")}
    shown = ("text", "published_at")
    return [
        row | {name: pages[row["url"]][name] for name in shown}
        for row in _lines(folder / "questions.jsonl")
    ]


def _lines(file: Path) -> list[Row]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]


async def judged(rows: list[Row], workspace: Workspace) -> Found:
    """Puts questions through each gate that needs no model, as `live gates check` would."""
    file = workspace.path / "labelled.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    config, store, blobs = workspace.config, workspace.store, workspace.blobs
    asked = read(file, blobs, MONTH)
    async with Models(config, store, blobs, MONTH, None) as models:
        context = await context_of(asked, workspace, models, blobs, None, own=False)
        return {
            str(one.id): {g: await finding(g, one.question, one.page, context) for g in GATES}
            for one in asked
        }


def count(rows: list[Row], found: Found, gate: str, split: str) -> Count:
    """Compares what a gate dropped and held with the labels of a split."""
    before = GATES[: GATES.index(gate)]
    rows = [row for row in rows if row["split"] == split]
    good = [row for row in rows if row["label"] == "good"]
    own = [row for row in rows if row["label"] == gate and not _stopped(row, found, before)]
    return Count(
        hits=[row for row in own if _dropped(row, found, [gate])],
        missed=[row for row in own if not _stopped(row, found, [gate])],
        wrong=[row for row in good if _dropped(row, found, [gate])],
        held=[row for row in own if _held(row, found, [gate])],
        held_good=[row for row in good if _held(row, found, [gate])],
    )


def _stopped(row: Row, found: Found, gates: Sequence[str]) -> bool:
    return any(found[str(row["id"])][gate].outcome != "passed" for gate in gates)


def _dropped(row: Row, found: Found, gates: Sequence[str]) -> bool:
    """Whether a gate ends it: dropped, or could not be run."""
    return any(found[str(row["id"])][gate].outcome not in ("passed", "held") for gate in gates)


def _held(row: Row, found: Found, gates: Sequence[str]) -> bool:
    """Whether it waits for a person, and no gate ends it."""
    return _stopped(row, found, gates) and not _dropped(row, found, gates)


def _line(gate: str, split: str, counted: Count) -> str:
    verdict = "reached" if min(counted.precision, counted.recall) >= LIMIT else "missed"
    return (
        f"{split:5} {gate:12} precision {counted.precision:.3f} (strict {counted.strict:.3f})  "
        f"recall {counted.recall:.3f}  of {counted.own:3}, {len(counted.wrong)} good dropped, "
        f"held: {len(counted.held_good)} good, {len(counted.held)} own   "
        f"target >= {LIMIT} {verdict}\n"
    )


def _wrong(gate: str, counted: Count, found: Found) -> Iterator[str]:
    for what, rows in (
        ("missed", counted.missed),
        ("good", counted.wrong),
        ("good held", counted.held_good),
    ):
        for row in rows:
            detail = found[str(row["id"])][gate].detail
            yield f"    {what} {row['id']} {row['kind']}: {row['question']!r}"
            yield f" -> {row['answer']!r} {detail}\n"


def _all(rows: list[Row], found: Found, split: str) -> str:
    rows = [row for row in rows if row["split"] == split]
    bad = [row for row in rows if row["label"] in GATES]
    good = [row for row in rows if row["label"] == "good"]
    stopped = sum(_stopped(row, found, GATES) for row in bad)
    lost = sum(_dropped(row, found, GATES) for row in good)
    waiting = sum(_held(row, found, GATES) for row in good)
    return (
        f"{split:5} all gates: {stopped} of {len(bad)} bad stopped, "
        f"{lost} of {len(good)} good lost, {waiting} held\n"
    )


@contextmanager
def _workspace(folder: Path) -> Iterator[Workspace]:
    (folder / "live.yaml").write_text(CONFIG)
    with open_workspace(folder) as workspace:
        yield workspace


if __name__ == "__main__":
    main()

"""A published split -> the files by which lmms-eval or inspect_ai ask its questions. Writes them.

lmms-eval runs its own live_bench code, which reads six columns and knows the labels of two
taxonomies: a split that it would score wrongly, or crash on at the end, is refused before. The task
for inspect_ai is one file of Python beside our prompts, and needs no `live` where it runs: the two
cannot be installed together, for they want different releases of fsspec.
"""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from live.errors import UsageError
from live.judge import answer, rating
from live.loaded import Rows, rows_of_month
from live.publish.filled import filled
from live.publish.place import HUB, place_and_month, place_of, state_of
from live.publish.published import FETCH
from live.qa_gen.taxonomies import load as taxonomy

LMM = Path(__file__).parents[1] / "lmm"
LIVE_BENCH = {"2406": "utils", "2409": "utils_v2"}
"""The taxonomies that live_bench knows, and the module of it that scores each."""

COPIED = (answer.PROMPT, rating.PROMPT, *(LMM / f"{name}.py" for name in ("fence", "structured")))
"""What the task for inspect_ai shares with `live answer` and `live judge`."""

POINTS = re.compile(r"^(\d+) points?: ", re.M)


def to_lmms_eval(target: str, folder: Path, revision: str | None = None) -> str:
    """Writes a task YAML and how to run it; gives the command.

    target: `FOLDER[:MONTH]` or `hub:org/name[:MONTH]`. revision: a tag or commit; without it, the
    newest. Raises UsageError for a split that live_bench would not score.
    """
    said, rows = _read(target, revision)
    name = f"live_{rows.month.replace('-', '_')}"
    values = _values(said, rows) | {"task": name, "scored_by": _scorer(target, rows)}
    written = {f"{name}.yaml": "lmms_eval.yaml.j2", f"{name}.md": "lmms_eval.md.j2"}
    _write(folder, {file: filled(f"interop/{each}", values) for file, each in written.items()})
    return f"python -m lmms_eval --include_path {folder} --tasks {name} --model MODEL"


def to_inspect(target: str, folder: Path, revision: str | None = None) -> str:
    """Writes a task, the prompts that it asks with and how to run it; gives the command.

    target, revision: as above. Raises UsageError for a split that could not be scored.
    """
    said, rows = _read(target, revision)
    for row in rows:
        if sum(map(int, POINTS.findall(row.criteria))) != 10:
            raise _refused(target, row.id, "its criteria are no `4 points: …` that sum to 10")
    values = _values(said, rows)
    written = {"live_benchmark.py": "inspect.py.j2", "live_benchmark.md": "inspect.md.j2"}
    files = {file: filled(f"interop/{each}", values) for file, each in written.items()}
    files |= {path.name: path.read_text("utf-8") for path in COPIED}
    files["verdict.json"] = json.dumps(rating.VERDICT_SCHEMA, indent=1) + "\n"
    _write(folder, files)
    return f"inspect eval {folder / 'live_benchmark.py'} --model MODEL --model-role grader=JUDGE"


def _read(target: str, revision: str | None) -> tuple[str, Rows]:
    """Loads the split, and refuses one that no harness could ask."""
    said, month = place_and_month(target)
    rows = rows_of_month(place_of(said, revision), month)
    if not rows:
        raise UsageError(f"{target}: {rows.month} has no rows.")
    for row in rows:
        for each in ("question", "answer", "criteria"):
            if not getattr(row, each):
                raise _refused(target, row.id, f"it has no {each}")
        if not row.pictures:
            raise _refused(target, row.id, "it has no picture here", FETCH)
    twice = [id for id, times in Counter(row.id for row in rows).items() if times > 1]
    if twice:
        raise _refused(target, twice[0], "its id stands more than once")
    return said, rows


def _scorer(target: str, rows: Rows) -> str:
    """The module of live_bench that knows all labels of a split."""
    known = {module: taxonomy(name).names for name, module in LIVE_BENCH.items()}
    for module, labels in known.items():
        if all(row.subtask in labels for row in rows):
            return module
    for row in rows:
        if not any(row.subtask in labels for labels in known.values()):
            listed = "; or ".join(", ".join(labels) for labels in known.values())
            fact = f"lmms-eval's live_bench knows no subtask {row.subtask!r}, only {listed}"
            raise _refused(target, row.id, fact)
    raise UsageError(f"{target}: has labels of both taxonomies, which live_bench scores apart.")


def _refused(target: str, id: int, fact: str, step: str = "") -> UsageError:
    return UsageError(f"{target}: row {id}: {fact}. Nothing was written. {step}".strip())


def _values(said: str, rows: Rows) -> dict[str, Any]:
    """What the templates tell: where the split is, at which commit, and how much there is."""
    on_hub = said.startswith(HUB)
    return {
        "said": said if on_hub else str(Path(said).resolve()),
        "path": said.removeprefix(HUB) if on_hub else str(Path(said).resolve()),
        "month": rows.month,
        "commit": rows.commit,
        "state": "" if on_hub else state_of(said),
        "count": len(rows),
    }


def _write(folder: Path, files: dict[str, str]) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder}: not a folder. Name one, or a new one.")
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")

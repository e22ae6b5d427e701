"""A judged month in, its two result sets out: each candidate's results, and the table of scores.

The columns are those of the original's result sets, then ours. Pictures are named and not carried:
each candidate's results would hold all of the month's again. Same input, same bytes. Writes
Parquet files.
"""

import json
import shutil
from pathlib import Path
from typing import Any

from live.judge.details import COLUMNS, details
from live.publish.edition import Edition
from live.publish.entries import slug
from live.qa_gen.taxonomies import MODEL, TOTAL
from live.records import BLIND

RESULTS = {name: "string" for name in COLUMNS} | {
    "id": "int32",
    "images": "strings",  # the sha256 of each, as the manifest has them
    "score": "float32",
    "model": "string",
    "canary": "string",
}
"""Name and type of each column of the results, in order; the first nine are the original's."""


def results_config(month: str) -> str:
    """Gives the name of the config that holds a month's results, a split a model."""
    return f"{month}-results"


def table_config(month: str) -> str:
    """Gives the name of the config that holds a month's table, in the split `test`."""
    return f"{month}-leaderboard"


def results_path(month: str, split: str) -> str:
    """Gives the path of a model's results in the repository."""
    return f"results/{month}/{split}-00000-of-00001.parquet"


def table_path(month: str) -> str:
    """Gives the path of a month's table in the repository."""
    return f"leaderboard/{month}/test-00000-of-00001.parquet"


def split_of(model: str) -> str:
    """Gives the name of a model's split: small letters, digits and underscores, no two alike."""
    return slug(model).replace("-", "_")


def listed(edition: Edition) -> list[dict[str, str]]:
    """Gives the splits of the results and whose they are, best candidate first; none unjudged.

    A candidate that was asked without the picture too has a second split, `blind/` and its name.
    """
    board, answered = edition.scoreboard, {answer.model for answer in edition.answers}
    names = [score.model for score in board.models] if board else []
    both = [each for name in names for each in (name, BLIND + name)]
    shown = [each for each in both if each in names or each in answered]
    return [{"split": split_of(name), "model": name} for name in shown]


def results(edition: Edition, model: str) -> list[dict[str, Any]]:
    """Gives a model's results as they are published; without the picture, of what it was asked."""
    questions = [edition.question(row) for row in edition.release.rows]
    found = details(
        model,
        edition.release,
        questions,
        list(edition.pages.values()),
        edition.answers,
        edition.earned,
    )
    ours = {"model": model, "canary": edition.release.canary}
    return [
        row | ours | {"ratings": json.dumps(row["ratings"], ensure_ascii=False)}
        for row in found
        if row["status"] != "unanswered" or not model.startswith(BLIND)
    ]


def table(edition: Edition) -> list[dict[str, Any]]:
    """Gives the table of the scoreboard, 0..100: a row a candidate, None where it is withheld."""
    models = edition.scoreboard.models if edition.scoreboard else ()
    labels = dict.fromkeys(label for score in models for label in score.subtasks)
    return [
        {MODEL: score.model, TOTAL: score.mean}
        | {label: score.subtasks[label].mean for label in labels if label in score.subtasks}
        for score in models
    ]


def write_results(folder: Path, edition: Edition, before: Path) -> None:
    """Writes the result sets of a month into its folder; nothing where nobody was scored.

    before: the folder as it was; a file of it with the same rows is kept as it is.
    """
    month = edition.month
    for each in listed(edition):
        path = results_path(month, each["split"])
        _write(folder / path, results(edition, each["model"]), RESULTS, before / path)
    if rows := table(edition):
        kinds = {name: "string" if name == MODEL else "float64" for row in rows for name in row}
        _write(folder / table_path(month), rows, kinds, before / table_path(month))


def _write(path: Path, rows: list[dict[str, Any]], kinds: dict[str, str], before: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq
    from datasets import Features, List, Value

    features = {
        name: List(Value("string")) if kind == "strings" else Value(kind)
        for name, kind in kinds.items()
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = pa.Table.from_pylist(rows, schema=Features(features).arrow_schema)
    try:
        kept = pq.read_table(before)
        same = kept.equals(fresh) and kept.schema.metadata == fresh.schema.metadata
    except (FileNotFoundError, pa.ArrowException):
        same = False
    if same:  # a newer pyarrow may write the same rows as other bytes, which no repository takes
        shutil.copyfile(before, path)
    else:
        pq.write_table(fresh, path, version="2.6", compression="zstd", compression_level=3)

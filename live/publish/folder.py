"""A frozen month in, `hub/` out: a folder laid out as the dataset's repository. Writes that folder.

Same input, same bytes. The folder is made beside its place and moved there whole.
"""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from live.blobs import Blobs
from live.judge.design import design
from live.judge.ranking import lines_of
from live.publish.card import card
from live.publish.croissant import CROISSANT, croissant
from live.publish.edition import Edition
from live.publish.manifest import manifest_of
from live.publish.results import write_results
from live.publish.rows import rows_of
from live.publish.split import content_hashes, write_split


def build(edition: Edition, blobs: Blobs, folder: Path) -> None:
    """Writes the repository of a month to `folder`; one that is the same stays untouched.

    Raises LiveError where a picture or a category is missing; the old folder then stays.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh, old = folder.with_name(f".{folder.name}.new"), folder.with_name(f".{folder.name}.old")
    _clear_after_kill(folder, fresh, old)
    _fill(edition, blobs, fresh, before=folder)
    if _contents(fresh) == _contents(folder):
        shutil.rmtree(fresh)
        return
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def split_path(month: str) -> str:
    """Gives the path of a month's split in the repository."""
    return f"data/{month}/test-00000-of-00001.parquet"


def _clear_after_kill(folder: Path, fresh: Path, old: Path) -> None:
    if old.exists() and not folder.exists():
        old.rename(folder)
    for left in (fresh, old):
        shutil.rmtree(left, ignore_errors=True)


def _fill(edition: Edition, blobs: Blobs, folder: Path, before: Path) -> None:
    month, rows = edition.month, rows_of(edition)
    manifest = manifest_of(edition, rows)
    split = folder / split_path(month)
    split.parent.mkdir(parents=True)
    written = before / split_path(month)
    if content_hashes(written) == [row["content_sha256"] for row in manifest["rows"]]:
        # A newer pyarrow may write the same rows as other bytes, which no repository would take.
        shutil.copyfile(written, split)
    else:
        write_split(split, rows, blobs)
    _write_json(folder / "manifest" / f"{month}.json", manifest)
    if edition.scoreboard:
        _write_json(folder / "scoreboard" / f"{month}.json", edition.scoreboard.model_dump())
    if edition.comparisons:
        _write_comparisons(folder / comparisons_path(month), edition)
    write_results(folder, edition, before)
    (folder / CROISSANT).write_text(croissant({month: manifest}), encoding="utf-8")
    (folder / "README.md").write_text(card({month: manifest}), encoding="utf-8")


def comparisons_path(month: str) -> str:
    """Gives the path of a month's comparisons in the repository, a line each, where there are."""
    return f"scoreboard/{month}-comparisons.jsonl"


def _write_comparisons(path: Path, edition: Edition) -> None:
    path.parent.mkdir(exist_ok=True)
    lines = lines_of(edition.comparisons, design(edition.config, edition.release))
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    path.write_text(text, encoding="utf-8")


def _write_json(path: Path, value: Any) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _contents(folder: Path) -> dict[str, str]:
    """Gives the sha256 of each file of a folder; empty where there is none."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                found[str(path.relative_to(folder))] = hashlib.file_digest(
                    file, "sha256"
                ).hexdigest()
    return found

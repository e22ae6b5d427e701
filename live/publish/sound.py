"""A month's folder in, and a stop out where it must not be published. Reads the folder.

What is published cannot be changed, so its rows are looked at once more before.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from live.errors import LiveError
from live.publish.folder import split_path
from live.publish.split import content_hashes


def refuse_unsound(folder: Path, month: str) -> None:
    """Raises LiveError for no rows, an id twice, a picture missing, or rows not in the manifest."""
    split = folder / split_path(month)
    anew = f"Delete {folder.parent} and publish again: it is made anew."
    said = _said(folder / "manifest" / f"{month}.json")
    if said == []:
        raise LiveError(f"{month} has 0 rows: there is nothing to publish.")
    seen: set[int] = set()
    for id, whole in _ids(split):
        if id in seen:
            raise LiveError(f"{split}: id {id} is there twice, and must name one row. {anew}")
        seen.add(id)
        if not whole:
            raise LiveError(f"{split}: row {id} lacks a picture. {anew}")
    if said is None or content_hashes(split) != said:
        raise LiveError(f"{split} is not what its manifest says. {anew}")


def _said(manifest: Path) -> list[str] | None:
    """The rows' hashes as a manifest has them; None where it is none."""
    try:
        return [row["content_sha256"] for row in json.loads(manifest.read_bytes())["rows"]]
    except (ValueError, TypeError, KeyError):
        return None


def _ids(split: Path) -> Iterator[tuple[int, bool]]:
    """The rows' ids, and whether each has pictures with bytes; none of what is no split."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        for batch in pq.ParquetFile(split).iter_batches(batch_size=32, columns=["id", "images"]):
            for id, pictures in zip(batch["id"], batch["images"], strict=True):
                whole = pictures.is_valid and len(pictures) > 0
                yield id.as_py(), whole and all(each["bytes"].is_valid for each in pictures)
    except (FileNotFoundError, KeyError, pa.ArrowException):
        return

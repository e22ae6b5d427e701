"""A month's folder in, and a stop out where it must not be published. Reads the folder.

What is published cannot be changed, so its rows are looked at once more before.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from live.errors import LiveError
from live.publish.folder import split_path
from live.publish.manifest import form_of
from live.publish.split import content_hashes


def refuse_unsound(folder: Path, month: str) -> None:
    """Raises LiveError for no rows, an id twice, a picture missing, or rows not in the manifest.

    A row by reference has no picture, and says of one at least what it was.
    """
    split = folder / split_path(month)
    anew = f"Delete {folder.parent} and publish again: it is made anew."
    hashes, by_reference = _said(folder / "manifest" / f"{month}.json")
    if hashes == []:
        raise LiveError(f"{month} has 0 rows: there is nothing to publish.")
    seen: set[int] = set()
    for id, pictures, told in _ids(split):
        if id in seen:
            raise LiveError(f"{split}: id {id} is there twice, and must name one row. {anew}")
        seen.add(id)
        if by_reference and pictures:
            raise LiveError(f"{split}: row {id} holds a picture, and must only name it. {anew}")
        if not told or not (by_reference or (pictures and all(pictures))):
            raise LiveError(f"{split}: row {id} lacks a picture. {anew}")
    if hashes is None or content_hashes(split) != hashes:
        raise LiveError(f"{split} is not what its manifest says. {anew}")


def _said(manifest: Path) -> tuple[list[str] | None, bool]:
    """The rows' hashes as a manifest has them, None where it is none; whether by reference."""
    try:
        said = json.loads(manifest.read_bytes())
        hashes = [row["content_sha256"] for row in said["rows"]]
        return hashes, form_of(said) == "by_reference"
    except (ValueError, TypeError, KeyError, AttributeError):
        return None, False


def _ids(split: Path) -> Iterator[tuple[int, list[bool], bool]]:
    """The rows' ids, whether each picture has bytes, and whether pictures are told of."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        columns = ["id", "images", "shots"]
        for batch in pq.ParquetFile(split).iter_batches(batch_size=32, columns=columns):
            for id, held, told in zip(*(batch[name] for name in columns), strict=True):
                pictures = list(held) if held.is_valid else []
                yield (
                    id.as_py(),
                    [each["bytes"].is_valid for each in pictures],
                    told.as_py() not in (None, "", "[]"),
                )
    except (FileNotFoundError, KeyError, pa.ArrowException):
        return

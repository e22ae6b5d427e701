"""The rows of a split in, one Parquet file out, and back to their hashes. Reads the blobs.

The five or so rows of a page carry the same pictures. A dictionary over the pictures' bytes stores
each once a row group, and row groups end between pages.
"""

import hashlib
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from live.blobs import Blobs
from live.publish.rows import COLUMNS, content_sha256

GROUP_BYTES = 16 * 2**20
"""Pictures of a row group, bytes, each counted once; a group holds at least one page.

Arrow spreads a group out to one copy a row while it writes or reads, and takes 2 GiB at most.
"""

PICTURE_BYTES = "images.list.element.bytes"
DICTIONARY_BYTES = 2**30


def write_split(path: Path, rows: list[dict[str, Any]], blobs: Blobs) -> None:
    """Writes rows, as `rows_of` gives them, to a Parquet file that load_dataset opens.

    Raises LiveError where a picture is missing from the blobs or damaged.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = _schema()
    with pq.ParquetWriter(
        path,
        schema,
        version="2.6",
        compression="zstd",
        compression_level=3,
        use_dictionary=[PICTURE_BYTES],
        dictionary_pagesize_limit=DICTIONARY_BYTES,
    ) as writer:
        for group in _groups(rows, blobs):
            writer.write_table(pa.Table.from_pylist(group, schema=schema), row_group_size=len(rows))


def content_hashes(path: Path) -> list[str] | None:
    """Computes the content hashes of a file's rows; None where it is not such a file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    hashes = []
    try:
        for batch in pq.ParquetFile(path).iter_batches(batch_size=32):
            for row in batch.to_pylist():
                if list(row) != list(COLUMNS):
                    return None
                row["images"] = [_named(picture) for picture in row["images"]]
                hashes.append(content_sha256(row))
    except (FileNotFoundError, pa.ArrowException):
        return None
    return hashes


def _schema() -> Any:
    """The Arrow schema, with the metadata by which datasets knows pictures from bytes."""
    from datasets import Features, Image, List, Value

    kinds = {"images": List(Image()), "string": Value("string"), "int32": Value("int32")}
    return Features({name: kinds[kind] for name, kind in COLUMNS.items()}).arrow_schema


def _groups(rows: list[dict[str, Any]], blobs: Blobs) -> Iterator[list[dict[str, Any]]]:
    group: list[dict[str, Any]] = []
    size = 0
    for _, same_page in groupby(rows, key=lambda row: row["images"]):
        page_rows = list(same_page)
        pictures = [
            {"bytes": blobs.get(picture["sha256"]), "path": picture["path"]}
            for picture in page_rows[0]["images"]
        ]
        added = sum(len(picture["bytes"]) for picture in pictures)
        if group and size + added > GROUP_BYTES:
            yield group
            group, size = [], 0
        group += [row | {"images": pictures} for row in page_rows]
        size += added
    if group:
        yield group


def _named(picture: dict[str, Any]) -> dict[str, str]:
    return {"path": picture["path"], "sha256": hashlib.sha256(picture["bytes"]).hexdigest()}

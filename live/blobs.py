"""Screenshots and pages, stored under their sha256 on any fsspec URL. The only door to blobs."""

import gzip
import hashlib
from pathlib import Path
from uuid import uuid4

import fsspec

from live.errors import LiveError, WorkspaceError


class Blobs:
    """A store of bytes by content.

    url: a folder, or any URL that fsspec knows (`s3://…`, `memory://…`). Raises WorkspaceError
    for one that it does not.
    """

    def __init__(self, url: str) -> None:
        try:
            self._fs, self._root = fsspec.url_to_fs(url, auto_mkdir=True)
        except (ValueError, ImportError) as error:
            raise WorkspaceError(
                f"live.yaml: blobs: {url} cannot be used ({error}). Write a folder, or a URL that "
                "an installed fsspec package knows."
            ) from None

    def put(self, content: bytes) -> str:
        """Stores bytes whole or not at all, and gives their sha256 in hexadecimal.

        Raises LiveError where they cannot be written, as on a full disk.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        path = self._path(sha256)
        if not self._fs.exists(path):
            # beside its place: on a full disk, a move from elsewhere would leave half of it there
            part = f"{path}.{uuid4().hex}.part"
            try:
                self._fs.pipe_file(part, content)
                self._fs.mv(part, path)
            except OSError as error:
                if self._fs.exists(part):
                    self._fs.rm_file(part)
                fact = error.strerror or str(error)
                raise LiveError(
                    f"{self._root}: a blob of {len(content):,} bytes cannot be written ({fact}). "
                    "Free some disk space, or see to its rights, then run the same again."
                ) from error
        return sha256

    def get(self, sha256: str) -> bytes:
        """Gives the bytes of that sha256. Raises LiveError where they are missing or damaged."""
        try:
            content: bytes = self._fs.cat_file(self._path(sha256))
        except FileNotFoundError:
            raise LiveError(
                f"blob {sha256} is missing from {self._root}. Restore it from a backup."
            ) from None
        if hashlib.sha256(content).hexdigest() != sha256:
            raise LiveError(f"blob {sha256} in {self._root} is damaged. Restore it from a backup.")
        return content

    def put_text(self, text: str) -> str:
        """Stores text packed (gzip), and gives the sha256 of what is stored."""
        return self.put(gzip.compress(text.encode(), mtime=0))

    def get_text(self, sha256: str) -> str:
        """Gives the text of that sha256. Raises LiveError as `get` does."""
        return gzip.decompress(self.get(sha256)).decode()

    def _path(self, sha256: str) -> str:
        return f"{self._root}/{sha256[:2]}/{sha256}"


def beside(folder: Path, place: str) -> str:
    """Gives a place as a URL or an absolute path; a relative one lies in the folder."""
    return place if "://" in place else str((folder / place).absolute())

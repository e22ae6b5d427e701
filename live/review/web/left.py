"""Sessions that somebody left -> refused until their time is over, also where a cookie was copied.

They are kept in a file beside the secret that signs the sessions, a line each: until when the
session would have lasted, and its nonce. So they are over in all servers of a workspace, and after
a server has started anew. What a nonce signs cannot be made from it.
"""

import os
from pathlib import Path
from threading import Lock

from live.clock import now


class Left:
    """The sessions of a workspace that were left. folder: of the workspace."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / ".live.left"
        self._lock = Lock()
        self._as_of = (0, 0)
        self._nonces: set[str] = set()
        self._drop_those_over()

    def add(self, nonce: str, until: str) -> None:
        """Notes that a session was left. until: when it would have ended, in ISO format."""
        how = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        with self._lock, os.fdopen(os.open(self._path, how, 0o600), "a") as file:
            file.write(f"{until} {nonce}\n")

    def __contains__(self, nonce: str) -> bool:
        """Whether a session was left; the file is read only where it has changed."""
        try:
            found = os.stat(self._path)
        except FileNotFoundError:
            return False
        as_of = (found.st_mtime_ns, found.st_size)
        if as_of != self._as_of:
            self._nonces = {line.rpartition(" ")[2] for line in self._lines()}
            self._as_of = as_of
        return nonce in self._nonces

    def _drop_those_over(self) -> None:
        at = now().isoformat()
        lines = self._lines()
        if lines and all(line.partition(" ")[0] <= at for line in lines):
            self._path.unlink(missing_ok=True)

    def _lines(self) -> list[str]:
        try:
            return self._path.read_text().splitlines()
        except FileNotFoundError:
            return []

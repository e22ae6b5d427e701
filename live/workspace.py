"""The folder a maintainer works in: live.yaml, live.db, blobs/, releases/, and the lock on it."""

import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from live.blobs import Blobs, beside
from live.clock import current_month, now
from live.config import Config, load_config
from live.errors import HeldError, WorkspaceError
from live.publish.quotas import check_quotas
from live.qa_gen.taxonomies import check_taxonomy
from live.store import Store
from live.store_database import database_url


@dataclass(frozen=True)
class Workspace:
    """A workspace that is open.

    still_held: raises LiveError where it was held, over several machines, and that was lost.
    """

    path: Path
    config: Config
    store: Store
    blobs: Blobs
    still_held: Callable[[], None] = lambda: None

    def month(self, asked: str | None = None) -> str:
        """Gives the month to work on: the one asked for, else live.yaml's, else the current one."""
        return asked or self.config.month or current_month()

    def release(self, month: str) -> Path:
        """Gives the folder of a month's release."""
        return self.path / "releases" / month


@contextmanager
def open_workspace(path: Path) -> Iterator[Workspace]:
    """Opens the workspace in a folder.

    Raises ConfigError for live.yaml and WorkspaceError for the rest.
    """
    config = load_config(path / "live.yaml")
    check_taxonomy(config)
    check_quotas(config)
    store = Store(database_url(path, config.database))
    try:
        blobs = Blobs(beside(path, config.blobs or "blobs"))
        yield Workspace(path=path, config=config, store=store, blobs=blobs)
    finally:
        store.close()


@contextmanager
def hold(path: Path, doing: str, key: str = "live") -> Iterator[None]:
    """Holds a workspace while something writes to it. The lock goes with the process.

    key: names the lock; what holds another one may run at the same time. Raises HeldError that says
    who holds it, and WorkspaceError where the folder cannot be written.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(path / f".{key}.lock")
    holder = path / f".{key}.holder"
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise _held(path, holder) from None
    except OSError as error:
        raise WorkspaceError(f"{path}: cannot be written ({error.strerror}).") from None
    try:
        who = {"doing": doing, "pid": os.getpid(), "host": socket.gethostname()}
        holder.write_text(json.dumps(who | {"since": now().isoformat()}))
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _held(path: Path, holder: Path) -> HeldError:
    try:
        who = json.loads(holder.read_text())
    except (OSError, ValueError):
        return HeldError(str(path), "another process that has only just begun")
    doing, since = who["doing"], who["since"]
    told = f"`live {doing}` (process {who['pid']} on {who['host']}, since {since})"
    return HeldError(str(path), told, doing)

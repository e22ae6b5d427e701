"""The folder a maintainer works in: live.yaml, live.db, blobs/, releases/, and the lock on it."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from live.blobs import Blobs, beside
from live.clock import current_month, now
from live.config import Config, load_config
from live.errors import WorkspaceError
from live.publish.quotas import check_quotas
from live.qa_gen.taxonomies import check_taxonomy
from live.store import Store
from live.store_database import database_url


@dataclass(frozen=True)
class Workspace:
    """A workspace that is open."""

    path: Path
    config: Config
    store: Store
    blobs: Blobs

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
def hold(path: Path, doing: str) -> Iterator[None]:
    """Holds a workspace while something writes to it. The lock goes with the process.

    Raises WorkspaceError that says who holds it.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(path / ".live.lock")
    holder = path / ".live.holder"
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise WorkspaceError(
            f"{path}: in use by {_who(holder)}. Wait for it to end, or stop it."
        ) from None
    except OSError as error:
        raise WorkspaceError(f"{path}: cannot be written ({error.strerror}).") from None
    try:
        who = {"doing": doing, "pid": os.getpid(), "host": socket.gethostname()}
        holder.write_text(json.dumps(who | {"since": now().isoformat()}))
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _who(holder: Path) -> str:
    try:
        who = json.loads(holder.read_text())
    except (OSError, ValueError):
        return "another process that has only just begun"
    return f"`live {who['doing']}` (process {who['pid']} on {who['host']}, since {who['since']})"

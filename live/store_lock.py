"""A lock on a database that several machines work on. A part of the door.

PostgreSQL gives it back when the connection that took it ends, whatever ended it, so a crash leaves
none behind. An SQLite file is worked on by one machine, where the lock on the folder is enough.
"""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from live.errors import HeldError, LiveError

OURS = 7611
"""The first half of the locks' keys, by which they are told from those of other programs."""
KEYS = {"work": 1, "schedule": 2}
TAKE = sa.text("SELECT pg_try_advisory_lock(:ours, :key)")
HOLDER = sa.text(
    "SELECT application_name, backend_start FROM pg_stat_activity WHERE pid = ("
    "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2 "
    "AND classid = :ours AND objid = :key AND database = "
    "(SELECT oid FROM pg_database WHERE datname = current_database()))"
)
LIVELY = {"keepalives": 1, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
"""For libpq: a connection that nothing is said on for hours is not taken for dead on the way."""


@contextmanager
def hold_database(
    url: sa.URL, doing: str, key: Literal["work", "schedule"] = "work"
) -> Iterator[Callable[[], None]]:
    """Holds a database while something writes to it. The lock goes with the connection.

    Gives a function that raises LiveError where the lock was lost meanwhile, and does nothing else.
    Raises HeldError that says who holds it.
    """
    if url.get_backend_name() != "postgresql":
        yield lambda: None
        return
    alive = LIVELY if url.get_driver_name() in ("psycopg", "psycopg2") else {}
    engine = sa.create_engine(
        url, poolclass=sa.pool.NullPool, isolation_level="AUTOCOMMIT", connect_args=alive
    )
    try:
        with engine.connect() as connection:
            who = f"{doing} {os.getpid()} {socket.gethostname()}"[:63]  # longer names are cut
            connection.execute(
                sa.text("SELECT set_config('application_name', :who, false)"), {"who": who}
            )
            asked = {"ours": OURS, "key": KEYS[key]}
            if not connection.scalar(TAKE, asked):
                raise _held(connection, asked, url)
            yield lambda: _check(connection, url)
    finally:
        engine.dispose()


def _held(connection: sa.Connection, asked: dict[str, int], url: sa.URL) -> HeldError:
    where = f"live.yaml: database: {url.database}"
    row = connection.execute(HOLDER, asked).one_or_none()
    doing, process, host = (row[0].rsplit(" ", 2) if row else []) or ("", "", "")
    if not host:
        return HeldError(where, "another process that has only just begun")
    since = row[1].isoformat(timespec="seconds") if row else ""
    who = f"`live {doing}` (process {process} on {host}, since {since})"
    return HeldError(where, who, doing)


def _check(connection: sa.Connection, url: sa.URL) -> None:
    try:
        connection.scalar(sa.text("SELECT 1"))
    except SQLAlchemyError as error:
        raise LiveError(
            f"live.yaml: database: {url.database}: the connection that held it was lost, and "
            "somebody else may work on it now. Run the same again."
        ) from error

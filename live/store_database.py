"""What live.yaml declares -> a database that is tuned, and whose tables are as they must be.

SQLite in WAL mode, or any that SQLAlchemy knows. A part of the door.
"""

import json
import re
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from live.errors import WorkspaceError
from live.store_lock import OURS

MIGRATIONS = Path(__file__).parent / "migrations"
NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")
"""In JSON: the escape of a NUL, and not a backslash that `u0000` follows."""
ALONE = f"SELECT pg_advisory_xact_lock({OURS}, 3)"
"""Waits in PostgreSQL until no other transaction has this lock, and has it until its own ends."""


def database_url(folder: Path, declared: str | None) -> sa.URL:
    """Gives the URL of a workspace's database; an SQLite file lies in the folder.

    Raises WorkspaceError where what live.yaml declares is no URL.
    """
    if declared is None:
        return sa.URL.create("sqlite", database=str((folder / "live.db").absolute()))
    try:
        url = sa.make_url(declared)
    except sa.exc.ArgumentError as error:
        raise WorkspaceError(
            f"live.yaml: database: {error}. Write sqlite:///file.db, say."
        ) from None
    if url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:"):
        url = url.set(database=str((folder / str(url.database)).absolute()))
    return url


def engine_of(url: sa.URL) -> sa.Engine:
    """Gives the engine of a database. Raises WorkspaceError where its driver is missing."""
    try:
        if url.get_backend_name() == "sqlite":
            engine = sa.create_engine(url)
        else:  # whose server may have ended a connection that waits in the pool
            engine = sa.create_engine(url, pool_pre_ping=True, json_serializer=_json)
    except (sa.exc.ArgumentError, ImportError) as error:
        raise WorkspaceError(
            f"live.yaml: database: {url.render_as_string()} cannot be used ({error}). "
            "Install its driver, or write sqlite:///file.db."
        ) from None
    if url.get_backend_name() == "sqlite":
        sa.event.listen(engine, "connect", _tune_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
    elif url.get_backend_name() == "postgresql":
        sa.event.listen(engine, "begin", _begin_postgresql)
    return engine


def migrate(connection: sa.Connection, name: str) -> None:
    """Makes the tables, or brings them up to date.

    name: of the database. Raises WorkspaceError where a newer version of live wrote it.
    """
    known = sorted(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    current = _revision(connection)
    if current is not None and current not in known:
        raise WorkspaceError(
            f"{name}: written by a newer version of live (schema {current}). "
            "Upgrade live, or open a copy from before."
        )
    if current != known[-1] and not _made_meanwhile(connection, known[-1]):
        _upgrade(connection)


def _revision(connection: sa.Connection) -> str | None:
    """The migration that made the tables as they are; None: there are none."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return revision


def _made_meanwhile(connection: sa.Connection, newest: str) -> bool:
    """Whether another machine brought the tables up to date, once it has ended."""
    if connection.dialect.name != "postgresql":
        return False
    connection.exec_driver_sql(ALONE)
    return _revision(connection) == newest


def _tune_sqlite(connection: Any, _: Any) -> None:
    """WAL, synced on every commit: a reply that was paid for survives a power cut."""
    connection.isolation_level = None  # the driver's own BEGIN leaves out changes of tables
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _json(value: Any) -> str:
    """JSON whose texts PostgreSQL can read: a NUL, which it cannot, becomes U+FFFD."""
    text = json.dumps(value)
    return NUL.sub(r"\1\\ufffd", text) if "\\u0000" in text else text


def _begin_postgresql(connection: sa.Connection) -> None:
    options = connection.get_execution_options()
    if options.get("writes"):
        connection.exec_driver_sql(ALONE)
    elif options.get("one_view"):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _upgrade(connection: sa.Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")

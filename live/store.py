"""The only door to the database: records and outcomes here; calls, signatures, people beside it.

SQLite in WAL mode by default, any SQLAlchemy URL otherwise. What a method wrote is durable when it
returns.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from live.errors import LiveError, WorkspaceError
from live.outcomes import Ending, Outcome, State, Stored
from live.records import Record
from live.store_audit import Audit
from live.store_calls import Calls
from live.store_reviewers import Reviewers
from live.store_signatures import Signatures, forget_signature
from live.tables import RECORDS, calls, outcomes

R = TypeVar("R", bound=Record)
MIGRATIONS = Path(__file__).parent / "migrations"
OPEN: ContextVar[tuple["Store", sa.Connection] | None] = ContextVar("OPEN", default=None)
"""The transaction of `Store.together` that is open here."""


class Store:
    """The database of a workspace.

    url: an SQLAlchemy URL. Raises WorkspaceError where it cannot be opened, and where a newer
    version of live wrote it. The tables are made, or migrated, on opening.
    """

    def __init__(self, url: str | sa.URL) -> None:
        self.url = sa.make_url(url)
        try:
            self._engine = sa.create_engine(self.url)
        except (sa.exc.ArgumentError, ImportError) as error:
            raise WorkspaceError(
                f"live.yaml: database: {self.url.render_as_string()} cannot be used ({error}). "
                "Install its driver, or write sqlite:///file.db."
            ) from None
        if self.url.get_backend_name() == "sqlite":
            sa.event.listen(self._engine, "connect", _tune_sqlite)
            sa.event.listen(self._engine, "begin", _begin_sqlite)
        self.calls = Calls(self._begin)
        self.signatures = Signatures(self._begin)
        self.audit = Audit(self._begin)
        self.reviewers = Reviewers(self._begin)
        self._migrate()

    def close(self) -> None:
        """Gives the connections back."""
        self._engine.dispose()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Makes what the block reads and writes one transaction, in which nobody else writes.

        All of it is durable when the block ends, and none of it where the block raises.
        """
        with self._begin(writes=True) as connection:
            before = OPEN.set((self, connection))
            try:
                yield
            finally:
                OPEN.reset(before)

    def save(self, month: str, stage: str, item: str, ending: Ending) -> None:
        """Stores how an item ended and what it became, in one transaction."""
        self.save_all(month, stage, {item: ending})

    def save_all(self, month: str, stage: str, endings: Mapping[str, Ending]) -> None:
        """Stores how many items ended, each as `save` does, in one transaction."""
        with self._begin() as connection:
            for item, ending in endings.items():
                for record in ending.records:
                    _put(connection, record)
                row = {
                    "month": month,
                    "stage": stage,
                    "item": item,
                    "state": ending.state,
                    "reason": ending.reason,
                    "detail": ending.detail,
                }
                _upsert(connection, outcomes, row, ("month", "stage", "item"))

    def add(self, *records: Stored) -> None:
        """Stores records that no item became, such as decisions and releases."""
        with self._begin() as connection:
            for record in records:
                _put(connection, record)

    def all(self, kind: type[R], month: str, parent: str | None = None) -> list[R]:
        """Gives a month's records of a kind in the order they came; of questions, each newest."""
        return list(dict(self._read(kind, month, parent)).values())

    def each(self, kind: type[R], month: str) -> Iterator[R]:
        """Gives a month's records of a kind one by one, all versions, older ones first.

        Of hundreds of thousands that are not kept, this takes no memory.
        """
        return (record for _, record in self._read(kind, month))

    def fields(self, kind: type[Record], *names: str) -> list[tuple[str, ...]]:
        """Gives some fields of all months' records of a kind, as texts, in the order they came.

        What a record lacks is ''. Of tens of thousands, this takes a fifth of the time of `all`.
        """
        table = RECORDS[kind]
        query = sa.select(*(sa.func.coalesce(table.c.body[name].as_string(), "") for name in names))
        with self._begin() as connection:
            return [tuple(row) for row in connection.execute(query.order_by(table.c.seq))]

    def versions(self, kind: type[R], id: str) -> list[R]:
        """Gives all versions of one record, oldest first; empty where there is none."""
        table = RECORDS[kind]
        query = sa.select(table.c.body).where(table.c.id == id).order_by(table.c.version)
        with self._begin() as connection:
            return [kind.model_validate(body) for body in connection.scalars(query)]

    def months(self) -> list[str]:
        """Gives the months that anything is stored of, oldest first."""
        found: set[str] = set()
        with self._begin() as connection:
            for table in (*RECORDS.values(), outcomes, calls):
                found |= set(connection.scalars(sa.select(table.c.month).distinct()))
        return sorted(found)

    def outcomes(self, month: str, stage: str | None = None) -> list[Outcome]:
        """Gives how the items of a month, or of one stage of it, ended."""
        query = sa.select(outcomes).where(outcomes.c.month == month)
        if stage is not None:
            query = query.where(outcomes.c.stage == stage)
        query = query.order_by(outcomes.c.stage, outcomes.c.item)
        with self._begin() as connection:
            return [Outcome(**row) for row in connection.execute(query).mappings()]

    def outcome(self, month: str, stage: str, item: str) -> Outcome | None:
        """Gives how one item of a stage ended; None where it has not."""
        key = (outcomes.c.month == month, outcomes.c.stage == stage, outcomes.c.item == item)
        with self._begin() as connection:
            row = connection.execute(sa.select(outcomes).where(*key)).mappings().one_or_none()
            return Outcome(**row) if row else None

    def ended(self, month: str, stage: str, states: Iterable[State]) -> set[str]:
        """Gives the items of a stage that ended in one of these states."""
        query = sa.select(outcomes.c.item).where(
            outcomes.c.month == month, outcomes.c.stage == stage, outcomes.c.state.in_(list(states))
        )
        with self._begin() as connection:
            return set(connection.scalars(query))

    def forget(self, month: str, stage: str, item: str) -> None:
        """Makes a stage take an item again."""
        with self._begin() as connection:
            connection.execute(
                outcomes.delete().where(
                    outcomes.c.month == month, outcomes.c.stage == stage, outcomes.c.item == item
                )
            )

    def _read(
        self, kind: type[R], month: str, parent: str | None = None
    ) -> Iterator[tuple[str, R]]:
        """A month's records of a kind with their ids; each is validated as it comes."""
        table = RECORDS[kind]
        query = sa.select(table.c.id, table.c.body).where(table.c.month == month)
        if parent is not None:
            query = query.where(table.c.parent == parent)
        with self._begin() as connection:
            for row in connection.execute(query.order_by(table.c.version, table.c.seq)):
                yield row.id, kind.model_validate(row.body)

    def _migrate(self) -> None:
        from alembic.runtime.migration import MigrationContext
        from alembic.script import ScriptDirectory

        scripts = ScriptDirectory(str(MIGRATIONS))
        known = {script.revision for script in scripts.walk_revisions()}
        with self._begin() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
            if current is not None and current not in known:
                raise WorkspaceError(
                    f"{self._name}: written by a newer version of live (schema {current}). "
                    "Upgrade live, or open a copy from before."
                )
            if current != scripts.get_current_head():
                _upgrade(connection)

    @property
    def _name(self) -> str:
        return self.url.database or self.url.render_as_string()

    @contextmanager
    def _begin(self, *, writes: bool = False) -> Iterator[sa.Connection]:
        """A transaction, or the one that is open here. What the database refuses becomes one line.

        writes: nobody else writes from its beginning on, not only from its first change.
        """
        if (opened := OPEN.get()) and opened[0] is self:
            yield opened[1]
            return
        try:
            with self._engine.connect() as connection:
                connection = connection.execution_options(writes=writes)
                with connection.begin():
                    yield connection
        except SQLAlchemyError as error:
            cause = getattr(error, "orig", None) or error
            fact = " ".join(str(cause).split())
            if "full" in fact or "disk I/O" in fact:
                raise LiveError(
                    f"{self._name}: {fact}. Free some disk space, then run the same again."
                ) from error
            raise WorkspaceError(
                f"{self._name}: {fact}. See that it is a database of live and can be written."
            ) from error


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


def _upgrade(connection: sa.Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _put(connection: sa.Connection, record: Stored) -> None:
    """Inserts a record, or writes over the same one (same id, same version)."""
    table = RECORDS[type(record)]
    row = {
        "id": record.id,
        "version": getattr(record, "version", 1) if table.name == "questions" else 1,
        "month": record.month,
        "parent": record.parent,
        "body": record.model_dump(mode="json"),
    }
    _upsert(connection, table, row, ("id", "version"))
    forget_signature(connection, record)


def _upsert(
    connection: sa.Connection, table: sa.Table, row: dict[str, Any], keys: tuple[str, ...]
) -> None:
    """Updates the row with these keys, else inserts it; the workspace's lock keeps others out."""
    same = sa.and_(*(table.c[key] == row[key] for key in keys))
    if not connection.execute(table.update().where(same).values(row)).rowcount:
        connection.execute(table.insert().values(row))

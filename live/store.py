"""The only door to the database: records and outcomes here; calls, signatures, people beside it.

SQLite in WAL mode by default, any SQLAlchemy URL otherwise. What a method wrote is durable when it
returns.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from live.errors import LiveError, WorkspaceError
from live.outcomes import Ending, Outcome, State, Stored
from live.records import Record
from live.store_audit import Audit
from live.store_calls import Calls
from live.store_changes import Changes
from live.store_database import engine_of, migrate
from live.store_reviewers import Reviewers
from live.store_rows import (
    put,
    row_of,
    select,
    select_outcomes,
    select_versions,
    upsert,
    write_over,
)
from live.store_signatures import Signatures
from live.tables import RECORDS, calls, outcomes

R = TypeVar("R", bound=Record)
ROWS = 1000
"""Read from the database at once."""


class Open(NamedTuple):
    """A transaction of several calls. read: what they have read and not written since, by kind."""

    store: "Store"
    connection: sa.Connection
    read: dict[type[Record], dict[Any, list[Any]]]


OPEN: ContextVar[Open | None] = ContextVar("OPEN", default=None)
"""The transaction of `Store.together` or `Store.reading` that is open here."""


class Store:
    """The database of a workspace.

    url: an SQLAlchemy URL. Raises WorkspaceError where it cannot be opened, and where a newer
    version of live wrote it. The tables are made, or migrated, on opening.
    """

    def __init__(self, url: str | sa.URL) -> None:
        self.url = sa.make_url(url)
        self._engine = engine_of(self.url)
        self.calls = Calls(self._begin)
        self.signatures = Signatures(self._begin)
        self.audit = Audit(self._begin)
        self.reviewers = Reviewers(self._begin)
        self.changes = Changes(self._begin, self._engine)
        with self._begin() as connection:
            migrate(connection, self._name)

    def close(self) -> None:
        """Gives the connections back."""
        self.changes.close()
        self._engine.dispose()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Makes what the block reads and writes one transaction, in which nobody else writes.

        All of it is durable when the block ends, and none of it where the block raises.
        """
        with self._open(writes=True):
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Makes what the block reads one view of the database, as it was when the block began.

        Many reads take half the time so. The block writes nothing.
        """
        with self._open(writes=False):
            yield

    def save(self, month: str, stage: str, item: str, ending: Ending) -> None:
        """Stores how an item ended and what it became, in one transaction."""
        self.save_all(month, stage, {item: ending})

    def save_all(self, month: str, stage: str, endings: Mapping[str, Ending]) -> None:
        """Stores how many items ended, each as `save` does, in one transaction."""
        rows = [
            {
                "month": month,
                "stage": stage,
                "item": item,
                "state": ending.state,
                "reason": ending.reason,
                "detail": ending.detail,
            }
            for item, ending in endings.items()
        ]
        with self._begin(writes=True) as connection:
            for ending in endings.values():
                for record in ending.records:
                    self._put(connection, record)
            self._written(Outcome)
            if len(rows) == 1:
                upsert(connection, outcomes, rows[0], ("month", "stage", "item"))
            elif rows:
                write_over(connection, month, stage, rows)

    def add(self, *records: Stored) -> None:
        """Stores records that no item became, such as decisions and releases."""
        with self._begin(writes=True) as connection:
            for record in records:
                self._put(connection, record)

    def add_new(self, kind: type[R], records: Iterable[R]) -> None:
        """Stores many records of a kind none of which is stored yet, in a tenth of the time."""
        rows = [row_of(record) for record in records]
        if rows:
            with self._begin(writes=True) as connection:
                connection.execute(RECORDS[kind].insert(), rows)
                self._written(kind)

    def all(self, kind: type[R], month: str, parent: str | None = None) -> list[R]:
        """Gives a month's records of a kind in the order they came; of questions, each newest."""
        if parent is None:
            return list(dict(self._read(kind, month)).values())
        return self._once(
            kind,
            (month, parent),
            lambda: list(dict(self._read(kind, month, parent)).values()),
        )

    def each(self, kind: type[R], month: str) -> Iterator[R]:
        """Gives a month's records of a kind one by one, all versions, older ones first.

        Of hundreds of thousands that are not kept, this takes no memory.
        """
        return (record for _, record in self._read(kind, month))

    def fields(
        self, kind: type[Record], *names: str, month: str | None = None, parent: str | None = None
    ) -> list[tuple[str, ...]]:
        """Gives some fields of a kind's records, as texts, in the order they came.

        names: `grades.clarity` is a field of a field. month, parent: of which; None: of all. What a
        record lacks is ''. Of tens of thousands, this takes a fifth of the time of `all`.
        """
        return list(self.each_fields(kind, *names, month=month, parent=parent))

    def each_fields(
        self, kind: type[Record], *names: str, month: str | None = None, parent: str | None = None
    ) -> Iterator[tuple[str, ...]]:
        """Gives what `fields` does one by one, which takes no memory."""
        query = select(kind, names, month is not None, parent is not None)
        with self._begin() as connection:
            # as the driver gives them: SQLAlchemy's own rows take as long again
            cursor = connection.execute(query, {"month": month, "parent": parent}).cursor
            while cursor and (rows := cursor.fetchmany(ROWS)):
                yield from rows

    def versions(self, kind: type[R], id: str) -> list[R]:
        """Gives all versions of one record, oldest first; empty where there is none."""

        def read() -> list[R]:
            with self._begin() as connection:
                bodies = connection.scalars(select_versions(kind), {"id": id})
                return [kind.model_validate(body) for body in bodies]

        return self._once(kind, id, read)

    def months(self) -> list[str]:
        """Gives the months that anything is stored of, oldest first."""
        found: set[str] = set()
        with self._begin() as connection:
            for table in (*RECORDS.values(), outcomes, calls):
                found |= set(connection.scalars(sa.select(table.c.month).distinct()))
        return sorted(found)

    def outcomes(self, month: str, stage: str | None = None) -> list[Outcome]:
        """Gives how the items of a month, or of one stage of it, ended."""
        given = {"month": month} | ({} if stage is None else {"stage": stage})
        with self._begin() as connection:
            found = connection.execute(select_outcomes(*given), given)
            return [Outcome(**row) for row in found.mappings()]

    def outcome(self, month: str, stage: str, item: str) -> Outcome | None:
        """Gives how one item of a stage ended; None where it has not."""
        given = {"month": month, "stage": stage, "item": item}

        def read() -> list[Outcome]:
            with self._begin() as connection:
                found = connection.execute(select_outcomes(*given), given)
                return [Outcome(**row) for row in found.mappings()]

        return next(iter(self._once(Outcome, tuple(given.values()), read)), None)

    def states(self, month: str, stage: str) -> dict[str, State]:
        """Gives in which state each item of a stage ended, in a fifth of the time of `outcomes`."""
        query = sa.select(outcomes.c.item, outcomes.c.state)
        query = query.where(outcomes.c.month == month, outcomes.c.stage == stage)
        with self._begin() as connection:
            return {item: state for item, state in connection.execute(query)}

    def ended(self, month: str, stage: str, states: Iterable[State]) -> set[str]:
        """Gives the items of a stage that ended in one of these states."""
        query = sa.select(outcomes.c.item).where(
            outcomes.c.month == month, outcomes.c.stage == stage, outcomes.c.state.in_(list(states))
        )
        with self._begin() as connection:
            return set(connection.scalars(query))

    def forget(self, month: str, stage: str, item: str) -> None:
        """Makes a stage take an item again."""
        with self._begin(writes=True) as connection:
            connection.execute(
                outcomes.delete().where(
                    outcomes.c.month == month, outcomes.c.stage == stage, outcomes.c.item == item
                )
            )
            self._written(Outcome)

    def _put(self, connection: sa.Connection, record: Stored) -> None:
        put(connection, record)
        self._written(type(record))

    def _once(self, kind: type[R], which: Any, read: Callable[[], list[R]]) -> list[R]:
        """Reads what is not known yet in the transaction that is open here."""
        opened = OPEN.get()
        if opened is None or opened.store is not self:
            return read()
        known = opened.read.setdefault(kind, {})
        if which not in known:
            known[which] = read()
        return list(known[which])

    def _written(self, kind: type[Record]) -> None:
        """Notes that what was read of a kind is not known any more."""
        if (opened := OPEN.get()) and opened.store is self:
            opened.read.pop(kind, None)

    def _read(
        self, kind: type[R], month: str, parent: str | None = None
    ) -> Iterator[tuple[str, R]]:
        """A month's records of a kind with their ids; each is validated as it comes."""
        query = select(kind, (), True, parent is not None)
        with self._begin() as connection:
            for row in connection.execute(query, {"month": month, "parent": parent}):
                yield row.id, kind.model_validate(row.body)

    @property
    def _name(self) -> str:
        return self.url.database or self.url.render_as_string()

    @contextmanager
    def _open(self, *, writes: bool) -> Iterator[None]:
        """Has all calls in the block join one transaction."""
        joined = (opened := OPEN.get()) and opened.store is self
        with self._begin(writes=writes, one_view=True) as connection:
            before = OPEN.set(opened if joined else Open(self, connection, {}))
            try:
                yield
            finally:
                OPEN.reset(before)

    @contextmanager
    def _begin(self, **how: bool) -> Iterator[sa.Connection]:
        """A transaction, or the one that is open here. What the database refuses becomes one line.

        how: `writes`: nobody else writes from its beginning on, not only from its first change.
        `one_view`: what it reads is all as it was at its first read.
        """
        if (opened := OPEN.get()) and opened.store is self:
            yield opened.connection
            return
        try:
            with self._engine.connect() as connection:
                connection = connection.execution_options(**how)
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

"""The log of what people did, in the database: appended to, never changed, each entry hashed.

An entry's hash covers the one before it, so that no entry can be changed, taken out or put in
unnoticed by who does not write all hashes after it anew; who noted a hash notices that too. The
database's triggers refuse changes besides. A part of the door.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Any, NamedTuple

import sqlalchemy as sa

from live.clock import now
from live.records import Record
from live.tables import RECORDS, audit

START = "0" * 64
"""What stands before the first entry."""


LAST = sa.select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)
INSERT = audit.insert()
GUARDS = {
    f"audit_no_{change.lower()}": f"CREATE TRIGGER audit_no_{change.lower()} BEFORE {change} ON "
    "audit BEGIN SELECT RAISE(ABORT, 'the audit log takes no changes'); END"
    for change in ("UPDATE", "DELETE")
}
"""The log's triggers in SQLite, by name, as the migration makes them."""


class Entry(NamedTuple):
    """One thing that somebody did. before, after: JSON data; None where there was nothing.

    None too where it is no JSON any more; then `faults` says that the entry was changed.
    """

    seq: int
    at: str
    who: str
    what: str
    item: str
    before: Any
    after: Any
    hash: str


class Audit:
    """The log of all months. begin: begins a transaction, or joins the one that is open."""

    def __init__(self, begin: Callable[[], AbstractContextManager[sa.Connection]]) -> None:
        self._begin = begin

    def add(self, who: str, what: str, item: str, before: Any = None, after: Any = None) -> None:
        """Appends an entry. Call it inside `Store.together`, with the change that it tells of."""
        self.add_all(who, [(what, item, before, after)])

    def add_all(self, who: str, told: Iterable[tuple[str, str, Any, Any]]) -> None:
        """Appends entries of what somebody did at once: of each what, item, before and after."""
        at, rows = now().isoformat(), []
        seq, previous = self.head()
        for what, item, before, after in told:
            seq += 1
            row = {
                "seq": seq,
                "at": at,
                "who": who,
                "what": what,
                "item": item,
                "before": _json(before),
                "after": _json(after),
                "previous": previous,
            }
            previous = _hash(row)
            rows.append(row | {"hash": previous})
        if rows:
            with self._begin() as connection:
                connection.execute(INSERT, rows)

    def entries(self, item: str | None = None, who: str | None = None) -> list[Entry]:
        """Gives the entries, oldest first: all, or those of one item or person."""
        query = sa.select(audit).order_by(audit.c.seq)
        if item is not None:
            query = query.where(audit.c.item == item)
        if who is not None:
            query = query.where(audit.c.who == who)
        with self._begin() as connection:
            return [_entry(row) for row in connection.execute(query)]

    def newest(self, who: str) -> Iterator[Entry]:
        """Gives what a person did, the newest first, and reads no more than is taken."""
        query = sa.select(audit).where(audit.c.who == who).order_by(audit.c.seq.desc())
        with self._begin() as connection:
            for row in connection.execution_options(yield_per=100).execute(query):
                yield _entry(row)

    def faults(self) -> Iterator[str]:
        """Gives a line for each place where the log is not what was written."""
        previous, expected = START, 1
        with self._begin() as connection:
            for row in connection.execute(sa.select(audit).order_by(audit.c.seq)).mappings():
                if row["seq"] != expected:
                    yield f"entry {expected}: missing; {row['seq']} follows."
                if row["previous"] != previous:
                    yield f"entry {row['seq']}: does not follow the one before it."
                if row["hash"] != _hash({key: row[key] for key in row if key != "hash"}):
                    yield f"entry {row['seq']}: changed since it was written, at {row['at']}."
                previous, expected = row["hash"], row["seq"] + 1

    def misses(self, noted: str) -> Iterator[str]:
        """Gives a line where the entry whose hash somebody noted is not what it was then.

        It is where it was if the hashes of all entries up to it, computed anew, come to this one.
        """
        previous, bears = START, 0
        if noted == START:
            return
        with self._begin() as connection:
            rows = connection.execute(sa.select(audit).order_by(audit.c.seq)).mappings()
            for number, row in enumerate(rows, 1):
                kept = {key: row[key] for key in row if key != "hash"}
                previous = _hash(kept | {"seq": number, "previous": previous})
                if previous == noted:
                    return
                bears = row["seq"] if row["hash"] == noted else bears
        if bears:
            yield f"entry {bears}: has the hash that was noted, but not from what is before it."
        else:
            yield f"head {noted}: noted, and not in the log. It was cut short or written anew."

    def unguarded(self) -> Iterator[str]:
        """Gives a line for each trigger of the log that is not as the migration made it.

        Of other databases than SQLite nothing: see `sees_guards`.
        """
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'"
        with self._begin() as connection:
            if not self.sees_guards:
                return
            there = {name: sql for name, sql in connection.execute(sa.text(query))}
        for name in sorted(GUARDS.keys() | there.keys()):
            if name not in there:
                yield f"trigger {name}: missing, so that the log can be changed."
            elif there[name] != GUARDS.get(name):
                yield f"trigger {name}: not as live makes it, so that the log can be changed."

    @property
    def sees_guards(self) -> bool:
        """Whether `unguarded` looks at the triggers: in SQLite only."""
        with self._begin() as connection:
            return connection.dialect.name == "sqlite"

    def bodies(self, kind: type[Record], month: str) -> list[tuple[str, int, str]]:
        """Gives the rows of a month's records as they are stored: id, version, JSON or what is not.

        For who checks what is stored. In the order of `Store.each`.
        """
        table = RECORDS[kind]
        query = sa.select(table.c.id, table.c.version, sa.cast(table.c.body, sa.Text))
        query = query.where(table.c.month == month).order_by(table.c.version, table.c.seq)
        with self._begin() as connection:
            return [(id, version, body) for id, version, body in connection.execute(query)]

    def head(self) -> tuple[int, str]:
        """Gives number and hash of the last entry: who notes them can tell a log cut short."""
        with self._begin() as connection:
            last = connection.execute(LAST).one_or_none()
            return (last.seq, last.hash) if last else (0, START)


def _entry(row: sa.Row[Any]) -> Entry:
    return Entry(
        row.seq, row.at, row.who, row.what, row.item,
        _data(row.before), _data(row.after), row.hash,
    )  # fmt: skip


def _data(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _hash(row: dict[str, Any]) -> str:
    return hashlib.sha256(_json(row).encode()).hexdigest()

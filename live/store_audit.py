"""The log of what people did, in the database: appended to, never changed, each entry hashed.

An entry's hash covers the one before it, so that no entry can be changed, taken out or put in
unnoticed; the database's triggers refuse it besides. A part of the door.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Any, NamedTuple

import sqlalchemy as sa

from live.clock import now
from live.tables import audit

START = "0" * 64
"""What stands before the first entry."""


LAST = sa.select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)
INSERT = audit.insert()


class Entry(NamedTuple):
    """One thing that somebody did. before, after: JSON data; None where there was nothing."""

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

    def head(self) -> tuple[int, str]:
        """Gives number and hash of the last entry: who notes them can tell a log cut short."""
        with self._begin() as connection:
            last = connection.execute(LAST).one_or_none()
            return (last.seq, last.hash) if last else (0, START)


def _entry(row: sa.Row[Any]) -> Entry:
    return Entry(
        row.seq, row.at, row.who, row.what, row.item,
        json.loads(row.before), json.loads(row.after), row.hash,
    )  # fmt: skip


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _hash(row: dict[str, Any]) -> str:
    return hashlib.sha256(_json(row).encode()).hexdigest()

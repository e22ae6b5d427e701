"""The log of what people did, in the database: appended to, never changed, each entry hashed.

An entry's hash covers the one before it, so that no entry can be changed, taken out or put in
unnoticed; the database's triggers refuse it besides. A part of the door.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any, NamedTuple

import sqlalchemy as sa

from live.clock import now
from live.tables import audit

START = "0" * 64
"""What stands before the first entry."""


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
        with self._begin() as connection:
            newest = sa.select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)
            last = connection.execute(newest).one_or_none()
            seq, previous = (last.seq + 1, last.hash) if last else (1, START)
            row = {
                "seq": seq,
                "at": now().isoformat(),
                "who": who,
                "what": what,
                "item": item,
                "before": _json(before),
                "after": _json(after),
                "previous": previous,
            }
            connection.execute(audit.insert().values(row | {"hash": _hash(row)}))

    def entries(self, item: str | None = None, who: str | None = None) -> list[Entry]:
        """Gives the entries, oldest first: all, or those of one item or person."""
        query = sa.select(audit).order_by(audit.c.seq)
        if item is not None:
            query = query.where(audit.c.item == item)
        if who is not None:
            query = query.where(audit.c.who == who)
        with self._begin() as connection:
            return [
                Entry(
                    row.seq, row.at, row.who, row.what, row.item,
                    json.loads(row.before), json.loads(row.after), row.hash,
                )
                for row in connection.execute(query)
            ]  # fmt: skip

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
            newest = sa.select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)
            last = connection.execute(newest).one_or_none()
            return (last.seq, last.hash) if last else (0, START)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _hash(row: dict[str, Any]) -> str:
    return hashlib.sha256(_json(row).encode()).hexdigest()

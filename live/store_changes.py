"""What was written since one last looked, told without reading it: for who keeps a month in memory.

A part of the door.
"""

import hashlib
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import NamedTuple

import sqlalchemy as sa

from live.records import (
    Decision,
    Finding,
    Notice,
    Page,
    Published,
    Question,
    Record,
    Release,
    Remark,
)
from live.tables import RECORDS, audit, outcomes

WATCHED: tuple[type[Record], ...] = (Page, Question, Finding, Decision, Remark, Release)
ABOUT: tuple[type[Record], ...] = (Question, Finding, Decision, Remark)
"""Kinds that say something of a question."""
AFTER: tuple[type[Record], ...] = (Published, Notice)
"""Kinds that say what became of a release."""


def _subject(kind: type[Record]) -> sa.Column[str]:
    """The column with the id of the question or page that a record is, or is about."""
    return RECORDS[kind].c.id if kind in (Question, Page) else RECORDS[kind].c.parent


NEWEST = sa.union_all(
    *(
        sa.select(sa.literal(n), sa.func.max(RECORDS[kind].c.seq)).where(
            _subject(kind) == sa.bindparam("id")
        )
        for n, kind in enumerate(ABOUT)
    )
)


class Marks(NamedTuple):
    """How far a month has come.

    newest: of each kind the number of the record that came last. outcomes: how many items of a
    stage ended in a state, by (stage, state). logged: the number of the last entry in the log.
    """

    newest: dict[type[Record], int]
    outcomes: Counter[tuple[str, str]]
    logged: int


class Changes:
    """Tells what changed. begin: begins a transaction, or joins the one that is open."""

    def __init__(
        self, begin: Callable[[], AbstractContextManager[sa.Connection]], engine: sa.Engine
    ) -> None:
        self._begin = begin
        self._engine = engine
        self._watch: sa.PoolProxiedConnection | None = None
        self._lock = threading.Lock()
        self._asked = 0

    def stamp(self) -> int:
        """Gives a number that is another one when anybody has written since; cheap.

        Of a database that cannot tell, it is another one every time.
        """
        with self._lock:
            if self._engine.dialect.name != "sqlite":
                self._asked += 1
                return self._asked
            if self._watch is None:
                self._watch = self._engine.raw_connection()
            cursor = self._watch.cursor()
            cursor.execute("PRAGMA data_version")
            version = int(cursor.fetchall()[0][0])
            cursor.close()
            return version

    def marks(self, month: str) -> Marks:
        """Tells how far a month has come."""
        with self._begin() as connection:
            newest = {
                kind: connection.scalar(
                    sa.select(sa.func.max(RECORDS[kind].c.seq)).where(
                        RECORDS[kind].c.month == month
                    )
                )
                or 0
                for kind in WATCHED
            }
            ended = outcomes.c
            counted = connection.execute(
                sa.select(ended.stage, ended.state, sa.func.count())
                .where(ended.month == month, ended.stage.in_(("check", "gates", "review")))
                .group_by(ended.stage, ended.state)
            )
            counts = Counter({(stage, state): n for stage, state, n in counted})
            return Marks(newest, counts, connection.scalar(sa.func.max(audit.c.seq)) or 0)

    def digest(self, month: str) -> str:
        """Computes a sha256, in hexadecimal, of all that is stored of a month and how it ended.

        Not of where it was published and who was told: a release does not hold that.
        Bodies are taken as they lie there, which costs a tenth of reading them as records.
        """
        found = hashlib.sha256()
        ended = outcomes.c
        with self._begin() as connection:
            for table in (RECORDS[kind] for kind in RECORDS if kind not in AFTER):
                query = (
                    sa.select(sa.cast(table.c.body, sa.Text))
                    .where(table.c.month == month)
                    .order_by(table.c.seq)
                )
                for body in connection.execute(query).scalars():
                    found.update(body.encode() + b"\0")
            query = (
                sa.select(ended.stage, ended.item, ended.state, ended.reason)
                .where(ended.month == month)
                .order_by(ended.stage, ended.item)
            )
            for row in connection.execute(query):
                found.update("\0".join(row).encode())
        return found.hexdigest()

    def since(self, kind: type[Record], month: str, mark: int) -> dict[str, int]:
        """Gives what a month's records that came after a mark are, or are about, by id.

        With the number of the last record of each.
        """
        table, column = RECORDS[kind], _subject(kind)
        query = (
            sa.select(column, sa.func.max(table.c.seq))
            .where(table.c.seq > mark, table.c.month == month)
            .group_by(column)
        )
        with self._begin() as connection:
            return {id: seq for id, seq in connection.execute(query)}

    def newest(self, question_id: str) -> dict[type[Record], int]:
        """Gives of each kind the number of the record about a question that came last."""
        with self._begin() as connection:
            found = connection.execute(NEWEST, {"id": question_id})
            return {ABOUT[n]: seq or 0 for n, seq in found}

    def close(self) -> None:
        """Gives its connection back."""
        with self._lock:
            if self._watch is not None:
                self._watch.close()
                self._watch = None

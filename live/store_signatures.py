"""The signatures in the database, and what a search over them reads. A part of the door.

A signature belongs to a question or a page; storing either anew takes it away, so that it never
speaks of an older version.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, TypeVar

import sqlalchemy as sa

from live.records import Page, Question, Record
from live.tables import RECORDS, outcomes, signatures

R = TypeVar("R", Question, Page)
KEPT = ("done", "held")
"""The states at the gates of questions that count: they passed, or wait for a person."""
ENDED = {Question: ("gates", KEPT), Page: ("write", ("done",))}
"""The stage that takes them, and the states in which their signatures are asked for."""
AT_ONCE = 500
"""Ids that one statement names; databases limit them."""
ROWS = 50_000
"""Rows in memory at once while a million is read."""


class Signatures:
    """Signatures of questions and pages. begin: begins a transaction."""

    def __init__(self, begin: Callable[[], AbstractContextManager[sa.Connection]]) -> None:
        self._begin = begin

    def kept(self, month: str, kind: type[R]) -> set[str]:
        """Gives the ids of what the months before this one kept.

        Kept are questions that passed the gates or are held there, and pages that were written
        about.
        """
        stage, states = ENDED[kind]
        query = sa.select(outcomes.c.item).where(
            outcomes.c.stage == stage, outcomes.c.state.in_(states), outcomes.c.month < month
        )
        with self._begin() as connection:
            return {id for rows in _rows(connection, query) for (id,) in rows}

    def all(self, kind: type[R]) -> Iterator[Sequence[tuple[str, bytes]]]:
        """Gives (id, signature) of all questions or pages, some thousands at a time."""
        query = sa.select(signatures.c.subject, signatures.c.bits).where(
            signatures.c.kind == RECORDS[kind].name
        )
        with self._begin() as connection:
            yield from _rows(connection, query)

    def of(self, kind: type[R], ids: Iterable[str]) -> dict[str, bytes]:
        """Gives the stored signatures of some questions or pages, by id."""
        table = signatures.c
        found = {}
        with self._begin() as connection:
            for some in _some(ids):
                query = sa.select(table.subject, table.bits).where(
                    table.kind == RECORDS[kind].name, table.subject.in_(some)
                )
                found.update({row.subject: row.bits for row in connection.execute(query)})
        return found

    def add(self, kind: type[R], bits: Mapping[str, bytes]) -> None:
        """Stores signatures, by id, that were not stored before."""
        rows = [
            {"kind": RECORDS[kind].name, "subject": id, "bits": signature}
            for id, signature in bits.items()
        ]
        if rows:
            with self._begin() as connection:
                connection.execute(signatures.insert(), rows)

    def read(self, kind: type[R], ids: Iterable[str]) -> dict[str, R]:
        """Gives the newest versions of some questions or pages, by id."""
        table = RECORDS[kind]
        newest = {}
        with self._begin() as connection:
            for some in _some(ids):
                query = sa.select(table.c.id, table.c.body).where(table.c.id.in_(some))
                for row in connection.execute(query.order_by(table.c.version)):
                    newest[row.id] = row.body
        return {id: kind.model_validate(body) for id, body in newest.items()}

    def asked_about(self, pages: Iterable[str]) -> set[str]:
        """Gives those of some pages that have a question which was kept."""
        table, found = RECORDS[Question].c, set()
        with self._begin() as connection:
            for some in _some(pages):
                query = sa.select(table.month, table.id, table.parent)
                asked = connection.execute(query.where(table.parent.in_(some))).all()
                # by month, so that no database goes through the outcomes of all
                for month in {row.month for row in asked}:
                    page = {row.id: row.parent for row in asked if row.month == month}
                    for ids in _some(page):
                        states = sa.select(outcomes.c.item).where(
                            outcomes.c.month == month,
                            outcomes.c.stage == "gates",
                            outcomes.c.item.in_(ids),
                            outcomes.c.state.in_(KEPT),
                        )
                        found |= {page[id] for id in connection.scalars(states)}
        return found


def forget_signature(connection: sa.Connection, record: Record) -> None:
    """Takes away the signature of a question or page, of which another version is stored."""
    if isinstance(record, Question | Page):
        connection.execute(
            signatures.delete().where(
                signatures.c.kind == RECORDS[type(record)].name, signatures.c.subject == record.id
            )
        )


def _rows(connection: sa.Connection, query: sa.Select[Any]) -> Iterator[Sequence[tuple[Any, ...]]]:
    """A query's rows as the driver gives them: of a million, SQLAlchemy's own take 8 s more."""
    cursor = connection.execute(query).cursor
    while cursor and (rows := cursor.fetchmany(ROWS)):
        yield rows


def _some(ids: Iterable[str]) -> Iterator[Sequence[str]]:
    listed = list(dict.fromkeys(ids))
    for at in range(0, len(listed), AT_ONCE):
        yield listed[at : at + AT_ONCE]

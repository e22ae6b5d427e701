"""Records and outcomes as rows of the database: how they are found, and written.

A part of the door.
"""

from functools import cache
from typing import Any

import sqlalchemy as sa

from live.outcomes import Stored
from live.records import Question
from live.store_signatures import forget_signature
from live.tables import RECORDS, outcomes


def put(connection: sa.Connection, record: Stored) -> None:
    """Inserts a record, or writes over the same one (same id, same version)."""
    upsert(connection, RECORDS[type(record)], row_of(record), ("id", "version"))
    forget_signature(connection, record)


def row_of(record: Any) -> dict[str, Any]:
    """Gives a record as a row of its table."""
    return {
        "id": record.id,
        "version": record.version if isinstance(record, Question) else 1,
        "month": record.month,
        "parent": record.parent,
        "body": record.model_dump(mode="json"),
    }


def write_over(
    connection: sa.Connection, month: str, stage: str, rows: list[dict[str, Any]]
) -> None:
    """Stores how a stage's items ended, in place of how they did."""
    ended = outcomes.c
    of_stage = (ended.month == month, ended.stage == stage)
    there = set(connection.scalars(sa.select(ended.item).where(*of_stage)))
    changed = [row | {"of": row["item"]} for row in rows if row["item"] in there]
    if changed:
        update = outcomes.update().where(*of_stage, ended.item == sa.bindparam("of"))
        values: dict[str, Any] = {
            name: sa.bindparam(name) for name in ("state", "reason", "detail")
        }
        connection.execute(update.values(values), changed)
    if new := [row for row in rows if row["item"] not in there]:
        connection.execute(outcomes.insert(), new)


def upsert(
    connection: sa.Connection, table: sa.Table, row: dict[str, Any], keys: tuple[str, ...]
) -> None:
    """Updates the row with these keys, else inserts it; the workspace's lock keeps others out."""
    update, insert = _upsert(table, tuple(row), keys)
    sought = {f"the_{key}": row[key] for key in keys}
    if not connection.execute(update, row | sought).rowcount:
        connection.execute(insert, row)


@cache
def _upsert(
    table: sa.Table, names: tuple[str, ...], keys: tuple[str, ...]
) -> tuple[sa.Update, sa.Insert]:
    same = (table.c[key] == sa.bindparam(f"the_{key}") for key in keys)
    values: dict[str, Any] = {name: sa.bindparam(name) for name in names}
    return table.update().where(*same).values(values), table.insert().values(values)


@cache
def select(kind: type[Any], names: tuple[str, ...], month: bool, parent: bool) -> sa.Select[Any]:
    """Gives the query of fields of a kind's records, as texts; of none, of their ids and bodies.

    month, parent: whether it has these parameters. It is made once, for to make it takes longer
    than to run it.
    """
    table = RECORDS[kind]
    chosen = _of(table, month, parent)
    if names:
        fields: list[Any] = [sa.func.coalesce(field(table, name), "") for name in names]
        return sa.select(*fields).where(*chosen).order_by(table.c.seq)
    whole: list[Any] = [table.c.id, table.c.body]
    query = sa.select(*whole).where(*chosen).order_by(table.c.version, table.c.seq)
    # a server hands a month out bit by bit only where it is asked to
    return query if parent else query.execution_options(stream_results=True)


@cache
def select_versions(kind: type[Any]) -> sa.Select[Any]:
    """Gives the query of the bodies of the versions of the record `id`, oldest first."""
    table = RECORDS[kind]
    same = table.c.id == sa.bindparam("id")
    return sa.select(table.c.body).where(same).order_by(table.c.version)


@cache
def select_outcomes(*names: str) -> sa.Select[Any]:
    """Gives the query of outcomes with these columns as parameters."""
    chosen = (outcomes.c[name] == sa.bindparam(name) for name in names)
    found: sa.Select[Any] = sa.select(outcomes).where(*chosen)
    return found.order_by(outcomes.c.stage, outcomes.c.item)


def _of(table: sa.Table, month: bool, parent: bool) -> list[sa.ColumnElement[bool]]:
    """Chooses the records of a month, of a parent, or both.

    A parent has a few, a month thousands. SQLite would look them up by the month, were it not for
    what is joined to it.
    """
    of_month: sa.BindParameter[Any] = sa.bindparam("month")
    of_parent: sa.BindParameter[Any] = sa.bindparam("parent")
    if not parent:
        return [table.c.month == of_month] if month else []
    own = [table.c.parent == of_parent]
    return [*own, table.c.month.concat("") == of_month] if month else own


def field(table: sa.Table, name: str) -> sa.ColumnElement[str]:
    """Gives a field of the records, or by `a.b` a field of a field, as a column of text."""
    path = name.split(".")
    column: sa.ColumnElement[str] = table.c.body[path if len(path) > 1 else name].as_string()
    return column

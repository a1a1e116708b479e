"""Reading and writing records of any table by its name; plain values go in and come out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy import inspect as inspect_mapper
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from app.base.errors import UserError
from app.store.engine import Transaction
from app.store.schema import record_classes
from app.store.tables.columns import Base, Record, new_id

Row = Mapping[str, Any]

CHUNK = 500


def columns_of(table: str) -> tuple[str, ...]:
    """Return the column names of a table, id first and removed_at last."""
    return tuple(inspect_mapper(_class(table)).columns.keys())


def add(tx: Transaction, table: str, values: Row) -> str:
    """Write one new record and return its id."""
    return add_many(tx, table, [values])[0]


def add_many(tx: Transaction, table: str, rows: Iterable[Row]) -> list[str]:
    """Write new records in one statement and return their ids in order."""
    complete = [{"id": new_id(), **row} for row in rows]
    alike: dict[frozenset[str], list[Row]] = {}
    for row in complete:
        alike.setdefault(frozenset(row), []).append(row)
    for group in alike.values():
        insert_alike(tx, _class(table), group)
    return [row["id"] for row in complete]


def insert_alike(tx: Transaction, cls: type[Base], rows: Sequence[Row]) -> None:
    """Write rows that all have the same columns; what is left out or None gets its default.

    Through the driver itself: for rows by the thousand SQLAlchemy's own work on each parameter
    costs more than the insert.
    """
    table, connection = cls.metadata.tables[cls.__tablename__], tx.session.connection()
    names = list(rows[0])
    columns = []
    for name in names:
        column = table.columns[name]
        values = [row[name] for row in rows]
        if isinstance(column.default, ScalarElementColumnDefault):
            values = [column.default.arg if value is None else value for value in values]
        stored = column.type.bind_processor(connection.dialect)
        columns.append([stored(value) for value in values] if stored else values)
    places = ", ".join("?" * len(names))
    connection.exec_driver_sql(
        f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({places})",  # noqa: S608 - schema names
        list(zip(*columns, strict=True)),
    )


def change(tx: Transaction, table: str, ids: str | Sequence[str], values: Row) -> None:
    """Set the same values in one or many records."""
    _set(tx, _class(table), ids, values)


def remove(tx: Transaction, table: str, ids: str | Sequence[str]) -> None:
    """Put records into the recycle bin; nothing is deleted physically.

    Those that lie there already keep the batch that put them there.
    """
    cls = _class(table)
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    _set(tx, cls, ids, {"removed_at": moment}, cls.removed_at.is_(None))


def restore(tx: Transaction, table: str, ids: str | Sequence[str]) -> None:
    """Take records back out of the recycle bin."""
    change(tx, table, ids, {"removed_at": None})


def get(tx: Transaction, table: str, record_id: str, *, with_removed: bool = False) -> Row:
    """Return one record; raises UserError when it is not there, or lies in the recycle bin."""
    columns = _columns(table)
    rows = _rows(tx, table, [columns.id == record_id], with_removed=True)
    if not rows:
        raise UserError("这条记录已经不在了。", todo="请按 F5 刷新后再试。")
    if rows[0]["removed_at"] and not with_removed:
        raise UserError(
            "这条记录在回收站里。",
            kept="没有改动。",
            todo="请先在“操作记录”的“回收站”里把它恢复，再来办理。",
        )
    return rows[0]


def find(tx: Transaction, table: str, **equal: Any) -> list[Row]:
    """Return the live records whose columns equal the given values, oldest first.

    A list or tuple as value means any of them.
    """
    columns = _columns(table)
    conditions = [
        columns[name].in_(value) if isinstance(value, list | tuple) else columns[name] == value
        for name, value in equal.items()
    ]
    return _rows(tx, table, conditions)


def removed(tx: Transaction, table: str) -> list[Row]:
    """Return the records of a table that lie in the recycle bin."""
    return _rows(tx, table, [_columns(table).removed_at.is_not(None)], with_removed=True)


def _set(
    tx: Transaction,
    cls: type[Record],
    ids: str | Sequence[str],
    values: Row,
    *conditions: ColumnElement[bool],
) -> None:
    every = [ids] if isinstance(ids, str) else list(ids)
    for start in range(0, len(every), CHUNK):
        tx.session.execute(
            update(cls)
            .where(cls.id.in_(every[start : start + CHUNK]), *conditions)
            .values(dict(values))
            .execution_options(synchronize_session=False)
        )


def _class(table: str) -> type[Record]:
    return record_classes()[table]


def _columns(table: str) -> Any:
    return _class(table).__table__.columns


@cache
def _whole(table: str) -> tuple[tuple[str, ...], Select[Any], Select[Any]]:
    """Return the columns of a table, and the queries for its live and for all its records."""
    columns = _columns(table)
    names = columns_of(table)
    query = select(*[columns[name] for name in names]).order_by(columns.id)
    return names, query.where(columns.removed_at.is_(None)), query


def _rows(
    tx: Transaction,
    table: str,
    conditions: Sequence[ColumnElement[bool]],
    *,
    with_removed: bool = False,
) -> list[Row]:
    """Read records past the ORM: a use case asks dozens of times, and its part is the larger."""
    names, live, every = _whole(table)
    query = every if with_removed else live
    tx.session.flush()
    result = tx.session.connection().execute(query.where(*conditions))
    return [dict(zip(names, row, strict=True)) for row in result]

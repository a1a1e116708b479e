"""Lists of any table: rows of a year, what records are called, who points to a record."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Boolean, ColumnElement, TypeDecorator, select
from sqlalchemy import inspect as inspect_mapper
from sqlalchemy.dialects.sqlite import dialect

from app.domain.fields import ValueKind, summarise, summary_columns, table_info, tables
from app.domain.members import CardLine
from app.domain.rule_words import RULE_COLUMNS, stored_text
from app.domain.showing import value_text
from app.store.engine import Transaction
from app.store.records import CHUNK, Row, find
from app.store.schema import record_classes
from app.store.tables.columns import Record
from app.store.tables.people import Person

_DIALECT = dialect()
_SHORT_NAMED = {"org_unit": ("short_name", "full_name"), "school_unit": ("short_name", "name")}
"""Tables whose records go by a short name: its column and that of the full one."""
_WHOLE_TABLE = 5000
"""From this many ids on, reading all names of a table is cheaper than asking for each."""


def rows_of_year(tx: Transaction, table: str, year: int | None) -> list[Row]:
    """Return the live records of a table, cut to a year where the table knows one."""
    cls = record_classes()[table]
    cut = table_info(table).year_field
    if year is None or cut is None:
        return _select(tx, cls, [])
    column = getattr(cls, cut.name)
    if cut.kind is ValueKind.COUNT:
        return _select(tx, cls, [column == year])
    return _select(tx, cls, [column >= str(year), column < str(year + 1)])


def rows_by_id(tx: Transaction, table: str, ids: Sequence[str]) -> list[Row]:
    """Return records by their ids, those in the recycle bin too."""
    cls = record_classes()[table]
    return [
        row
        for start in range(0, len(ids), CHUNK)
        for row in _select(tx, cls, [cls.id.in_(ids[start : start + CHUNK])], with_removed=True)
    ]


def values_of(tx: Transaction, table: str, column: str, ids: Sequence[str]) -> dict[str, str]:
    """Return the reference that each record holds in a column; those without one are left out."""
    cls = record_classes()[table]
    columns = ["id", column]
    rows = [
        row
        for start in range(0, len(ids), CHUNK)
        for row in _select(
            tx, cls, [cls.id.in_(ids[start : start + CHUNK])], columns, with_removed=True
        )
    ]
    return {row["id"]: row[column] for row in rows if row[column]}


def pointing_to(tx: Transaction, table: str, record_id: str) -> dict[str, list[Row]]:
    """Return the live records of every table that point to a record, by table name."""
    found: dict[str, list[Row]] = {}
    for info in tables().values():
        columns = [item.name for item in info.fields.values() if item.target == table]
        if not columns:
            continue
        cls = record_classes()[info.name]
        rows = {
            row["id"]: row
            for column in columns
            for row in _select(tx, cls, [getattr(cls, column) == record_id])
        }
        if rows:
            found[info.name] = list(rows.values())
    return found


def users_n(tx: Transaction, table: str, ids: Sequence[str]) -> dict[str, dict[str, int]]:
    """Return how many live records of each table point to each record that has any."""
    users: dict[str, dict[str, set[str]]] = {}
    for info in tables().values():
        cls = record_classes()[info.name]
        for column in [getattr(cls, f.name) for f in info.fields.values() if f.target == table]:
            for start in range(0, len(ids), CHUNK):
                chunk = ids[start : start + CHUNK]
                query = select(column, cls.id).where(column.in_(chunk), cls.removed_at.is_(None))
                for target, user in tx.session.execute(query):
                    users.setdefault(target, {}).setdefault(info.name, set()).add(user)
    return {
        target: {name: len(found) for name, found in tables_.items()}
        for target, tables_ in users.items()
    }


def names_of(tx: Transaction, table: str, ids: Iterable[str] | None = None) -> dict[str, str]:
    """Return what records are called by id; all of a table when no ids are given.

    Records in the recycle bin keep their name here, for what still points to them.
    """
    wanted = None if ids is None else list(dict.fromkeys(ids))
    if wanted is not None and len(wanted) >= _WHOLE_TABLE:
        wanted = None
    cls = record_classes()[table]
    columns = ["id", *dict.fromkeys(summary_columns(table))]
    rows: list[Row] = []
    if wanted is None:
        rows = _select(tx, cls, [], columns, with_removed=True)
    else:
        for start in range(0, len(wanted), CHUNK):
            condition = cls.id.in_(wanted[start : start + CHUNK])
            rows += _select(tx, cls, [condition], columns, with_removed=True)
    names = reference_names(tx, table, rows)
    found = {row["id"]: summarise(table, shown(table, row, names)) for row in rows}
    return found | _told_apart(tx, table, found) if table in _SHORT_NAMED else found


def _told_apart(tx: Transaction, table: str, names: Mapping[str, str]) -> dict[str, str]:
    """Return "short（full）" for those whose short name another live record bears too."""
    cls = record_classes()[table]
    brief, full = (getattr(cls, column) for column in _SHORT_NAMED[table])
    live = select(cls.id, brief, full).where(brief != "", brief != full)
    bearers: dict[str, list[tuple[str, str]]] = {}
    for record, short, name in tx.session.execute(live):
        bearers.setdefault(short, []).append((record, name))
    return {
        record: f"{short}（{name}）"
        for short, found in bearers.items()
        if len(found) > 1
        for record, name in found
        if record in names
    }


def reference_names(tx: Transaction, table: str, rows: Iterable[Row]) -> dict[str, str]:
    """Return the names of all records that the given rows of a table point to, by id."""
    targets: dict[str, set[str]] = {}
    pointers = [f for f in table_info(table).fields.values() if f.kind is ValueKind.REFERENCE]
    for row in rows:
        for item in pointers:
            if row.get(item.name):
                targets.setdefault(item.target, set()).add(row[item.name])
    names: dict[str, str] = {}
    for target, ids in targets.items():
        names.update(names_of(tx, target, sorted(ids)))
    return names


def shown(table: str, row: Row, names: Mapping[str, str]) -> dict[str, str]:
    """Return the readable text of every column of a row.

    What the program reads in a version of a rule is told in words.
    """
    fields = table_info(table).fields
    found = {
        name: value_text(fields[name], value, names)
        for name, value in row.items()
        if name in fields
    }
    if table == "rule_def" and "rule_id" in row:
        for name in RULE_COLUMNS & found.keys():
            found[name] = stored_text(row["rule_id"], name, found[name]) if found[name] else ""
    return found


def _select(
    tx: Transaction,
    cls: type[Record],
    conditions: Sequence[ColumnElement[bool]],
    columns: Sequence[str] = (),
    *,
    with_removed: bool = False,
) -> list[Row]:
    names = columns or list(inspect_mapper(cls).columns.keys())
    query = select(*[getattr(cls, name) for name in names]).where(*conditions).order_by(cls.id)
    result = tx.session.execute(query, execution_options={"with_removed": with_removed})
    return [dict(zip(names, row, strict=True)) for row in result]


def from_journal(table: str, column: str, stored: Any) -> Any:
    """Return a value as the journal keeps it (dates as text, hundredths, 0/1) as a plain value."""
    kind = record_classes()[table].__table__.columns[column].type
    if isinstance(kind, TypeDecorator):
        return kind.process_result_value(stored, _DIALECT)
    return bool(stored) if isinstance(kind, Boolean) and stored is not None else stored


def lines(tx: Transaction, table: str, **equal: Any) -> tuple[CardLine, ...]:
    """Return the records of a table with the given values as lines of a card, newest first."""
    rows = find(tx, table, **equal)
    names = reference_names(tx, table, rows)
    info = table_info(table)
    dated = next((n for n in info.lists if info.fields[n].kind is ValueKind.DATE), "")
    texts = [(row["id"], shown(table, row, names)) for row in rows]
    found = [CardLine(table, i, text.get(dated, ""), summarise(table, text)) for i, text in texts]
    return tuple(sorted(found, key=lambda line: line.on, reverse=True))


def required_columns(table: str) -> tuple[str, ...]:
    """Return the columns that no record can be without: what it belongs to."""
    columns = record_classes()[table].__table__.columns
    return tuple(
        column.name
        for column in columns
        if not column.nullable and column.server_default is None and column.name != "id"
    )


def live_ids(tx: Transaction, table: str) -> list[str]:
    """Return the ids of the live records of a table, oldest first."""
    cls = record_classes()[table]
    return list(tx.session.scalars(select(cls.id).where(cls.removed_at.is_(None)).order_by(cls.id)))


def workplaces(tx: Transaction) -> dict[str, str]:
    """Return where each person works, to tell namesakes apart."""
    units = names_of(tx, "school_unit")
    query = select(Person.id, Person.school_id, Person.unit_text)
    return {
        found: units.get(school or "", text) for found, school, text in tx.session.execute(query)
    }

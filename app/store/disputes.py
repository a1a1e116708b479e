"""Fields with contradicting values, rows that wait, and how a decision is written down."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.domain.merging import Sibling
from app.domain.nodes import Roster
from app.domain.operation_form import CLOCK_BITS
from app.store.engine import Transaction, unjournalled
from app.store.journal import recording
from app.store.merging import derive, judged
from app.store.row_steps import NodesOfReplicas


@dataclass(frozen=True, slots=True)
class Side:
    """One of the contradicting values: who wrote it, where and when; the value as stored."""

    op: str
    value: Any
    is_proposal: bool
    author: str
    node: str
    at: datetime
    title: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row that cannot be shown whole; field and target: the reference that leads nowhere.

    Without them, the row or a field of it is of a newer program.
    """

    table: str
    row: str
    field: str
    target: str
    is_hidden: bool


def contradictions(tx: Transaction) -> set[tuple[str, str, str]]:
    """Return (table, row, field) of all contradictions noted at the last merge."""
    run = tx.session.connection().exec_driver_sql
    rows = run("SELECT table_name, row_id, field FROM sync_sibling")
    return {(table, row, name) for table, row, name in rows}


def waiting(tx: Transaction) -> list[Waiting]:
    """Return the rows that wait for something."""
    query = "SELECT table_name, row_id, field, target, is_hidden FROM sync_parked ORDER BY row_id"
    rows = tx.session.connection().exec_driver_sql(query)
    return [Waiting(row[0], row[1], row[2], row[3], bool(row[4])) for row in rows]


def sides(
    tx: Transaction, table: str, row: str, roster: Roster | None
) -> dict[str, tuple[Side, ...]]:
    """Return the contradictions of one row as they stand now, by field, the shown value first."""
    found = judged(tx, table, row, roster).siblings
    ops = [each.op for values in found.values() for each in values]
    known = _authors(tx, ops)
    return {name: tuple(_side(each, known) for each in values) for name, values in found.items()}


def _side(sibling: Sibling, known: Mapping[str, Any]) -> Side:
    hlc, author, title, node = known[sibling.op]
    at = datetime.fromtimestamp((hlc >> CLOCK_BITS) / 1000, UTC)
    return Side(sibling.op, sibling.value, sibling.is_proposal, author, node, at, title)


def _authors(tx: Transaction, ops: list[str]) -> dict[str, tuple[int, str, str, str]]:
    nodes = NodesOfReplicas(tx)
    query = """SELECT o.id, o.hlc, b.author, b.title, b.replica FROM operation o
        JOIN batch b ON b.no = o.batch_no
        WHERE o.id IN (SELECT unhex(value) FROM json_each(?))"""
    rows = tx.session.connection().exec_driver_sql(query, (json.dumps(ops),))
    return {id_.hex(): (hlc, author, title, nodes[r]) for id_, hlc, author, title, r in rows}


def papers(
    tx: Transaction, op: str, row: str, fields: Collection[str]
) -> tuple[tuple[str, str, str], ...]:
    """Return (table, field, value) of the papers named in the batch of an operation.

    fields: which fields name a paper. Those of the row itself go first; of other rows of the batch
    only a paper that is the only one of its kind there, since an import names many.
    """
    query = """SELECT o.table_name, o.row_id, o.kind, o.changes FROM operation o
        JOIN operation mine ON mine.batch_no = o.batch_no
        JOIN batch b ON b.no = o.batch_no
        WHERE mine.id = unhex(?) AND b.id <> ''"""
    own: dict[tuple[str, str], str] = {}
    others: dict[tuple[str, str], set[str]] = {}
    for table, of, kind, changes in tx.session.connection().exec_driver_sql(query, (op,)):
        if kind == "D":
            continue
        for name, change in json.loads(changes).items():
            value = change[1] if kind == "U" else change
            if name not in fields or not value:
                continue
            if of == row:
                own[table, name] = value
            else:
                others.setdefault((table, name), set()).add(value)
    alone = {place: next(iter(values)) for place, values in others.items() if len(values) == 1}
    return tuple((table, name, value) for (table, name), value in (own or alone).items())


def settle(
    tx: Transaction, table: str, row: str, values: Mapping[str, Any], roster: Roster | None
) -> None:
    """Write a decision as an operation that names all siblings; values as stored.

    Directly into the journal: a trigger says nothing when the value shown is the one decided for.
    """
    _record(tx, table, row, values)
    derive(tx, {table: {row}}, roster)


def reopen(tx: Transaction, batch: str, roster: Roster | None) -> None:
    """Ask again what a batch has settled that is being undone: every value is written anew.

    Each in an operation of its own that names none of the others, so that they contradict one
    another on every machine; the one that was shown comes last and is shown again.
    """
    query = """SELECT o.table_name, o.row_id, o.seq, o.changes FROM operation o
        JOIN batch b ON b.no = o.batch_no WHERE b.id = ? AND o.kind = 'U'"""
    run = tx.session.connection().exec_driver_sql
    for table, row, seq, changes in run(query, (batch,)).all():
        siblings = judged(tx, table, row, roster, before=seq).siblings
        open_ = {name: siblings[name] for name in json.loads(changes) if name in siblings}
        heads = _heads(tx, row)
        written: set[bytes] = set()
        for place in reversed(range(max(map(len, open_.values()), default=0))):
            values = {n: each[place].value for n, each in open_.items() if place < len(each)}
            _set_heads(tx, row, heads)
            _record(tx, table, row, values)
            written |= _heads(tx, row)
        if written:
            _set_heads(tx, row, written)
            derive(tx, {table: {row}}, roster)


def _heads(tx: Transaction, row: str) -> set[bytes]:
    run = tx.session.connection().exec_driver_sql
    return set(run("SELECT id FROM operation WHERE row_id = ? AND is_head", (row,)).scalars())


def _set_heads(tx: Transaction, row: str, heads: Collection[bytes]) -> None:
    run = tx.session.connection().exec_driver_sql
    known = json.dumps([each.hex() for each in heads])
    run(
        """UPDATE operation SET is_head = id IN (SELECT unhex(value) FROM json_each(?1))
        WHERE row_id = ?2""",
        (known, row),
    )


def _record(tx: Transaction, table: str, row: str, values: Mapping[str, Any]) -> None:
    run = tx.session.connection().exec_driver_sql
    tx.session.flush()
    shown = run(f"SELECT * FROM {table} WHERE id = ?", (row,)).mappings().one()  # noqa: S608
    changes = {name: [shown[name], value] for name, value in values.items()}
    told = {
        "row": row,
        "changes": json.dumps(changes, ensure_ascii=False, separators=(",", ":")),
    }
    with unjournalled(tx):
        for statement in recording(table, "U", ":row", ":changes").split(";\n"):
            if statement.strip():
                run(statement, told)

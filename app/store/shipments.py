"""Reading operations out of the journal for another machine, as they stand there."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.domain.packages import WireBatch, WireCommit, WireOperation
from app.store.engine import Transaction
from app.store.erasing import erased
from app.store.row_steps import NodesOfReplicas

_ID = 32
_COLUMNS = """SELECT o.seq, o.id, o.previous, b.id, b.replica, o.replica_seq, o.hlc, o.table_name,
    o.row_id, o.kind, o.changes, o.base FROM operation o JOIN batch b ON b.no = o.batch_no"""
_HISTORIES = f"""{_COLUMNS} WHERE o.row_id IN (SELECT value FROM json_each(?)) AND o.seq <= ?
    ORDER BY o.seq"""  # noqa: S608 - a constant
_PREDECESSOR = """SELECT o.id FROM operation o JOIN batch b ON b.no = o.batch_no
    WHERE b.replica = ? AND o.replica_seq = ? AND o.seq < ? AND o.previous IS NULL
    ORDER BY o.seq DESC LIMIT 1"""
_TOUCHED = """SELECT o.row_id, b.replica, o.changes FROM operation o
    JOIN batch b ON b.no = o.batch_no WHERE o.seq > ?"""
_BATCHES = """SELECT id, replica, kind, title, author, at, undoes FROM batch
    WHERE no IN (SELECT batch_no FROM operation WHERE seq IN (SELECT value FROM json_each(?)))"""


@dataclass(frozen=True, slots=True)
class Shipment:
    """Operations with the places they have in our log, and the batches they were part of."""

    seqs: tuple[int, ...]
    operations: tuple[WireOperation, ...]
    batches: tuple[WireBatch, ...]


def since(tx: Transaction, seq: int, wanted: Callable[[int, str], bool]) -> Shipment:
    """Return the operations after a place in our log; wanted: asked with (seq, row)."""
    rows = tx.session.connection().exec_driver_sql(
        f"{_COLUMNS} WHERE o.seq > ? ORDER BY o.seq", (seq,)
    )
    return _shipment(tx, [row for row in rows if wanted(row[0], row[8])])


def held_unasked(
    tx: Transaction, seq: int, teller: str, node: str, branches: Collection[str]
) -> set[str]:
    """Return the rows of operations after a place that a node may hold without us having told it.

    It has written them itself, or another one has placed them under its branches and may have told
    it so by a stick of their own. What we wrote ourselves (teller) it can only have from us.
    """
    nodes = NodesOfReplicas(tx)
    return {
        row
        for row, replica, changes in tx.session.connection().exec_driver_sql(_TOUCHED, (seq,))
        if (writer := nodes[replica]) != teller
        and (writer == node or any(branch in changes for branch in branches))
    }


def histories(tx: Transaction, rows: Collection[str], upto: int) -> Shipment:
    """Return everything that ever happened to some rows, up to a place in our log."""
    found = tx.session.connection().exec_driver_sql(_HISTORIES, (json.dumps(sorted(rows)), upto))
    return _shipment(tx, found.all())


def joined(parts: Iterable[Shipment]) -> Shipment:
    """Return several shipments as one, in the order of our log and nothing twice."""
    found: dict[int, WireOperation] = {}
    batches: dict[tuple[str, str], WireBatch] = {}
    for part in parts:
        found.update(zip(part.seqs, part.operations, strict=True))
        batches.update({(batch.id, batch.replica): batch for batch in part.batches})
    seqs = sorted(found)
    return Shipment(tuple(seqs), tuple(found[seq] for seq in seqs), tuple(batches.values()))


def _shipment(tx: Transaction, rows: Sequence[Any]) -> Shipment:
    operations = tuple(_operations(tx, rows))
    seqs = tuple(row[0] for row in rows)
    run = tx.session.connection().exec_driver_sql
    batches = tuple(WireBatch(*row) for row in run(_BATCHES, (json.dumps(seqs),)))
    return Shipment(seqs, operations, batches)


def _operations(tx: Transaction, rows: Iterable[Any]) -> Iterator[WireOperation]:
    """Yield operations; the chain of our own is not stored and is followed here."""
    run = tx.session.connection().exec_driver_sql
    gone = erased(tx)
    last: dict[str, tuple[int, bytes]] = {}
    for seq, id_, previous, batch, replica, replica_seq, *rest in rows:
        before = previous
        if before is None:
            known_seq, known = last.get(replica, (0, b""))
            before = known
            if known_seq != replica_seq - 1:
                before = run(_PREDECESSOR, (replica, replica_seq - 1, seq)).scalar() or b""
            last[replica] = (replica_seq, id_)
        op = WireOperation(id_, batch, replica, replica_seq, before, *rest)
        yield replace(op, is_erased=True) if op.row in gone else op


def commits_of(tx: Transaction, operations: Iterable[WireOperation]) -> tuple[WireCommit, ...]:
    """Return the signatures that vouch for some operations."""
    wanted: dict[str, list[int]] = {}
    for op in operations:
        wanted.setdefault(op.replica, []).append(op.replica_seq)
    query = """SELECT node, replica, first_seq, last_seq, ids, signature FROM sync_commit
        WHERE replica = ? AND last_seq >= ? AND first_seq <= ? ORDER BY first_seq, no"""
    run = tx.session.connection().exec_driver_sql
    found: list[WireCommit] = []
    for replica, seqs in wanted.items():
        places = set(seqs)
        rows = run(query, (replica, min(seqs), max(seqs)))
        found += [
            WireCommit(*row) for row in rows if not places.isdisjoint(range(row[2], row[3] + 1))
        ]
    return tuple(found)


def unsigned(tx: Transaction, node: str, most: int) -> list[WireCommit]:
    """Return runs of our own operations that carry no signature yet; signature is empty.

    Whoever packs signs all there is, so that only what is newer than the last package can lack it.
    """
    run = tx.session.connection().exec_driver_sql
    query = """SELECT b.replica, o.replica_seq, o.id
        FROM operation o JOIN batch b ON b.no = o.batch_no
        WHERE o.previous IS NULL AND o.seq > ? ORDER BY o.seq"""
    packed = run("SELECT coalesce(max(upto_seq), 0) FROM sync_outbox").scalar_one()
    rows = run(query, (packed,)).all()
    signed = _signed(tx, {row[0]: row[1] for row in reversed(rows)})
    runs: list[WireCommit] = []
    ids: list[bytes] = []
    place: tuple[str, int] = ("", 0)
    for replica, seq, id_ in rows:
        if id_ in signed:
            continue
        if (replica, seq) != (place[0], place[1] + 1) or len(ids) == most:
            runs += _run(node, place, ids)
            ids = []
        place = (replica, seq)
        ids.append(id_)
    return runs + _run(node, place, ids)


def _signed(tx: Transaction, first: Mapping[str, int]) -> set[bytes]:
    """Return the ids that signatures cover, of some replicas and from a place in each on."""
    query = "SELECT ids FROM sync_commit WHERE replica = ? AND last_seq >= ?"
    run = tx.session.connection().exec_driver_sql
    blobs = [ids for place in first.items() for ids in run(query, place).scalars()]
    return {blob[start : start + _ID] for blob in blobs for start in range(0, len(blob), _ID)}


def rows_of_own(tx: Transaction, after: int) -> dict[str, set[str]]:
    """Return the rows that this file itself has written after a place in its log, by table."""
    query = "SELECT table_name, row_id FROM operation WHERE previous IS NULL AND seq > ?"
    found: dict[str, set[str]] = {}
    for table, row in tx.session.connection().exec_driver_sql(query, (after,)):
        found.setdefault(table, set()).add(row)
    return found


def _run(node: str, place: tuple[str, int], ids: list[bytes]) -> list[WireCommit]:
    replica, last = place
    return [WireCommit(node, replica, last - len(ids) + 1, last, b"".join(ids), b"")] if ids else []


def keep_commits(tx: Transaction, commits: Iterable[WireCommit]) -> None:
    """Store signatures."""
    for c in commits:
        tx.session.connection().exec_driver_sql(
            "INSERT INTO sync_commit (node, replica, first_seq, last_seq, ids, signature)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (c.node, c.replica, c.first_seq, c.last_seq, c.ids, c.signature),
        )

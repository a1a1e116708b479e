"""The book of what was sent and received: outbox, inbox, what each peer last said."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects.sqlite import insert

from app.store.engine import Transaction
from app.store.tables.exchange import SyncInbox, SyncOutbox, SyncPeer, SyncPeerRow
from app.store.tables.journal import Batch, Operation


@dataclass(frozen=True, slots=True)
class Peer:
    """What another node last said, see store.tables.exchange.SyncPeer."""

    node: str
    acked: str = ""
    roster_version: int = 0
    schema: str = ""
    last_package: str = ""
    last_made_at: str = ""
    last_received_at: str = ""
    wants_own: bool = False
    owes_own: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """A package in the inbox; report: what the receipt says, as plain data."""

    no: int
    package: str
    sender: str
    after: str
    made_at: str
    received_at: str
    state: str
    batch: str
    first_seq: int
    last_seq: int
    report: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sent:
    """A package in the outbox; acked_at is empty until the peer has said that it holds it."""

    no: int
    package: str
    peer: str
    after: str
    upto_seq: int
    operations_n: int
    made_at: str
    acked_at: str


def last_seq(tx: Transaction) -> int:
    """Return the place of the newest operation in our log."""
    return tx.session.scalar(select(func.max(Operation.seq))) or 0


def last_packed(tx: Transaction) -> int:
    """Return up to which place of our log anything was ever packed."""
    return tx.session.scalar(select(func.max(SyncOutbox.upto_seq))) or 0


def peer(tx: Transaction, node: str) -> Peer:
    """Return what a node last said; nothing when it never spoke."""
    row = tx.session.scalar(select(SyncPeer).where(SyncPeer.node == node))
    if row is None:
        return Peer(node)
    return Peer(**{name: getattr(row, name) for name in Peer.__dataclass_fields__})


def peers(tx: Transaction) -> dict[str, Peer]:
    """Return what every node last said."""
    return {node: peer(tx, node) for node in tx.session.scalars(select(SyncPeer.node))}


def keep_peer(tx: Transaction, said: Peer) -> None:
    """Put what a node says now in the place of what it said before."""
    values = {name: getattr(said, name) for name in Peer.__dataclass_fields__}
    statement = insert(SyncPeer).values(values)
    tx.session.execute(statement.on_conflict_do_update(index_elements=["node"], set_=values))


def mark_acked(tx: Transaction, package: str, at: str) -> None:
    """Note that a peer holds a package of ours, and so all that it told."""
    found = tx.session.scalar(select(SyncOutbox).where(SyncOutbox.package == package))
    if found is None:
        return
    known = (
        update(SyncOutbox)
        .where(SyncOutbox.peer == found.peer, SyncOutbox.upto_seq <= found.upto_seq)
        .where(SyncOutbox.acked_at == "")
    )
    tx.session.execute(known.values(acked_at=at))


def furthest(tx: Transaction, packages: Iterable[str]) -> str:
    """Return which of some packages that a peer holds tells most of our log; empty for none."""
    found = [item for item in (sent(tx, each) for each in packages) if item]
    return max(found, key=lambda item: (item.upto_seq, item.no)).package if found else ""


def sent(tx: Transaction, package: str) -> Sent | None:
    """Return a package that we made; None when this file knows nothing of it."""
    row = tx.session.scalar(select(SyncOutbox).where(SyncOutbox.package == package))
    return _sent(row) if row else None


def sent_to(tx: Transaction, node: str) -> list[Sent]:
    """Return the packages made for a node, oldest first."""
    query = select(SyncOutbox).where(SyncOutbox.peer == node).order_by(SyncOutbox.no)
    return [_sent(row) for row in tx.session.scalars(query)]


def keep_sent(tx: Transaction, made: Sent) -> None:
    """Write a new package into the outbox; its no is given here."""
    values = {n: getattr(made, n) for n in Sent.__dataclass_fields__ if n != "no"}
    tx.session.add(SyncOutbox(**values))
    tx.session.flush()


def received(tx: Transaction, package: str) -> Received | None:
    """Return a package of the inbox; None when it never came."""
    row = tx.session.scalar(select(SyncInbox).where(SyncInbox.package == package))
    return _received(row) if row else None


def received_by_batch(tx: Transaction, batch: str) -> Received | None:
    """Return the package whose reception was this batch."""
    row = tx.session.scalar(
        select(SyncInbox).where(SyncInbox.batch == batch, SyncInbox.batch != "")
    )
    return _received(row) if row else None


def received_from(tx: Transaction, node: str | None = None) -> list[Received]:
    """Return the packages of a node, or of all, oldest first."""
    query = select(SyncInbox).order_by(SyncInbox.no)
    rows = tx.session.scalars(query.where(SyncInbox.sender == node) if node else query)
    return [_received(row) for row in rows]


def keep_received(tx: Transaction, item: Received) -> int:
    """Write a package into the inbox, or anew what is known of it; return its number."""
    values = {n: getattr(item, n) for n in Received.__dataclass_fields__ if n != "no"}
    values["report"] = json.dumps(dict(item.report), ensure_ascii=False)
    statement = insert(SyncInbox).values(values)
    tx.session.execute(statement.on_conflict_do_update(index_elements=["package"], set_=values))
    return tx.session.scalars(select(SyncInbox.no).where(SyncInbox.package == item.package)).one()


def name_batch(tx: Transaction, title: str) -> None:
    """Give the running batch its title, once it is known."""
    tx.session.execute(update(Batch).where(Batch.no == tx.batch_no).values(title=title))


def rename_peer(tx: Transaction, before: str, after: str) -> None:
    """Carry over what was sent under the name of an enrolment to the node that joined by it."""
    for table in (SyncOutbox, SyncPeerRow):
        tx.session.execute(update(table).where(table.peer == before).values(peer=after))


def seen_rows(tx: Transaction, node: str) -> dict[str, tuple[int, int | None]]:
    """Return since and until which place of our log a peer sees each row."""
    query = select(SyncPeerRow).where(SyncPeerRow.peer == node)
    return {row.row_id: (row.since_seq, row.until_seq) for row in tx.session.scalars(query)}


def keep_seen_rows(tx: Transaction, node: str, rows: Mapping[str, tuple[int, int | None]]) -> None:
    """Note since and until when a peer sees some rows."""
    tx.session.flush()
    if rows:
        tx.session.connection().exec_driver_sql(
            "INSERT OR REPLACE INTO sync_peer_row (peer, row_id, since_seq, until_seq)"
            " VALUES (?, ?, ?, ?)",
            [(node, row, *seen) for row, seen in rows.items()],
        )


def _sent(row: SyncOutbox) -> Sent:
    return Sent(**{name: getattr(row, name) for name in Sent.__dataclass_fields__})


def _received(row: SyncInbox) -> Received:
    values = {name: getattr(row, name) for name in Received.__dataclass_fields__}
    return Received(**{**values, "report": json.loads(row.report or "{}")})

"""The book of what was sent and received: outbox, inbox, what each peer last said."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, dataclass, replace
from typing import Any

from sqlalchemy import CursorResult, Row

from app.store.engine import Transaction

RESTORED, DIVERGED, DIFFERS, CLOCK = "RESTORED", "DIVERGED", "DIFFERS", "CLOCK"
"""Problems: a copied or put-back file, it found that we differ, we found it, its clock is ahead."""


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

    def differing(self, problem: str) -> tuple[str, ...]:
        """Return the tables that a problem of this kind is about; none when it is not there."""
        kind, _, tables = self.problem.partition(" ")
        return tuple(tables.split(",")) if kind == problem and tables else ()


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
    number: int
    after_number: int
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
    number: int


def last_seq(tx: Transaction) -> int:
    """Return the place of the newest operation in our log."""
    return int(_run(tx)("SELECT coalesce(max(seq), 0) FROM operation").scalar_one())


def own_since(tx: Transaction, seq: int) -> int:
    """Return how many operations were made here after a place in our log."""
    sql = "SELECT count(*) FROM operation WHERE seq > ? AND previous IS NULL"
    return int(_run(tx)(sql, (seq,)).scalar() or 0)


def last_packed(tx: Transaction) -> int:
    """Return up to which place of our log anything was ever packed."""
    return int(_run(tx)("SELECT coalesce(max(upto_seq), 0) FROM sync_outbox").scalar_one())


def peer(tx: Transaction, node: str) -> Peer:
    """Return what a node last said; nothing when it never spoke."""
    found = _run(tx)(f"SELECT {_PEER} FROM sync_peer WHERE node = ?", (node,)).one_or_none()  # noqa: S608
    return _peer(found) if found else Peer(node)


def peers(tx: Transaction) -> dict[str, Peer]:
    """Return what every node last said."""
    rows = _run(tx)(f"SELECT {_PEER} FROM sync_peer")  # noqa: S608
    return {each.node: each for each in map(_peer, rows)}


def keep_peer(tx: Transaction, said: Peer) -> None:
    """Put what a node says now in the place of what it said before."""
    values = astuple(said)
    places = ", ".join("?" * len(values))
    _run(tx)(f"INSERT OR REPLACE INTO sync_peer ({_PEER}) VALUES ({places})", values)  # noqa: S608


def mark_acked(tx: Transaction, package: str, at: str) -> None:
    """Note that a peer holds a package of ours, and so all that it told."""
    _run(tx)(
        """UPDATE sync_outbox SET acked_at = ?1 FROM sync_outbox held
        WHERE held.package = ?2 AND sync_outbox.peer = held.peer
        AND sync_outbox.upto_seq <= held.upto_seq AND sync_outbox.acked_at = ''""",
        (at, package),
    )


def unknown_of(tx: Transaction, packages: Iterable[str]) -> list[str]:
    """Return which of some packages this file never made, in their order."""
    named = list(packages)
    query = "SELECT package FROM sync_outbox WHERE package IN (SELECT value FROM json_each(?))"
    known = set(_run(tx)(query, (json.dumps(named),)).scalars()) if named else set()
    return [each for each in named if each not in known]


def furthest(tx: Transaction, packages: Iterable[str]) -> str:
    """Return which of some packages that a peer holds tells most of our log; empty for none."""
    query = """SELECT package FROM sync_outbox
        WHERE package IN (SELECT value FROM json_each(?)) ORDER BY upto_seq DESC, no DESC LIMIT 1"""
    return str(_run(tx)(query, (json.dumps(list(packages)),)).scalar() or "")


def sent(tx: Transaction, package: str) -> Sent | None:
    """Return a package that we made; None when this file knows nothing of it."""
    row = _run(tx)(f"SELECT {_SENT} FROM sync_outbox WHERE package = ?", (package,)).one_or_none()  # noqa: S608
    return Sent(*row) if row else None


def sent_to(tx: Transaction, node: str) -> list[Sent]:
    """Return the packages made for a node, oldest first."""
    rows = _run(tx)(f"SELECT {_SENT} FROM sync_outbox WHERE peer = ? ORDER BY no", (node,))  # noqa: S608
    return [Sent(*row) for row in rows]


def next_number(tx: Transaction, node: str) -> int:
    """Return the number that the next package for a node will have."""
    query = "SELECT coalesce(max(number), 0) + 1 FROM sync_outbox WHERE peer = ?"
    return int(_run(tx)(query, (node,)).scalar_one())


def highest_taken_from(tx: Transaction, node: str) -> int:
    """Return the highest number among the packages of a node that were taken in, 0 for none."""
    query = """SELECT coalesce(max(number), 0) FROM sync_inbox
        WHERE sender = ? AND state <> 'PARKED'"""
    return int(_run(tx)(query, (node,)).scalar_one())


def newest_unconfirmed(tx: Transaction) -> list[str]:
    """Return for each peer the newest package, unless it is known to have arrived.

    It tells all that older ones told and that was not confirmed.
    """
    query = """SELECT package FROM sync_outbox WHERE acked_at = ''
        AND no IN (SELECT max(no) FROM sync_outbox GROUP BY peer)"""
    return list(_run(tx)(query).scalars())


def keep_sent(tx: Transaction, made: Sent) -> None:
    """Write a new package into the outbox; its no is given here."""
    _, *values = astuple(made)
    columns = _SENT.removeprefix("no, ")
    places = ", ".join("?" * len(values))
    _run(tx)(f"INSERT INTO sync_outbox ({columns}) VALUES ({places})", tuple(values))  # noqa: S608


def received(tx: Transaction, package: str) -> Received | None:
    """Return a package of the inbox; None when it never came."""
    return _one_received(tx, "package = ?", package)


def received_by_batch(tx: Transaction, batch: str) -> Received | None:
    """Return the package whose reception was this batch."""
    return _one_received(tx, "batch = ?", batch) if batch else None


def received_from(tx: Transaction, node: str | None = None) -> list[Received]:
    """Return the packages of a node, or of all, oldest first."""
    where, told = ("WHERE sender = ?", (node,)) if node else ("", ())
    rows = _run(tx)(f"SELECT {_RECEIVED} FROM sync_inbox {where} ORDER BY no", told)  # noqa: S608
    return list(map(_received, rows))


def places_from(tx: Transaction, node: str) -> list[range]:
    """Return the places in our log that hold what a node has brought."""
    rows = _run(tx)(
        "SELECT first_seq, last_seq FROM sync_inbox WHERE sender = ? AND first_seq > 0", (node,)
    )
    return [range(first, last + 1) for first, last in rows]


def newest_taken_from(tx: Transaction, node: str, most: int) -> list[str]:
    """Return the newest packages of a node that were taken in, oldest first."""
    query = """SELECT package FROM sync_inbox WHERE sender = ? AND state <> 'PARKED'
        ORDER BY no DESC LIMIT ?"""
    return list(_run(tx)(query, (node, most)).scalars())[::-1]


def keep_received(tx: Transaction, item: Received) -> int:
    """Write a package into the inbox, or anew what is known of it; return its number."""
    values = astuple(replace(item, report={}))[1:-1]
    report = json.dumps(dict(item.report), ensure_ascii=False)
    columns = _RECEIVED.removeprefix("no, ")
    places = ", ".join("?" * (len(values) + 1))
    sets = ", ".join(f"{name} = excluded.{name}" for name in columns.split(", "))
    statement = f"""INSERT INTO sync_inbox ({columns}) VALUES ({places})
        ON CONFLICT (package) DO UPDATE SET {sets} RETURNING no"""  # noqa: S608
    return int(_run(tx)(statement, (*values, report)).scalar_one())


def name_batch(tx: Transaction, title: str) -> None:
    """Give the running batch its title, once it is known."""
    _run(tx)("UPDATE batch SET title = ? WHERE no = ?", (title, tx.batch_no))


def rename_peer(tx: Transaction, before: str, after: str) -> None:
    """Carry over what was sent under the name of an enrolment to the node that joined by it."""
    for table in ("sync_outbox", "sync_peer_row"):
        _run(tx)(f"UPDATE {table} SET peer = ? WHERE peer = ?", (after, before))  # noqa: S608


def seen_rows(tx: Transaction, node: str) -> dict[str, tuple[int, int | None]]:
    """Return since and until which place of our log a peer sees each row."""
    query = "SELECT row_id, since_seq, until_seq FROM sync_peer_row WHERE peer = ?"
    return {row: (since, until) for row, since, until in _run(tx)(query, (node,))}


def keep_seen_rows(tx: Transaction, node: str, rows: Mapping[str, tuple[int, int | None]]) -> None:
    """Note since and until when a peer sees some rows."""
    tx.session.flush()
    if rows:
        tx.session.connection().exec_driver_sql(
            "INSERT OR REPLACE INTO sync_peer_row (peer, row_id, since_seq, until_seq)"
            " VALUES (?, ?, ?, ?)",
            [(node, row, *seen) for row, seen in rows.items()],
        )


_PEER = ", ".join(Peer.__dataclass_fields__)
_SENT = ", ".join(Sent.__dataclass_fields__)
_RECEIVED = ", ".join(Received.__dataclass_fields__)


def _run(tx: Transaction) -> Callable[..., CursorResult[*tuple[Any, ...]]]:
    """Return how a statement is run: by the driver itself, for these are asked all the time."""
    return tx.session.connection().exec_driver_sql


def _peer(row: Row[*tuple[Any, ...]]) -> Peer:
    said = Peer(*row)
    return replace(said, wants_own=bool(said.wants_own), owes_own=bool(said.owes_own))


def _one_received(tx: Transaction, where: str, told: str) -> Received | None:
    query = f"SELECT {_RECEIVED} FROM sync_inbox WHERE {where}"  # noqa: S608
    row = _run(tx)(query, (told,)).one_or_none()
    return _received(row) if row else None


def _received(row: Row[*tuple[Any, ...]]) -> Received:
    values = dict(zip(Received.__dataclass_fields__, row, strict=True))
    return Received(**{**values, "report": json.loads(values["report"] or "{}")})

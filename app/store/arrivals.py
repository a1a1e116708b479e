"""Taking operations of other machines into the journal, unchanged, in the caller's transaction."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Boolean, Integer

from app.domain.nodes import Roster
from app.domain.operation_form import followed_hlc
from app.domain.packages import Contents, WireBatch, WireCommit, WireOperation
from app.store.engine import Transaction
from app.store.erasing import ERASURE, take_effect
from app.store.merging import derive
from app.store.schema import record_classes
from app.store.tables.columns import Hundredths, PartialDateColumn, is_stored_date

_CHUNK = 2000
_ID = 32
_BATCH = "id, replica, kind, title, author, at, undoes, received_in"
_OPERATION = (
    "id, batch_no, replica_seq, hlc, table_name, row_id, kind, changes, base, is_head, previous"
)


_ESCAPED = "\\u"
_TEXTS = frozenset({str, type(None)})


class Unready(Exception):  # noqa: N818 - a state of the package, not an error of the program
    """Operations are based on some that are not here: the package must wait."""


class Malformed(Exception):  # noqa: N818 - a finding about the package
    """An operation is not one: nobody's program writes such."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """What was new: places in our log (0 when nothing), rows by table, operations by table.

    forked: nodes of which one replica has written two different things at one place.
    """

    first_seq: int = 0
    last_seq: int = 0
    rows: Mapping[str, frozenset[str]] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    forked: frozenset[str] = frozenset()


def take_in(
    tx: Transaction, contents: Contents, roster: Roster | None, inbox_no: int, now_ms: int
) -> Arrived:
    """Add what is not here yet and bring the rows up to date.

    Raises Unready and Malformed, before anything is written.
    """
    new = _unknown(tx, contents.operations)
    bases = _checked(tx, new)
    forked = _forked(tx, contents.commits)
    _keep_commits(tx, contents.commits)
    if not new:
        return Arrived(forked=forked)
    numbers = _keep_batches(tx, contents.batches, inbox_no)
    first = (tx.session.connection().exec_driver_sql(_LAST_SEQ).scalar() or 0) + 1
    _keep_operations(tx, new, numbers, bases)
    _follow_clock(tx, max(op.hlc for op in new), now_ms)
    rows: dict[str, set[str]] = {}
    counts: dict[str, int] = {}
    for op in new:
        rows.setdefault(op.table, set()).add(op.row)
        counts[op.table] = counts.get(op.table, 0) + 1
    if ERASURE in rows:
        derive(tx, {ERASURE: rows[ERASURE]}, roster)
    for table, ids in take_effect(tx).items():
        rows.setdefault(table, set()).update(ids)
    derive(tx, rows, roster)
    told = {table: frozenset(ids) for table, ids in rows.items()}
    return Arrived(first, first + len(new) - 1, told, counts, forked)


_LAST_SEQ = "SELECT max(seq) FROM operation"


def _unknown(tx: Transaction, operations: Sequence[WireOperation]) -> list[WireOperation]:
    """Return what is not in the journal, each once; by content: a copied file reuses places."""
    known = known_ids(tx, [op.id for op in operations])
    return list({op.id: op for op in operations if op.id not in known}.values())


def known_ids(tx: Transaction, ids: Sequence[bytes]) -> set[bytes]:
    """Return which of some operations are in the journal."""
    run = tx.session.connection().exec_driver_sql
    found: set[bytes] = set()
    for start in range(0, len(ids), _CHUNK):
        chunk = tuple(ids[start : start + _CHUNK])
        places = ", ".join("?" * len(chunk))
        found.update(run(f"SELECT id FROM operation WHERE id IN ({places})", chunk).scalars())  # noqa: S608
    return found


def _checked(tx: Transaction, new: Sequence[WireOperation]) -> list[bytes]:
    """Return the operations that the new ones are based on; each must be here or come before."""
    here: set[bytes] = set()
    outside: set[bytes] = set()
    named: list[bytes] = []
    for op in new:
        base = _base(op)
        outside.update(each for each in base if each not in here)
        named += base
        here.add(op.id)
        _check_values(op)
    missing = outside - known_ids(tx, list(outside))
    if missing:
        raise Unready(len(missing))
    return named


def _base(op: WireOperation) -> list[bytes]:
    if op.base == "[]":
        return []
    try:
        base = json.loads(op.base)
        if isinstance(base, list):
            return [bytes.fromhex(each) for each in base]
    except (ValueError, TypeError) as error:
        raise Malformed(op.id.hex()) from error
    raise Malformed(op.id.hex())


def _check_values(op: WireOperation) -> None:
    try:
        changes = json.loads(op.changes)
        if _ESCAPED in op.changes:  # escaped, and so hidden until it is read
            json.dumps(changes, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise Malformed(op.id.hex()) from error
    if not isinstance(changes, dict):
        raise Malformed(op.id.hex())
    is_change = op.kind == "U"
    if is_change or not _TEXTS.issuperset(map(type, changes.values())):
        is_fit = _is_pair if is_change else _is_plain
        if not all(map(is_fit, changes.values())):
            raise Malformed(op.id.hex())
    forms = _forms(op.table)
    for name in changes.keys() & forms.keys():
        values = changes[name] if is_change else (changes[name],)
        if not all(value is None or forms[name](value) for value in values):
            raise Malformed(op.id.hex())


@cache
def _forms(table: str) -> Mapping[str, Callable[[Any], bool]]:
    """Return what tells a value that a column can hold, of the columns that hold no plain text.

    One of another form would reach the rows and stop every list that reads them.
    """
    if table not in record_classes():
        return {}
    columns = record_classes()[table].metadata.tables[table].columns
    dates = {c.name: is_stored_date for c in columns if isinstance(c.type, PartialDateColumn)}
    whole = (Integer, Hundredths, Boolean)
    return dates | {c.name: _is_whole for c in columns if isinstance(c.type, whole)}


def _is_whole(value: Any) -> bool:
    return isinstance(value, int)


def _is_pair(value: Any) -> bool:
    """Tell whether a value is an old and a new one."""
    return isinstance(value, list) and [*map(_is_plain, value)] == [True, True]


def _is_plain(value: Any) -> bool:
    if isinstance(value, int):
        return -(1 << 63) <= value < 1 << 63
    return value is None or isinstance(value, str)


def _forked(tx: Transaction, commits: Iterable[WireCommit]) -> frozenset[str]:
    """Return the nodes whose signatures tell of a copied file: two ids at one place of a chain.

    What is told again is no news: who sends all once more was healed perhaps long ago.
    """
    query = """SELECT first_seq, last_seq, ids FROM sync_commit
        WHERE replica = ? AND first_seq <= ? AND last_seq >= ? AND signature <> ?"""
    run = tx.session.connection().exec_driver_sql
    found = set()
    held = "SELECT 1 FROM sync_commit WHERE signature = ?"
    for c in commits:
        if run(held, (c.signature,)).scalar():
            continue
        for first, last, ids in run(query, (c.replica, c.last_seq, c.first_seq, c.signature)):
            start, end = max(first, c.first_seq), min(last, c.last_seq) + 1
            if (
                ids[(start - first) * _ID : (end - first) * _ID]
                != c.ids[(start - c.first_seq) * _ID : (end - c.first_seq) * _ID]
            ):
                found.add(c.node)
    return frozenset(found)


def _keep_commits(tx: Transaction, commits: Iterable[WireCommit]) -> None:
    rows = [(c.node, c.replica, c.first_seq, c.last_seq, c.ids, c.signature) for c in commits]
    if rows:
        tx.session.connection().exec_driver_sql(
            "INSERT OR IGNORE INTO sync_commit (node, replica, first_seq, last_seq, ids, signature)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            rows,
        )


def _keep_batches(
    tx: Transaction, batches: Iterable[WireBatch], inbox_no: int
) -> dict[tuple[str, str], int]:
    run = tx.session.connection().exec_driver_sql
    numbers = {}
    for batch in batches:
        place = (batch.id, batch.replica)
        query = "SELECT no FROM batch WHERE id = ? AND replica = ?"
        number = run(query, place).scalar()
        if number is None:
            values = (
                *place,
                batch.kind,
                batch.title,
                batch.author,
                batch.at,
                batch.undoes,
                inbox_no,
            )
            run(f"INSERT INTO batch ({_BATCH}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)  # noqa: S608
            number = run(query, place).scalar_one()
            if batch.undoes:
                run("UPDATE batch SET undone_by = ? WHERE id = ?", (batch.id, batch.undoes))
        numbers[place] = number
    return numbers


def _keep_operations(
    tx: Transaction,
    new: Sequence[WireOperation],
    numbers: Mapping[tuple[str, str], int],
    bases: Iterable[bytes],
) -> None:
    run = tx.session.connection().exec_driver_sql
    places = ", ".join("?" * 11)
    run(
        f"INSERT INTO operation ({_OPERATION}) VALUES ({places})",  # noqa: S608
        [
            (
                op.id, numbers[op.batch, op.replica], op.replica_seq, op.hlc, op.table, op.row,
                op.kind, op.changes, op.base, 1, op.previous,
            )
            for op in new
        ],
    )  # fmt: skip
    named = [(each,) for each in bases]
    if named:
        run("UPDATE operation SET is_head = 0 WHERE id = ?", named)


def _follow_clock(tx: Transaction, newest: int, now_ms: int) -> None:
    run = tx.session.connection().exec_driver_sql
    own = run("SELECT hlc FROM journal_state").scalar_one()
    run("UPDATE journal_state SET hlc = ?", (followed_hlc(own, newest, now_ms),))

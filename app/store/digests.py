"""Digests of what two machines should hold alike: by table, over the ids of the operations.

The rows follow from their operations alone, so that equal operations are equal records. A digest
is a number of operations and the exclusive or of their ids: the order of arrival does not matter.
"""

from collections.abc import Collection, Mapping

from app.store.engine import Transaction
from app.store.schema import record_classes

_OF_AN_ID = 8


class Digests:
    """The operations of every row, read once for any number of receivers."""

    def __init__(self, tx: Transaction) -> None:
        self._rows: dict[str, tuple[str, int, int]] = {}
        run = tx.session.connection().exec_driver_sql
        for table, row, id_ in run("SELECT table_name, row_id, id FROM operation"):
            _, number, mark = self._rows.get(row, (table, 0, 0))
            part = int.from_bytes(id_[:_OF_AN_ID], "big")
            self._rows[row] = (table, number + 1, mark ^ part)

    def of(self, rows: Collection[str] | None) -> dict[str, str]:
        """Return the digest of each table that has any of some rows, or of all when None."""
        known = record_classes()
        found: dict[str, tuple[int, int]] = {}
        for row in self._rows if rows is None else rows:
            if row not in self._rows:
                continue
            table, number, mark = self._rows[row]
            if table in known:
                so_far, mixed = found.get(table, (0, 0))
                found[table] = (so_far + number, mixed ^ mark)
        return {table: f"{number}-{mark:016x}" for table, (number, mark) in found.items()}


def different(ours: Mapping[str, str], theirs: Mapping[str, str]) -> tuple[str, ...]:
    """Return the tables whose digests differ."""
    return tuple(sorted(t for t in ours.keys() | theirs.keys() if ours.get(t) != theirs.get(t)))


def is_level(tx: Transaction, upto: int, brought: Collection[range]) -> bool:
    """Tell whether all in our log is known to another: told up to a place, or brought by it."""
    run = tx.session.connection().exec_driver_sql
    newer = run("SELECT seq FROM operation WHERE seq > ?", (upto,)).scalars()
    return all(any(seq in each for each in brought) for seq in newer)

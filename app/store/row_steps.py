"""The operations of rows as the merge wants them, and what a row of a table is when empty."""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import DefaultClause, Table

from app.domain.merging import Step
from app.domain.nodes import Role, node_of_replica
from app.store.engine import Transaction
from app.store.node import read_roster, signed_roster

_STEPS = """
SELECT o.row_id, o.id, b.replica, o.hlc, o.kind, o.changes, o.base, o.seq
FROM operation o JOIN batch b ON b.no = o.batch_no
WHERE o.row_id IN (SELECT value FROM json_each(?)) ORDER BY o.seq
"""


@cache
def empty_row(table: Table) -> Mapping[str, Any]:
    """Return the values of a row of which nothing was said, as stored, without its id."""
    return {
        column.name: _default_of(column.server_default)
        for column in table.columns
        if column.name != "id"
    }


def _default_of(default: object) -> Any:
    if not isinstance(default, DefaultClause):
        return None
    return int(str(default.arg)) if str(default.arg).isdigit() else str(default.arg)


def steps_of(
    tx: Transaction, rows: Iterable[str], *, before: int | None = None
) -> dict[str, list[Step]]:
    """Return the operations of rows in the order in which they reached this file.

    before: only those that were here before this seq.
    """
    wanted = list(rows)
    found: dict[str, list[Step]] = {row: [] for row in wanted}
    nodes = NodesOfReplicas(tx)
    run = tx.session.connection().exec_driver_sql
    for row, id_, replica, hlc, kind, changes, base, seq in run(_STEPS, (json.dumps(wanted),)):
        if before is None or seq < before:
            knew = () if base == "[]" else tuple(json.loads(base))
            step = Step(id_.hex(), nodes[replica], hlc, kind, json.loads(changes), knew)
            found[row].append(step)
    return found


class NodesOfReplicas:
    """Which node wrote as which replica; what is older than any exchange goes by who signed it."""

    def __init__(self, tx: Transaction) -> None:
        run = tx.session.connection().exec_driver_sql
        signed = signed_roster(tx)
        nodes = read_roster(signed.body).nodes if signed else ()
        bureau = {each.node for each in nodes if each.role is Role.BUREAU}
        claimed = run(
            "SELECT DISTINCT replica, node FROM sync_commit WHERE instr(replica, '.') = 0"
        )
        self._known: dict[str, str] = {}
        claims = sorted(((node not in bureau, node), replica) for replica, node in claimed)
        for (_, node), replica in claims:
            self._known.setdefault(replica, node)

    def __getitem__(self, replica: str) -> str:
        """Return the node of a replica; empty when nobody has vouched for it."""
        found = self._known.get(replica)
        if found is None:
            found = self._known[replica] = node_of_replica(replica)
        return found

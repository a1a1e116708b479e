"""The records behind a figure, and how many records there are of each kind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.fields import table_info, table_title
from app.domain.figures import Evidence
from app.services.ledger import Ledger
from app.store import record_lists
from app.store.engine import Transaction

_SUBJECTS = ("person", "org_unit", "school_unit")
_OWNERS = (("school_id", "school_unit"), ("org_id", "org_unit"), ("activity_id", "activity"))
"""Columns that say whom a record belongs to, the most telling first."""


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A record behind a figure, in words; amount is what it contributes, in the figure's unit.

    id names the line: a record may stand behind a figure several times. owner: the organisation
    or school it belongs to. is_repeated: another record of its group was counted already, so that
    this one adds nothing.
    """

    id: str
    table: str
    record: str
    title: str
    summary: str
    amount: Decimal
    owner: str = ""
    is_repeated: bool = False


def evidence_rows(ledger: Ledger, evidence: Sequence[Evidence]) -> tuple[EvidenceRow, ...]:
    """Return the records behind a figure in words, in their order."""
    wanted: dict[str, list[str]] = {}
    for item in evidence:
        wanted.setdefault(item.table, []).append(item.id)
    names: dict[str, Mapping[str, str]] = {}
    owners: dict[str, str] = {}
    with ledger.reading() as tx:
        for table, ids in wanted.items():
            names[table] = record_lists.names_of(tx, table, ids)
            owners |= _owners(tx, table, ids)
    rows = []
    seen: set[str] = set()
    for number, item in enumerate(evidence):
        rows.append(
            EvidenceRow(
                str(number),
                item.table,
                item.id,
                table_title(item.table),
                names[item.table].get(item.id) or item.name,
                item.amount,
                owners.get(item.id, ""),
                is_repeated=bool(item.group) and item.group in seen,
            )
        )
        seen.add(item.group)
    return tuple(rows)


def _owners(tx: Transaction, table: str, ids: Sequence[str]) -> dict[str, str]:
    """Return the organisation or school of each record: its own, or that of its activity."""
    columns = table_info(table).fields
    for column, target in _OWNERS:
        if column in columns:
            held = record_lists.values_of(tx, table, column, ids)
            if target == "activity":
                above = _owners(tx, target, list(held.values()))
            else:
                above = record_lists.names_of(tx, target, held.values())
            return {record: above.get(owner, "") for record, owner in held.items()}
    return {}


def subject_names(ledger: Ledger, ids: Iterable[str]) -> dict[str, str]:
    """Return what persons, organisations and schools are called, by id."""
    wanted = list(dict.fromkeys(ids))
    names: dict[str, str] = {}
    with ledger.reading() as tx:
        for table in _SUBJECTS:
            names.update(record_lists.names_of(tx, table, wanted))
    return names


def record_counts(ledger: Ledger, tables: Iterable[str]) -> dict[str, int]:
    """Return how many live records each table has."""
    with ledger.reading() as tx:
        return {table: len(record_lists.live_ids(tx, table)) for table in tables}

"""What records point to: nothing new points into the recycle bin, nothing used goes there."""

from collections.abc import Iterable, Mapping, Sequence

from app.base.errors import UserError
from app.domain.fields import Value, ValueKind, table_info, table_title
from app.domain.readings import block
from app.domain.words import problem_text
from app.store import record_lists
from app.store.engine import Transaction

_TOLD_AT_MOST = 6


def refuse_gone(tx: Transaction, table: str, rows: Iterable[Mapping[str, Value]]) -> None:
    """Raise UserError when values point to records that are in the recycle bin, or nowhere."""
    fields = [f for f in table_info(table).fields.values() if f.kind is ValueKind.REFERENCE]
    wanted: dict[str, set[str]] = {}
    labels: dict[str, str] = {}
    for row in rows:
        for field in fields:
            if row.get(field.name):
                wanted.setdefault(field.target, set()).add(str(row[field.name]))
                labels[str(row[field.name])] = field.label
    gone = {each for target, ids in wanted.items() for each in _gone(tx, target, ids)}
    told = dict.fromkeys(problem_text(block("record.no_such", label=labels[each])) for each in gone)
    if told:
        raise UserError(f"{'；'.join(told)}。", kept="没有保存。", todo="请按 F5 刷新后另选。")


def told(users: Mapping[str, int]) -> str:
    """Return "党籍19条、任职4条…等23种" for how many records of each table use something."""
    parts = [f"{table_title(table)}{number}条" for table, number in users.items()]
    more = f"等{len(parts)}种" if len(parts) > _TOLD_AT_MOST else ""
    return "、".join(parts[:_TOLD_AT_MOST]) + more


def _gone(tx: Transaction, table: str, ids: set[str]) -> set[str]:
    rows = record_lists.rows_by_id(tx, table, sorted(ids))
    return ids - {row["id"] for row in rows if not row["removed_at"]}


def refuse_used(
    tx: Transaction, table: str, ids: Sequence[str], *, apart_from: frozenset[str] = frozenset()
) -> None:
    """Raise UserError when other records, those of some tables left aside, point to one."""
    for record, users in record_lists.users_n(tx, table, ids).items():
        where = told({t: n for t, n in users.items() if t not in apart_from})
        if where:
            name = record_lists.names_of(tx, table, [record]).get(record, "")
            raise UserError(
                f"“{name}”还有关联的记录（{where}），不能删除。",
                kept="没有删除。",
                todo="请先删除关联的记录。",
            )

"""依法清除: the bureau orders that what was recorded of a person is gone, here and everywhere."""

from collections.abc import Sequence
from dataclasses import replace

from app.base.errors import UserError
from app.base.progress import Silent
from app.domain.dates import day
from app.domain.kinds import ON_ROSTER, Status
from app.services.exchange.moments import now_text
from app.services.exchange.setup import list_keeper
from app.services.ledger import Ledger, Outcome
from app.store import erasing, members, merging, node, record_lists, records
from app.store.engine import Transaction
from app.store.erasing import ERASURE

LABEL = "（已依法清除）"
"""What stands in the place of an erased name."""


def erase(ledger: Ledger, persons: Sequence[str], basis: str) -> Outcome:
    """Erase persons, with what lies in the recycle bin and belongs to them; nobody can undo it.

    basis: the decision that ordered it, without names. What else is kept of them, such as their
    membership, stays for the figures and names nobody any more. Raises UserError for who is still
    a member in a roster, and anywhere but on the bureau's own PC.
    """
    with ledger.writing("依法清除个人信息") as tx:
        list_keeper(tx)
        if not basis.strip():
            raise UserError("没有写清除的依据。", kept="没有改动。", todo="请填写文号或决定日期。")
        chosen = tuple(dict.fromkeys(persons))
        rows = [order for each in chosen for order in _orders(tx, each)]
        common = {
            "basis": basis.strip(),
            "ordered_on": day(ledger.today()),
            "erased_at": now_text(ledger),
            "label": LABEL,
        }
        records.add_many(tx, ERASURE, [{**row, **common} for row in rows])
        merging.derive(tx, erasing.take_effect(tx), node.roster(tx))
        members.refresh_search(tx, Silent())
    told = f"已清除{len(chosen)}人的个人信息，共{len(rows)}条记录。"
    done = ledger.outcome(tx, f"{told}各单位的电脑收到交换包后也会清除。", chosen)
    return replace(done, batch="")  # nothing that could be undone


def _bound(tx: Transaction, person: str) -> str:
    """Return why the records of a person are still needed, "" when they are not."""
    if records.find(tx, "membership", person_id=person, status=sorted(ON_ROSTER)):
        return "在册党员"
    if records.find(tx, "membership", person_id=person, status=[Status.SUSPENDED]):
        return "停止党籍的党员，以后可能恢复"
    return ""


def _orders(tx: Transaction, person: str) -> list[dict[str, object]]:
    """Return the orders for a person and what belongs to it, the person itself last."""
    found = record_lists.rows_by_id(tx, "person", [person])
    if not found or erasing.any_of(tx, [person]):
        raise UserError(
            "没有这个人，或者已经清除过了。", kept="没有改动。", todo="请按 F5 刷新后再选。"
        )
    bound = _bound(tx, person)
    if bound:
        raise UserError(
            f"“{found[0]['name']}”还是{bound}，不能清除。",
            kept="没有改动。",
            todo="请先办理出党、转出或者把录错的记录删除。",
        )
    belonging = [
        {"erased_table": table, "erased_id": row, "is_removed": True}
        for table, ids in erasing.belongings(tx, person).items()
        for row in ids
    ]
    is_removed = found[0]["removed_at"] is not None
    return [*belonging, {"erased_table": "person", "erased_id": person, "is_removed": is_removed}]

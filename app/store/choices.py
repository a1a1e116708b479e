"""What a unit has decided about the program's own work: journalled records that travel by stick."""

from uuid import NAMESPACE_URL, uuid5

from app.domain.nodes import Role
from app.store import node, records
from app.store.engine import Transaction
from app.store.record_lists import rows_by_id

_TABLE = "setting"
_NAMESPACE = uuid5(NAMESPACE_URL, "dangwu:setting")


def read(tx: Transaction, name: str, year: int | None = None) -> str:
    """Return what was decided, here or else by the bureau; "" when nothing was."""
    wanted = [_id(whose, name, year) for whose in dict.fromkeys((_whose(tx), None))]
    found = {
        row["id"]: row["value"] for row in rows_by_id(tx, _TABLE, wanted) if not row["removed_at"]
    }
    return next((found[each] for each in wanted if each in found), "")


def write(tx: Transaction, name: str, value: str, year: int | None = None) -> None:
    """Decide; what was decided already is not written again."""
    if read(tx, name, year) == value:
        return
    whose = _whose(tx)
    known = _id(whose, name, year)
    if rows_by_id(tx, _TABLE, [known]):
        records.change(tx, _TABLE, known, {"value": value, "removed_at": None})
    else:
        row = {"id": known, "org_id": whose, "name": name, "year": year, "value": value}
        records.add(tx, _TABLE, row)


def _whose(tx: Transaction) -> str | None:
    """Return the branch that a school's installation decides for; None for the bureau."""
    who = node.identity(tx)
    return min(who.branches, default=None) if who and who.role is Role.SCHOOL else None


def _id(whose: str | None, name: str, year: int | None) -> str:
    return str(uuid5(_NAMESPACE, f"{whose or ''}/{name}/{year or ''}"))

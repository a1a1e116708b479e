"""The unit whose ledger this is."""

from app.domain.kinds import OrgKind
from app.domain.nodes import Role
from app.store import node, records
from app.store.engine import Transaction

UNNAMED = "单位名称未填写"


def unit_name(tx: Transaction) -> str:
    """Return the full name of the uppermost committee, or that no name was entered yet.

    On a school's PC it is the school: the committee's records come to every school.
    """
    who = node.identity(tx)
    if who and who.role is Role.SCHOOL:
        return who.name
    found = records.find(tx, "org_unit", kind=OrgKind.COMMITTEE, parent_id=None)
    return str(found[0]["full_name"]) if found else UNNAMED

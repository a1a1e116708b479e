"""A renamed organisation is still found under the name it bore before."""

from app.store import records
from app.store.engine import Transaction
from app.store.records import Row

_NAMES = ("full_name", "short_name")


def keep(tx: Transaction, table: str, before: Row, changed: Row) -> None:
    """Make the names that an organisation gives up its aliases, which rosters are matched by.

    before: the row as it was; changed: its new values; rows of other tables have no former names.
    A name that an organisation bears now, the same one or another, is no former name.
    """
    if table != "org_unit":
        return
    known = {row["alias"] for row in records.find(tx, "org_alias", org_id=before["id"])}
    old = {before[name] for name in _NAMES if before[name] and name in changed} - known
    borne = {row[name] for row in records.find(tx, "org_unit") for name in _NAMES} if old else set()
    for name in sorted(old - borne):
        records.add(tx, "org_alias", {"org_id": before["id"], "alias": name})


def remove(tx: Transaction, org_id: str) -> None:
    """Put the former names of an organisation into the recycle bin, where it goes itself."""
    for row in records.find(tx, "org_alias", org_id=org_id):
        records.remove(tx, "org_alias", row["id"])

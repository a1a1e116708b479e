"""Whether a ledger is for practice, and whether it is still empty."""

from app.services.ledger import Ledger
from app.store import info, records


def is_practice(ledger: Ledger) -> bool:
    """Tell whether the records of a ledger are the invented ones."""
    with ledger.reading() as tx:
        return info.read(tx, "practice") == "1"


def is_empty(ledger: Ledger) -> bool:
    """Tell whether a ledger has no organisation yet."""
    with ledger.reading() as tx:
        return not records.find(tx, "org_unit")

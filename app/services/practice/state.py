"""Whether a ledger is for practice, whether it is still empty, and on which day one practises."""

from dataclasses import replace
from datetime import date

from app.services.ledger import Ledger
from app.services.practice.source import YEAR
from app.store import info, records


def is_practice(ledger: Ledger) -> bool:
    """Tell whether the records of a ledger are the invented ones."""
    with ledger.reading() as tx:
        return info.read(tx, "practice") == "1"


def is_empty(ledger: Ledger) -> bool:
    """Tell whether a ledger has no organisation yet."""
    with ledger.reading() as tx:
        return not records.find(tx, "org_unit")


def at_its_day(ledger: Ledger) -> Ledger:
    """Return the ledger as on the last day of the practice year, where its report is due."""
    return replace(ledger, today=lambda: date(YEAR, 12, 31))

"""What a form for a record of any table must know of the ledger's own rules."""

from app.domain.checks import check_record
from app.store import record_lists


def required_fields(table: str) -> frozenset[str]:
    """Return the columns that no record of a table can be saved without."""
    empty = (problem.detail["field"] for problem in check_record(table, {}))
    return frozenset({*record_lists.required_columns(table), *empty})

"""Facts about the ledger as a whole: its unit, whether it is for practice, report parameters."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from app.store.engine import Transaction
from app.store.tables.columns import new_id
from app.store.tables.journal import IssuedReport, LedgerInfo


def read(tx: Transaction, key: str, default: str = "") -> str:
    """Return one fact, or the default when it was never set."""
    found = tx.session.scalar(select(LedgerInfo.value).where(LedgerInfo.key == key))
    return default if found is None else found


def write(tx: Transaction, key: str, value: str) -> None:
    """Set one fact."""
    tx.session.execute(
        insert(LedgerInfo)
        .values(key=key, value=value)
        .on_conflict_do_update(index_elements=[LedgerInfo.key], set_={"value": value})
    )


def keep_report(
    tx: Transaction, year: int, title: str, figures: Mapping[str, object], author: str
) -> str:
    """Freeze an issued report with its figures and return its id."""
    report = IssuedReport(
        id=new_id(),
        kind="work-summary",
        year=year,
        title=title,
        issued_at=datetime.now(UTC).isoformat(timespec="seconds"),
        author=author,
        figures=json.dumps(figures, ensure_ascii=False),
    )
    tx.session.add(report)
    return report.id


def reports(tx: Transaction) -> list[IssuedReport]:
    """Return the issued reports, newest first."""
    return list(tx.session.scalars(select(IssuedReport).order_by(IssuedReport.issued_at.desc())))

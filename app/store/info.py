"""Facts about this very file that no other shares, and the reports issued from it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Frozen:
    """What an issued report keeps: its figures with their records, its text (JSON), who issued."""

    figures: Mapping[str, object]
    document: str
    author: str


def keep_report(tx: Transaction, year: int, title: str, content: Frozen) -> str:
    """Freeze an issued report and return its id."""
    report = IssuedReport(
        id=new_id(),
        kind="work-summary",
        year=year,
        title=title,
        issued_at=datetime.now(UTC).isoformat(timespec="seconds"),
        author=content.author,
        figures=json.dumps(content.figures, ensure_ascii=False),
        document=content.document,
    )
    tx.session.add(report)
    return report.id


def reports(tx: Transaction) -> list[IssuedReport]:
    """Return the issued reports, newest first."""
    return list(
        tx.session.scalars(
            select(IssuedReport).order_by(IssuedReport.issued_at.desc(), IssuedReport.id.desc())
        )
    )

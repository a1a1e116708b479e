"""Printing the papers of the exchange as PDF: recovery sheet, list of spoken codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.base.progress import Progress, Silent
from app.services.ledger import Ledger
from app.services.own_unit import unit_name

_SILENT = Silent()


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What the recovery sheet says; root_code is the bureau's and may be empty."""

    unit: str
    password_code: str
    root_code: str = ""


def print_recovery(sheet: RecoverySheet, target: Path, progress: Progress = _SILENT) -> None:
    """Write the recovery sheet as PDF; raises UserError when it cannot be written."""
    from app.reports.pdf import write_pdf  # noqa: PLC0415 - reportlab loads when printing
    from app.reports.security_papers import recovery_document  # noqa: PLC0415 - as above

    document = recovery_document(sheet.unit, _today(), sheet.password_code, sheet.root_code)
    write_pdf(document, target, progress)


def print_codes(
    ledger: Ledger, codes: Sequence[tuple[str, str]], target: Path, progress: Progress = _SILENT
) -> None:
    """Write the list of spoken codes as PDF; codes: (school, code). Raises UserError."""
    from app.reports.pdf import write_pdf  # noqa: PLC0415 - reportlab loads when printing
    from app.reports.security_papers import codes_document  # noqa: PLC0415 - as above

    with ledger.reading() as tx:
        unit = unit_name(tx)
    write_pdf(codes_document(unit, _today(), codes), target, progress)


def _today() -> str:
    now = date.today()  # noqa: DTZ011 - the user's own calendar day
    return f"{now.year}年{now.month}月{now.day}日"

"""Issued reports: frozen with their text, their figures and the records counted."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.domain.document import Document
from app.domain.figures import Evidence, Figure
from app.services.figures import YearFigures, as_printed
from app.services.frozen_documents import frozen, thawed
from app.services.ledger import Ledger
from app.services.reports import WorkReport
from app.store import info


@dataclass(frozen=True, slots=True)
class IssuedReport:
    """A report as it was issued; figures: id → (printed text, the records counted)."""

    id: str
    year: int
    title: str
    issued_at: str
    author: str
    document: Document
    figures: Mapping[str, tuple[str, tuple[Evidence, ...]]]


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure that no longer is what the issued report said."""

    figure: Figure
    then: str
    now: str

    def __str__(self) -> str:
        return f"{self.figure.definition.title}：当时 {self.then}，现在 {self.now}"


def issue(ledger: Ledger, report: WorkReport) -> str:
    """Freeze a report with its figures and return its id."""
    figures = {
        id_: {
            "text": as_printed(figure),
            "records": [[e.table, e.id, str(e.amount)] for e in figure.evidence],
        }
        for id_, figure in report.year_figures.figures.items()
    }
    title, year = report.document.title, report.year_figures.period.year
    text = frozen(report.document)
    with ledger.writing(f"印发《{title}》") as tx:
        return info.keep_report(tx, year, title, info.Frozen(figures, text, ledger.author))


def issued(ledger: Ledger) -> tuple[IssuedReport, ...]:
    """Return the issued reports, newest first."""
    with ledger.reading() as tx:
        return tuple(
            IssuedReport(
                row.id,
                row.year,
                row.title,
                row.issued_at,
                row.author,
                thawed(row.document),
                {
                    id_: (
                        one["text"],
                        tuple(Evidence(t, i, Decimal(a)) for t, i, a in one["records"]),
                    )
                    for id_, one in json.loads(row.figures).items()
                },
            )
            for row in info.reports(tx)
        )


def moved_since(report: IssuedReport, now: YearFigures) -> tuple[Moved, ...]:
    """Return the figures that have changed since a report was issued."""
    return tuple(
        Moved(figure, report.figures[id_][0], as_printed(figure))
        for id_, figure in now.figures.items()
        if id_ in report.figures and report.figures[id_][0] != as_printed(figure)
    )

"""Issued reports: frozen with their text, their figures and the records counted."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from app.domain.document import Document
from app.domain.figures import Evidence, Figure
from app.services.figures import YearFigures, as_printed, definitions
from app.services.frozen_documents import frozen, thawed
from app.services.ledger import Ledger
from app.services.reports import WorkReport
from app.store import info


@dataclass(frozen=True, slots=True)
class IssuedReport:
    """A report as it was issued; figures: id → (printed text, the records counted).

    meanings: id → how the figure was counted then, in words.
    """

    id: str
    year: int
    title: str
    issued_at: str
    author: str
    document: Document
    figures: Mapping[str, tuple[str, tuple[Evidence, ...]]]
    meanings: Mapping[str, str] = field(default_factory=dict)


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
            "definition": figure.definition.definition,
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
                *_counted(row.figures),
            )
            for row in info.reports(tx)
        )


def counted_then(report: IssuedReport, id_: str) -> Figure:
    """Return a figure as the report counted and defined it."""
    text, evidence = report.figures[id_]
    known = definitions()[id_]
    meaning = report.meanings.get(id_, known.definition)
    return Figure(replace(known, definition=meaning), None, text, evidence)


def _counted(
    figures: str,
) -> tuple[Mapping[str, tuple[str, tuple[Evidence, ...]]], Mapping[str, str]]:
    kept = json.loads(figures)
    counted = {
        id_: (one["text"], tuple(Evidence(t, i, Decimal(a)) for t, i, a in one["records"]))
        for id_, one in kept.items()
    }
    return counted, {id_: one["definition"] for id_, one in kept.items() if "definition" in one}


def moved_since(report: IssuedReport, now: YearFigures) -> tuple[Moved, ...]:
    """Return the figures that have changed since a report was issued."""
    return tuple(
        Moved(figure, report.figures[id_][0], as_printed(figure))
        for id_, figure in now.figures.items()
        if id_ in report.figures and report.figures[id_][0] != as_printed(figure)
    )

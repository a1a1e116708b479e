"""The work report: drafted from the figures, exported, issued and compared with today."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from app.base.progress import Progress
from app.base.resources import resource
from app.domain.document import Document
from app.domain.fields import table_info
from app.domain.figures import Evidence, Figure
from app.reports.template import AppendixRow, FigureValue, render
from app.services import printing
from app.services.figures import REGISTERED, YearFigures, as_printed, compute
from app.services.ledger import Ledger
from app.store import info

TEMPLATE_KEY = "report.template.work-summary"


@dataclass(frozen=True, slots=True)
class WorkReport:
    """A drafted report: its text with links, and the figures behind the links."""

    document: Document
    year_figures: YearFigures


@dataclass(frozen=True, slots=True)
class IssuedReport:
    """A report as it was issued; figures: id → (printed text, the records counted)."""

    id: str
    year: int
    title: str
    issued_at: str
    figures: Mapping[str, tuple[str, tuple[Evidence, ...]]]


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure that no longer is what the issued report said."""

    figure: Figure
    then: str
    now: str

    def __str__(self) -> str:
        return f"{self.figure.definition.title}：当时 {self.then}，现在 {self.now}"


def template(ledger: Ledger) -> str:
    """Return the report's template: the bureau's own, or the one that is shipped."""
    with ledger.reading() as tx:
        own = info.read(tx, TEMPLATE_KEY)
    return own or resource("templates", "work_summary.txt").read_text(encoding="utf-8")


def keep_template(ledger: Ledger, text: str) -> None:
    """Keep the bureau's own template; an empty text goes back to the shipped one.

    Raises UserError naming the line when the template cannot be printed.
    """
    if text:
        render(text, _values(compute(ledger, ledger.today().year).figures))
    with ledger.writing("汇报模板") as tx:
        info.write(tx, TEMPLATE_KEY, text)


def draft(ledger: Ledger, year: int, *, cutoff: date | None = None) -> WorkReport:
    """Write the report of a year from the records as they are now."""
    counted = compute(ledger, year, cutoff=cutoff)
    document = render(template(ledger), _values(counted.figures), _appendix(counted))
    return WorkReport(document, counted)


def export(report: WorkReport, target: Path, progress: Progress | None = None) -> None:
    """Write the report as .pdf or .docx; raises UserError when the file cannot be written."""
    printing.save(report.document, target, progress)


def issue(ledger: Ledger, report: WorkReport) -> str:
    """Freeze a report with its figures and return its id."""
    figures = {
        id_: {
            "text": as_printed(figure),
            "records": [[e.table, e.id, str(e.amount)] for e in figure.evidence],
        }
        for id_, figure in report.year_figures.figures.items()
    }
    title = report.document.title
    with ledger.writing(f"印发《{title}》") as tx:
        return info.keep_report(tx, report.year_figures.period.year, title, figures, ledger.author)


def issued(ledger: Ledger) -> tuple[IssuedReport, ...]:
    """Return the issued reports, newest first."""
    with ledger.reading() as tx:
        return tuple(
            IssuedReport(
                row.id,
                row.year,
                row.title,
                row.issued_at,
                {
                    id_: (
                        frozen["text"],
                        tuple(Evidence(t, i, Decimal(a)) for t, i, a in frozen["records"]),
                    )
                    for id_, frozen in json.loads(row.figures).items()
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


def _values(figures: Mapping[str, Figure]) -> dict[str, FigureValue]:
    return {
        id_: FigureValue(id_, figure.number, as_printed(figure), figure.names)
        for id_, figure in figures.items()
    }


def _appendix(counted: YearFigures) -> tuple[AppendixRow, ...]:
    rows = []
    for id_ in REGISTERED:
        figure = counted.figures[id_]
        tables = dict.fromkeys(table_info(item.table).title for item in figure.evidence)
        unit = figure.definition.unit if figure.number is not None else ""
        rows.append(
            AppendixRow(
                id_,
                figure.definition.title,
                f"{as_printed(figure)}{unit}",
                figure.definition.definition,
                counted.period.end.isoformat(),
                "、".join(tables) or "—",
            )
        )
    return tuple(rows)

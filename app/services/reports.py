"""The work report: drafted from the figures and exported."""

from dataclasses import dataclass
from datetime import date

from app.domain.document import Document
from app.domain.fields import table_info
from app.reports.template import AppendixRow, render
from app.services import report_template
from app.services.figures import REGISTERED, YearFigures, as_printed, compute
from app.services.ledger import Ledger


@dataclass(frozen=True, slots=True)
class WorkReport:
    """A drafted report: its text with links, and the figures behind the links."""

    document: Document
    year_figures: YearFigures


def draft(ledger: Ledger, year: int, *, cutoff: date | None = None) -> WorkReport:
    """Write the report of a year from the records as they are now."""
    counted = compute(ledger, year, cutoff=cutoff)
    document = render(
        report_template.read(ledger), report_template.values(counted), _appendix(counted)
    )
    return WorkReport(document, counted)


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

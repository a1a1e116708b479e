"""The JSON of `import --preview --json` and `import --json` (shapes kept stable)."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from app.domain.dates import PartialDate
from app.domain.grids import column_letter
from app.domain.headers import SheetKind
from app.domain.recognition import SheetLayout
from app.domain.roster_preview import MatchedRow, RosterPreview, RowOutcome
from app.domain.roster_rows import CellProblem
from app.domain.words import problem_text
from app.services.imports import ImportOutcome


def preview_json(preview: RosterPreview) -> dict[str, Any]:
    """Return {"sheets", "counts", "rows", "problems"} of a preview.

    Rows and problems name spreadsheet rows from 1 and columns by letter ("" for a whole row);
    footers appear as skipped rows without values. Dates are {"value", "precision", "raw"}.
    """
    rows = [_row(row) for row in preview.rows]
    rows += [
        {"sheet": layout.sheet, "row": row, "outcome": RowOutcome.SKIPPED.value, "values": {}}
        for layout in preview.layouts
        for row in layout.footers
    ]
    order = {layout.sheet: number for number, layout in enumerate(preview.layouts)}
    rows.sort(key=lambda row: (order[row["sheet"]], row["row"]))
    return {
        "sheets": [_sheet(layout) for layout in preview.layouts],
        "counts": {outcome.value: number for outcome, number in preview.counts.items()},
        "rows": rows,
        "problems": [_problem(found) for found in preview.problems],
    }


def import_json(preview: RosterPreview, outcome: ImportOutcome) -> dict[str, Any]:
    """Return the preview's JSON with "batch", "" when nothing had to be written."""
    return {**preview_json(preview), "batch": outcome.batch}


def _sheet(layout: SheetLayout) -> dict[str, Any]:
    if layout.kind is SheetKind.UNKNOWN:
        # What may be its header is only a guess, for a person to decide.
        layout = replace(layout, header_rows=(0, 0), columns=())
    return {
        "sheet": layout.sheet,
        "kind": layout.kind.value,
        "header_rows": list(layout.header_rows),
        "rows": len(layout.rows),
        "columns": [
            {
                "column": column_letter(column.index),
                "header": column.header,
                "field": column.field,
            }
            for column in layout.columns
            if column.header
        ],
    }


def _row(row: MatchedRow) -> dict[str, Any]:
    return {
        "sheet": row.source.sheet,
        "row": row.source.row,
        "outcome": row.outcome.value,
        "values": {name: _plain(value) for name, value in row.source.values.items()},
        "differences": {
            one.field: {"old": _plain(one.old), "new": _plain(one.new)} for one in row.differences
        },
    }


def _plain(value: object) -> object:
    if isinstance(value, PartialDate):
        iso = value.iso or None
        return {"value": iso, "precision": value.precision.value, "raw": value.raw or iso}
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    return value


def _problem(found: CellProblem) -> dict[str, Any]:
    return {
        "sheet": found.sheet,
        "row": found.row,
        "column": column_letter(found.column),
        "field": found.field,
        "raw": found.raw,
        "code": found.problem.code,
        "severity": found.problem.severity.value,
        "message": problem_text(found.problem),
    }

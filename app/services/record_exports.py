"""Filed tables as workbooks: empty templates, and the records of a year in the same columns."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from app.base.progress import Progress, Silent
from app.domain.grids import CellValue
from app.domain.record_numbers import FIELD
from app.domain.record_templates import RecordColumn, RecordTemplate, common, record_template
from app.domain.roster_preview import KnownRecord
from app.domain.showing import cell_of, code_labels
from app.domain.words import NO, YES
from app.exchange.templates import TemplateColumn, TemplateSpec, write_template
from app.exchange.workbooks import RECORD_COLUMN
from app.services.ledger import Ledger
from app.services.own_unit import unit_name
from app.store import template_rows

_SILENT = Silent()
_VERSION = 1


def export(
    ledger: Ledger,
    kind: str,
    target: Path,
    year: int | None = None,
    progress: Progress = _SILENT,
) -> int:
    """Write the records of a kind, of one year or all, and return their number.

    Raises UserError when the target cannot be written.
    """
    template, today = record_template(kind), ledger.today()
    with ledger.reading() as tx:
        known = template_rows.exported(tx, template, year, today)
        unit = unit_name(tx)
    meta = {"exported_on": today.isoformat(), "unit": unit}
    rows = ([number, *_cells(template, one)] for number, one in enumerate(known, start=1))
    write_template(target, spec(kind, meta, year), rows, progress)
    return len(known)


def spec(kind: str, meta: dict[str, str], year: int | None = None) -> TemplateSpec:
    """Return the workbook of a kind; with a year it stands in the title."""
    template = record_template(kind)
    columns = [TemplateColumn(common()["numbering"], 6), *map(_column, template.columns)]
    title = template.title if year is None else common()["titled"].format(year, template.title)
    bound = {RECORD_COLUMN: next(one.label for one in template.columns if one.name == FIELD)}
    notes = tuple(common()["notes"])
    return TemplateSpec(kind, _VERSION, title, notes, tuple(columns), {**bound, **meta})


def _column(column: RecordColumn) -> TemplateColumn:
    is_hidden = column.name == FIELD
    return TemplateColumn(
        column.label,
        column.width,
        column.is_text,
        choices=_choices(column),
        is_hidden=is_hidden,
    )


def _choices(column: RecordColumn) -> tuple[str, ...]:
    if column.reader == "yes_no":
        return (YES, NO)
    return tuple(_labels(column).values())


def _labels(column: RecordColumn) -> Mapping[str, str]:
    target = column.reader.partition(":")[2]
    return code_labels(target) if target else {}


def _cells(template: RecordTemplate, known: KnownRecord) -> Iterator[CellValue | Decimal]:
    for column in template.columns:
        if column.name == FIELD:
            yield known.others["main"]
        elif column.name == "ethnicity" and known.values.get("ethnicity_text"):
            yield known.values["ethnicity_text"]
        else:
            yield cell_of(known.values.get(column.name), _labels(column))

"""Export of members and branches in the columns of the import, and the empty templates."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from app.base.errors import UserError
from app.base.progress import Progress, Silent
from app.domain.codes import table
from app.domain.grids import CellValue
from app.domain.headers import HeaderField, SheetKind, header_fields, header_source
from app.domain.kinds import SchoolKind
from app.domain.record_numbers import FIELD
from app.domain.record_templates import record_kinds, record_template
from app.domain.roster_preview import KnownRecord
from app.domain.showing import cell_of
from app.domain.words import NO, YES, labels_of
from app.exchange.templates import TemplateColumn, TemplateSpec, write_template
from app.exchange.workbooks import RECORD_COLUMN
from app.services import record_exports
from app.services.ledger import Ledger
from app.services.own_unit import unit_name
from app.store import imports as store

KINDS = (SheetKind.MEMBERS.value, SheetKind.BRANCHES.value)

_SILENT = Silent()
_VERSION = 2
"""2: the hidden column 记录号."""
_TEXT_READERS = frozenset({"id_no", "phone", "phone_text"})
_TEXT_FIELDS = frozenset({"unit_code"})


def export(
    ledger: Ledger,
    kind: str,
    target: Path,
    progress: Progress = _SILENT,
    year: int | None = None,
) -> int:
    """Write all members, all branches or the records of a filed table, to be imported again.

    kind: one of kinds(). year: only for filed tables; without one all years. Returns the number of
    rows. Raises UserError for another kind, or when the target cannot be written.
    """
    sheet = _kind(kind)
    if sheet.is_record:
        return record_exports.export(ledger, kind, target, year, progress)
    if year is not None:
        raise UserError(f"“{title_of(kind)}”不分年度。", todo="请去掉年度。")
    today = ledger.today()
    with ledger.reading() as tx:
        orgs = store.org_records(tx, today)
        names = {org: str(record.values["full_name"]) for org, record in orgs.items()}
        known = store.all_members(tx) if sheet is SheetKind.MEMBERS else iter(orgs.values())
        rows = [list(_cells(sheet, record, names)) for record in known]
        unit = unit_name(tx)
    about = {"exported_on": today.isoformat(), "unit": unit}
    write_template(target, _spec(sheet, about), rows, progress)
    return len(rows)


def template(kind: str, target: Path) -> None:
    """Write an empty template; raises UserError for an unknown kind or a target not writable."""
    sheet = _kind(kind)
    write_template(target, record_exports.spec(kind, {}) if sheet.is_record else _spec(sheet, {}))


def kinds() -> tuple[str, ...]:
    """Return the names of all tables that can be exported."""
    return (*KINDS, *record_kinds())


def title_of(kind: str) -> str:
    """Return what a table is called."""
    sheet = SheetKind(kind)
    return record_template(kind).title if sheet.is_record else str(header_source()["titles"][sheet])


def _kind(kind: str) -> SheetKind:
    if kind not in kinds():
        words = "、".join(f"{one}（{title_of(one)}）" for one in kinds())
        raise UserError(f"没有叫“{kind}”的表。", todo=f"可以选的有：{words}。")
    return SheetKind(kind)


def _spec(sheet: SheetKind, meta: Mapping[str, str]) -> TemplateSpec:
    columns = [TemplateColumn(header_source()["numbering"], 6)]
    columns += [_column(field) for field in header_fields(sheet).values()]
    notes = tuple(header_source()["notes"][sheet])
    bound = {RECORD_COLUMN: header_fields(sheet)[FIELD].label}
    every = {**bound, **meta}
    return TemplateSpec(sheet.value, _VERSION, title_of(sheet), notes, tuple(columns), every)


def _column(field: HeaderField) -> TemplateColumn:
    widths: Mapping[str, int] = header_source()["widths"]
    is_text = field.reader in _TEXT_READERS or field.name in _TEXT_FIELDS
    width = widths.get(field.name, widths["other"])
    is_hidden = field.name == FIELD
    return TemplateColumn(
        field.label, width, is_text or is_hidden, choices=_choices(field), is_hidden=is_hidden
    )


def _choices(field: HeaderField) -> tuple[str, ...]:
    if field.reader == "yes_no":
        return (YES, NO)
    return tuple(_labels(field.reader).values())


def _labels(reader: str) -> Mapping[str, str]:
    """Return code → label for the columns that hold codes."""
    if reader == "school_kind":
        return labels_of(SchoolKind.__name__)
    name = "member_type" if reader == "member_type" else reader.partition(":")[2]
    return {item.code: item.label for item in table(name).items} if name else {}


def _cells(
    sheet: SheetKind, record: KnownRecord, orgs: Mapping[str, str]
) -> Iterator[CellValue | Decimal]:
    yield None
    values = record.values
    for field in header_fields(sheet).values():
        value = values.get(field.name)
        if field.name == FIELD:
            yield record.id
        elif field.name in {"branch", "parent"}:
            yield orgs.get(value or "")
        elif field.name == "ethnicity" and values.get("ethnicity_text"):
            yield values["ethnicity_text"]
        elif field.name == "unit" and sheet is SheetKind.BRANCHES:
            yield next(iter(values.get("covers") or ()), None)
        elif field.name == "mobile" and values.get("other_phones"):
            yield "/".join([value or "", *str(values["other_phones"]).split()]).strip("/")
        else:
            yield cell_of(value, _labels(field.reader))

"""The words of the import window: names of fields, values, outcomes and what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.fields import tables
from app.domain.headers import SheetKind, header_fields
from app.domain.org_names import NEW
from app.domain.readings import Severity
from app.domain.record_templates import record_kinds, record_template
from app.domain.roster_preview import (
    SKIP,
    Difference,
    MatchedRow,
    Question,
    RosterPreview,
    RowOutcome,
)
from app.domain.showing import code_text
from app.domain.words import NO, YES, problem_text

OUTCOMES = {
    RowOutcome.CONFLICT: "冲突",
    RowOutcome.SUSPECT: "存疑",
    RowOutcome.CHANGED: "变化",
    RowOutcome.NEW: "新增",
    RowOutcome.SAME: "相同",
    RowOutcome.SKIPPED: "跳过",
}
"""In the order in which they are shown: what needs a person first."""

KINDS = {
    SheetKind.MEMBERS: "党员花名册",
    SheetKind.BRANCHES: "党组织名单",
    SheetKind.UNKNOWN: "没有认出表头",
    **{SheetKind(kind): record_template(kind).title for kind in record_kinds()},
}
WHOLE_FILE = "整个文件"
_FOOTER = "合计、签字、说明等，不是记录"
_TO_CHOOSE = "请选择"
_ORGS = frozenset({"branch", "parent"})


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A line of the list: a row of a sheet, or a question about the whole file (row is None)."""

    id: str
    outcome: str
    rank: int
    sheet: str
    line: int
    name: str
    told: str
    row: MatchedRow | None
    questions: tuple[Question, ...]


def preview_rows(preview: RosterPreview) -> list[PreviewRow]:
    """Return the lines of a preview, problems first, then in the order of the file."""
    asked = [_question_row(question) for question in preview.org_questions]
    left_out = [
        _footer_row(layout.sheet, line) for layout in preview.layouts for line in layout.footers
    ]
    return [*asked, *sorted(map(_matched_row, preview.rows), key=lambda row: row.rank), *left_out]


def field_label(kind: SheetKind, name: str) -> str:
    """Return what a field is called in Chinese."""
    known = header_fields(kind).get(name)
    if known:
        return known.label
    found = (info.fields.get(name) for info in tables().values())
    return next((field.label for field in found if field), name)


def value_words(preview: RosterPreview, kind: SheetKind, name: str, value: object) -> str:
    """Return a value of a row or of the ledger as text, "" for nothing."""
    if value is None or value == "":
        return ""
    if name in _ORGS:
        org = preview.orgs.get(str(value))
        return org.full_name if org else str(value).removeprefix(NEW)
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, tuple | list):
        return "、".join(map(str, value))
    field = header_fields(kind).get(name)
    reader = field.reader if field else ""
    if reader == "member_type":
        return code_text("MemberType", str(value))
    target = reader.partition(":")[2] or ("school_kind" if reader == "school_kind" else "")
    return code_text(target, str(value)) if target else str(value)


def difference_words(
    preview: RosterPreview, kind: SheetKind, difference: Difference
) -> tuple[str, str, str]:
    """Return the name of the field, what the ledger says and what the file says."""
    return (
        field_label(kind, difference.field),
        value_words(preview, kind, difference.field, difference.old),
        value_words(preview, kind, difference.field, difference.new),
    )


def chosen_words(row: PreviewRow, choices: Mapping[str, str]) -> str:
    """Return what will be done with the questions of a line, as chosen or by default."""
    if choices.get(row.id) == SKIP:
        return "不导入"
    labels = []
    for question in row.questions:
        answer = choices.get(question.key, question.default)
        labels += [option.label for option in question.options if option.value == answer]
    return "；".join(labels)


def _question_row(question: Question) -> PreviewRow:
    return PreviewRow(
        id=question.key,
        outcome=_TO_CHOOSE,
        rank=-1,
        sheet=question.sheet,
        line=0,
        name=WHOLE_FILE,
        told=problem_text(question.problem),
        row=None,
        questions=(question,),
    )


def _footer_row(sheet: str, line: int) -> PreviewRow:
    return PreviewRow(
        id=f"footer:{sheet}:{line}",
        outcome=OUTCOMES[RowOutcome.SKIPPED],
        rank=len(OUTCOMES) * 2,
        sheet=sheet,
        line=line,
        name="",
        told=_FOOTER,
        row=None,
        questions=(),
    )


def _matched_row(row: MatchedRow) -> PreviewRow:
    source = row.source
    name = source.raw_of("full_name" if source.kind is SheetKind.BRANCHES else "name")
    serious = [one for one in row.problems if one.problem.severity is not Severity.INFO]
    told = dict.fromkeys(
        problem_text(one)
        for one in (*(p.problem for p in serious), *(q.problem for q in row.questions))
    )
    place = list(OUTCOMES).index(row.outcome)
    is_first = serious or row.outcome in (RowOutcome.CONFLICT, RowOutcome.SUSPECT)
    return PreviewRow(
        id=row.key,
        outcome=OUTCOMES[row.outcome],
        rank=place if is_first else place + len(OUTCOMES),
        sheet=source.sheet,
        line=source.row,
        name=name,
        told="；".join(told),
        row=row,
        questions=row.questions,
    )

"""导入回执: what an import leaves to be signed, made at once or later from what is stored."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from app.base.errors import UserError
from app.base.progress import Progress, Silent
from app.domain.grids import column_letter
from app.domain.headers import SheetKind
from app.domain.readings import Severity
from app.domain.receipts import ChoiceMade, ProblemLeft, Receipt, ReceiptContent, SheetCount
from app.domain.roster_plan import Choices
from app.domain.roster_preview import (
    SKIP,
    MatchedRow,
    Question,
    RosterPreview,
    RowOutcome,
    option,
)
from app.domain.roster_rows import CellProblem
from app.domain.words import problem_text
from app.services.ledger import Ledger
from app.services.own_unit import unit_name
from app.store import history, imports
from app.store.engine import Transaction

_SILENT = Silent()


def content_of(
    preview: RosterPreview, choices: Choices, results: Mapping[str, RowOutcome]
) -> ReceiptContent:
    """Return what the receipt of a decided import says; results: row key → what became of it."""
    return ReceiptContent(
        file=preview.file,
        branches=tuple(dict.fromkeys(_branches(preview))),
        sheets=tuple(_sheets(preview, results)),
        choices=tuple(_choices(preview, choices)),
        problems=tuple(_problems(preview, choices)),
    )


def keep(tx: Transaction, content: ReceiptContent) -> None:
    """Keep the content beside the batch that is being written."""
    imports.keep_content(tx, content.file, json.dumps(asdict(content), ensure_ascii=False))


def of_batch(ledger: Ledger, batch: str) -> Receipt:
    """Return the receipt of an import batch; raises UserError when the batch is no import."""
    with ledger.reading() as tx:
        row, stored = history.batch(tx, batch), imports.content_of(tx, batch)
        unit = unit_name(tx)
    if row is None or not stored:
        raise UserError("这一次操作没有导入回执。", todo="只有导入花名册或支部名单才有回执。")
    return Receipt(
        unit,
        _local(row.at),
        row.author,
        batch,
        _read(json.loads(stored)),
        is_undone=bool(row.undone_by),
    )


def of_import(ledger: Ledger, batch: str, content: ReceiptContent) -> Receipt:
    """Return the receipt of an import just done, also of one that had nothing to write."""
    if batch:
        return of_batch(ledger, batch)
    with ledger.reading() as tx:
        unit = unit_name(tx)
    now = datetime.now().astimezone()
    return Receipt(unit, f"{now:%Y-%m-%d %H:%M}", ledger.author, "", content)


def export(receipt: Receipt, target: Path, progress: Progress = _SILENT) -> int:
    """Write a receipt as PDF and return its pages; raises UserError when it cannot be written."""
    from app.reports.pdf import write_pdf  # noqa: PLC0415 - reportlab loads when printing
    from app.reports.receipt import receipt_document  # noqa: PLC0415 - as above

    return write_pdf(receipt_document(receipt), target, progress).pages


def _branches(preview: RosterPreview) -> Iterator[str]:
    for row in preview.rows:
        if row.source.kind is SheetKind.BRANCHES and row.source.values.get("full_name"):
            yield str(row.source.values["full_name"])
        elif row.org in preview.orgs:
            yield preview.orgs[row.org].full_name


def _sheets(preview: RosterPreview, results: Mapping[str, RowOutcome]) -> Iterator[SheetCount]:
    counted: dict[str, Counter[RowOutcome]] = {}
    for layout in preview.layouts:
        counted[layout.sheet] = Counter({RowOutcome.SKIPPED: len(layout.footers)})
    for row in preview.rows:
        counted[row.source.sheet][results[row.key]] += 1
    for layout in preview.layouts:
        if layout.kind is not SheetKind.UNKNOWN:
            yield SheetCount(layout.sheet, dict(counted[layout.sheet]))


def _choices(preview: RosterPreview, choices: Choices) -> Iterator[ChoiceMade]:
    for question in preview.org_questions:
        if question.key in choices:
            yield _made("", question, choices)
    for row in preview.rows:
        name = _name(row)
        if choices.get(row.key) == SKIP:
            yield ChoiceMade(row.source.sheet, row.source.row, name, "", option(SKIP).label)
            continue
        for question in row.questions:
            if question.key in choices:
                yield _made(name, question, choices)


def _made(name: str, question: Question, choices: Choices) -> ChoiceMade:
    answer = choices[question.key]
    labels = {one.value: one.label for one in question.options}
    told = problem_text(question.problem)
    return ChoiceMade(question.sheet, question.row, name, told, labels.get(answer, answer))


def _name(row: MatchedRow) -> str:
    return row.source.raw_of("name" if row.source.kind is SheetKind.MEMBERS else "full_name")


def _problems(preview: RosterPreview, choices: Choices) -> Iterator[ProblemLeft]:
    """Yield what is still to be put right: all but remarks and what a choice has settled."""
    headers = {
        (layout.sheet, column.index): column.header
        for layout in preview.layouts
        for column in layout.columns
    }
    for found in preview.sheet_problems:
        if found.problem.severity is not Severity.INFO:
            yield _left(found, headers)
    for row in preview.rows:
        settled = [one.problem for one in row.questions if one.key in choices]
        for found in row.problems:
            if found.problem.severity is not Severity.INFO and found.problem not in settled:
                yield _left(found, headers)


def _left(found: CellProblem, headers: Mapping[tuple[str, int], str]) -> ProblemLeft:
    letter = column_letter(found.column)
    header = headers.get((found.sheet, found.column), "")
    column = " ".join(part for part in (letter, " ".join(header.split())) if part)
    return ProblemLeft(found.sheet, found.row, column, problem_text(found.problem))


def _read(stored: Mapping[str, list[dict[str, object]]]) -> ReceiptContent:
    return ReceiptContent(
        file=str(stored["file"]),
        branches=tuple(map(str, stored["branches"])),
        sheets=tuple(_sheet_count(one) for one in stored["sheets"]),
        choices=tuple(ChoiceMade(**one) for one in stored["choices"]),  # type: ignore[arg-type] # as written
        problems=tuple(ProblemLeft(**one) for one in stored["problems"]),  # type: ignore[arg-type] # as written
    )


def _sheet_count(stored: Mapping[str, object]) -> SheetCount:
    counts = stored["counts"]
    assert isinstance(counts, dict)  # noqa: S101 - as written
    return SheetCount(
        str(stored["sheet"]), {RowOutcome(name): int(number) for name, number in counts.items()}
    )


def _local(utc: str) -> str:
    return f"{datetime.fromisoformat(utc).astimezone():%Y-%m-%d %H:%M}"

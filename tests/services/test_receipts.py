"""The receipt of an import says what was read, chosen and left, at once and later."""

from datetime import date

import pypdfium2
import pytest

from app.base.errors import UserError
from app.domain.roster_preview import KEEP, SKIP, TAKE, RowOutcome, field_key
from app.services import batches, imports, members, receipts
from app.services.ledger import Ledger
from tests.exchange.making import COLUMN, FIRST, people, person, save_xlsx, titled

TODAY = date(2026, 3, 1)
BRANCH = "中共青禾县第一小学支部委员会"


@pytest.fixture
def ledger(tmp_path):
    opened = Ledger.open(tmp_path / "data" / "ledger.db", author="李文书", today=lambda: TODAY)
    yield opened
    opened.close()


def load(ledger, path, choices=None):
    plan = imports.preview(ledger, path)
    return plan, imports.apply(ledger, plan, choices)


@pytest.fixture
def first(ledger, tmp_path):
    """Return the import of three people, the third with a phone that cannot be one."""
    rows = [*people(2), person(3, 手机号="12")]
    path = save_xlsx(tmp_path / "一小花名册.xlsx", [*titled(rows), ["合计", "3人"]])
    return load(ledger, path)


def counted(sheet):
    return {outcome.value: number for outcome, number in sheet.counts.items() if number}


def test_the_receipt_of_a_batch_says_who_when_what_and_how_many(ledger, first):
    _plan, outcome = first
    receipt = receipts.of_batch(ledger, outcome.batch)
    (line,) = [one for one in batches.recent(ledger) if one.id == outcome.batch]
    assert (receipt.author, receipt.batch) == ("李文书", outcome.batch)
    assert receipt.at[:4] == line.at[:4]
    assert receipt.content.file == "一小花名册.xlsx"
    assert receipt.content.branches == (BRANCH,)
    (sheet,) = receipt.content.sheets
    assert counted(sheet) == {"new": 3, "skipped": 1} == counted(receipt.content.total)
    assert not receipt.is_undone


def test_problems_that_remain_are_told_with_their_place(ledger, first):
    receipt = receipts.of_batch(ledger, first[1].batch)
    (left,) = receipt.content.problems
    letter = chr(ord("A") + COLUMN["手机号"])
    assert (left.row, left.column) == (FIRST + 3, f"{letter} 手机号")
    assert left.sentence
    assert receipt.content.choices == ()


def test_what_is_stored_is_what_was_told_at_once(ledger, first):
    assert receipts.of_batch(ledger, first[1].batch).content == first[1].content


def test_the_receipt_of_an_undone_import_says_so(ledger, first):
    batches.undo(ledger, first[1].batch)
    assert receipts.of_batch(ledger, first[1].batch).is_undone


def test_another_operation_has_no_receipt(ledger, first):
    who = members.rows(ledger)[0].id
    batch = members.edit(ledger, who, members.card(ledger, who).draft).batch
    for other in (batch, "", "没有这一次"):
        with pytest.raises(UserError, match="没有导入回执"):
            receipts.of_batch(ledger, other)


def conflicting(tmp_path):
    """Return a file in which one person is suspended, and one listed twice with two phones."""
    rows = [person(2, 党籍状态="停止党籍"), person(1), person(1, 手机号="19900000009")]
    return save_xlsx(tmp_path / "再报.xlsx", titled(rows))


def test_choices_are_told_with_question_and_answer_and_settle_the_problem(ledger, first, tmp_path):
    path = conflicting(tmp_path)
    plan = imports.preview(ledger, path)
    open_questions = {asked.key for asked in plan.questions}
    twin = next(row for row in plan.rows if row.twin)
    status = field_key(twin.source.sheet, FIRST + 1, "status")
    assert {twin.key, status} <= open_questions
    outcome = imports.apply(ledger, plan, {status: KEEP, twin.key: TAKE})
    content = receipts.of_batch(ledger, outcome.batch).content
    told = {(one.row, one.name): one.answer for one in content.choices}
    assert told == {
        (FIRST + 1, plan.rows[0].source.values["name"]): "保留台账的内容",
        (FIRST + 3, twin.source.values["name"]): "用表中的内容",
    }
    assert all(one.question for one in content.choices)
    assert content.problems == ()


def test_a_question_nobody_answered_stays_among_the_problems(ledger, first, tmp_path):
    _plan, outcome = load(ledger, conflicting(tmp_path))
    assert outcome.batch == ""
    assert outcome.content.choices == ()
    assert [one.row for one in outcome.content.problems] == [FIRST + 1, FIRST + 3]
    assert counted(outcome.content.total) == {"same": 1, "conflict": 2}


def test_a_row_left_out_is_a_choice_and_counts_as_skipped(ledger, tmp_path):
    path = save_xlsx(tmp_path / "一.xlsx", titled(people(2)))
    plan = imports.preview(ledger, path)
    outcome = imports.apply(ledger, plan, {plan.rows[0].key: SKIP})
    content = receipts.of_batch(ledger, outcome.batch).content
    assert [(one.row, one.answer) for one in content.choices] == [(FIRST + 1, "不导入这一行")]
    assert counted(content.total) == {"new": 1, "skipped": 1}


def test_a_conflict_settled_for_the_file_counts_as_an_update(ledger, tmp_path):
    load(ledger, save_xlsx(tmp_path / "一.xlsx", titled([person(1)])))
    renamed = {"姓名": "石远川"}
    plan = imports.preview(ledger, save_xlsx(tmp_path / "二.xlsx", titled([person(1, **renamed)])))
    (row,) = plan.rows
    assert row.outcome is RowOutcome.CONFLICT
    choices = {one.key: TAKE for one in row.questions}
    outcome = imports.apply(ledger, plan, choices)
    assert counted(outcome.content.total) == {"changed": 1}


def test_an_import_with_nothing_to_write_still_gives_a_receipt(ledger, first, tmp_path):
    path = save_xlsx(tmp_path / "同.xlsx", titled(people(2)))
    _plan, outcome = load(ledger, path)
    receipt = receipts.of_import(ledger, outcome.batch, outcome.content)
    assert (receipt.batch, counted(receipt.content.total)) == ("", {"same": 2})
    target = tmp_path / "回执.pdf"
    assert receipts.export(receipt, target) == 1
    with pypdfium2.PdfDocument(target) as opened:
        text = opened[0].get_textpage().get_text_bounded()
    assert "没有需要写入的内容" in text


def test_every_sheet_has_its_own_counts(ledger, tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in (("一支部", people(2)), ("二支部", people(3, start=5))):
        sheet = book.create_sheet(name)
        for row in titled(rows):
            sheet.append(row)
    book.create_sheet("空表")
    book.save(tmp_path / "两张.xlsx")
    _plan, outcome = load(ledger, tmp_path / "两张.xlsx")
    sheets = {one.sheet: counted(one) for one in outcome.content.sheets}
    assert sheets == {"一支部": {"new": 2}, "二支部": {"new": 3}}

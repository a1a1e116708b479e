"""The printed 导入回执."""

import pypdfium2
import pytest

from app.base.progress import Silent
from app.domain.receipts import ChoiceMade, ProblemLeft, Receipt, ReceiptContent, SheetCount
from app.domain.roster_preview import RowOutcome
from app.reports.pdf import write_pdf
from app.reports.receipt import receipt_document

BATCH = "01935f1e-7a10-7c3e-9f00-000000000001"
SHEETS = (
    SheetCount("一支部", {RowOutcome.NEW: 12, RowOutcome.CONFLICT: 3}),
    SheetCount("二支部", {RowOutcome.SAME: 41, RowOutcome.SKIPPED: 1}),
)


def printed(tmp_path, *, problems=(), choices=(), is_undone=False, branches=()):
    content = ReceiptContent("花名册.xlsx", branches, SHEETS, tuple(choices), tuple(problems))
    receipt = Receipt(
        "中共某某县教育局委员会", "2010-12-31 09:30", "李文书", BATCH, content, is_undone
    )
    target = tmp_path / "回执.pdf"
    result = write_pdf(receipt_document(receipt), target, Silent())
    with pypdfium2.PdfDocument(target) as opened:
        pages = [page.get_textpage().get_text_bounded() for page in opened]
    assert result.missing == ""
    assert len(pages) == result.pages
    return target, [page.replace("\r\n", "\n") for page in pages]


def test_the_head_names_unit_file_time_who_and_batch(tmp_path):
    _, (page,) = printed(tmp_path, branches=("第一小学党支部",))
    for text in (
        "导入回执", "中共某某县教育局委员会", "花名册.xlsx", "2010-12-31 09:30", "李文书",
        "第一小学党支部", BATCH,
    ):  # fmt: skip
        assert text in page.replace("\n", "")


def test_counts_stand_by_result_for_each_sheet_and_together(tmp_path):
    _, (page,) = printed(tmp_path)
    flat = " ".join(page.split())
    assert "工作表 新增 相同 更新 部分 冲突 存疑 跳过 行数" in flat
    assert "一支部 12 0 0 0 3 0 0 15" in flat
    assert "二支部 0 41 0 0 0 0 1 42" in flat
    assert "合计 12 41 0 0 3 0 1 57" in flat


def test_empty_lists_print_nothing_in_words_and_there_is_room_to_sign(tmp_path):
    _, pages = printed(tmp_path)
    flat = " ".join("".join(pages).split())
    assert "核对时的选择（0项）" in flat
    assert "尚存的问题（0项）" in flat
    assert flat.count(" 无") == 3
    assert "报送人：____" in flat
    assert "接收人：____" in flat
    assert "日期：____" in flat
    assert len(pages) == 1


def test_choices_and_problems_are_told_with_their_place(tmp_path):
    choices = [
        ChoiceMade("一支部", 7, "田禾", "台账里的出生日期是1975-06", "用表中的内容"),
        ChoiceMade("一支部", 0, "", "没有叫“云外支部”的党支部", "暂不填支部"),
    ]
    problems = [ProblemLeft("二支部", 12, "D 公民身份证号", "校验位应为X")]
    _, pages = printed(tmp_path, choices=choices, problems=problems)
    flat = "".join("".join(pages).split())
    assert "一支部7田禾台账里的出生日期是1975-06用表中的内容" in flat
    assert "整个文件" in flat
    assert "二支部12D公民身份证号校验位应为X" in flat


def test_three_hundred_problems_take_their_pages_with_header_and_numbers(tmp_path):
    problems = [
        ProblemLeft("一支部", number, "D 公民身份证号", f"第{number}处校验位不对")
        for number in range(1, 301)
    ]
    target, pages = printed(tmp_path, problems=problems)
    with_problems = [page for page in pages if "处校验位不对" in page]
    assert all("公民身份证号" in page and "工作表" in page for page in with_problems)
    assert 7 <= len(pages) <= 15
    flat = "".join("".join(pages).split())
    assert all(f"第{number}处校验位不对" in flat for number in range(1, 301))
    for number, page in enumerate(pages, start=1):
        assert f"— {number} —" in page
    assert "报送人" in pages[-1]
    raw = target.read_bytes()
    assert b"Helvetica" not in raw
    assert raw.count(b"/FontFile2") == raw.count(b"/Type /FontDescriptor") > 0


def test_an_undone_import_is_marked_and_many_branches_are_counted(tmp_path):
    branches = tuple(f"第{number}小学党支部" for number in range(1, 9))
    _, pages = printed(tmp_path, is_undone=True, branches=branches)
    flat = "".join("".join(pages).split())
    assert "（这次导入后来已撤销）" in flat
    assert "等8个" in flat
    assert "第6小学" not in flat


@pytest.mark.parametrize("sheet", ["", "党员基本信息汇总表" * 3])
def test_a_sheet_with_any_name_fits(tmp_path, sheet):
    printed(tmp_path, problems=[ProblemLeft(sheet, 1, "", "认不出表头" * 20)])

"""P21: the list of what is due, per branch and day, on paper and as a workbook."""

from contextlib import closing
from datetime import date

import openpyxl
import pypdfium2
import pytest

from app.base.errors import UserError
from app.domain.document import TableBlock
from app.domain.rules import DueState
from app.services import due_list, rules

ON = date(2012, 2, 15)


def table_of(document):
    (table,) = [block for block in document.blocks if isinstance(block, TableBlock)]
    return table


def text_of(path):
    with closing(pypdfium2.PdfDocument(path)) as pdf:
        return ["".join(page.get_textpage().get_text_bounded().split()) for page in pdf]


@pytest.fixture(scope="module")
def high(practice):
    return due_list.branch_called(practice, "县一中")


def test_the_lines_are_the_findings_of_the_day_with_their_places(practice):
    found = due_list.lines(practice, ON)
    assert [one.finding for one in found] == list(rules.due(practice, ON))
    assert all(one.rule and one.subject for one in found)
    people = [one for one in found if one.finding.about.table == "membership"]
    assert people
    assert all(one.branch for one in people)
    for one in found:
        due = one.finding.due_on
        assert one.days_over == ((ON - due).days if due else None)


def test_a_branch_has_its_own_findings_and_all_of_them(practice, high):
    every = due_list.lines(practice, ON)
    own = due_list.lines(practice, ON, high)
    assert 0 < len(own) < len(every)
    assert [one for one in every if one.org_id == high] == list(own)
    assert {one.responsible for one in own} == {own[0].responsible}
    assert own[0].responsible


def test_the_committee_has_those_of_every_branch_below_it(practice):
    committee = due_list.branch_called(practice, "中共清江县教育局委员会")
    every = due_list.lines(practice, ON)
    assert due_list.lines(practice, ON, committee) == tuple(one for one in every if one.org_id)


def test_the_branches_to_choose_are_those_with_something_due(practice, high):
    found = due_list.lines(practice, ON, high)
    offered = due_list.branches_of(practice, found)
    assert [one.name for one in offered if one.org_id == high] == ["中共清江县第一中学支部委员会"]
    assert {len(one.names) > 1 for one in offered} == {True, False}
    assert due_list.branches_of(practice, ()) == ()


def test_an_unknown_branch_is_refused_with_those_it_may_be(practice):
    with pytest.raises(UserError, match="第一中学") as refused:
        due_list.branch_called(practice, "清江县第一中校党支部")
    assert "没有叫" in str(refused.value)


def test_the_printed_list_has_every_line_with_day_and_signature(practice, high, tmp_path):
    made = due_list.document(practice, ON, high)
    due_list.save(made, tmp_path / "清单.pdf")
    pages = text_of(tmp_path / "清单.pdf")
    rows = table_of(made).rows
    assert [row[0] for row in rows] == [str(number + 1) for number in range(len(rows))]
    assert len(rows) == len(due_list.lines(practice, ON, high))
    for number, page in enumerate(pages, start=1):
        assert f"第{number}页共{len(pages)}页" in page
        assert "序号状态规则对象要办的事期限逾期天数责任人依据" in page
    assert "截至：2012年2月15日" in pages[0]
    assert "中共清江县第一中学支部委员会" in pages[0]
    assert "支部书记（签名）" in pages[-1]
    whole = "".join(pages)
    assert all("".join(row[3].split()) in whole for row in rows)


def test_a_day_over_is_counted_to_the_day_of_the_list(practice, high):
    late = [row for row in table_of(due_list.document(practice, ON, high)).rows if row[6] != "—"]
    assert late
    for row in late:
        assert int(row[6]) == (ON - date.fromisoformat(row[5])).days
    for row in table_of(due_list.document(practice, ON, states=[DueState.NEXT])).rows:
        assert (row[1], row[6]) == ("将要到期", "—")


def test_the_workbook_holds_the_same_texts_and_repeats_its_header(practice, high, tmp_path):
    made = due_list.document(practice, ON, high)
    due_list.save(made, tmp_path / "清单.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "清单.xlsx").worksheets[0]
    cells = [tuple(cell.value or "" for cell in row) for row in sheet.iter_rows(max_col=9)]
    table = table_of(made)
    assert cells[2] == table.header
    assert cells[3 : 3 + len(table.rows)] == list(table.rows)
    assert sheet.cell(4, 1).number_format == "@"
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.oddFooter.center.text == "第&P页 共&N页"
    assert "支部书记" in cells[-1][0]


def test_an_empty_list_says_so_on_paper_and_in_the_workbook(ledger, tmp_path):
    made = due_list.document(ledger, ON)
    assert table_of(made).rows == ()
    due_list.save(made, tmp_path / "空.pdf")
    due_list.save(made, tmp_path / "空.xlsx")
    (page,) = text_of(tmp_path / "空.pdf")
    assert "无" in page
    assert "共0项" in page
    sheet = openpyxl.load_workbook(tmp_path / "空.xlsx").worksheets[0]
    assert sheet.cell(4, 1).value == "无"


def test_another_form_is_refused(county, tmp_path):
    made = due_list.document(county.ledger, ON)
    with pytest.raises(UserError, match=r"\.docx"):
        due_list.save(made, tmp_path / "清单.docx")
    assert not (tmp_path / "清单.docx").exists()

"""The recovery sheet and the list of spoken codes as documents."""

from app.domain.document import TableBlock, Title
from app.reports.security_papers import codes_document, recovery_document

CODE = "-".join(f"{letter}{letter}{letter}{letter}" for letter in "ABCDEFGHIJKLMN")


def headings(document):
    return [block.text for block in document.blocks if hasattr(block, "level")]


def test_a_code_stands_in_lines_of_five_groups_in_the_largest_type():
    document = recovery_document("某单位", "2010年12月31日", CODE)
    code = [block.text for block in document.blocks if isinstance(block, Title)][1]
    assert code.replace("　", "-").replace("\n", "-") == CODE
    assert [len(line.split("　")) for line in code.splitlines()] == [5, 5, 4]


def test_only_the_bureaus_first_sheet_has_the_code_for_a_new_pc():
    assert len(headings(recovery_document("某单位", "今天", CODE))) == 1
    assert "换机码" in headings(recovery_document("某单位", "今天", CODE, CODE))[1]


def test_the_codes_are_numbered_and_leave_room_to_sign():
    document = codes_document("某单位", "今天", [("甲校", "1"), ("乙校", "2")])
    (table,) = (block for block in document.blocks if isinstance(block, TableBlock))
    assert table.rows == (("1", "甲校", "1", ""), ("2", "乙校", "2", ""))

"""The columns of a sheet, correctable one by one."""

import pytest
from PySide6.QtWidgets import QTableWidget

from app.domain.headers import Column, SheetKind
from app.domain.recognition import SheetLayout
from app.domain.roster_preview import MatchedRow, RosterPreview, RowOutcome
from app.domain.roster_rows import RosterRow
from app.ui.import_columns import ColumnsStep

COLUMNS = (
    Column(0, "序号"),
    Column(1, "姓名", "name"),
    Column(2, "办公号", is_known=False),
    Column(3, "手机号", "mobile"),
)
LAYOUT = SheetLayout(
    "花名册", SheetKind.MEMBERS, (2, 2), COLUMNS, (3, 4), (5,), missing=("所在党支部",)
)
UNKNOWN = SheetLayout("说明", SheetKind.UNKNOWN)


@pytest.fixture
def step(qtbot):
    step = ColumnsStep()
    qtbot.addWidget(step)
    step.show_preview(RosterPreview("甲.xlsx", (UNKNOWN, LAYOUT), notes=("有两张表。",)))
    return step


def pick(step, column, field):
    box = step.boxes["花名册", column]
    box.setCurrentIndex(box.findData(field))
    box.activated.emit(box.currentIndex())


def test_sheets_with_records_come_first_and_tell_what_was_recognised(step):
    assert [step.sheets.tabText(n) for n in range(2)] == ["花名册（2 行）", "说明（不导入）"]
    headline = step.sheets.widget(0).layout().itemAt(0).widget().text()
    assert headline == "认出是党员花名册：表头在第 2 行，有 2 行记录，略过合计、签字等 1 行。"
    missing = step.sheets.widget(0).layout().itemAt(1).widget().text()
    assert missing == "没有找到必需的列：所在党支部。请在下面指定。"
    assert step.notes.text() == "有两张表。"
    assert step.corrections() == {}


def test_only_changed_columns_are_corrections(step):
    pick(step, 2, "landline")
    assert step.corrections() == {"花名册": {2: "landline"}}


def test_a_field_has_one_column_only(step):
    pick(step, 2, "mobile")
    assert step.boxes["花名册", 3].value() == ""
    assert step.corrections() == {"花名册": {2: "mobile", 3: ""}}


def test_another_file_begins_without_corrections(step):
    pick(step, 2, "landline")
    step.show_preview(RosterPreview("乙.xlsx", (LAYOUT,)))
    assert step.corrections() == {}


def test_the_first_texts_of_a_column_show_what_it_holds(step):
    cells = [("1", "田禾", "806"), ("2", "石远山", None), ("3", "田禾", "807"), ("4", "龙小满", "")]
    rows = [
        MatchedRow(
            RosterRow("花名册", number + 3, SheetKind.MEMBERS, {}, cells=each), RowOutcome.NEW
        )
        for number, each in enumerate(cells)
    ]
    step.show_preview(RosterPreview("甲.xlsx", (LAYOUT,), tuple(reversed(rows))))
    table = step.sheets.widget(0).findChild(QTableWidget)
    assert [table.item(number, 2).text() for number in range(4)] == [
        "1、2、3",
        "田禾、石远山、龙小满",
        "806、807",
        "",
    ]


GUESSED = SheetLayout(
    "名单",
    SheetKind.UNKNOWN,
    (2, 2),
    (
        Column(0, "党员称呼", is_known=False, samples=("田禾", "石远山")),
        Column(1, "性别", "gender"),
    ),
)


def test_the_columns_of_an_unknown_sheet_can_be_named_by_hand(step):
    step.show_preview(RosterPreview("甲.xlsx", (GUESSED,)))
    page = step.sheets.widget(0)
    assert "第 2 行像是表头" in page.layout().itemAt(0).widget().text()
    table = page.findChild(QTableWidget)
    assert table.item(0, 2).text() == "田禾、石远山"
    assert step.corrections() == {}
    box = step.boxes["名单", 0]
    box.setCurrentIndex(box.findData("name"))
    box.activated.emit(box.currentIndex())
    assert step.corrections() == {"名单": {0: "name"}}
    assert table.item(0, 4).text() == "按您指定的导入"


def test_the_note_of_a_column_follows_the_choice(step):
    table = step.sheets.widget(0).findChild(QTableWidget)
    assert table.item(2, 4).text() == "不认识，要导入请选择"
    pick(step, 2, "mobile")
    assert table.item(2, 4).text() == "按您指定的导入"
    assert table.item(3, 4).text() == "不用导入"

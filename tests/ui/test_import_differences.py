"""Rows, differences and questions of a preview."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidget

from app.domain.headers import SheetKind
from app.domain.readings import warn
from app.domain.recognition import SheetLayout
from app.domain.roster_preview import (
    Difference,
    MatchedRow,
    Question,
    RosterPreview,
    RowOutcome,
    field_key,
    option,
    row_key,
)
from app.domain.roster_rows import RosterRow
from app.ui.import_differences import DifferencesStep

SHEET = "花名册"
DOUBT = warn("cell.count", raw="三")


def row(line, outcome, *, differences=(), asked=False):
    values = {"name": f"田{line}", "mobile": "13900000001"}
    questions = ()
    if asked:
        options = (option("keep"), option("take"))
        key = field_key(SHEET, line, "name")
        questions = (Question(key, SHEET, line, "name", DOUBT, options, "keep"),)
    source = RosterRow(SHEET, line, SheetKind.MEMBERS, values)
    return MatchedRow(source, outcome, differences=differences, questions=questions)


PREVIEW = RosterPreview(
    "甲.xlsx",
    (SheetLayout(SHEET, SheetKind.MEMBERS, footers=(9,)),),
    (
        row(3, RowOutcome.SAME),
        row(4, RowOutcome.CHANGED, differences=(Difference("mobile", "1", "2"),)),
        row(5, RowOutcome.CONFLICT, asked=True),
        row(6, RowOutcome.CONFLICT, asked=True),
    ),
)


@pytest.fixture
def step(qtbot):
    step = DifferencesStep()
    qtbot.addWidget(step)
    step.show_preview(PREVIEW)
    return step


def take(step):
    box = next(iter(step.detail.boxes.values()))
    box.setCurrentIndex(box.findData("take"))
    box.activated.emit(box.currentIndex())


def test_what_needs_a_person_comes_first_and_footers_last(step):
    lines = [(one.outcome, one.line) for one in step.table.model.rows]
    assert lines == [("冲突", 5), ("冲突", 6), ("变化", 4), ("相同", 3), ("跳过", 9)]
    assert step.buttons["全部"].text() == "全部 5"
    assert step.buttons["冲突"].text() == "冲突 2"


def test_the_first_row_is_shown_with_its_question_and_the_safe_answer(step):
    box = step.detail.boxes[field_key(SHEET, 5, "name")]
    assert box.value() == "keep"
    assert step.choices == {}


def test_an_answer_is_kept_and_shown_in_the_list(step):
    take(step)
    assert step.choices == {field_key(SHEET, 5, "name"): "take"}
    chosen = next(one for one in step.table.model.columns if one.key == "chosen")
    assert chosen.text(step.table.model.rows[0]) == "用表中的内容"


def test_one_answer_serves_all_questions_of_its_kind(step):
    take(step)
    step.detail.all_requested.emit(PREVIEW.questions[0])
    assert step.choices == {field_key(SHEET, line, "name"): "take" for line in (5, 6)}


def test_a_difference_can_be_left_out_and_taken_again(step):
    step.table.select([row_key(SHEET, 4)])
    item = step.detail.widget().findChild(QTreeWidget).topLevelItem(0)
    assert [item.text(n) for n in range(3)] == ["手机号", "1", "2"]
    item.setCheckState(0, Qt.CheckState.Unchecked)
    assert step.choices == {field_key(SHEET, 4, "mobile"): "keep"}
    item.setCheckState(0, Qt.CheckState.Checked)
    assert step.choices == {field_key(SHEET, 4, "mobile"): "take"}


def test_a_whole_row_can_be_left_out(step):
    step.table.select([row_key(SHEET, 3)])
    step.detail._on_skip_toggled(row_key(SHEET, 3), True)
    assert step.choices == {row_key(SHEET, 3): "skip"}
    step.detail._on_skip_toggled(row_key(SHEET, 3), False)
    assert step.choices == {}


def test_long_values_are_read_to_the_end_where_they_differ(step):
    long = "清江县松林乡中心小学附设幼儿园教学点教师周转房二单元"
    changed = Difference("address", f"{long}三零一室", f"{long}三零二室")
    preview = replace(PREVIEW, rows=(row(4, RowOutcome.CHANGED, differences=(changed,)),))
    step.resize(800, 500)
    step.show()
    step.show_preview(preview)
    tree = step.detail.widget().findChild(QTreeWidget)
    tree.grab()
    item = tree.topLevelItem(0)
    needed = tree.fontMetrics().horizontalAdvance(item.text(2))
    lines = tree.visualItemRect(item).height() // tree.fontMetrics().height()
    assert lines * tree.columnWidth(2) >= needed


def test_the_sheet_is_named_when_there_are_several(step):
    number = [column.key for column in step.table.model.columns].index("sheet")
    assert step.table.view.isColumnHidden(number)
    other = row(7, RowOutcome.NEW)
    other = replace(other, source=replace(other.source, sheet="第二页"))
    step.show_preview(replace(PREVIEW, rows=(*PREVIEW.rows, other)))
    assert not step.table.view.isColumnHidden(number)


def test_the_step_fits_a_laptop_at_one_and_a_half_times_the_size(qtbot, step):
    step.show_preview(PREVIEW)
    step.show()
    assert step.table.top.y() == step.buttons["全部"].y()
    assert step.minimumSizeHint().height() < 380

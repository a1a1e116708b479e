"""The first and the last step of the import window."""

import pytest
from PySide6.QtCore import Qt

from app.ui.import_steps import FilesStep, ResultStep


def test_the_first_step_asks_for_files_by_key(qtbot):
    step = FilesStep()
    qtbot.addWidget(step)
    with qtbot.waitSignal(step.choose_requested):
        qtbot.keyClick(step.choose_button, Qt.Key.Key_Space)


@pytest.fixture
def result(qtbot):
    step = ResultStep()
    qtbot.addWidget(step)
    step.show()
    return step


@pytest.mark.parametrize("name", ["receipt", "corrected", "undo"])
def test_each_button_asks_for_its_own(qtbot, result, name):
    with qtbot.waitSignal(getattr(result, f"{name}_requested")):
        qtbot.keyClick(getattr(result, f"{name}_button"), Qt.Key.Key_Space)


def test_what_wrote_nothing_offers_a_receipt_and_no_undo(result):
    result.show_outcome("没有需要写入的。", can_undo=False)
    assert result.sentence.text() == "没有需要写入的。"
    assert not result.undo_button.isVisible()
    assert result.receipt_button.isVisible()
    assert "操作记录" not in result.advice.text()


def test_an_import_that_was_taken_back_has_no_receipt_to_sign(result):
    result.show_outcome("新增1行。", can_undo=True)
    assert "操作记录" in result.advice.text()
    result.show_undone("已撤销。")
    assert not result.receipt_button.isVisible()
    assert not result.undo_button.isVisible()
    assert result.corrected_button.isVisible()
    assert "回执" not in result.advice.text()
    result.show_outcome("新增2行。", can_undo=True)
    assert result.receipt_button.isVisible()

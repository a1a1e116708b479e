"""The window that shows how far long work has come."""

from PySide6.QtCore import Qt

from app.ui.progress_dialog import ProgressDialog, Step


def test_closing_the_window_means_stop_and_it_stays_until_the_work_has_stopped(qtbot):
    dialog = ProgressDialog("导入名册")
    qtbot.addWidget(dialog)
    dialog.show()
    with qtbot.waitSignal(dialog.stop_requested):
        dialog.close()
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.stop_requested):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.hide()


def test_work_of_unknown_length_moves_without_a_percentage(qtbot):
    dialog = ProgressDialog("")
    qtbot.addWidget(dialog)
    dialog.show_step(Step(0, 0, "正在打开"))
    assert dialog._bar.maximum() == 0
    assert dialog._text.text() == "正在打开"
    dialog.show_step(Step(1, 8000))
    assert dialog._text.text() == "正在处理（1 / 8,000）"

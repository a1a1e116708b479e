"""The one door to the file windows."""

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from app.ui import pickers


@pytest.fixture
def window(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def dialog_of(window):
    return window.findChild(QFileDialog)


def test_several_files_can_be_opened(window, tmp_path):
    picked = []
    paths = [tmp_path / "a.xlsx", tmp_path / "b.et"]
    pickers.open_files(window, "导入", (pickers.WORKBOOKS,), picked.append, tmp_path)
    dialog_of(window).filesSelected.emit([str(path) for path in paths])
    assert picked == [paths]
    dialog_of(window).close()


def test_giving_up_picks_nothing(window, tmp_path):
    picked = []
    pickers.pick_folder(window, "选择U盘", picked.append, tmp_path)
    dialog_of(window).reject()
    assert picked == []


def test_a_folder_is_a_path(window, tmp_path):
    picked = []
    pickers.pick_folder(window, "选择U盘", picked.append, tmp_path)
    dialog_of(window).filesSelected.emit([str(tmp_path)])
    assert picked == [tmp_path]
    dialog_of(window).close()


def test_saving_suggests_a_name_and_adds_the_ending(window, tmp_path):
    picked = []
    start = tmp_path / "汇报.pdf"
    pickers.save_file(window, "保存", (pickers.PDF, pickers.ANY), picked.append, start)
    dialog = dialog_of(window)
    assert dialog.selectedFiles() == [str(start)]
    assert dialog.defaultSuffix() == "pdf"
    assert dialog.labelText(QFileDialog.DialogLabel.Accept) == "保存"
    dialog.filesSelected.emit([str(start)])
    assert picked == [start]
    dialog.close()

"""The one door to the file windows."""

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from app.ui import pickers
from tests.ui.workplace import Remembered


@pytest.fixture
def window(qtbot):
    pickers.remember_in(None)
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


@pytest.fixture
def memory():
    kept = Remembered()
    pickers.remember_in(kept)
    yield kept
    pickers.remember_in(None)


def test_the_folder_used_last_for_a_kind_of_file_is_offered_again(window, tmp_path, memory):
    stick, other = tmp_path / "stick", tmp_path / "other"
    stick.mkdir()
    other.mkdir()
    start = other / "汇报.pdf"
    pickers.save_file(window, "保存", (pickers.PDF,), lambda _: None, start)
    dialog_of(window).filesSelected.emit([str(stick / "汇报.pdf")])
    dialog_of(window).close()
    dialog_of(window).setParent(None)
    pickers.save_file(window, "保存", (pickers.PDF,), lambda _: None, start)
    assert dialog_of(window).selectedFiles() == [str(stick / "汇报.pdf")]
    dialog_of(window).close()
    dialog_of(window).setParent(None)
    pickers.save_file(window, "保存", (pickers.DOCX,), lambda _: None, other / "汇报.docx")
    assert dialog_of(window).selectedFiles() == [str(other / "汇报.docx")]
    dialog_of(window).close()


def test_a_folder_that_is_gone_is_forgotten_and_beside_means_beside(window, tmp_path, memory):
    memory.texts[f"folder.{pickers.XLSX}"] = str(tmp_path / "gone")
    pickers.save_file(window, "保存", (pickers.XLSX,), lambda _: None, tmp_path / "a.xlsx")
    assert dialog_of(window).selectedFiles() == [str(tmp_path / "a.xlsx")]
    dialog_of(window).close()
    dialog_of(window).setParent(None)
    (tmp_path / "used").mkdir()
    memory.texts[f"folder.{pickers.XLSX}"] = str(tmp_path / "used")
    pickers.save_beside(window, "保存", (pickers.XLSX,), lambda _: None, tmp_path / "a.xlsx")
    assert dialog_of(window).selectedFiles() == [str(tmp_path / "a.xlsx")]
    dialog_of(window).close()

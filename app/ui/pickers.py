"""The one door to the system's file windows; nothing else opens a QFileDialog."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

WORKBOOKS = "表格文件 (*.xlsx *.xls *.xlsm *.et *.csv *.ods)"
XLSX = "Excel、WPS 表格 (*.xlsx)"
PDF = "PDF 文件 (*.pdf)"
DOCX = "Word、WPS 文字 (*.docx)"
BACKUP = "台账备份 (*.db)"
ANY = "所有文件 (*)"


def open_files(
    parent: QWidget | None,
    title: str,
    kinds: Sequence[str],
    picked: Callable[[list[Path]], None],
    start: Path | None = None,
) -> None:
    """Let the user choose one or more files; picked is not called when the user gives up."""
    dialog = _dialog(parent, title, kinds, start)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, "打开")
    _open(dialog, picked)


def save_file(
    parent: QWidget | None,
    title: str,
    kinds: Sequence[str],
    picked: Callable[[Path], object],
    start: Path,
) -> None:
    """Let the user name a file to write; start is the suggested path; asks before overwriting."""
    dialog = _dialog(parent, title, kinds, start.parent)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(start.suffix.lstrip("."))
    dialog.selectFile(start.name)
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, "保存")
    _open(dialog, lambda paths: picked(paths[0]))


def documents() -> Path:
    """Return the folder where the user keeps documents."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(place) if place and Path(place).is_dir() else Path.home()


def pick_folder(
    parent: QWidget | None,
    title: str,
    picked: Callable[[Path], None],
    start: Path | None = None,
) -> None:
    """Let the user choose a folder, for example on a USB stick."""
    dialog = _dialog(parent, title, (), start)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, "选择")
    _open(dialog, lambda paths: picked(paths[0]))


def _dialog(
    parent: QWidget | None, title: str, kinds: Sequence[str], start: Path | None
) -> QFileDialog:
    dialog = QFileDialog(parent, title, str(start or documents()))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if kinds:
        dialog.setNameFilters(list(kinds))
    dialog.setLabelText(QFileDialog.DialogLabel.Reject, "取消")
    return dialog


def _open(dialog: QFileDialog, picked: Callable[[list[Path]], object]) -> None:
    dialog.filesSelected.connect(lambda names: picked([Path(name) for name in names]))
    dialog.open()

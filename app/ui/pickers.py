"""The one door to the system's file windows; nothing else opens a QFileDialog."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from app.ui.layout_memory import LayoutMemory

WORKBOOKS = "表格文件 (*.xlsx *.xls *.xlsm *.et *.csv *.ods)"
XLSX = "Excel、WPS 表格 (*.xlsx)"
PDF = "PDF 文件 (*.pdf)"
DOCX = "Word、WPS 文字 (*.docx)"
BACKUP = "台账备份 (*.db)"
LEDGER = "台账或备份 (*.sqlite *.db)"
PACKAGE = "开户包、交换包 (*.dwpkg)"
ANY = "所有文件 (*)"


class _Folders:
    """The folder used last for each kind of file, kept where the layouts are."""

    memory: LayoutMemory | None = None

    def last(self, kind: str) -> Path | None:
        """Return the folder where a file of this kind was picked last, if it is still there."""
        text = self.memory.load(f"folder.{kind}") if self.memory else ""
        return Path(text) if text and Path(text).is_dir() else None

    def keep(self, kind: str, folder: Path) -> None:
        """Remember a folder."""
        if self.memory:
            self.memory.save(f"folder.{kind}", str(folder))


_folders = _Folders()


def remember_in(memory: LayoutMemory | None) -> None:
    """Remember the folders of this program here; None forgets them at its end."""
    _folders.memory = memory


def open_files(
    parent: QWidget | None,
    title: str,
    kinds: Sequence[str],
    picked: Callable[[list[Path]], None],
    start: Path | None = None,
) -> None:
    """Let the user choose one or more files; picked is not called when the user gives up."""
    dialog = _dialog(parent, title, kinds, _folders.last(kinds[0]) or start)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, "打开")

    def opened(paths: list[Path]) -> None:
        _folders.keep(kinds[0], paths[0].parent)
        picked(paths)

    _open(dialog, opened)


def save_file(
    parent: QWidget | None,
    title: str,
    kinds: Sequence[str],
    picked: Callable[[Path], object],
    start: Path,
) -> None:
    """Let the user name a file to write; start is the suggested path; asks before overwriting.

    The folder used last for such files goes before that of start.
    """
    kind = kinds[0]

    def named(path: Path) -> None:
        _folders.keep(kind, path.parent)
        picked(path)

    save_beside(parent, title, kinds, named, (_folders.last(kind) or start.parent) / start.name)


def save_beside(
    parent: QWidget | None,
    title: str,
    kinds: Sequence[str],
    picked: Callable[[Path], object],
    start: Path,
) -> None:
    """Let the user name a file to write, in just the folder of start: beside another file."""
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

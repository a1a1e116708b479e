"""Only the key file is left: say that the ledger has gone, and put a backup in its place."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.base.paths import DataFolder
from app.base.progress import Progress
from app.services import access, backups, missing_ledger
from app.services.ledger import Ledger
from app.ui import pickers
from app.ui.secret_fields import PasswordField
from app.ui.tasks import TaskRunner
from app.ui.wizard import Wizard, WizardPage, button, column, note

_GONE = "密钥文件“{key}”还在，台账文件“{ledger}”不见了：可能被移走、删掉了，或者被杀毒软件隔离了。"
_KEPT = "程序没有建新的空台账。文件放回来以后点“再找一次”；也可以用下面的备份恢复。"
_ANEW = "确实要从头开始的，请在数据文件夹里把密钥文件移到别处，再打开程序。"
_STILL = "还是没有找到台账文件，请看看它是不是放回了数据文件夹。"
_LINES = 3
_PATH = Qt.ItemDataRole.UserRole


class MissingLedgerDialog(Wizard):
    """Ends with ledger_opened (ledger, password) after a backup was put back, or with found."""

    height_em = 29
    ledger_opened = Signal(object, str)
    found = Signal()

    def __init__(self, folder: DataFolder, runner: TaskRunner) -> None:
        super().__init__("党务台账", runner)
        self._folder = folder
        self.list = QListWidget()
        self.list.setAccessibleName("备份")
        self.list.setFixedHeight(self.fontMetrics().lineSpacing() * (_LINES + 1))
        for each in backups.in_folder(folder.backups):
            self._offer(each.path, f"{each.at:%Y-%m-%d %H:%M}　{each.reason.words}")
        self.list.setCurrentRow(0)
        self.users = QComboBox()
        self.users.addItems(list(access.users(folder)))
        self.users.setAccessibleName("使用人")
        self.password = PasswordField("密码")
        self.again_button = button("再找一次", self._look_again, "refresh")
        self.folder_button = button("打开数据文件夹", self._show_folder)
        self.other_button = button("从别的文件夹选…", self._ask_other)
        self.close_button.setText("退出")
        self.show_page(
            WizardPage("台账文件不见了", self._page(), "恢复", self._put_back, self._missing)
        )
        self.list.setFocus()

    def choose(self, paths: list[Path]) -> None:
        """Take a backup, or the ledger itself, from another folder."""
        self._offer(paths[0], str(paths[0]))
        self.list.setCurrentRow(self.list.count() - 1)

    def _page(self) -> QWidget:
        names = {"key": self._folder.key_file.name, "ledger": self._folder.database.name}
        buttons = QHBoxLayout()
        for each in (self.again_button, self.folder_button, self.other_button):
            buttons.addWidget(each)
        buttons.addStretch()
        form = QFormLayout()
        form.addRow("使用人", self.users)
        form.setRowVisible(0, self.users.count() > 1)
        form.addRow("密码", self.password)
        fields = QWidget()
        layout = QVBoxLayout(fields)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(buttons)
        layout.addWidget(self.list)
        layout.addLayout(form)
        kept = note(f"{_KEPT}\n数据文件夹：{self._folder.root}")
        return column(note(_GONE.format(**names), "section"), kept, fields, note(_ANEW))

    def _offer(self, path: Path, text: str) -> None:
        item = QListWidgetItem(text)
        item.setData(_PATH, path)
        item.setToolTip(str(path))
        self.list.addItem(item)

    def _missing(self) -> str:
        if self.list.currentItem() is None:
            return "请先选一份备份，或者从别的文件夹选。"
        return "" if self.password.text() else "请输入密码。"

    def _put_back(self) -> None:
        folder, word, user = self._folder, self.password.text(), self.users.currentText()
        backup: Path = self.list.currentItem().data(_PATH)

        def work(progress: Progress) -> Ledger:
            return missing_ledger.put_back(folder, backup, word, user=user, progress=progress)

        def done(ledger: Ledger) -> None:
            self.ledger_opened.emit(ledger, word)
            self.accept()

        self.run(work, done, "恢复台账")

    def _look_again(self) -> None:
        if access.is_missing(self._folder):
            self.say(_STILL, is_problem=True)
            return
        self.found.emit()
        self.accept()

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder.root)))

    def _ask_other(self) -> None:
        kinds = (pickers.LEDGER, pickers.ANY)
        pickers.open_files(self, "选择台账文件或备份", kinds, self.choose)

"""The way into a ledger before its window stands: first start, password, encrypting it."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog

from app.base.paths import DataFolder
from app.base.progress import Progress
from app.services import access
from app.services.exchange.setup import status
from app.services.ledger import Ledger
from app.services.practice.state import is_empty
from app.ui.first_start import FirstStart
from app.ui.layout_memory import LayoutMemory
from app.ui.missing_ledger_dialog import MissingLedgerDialog
from app.ui.tasks import TaskRunner
from app.ui.unlock_dialog import UnlockDialog
from app.ui.wizard import Wizard, WizardPage, column, note


class Door(QObject):
    """Shows one dialog after the other; each stands before the one in front of it closes.

    opened: carries the open ledger. practice_chosen: the user only wants to look. memory: keeps
    who came in last.
    """

    opened = Signal(object)
    practice_chosen = Signal()

    def __init__(
        self, folder: DataFolder, runner: TaskRunner, parent: QObject, memory: LayoutMemory
    ) -> None:
        super().__init__(parent)
        self._folder, self._runner, self._memory = folder, runner, memory
        self.dialog: QDialog | None = None

    def show(self, package: Path | None = None) -> None:
        """Ask for the password, or begin with the first start where there is none.

        package: a file that was double-clicked, for a first start. Raises UserError.
        """
        if not self._folder.key_file.exists():
            first = self._begin(None, "")
            if package:
                first.take(package)
            return
        if access.is_missing(self._folder):
            missing = MissingLedgerDialog(self._folder, self._runner)
            missing.found.connect(self.show)
            missing.ledger_opened.connect(self._on_unlocked)
            self._show(missing)
            return
        if not access.needs_password(self._folder):
            # A plain backup was put back beside the key file of another ledger.
            self.opened.emit(access.open_ledger(self._folder))
            return
        dialog = UnlockDialog(self._folder, self._runner, self._memory)
        dialog.ledger_opened.connect(self._on_unlocked)
        self._show(dialog)

    def encrypt(self, name: str, password: str) -> None:
        """Encrypt a plain ledger that nobody has open, and open it."""
        dialog = EncryptDialog(self._folder, self._runner)
        dialog.ledger_opened.connect(self.opened)
        self._show(dialog)
        dialog.encrypt(name, password)

    def _on_unlocked(self, ledger: Ledger, password: str) -> None:
        """Open the window, or go on with a first start that was cut off after the password."""
        if is_empty(ledger) and status(ledger).role is None:
            self._begin(ledger, password)
        else:
            self.opened.emit(ledger)

    def _begin(self, ledger: Ledger | None, password: str) -> FirstStart:
        dialog = FirstStart(self._folder, self._runner, ledger, password)
        dialog.ledger_opened.connect(self.opened)
        dialog.practice_chosen.connect(self.practice_chosen)
        self._show(dialog)
        return dialog

    def _show(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.open()


class EncryptDialog(Wizard):
    """Encrypts a plain ledger; after a failure the user may open it as it is."""

    ledger_opened = Signal(object)

    def __init__(self, folder: DataFolder, runner: TaskRunner) -> None:
        super().__init__("党务台账", runner)
        self._folder = folder
        page = column(note("原来的台账等加密好、检查过以后才换掉，中途断电也不会丢。"))
        self.show_page(WizardPage("加密台账", page, "不加密，照旧打开", self._open_plain))

    def encrypt(self, name: str, password: str) -> None:
        """Begin."""
        folder = self._folder

        def work(progress: Progress) -> Ledger:
            access.set_password(folder, password, name=name, progress=progress)
            return access.open_ledger(folder, password, user=name)

        self.run(work, self._on_opened, "加密台账")

    def _open_plain(self) -> None:
        folder = self._folder
        self.run(lambda _: access.open_ledger(folder), self._on_opened, "打开台账")

    def _on_opened(self, ledger: Ledger) -> None:
        self.ledger_opened.emit(ledger)
        self.accept()

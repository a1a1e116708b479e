"""What the menus 文件 and 交换 offer about passwords, the recovery sheet, joining and the PCs."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.base.paths import DataFolder
from app.base.progress import Progress
from app.domain.changes import Changes
from app.services import access
from app.services.exchange import offices
from app.services.exchange.setup import status
from app.ui import messages
from app.ui.join_dialog import JoinDialog
from app.ui.page import PageTools
from app.ui.password_dialogs import (
    AddUserDialog,
    ChangePasswordDialog,
    SetPasswordDialog,
    SheetDialog,
)
from app.ui.schools_dialog import open_founding, open_schools_dialog

_PRACTICE = "练习数据不用密码，也不和别人交换。"
_UNPROTECTED = "这本台账还没有密码。"
_SET_FIRST = "请先点“文件→设置密码、修改密码…”。"


class SecurityTasks(QObject):
    """Opens the windows; encrypt is asked to close the ledger, encrypt it and open it again.

    sheet_kept: a recovery sheet is on paper.
    """

    sheet_kept = Signal()

    def __init__(
        self,
        tools: PageTools,
        window: QWidget,
        folder: DataFolder,
        encrypt: Callable[[str, str], None],
        *,
        is_practice: bool,
    ) -> None:
        super().__init__(window)
        self._tools, self._window, self._folder = tools, window, folder
        self._encrypt, self._is_practice = encrypt, is_practice

    def set_password(self) -> None:
        """Set the first password, or change the one there is."""
        if self._is_practice:
            messages.tell(self._window, _PRACTICE)
        elif access.needs_password(self._folder):
            user = self._tools.ledger.author
            ChangePasswordDialog(self._folder, user, self._tools.tasks, self._window).open()
        else:
            dialog = SetPasswordDialog(self._tools.tasks, self._window)
            dialog.chosen.connect(self._encrypt)
            dialog.open()

    def add_user(self) -> None:
        """Let in a further user."""
        if self._has_password():
            user = self._tools.ledger.author
            AddUserDialog(self._folder, user, self._tools.tasks, self._window).open()

    def print_sheet(self) -> None:
        """Print a new recovery sheet; on the bureau's PC the first one founds the exchange."""
        if not self._has_password():
            return
        ledger = self._tools.ledger

        def read(_: Progress) -> tuple[bool, str]:
            return status(ledger).role is None, offices.unit(ledger)

        self._tools.tasks.read(read, self._ask_whose)

    def _ask_whose(self, found: tuple[bool, str]) -> None:
        stands_alone, unit = found
        if not stands_alone:
            self._open_sheet(unit)
            return

        def chosen(choice: int) -> None:
            if choice == 0:
                open_founding(self._window, self._tools, self.sheet_kept)
            elif choice == 1:
                self._open_sheet(unit)

        question = "这台电脑是谁的？教育局的恢复单上还要印换机码。"
        messages.choose(self._window, question, ("教育局的", "学校的", "先不打印"), chosen)

    def _open_sheet(self, unit: str) -> None:
        dialog = SheetDialog(self._folder, unit, self._tools.tasks, parent=self._window)
        dialog.done_with.connect(self.sheet_kept)
        dialog.open()

    def schools(self) -> None:
        """Show every school and its PCs."""
        if self._is_practice:
            messages.tell(self._window, _PRACTICE)
        else:
            open_schools_dialog(self._window, self._tools, self.sheet_kept)

    def join(self) -> None:
        """Join with a 开户包 from a ledger that stands alone so far."""
        if not self._has_password():
            return
        dialog = JoinDialog(self._folder, self._tools, self._window)
        dialog.joined.connect(partial(self._tools.changes.changed.emit, Changes.everything()))
        dialog.open()

    def tell_own(self) -> None:
        """Say what this PC is in the exchange."""
        ledger = self._tools.ledger
        self._tools.tasks.read(
            lambda _: offices.own_sentences(ledger),
            lambda told: messages.tell(self._window, told[0], "\n".join(told[1:])),
        )

    def _has_password(self) -> bool:
        if self._is_practice:
            messages.tell(self._window, _PRACTICE)
            return False
        if access.needs_password(self._folder):
            return True
        messages.tell(self._window, _UNPROTECTED, _SET_FIRST)
        return False

"""The password at every later start, and the way in with the recovery sheet."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from app.base.errors import UserError
from app.base.paths import DataFolder
from app.base.progress import Progress
from app.services import access
from app.services.ledger import Ledger
from app.ui.layout_memory import LayoutMemory
from app.ui.secret_fields import CapsHint, NewPassword, PasswordField, SheetCode
from app.ui.tasks import TaskRunner
from app.ui.wizard import Wizard, WizardPage, button, column, note

_LAST = "door.user"


class UnlockDialog(Wizard):
    """Ends with ledger_opened, which carries the open ledger; memory: keeps who opened it last."""

    height_em = 23
    ledger_opened = Signal(object, str)

    def __init__(self, folder: DataFolder, runner: TaskRunner, memory: LayoutMemory) -> None:
        super().__init__("党务台账", runner)
        self._folder, self._memory = folder, memory
        self.users = QComboBox()
        self.users.addItems(list(access.users(folder)))
        self.users.setCurrentText(memory.load(_LAST))
        self.users.setAccessibleName("使用人")
        self.password = PasswordField("密码")
        self.forgotten = button("忘记密码…", self._show_forgotten)
        self.code, self.new, self._whose = SheetCode("恢复码"), NewPassword(), note("")
        self._forgotten_page = column(
            self._whose,
            self.code,
            self.code.counted,
            self.new,
            note("没有恢复单就打不开了，只能请局里重新开户，或者从没有密码的备份恢复。"),
        )
        self.keep(self._forgotten_page)
        self.close_button.setText("退出")
        self.show_page(
            WizardPage("请输入密码", self._password_page(), "打开", self._unlock, self._missing)
        )
        self.password.setFocus()

    def fail(self, error: UserError) -> None:
        """Say calmly what is wrong, and let the password be typed again."""
        super().fail(error)
        if self.password.isVisible():
            self.password.selectAll()
            self.password.setFocus()

    def _password_page(self) -> QWidget:
        page = QWidget()
        form = QFormLayout(page)
        form.setContentsMargins(18, 16, 18, 16)
        form.setVerticalSpacing(12)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        form.addRow("使用人", self.users)
        form.setRowVisible(0, self.users.count() > 1)
        form.addRow("密码", self.password)
        form.addRow("", CapsHint(self.password))
        form.addRow("", self.forgotten)
        return page

    def _missing(self) -> str:
        return "" if self.password.text() else "请输入密码。"

    def _unlock(self) -> None:
        folder, word, user = self._folder, self.password.text(), self.users.currentText()

        def work(_: Progress) -> Ledger:
            return access.open_ledger(folder, word, user=user)

        self.run(work, lambda ledger: self._on_opened(ledger, word), "打开台账")

    def _show_forgotten(self) -> None:
        user = self.users.currentText()
        self._whose.setText(f"请拿出打印的恢复单，输入“恢复码”，再给“{user}”设一个新密码。")
        page = self._forgotten_page
        self.show_page(
            WizardPage("忘记密码", page, "设新密码并打开", self._reset, self._missing_reset)
        )

    def _missing_reset(self) -> str:
        return self.code.problem() or self.new.problem()

    def _reset(self) -> None:
        folder, code, user = self._folder, self.code.code(), self.users.currentText()
        word = self.new.password()

        def work(_: Progress) -> Ledger:
            access.reset_password(folder, code, word, name=user)
            return access.open_ledger(folder, word, user=user)

        self.run(work, lambda ledger: self._on_opened(ledger, word), "设新密码")

    def _on_opened(self, ledger: Ledger, word: str) -> None:
        self._memory.save(_LAST, self.users.currentText())
        self.ledger_opened.emit(ledger, word)
        self.accept()

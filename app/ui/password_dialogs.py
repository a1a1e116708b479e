"""Setting and changing passwords, letting in a further user, printing the recovery sheet."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from app.base.paths import DataFolder
from app.base.progress import Progress
from app.services import access
from app.services.exchange import setup
from app.services.exchange.papers import RecoverySheet
from app.services.ledger import Ledger
from app.ui import messages
from app.ui.secret_fields import CapsHint, NewPassword, PasswordField
from app.ui.sheet_page import SheetPage
from app.ui.tasks import TaskRunner
from app.ui.wizard import Wizard, WizardPage, column, note


class SetPasswordDialog(Wizard):
    """Asks for the first password of a plain ledger; chosen carries name and password."""

    chosen = Signal(str, str)

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__("设置密码", runner, parent)
        self.new = NewPassword(who=True)
        page = column(
            note("设好以后，每次打开台账都要输入密码；台账文件会加密，别人拷走也看不了。"),
            self.new,
            note("点“加密”后窗口会先关上，加密好了再打开，不会丢记录。忘了密码谁也打不开。"),
        )
        self.show_page(WizardPage("给台账设密码", page, "加密", self._choose, self.new.problem))

    def _choose(self) -> None:
        self.accept()
        self.chosen.emit(self.new.who(), self.new.password())


class ChangePasswordDialog(Wizard):
    """Puts a new password in the place of a user's old one."""

    def __init__(
        self, folder: DataFolder, user: str, runner: TaskRunner, parent: QWidget | None = None
    ) -> None:
        super().__init__("修改密码", runner, parent)
        self._folder, self._user = folder, user
        self.old = PasswordField("现在的密码")
        self.new = NewPassword(before=("现在的密码", self.old))
        page = column(self.new)
        self.show_page(WizardPage(f"修改“{user}”的密码", page, "修改", self._change, self._missing))

    def _missing(self) -> str:
        return self.new.problem() if self.old.text() else "请输入现在的密码。"

    def _change(self) -> None:
        folder, user, old, new = self._folder, self._user, self.old.text(), self.new.password()
        self.run(
            lambda _: access.change_password(folder, old, new, name=user),
            lambda _: self._on_changed(),
            "修改密码",
        )

    def _on_changed(self) -> None:
        self.accept()
        messages.tell(
            self.parentWidget(), "密码改好了。", "下次打开台账请用新密码。恢复单仍然有效。"
        )


class AddUserDialog(Wizard):
    """Lets another person open the ledger with a password of their own."""

    def __init__(
        self, folder: DataFolder, user: str, runner: TaskRunner, parent: QWidget | None = None
    ) -> None:
        super().__init__("增加使用人", runner, parent)
        self._folder, self._user = folder, user
        self.own, self.new = PasswordField("您的密码"), NewPassword(who=True)
        known = "、".join(access.users(folder))
        page = column(
            note(f"现在的使用人：{known}"),
            _asked("您的密码", self.own),
            note("请新的使用人自己填写姓名和密码：", "section"),
            self.new,
        )
        self.show_page(WizardPage("增加使用人", page, "增加", self._add, self._missing))

    def _missing(self) -> str:
        return self.new.problem() if self.own.text() else "请输入您的密码。"

    def _add(self) -> None:
        folder, own = self._folder, self.own.text()
        name, word = self.new.who(), self.new.password()
        self.run(
            lambda _: access.add_user(folder, own, name=name, new_password=word),
            lambda _: self._on_added(name),
            "增加使用人",
        )

    def _on_added(self, name: str) -> None:
        self.accept()
        messages.tell(
            self.parentWidget(),
            f"已增加使用人“{name}”。",
            "打开台账时选自己的名字，输自己的密码；操作记录里会记下是谁做的。",
        )


class SheetDialog(Wizard):
    """Prints a new recovery sheet; on the bureau's first one the exchange is founded with it.

    unit: printed on the sheet. founds: the ledger in which the exchange is to be founded.
    """

    done_with = Signal()

    def __init__(
        self,
        folder: DataFolder,
        unit: str,
        runner: TaskRunner,
        founds: Ledger | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("打印恢复单", runner, parent)
        self._folder, self._runner, self._founds = folder, runner, founds
        self._unit = unit
        self.own, self.unit = PasswordField("您的密码"), QLineEdit(unit)
        self.unit.setAccessibleName("单位名称")
        self.page_of_codes: SheetPage | None = None
        told = "新的恢复单打印好以后，以前打印的恢复码就作废了。"
        if founds is None:
            told += "印有换机码的那一张（教育局才有）仍然有用，也要留着。"
        page = column(
            note(told), _asked("单位名称", self.unit), _asked("您的密码", self.own),
            CapsHint(self.own),
        )  # fmt: skip
        self.show_page(WizardPage("打印恢复单", page, "下一步", self._try, self._missing))

    def _missing(self) -> str:
        if not self.unit.text().strip():
            return "请填写单位名称。"
        return "" if self.own.text() else "请输入您的密码。"

    def _try(self) -> None:
        folder, own = self._folder, self.own.text()
        self.run(lambda _: access.check(folder, own), lambda _: self._show_codes(), "核对密码")

    def _show_codes(self) -> None:
        root = setup.new_sheet() if self._founds else ""
        sheet = RecoverySheet(self.unit.text().strip(), access.new_sheet(), root)
        page = self.page_of_codes = SheetPage(sheet, self._runner)
        page.later_requested.connect(self.reject)
        self.show_page(
            WizardPage("打印恢复单", page, "完成", self._keep, page.problem, can_go_back=False)
        )

    def _keep(self) -> None:
        assert self.page_of_codes is not None  # noqa: S101 - this step shows it
        folder, own, ledger = self._folder, self.own.text(), self._founds
        sheet = self.page_of_codes.sheet

        def work(_: Progress) -> None:
            access.keep_sheet(folder, own, sheet.password_code)
            if ledger is not None:
                setup.found_bureau(ledger, sheet.unit, sheet.root_code)

        self.run(work, lambda _: self._on_kept(), "登记恢复单")

    def _on_kept(self) -> None:
        self.accept()
        self.done_with.emit()


def _asked(text: str, field: QWidget) -> QWidget:
    page = QWidget()
    form = QFormLayout(page)
    form.setContentsMargins(0, 0, 0, 0)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
    form.addRow(text, field)
    return page

"""The first start: a bureau begins a ledger, a school joins, or somebody only wants to look."""

from pathlib import Path

from PySide6.QtCore import Signal

from app.base.paths import DataFolder
from app.base.progress import Progress
from app.domain.branches import BranchDraft
from app.domain.kinds import OrgKind
from app.services import access, branches
from app.services.exchange import enrolment, packing, setup
from app.services.exchange.enrolment import Opened
from app.services.exchange.papers import RecoverySheet
from app.services.exchange.receiving import Taken
from app.services.exchange.replacing import put_back
from app.services.ledger import Ledger
from app.services.practice.state import is_empty
from app.ui import mounted_sticks, pickers
from app.ui.first_start_pages import BackupPage, CommitteePage, Way, WayPage
from app.ui.join_page import JoinPage
from app.ui.secret_fields import NewPassword
from app.ui.sheet_page import SheetPage
from app.ui.tasks import TaskRunner
from app.ui.wizard import Wizard, WizardPage, button, column, note

_FORGET = "没有密码谁也打不开台账，程序的作者也不能。下一步会给您一张恢复单。"


class FirstStart(Wizard):
    """Ends with ledger_opened, which carries the open ledger, or with practice_chosen.

    ledger: one that is open and encrypted, but empty: an earlier first start was cut off.
    """

    ledger_opened = Signal(object)
    practice_chosen = Signal()

    def __init__(
        self,
        folder: DataFolder,
        runner: TaskRunner,
        ledger: Ledger | None = None,
        password: str = "",
    ) -> None:
        super().__init__("党务台账", runner)
        self._folder, self._runner = folder, runner
        self._ledger, self._word = ledger, password
        self._package: Opened | None = None
        self.ways, self.committee = WayPage(), CommitteePage()
        self.join, self.backup = JoinPage(folder, runner), BackupPage()
        self.password, self._whose = NewPassword(who=True), note("", "section")
        self._password_page = column(self._whose, self.password, note(_FORGET))
        self.keep(self.ways, self.committee, self.join, self.backup, self._password_page)
        self.sheet: SheetPage | None = None
        self.close_button.setText("退出")
        self.ways.buttons[Way.RECOVER].setEnabled(ledger is None)
        self.show_page(
            WizardPage("欢迎使用党务台账", self.ways, "下一步", self._on_way, self.ways.problem)
        )

    def take(self, package: Path) -> None:
        """Go on as the school that has double-clicked its 开户包."""
        self.ways.buttons[Way.SCHOOL].setChecked(True)
        self.join.look_at(package.absolute())
        self._on_way()

    def _on_way(self) -> None:
        way = self.ways.way()
        if way is Way.PRACTICE:
            self.practice_chosen.emit()
            self.accept()
        elif way is Way.BUREAU:
            page = self.committee
            self.show_page(
                WizardPage("您的党委叫什么", page, "下一步", self._ask_password, page.problem)
            )
        elif way is Way.SCHOOL:
            join = self.join
            self.show_page(
                WizardPage("加入全县的党务台账", join, "下一步", self._on_code, join.problem)
            )
        else:
            backup = self.backup
            self.show_page(
                WizardPage("接着原来的台账用", backup, "恢复", self._put_back, backup.problem)
            )

    def _on_code(self) -> None:
        packages, code = self.join.packages, self.join.code.text()

        def work(progress: Progress) -> Opened:
            return enrolment.opened_by(packages, code, progress)

        self.run(work, self._on_package, "核对开户码")

    def _on_package(self, opened: Opened) -> None:
        self._package = opened
        self._ask_password()

    def _ask_password(self) -> None:
        if self._ledger is not None:
            self._begin()
            return
        whose = f"开户码对了，这是给“{self._package.name}”的。" if self._package else ""
        self._whose.setText(f"{whose}请给这本台账设一个密码。")
        page = self._password_page
        self.show_page(
            WizardPage("设密码", page, "下一步", self._set_password, self.password.problem)
        )

    def _set_password(self) -> None:
        folder, who, word = self._folder, self.password.who(), self.password.password()

        def work(progress: Progress) -> Ledger:
            access.set_password(folder, word, name=who, progress=progress)
            return access.open_ledger(folder, word, user=who)

        self._word = word
        self.run(work, self._on_ledger, "建立台账")

    def _on_ledger(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._begin()

    def _begin(self) -> None:
        ledger, package, name = self._open(), self._package, self.committee.text()
        if package is not None:
            code = self.join.code.text()
            data = package.data
            self.run(lambda _: enrolment.join(ledger, data, code), self._on_joined, "收下开户包")
            return

        def work(_: Progress) -> None:
            if is_empty(ledger):
                draft = BranchDraft(full_name=name, kind=OrgKind.COMMITTEE.value)
                branches.add(ledger, draft)

        self.run(work, self._on_founded, "建立台账")

    def _on_founded(self, _: None) -> None:
        self._show_sheet(
            RecoverySheet(self.committee.text(), access.new_sheet(), setup.new_sheet())
        )

    def _on_joined(self, taken: Taken) -> None:
        self._joined_n = taken.changes_n
        name = self._package.name if self._package else ""
        self._show_sheet(RecoverySheet(name, access.new_sheet()))

    def _show_sheet(self, sheet: RecoverySheet) -> None:
        page = self.sheet = SheetPage(sheet, self._runner)
        page.later_requested.connect(self._after_sheet)
        self.show_page(
            WizardPage(
                "打印恢复单", page, "下一步", self._keep_sheet, page.problem, can_go_back=False
            )
        )

    def _keep_sheet(self) -> None:
        assert self.sheet is not None  # noqa: S101 - this step shows it
        folder, word, sheet, ledger = self._folder, self._word, self.sheet.sheet, self._open()

        def work(_: Progress) -> None:
            access.keep_sheet(folder, word, sheet.password_code)
            if sheet.root_code:
                setup.found_bureau(ledger, sheet.unit, sheet.root_code)

        self.run(work, lambda _: self._after_sheet(), "登记恢复单")

    def _after_sheet(self) -> None:
        if self._package is None:
            self._finish()
            return
        told = f"“{self._package.name}”已加入，收下{self._joined_n:,}项记录。"
        page = column(
            note(told, "section"),
            note("还差一步：让局里知道这台电脑。请把第一次报送写到U盘，下次带给局里。"),
            button("写到U盘…", self._ask_stick),
            note("现在不写也可以，以后在“U盘交换”里随时能做。"),
        )
        self.show_page(WizardPage("加入好了", page, "打开台账", self._finish, can_go_back=False))

    def _ask_stick(self) -> None:
        sticks = mounted_sticks.mounted()
        if len(sticks) == 1:
            self.write_first_report(sticks[0])
        else:
            pickers.pick_folder(self, "第一次报送写到哪个U盘", self.write_first_report)

    def write_first_report(self, stick: Path) -> None:
        """Write the first package, by which the bureau learns of this PC."""
        ledger = self._open()
        self.run(
            lambda progress: packing.pack(ledger, stick, progress=progress),
            lambda _: self.say("写好了，可以拔出U盘。"),
            "写第一次报送",
        )

    def _put_back(self) -> None:
        page, folder = self.backup, self._folder
        backup, word, code = page.backup, page.password.text(), page.code.code()
        assert backup is not None  # noqa: S101 - problem() has seen to it
        self.run(
            lambda progress: put_back(folder, backup, word, code, progress),
            self._on_put_back,
            "恢复台账",
        )

    def _on_put_back(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._finish()

    def _open(self) -> Ledger:
        assert self._ledger is not None  # noqa: S101 - every step after the password has it
        return self._ledger

    def _finish(self) -> None:
        ledger, self._ledger = self._open(), None
        self.ledger_opened.emit(ledger)
        self.accept()

    def done(self, result: int) -> None:
        """Let go of a ledger that nobody has taken over."""
        if self._ledger is not None:
            self._ledger.close()
            self._ledger = None
        super().done(result)

"""Joining from a ledger with records: what was entered before comes along."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.base.paths import DataFolder
from app.base.progress import Progress
from app.services.exchange import enrolment
from app.services.exchange.receiving import Taken
from app.ui import messages
from app.ui.join_page import JoinPage
from app.ui.page import PageTools
from app.ui.wizard import Wizard, WizardPage


class JoinDialog(Wizard):
    """Opens a 开户包 with its code and takes it in; joined: it was taken in."""

    joined = Signal()

    def __init__(self, folder: DataFolder, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__("加入交换", tools.tasks, parent)
        self._ledger = tools.ledger
        self.join = JoinPage(folder, tools.tasks)
        page = WizardPage("加入全县的党务台账", self.join, "加入", self._join, self.join.problem)
        self.show_page(page)

    def _join(self) -> None:
        ledger, packages, code = self._ledger, self.join.packages, self.join.code.text()

        def work(progress: Progress) -> tuple[str, Taken]:
            opened = enrolment.opened_by(packages, code, progress)
            return opened.name, enrolment.join(ledger, opened.data, code)

        self.run(work, self._on_joined, "收下开户包")

    def _on_joined(self, done: tuple[str, Taken]) -> None:
        name, taken = done
        self.accept()
        self.joined.emit()
        messages.tell(
            self.parentWidget(),
            f"“{name}”已加入，收下{taken.changes_n:,}项记录。",
            "还差一步：请把第一次报送写到U盘，带给局里，局里才知道这台电脑。",
        )

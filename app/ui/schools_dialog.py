"""学校与电脑: every unit that takes part, its PCs, and what the bureau can do about them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QInputDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.base.errors import UserError
from app.base.paths import DataFolder
from app.base.progress import Progress
from app.domain.nodes import Role
from app.services import access
from app.services.exchange import enrolment, offices, setup
from app.services.exchange.enrolment import Order
from app.services.exchange.offices import Office, Pc, PcState
from app.ui import messages
from app.ui.enrol_dialog import EnrolDialog
from app.ui.page import PageTools
from app.ui.password_dialogs import SheetDialog
from app.ui.screen_fit import resize_on_screen
from app.ui.style import primary

_WIDTH_EM, _HEIGHT_EM = 58, 34
_NARROWEST_EM, _WIDEST_EM = 5, 22
_KEEPS = 1
_REF = Qt.ItemDataRole.UserRole
_HEADERS = ("单位和电脑", "管理的党组织", "开户日期", "最近收到", "状态")
_ELSEWHERE = "开户和注销只能在设立交换的那台电脑上办，这里只能查看。"


@dataclass(frozen=True, slots=True)
class _Listed:
    offices: tuple[Office, ...]
    keeps_list: bool


def folder_of(tools: PageTools) -> DataFolder:
    """Return the data folder of an open ledger."""
    return DataFolder(tools.ledger.database.path.parent)


def open_schools_dialog(
    parent: QWidget | None, tools: PageTools, founded: SignalInstance | None = None
) -> None:
    """Open the window; where the exchange is not founded yet, offer to found it.

    founded: emitted when it was founded, its recovery sheet being on paper.
    """
    ledger = tools.ledger

    def known(role: Role | None) -> None:
        if role is Role.BUREAU:
            SchoolsDialog(tools, parent).open()
        elif role is Role.SCHOOL:
            messages.tell(parent, "这里是学校的电脑。", "开户、换电脑和注销请找教育局办理。")
        else:
            messages.ask(
                parent,
                "还没有设立全县的U盘交换。只有教育局（局机关党委）的电脑才设立；"
                "学校请点“交换→加入交换…”。",
                ("设立", "不设立"),
                lambda: open_founding(parent, tools, founded),
            )

    tools.tasks.read(lambda _: setup.status(ledger).role, known)


def open_founding(
    parent: QWidget | None, tools: PageTools, founded: SignalInstance | None = None
) -> None:
    """Found the exchange on the bureau's PC: the recovery sheet goes onto paper first."""
    folder = folder_of(tools)
    if not access.needs_password(folder):
        messages.tell(
            parent,
            "要先给台账设密码，才能给学校开户。",
            "请点“文件→设置密码、修改密码…”。设好以后再打开“学校与电脑”。",
        )
        return

    def show(unit: str) -> None:
        dialog = SheetDialog(folder, unit, tools.tasks, tools.ledger, parent)
        if founded:
            dialog.done_with.connect(founded)
        dialog.done_with.connect(partial(open_schools_dialog, parent, tools))
        dialog.open()

    tools.tasks.read(lambda _: offices.unit(tools.ledger), show)


class SchoolsDialog(QDialog):
    """A list of units with their PCs below them, and buttons for the chosen one.

    On the bureau's other PCs it only shows: nobody would believe a list signed by them.
    """

    def __init__(self, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("学校与电脑")
        self._tools, self._keeps_list = tools, True
        self.search = QLineEdit()
        self.search.setPlaceholderText("按单位名称找")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._narrow)
        self.told = QLabel()
        self.told.setProperty("kind", "muted")
        self.told.setWordWrap(True)
        self.tree = self._tree()
        self.enrol_button = primary(QPushButton("开户…"))
        self.more_button = QPushButton("再开一台电脑…")
        self.again_button = QPushButton("换电脑、重新开户…")
        self.revoke_button = QPushButton("注销…")
        for button, slot in (
            (self.enrol_button, self._enrol),
            (self.more_button, self._one_more),
            (self.again_button, self._ask_again),
            (self.revoke_button, self._ask_revoke),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(slot)
        self._lay_out()
        em = self.fontMetrics().height()
        resize_on_screen(self, em * _WIDTH_EM, em * _HEIGHT_EM)
        self._on_chosen()
        self.load()

    def load(self) -> None:
        """Read the list again."""
        ledger = self._tools.ledger
        self._tools.tasks.read(
            lambda _: _Listed(offices.offices(ledger), setup.keeps_list(ledger)), self._on_read
        )

    def _on_read(self, found: _Listed) -> None:
        self._keeps_list = found.keeps_list
        self.enrol_button.setEnabled(found.keeps_list)
        self.show_offices(found.offices)

    def show_offices(self, found: Sequence[Office]) -> None:
        """Show the units."""
        self.tree.clear()
        for office in found:
            several = len(office.pcs) > 1
            name = f"{office.name}（{len(office.pcs)}台）" if several else office.name
            item = self._item(None, office, office.pcs[0], name)
            for pc in office.pcs if several else ():
                self._item(item, office, pc, pc.label)
            item.setExpanded(several)
            if several:
                for column in (2, 3, 4):
                    item.setText(column, "")
        schools = [office for office in found if office.role is Role.SCHOOL]
        joined = sum(office.number(PcState.IN_FORCE) for office in schools)
        waiting = sum(office.number(PcState.WAITING) for office in schools)
        told = f"{len(schools)}个学校单位，{joined}台电脑已加入，{waiting}台等第一次报送。"
        if not schools:
            told = "还没有给学校开户。点“开户…”，选单位，写到U盘，再在电话里告诉开户码。"
        self.told.setText(told if self._keeps_list else f"{told}{_ELSEWHERE}")
        self._on_chosen()

    def chosen(self) -> tuple[Office, Pc] | None:
        """Return the unit and the PC that are chosen."""
        item = self.tree.currentItem()
        found = item.data(0, _REF) if item else None
        return found if isinstance(found, tuple) else None

    def revoke(self, pc: Pc, why: str, done: Callable[[], object] | None = None) -> None:
        """Strike a PC off, or withdraw a 开户包 that nobody has used, and read the list again."""
        ledger = self._tools.ledger

        def work(_: Progress) -> None:
            if pc.node:
                setup.revoke(ledger, pc.node, why.strip() or "没有写原因")
            else:
                enrolment.withdraw(ledger, pc.enrolment)

        def revoked(_: None) -> None:
            self.load()
            if done:
                done()

        self._tools.tasks.run(work, revoked, self._on_failed, "注销")

    def _tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setAccessibleName("单位和电脑")
        tree.setHeaderLabels(list(_HEADERS))
        tree.setAlternatingRowColors(True)
        tree.currentItemChanged.connect(self._on_chosen)
        header = tree.header()
        header.setStretchLastSection(False)
        em = self.fontMetrics().height()
        header.setMinimumSectionSize(em * _NARROWEST_EM)
        header.setMaximumSectionSize(em * _WIDEST_EM)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_KEEPS, QHeaderView.ResizeMode.Stretch)
        return tree

    def _item(
        self, above: QTreeWidgetItem | None, office: Office, pc: Pc, name: str
    ) -> QTreeWidgetItem:
        keeps = office.keeps if above is None else ""
        texts = [name, keeps, _day(pc.enrolled_on), _day(pc.heard_on), pc.state_text]
        item = QTreeWidgetItem(self.tree, texts) if above is None else QTreeWidgetItem(above, texts)
        item.setData(0, _REF, (office, pc))
        for column, text in enumerate(texts):
            item.setToolTip(column, text)
        return item

    def _enrol(self) -> None:
        self._open_enrolment(())

    def _open_enrolment(self, orders: Sequence[Order]) -> None:
        dialog = EnrolDialog(self._tools, orders, self)
        dialog.enrolled.connect(self.load)
        dialog.open()

    def _one_more(self) -> None:
        chosen = self.chosen()
        if chosen:
            self._open_enrolment((_order(*chosen),))

    def _ask_again(self) -> None:
        chosen = self.chosen()
        if chosen is None:
            return
        office, pc = chosen
        if pc.state is PcState.WAITING:
            question = f"“{office.name}”原来的开户包和开户码作废，重新做一份？"
        else:
            question = f"“{office.name}”的{pc.label}不再使用，给新电脑重新开户？"
        verbs = ("重新开户", "不办")
        messages.ask(self, question, verbs, lambda: self._again(office, pc), is_dangerous=False)

    def _again(self, office: Office, pc: Pc) -> None:
        order = (_order(office, pc),)
        if pc.state is PcState.REVOKED:
            self._open_enrolment(order)
        else:
            self.revoke(pc, "更换电脑", lambda: self._open_enrolment(order))

    def _ask_revoke(self) -> None:
        chosen = self.chosen()
        if chosen is None:
            return
        office, pc = chosen
        box = QInputDialog(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle("注销电脑")
        box.setLabelText(
            f"注销“{office.name}”的{pc.label}以后，它做的交换包不再收，也不再给它数据。\n"
            "已经收到的记录都保留。请写明原因，如 电脑丢失、人员调离："
        )
        box.setOkButtonText("注销")
        box.setCancelButtonText("不注销")
        box.textValueSelected.connect(partial(self.revoke, pc))
        box.open()

    def _on_failed(self, error: UserError) -> None:
        messages.show_error(self, error)

    def _on_chosen(self) -> None:
        chosen = self.chosen()
        state = chosen[1].state if chosen and self._keeps_list else None
        self.more_button.setEnabled(state is not None)
        self.again_button.setEnabled(state not in {None, PcState.OWN})
        self.revoke_button.setEnabled(state in {PcState.IN_FORCE, PcState.WAITING})

    def _narrow(self, text: str) -> None:
        for number in range(self.tree.topLevelItemCount()):
            item = self.tree.topLevelItem(number)
            item.setHidden(text.strip() not in item.text(0))

    def _lay_out(self) -> None:
        close = QPushButton("关闭")
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        top, row = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.enrol_button)
        top.addWidget(self.search, 1)
        for button in (self.more_button, self.again_button, self.revoke_button):
            row.addWidget(button)
        row.addStretch()
        row.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.addLayout(top)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.told)
        layout.addLayout(row)


def _order(office: Office, pc: Pc) -> Order:
    return Order(office.name, pc.branches, office.role)


def _day(on: date | None) -> str:
    return on.isoformat() if on else "—"

"""开户: choosing units, writing their 开户包 to a stick, and showing the codes to be told."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QRadioButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.base.progress import Progress
from app.domain.branches import OrgNode
from app.services import branches
from app.services.exchange import enrolment
from app.services.exchange.enrolment import Enrolled, Order
from app.services.exchange.papers import print_codes
from app.ui import messages, mounted_sticks, pickers
from app.ui.page import PageTools
from app.ui.wizard import Wizard, WizardPage, button, column, note

_ORG = Qt.ItemDataRole.UserRole
_NO_STICK = "还没有选"


class UnitsPage(QWidget):
    """A tree of organisations with check boxes; what is ticked is kept by one PC each, or by one.

    Ticking a general branch takes the branches below it along.
    """

    def __init__(self) -> None:
        super().__init__()
        self.search = QLineEdit()
        self.search.setPlaceholderText("按名称找")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._narrow)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName("党组织")
        self.tree.setHeaderLabels(["党组织", "党员"])
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.each = QRadioButton("勾选的每个单位一个开户包")
        self.joined = QRadioButton("勾选的单位合用一台电脑，名称：")
        self.name = QLineEdit()
        self.name.setAccessibleName("合用电脑的单位名称")
        self.name.setPlaceholderText("如 城关中心学校")
        group = QButtonGroup(self)
        group.addButton(self.each)
        group.addButton(self.joined)
        self.each.setChecked(True)
        self.joined.toggled.connect(self.name.setEnabled)
        self.name.setEnabled(False)
        row = QHBoxLayout()
        row.addWidget(self.joined)
        row.addWidget(self.name, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 12, 18, 12)
        layout.addWidget(self.search)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.each)
        layout.addLayout(row)

    def show_tree(self, nodes: Sequence[OrgNode]) -> None:
        """Show the organisations; the committees themselves cannot be ticked."""
        self.tree.clear()
        for node in nodes:
            self._add(self.tree.invisibleRootItem(), node, is_top=True)
        self.tree.expandAll()

    def orders(self) -> tuple[Order, ...]:
        """Return the packages that were asked for."""
        ticked = [item for item in self._items() if item.checkState(0) is Qt.CheckState.Checked]
        tops = [item for item in ticked if item.parent() not in ticked]
        if self.joined.isChecked():
            orgs = tuple(org for item in tops for org in _below(item))
            return (Order(self.name.text().strip(), orgs),) if orgs else ()
        return tuple(Order(item.text(0), _below(item)) for item in tops)

    def problem(self) -> str:
        """Return what is missing."""
        if not self.orders():
            return "请先勾选要开户的单位。"
        if self.joined.isChecked() and not self.name.text().strip():
            return "请填写合用电脑的单位名称。"
        return ""

    def _add(self, above: QTreeWidgetItem, node: OrgNode, *, is_top: bool = False) -> None:
        item = QTreeWidgetItem(above, [node.name, f"{node.members_n:,}"])
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setData(0, _ORG, node.id)
        if not (is_top and node.children):
            item.setCheckState(0, Qt.CheckState.Unchecked)
        for child in node.children:
            self._add(item, child)

    def _items(self) -> list[QTreeWidgetItem]:
        found = [self.tree.topLevelItem(n) for n in range(self.tree.topLevelItemCount())]
        for item in found:
            found += [item.child(n) for n in range(item.childCount())]
        return found

    def _narrow(self, text: str) -> None:
        for item in self._items():
            below = [item.child(n) for n in range(item.childCount())]
            item.setHidden(bool(text.strip()) and not below and text.strip() not in item.text(0))


class EnrolDialog(Wizard):
    """Makes the packages of the orders and shows their codes; enrolled: something was made.

    orders: known already (再开一台电脑、重新开户); without any the units are asked for first.
    """

    enrolled = Signal()

    def __init__(
        self, tools: PageTools, orders: Sequence[Order] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__("开户", tools.tasks, parent)
        self._tools, self._orders = tools, tuple(orders)
        self._stick: Path | None = None
        self.units = UnitsPage()
        self.place = QLabel(_NO_STICK, self)
        self.place.setWordWrap(True)
        self.codes: tuple[Enrolled, ...] = ()
        self.place.hide()
        self.keep(self.units)
        if self._orders:
            self._show_stick()
        else:
            page = WizardPage(
                "给哪些单位开户", self.units, "下一步", self._on_units, self.units.problem
            )
            self.show_page(page)
            ledger = tools.ledger
            tools.tasks.read(lambda _: branches.tree(ledger), self.units.show_tree)

    def choose_stick(self, folder: Path) -> None:
        """Take the folder to write to."""
        self._stick = folder
        self.place.setText(str(folder))

    def save_codes(self, target: Path) -> None:
        """Write the list of codes as PDF."""
        ledger, codes = self._tools.ledger, [(each.name, each.code) for each in self.codes]
        self.run(
            lambda progress: print_codes(ledger, codes, target, progress),
            lambda _: messages.tell_file(self, "开户码单已存好。打印以后请删掉这个文件。", target),
            "保存开户码单",
        )

    def reject(self) -> None:
        """Do not lose the codes by a hasty Esc: they are shown only once."""
        if not self.codes:
            super().reject()
            return
        question = "关上以后再也看不到开户码。打印了，或者已经抄下、念给学校了吗？"
        messages.ask(self, question, ("关上", "不关"), super().reject)

    def _on_units(self) -> None:
        self._orders = self.units.orders()
        self._show_stick()

    def _show_stick(self) -> None:
        names = "、".join(order.name for order in self._orders)
        sticks = mounted_sticks.mounted()
        if len(sticks) == 1 and self._stick is None:
            self.choose_stick(sticks[0])
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(button("选择U盘或文件夹…", self._ask_stick))
        line.addWidget(self.place, 1)
        self.place.show()
        page = column(
            note(f"要做{len(self._orders)}个开户包：{names}", "section"),
            note("开户包里有这些单位的党员、支部和规则，加了密，没有开户码打不开。"),
            row,
        )
        self.show_page(WizardPage("写到哪个U盘", page, "开户", self._make, self._no_stick))

    def _no_stick(self) -> str:
        return "" if self._stick else "请先插上U盘，再选择它。"

    def _ask_stick(self) -> None:
        pickers.pick_folder(self, "开户包写到哪里", self.choose_stick, self._stick)

    def _make(self) -> None:
        ledger, orders, stick = self._tools.ledger, self._orders, self._stick
        assert stick is not None  # noqa: S101 - _no_stick has seen to it

        def work(progress: Progress) -> tuple[Enrolled, ...]:
            return enrolment.make_all(ledger, orders, stick, progress)

        self.run(work, self._on_made, "做开户包")

    def _on_made(self, made: tuple[Enrolled, ...]) -> None:
        self.codes = made
        self.enrolled.emit()
        self.close_button.hide()
        page = WizardPage(
            "开户包写好了，可以拔出U盘", self._codes_page(), "完成", self.accept, can_go_back=False
        )
        self.show_page(page)

    def _codes_page(self) -> QWidget:
        table = QTreeWidget()
        table.setRootIsDecorated(False)
        table.setAccessibleName("开户码")
        table.setHeaderLabels(["单位", "开户码"])
        large = table.font()
        large.setPointSizeF(large.pointSizeF() * 1.5)
        for each in self.codes:
            item = QTreeWidgetItem(table, [each.name, each.code])
            item.setFont(1, large)
        table.header().setStretchLastSection(False)
        table.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(18, 12, 18, 12)
        layout.addWidget(
            note("请在电话里把开户码念给学校。U盘上没有开户码；关上这个窗口以后再也看不到它。")
        )
        layout.addWidget(table, 1)
        layout.addWidget(button("打印开户码单…", self._ask_file, "print"))
        return page

    def _ask_file(self) -> None:
        start = pickers.documents() / "开户码单.pdf"
        pickers.save_file(self, "保存开户码单", (pickers.PDF,), self.save_codes, start)


def _below(item: QTreeWidgetItem) -> tuple[str, ...]:
    deeper = (_below(item.child(n)) for n in range(item.childCount()))
    return (str(item.data(0, _ORG)), *(org for each in deeper for org in each))

"""收到的 and 发出的: every package with its receipt; what was received can be undone as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.services import batches
from app.services.exchange import receipts
from app.services.exchange.receipts import Receipt, SentLine
from app.services.ledger import Ledger
from app.ui import messages, pickers
from app.ui.empty_state import EmptyText
from app.ui.form import ProblemLabel
from app.ui.page import PageTools
from app.ui.style import icon
from app.ui.table import RecordTable, TableSetup
from app.ui.table_model import Column, ColumnKind

_NOTHING_CAME = EmptyText("还没有收到过交换包", "收下U盘上的包以后，这里每一个包有一张回执。")
_NOTHING_WENT = EmptyText("还没有做过交换包", "报送或写回盘以后，这里可以看到对方收到了没有。")
_AT = 16


@dataclass(frozen=True, slots=True)
class _Came:
    id: str
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class _Went:
    id: str
    line: SentLine


@dataclass(frozen=True, slots=True)
class _Reasons:
    batch: str
    told: tuple[str, ...]


class ReceivedPane(QWidget):
    """The packages received, the newest first; on the right the receipt of the one chosen."""

    def __init__(self, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._rows: dict[str, Receipt] = {}
        self.table = RecordTable(_came_setup(tools))
        self.table.current_changed.connect(self._on_current)
        self.table.selection_changed.connect(self._on_selected)
        self.text = QLabel()
        self.text.setObjectName("card")
        self.text.setWordWrap(True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.text.setMargin(12)
        self.text.setAccessibleName("回执")
        self.reason = ProblemLabel()
        self.print_button = QPushButton(icon("print"), "打印回执…")
        self.print_button.setToolTip("打印选中的回执，几张合成一个文件")
        self.print_button.clicked.connect(self.ask_receipts)
        self.today_button = QPushButton("今天的回执…")
        self.today_button.setToolTip("选中今天收到的各个包，打印它们的回执")
        self.today_button.clicked.connect(self.ask_todays)
        self.undo_button = QPushButton(icon("undo"), "整包撤销")
        self.undo_button.clicked.connect(self.undo)
        self._lay_out()
        self._on_current("")
        self._on_selected()

    def show_receipts(self, found: Sequence[Receipt]) -> None:
        """Show the packages."""
        self._rows = {each.number: each for each in found}
        self.table.set_rows([_Came(each.number, each) for each in found])
        self._on_current(self.table.current_id())
        self._on_selected()

    def show_only(self, node: str, name: str) -> None:
        """Show only what came from one node."""
        ids = [number for number, each in self._rows.items() if each.node == node]
        self.table.show_only(ids, f"只看“{name}”")

    def holds(self, packages: Sequence[str]) -> bool:
        """Tell whether these packages were read already."""
        return self._rows.keys() >= set(packages)

    def choose(self, packages: Sequence[str]) -> None:
        """Select packages, such as those that came with one stick."""
        self.table.show_all()
        self.table.select(packages)

    def ask_todays(self) -> None:
        """Select what came today and ask where to put its receipts."""
        self.choose(self._todays())
        self.ask_receipts()

    def ask_receipts(self) -> None:
        """Ask where to put the receipts of the packages selected, in one file."""
        found = self._chosen()
        if found:
            name = found[0].sender if len(found) == 1 else f"{len(found)}张"
            start = pickers.documents() / f"{found[0].title}{name}{found[0].received_at:%Y%m%d}.pdf"
            pickers.save_file(self, "打印回执", (pickers.PDF,), self.save_receipts, start)

    def save_receipts(self, target: Path) -> None:
        """Print the receipts of the packages selected."""
        found = self._chosen()

        def done(pages: int) -> None:
            messages.tell_file(
                self, f"{len(found)}张回执已存好，共 {pages} 页，可以打印签字。", target
            )

        self._tools.tasks.run(
            lambda progress: receipts.export(found, target, progress), done, title="打印回执"
        )

    def undo(self) -> None:
        """Undo everything that the package brought; 重做 stands in the notice below."""
        found = self._rows.get(self.table.current_id())
        if found and found.batch:
            self._tools.writer.take_back(found.batch, "撤销收下的报送")

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.print_button)
        buttons.addWidget(self.today_button)
        buttons.addWidget(self.undo_button)
        buttons.addStretch()
        right = QVBoxLayout()
        right.addLayout(buttons)
        right.addWidget(self.reason)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(self.text)
        right.addWidget(area, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.table, 3)
        row.addLayout(right, 2)

    def _on_current(self, number: str) -> None:
        found = self._rows.get(number)
        self.text.setText(found.text if found else "点左边的一个包，这里显示它的回执。")
        self.undo_button.setEnabled(False)
        self.reason.set_text("")
        if found and found.batch:
            ledger, batch = self._tools.ledger, found.batch
            self._tools.tasks.read(lambda _: _reasons(ledger, batch), self._on_reasons)

    def _on_selected(self) -> None:
        number = len(self._chosen())
        self.print_button.setText(f"打印{number}张回执…" if number > 1 else "打印回执…")
        self.print_button.setEnabled(number > 0)
        self.today_button.setEnabled(bool(self._todays()))

    def _chosen(self) -> list[Receipt]:
        return [self._rows[number] for number in self.table.selected_ids()]

    def _todays(self) -> list[str]:
        today = self._tools.ledger.today()
        return [n for n, each in self._rows.items() if each.received_at.date() == today]

    def _on_reasons(self, found: _Reasons) -> None:
        current = self._rows.get(self.table.current_id())
        if current and current.batch == found.batch:
            self.undo_button.setEnabled(not found.told)
            told = f"不能撤销：{''.join(found.told[:3])}" if found.told else ""
            self.reason.set_text(told)


class SentPane(QWidget):
    """The packages made here, the newest first, and whether they are known to have arrived."""

    def __init__(self, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = RecordTable(_went_setup(tools))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.table)

    def show_sent(self, found: Sequence[SentLine]) -> None:
        """Show the packages."""
        self.table.set_rows([_Went(each.package, each) for each in found])


def _reasons(ledger: Ledger, batch: str) -> _Reasons:
    return _Reasons(batch, batches.why_not(ledger, batch))


def _came_setup(tools: PageTools) -> TableSetup[_Came]:
    return TableSetup(
        name="received",
        columns=[
            Column("sender", "单位", lambda row: row.receipt.sender, width=18),
            Column(
                "received_at",
                "收到时间",
                lambda row: f"{row.receipt.received_at:%Y-%m-%d %H:%M}",
                kind=ColumnKind.DATE,
                width=_AT,
            ),
            Column(
                "changes",
                "变动",
                lambda row: f"{sum(number for _, number in row.receipt.lines):,}",
                kind=ColumnKind.NUMBER,
                width=6,
            ),
            Column("state", "结果", lambda row: row.receipt.state, width=18),
            Column(
                "place",
                "第几号",
                lambda row: f"{row.receipt.place}" if row.receipt.place else "",
                kind=ColumnKind.NUMBER,
                width=6,
            ),
            Column("number", "编号尾号", lambda row: row.id[-6:], width=8),
        ],
        unit="个",
        search_hint="查找单位",
        empty=_NOTHING_CAME,
        memory=tools.memory,
    )


def _went_setup(tools: PageTools) -> TableSetup[_Went]:
    return TableSetup(
        name="sent",
        columns=[
            Column("name", "给谁", lambda row: row.line.name, width=24),
            Column(
                "made_at",
                "制作时间",
                lambda row: f"{row.line.made_at:%Y-%m-%d %H:%M}",
                kind=ColumnKind.DATE,
                width=_AT,
            ),
            Column(
                "changes",
                "变动",
                lambda row: f"{row.line.operations_n:,}",
                kind=ColumnKind.NUMBER,
                width=6,
            ),
            Column(
                "place",
                "第几号",
                lambda row: f"{row.line.place}" if row.line.place else "",
                kind=ColumnKind.NUMBER,
                width=6,
            ),
            Column("confirmed", "对方收到了没有", lambda row: _confirmed(row.line), width=24),
            Column("number", "编号尾号", lambda row: row.id[-6:], width=8),
        ],
        unit="个",
        search_hint="查找单位",
        empty=_NOTHING_WENT,
        memory=tools.memory,
        owns_find_key=False,
    )


def _confirmed(line: SentLine) -> str:
    if line.confirmed_at is None:
        return "还没有回音"
    return f"已收到（{line.confirmed_at:%Y-%m-%d}得知）"

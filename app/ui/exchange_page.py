"""U盘交换: how reporting stands, 收报墙, what is to be settled, what came and what went."""

from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QTabWidget, QWidget

from app.base.progress import Progress
from app.domain.fields import tables
from app.domain.nodes import Role
from app.services.exchange import board, disputes, errands, receipts
from app.services.exchange.board import Board, Tile
from app.services.exchange.disputes import DisputeCard
from app.services.exchange.errands import Standing
from app.services.exchange.receipts import Receipt, SentLine
from app.ui.board_pane import BoardPane
from app.ui.disputes_pane import DisputesPane
from app.ui.empty_state import EmptyState, EmptyText
from app.ui.exchange_desk import ExchangeDesk
from app.ui.main_window import PageSpec
from app.ui.page import Page, PageTools
from app.ui.parcels_pane import ReceivedPane, SentPane
from app.ui.style import icon, primary

_ALONE = EmptyText(
    "本机还没有加入U盘交换",
    "学校：插上教育局给的U盘，用开户包加入。\n"
    "教育局：点菜单“交换→学校与电脑…”，设立交换并给学校开户。",
    "用开户包加入…",
)
_BUREAU = "插上学校的U盘，上面会说明盘上有什么。"
_PRACTICE = EmptyText("练习数据不和别人交换", "在真正的台账里，这一页用来收发U盘上的交换包。")


@dataclass(frozen=True, slots=True)
class _Loaded:
    standing: Standing
    board: Board | None = None
    cards: tuple[DisputeCard, ...] = ()
    waiting: tuple[str, ...] = ()
    received: tuple[Receipt, ...] = ()
    sent: tuple[SentLine, ...] = ()


class ExchangePage(Page[_Loaded]):
    """The same page for the bureau and, without 收报墙, for a school."""

    def __init__(
        self,
        tools: PageTools,
        desk: ExchangeDesk,
        *,
        is_practice: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(tools, parent)
        self.tables = tuple(tables())
        self._desk = desk
        self._role: Role | None = None
        self._wanted = ""
        self.heading = QLabel()
        self.heading.setProperty("kind", "section")
        self.heading.setWordWrap(True)
        self.report_button = primary(QPushButton(icon("exchange-on"), "报送"))
        self.receive_button = QPushButton("从文件夹收…")
        self.leave_button = QPushButton("写到文件夹…")
        self.board = BoardPane(tools)
        self.disputes = DisputesPane(tools)
        self.received = ReceivedPane(tools)
        self.sent = SentPane(tools)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for pane, title in (
            (self.board, "收报墙"),
            (self.disputes, "要核定"),
            (self.received, "收到的"),
            (self.sent, "发出的"),
        ):
            self.tabs.addTab(pane, title)
        self.alone = EmptyState(_PRACTICE if is_practice else _ALONE)
        self._lay_out()
        self._connect()
        self.add_notice_bar()

    def read_all(self, progress: Progress) -> _Loaded:
        """Read everything that the page shows."""
        ledger = self.tools.ledger
        standing = errands.standing(ledger)
        if standing.role is None:
            return _Loaded(standing)
        is_bureau = standing.role is Role.BUREAU
        progress.step(1, 3)
        wall = board.board(ledger, self.board.since_day) if is_bureau else None
        progress.step(2, 3)
        return _Loaded(
            standing,
            wall,
            disputes.disputes(ledger),
            disputes.waiting_sentences(ledger),
            receipts.receipts(ledger),
            receipts.sent(ledger),
        )

    def show_loaded(self, loaded: _Loaded) -> None:
        """Show what was read; the tabs of a school have no 收报墙."""
        self._role = loaded.standing.role
        takes_part = self._role is not None
        is_bureau = self._role is Role.BUREAU
        for part in (*self._head, self.tabs):
            part.setVisible(takes_part)
        self.alone.setVisible(not takes_part)
        if not takes_part:
            return
        self.report_button.setText("收报送、写回盘" if is_bureau else "报送")
        self.heading.setText(_BUREAU if is_bureau else _school(loaded.standing))
        self.tabs.setTabVisible(0, is_bureau)
        if loaded.board:
            self.board.show_board(loaded.board)
        self.disputes.show_cards(loaded.cards, loaded.waiting, is_bureau=is_bureau)
        count = f"（{len(loaded.cards)}）" if loaded.cards else ""
        self.tabs.setTabText(1, f"要核定{count}")
        self.received.show_receipts(loaded.received)
        self.sent.show_sent(loaded.sent)
        self._show_wanted()
        self._choose_arrived()

    def show_place(self, name: str) -> None:
        """Bring a list to the front: "received" or "disputes"."""
        self._wanted = name
        self._show_wanted()
        self._choose_arrived()

    def _choose_arrived(self) -> None:
        """Select what the last errand has brought, once it is read and its list is in front."""
        packages = self._desk.arrived
        if (
            packages
            and self.tabs.currentWidget() is self.received
            and self.received.holds(packages)
        ):
            self._desk.arrived = ()
            self.received.choose(packages)

    def _show_wanted(self) -> None:
        panes = {"received": self.received, "disputes": self.disputes}
        if self._wanted in panes:
            pane = panes[self._wanted]
            self.tabs.setCurrentWidget(pane)
            (self.disputes.list if pane is self.disputes else pane).setFocus()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.heading, 1)
        self._head = (self.heading, self.report_button, self.receive_button, self.leave_button)
        for button in self._head[1:]:
            row.addWidget(button)
        self.body.addLayout(row)
        self.body.addWidget(self.tabs, 1)
        self.body.addWidget(self.alone, 1)
        for part in (*self._head, self.tabs, self.alone):
            part.hide()

    def _connect(self) -> None:
        self.report_button.clicked.connect(self._report)
        self.receive_button.clicked.connect(self._desk.ask_receive)
        self.leave_button.clicked.connect(self._leave)
        self.board.since_changed.connect(self.load)
        self.board.opened.connect(self._on_school_opened)
        self.alone.action_requested.connect(self._desk.join_wanted)
        self.tabs.currentChanged.connect(self._forget_wanted)

    def _report(self) -> None:
        self._desk.report(self._role)

    def _leave(self) -> None:
        self._desk.ask_leave(self._role)

    def _forget_wanted(self) -> None:
        self._wanted = ""

    def _on_school_opened(self, tile: Tile) -> None:
        self.tabs.setCurrentWidget(self.received)
        self.received.show_only(tile.node, tile.name)


def exchange_page(tools: PageTools, desk: ExchangeDesk, *, is_practice: bool) -> PageSpec:
    """Return the page U盘交换; desk: what stands behind it."""
    return PageSpec(
        "exchange",
        "U盘交换",
        "exchange",
        lambda: ExchangePage(tools, desk, is_practice=is_practice),
    )


def _school(standing: Standing) -> str:
    sent = (
        f"上次报送：{standing.sent_at:%Y-%m-%d %H:%M}。" if standing.sent_at else "还没有报送过。"
    )
    confirmed = ""
    if standing.confirmed_at:
        confirmed = f"局里已收到{standing.confirmed_at:%Y-%m-%d %H:%M}的报送。"
    if standing.sent_at and not standing.is_confirmed:
        confirmed += "后来的报送局里还没有回音，要等下一次回盘。"
    unsent = f"还有{standing.unsent_n}项变动没有报送。"
    return f"{sent}{confirmed}{unsent if standing.unsent_n else '没有新的变动要报送。'}"

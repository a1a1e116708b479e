"""收报墙: every school's PC as a tile with its state in a word and a sign, and the reminder."""

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.date_reading import read_date
from app.domain.dates import day
from app.services.exchange import board
from app.services.exchange.board import Board, Tile, TileState
from app.ui import messages, pickers
from app.ui.empty_state import EmptyState, EmptyText
from app.ui.fields import DateEdit
from app.ui.page import PageTools
from app.ui.style import icon

STATE_WORDS = {
    TileState.PROBLEM: "有问题",
    TileState.NOT_YET: "未收",
    TileState.LATE: "迟",
    TileState.RECEIVED: "已收",
}
_PICTURES = {
    TileState.PROBLEM: "warning",
    TileState.NOT_YET: "empty",
    TileState.LATE: "question",
    TileState.RECEIVED: "done",
}
_NOBODY = EmptyText(
    "还没有给学校开户",
    "点菜单“交换→学校与电脑…”，选单位开户；学校加入以后，报送情况会列在这里。",
)
_TILE_EM, _TILE_LINES, _AROUND = 15, 4, 46
_MOST_LETTERS = 25
"""Of a name: what two lines of a tile hold."""
_NODE = Qt.ItemDataRole.UserRole
_SINCE = "exchange.since"


class BoardPane(QWidget):
    """Tiles for the arrow keys; Enter opens a school's packages.

    since_day: from which day a report counts for this round; since_changed: it is another now.
    opened: carries the Tile.
    """

    opened = Signal(object)
    since_changed = Signal()

    def __init__(self, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self.since_day = self._first_day()
        self._board: Board | None = None
        self._tiles: tuple[Tile, ...] = ()
        self.since = DateEdit(partial(read_date, today=tools.ledger.today()))
        self.since.setAccessibleName("从哪天起的报送算这一轮")
        self.since.setFixedWidth(self.fontMetrics().horizontalAdvance("汉") * 9)
        self.since.set_value(day(self.since_day))
        self.since.editingFinished.connect(self._on_since)
        self.since.edited.connect(self._on_since_edited)
        self.sentence = QLabel()
        self.sentence.setProperty("kind", "section")
        self.sentence.setWordWrap(True)
        self.search = QLineEdit()
        self.search.setPlaceholderText("找单位")
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(self.fontMetrics().horizontalAdvance("汉") * 8)
        self.search.textChanged.connect(self._fill)
        self.print_button = QPushButton(icon("print"), "催办单…")
        self.print_button.setToolTip("打印催办单（Ctrl+P）")
        self.print_button.clicked.connect(self.ask_reminder)
        self.copy_button = QPushButton(icon("copy"), "复制名单")
        self.copy_button.setToolTip("复制还没有报送的单位名称")
        self.copy_button.clicked.connect(self.copy_names)
        self.list = self._wall()
        self.nobody = EmptyState(_NOBODY)
        self.detail = QLabel()
        self.detail.setWordWrap(True)
        self.detail.setMinimumHeight(self.fontMetrics().lineSpacing() * 2)
        self._lay_out()
        where = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence.StandardKey.Print, self, self.ask_reminder, context=where)

    def show_board(self, found: Board) -> None:
        """Show the tiles; the cursor stays on its school."""
        self._board = found
        self.sentence.setText(found.sentence if found.tiles else "")
        self.list.setVisible(bool(found.tiles))
        self.nobody.setVisible(not found.tiles)
        self._fill()

    def ask_reminder(self) -> None:
        """Ask where to put the reminder, to be printed."""
        start = pickers.documents() / f"报送催办单{self._tools.ledger.today():%Y%m%d}.pdf"
        pickers.save_file(self, "打印催办单", (pickers.PDF,), self.save_reminder, start)

    def save_reminder(self, target: Path) -> None:
        """Print the reminder."""
        ledger, found = self._tools.ledger, self._board
        if found is None:
            return

        def done(pages: int) -> None:
            messages.tell_file(self, f"催办单已存好，共 {pages} 页，可以打印。", target)

        self._tools.tasks.run(
            lambda progress: board.export_reminder(ledger, found, target, progress),
            done,
            title="打印催办单",
        )

    def copy_names(self) -> None:
        """Put the names of those who are missing on the clipboard."""
        names = self._board.missing() if self._board else ()
        QGuiApplication.clipboard().setText("\n".join(names))
        told = f"已复制{len(names)}个单位的名称，可以粘贴到别处。" if names else "各单位都已报送。"
        self.detail.setText(told)

    def current(self) -> Tile | None:
        """Return the tile under the cursor."""
        item = self.list.currentItem()
        return self._tiles[item.data(_NODE)] if item else None

    def _wall(self) -> QListWidget:
        wall = QListWidget()
        wall.setObjectName("boardWall")
        wall.setAccessibleName("各单位报送情况")
        wall.setViewMode(QListView.ViewMode.IconMode)
        wall.setMovement(QListView.Movement.Static)
        wall.setResizeMode(QListView.ResizeMode.Adjust)
        wall.setUniformItemSizes(True)
        wall.setWordWrap(True)
        wall.setTextElideMode(Qt.TextElideMode.ElideRight)
        wall.setIconSize(QSize(22, 22))
        metrics = self.fontMetrics()
        wide = metrics.horizontalAdvance("汉") * _TILE_EM
        wall.setGridSize(QSize(wide, metrics.lineSpacing() * _TILE_LINES + _AROUND))
        wall.currentItemChanged.connect(self._on_current)
        wall.itemActivated.connect(self._on_activated)
        return wall

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(QLabel("从这天起算："))
        top.addWidget(self.since)
        top.addWidget(self.sentence, 1)
        top.addWidget(self.search)
        top.addWidget(self.print_button)
        top.addWidget(self.copy_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        column.addWidget(self.nobody, 1)
        column.addWidget(self.detail)

    def _first_day(self) -> date:
        kept = self._tools.memory.load(_SINCE)
        return date.fromisoformat(kept) if kept else self._tools.ledger.today().replace(day=1)

    def _fill(self) -> None:
        if self._board is None:
            return
        before, wanted = self.current(), self.search.text().strip()
        self._tiles = tuple(tile for tile in self._board.tiles if wanted in tile.name)
        self.list.clear()
        side = self.list.gridSize() - QSize(6, 6)
        for number, tile in enumerate(self._tiles):
            name = self._board.called(tile)
            told = _sentences(tile, name)
            item = QListWidgetItem(icon(_PICTURES[tile.state]), _tile_text(tile, name))
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
            item.setSizeHint(side)
            item.setToolTip("\n".join(told))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, "，".join(told))
            item.setData(_NODE, number)
            self.list.addItem(item)
        kept = (before.node, before.name) if before else None
        places = [n for n, tile in enumerate(self._tiles) if (tile.node, tile.name) == kept]
        self.list.setCurrentRow(places[0] if places else 0)
        self._on_current()

    def _on_current(self) -> None:
        tile = self.current()
        told = _sentences(tile, self._board.called(tile)) if tile and self._board else ()
        self.detail.setText("".join(told))

    def _on_activated(self, _: QListWidgetItem) -> None:
        tile = self.current()
        if tile:
            self.opened.emit(tile)

    def _on_since_edited(self) -> None:
        if not self.since.hasFocus():  # chosen in the calendar
            self._on_since()

    def _on_since(self) -> None:
        found = self.since.value()
        if found and found.value and found.value != self.since_day:
            self.since_day = found.value
            self._tools.memory.save(_SINCE, found.value.isoformat())
            self.since_changed.emit()


def _shortened(name: str) -> str:
    return name if len(name) <= _MOST_LETTERS else f"{name[: _MOST_LETTERS - 1]}…"


def _tile_text(tile: Tile, name: str) -> str:
    on = f" {tile.last_on:%m-%d}" if tile.last_on else ""
    by_file = " 表格" if tile.handed and tile.handed.on == tile.last_on else ""
    last = f"{tile.to_settle_n}处要核定" if tile.to_settle_n else ""
    last = f"缺{board.number_words(tile.missing, 1)}包" if tile.missing else last
    last = "没有装程序" if tile.is_by_file else last
    return "\n".join((_shortened(name), f"{STATE_WORDS[tile.state]}{on}{by_file}", last))


def _sentences(tile: Tile, name: str) -> list[str]:
    told = [f"{name}：{STATE_WORDS[tile.state]}。"]
    if tile.received_on:
        number = f"第{tile.last_number}号，" if tile.last_number else ""
        tail = tile.last_package[-6:]
        told.append(f"最近一次{tile.received_on}收到，{number}包编号尾号{tail}。")
    if tile.handed:
        told.append(f"{tile.handed.on}导入了它的表格“{tile.handed.file}”。")
    if tile.problem:
        told.append(tile.problem)
    if tile.told_again:
        told.append(f"{board.number_words(tile.told_again)}包没有送到，后来的包已把内容带到。")
    if tile.to_settle_n:
        told.append(f"有{tile.to_settle_n}处要核定。")
    if tile.unconfirmed_n:
        told.append(f"发给它的{tile.unconfirmed_n}个回盘包还没有回音。")
    return told

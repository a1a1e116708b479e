"""Choosing for which units packages are left on the stick, by the keyboard as well."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.services.exchange.receivers import Receiver
from app.ui.screen_fit import resize_on_screen
from app.ui.style import primary

_WIDTH_EM, _HEIGHT_EM = 36, 30
_REF = Qt.ItemDataRole.UserRole
_HEADERS = ("单位", "上次写给它", "它收到了没有")
_TICKED, _EMPTY = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class ReceiversDialog(QDialog):
    """A list with check boxes, ticked for the usual receivers; verb: what stands on the button.

    chosen: carries the tuple of nodes; an empty one stands for all usual receivers, those too who
    come to be known only by what lies on the stick.
    """

    chosen = Signal(object)

    def __init__(self, found: Sequence[Receiver], verb: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("写给哪些单位")
        self.search = QLineEdit()
        self.search.setPlaceholderText("按单位名称找")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._narrow)
        self.list = _list(found)
        self.told = QLabel()
        self.told.setProperty("kind", "muted")
        self.all_button = self._button("全选", lambda _: True)
        self.none_button = self._button("全不选", lambda _: False)
        self.silent_button = self._button("只选没有回音的", _is_silent)
        self.write_button = primary(QPushButton(verb))
        self.write_button.setDefault(True)
        self.write_button.clicked.connect(self._choose)
        self.list.itemChanged.connect(self._tell)
        self._lay_out()
        em = self.fontMetrics().height()
        resize_on_screen(self, em * _WIDTH_EM, em * _HEIGHT_EM)
        self.list.setFocus()
        self._tell()

    def nodes(self) -> tuple[str, ...]:
        """Return the nodes that are ticked, also where the search hides them."""
        ticked = (item for item in self._items() if item.checkState(0) is _TICKED)
        return tuple(_receiver(item).node for item in ticked)

    def _button(self, text: str, is_wanted: Callable[[Receiver], bool]) -> QPushButton:
        made = QPushButton(text)
        made.setAutoDefault(False)
        made.clicked.connect(partial(self._tick, is_wanted))
        return made

    def _tick(self, is_wanted: Callable[[Receiver], bool]) -> None:
        """Tick what is wanted of those in sight."""
        for item in self._items():
            if not item.isHidden():
                item.setCheckState(0, _TICKED if is_wanted(_receiver(item)) else _EMPTY)

    def _choose(self) -> None:
        usual = {_receiver(item).node for item in self._items() if _receiver(item).is_usual}
        nodes = self.nodes()
        self.chosen.emit(() if set(nodes) == usual else nodes)
        self.accept()

    def _tell(self) -> None:
        number = len(self.nodes())
        self.told.setText(
            f"已勾选{number}台电脑，各写一个包。方向键移动，空格键勾选，回车键开始写。"
            if number
            else "请先勾选单位：方向键移动，空格键勾选。"
        )
        self.write_button.setEnabled(number > 0)

    def _narrow(self, text: str) -> None:
        for item in self._items():
            item.setHidden(text.strip() not in item.text(0))

    def _items(self) -> Iterator[QTreeWidgetItem]:
        return (self.list.topLevelItem(row) for row in range(self.list.topLevelItemCount()))

    def _lay_out(self) -> None:
        leave = QPushButton("不写")
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        self.told.setWordWrap(True)
        ticks, row = QHBoxLayout(), QHBoxLayout()
        for part in (self.all_button, self.none_button, self.silent_button):
            ticks.addWidget(part)
        ticks.addStretch()
        row.addStretch()
        row.addWidget(self.write_button)
        row.addWidget(leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.addWidget(self.search)
        layout.addWidget(self.list, 1)
        layout.addLayout(ticks)
        layout.addWidget(self.told)
        layout.addLayout(row)


def _list(found: Sequence[Receiver]) -> QTreeWidget:
    made = QTreeWidget()
    made.setAccessibleName("写给哪些单位")
    made.setRootIsDecorated(False)
    made.setAlternatingRowColors(True)
    made.setHeaderLabels(list(_HEADERS))
    for each in found:
        at = f"{each.sent_at:%Y-%m-%d}" if each.sent_at else "—"
        item = QTreeWidgetItem(made, [each.name, at, each.state_text])
        item.setData(0, _REF, each)
        item.setCheckState(0, _TICKED if each.is_usual else _EMPTY)
        item.setToolTip(0, each.name)
    header = made.header()
    header.setStretchLastSection(False)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    made.setCurrentItem(made.topLevelItem(0))
    return made


def _receiver(item: QTreeWidgetItem) -> Receiver:
    found = item.data(0, _REF)
    assert isinstance(found, Receiver)  # noqa: S101 - _list has put it there
    return found


def _is_silent(each: Receiver) -> bool:
    return each.is_usual and not each.is_confirmed

"""恢复备份: the backups there are, what each holds, what would be lost, and putting one back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.base.errors import UserError
from app.base.progress import Progress
from app.services import backups, restoring
from app.services.backups import Backup
from app.services.restoring import Contents, Lost
from app.ui import messages
from app.ui.card_text import CardText, Fact, Group, Line
from app.ui.empty_state import EmptyText
from app.ui.messages import Kind, Notice
from app.ui.page import PageTools
from app.ui.style import primary
from app.ui.table import RecordTable, TableSetup
from app.ui.table_model import Column, ColumnKind

_SIZE = (1080, 560)
_MEGA = 1_000_000
_NONE = EmptyText("还没有备份", "导入以前会自动备份；也可以用“文件→备份到…”自己做一份。")
_NOTE = (
    "恢复就是用备份代替现在的台账。恢复以前，程序先把现在的台账另存一份，恢复错了可以再恢复回来。"
)
_READING = "正在查看各个备份…"


@dataclass(frozen=True, slots=True)
class BackupRow:
    """One backup in the list."""

    id: str
    contents: Contents

    @property
    def backup(self) -> Backup:
        """The file."""
        return self.contents.backup

    @property
    def holds(self) -> str:
        """What it holds, or why it cannot be used."""
        inside = self.contents.inside
        if inside is None:
            return "读不出来"
        return f"党支部 {inside.branches_n:,} 个，党员 {inside.members_n:,} 名"


@dataclass(frozen=True, slots=True)
class _Rows:
    rows: tuple[BackupRow, ...]


@dataclass(frozen=True, slots=True)
class _Checked:
    row: BackupRow
    lost: Lost | None


class RestoreWindow(QDialog):
    """The list on the left; the chosen backup is checked and told about on the right.

    restore: called with the prepared file once the present ledger is safe in a backup.
    """

    def __init__(
        self,
        tools: PageTools,
        folder: Path,
        restore: Callable[[Path], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("恢复备份")
        self._tools, self._folder, self._restore = tools, folder, restore
        self._rows: dict[str, BackupRow] = {}
        self._checked: _Checked | None = None
        self.table: RecordTable[BackupRow] = RecordTable(_setup())
        self.table.current_changed.connect(self._on_current_changed)
        self.table.opened.connect(self._on_opened)
        self.card = CardText("备份的内容")
        self.restore_button = primary(QPushButton("恢复这个备份(&R)…"))
        self.restore_button.setEnabled(False)
        self.restore_button.clicked.connect(self.ask_restore)
        self._hint = QLabel(_READING)
        self._hint.setProperty("kind", "muted")
        self._place_parts()
        room = self.screen().availableGeometry()
        self.resize(min(_SIZE[0], room.width() - 40), min(_SIZE[1], room.height() - 60))
        tools.tasks.read(self._read_all, self._on_read)

    def ask_restore(self) -> None:
        """Say what will be lost, then back up, prepare and hand over."""
        checked = self._checked
        if checked is None or checked.lost is None or checked.row.id != self.table.current_id():
            return
        at = f"{checked.row.backup.at:%Y-%m-%d %H:%M}"
        notice = Notice(
            Kind.WARN,
            f"用 {at} 的备份代替现在的台账？",
            f"{_lost_text(checked.lost)}\n{_NOTE}",
            ("恢复", "不恢复"),
            is_dangerous=True,
        )
        messages.show(self, notice, partial(self._on_answered, checked.row.backup))

    def _read_all(self, progress: Progress) -> _Rows:
        ledger, found = self._tools.ledger, backups.in_folder(self._folder)
        rows = []
        for number, backup in enumerate(found):
            progress.step(number, len(found))
            rows.append(BackupRow(backup.path.name, restoring.contents(ledger, backup)))
        return _Rows(tuple(rows))

    def _on_read(self, found: _Rows) -> None:
        self._hint.setText(_NOTE)
        self._rows = {row.id: row for row in found.rows}
        self.table.set_rows(found.rows)
        self.table.select([row.id for row in found.rows[:1]])
        self.table.view.setFocus()

    def _on_current_changed(self, name: str) -> None:
        self._checked = None
        self.restore_button.setEnabled(False)
        row = self._rows.get(name)
        if row is None:
            self.card.show_groups([])
            return
        self.card.show_groups(_groups(row, None))
        ledger = self._tools.ledger

        def work(_: Progress) -> _Checked:
            found = restoring.check(ledger, row.backup)
            inside = None if found.fault else found.inside
            lost = restoring.lost_since(ledger, inside) if inside else None
            return _Checked(BackupRow(row.id, found), lost)

        self._tools.tasks.read(work, self._on_checked)

    def _on_checked(self, checked: _Checked) -> None:
        if checked.row.id == self.table.current_id():
            self._checked = checked
            self.restore_button.setEnabled(checked.lost is not None)
            self.card.show_groups(_groups(checked.row, checked.lost))

    def _on_opened(self, _: str) -> None:
        self.ask_restore()

    def _on_answered(self, backup: Backup, number: int) -> None:
        if number:
            return
        ledger = self._tools.ledger
        self.restore_button.setEnabled(False)
        self._tools.tasks.run(
            lambda progress: restoring.prepare(ledger, backup, progress),
            self._on_prepared,
            self._on_failed,
            "恢复备份",
        )

    def _on_prepared(self, candidate: Path) -> None:
        self.accept()
        self._restore(candidate)

    def _on_failed(self, error: UserError) -> None:
        self.restore_button.setEnabled(True)
        messages.show_error(self, error)

    def _place_parts(self) -> None:
        self._hint.setWordWrap(True)
        close = QPushButton("关闭")
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.restore_button)
        row.addStretch()
        row.addWidget(close)
        for button in (self.restore_button, close):
            button.setAutoDefault(False)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.table)
        split.addWidget(self.card)
        split.setSizes([660, 380])
        split.setHandleWidth(8)
        layout = QVBoxLayout(self)
        layout.addWidget(self._hint)
        layout.addWidget(split, 1)
        layout.addLayout(row)


def _groups(row: BackupRow, lost: Lost | None) -> list[Group]:
    backup, contents = row.backup, row.contents
    state = contents.fault or ("检查过，是完好的" if lost else "正在检查…")
    inside = contents.inside
    facts = [
        Fact("时间", f"{backup.at:%Y-%m-%d %H:%M:%S}"),
        Fact("原因", backup.reason.words),
        Fact("大小", _size(backup)),
        Fact("内容", row.holds),
        Fact("最后一次操作", _local(inside.newest) if inside and inside.newest else ""),
        Fact("检查", state),
        Fact("文件", backup.path.name),
    ]
    groups = [Group("这个备份", facts)]
    if lost:
        lines = [Line(_local(at), title) for at, title in lost.newest]
        groups.append(Group(_lost_text(lost), lines=lines, empty="没有"))
    return groups


def _lost_text(lost: Lost) -> str:
    if not lost.times:
        return "这个备份以后没有做过新的操作，恢复不会丢掉什么。"
    more = "，最近的是" if lost.times > len(lost.newest) else ""
    return f"这个备份以后做过 {lost.times:,} 次操作，恢复后都会丢掉{more}。"


def _local(at: str) -> str:
    return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"


def _size(backup: Backup) -> str:
    return f"{backup.size / _MEGA:.1f} MB"


def _setup() -> TableSetup[BackupRow]:
    return TableSetup(
        name="backups",
        columns=[
            Column("at", "时间", lambda row: f"{row.backup.at:%Y-%m-%d %H:%M}", width=15),
            Column("reason", "原因", lambda row: row.backup.reason.words, width=15),
            Column("holds", "内容", lambda row: row.holds, width=22),
            Column(
                "size", "大小", lambda row: _size(row.backup), kind=ColumnKind.NUMBER, width=9,
                sort=lambda row: row.backup.size,
            ),
            Column("file", "文件", lambda row: row.backup.path.name, width=26),
        ],
        unit="份",
        search_hint="查找时间、原因",
        empty=_NONE,
    )  # fmt: skip

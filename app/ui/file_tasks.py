"""What the menu 文件 writes: exports, empty templates and copies of the ledger."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.services import exports
from app.services.backups import back_up
from app.ui import messages, pickers
from app.ui.page import PageTools

BACKED_UP = "backup.last"
"""Under which name the memory keeps when the ledger was last copied by hand, as ISO text."""

TITLES = {"members": "党员花名册", "branches": "党支部一览表"}
"""The tables that can be exported, by the names that services.exports knows."""


class FileTasks:
    """Asks where to, writes in the background, says where the file is."""

    def __init__(
        self, tools: PageTools, window: QWidget, backups: Path, backed_up: Callable[[], object]
    ) -> None:
        self._tools, self._window, self._backups = tools, window, backups
        self._backed_up = backed_up

    def ask_export(self, kind: str) -> None:
        """Ask where to put all members or all branches."""
        start = pickers.documents() / f"{TITLES[kind]}{self._tools.ledger.today():%Y%m%d}.xlsx"
        self._ask(f"导出{TITLES[kind]}", pickers.XLSX, partial(self.export, kind), start)

    def export(self, kind: str, target: Path) -> None:
        """Write all members or all branches as a workbook."""
        ledger, title = self._tools.ledger, TITLES[kind]

        def done(rows: int) -> None:
            messages.tell_file(self._window, f"{title}已导出，共 {rows:,} 行。", target)

        self._tools.tasks.run(
            lambda progress: exports.export(ledger, kind, target, progress),
            done,
            title=f"导出{title}",
        )

    def ask_template(self, kind: str) -> None:
        """Ask where to put an empty template."""
        start = pickers.documents() / f"{TITLES[kind]}（空白模板）.xlsx"
        self._ask(f"{TITLES[kind]}空白模板", pickers.XLSX, partial(self.template, kind), start)

    def template(self, kind: str, target: Path) -> None:
        """Write an empty template."""

        def done(_: None) -> None:
            messages.tell_file(self._window, "空白模板已存好，可以发给学校填写。", target)

        self._tools.tasks.run(lambda _: exports.template(kind, target), done, title="保存空白模板")

    def ask_backup(self) -> None:
        """Ask where to put a copy of the ledger, such as a USB stick."""
        start = self._backups / f"党务台账备份{datetime.now().astimezone():%Y%m%d-%H%M}.db"
        self._ask("备份台账到…", pickers.BACKUP, self.back_up, start)

    def back_up(self, target: Path) -> None:
        """Copy the ledger."""
        ledger = self._tools.ledger
        self._tools.tasks.run(
            lambda _: back_up(ledger, target), partial(self._on_backed_up, target), title="备份台账"
        )

    def _ask(self, title: str, kind: str, picked: Callable[[Path], object], start: Path) -> None:
        pickers.save_file(self._window, title, (kind,), picked, start)

    def _on_backed_up(self, target: Path, _: None) -> None:
        now = datetime.now().astimezone().isoformat(timespec="minutes")
        self._tools.memory.save(BACKED_UP, now)
        self._backed_up()
        messages.tell_file(
            self._window, "台账已备份，并检查过备份是完好的。", target, can_open=False
        )

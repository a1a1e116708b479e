"""导入、导出 beside a list of records: the tables that schools file, empty and filled."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from app.base.errors import UserError
from app.base.progress import Progress
from app.domain.record_templates import RecordTemplate, templates_of
from app.services import exports
from app.ui import messages, pickers
from app.ui.import_dialog import open_import
from app.ui.page import PageTools
from app.ui.style import icon
from app.ui.table import RecordTable

_BUTTON = "导入、导出(&T)"


class FiledTables:
    """The button with its menu; year gives the year that is shown, None for all."""

    def __init__(
        self, tools: PageTools, page: QWidget, table: str, year: Callable[[], int | None]
    ) -> None:
        self._tools, self._page, self._year = tools, page, year
        self._templates = templates_of(table)
        self.button: QPushButton | None = None
        self.menu = QMenu(page)

    def add_to(self, shown: RecordTable) -> None:  # type: ignore[type-arg] # any list of records
        """Put the button above a list, if schools file its records at all."""
        if not self._templates:
            return
        self.button = shown.add_button(_BUTTON, "export", self.open_menu)
        self.button.setToolTip("导入学校交来的表，导出一年的记录或空白模板")
        bring = self.menu.addAction(icon("import"), "导入学校交来的表…")
        bring.triggered.connect(self.bring_in)
        for template in self._templates:
            self.menu.addSeparator()
            fill = self.menu.addAction(icon("export"), f"导出{template.title}…")
            fill.triggered.connect(partial(self.ask_export, template))
            empty = self.menu.addAction(f"{template.title}空白模板…")
            empty.triggered.connect(partial(self.ask_template, template))

    def open_menu(self) -> None:
        """Open the menu under the button, or where the mouse is while the button is folded away."""
        button = self.button
        is_seen = button is not None and button.isVisible()
        place = button.mapToGlobal(button.rect().bottomLeft()) if is_seen and button else None
        self.menu.popup(place or QCursor.pos())
        self.menu.setActiveAction(self.menu.actions()[0])

    def bring_in(self) -> None:
        """Open the import window."""
        open_import(self._tools, self._page.window())

    def ask_export(self, template: RecordTemplate) -> None:
        """Ask where to put the records of the year that is shown."""
        year = self._year()
        name = f"{year}年{template.title}" if year else template.title
        start = pickers.documents() / f"{name}.xlsx"
        picked = partial(self.export, template.kind, year)
        pickers.save_file(self._page, f"导出{template.title}", (pickers.XLSX,), picked, start)

    def export(self, kind: str, year: int | None, target: Path) -> None:
        """Write the records of a kind."""
        ledger, title = self._tools.ledger, exports.title_of(kind)

        def work(progress: Progress) -> int:
            return exports.export(ledger, kind, target, progress, year)

        def done(rows: int) -> None:
            messages.tell_file(self._page, f"{title}已导出，共 {rows:,} 行。", target)

        self._tools.tasks.run(work, done, self._on_failed, f"导出{title}")

    def ask_template(self, template: RecordTemplate) -> None:
        """Ask where to put an empty template."""
        start = pickers.documents() / f"{template.title}（空白模板）.xlsx"
        picked = partial(self.template, template.kind)
        pickers.save_file(self._page, f"{template.title}空白模板", (pickers.XLSX,), picked, start)

    def template(self, kind: str, target: Path) -> None:
        """Write an empty template."""

        def done(_: None) -> None:
            messages.tell_file(self._page, "空白模板已存好，可以发给学校填写。", target)

        self._tools.tasks.run(
            lambda _: exports.template(kind, target), done, self._on_failed, "保存空白模板"
        )

    def _on_failed(self, error: UserError) -> None:
        messages.show_error(self._page, error)

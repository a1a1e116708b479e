"""The two windows behind the report: 统计口径, and the template of its text."""

from collections.abc import Mapping
from dataclasses import fields

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.base.errors import UserError
from app.domain.figures import FigureChoices, FigureDefinition
from app.services import figures, report_template
from app.services.ledger import Outcome
from app.ui import messages
from app.ui.page import PageTools
from app.ui.screen_fit import resize_on_screen
from app.ui.style import primary
from app.ui.table import RecordTable, TableSetup
from app.ui.table_model import Column

CHOICES: Mapping[str, tuple[str, str]] = {
    "count_by_meeting": (
        "发展和转正按支部大会日期统计",
        "不选时按上级党委审批日期统计。影响：新吸纳预备党员、预备党员转正。",
    ),
    "internal_transfers": (
        "组织关系接转包括本级内部接转",
        "不选时只统计转入、转出本级的。影响：教师党员组织关系接转。",
    ),
    "all_donations": (
        "组织捐款包括全部捐款",
        "不选时只统计党员活动日的捐款。影响：组织捐款。",
    ),
    "after_side": (
        "拆合整顿按调整后的支部数统计",
        "不选时按调整前的支部数统计。影响：拆合整顿的小学党支部。",
    ),
}
_TEMPLATE_SIZE = (1080, 640)


class ChoicesDialog(QDialog):
    """统计口径: where the domain leaves a choice, each with what it affects.

    chosen: carries the FigureChoices to keep.
    """

    chosen = Signal(object)

    def __init__(self, present: FigureChoices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("统计口径")
        self.boxes = {field.name: QCheckBox(CHOICES[field.name][0]) for field in fields(present)}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 14)
        layout.setSpacing(6)
        for name, box in self.boxes.items():
            box.setChecked(getattr(present, name))
            hint = QLabel(CHOICES[name][1])
            hint.setProperty("kind", "muted")
            hint.setWordWrap(True)
            hint.setContentsMargins(24, 0, 0, 8)
            layout.addWidget(box)
            layout.addWidget(hint)
        keep = primary(QPushButton("保存"))
        keep.clicked.connect(self._on_keep)
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(keep)
        row.addWidget(cancel)
        layout.addLayout(row)
        self.setMinimumWidth(520)

    def _on_keep(self) -> None:
        values = {name: box.isChecked() for name, box in self.boxes.items()}
        self.chosen.emit(FigureChoices(**values))
        self.accept()


class TemplateDialog(QDialog):
    """The template of the report as text, beside it every id that can be used."""

    def __init__(self, tools: PageTools, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("汇报模板")
        resize_on_screen(self, *_TEMPLATE_SIZE)
        self._tools = tools
        self._clean = text
        self.text = QPlainTextEdit(text)
        self.text.setAccessibleName("模板")
        self.ids = RecordTable(_ids_setup())
        self.ids.set_rows(figures.definitions().values())
        self.ids.opened.connect(self._on_id_opened)
        self._place_parts()
        QShortcut(QKeySequence.StandardKey.Save, self, self.keep)

    def keep(self) -> None:
        """Check and save; a mistake is told with its line, and nothing typed is lost."""
        self._write(self.text.toPlainText())

    def go_back(self) -> None:
        """Ask, then return to the template that came with the program."""
        messages.ask(
            self,
            "恢复成程序自带的模板？自己改过的内容会丢掉。",
            ("恢复", "不恢复"),
            lambda: self._write(""),
        )

    def reject(self) -> None:
        """Ask before closing with changes that are not saved."""
        if self.text.toPlainText() == self._clean:
            super().reject()
            return
        messages.choose(
            self, "模板改过了还没有保存。要保存吗？", ("保存", "不保存", "继续编辑"), self._on_leave
        )

    def _on_leave(self, number: int) -> None:
        if number == 0:
            self.keep()
        elif number == 1:
            super().reject()

    def _place_parts(self) -> None:
        hint = QLabel("双击右边的一项，就插入到光标所在的位置。Ctrl+S 保存。")
        hint.setProperty("kind", "muted")
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.text)
        split.addWidget(self.ids)
        split.setSizes([620, 440])
        split.setHandleWidth(8)
        factory = QPushButton("恢复自带模板")
        factory.clicked.connect(self.go_back)
        keep = primary(QPushButton("保存"))
        keep.clicked.connect(self.keep)
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        for button in (factory, keep, cancel):
            button.setAutoDefault(False)
        row = QHBoxLayout()
        row.addWidget(factory)
        row.addStretch()
        row.addWidget(keep)
        row.addWidget(cancel)
        layout = QVBoxLayout(self)
        layout.addWidget(hint)
        layout.addWidget(split, 1)
        layout.addLayout(row)

    def _write(self, text: str) -> None:
        ledger = self._tools.ledger
        self._tools.writer.run(
            lambda _: report_template.keep(ledger, text),
            "保存汇报模板",
            self._on_kept,
            self._on_failed,
        )

    def _on_kept(self, _: Outcome) -> None:
        self._clean = self.text.toPlainText()
        self.accept()

    def _on_failed(self, error: UserError) -> None:
        messages.show_error(self, error)

    def _on_id_opened(self, _: str) -> None:
        title = figures.definitions()[self.ids.current_id()].title
        self.text.insertPlainText(report_template.placeholder(title))
        self.text.setFocus()


def _ids_setup() -> TableSetup[FigureDefinition]:
    return TableSetup(
        name="template.ids",
        columns=[
            Column("title", "数字", lambda row: row.title, width=22),
            Column("unit", "单位", lambda row: row.unit, width=5),
            Column("definition", "口径", lambda row: row.definition, width=40),
        ],
        search_hint="查找数字",
        owns_find_key=False,
    )

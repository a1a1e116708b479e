"""The second step of an import: what was recognised in each sheet, correctable column by column."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.cell_text import cell_text
from app.domain.grids import column_letter
from app.domain.headers import NOT_IMPORTED, Column, SheetKind, header_fields
from app.domain.recognition import MOST_SAMPLES, SheetLayout, as_roster
from app.domain.roster_preview import RosterPreview
from app.domain.roster_rows import RosterRow
from app.ui.fields import Choice, CodeBox
from app.ui.form import ProblemLabel
from app.ui.import_words import KINDS

_TITLES = ("列", "表里的标题", "前几行的内容", "导入为", "说明")
_LEFT_OUT = "不导入"
_UNKNOWN = "不认识，要导入请选择"
_IGNORED = "不用导入"
_BY_HAND = "按您指定的导入"
_GUESSED = (
    "这张工作表没有认出表头，不导入。它如果是党员花名册，第 {row} 行像是表头："
    "请在下面指定各列，至少要有姓名；指定过的下次会记住。"
)


class ColumnsStep(QWidget):
    """One tab per sheet with its columns; corrections() gives what the user has changed.

    corrected: a column was given another meaning.
    """

    corrected = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._corrections: dict[str, dict[int, str]] = {}
        self.boxes: dict[tuple[str, int], CodeBox] = {}
        self._told: dict[tuple[str, int], QTableWidgetItem] = {}
        self.notes = ProblemLabel()
        self.sheets = QTabWidget()
        self.sheets.setDocumentMode(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.notes)
        layout.addWidget(self.sheets, 1)

    def show_preview(self, preview: RosterPreview) -> None:
        """Show the sheets of a file; sheets with rows come first."""
        while self.sheets.count():
            old = self.sheets.widget(0)
            self.sheets.removeTab(0)
            old.deleteLater()
        self.boxes.clear()
        self._told.clear()
        self._corrections.clear()
        self.notes.set_text("；".join(preview.notes))
        for layout in sorted(preview.layouts, key=lambda one: not one.rows):
            count = f"（{len(layout.rows):,} 行）" if layout.rows else "（不导入）"
            rows = [row.source for row in preview.rows if row.source.sheet == layout.sheet]
            self.sheets.addTab(self._sheet(layout, rows), f"{layout.sheet}{count}")

    def corrections(self) -> Mapping[str, Mapping[int, str]]:
        """Return sheet → column → field, for columns given another meaning."""
        return {sheet: dict(columns) for sheet, columns in self._corrections.items()}

    def _sheet(self, layout: SheetLayout, rows: Sequence[RosterRow]) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 8, 0, 0)
        headline = QLabel(_headline(layout))
        headline.setWordWrap(True)
        column.addWidget(headline)
        missing = ProblemLabel(page)
        column.addWidget(missing)
        if layout.missing:
            missing.set_text(f"没有找到必需的列：{'、'.join(layout.missing)}。请在下面指定。")
        if layout.columns:
            column.addWidget(self._columns(layout, rows), 1)
        else:
            column.addStretch()
        return page

    def _columns(self, layout: SheetLayout, rows: Sequence[RosterRow]) -> QTableWidget:
        shown = [column for column in layout.columns if column.header or column.field]
        table = QTableWidget(len(shown), len(_TITLES))
        table.setAccessibleName(f"{layout.sheet}的各列")
        table.setHorizontalHeaderLabels(_TITLES)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 18)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for number in range(1, len(_TITLES)):
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        choices = [
            Choice(NOT_IMPORTED, _LEFT_OUT),
            *(
                Choice(field.name, field.label)
                for field in header_fields(as_roster(layout).kind).values()
            ),
        ]
        for number, column in enumerate(shown):
            table.setItem(number, 0, QTableWidgetItem(column_letter(column.index)))
            table.setItem(number, 1, QTableWidgetItem(column.header))
            texts = column.samples or _samples(rows, column.index)
            samples = QTableWidgetItem("、".join(texts))
            samples.setToolTip(samples.text())
            table.setItem(number, 2, samples)
            note = self._told[layout.sheet, column.index] = QTableWidgetItem(_note(column))
            table.setItem(number, 4, note)
            table.setCellWidget(number, 3, self._box(layout.sheet, column, choices))
        return table

    def _box(self, sheet: str, column: Column, choices: list[Choice]) -> CodeBox:
        box = CodeBox(choices)
        box.set_value(column.field)
        box.setAccessibleName(f"{column.header}导入为")
        box.edited.connect(partial(self._on_edited, sheet, column.index))
        self.boxes[sheet, column.index] = box
        return box

    def _on_edited(self, sheet: str, index: int) -> None:
        field = self.boxes[sheet, index].value() or NOT_IMPORTED
        self.boxes[sheet, index].set_value(field)
        changed = self._corrections.setdefault(sheet, {})
        changed[index] = field
        self._told[sheet, index].setText(_BY_HAND if field else _IGNORED)
        for (other_sheet, other), box in self.boxes.items():
            if field and other_sheet == sheet and other != index and box.value() == field:
                box.set_value(NOT_IMPORTED)
                changed[other] = NOT_IMPORTED
                self._told[sheet, other].setText(_IGNORED)
        self.corrected.emit()


def _headline(layout: SheetLayout) -> str:
    if layout.kind is SheetKind.UNKNOWN:
        guess = _GUESSED.format(row=layout.header_rows[0])
        return guess if layout.columns else "这张工作表没有认出表头，不导入。"
    first, last = layout.header_rows
    rows = f"第 {first} 行" if first == last else f"第 {first} 至 {last} 行"
    remembered = "，按上次改过的对应关系" if layout.is_remembered else ""
    footers = f"，略过合计、签字等 {len(layout.footers)} 行" if layout.footers else ""
    return (
        f"认出是{KINDS[layout.kind]}：表头在{rows}，有 {len(layout.rows):,} 行记录"
        f"{footers}{remembered}。"
    )


def _samples(rows: Sequence[RosterRow], index: int) -> list[str]:
    """Return the first different texts of a column, by which one sees what it holds."""
    found: dict[str, None] = {}
    for row in sorted(rows, key=lambda row: row.row):
        text = cell_text(row.cells[index]) if index < len(row.cells) else ""
        if text:
            found[text] = None
        if len(found) == MOST_SAMPLES:
            break
    return list(found)


def _note(column: Column) -> str:
    if column.field:
        return ""
    return _IGNORED if column.is_known else _UNKNOWN

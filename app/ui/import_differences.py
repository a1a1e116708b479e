"""The third step of an import: row by row what would change, and what a person must choose."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.readings import Severity
from app.domain.record_matching import SUBJECT
from app.domain.roster_preview import (
    KEEP,
    SKIP,
    TAKE,
    MatchedRow,
    Question,
    RosterPreview,
    field_key,
)
from app.domain.words import problem_text
from app.services.record_breaches import AS_IS
from app.ui.column_filters import ColumnFilter
from app.ui.empty_state import EmptyText
from app.ui.fields import Choice, CodeBox
from app.ui.form import ProblemLabel
from app.ui.import_words import (
    OUTCOMES,
    PreviewRow,
    chosen_words,
    difference_words,
    field_label,
    preview_rows,
    value_words,
)
from app.ui.table import RecordTable, TableSetup
from app.ui.table_model import Column, ColumnKind
from app.ui.wrapped_tree import WrappedTree

_ALL = "全部"
_FIELD = Qt.ItemDataRole.UserRole
_EMPTY = "（空）"
_NO_ROWS = EmptyText("没有可以导入的行", "请回到上一步看看各列对得对不对。")


class DifferencesStep(QWidget):
    """Counts as buttons, the rows, and beside them one row with its differences and questions.

    orgs_chosen: the answer about a branch's name, or whom a row is about, was changed, so that rows
    must be compared again.
    """

    orgs_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choices: dict[str, str] = {}
        self._preview = RosterPreview("")
        self._rows: dict[str, PreviewRow] = {}
        self.moved_on = ProblemLabel()
        self.problems = ProblemLabel()
        self.buttons: dict[str, QPushButton] = {}
        self.table: RecordTable[PreviewRow] = RecordTable(_setup(self.choices))
        self.table.current_changed.connect(self._on_row_chosen)
        self.detail = RowDetail(self.choices)
        self.detail.answered.connect(self._on_answered)
        self.detail.all_requested.connect(self._on_all_requested)
        # One above the other: side by side neither the problems nor the values have the room to be
        # read to their ends, where they differ.
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(self.detail)
        split.setSizes([300, 260])
        split.setHandleWidth(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.moved_on)
        layout.addWidget(self.problems)
        row = self._outcome_buttons()
        row.addWidget(self.table.top, 1)
        layout.addLayout(row)
        layout.addWidget(split, 1)

    def begin(self) -> None:
        """Forget the file before: its choices, its rows, which of them were shown."""
        self.choices.clear()
        self.table.show_all()
        self.show_outcome(_ALL)
        self.show_preview(RosterPreview(""))

    def show_preview(self, preview: RosterPreview) -> None:
        """Show what an import would do; choices that still fit are kept."""
        self._preview = preview
        self.moved_on.set_text("")
        sentences = dict.fromkeys(problem_text(one.problem) for one in preview.sheet_problems)
        self.problems.set_text("；".join(sentences))
        rows = preview_rows(preview)
        self._rows = {row.id: row for row in rows}
        counts = preview.counts
        self.buttons[_ALL].setText(f"{_ALL} {len(rows):,}")
        for outcome, words in OUTCOMES.items():
            self.buttons[words].setText(f"{words} {counts[outcome]:,}")
        self.table.set_rows(rows)
        sheets = {row.sheet for row in rows}
        self.table.show_column("sheet", is_shown=len(sheets) > 1)
        if not self.table.current_id():
            self.table.select([row.id for row in self.table.model.shown[:1]])
        self._on_row_chosen(self.table.current_id())

    def show_outcome(self, words: str) -> None:
        """Show the rows of one outcome, or all."""
        values = None if words == _ALL else frozenset({words})
        self.table.set_filter("outcome", ColumnFilter(values))
        self.buttons[words].setChecked(True)

    def _outcome_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        group = QButtonGroup(self)
        for words in (_ALL, *OUTCOMES.values()):
            button = QPushButton(words)
            button.setCheckable(True)
            button.setProperty("kind", "segment")
            button.setAutoDefault(False)
            button.clicked.connect(partial(self.show_outcome, words))
            group.addButton(button)
            row.addWidget(button)
            self.buttons[words] = button
        self.buttons[_ALL].setChecked(True)
        row.addStretch()
        return row

    def _on_row_chosen(self, row_id: str) -> None:
        self.detail.show_row(self._preview, self._rows.get(row_id))

    def _on_answered(self, key: str) -> None:
        self.table.view.viewport().update()
        is_org = any(question.key == key for question in self._preview.org_questions)
        if is_org or key.startswith((SUBJECT, AS_IS)):
            self.orgs_chosen.emit()

    def _on_all_requested(self, question: Question) -> None:
        """Answer every question of the same kind in the same way, where that answer exists."""
        answer = self.choices.get(question.key, question.default)
        for other in _alike(self._preview, question):
            if any(option.value == answer for option in other.options):
                self.choices[other.key] = answer
        self._on_answered(question.key)
        self._on_row_chosen(self.table.current_id())


class RowDetail(QScrollArea):
    """One row: what is wrong with it, old and new values, its questions with their answers.

    answered: the key of a choice that was made. all_requested: a Question whose answer is wanted
    for all of its kind.
    """

    answered = Signal(object)
    all_requested = Signal(object)

    def __init__(self, choices: dict[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self.boxes: dict[str, CodeBox] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setAccessibleName("选中的行")

    def show_row(self, preview: RosterPreview, row: PreviewRow | None) -> None:
        """Show a row, or nothing."""
        self.boxes.clear()
        page = QWidget()
        page.setObjectName("panel")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(8)
        if row:
            self._fill(layout, preview, row)
        layout.addStretch()
        self.setWidget(page)

    def _fill(self, layout: QVBoxLayout, preview: RosterPreview, row: PreviewRow) -> None:
        place = f"{row.sheet} 第 {row.line} 行　" if row.line else ""
        title = QLabel(f"{place}{row.name}（{row.outcome}）")
        title.setProperty("kind", "section")
        title.setWordWrap(True)
        layout.addWidget(title)
        for question in row.questions:
            self._add_question(layout, preview, question)
        if row.row is None:
            return
        asked = {(question.problem.code, question.field) for question in row.questions}
        for found in row.row.problems:
            if (found.problem.code, found.field) in asked:
                continue
            _add_sentence(layout, problem_text(found.problem), found.problem.severity, found.raw)
        if row.row.differences:
            layout.addWidget(self._differences(preview, row.row))
        else:
            layout.addWidget(_values(preview, row.row))
        if all(question.key != row.id for question in row.questions):
            skip = QCheckBox("不导入这一行")
            skip.setChecked(self._choices.get(row.id) == SKIP)
            skip.toggled.connect(partial(self._on_skip_toggled, row.id))
            layout.addWidget(skip)

    def _add_question(
        self, layout: QVBoxLayout, preview: RosterPreview, question: Question
    ) -> None:
        text = ProblemLabel()
        layout.addWidget(text)
        text.set_text(problem_text(question.problem))
        box = CodeBox([Choice(option.value, option.label) for option in question.options])
        box.set_value(self._choices.get(question.key, question.default))
        box.setAccessibleName(text.text())
        if line := box.lineEdit():
            line.setPlaceholderText("请选择")
        box.edited.connect(partial(self._on_box_edited, question))
        self.boxes[question.key] = box
        layout.addWidget(box)
        alike = _alike(preview, question)
        if len(alike) > 1:
            same = QPushButton(f"同类的 {len(alike):,} 处全部同样处理")
            same.setAutoDefault(False)
            same.clicked.connect(partial(self._on_all_clicked, question))
            layout.addWidget(same, alignment=Qt.AlignmentFlag.AlignLeft)

    def _differences(self, preview: RosterPreview, row: MatchedRow) -> QTreeWidget:
        tree = _tree(["项目", "台账里", "表里"])
        tree.setAccessibleName("不同的地方")
        asked = {question.key for question in row.questions}
        for difference in row.differences:
            words = difference_words(preview, row.source.kind, difference)
            item = QTreeWidgetItem(tree, [words[0], words[1] or _EMPTY, words[2] or _EMPTY])
            for column in (1, 2):
                item.setToolTip(column, item.text(column))
            key = field_key(row.source.sheet, row.source.row, difference.field)
            if key not in asked and not difference.is_conflict:
                is_kept = self._choices.get(key) == KEEP
                state = Qt.CheckState.Unchecked if is_kept else Qt.CheckState.Checked
                item.setCheckState(0, state)
                item.setData(0, _FIELD, key)
        tree.itemChanged.connect(self._on_item_changed)
        return tree

    def _on_box_edited(self, question: Question) -> None:
        answer = self.boxes[question.key].value()
        if answer is None:
            self.boxes[question.key].set_value(self._choices.get(question.key, question.default))
            return
        if self._choices.get(question.key, question.default) != answer:
            self._choices[question.key] = answer
            self.answered.emit(question.key)

    def _on_all_clicked(self, question: Question) -> None:
        self.all_requested.emit(question)

    def _on_skip_toggled(self, key: str, is_skipped: bool) -> None:  # noqa: FBT001 - a slot
        if is_skipped:
            self._choices[key] = SKIP
        else:
            self._choices.pop(key, None)
        self.answered.emit(key)

    def _on_item_changed(self, item: QTreeWidgetItem) -> None:
        key = item.data(0, _FIELD)
        if key:
            is_taken = item.checkState(0) == Qt.CheckState.Checked
            self._choices[key] = TAKE if is_taken else KEEP
            self.answered.emit(key)


def _alike(preview: RosterPreview, question: Question) -> list[Question]:
    """Return the questions that ask the same, this one among them."""
    return [
        other
        for other in preview.questions
        if other.problem.code == question.problem.code and other.field == question.field
    ]


def _values(preview: RosterPreview, row: MatchedRow) -> QTreeWidget:
    """Return what a row says, for rows that do not differ from anything."""
    tree = _tree(["项目", "表里"])
    tree.setAccessibleName("这一行的内容")
    for name, value in row.source.values.items():
        text = value_words(preview, row.source.kind, name, row.org if name == "branch" else value)
        if text:
            QTreeWidgetItem(tree, [field_label(row.source.kind, name), text])
    return tree


def _tree(titles: Sequence[str]) -> QTreeWidget:
    tree = WrappedTree(is_whole=True)
    tree.setHeaderLabels(list(titles))
    tree.setRootIsDecorated(False)
    tree.setAlternatingRowColors(True)
    tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
    return tree


def _add_sentence(layout: QVBoxLayout, text: str, severity: Severity, raw: str) -> None:
    told = f"{text}（表里写的是“{raw}”）" if raw and raw not in text else text
    if severity is Severity.INFO:
        label = QLabel(told)
        label.setProperty("kind", "muted")
        label.setWordWrap(True)
        layout.addWidget(label)
        return
    problem = ProblemLabel()
    layout.addWidget(problem)
    problem.set_text(told)


def _setup(choices: Mapping[str, str]) -> TableSetup[PreviewRow]:
    return TableSetup(
        name="import.rows",
        columns=[
            Column("outcome", "结果", lambda row: row.outcome, width=7),
            Column("name", "姓名或名称", lambda row: row.name, width=10),
            Column(
                "line",
                "行号",
                lambda row: str(row.line) if row.line else "",
                kind=ColumnKind.NUMBER,
                width=5,
            ),
            Column("sheet", "工作表", lambda row: row.sheet, width=12, is_visible=False),
            Column("told", "问题", lambda row: row.told, width=62),
            Column("chosen", "处理", lambda row: chosen_words(row, choices), width=24),
        ],
        unit="行",
        search_hint="查找姓名或问题",
        empty=_NO_ROWS,
        owns_find_key=True,
    )

"""The first and the last step of an import, and the buttons below all four."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.style import icon, primary

FILES, COLUMNS, DIFFERENCES, RESULT = range(4)
_RED_ADVICE = "标红的原表可以发回学校改正，改好以后再导入一次就行。"


class FilesStep(QWidget):
    """Invites to drop or choose files; choose_requested: the button."""

    choose_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _make_panel(self)
        picture = QLabel()
        picture.setPixmap(icon("import").pixmap(56, 56))
        text = QLabel("把学校交来的表格拖到这里，或者点下面的按钮选择")
        text.setProperty("kind", "section")
        more = QLabel(
            "Excel、WPS 的各种表格都可以：党员花名册、党支部名单、备案表、登记表，不用先改格式。\n"
            "先给您看会有哪些变化，确认以后才写入。"
        )
        more.setProperty("kind", "muted")
        self.choose_button = primary(QPushButton("选择文件…"))
        self.choose_button.clicked.connect(self.choose_requested)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addStretch()
        for label in (picture, text, more):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        layout.addWidget(self.choose_button, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()


class ResultStep(QWidget):
    """Says what was written; asks by signals for undo, receipt and the marked workbook."""

    undo_requested = Signal()
    receipt_requested = Signal()
    corrected_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _make_panel(self)
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.sentence.setProperty("kind", "section")
        self.receipt_button = QPushButton(icon("print"), "打印回执…")
        self.receipt_button.clicked.connect(self.receipt_requested)
        self.corrected_button = QPushButton(icon("export"), "另存标红的原表…")
        self.corrected_button.clicked.connect(self.corrected_requested)
        self.undo_button = QPushButton(icon("undo"), "撤销这次导入")
        self.undo_button.clicked.connect(self.undo_requested)
        self.advice = QLabel()
        self.advice.setProperty("kind", "muted")
        self.advice.setWordWrap(True)
        row = QHBoxLayout()
        for button in (self.receipt_button, self.corrected_button, self.undo_button):
            row.addWidget(button)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(14)
        layout.addWidget(self.sentence)
        layout.addLayout(row)
        layout.addWidget(self.advice)
        layout.addStretch()

    def show_outcome(self, sentence: str, *, can_undo: bool) -> None:
        """Say what was done; an import without changes has no batch that could be undone."""
        later = "，以后还可以在“操作记录”里打印" if can_undo else ""
        self._show(sentence, f"回执打印出来由报送人和接收人签字{later}。\n{_RED_ADVICE}")
        self.undo_button.setVisible(can_undo)
        self.receipt_button.show()

    def show_undone(self, sentence: str) -> None:
        """Say that the import was taken back, of which nobody signs a receipt."""
        self._show(sentence, _RED_ADVICE)
        self.undo_button.hide()
        self.receipt_button.hide()

    def _show(self, sentence: str, advice: str) -> None:
        self.sentence.setText(sentence)
        self.advice.setText(advice)


class ImportButtons(QWidget):
    """The buttons below the steps; which of them are shown depends on the step."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.again = QPushButton(icon("refresh"), "重新预览")
        self.red = QPushButton(icon("export"), "另存标红的原表…")
        self.back = QPushButton("上一步")
        self.next = primary(QPushButton("下一步"))
        self.more = QPushButton("再导入一个文件")
        self.close_all = QPushButton("取消")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.again)
        row.addWidget(self.red)
        row.addStretch()
        for button in (self.back, self.next, self.more, self.close_all):
            row.addWidget(button)
        for button in (self.again, self.red, self.back, self.next, self.more, self.close_all):
            button.setAutoDefault(False)

    def show_step(self, step: int) -> None:
        """Show the buttons of a step; Enter never writes and never closes."""
        for button in (self.back, self.next):
            button.setVisible(step in {COLUMNS, DIFFERENCES})
        for button in (self.again, self.red):
            button.setVisible(step == DIFFERENCES)
        self.more.setVisible(step == RESULT)
        self.next.setText("确认导入" if step == DIFFERENCES else "下一步")
        self.close_all.setText("关闭" if step == RESULT else "取消")
        self.next.setDefault(step == COLUMNS)
        self.more.setDefault(step == RESULT)

    def enable(self, *, is_enabled: bool, can_go_on: bool) -> None:
        """Enable what leads on; while work runs only 取消 is left."""
        for button in (self.back, self.again, self.red, self.more):
            button.setEnabled(is_enabled)
        self.next.setEnabled(is_enabled and can_go_on)


def _make_panel(page: QWidget) -> None:
    page.setObjectName("panel")
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

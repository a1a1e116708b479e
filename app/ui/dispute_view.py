"""One 冲突卡: every contradicting field of a record with its values side by side, for the keys."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.services.exchange.disputes import BOTH, DisputeCard, DisputeField, DisputeSide
from app.ui.style import primary

_BUREAUS = "这一处由教育局决定，已经报上去了，请等回盘。"
_BOTH = "两个都留"


class SideButton(QPushButton):
    """A value to choose, with who wrote it, where, when and in doing what; its key stands on it."""

    def __init__(self, key: str, value: str, about: str) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setProperty("kind", "segment")
        self.setAccessibleName(f"{key}，{value}，{about}")
        self.value, self.about = QLabel(f"{key}. {value}"), QLabel(about)
        self.value.setProperty("kind", "section")
        self.about.setProperty("kind", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        for label in (self.value, self.about):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(label)
        column.addStretch()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """Leave room for the texts."""
        layout = self.layout()
        return layout.sizeHint() if layout else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Let the texts wrap rather than push the other values out of sight."""
        layout = self.layout()
        return layout.minimumSize() if layout else super().minimumSizeHint()

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Return the height that the wrapped texts need."""
        layout = self.layout()
        return layout.heightForWidth(width) if layout else super().heightForWidth(width)


class FieldPanel(QWidget):
    """One field: its values as buttons; chosen_changed when another or none is pressed."""

    chosen_changed = Signal()

    def __init__(self, field: DisputeField, *, may_choose: bool) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.name = field.name
        self.choices: dict[str, SideButton] = {}
        head = QLabel(field.label)
        head.setProperty("kind", "section")
        row = QHBoxLayout()
        row.setSpacing(8)
        for number, side in enumerate(field.sides, start=1):
            row.addWidget(self._button(str(number), side.choice, side.text, _about(side)), 1)
        if field.can_keep_both:
            key = str(len(field.sides) + 1)
            row.addWidget(self._button(key, BOTH, _BOTH, "两边的内容连在一起保存"), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.addWidget(head)
        column.addLayout(row)
        if not may_choose:
            note = QLabel(_BUREAUS)
            note.setProperty("kind", "muted")
            column.addWidget(note)
            for button in self.choices.values():
                button.setEnabled(False)
        self.may_choose = may_choose

    @property
    def choice(self) -> str:
        """Return what is chosen, "" while it stays open."""
        return next((key for key, each in self.choices.items() if each.isChecked()), "")

    def choose(self, number: int) -> bool:
        """Choose by number, 0 for later; tell whether there is such a number."""
        if not self.may_choose or number > len(self.choices):
            return False
        for place, button in enumerate(self.choices.values(), start=1):
            button.setChecked(place == number)
            if place == number or (number == 0 and place == 1):
                button.setFocus()
        self.chosen_changed.emit()
        return True

    def _button(self, key: str, choice: str, value: str, about: str) -> SideButton:
        button = SideButton(key, value, about)
        button.clicked.connect(self._keeper(button))
        self.choices[choice] = button
        return button

    def _keeper(self, button: SideButton) -> Callable[[], None]:
        """Return what lets go of the other values when this one is pressed."""

        def keep() -> None:
            for other in self.choices.values():
                if other is not button:
                    other.setChecked(False)
            self.chosen_changed.emit()

        return keep


class DisputeView(QWidget):
    """Shows a card; numbers choose, 0 leaves a field open, Enter settles what is chosen.

    settled: carries field → choice.
    """

    settled = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.panels: list[FieldPanel] = []
        self.title = QLabel()
        self.title.setProperty("kind", "title")
        self.title.setWordWrap(True)
        self.hint = QLabel("按 1、2 选用哪一个，按 0 以后再定，回车定下来。没有选的留着以后再定。")
        self.hint.setProperty("kind", "muted")
        self.hint.setWordWrap(True)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button = primary(QPushButton("就这样定（回车）"))
        self.button.clicked.connect(self.settle)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 0, 0)
        column.addWidget(self.title)
        column.addWidget(self.hint)
        column.addWidget(self.area, 1)
        column.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignLeft)

    def show_card(self, card: DisputeCard | None, *, is_bureau: bool) -> None:
        """Show a card, or nothing."""
        body = QWidget()
        self.panels = [
            FieldPanel(field, may_choose=is_bureau or not field.is_bureaus)
            for field in (card.fields if card else ())
        ]
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for panel in self.panels:
            panel.chosen_changed.connect(self._on_chosen)
            column.addWidget(panel)
        column.addStretch()
        self.area.setWidget(body)
        self.title.setText(card.title if card else "")
        for part in (self.hint, self.button):
            part.setVisible(card is not None)
        self._on_chosen()

    def settle(self) -> None:
        """Hand on what is chosen."""
        choices = {panel.name: panel.choice for panel in self.panels if panel.choice}
        if choices:
            self.settled.emit(choices)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let numbers choose and Enter settle."""
        if not self.take_key(event):
            super().keyPressEvent(event)

    def take_key(self, event: QKeyEvent) -> bool:
        """Take a key that means something here and tell whether it did."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.button.isEnabled():
            self.settle()
            return True
        return event.text().isdecimal() and self._choose(int(event.text()))

    def _choose(self, number: int) -> bool:
        """Choose in the field with the focus, else in the first that is open; go on to the next."""
        able = [panel for panel in self.panels if panel.may_choose]
        focused = [panel for panel in able if any(b.hasFocus() for b in panel.choices.values())]
        still_open = [panel for panel in able if not panel.choice]
        target = (focused or still_open or able)[:1]
        if not target or not target[0].choose(number):
            return False
        later = [panel for panel in able[able.index(target[0]) + 1 :] if not panel.choice]
        if later:
            next(iter(later[0].choices.values())).setFocus()
            self.area.ensureWidgetVisible(later[0])
        return True

    def _on_chosen(self) -> None:
        self.button.setEnabled(any(panel.choice for panel in self.panels))


def _about(side: DisputeSide) -> str:
    who = "  ".join(part for part in (side.unit, side.who) if part) or "本机"
    lines = [who, f"{side.at:%Y-%m-%d %H:%M}"]
    if side.source:
        lines.append(f"来源：{side.source}")
    if side.paper:
        lines.append(f"依据：{side.paper}")
    if side.is_proposal:
        lines.append("这是学校的建议，要教育局同意")
    if side.is_shown:
        lines.append("台账里现在显示的就是这个")
    return "\n".join(lines)

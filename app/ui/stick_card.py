"""The card above every page: what is on the stick, one button that does it, and what was done."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.services.exchange.errands import Done, Errand
from app.ui import mounted_sticks
from app.ui.style import icon, primary

_MOST_SENTENCES = 6
_STICK_LETTERS = 16


class StickCard(QWidget):
    """Shows an errand before and after; hidden as long as there is none.

    agreed: the one button was pressed. choice_wanted: only some are to get packages.
    receipts_wanted, settling_wanted: the ways on afterwards.
    stick_chosen: carries the folder of another stick than the one that is told about. closed: the
    user has read it.
    """

    agreed = Signal()
    choice_wanted = Signal()
    receipts_wanted = Signal()
    settling_wanted = Signal()
    stick_chosen = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stickCard")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.picture = QLabel()
        self.heading = QLabel()
        self.heading.setProperty("kind", "section")
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setAccessibleName("U盘上有什么")
        self.sticks = self._chooser()
        self.button = primary(QPushButton())
        self.button.clicked.connect(self.agreed)
        self.choose_button = QPushButton("选单位…")
        self.choose_button.setToolTip("只给选定的单位写交换包")
        self.choose_button.clicked.connect(self.choice_wanted)
        self.receipts_button = QPushButton(icon("print"), "看回执")
        self.receipts_button.clicked.connect(self.receipts_wanted)
        self.settle_button = QPushButton("去核定")
        self.settle_button.clicked.connect(self.settling_wanted)
        self.settle_button.clicked.connect(self._close)
        self.close_button = QPushButton("收起")
        self.close_button.clicked.connect(self._close)
        self._lay_out()
        self.is_result = self.is_problem = False
        self.show_sticks((), None)
        self.hide()

    @property
    def is_to_be_read(self) -> bool:
        """Tell whether it says what was done, or why not, and has not been put away yet."""
        return (self.is_result or self.is_problem) and not self.isHidden()

    def show_sticks(self, found: Sequence[Path], current: Path | None) -> None:
        """Offer the sticks that are plugged in, when there is more than one to choose from."""
        self.sticks.clear()
        for path in found:
            self.sticks.addItem(mounted_sticks.told(path), path)
            self.sticks.setItemData(self.sticks.count() - 1, str(path), Qt.ItemDataRole.ToolTipRole)
            if path == current:
                self.sticks.setCurrentIndex(self.sticks.count() - 1)
        self.sticks.setVisible(len(found) > 1 and current in found)

    def show_errand(self, errand: Errand) -> None:
        """Say what was found and what the button does."""
        name = errand.place.name or str(errand.place)
        what = "U盘或文件夹" if errand.is_folder else "文件"
        self._say(f"{what}“{name}”", errand.sentences, "stick", errand.verb)
        self.choose_button.setVisible(errand.writes and errand.standing.receivers_n > 1)

    def show_done(self, done: Done) -> None:
        """Say what was done."""
        is_whole = done.refusal is None and not done.is_stopped
        heading = "办好了" if is_whole else "没有全部办完"
        self._say(heading, done.sentences, "done" if is_whole else "warning")
        self.is_result = True
        self.receipts_button.setVisible(bool(done.packages))
        self.settle_button.setVisible(done.to_settle_n > 0)

    def show_problem(self, heading: str, sentence: str, verb: str = "") -> None:
        """Say why it went wrong; verb: what may be tried again."""
        self._say(heading, (sentence,), "warning", verb)
        self.is_problem = True

    def set_busy(self) -> None:
        """Let the button rest while the work goes on; the progress window says how far it is."""
        for part in (self.button, self.choose_button, self.sticks):
            part.setEnabled(False)
        self.text.setText("正在办理，请不要拔出U盘…")

    def _say(self, heading: str, sentences: Sequence[str], picture: str, verb: str = "") -> None:
        self.is_result = self.is_problem = False
        self.picture.setPixmap(icon(picture).pixmap(28, 28))
        self.heading.setText(heading)
        shown = list(sentences[:_MOST_SENTENCES])
        left = len(sentences) - len(shown)
        if left:
            shown = [*shown[:-1], f"还有{left}条说明，收下后在“U盘交换”页可以看到。", sentences[-1]]
        self.text.setText("\n".join(shown))
        self.button.setText(verb)
        for part in (self.button, self.choose_button, self.sticks):
            part.setEnabled(True)
        self.button.setVisible(bool(verb))
        for button in (self.choose_button, self.receipts_button, self.settle_button):
            button.hide()
        self.show()

    def _chooser(self) -> QComboBox:
        chooser = QComboBox()
        chooser.setAccessibleName("用哪个U盘")
        chooser.setToolTip("插着几个U盘，这里选用哪一个")
        chooser.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        chooser.setMinimumContentsLength(_STICK_LETTERS)
        chooser.activated.connect(self._on_stick)
        return chooser

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.heading)
        words.addWidget(self.text)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 8)
        row.setSpacing(12)
        row.addWidget(self.picture, alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        for part in (
            self.sticks,
            self.choose_button,
            self.button,
            self.settle_button,
            self.receipts_button,
            self.close_button,
        ):
            row.addWidget(part, alignment=Qt.AlignmentFlag.AlignVCenter)

    def _close(self) -> None:
        self.hide()
        self.closed.emit()

    def _on_stick(self, row: int) -> None:
        self.stick_chosen.emit(self.sticks.itemData(row))

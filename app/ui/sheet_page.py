"""The step in which the recovery sheet goes onto paper."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.base.errors import UserError
from app.services.exchange.papers import RecoverySheet, print_recovery
from app.ui import pickers
from app.ui.tasks import TaskRunner
from app.ui.wizard import button, note

_IN_A_LINE = 7


class SheetPage(QWidget):
    """Shows the codes, saves them as PDF; later_requested: 以后再打印."""

    later_requested = Signal()

    def __init__(self, sheet: RecoverySheet, runner: TaskRunner) -> None:
        super().__init__()
        self.sheet, self._runner = sheet, runner
        self._is_saved = False
        self.save_button = button("保存为PDF去打印…", self._ask_file, "print")
        self.later_button = button("以后再打印", self.later_requested)
        self.copied = QCheckBox("没有打印机，我已经照抄在纸上，并且核对过")
        self.told = note("")
        self.told.hide()
        self._lay_out()

    def problem(self) -> str:
        """Return why this step cannot be left yet."""
        if self._is_saved or self.copied.isChecked():
            return ""
        return "请先打印恢复单，或者照抄下来；现在不方便，就点“以后再打印”。"

    def save(self, target: Path) -> None:
        """Write the PDF in the background and open it for printing."""
        sheet = self.sheet
        self._runner.run(
            lambda progress: print_recovery(sheet, target, progress),
            partial(self._on_saved, target),
            self._on_failed,
            "保存恢复单",
        )

    def _ask_file(self) -> None:
        start = pickers.documents() / "党务台账恢复单.pdf"
        pickers.save_file(self, "保存恢复单", (pickers.PDF,), self.save, start)

    def _on_saved(self, target: Path, _: None) -> None:
        self._is_saved = True
        self._tell(f"已保存：{target}\n打印好以后请把这个文件删掉，纸锁进柜子。")
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(target)))

    def _on_failed(self, error: UserError) -> None:
        self._tell(str(error))

    def _tell(self, text: str) -> None:
        """Say it where the check box was, so that it is seen on a small screen too."""
        self.told.setText(text)
        self.told.show()
        self.copied.setVisible(not self._is_saved)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 16)
        layout.setSpacing(8)
        layout.addWidget(
            note("密码忘了，谁也打不开台账，只有这张恢复单能救。请现在打印，锁进柜子。", "section")
        )
        layout.addWidget(note("恢复码（忘记密码时用）"))
        layout.addWidget(_code(self.sheet.password_code))
        if self.sheet.root_code:
            layout.addWidget(note("换机码（教育局的电脑坏了、丢了时用，以后不能重印）"))
            layout.addWidget(_code(self.sheet.root_code))
        row = QHBoxLayout()
        row.addWidget(self.save_button)
        row.addWidget(self.later_button)
        row.addStretch()
        layout.addLayout(row)
        layout.addWidget(self.told)
        layout.addWidget(self.copied)
        layout.addStretch()


def _code(code: str) -> QLabel:
    groups = code.split("-")
    lines = [groups[at : at + _IN_A_LINE] for at in range(0, len(groups), _IN_A_LINE)]
    label = QLabel("\n".join("   ".join(line) for line in lines))
    label.setProperty("kind", "title")
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label

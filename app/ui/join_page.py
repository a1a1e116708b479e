"""The step in which a school chooses its 开户包 and types the code it was told by telephone."""

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.base.paths import DataFolder
from app.base.progress import Progress
from app.services.exchange import enrolment
from app.ui import mounted_sticks, pickers
from app.ui.secret_fields import SpokenCode
from app.ui.tasks import TaskRunner
from app.ui.wizard import button, note

_LOOK_EVERY_MS = 2000
_NOTHING = "还没有找到开户包。请插上局里给的U盘，等几秒钟；或者点下面的按钮自己选。"


class JoinPage(QWidget):
    """Finds the enrolment packages on the sticks by itself; packages holds their bytes."""

    def __init__(self, folder: DataFolder, runner: TaskRunner) -> None:
        super().__init__()
        self._folder, self._runner = folder, runner
        self._sticks: tuple[Path, ...] = ()
        self.packages: tuple[bytes, ...] = ()
        self.told = note(_NOTHING)
        self.code = SpokenCode()
        self.file_button = button("选择文件…", self._ask_file)
        self.folder_button = button("选择U盘或文件夹…", self._ask_folder)
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look_for_sticks)
        self._lay_out()

    def problem(self) -> str:
        """Return what is still missing."""
        return self.code.problem() if self.packages else "请先插上有开户包的U盘，或者自己选文件。"

    def look_at(self, *places: Path) -> None:
        """Read the enrolment packages of sticks, folders or files in the background."""
        folder = self._folder

        def work(_: Progress) -> tuple[bytes, ...]:
            return enrolment.lying_on(folder, places)

        self._runner.read(work, self._on_found)

    def showEvent(self, event: QShowEvent) -> None:
        """Look for sticks as long as the page is in front."""
        super().showEvent(event)
        self._look_for_sticks()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop looking."""
        super().hideEvent(event)
        self._timer.stop()

    def _lay_out(self) -> None:
        code_label = QLabel("开户码")
        code_label.setBuddy(self.code)
        buttons, typed = QHBoxLayout(), QHBoxLayout()
        buttons.addWidget(self.folder_button)
        buttons.addWidget(self.file_button)
        buttons.addStretch()
        typed.addWidget(code_label)
        typed.addWidget(self.code)
        typed.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 16)
        layout.setSpacing(12)
        layout.addWidget(note("第一步：插上局里给的U盘", "section"))
        layout.addWidget(self.told)
        layout.addLayout(buttons)
        layout.addSpacing(8)
        layout.addWidget(note("第二步：输入局里在电话里告诉的开户码", "section"))
        layout.addLayout(typed)
        layout.addWidget(note("开户码是12位数字，U盘上没有。不知道就打电话问局里。"))
        layout.addStretch()

    def _look_for_sticks(self) -> None:
        found = mounted_sticks.mounted()
        if found != self._sticks:
            self._sticks = found
            if found:
                self.look_at(*found)

    def _ask_file(self) -> None:
        pickers.open_files(
            self, "选择开户包", (pickers.PACKAGE,), lambda files: self.look_at(*files)
        )

    def _ask_folder(self) -> None:
        pickers.pick_folder(self, "选择U盘或文件夹", self.look_at)

    def _on_found(self, packages: tuple[bytes, ...]) -> None:
        self.packages = packages
        number = len(packages)
        told = (
            "找到开户包了。" if number == 1 else f"找到{number}个开户包，按开户码会选对您单位的。"
        )
        self.told.setText(told if packages else "那里没有开户包。请换一个U盘或文件夹再找。")
        if packages:
            self.code.setFocus()

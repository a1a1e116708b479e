"""The steps of the first start that ask something: who we are, the committee, the backup."""

from enum import StrEnum
from pathlib import Path

from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.ui import pickers
from app.ui.secret_fields import CapsHint, PasswordField, SheetCode
from app.ui.wizard import button, note

_INDENT = 26


class Way(StrEnum):
    """What somebody wants who starts the program for the first time."""

    BUREAU = "BUREAU"
    SCHOOL = "SCHOOL"
    PRACTICE = "PRACTICE"
    RECOVER = "RECOVER"


_WORDS = {
    Way.BUREAU: ("我是县教育局（局机关党委）", "开始一个新台账，以后给各校开户。"),
    Way.SCHOOL: (
        "我是学校",
        "用局里给的U盘（开户包）和电话里告诉的开户码加入。局里的第二台电脑也选这一项。",
    ),
    Way.PRACTICE: ("先用练习数据看看", "里面的人和单位都是虚构的，随便点，不会弄坏什么。"),
    Way.RECOVER: ("我有恢复单：教育局换了电脑", "用台账备份和锁在柜子里的恢复单，接着原来的用。"),
}

_OTHERS_STOP = (
    "恢复以后，局里原来的电脑都停用，第二台也是；还要用的，请在“交换→学校与电脑”里给它再开户。"
)


class WayPage(QWidget):
    """Asks who sits here."""

    def __init__(self) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 16)
        layout.setSpacing(4)
        self.buttons = {}
        for way, (text, more) in _WORDS.items():
            button = QRadioButton(text)
            button.setAccessibleDescription(more)
            self.buttons[way] = button
            told = note(more)
            told.setContentsMargins(_INDENT, 0, 0, 8)
            layout.addWidget(button)
            layout.addWidget(told)
        layout.addStretch()

    def way(self) -> Way | None:
        """Return what was chosen."""
        return next((way for way, button in self.buttons.items() if button.isChecked()), None)

    def problem(self) -> str:
        """Return what is missing."""
        return "" if self.way() else "请先选一项。"


class CommitteePage(QWidget):
    """Asks for the name of the committee."""

    def __init__(self) -> None:
        super().__init__()
        self.name = QLineEdit()
        self.name.setAccessibleName("党委名称")
        self.name.setPlaceholderText("如 中共某某县教育局委员会")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 16)
        layout.setSpacing(12)
        layout.addWidget(note("党委的全称，汇报和表册上都用它，以后可以改："))
        layout.addWidget(self.name)
        layout.addStretch()

    def text(self) -> str:
        """Return the name."""
        return "".join(self.name.text().split())

    def problem(self) -> str:
        """Return what is missing."""
        return "" if self.text() else "请填写党委名称。"


class BackupPage(QWidget):
    """Asks for the backup, its password and the code for a new PC."""

    def __init__(self) -> None:
        super().__init__()
        self.backup: Path | None = None
        self.place = QLabel("还没有选")
        self.place.setWordWrap(True)
        choose = button("选择台账备份…", self._ask)
        self.password = PasswordField("密码")
        self.code = SheetCode("换机码")
        row = QHBoxLayout()
        row.addWidget(choose)
        row.addWidget(self.place, 1)
        form = QFormLayout(self)
        form.setContentsMargins(18, 16, 18, 16)
        form.setVerticalSpacing(10)
        form.addRow(note("备份文件旁边要有同名的 .key 文件，两个一起放在U盘上。"))
        form.addRow("台账备份", row)
        form.addRow("当时的密码", self.password)
        form.addRow("", CapsHint(self.password))
        form.addRow("换机码", self.code)
        form.addRow("", self.code.counted)
        form.addRow(note(_OTHERS_STOP))

    def choose(self, paths: list[Path]) -> None:
        """Take a backup."""
        self.backup = paths[0]
        self.place.setText(str(self.backup))

    def problem(self) -> str:
        """Return what is missing."""
        return self.code.problem() if self.backup else "请先选择台账备份。"

    def _ask(self) -> None:
        pickers.open_files(self, "选择台账备份", (pickers.BACKUP, pickers.ANY), self.choose)

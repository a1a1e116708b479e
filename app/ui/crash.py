"""What happens on a bug: a trace on disk, one calm box with 复制, a look at it next time.

The report holds version, system, Qt and the trace. Chinese words and long numbers in the text of an
exception are blotted out, because they may be a person's name or ID number.
"""

import contextlib
import faulthandler
import platform
import re
import sys
import threading
import traceback
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.ui.style import primary

_TRACE = "crash.txt"
_FAULT = "fault.txt"
_PERSONAL = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|\d{5,}")


class CrashDoor(QObject):
    """Catches every bug of the program, from any thread, and shows only the first of a storm."""

    _caught = Signal(object)

    def __init__(self, folder: Path, version: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._version = version
        self._window = parent
        self._lock = threading.Lock()
        self._is_shown = False
        self._box: CrashDialog | None = None
        self._fault: TextIO | None = None
        self._caught.connect(self._on_caught)

    def install(self) -> None:
        """Take over sys.excepthook, threading.excepthook and faulthandler; raises OSError.

        Ask last_crash() before: this empties what the last run left behind.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        self._fault = (self._folder / _FAULT).open("w", encoding="utf-8")
        faulthandler.enable(self._fault)
        sys.excepthook = self.catch
        threading.excepthook = self._catch_in_thread

    def uninstall(self) -> None:
        """Give back Python's own hooks and close the file."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        if self._fault:
            faulthandler.disable()
            self._fault.close()
            (self._folder / _FAULT).unlink(missing_ok=True)
            self._fault = None

    def catch(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Write the trace and show the box; called by Python in the thread of the bug."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.exit(1)
            return
        with self._lock:
            if self._is_shown:
                return
            self._is_shown = True
        text = report_text(self._version, error, trace)
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / _TRACE).write_text(text, encoding="utf-8")
        if sys.__stderr__:
            sys.__stderr__.write(text)
        self._caught.emit(text)

    def _catch_in_thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None:
            self.catch(caught.exc_type, caught.exc_value, caught.exc_traceback)

    def _on_caught(self, text: str) -> None:
        # Nobody else holds a box that has no parent: without a name it would be gone at once.
        self._box = CrashDialog(text, self._window)
        self._box.finished.connect(self._on_closed)
        self._box.open()

    def _on_closed(self) -> None:
        self._is_shown, self._box = False, None


class CrashDialog(QDialog):
    """Says calmly that the program made a mistake, with the report to copy."""

    def __init__(self, text: str, parent: QWidget | None = None, *, is_past: bool = False) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("程序出错")
        self.resize(720, 460)
        when = "上次运行时程序出了错。" if is_past else "程序出了错，刚才的操作没有完成。"
        title = QLabel(when)
        title.setProperty("kind", "title")
        advice = QLabel(
            "已经保存的内容没有丢失。请点“复制”，把下面的文字发给维护人员；"
            "其中没有党员的姓名和号码。如果再次出错，请关闭程序后重新打开。"
        )
        advice.setWordWrap(True)
        self._report = QPlainTextEdit(text)
        self._report.setReadOnly(True)
        self._report.setAccessibleName("出错报告")
        buttons = QDialogButtonBox()
        copy = buttons.addButton("复制", QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(self._on_copy_clicked)
        go_on = primary(buttons.addButton("继续使用", QDialogButtonBox.ButtonRole.AcceptRole))
        go_on.clicked.connect(self.accept)
        leave = buttons.addButton("退出程序", QDialogButtonBox.ButtonRole.DestructiveRole)
        leave.clicked.connect(QApplication.quit)
        layout = QVBoxLayout(self)
        for widget in (title, advice, self._report, buttons):
            layout.addWidget(widget)

    def _on_copy_clicked(self) -> None:
        QApplication.clipboard().setText(self._report.toPlainText())


def report_text(version: str, error: BaseException, trace: TracebackType | None) -> str:
    """Return version, system, Qt and the trace, without names, long numbers or the home folder."""
    lines = traceback.format_exception(error.with_traceback(trace))
    shown = "".join(line if _is_place(line) else _blotted(line) for line in lines)
    head = (
        f"dangwu {version}\n"
        f"{datetime.now().astimezone():%Y-%m-%d %H:%M}\n"
        f"{platform.platform()}  Python {platform.python_version()}  Qt {qVersion()}\n\n"
    )
    return head + shown.replace(str(Path.home()), "~")


def last_crash(folder: Path) -> str | None:
    """Return what the last run left behind when it crashed, once; None when it ended well."""
    found = []
    for name in (_TRACE, _FAULT):
        path = folder / name
        with contextlib.suppress(OSError):
            text = path.read_text(encoding="utf-8", errors="replace").strip()
            path.unlink()
            if text:
                found.append(text)
    return "\n\n".join(found) or None


def _is_place(line: str) -> bool:
    """Tell a line of the trace (file, function, code) from a line of exception text."""
    return line.startswith(("  File ", "Traceback "))


def _blotted(line: str) -> str:
    return _PERSONAL.sub("□", line)

"""A picture of every page of the window."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QImage

from app.base.errors import UserError
from app.base.paths import DataFolder
from app.bootstrap import window_on
from app.workplace import Workplace

SIZE = (1366, 768)
_LOOK_EVERY_MS = 120
_STILL_LOOKS = 4
"""A page counts as finished when so many looks in a row show the same picture."""
_MOST_LOOKS = 250


def take(folder: DataFolder, target: Path) -> Iterator[Path]:
    """Save every page of the window as a PNG of 1366×768; yield each path once it is written.

    Raises UserError when nothing can be written there, or when a page has run into a bug.
    """
    paint_in_memory()
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"不能在“{target}”里存图片。", todo="请换一个文件夹。") from error
    with window_on(folder) as workplace:
        workplace.window.resize(*SIZE)
        workplace.window.show()
        for number, page in enumerate(workplace.desk.pages.values(), start=1):
            workplace.window.show_page(page.key)
            path = target / f"{number:02d}-{page.title}.png"
            if not _finished(workplace).save(str(path)):
                raise UserError(f"图片“{path}”没有存成。", todo="请检查磁盘空间和写权限。")
            yield path
    if folder.crash_trace.exists():
        raise UserError(f"程序出错了，经过写在“{folder.crash_trace}”。", todo="请报告维护人员。")


def paint_in_memory() -> None:
    """Let this process paint its windows without a screen, where the system allows it."""
    if sys.platform.startswith("linux"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def _finished(workplace: Workplace) -> QImage:
    """Return the picture of the window once it has stopped changing."""
    picture, still = QImage(), 0
    for _ in range(_MOST_LOOKS):
        _let_run(_LOOK_EVERY_MS)
        before, picture = picture, workplace.window.grab().toImage()
        still = still + 1 if picture == before else 0
        if still >= _STILL_LOOKS and not workplace.is_busy():
            break
    return picture


def _let_run(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()

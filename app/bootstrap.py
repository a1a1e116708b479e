"""Puts the program together: data folder, log, crash hook, settings, then the workplace."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app import __version__
from app.base import log
from app.base.errors import UserError
from app.base.paths import PROGRAM, DataFolder, data_folder
from app.base.resources import resource
from app.ui import messages
from app.ui.crash import CrashDialog, CrashDoor, last_crash
from app.ui.layout_memory import LayoutFile
from app.ui.main_window import WindowParts
from app.ui.settings_keeper import SettingsKeeper
from app.ui.style import apply_style, load_chinese
from app.ui.tasks import TaskRunner
from app.workplace import TITLE, Encryption, Workplace, make


def open_window(data: Path | None, *, practice: bool, file: Path | None = None) -> int:
    """Open the window on a ledger and return the exit code when the user has closed it.

    file: what the user has double-clicked; it is taken up as soon as the window stands.
    """
    chosen = data_folder(data)
    folder = chosen.practice() if practice else chosen
    try:
        errand: Encryption | None = None
        while True:
            with window_on(folder, practice=practice) as workplace:
                workplace.start(file, errand)
                code = QApplication.exec()
                errand, file = workplace.current().errand, None
            if errand is None:
                return code
    except UserError as error:
        messages.show_error(None, error)
        QApplication.exec()
        return 1


@contextmanager
def window_on(folder: DataFolder, *, practice: bool = False) -> Iterator["Workplace"]:
    """Build the window on a data folder, not yet shown; put all away when the block ends.

    Raises UserError when the folder cannot be used.
    """
    app = application()
    make(folder)
    with ExitStack() as end:
        end.enter_context(log.writing_to(folder.logs))
        crashed = last_crash(folder.logs)
        door = CrashDoor(folder.logs, __version__)
        door.install()
        end.callback(door.uninstall)
        keeper = SettingsKeeper(folder.settings)
        apply_style(app, keeper.settings.theme, keeper.settings.font_size)
        parts = WindowParts(keeper, LayoutFile(folder.layouts), TaskRunner())
        workplace = Workplace(folder, parts, practice=practice)
        end.callback(workplace.close)
        if crashed:
            CrashDialog(crashed, workplace.window, is_past=True).open()
        yield workplace


def application() -> QApplication:
    """Return the one QApplication, speaking Chinese."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    app = QApplication(sys.argv[:1])
    app.setApplicationName(TITLE)
    app.setApplicationVersion(__version__)
    app.setDesktopFileName(PROGRAM)
    app.setWindowIcon(QIcon(str(resource("icons", "dangwu.svg"))))
    load_chinese(app)
    return app

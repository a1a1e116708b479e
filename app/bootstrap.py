"""Puts the program together: data folder, log, settings, crash hook, ledger, window."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QApplication

from app import __version__
from app.base import log
from app.base.author import system_user
from app.base.errors import UserError
from app.base.paths import DataFolder, data_folder
from app.base.progress import Progress
from app.domain.changes import Changes
from app.services import members
from app.services.ledger import Ledger
from app.services.practice.state import is_empty, is_practice
from app.ui import messages
from app.ui.changes import ChangeSignal
from app.ui.crash import CrashDialog, CrashDoor, last_crash
from app.ui.layout_memory import LayoutFile
from app.ui.main_window import MainWindow, MenuActions, PageSpec, WindowParts
from app.ui.members_tab import MemberLinks, members_page
from app.ui.page import PageTools
from app.ui.records_tab import assessments_page, trainings_page
from app.ui.settings_keeper import SettingsKeeper
from app.ui.style import apply_style, icon, load_chinese
from app.ui.tasks import TaskRunner
from app.ui.window_status import WindowStatus
from app.ui.writing import Writer

TITLE = "党务台账"


@dataclass(frozen=True, slots=True)
class Workplace:
    """An open window with its pages and what they share."""

    window: MainWindow
    tools: PageTools
    pages: Sequence[PageSpec]


def open_window(data: Path | None, *, practice: bool) -> int:
    """Open the window on a ledger and return the exit code when the user has closed it."""
    chosen = data_folder(data)
    folder = chosen.practice() if practice else chosen
    try:
        with window_on(folder, practice=practice) as workplace:
            workplace.window.show()
            return QApplication.exec()
    except UserError as error:
        messages.show_error(None, error)
        QApplication.exec()
        return 1


@contextmanager
def window_on(folder: DataFolder, *, practice: bool = False) -> Iterator[Workplace]:
    """Build the window on a data folder; everything is put away when the block ends.

    Raises UserError when the folder or the ledger in it cannot be used.
    """
    application()
    _make(folder)
    with ExitStack() as end:
        end.enter_context(log.writing_to(folder.logs))
        crashed = last_crash(folder.logs)
        door = CrashDoor(folder.logs, __version__)
        door.install()
        end.callback(door.uninstall)
        ledger = Ledger.open(folder.database, author=system_user())
        end.callback(ledger.close)
        workplace = build_window(ledger, folder)
        end.callback(_put_away, workplace)
        _after_start(workplace, crashed, practice=practice)
        yield workplace


def application() -> QApplication:
    """Return the one QApplication, speaking Chinese."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    app = QApplication(sys.argv[:1])
    app.setApplicationName(TITLE)
    app.setApplicationVersion(__version__)
    load_chinese(app)
    return app


def build_window(ledger: Ledger, folder: DataFolder) -> Workplace:
    """Return the main window of an open ledger, not yet shown."""
    keeper = SettingsKeeper(folder.settings)
    apply_style(application(), keeper.settings.theme, keeper.settings.font_size)
    tasks, changes, memory = TaskRunner(), ChangeSignal(), LayoutFile(folder.layouts)
    writer = Writer(ledger, tasks, changes)
    tools = PageTools(ledger, tasks, changes, memory, writer)
    routes = _Routes()
    pages = (
        members_page(tools, MemberLinks()),
        trainings_page(tools),
        assessments_page(tools),
    )
    menus = _menus(writer, folder)
    window = MainWindow(TITLE, pages, menus, WindowParts(keeper, memory, tasks))
    routes.window = window
    WindowStatus(window, tools, folder.backups)
    return Workplace(window, tools, pages)


class _Routes:
    """Leads from one page to another; the window comes to life after its pages."""

    window: MainWindow | None = None


def _menus(writer: Writer, folder: DataFolder) -> MenuActions:
    undo = QAction(icon("undo"), "撤销\tCtrl+Z")
    undo.triggered.connect(writer.undo)
    redo = QAction("重做\tCtrl+Y")
    redo.triggered.connect(writer.redo)
    show_folder = QAction("打开数据文件夹")
    place = QUrl.fromLocalFile(str(folder.root))
    show_folder.triggered.connect(lambda: QDesktopServices.openUrl(place))
    return MenuActions(file=(show_folder,), edit=(undo, redo))


def _make(folder: DataFolder) -> None:
    try:
        folder.create()
    except OSError as error:
        raise UserError(
            f"数据文件夹“{folder.root}”不能写入。", todo="请检查磁盘空间和这个文件夹的写权限。"
        ) from error


def _after_start(workplace: Workplace, crashed: str | None, *, practice: bool) -> None:
    """Do what can wait until the window stands: practice county, search keys, last crash."""
    tools, ledger = workplace.tools, workplace.tools.ledger

    def prepare(progress: Progress) -> bool:
        entered = practice and _enter_practice(ledger, progress)
        members.prepare(ledger, progress)
        return entered

    def prepared(entered: bool) -> None:  # noqa: FBT001 - the result of prepare
        if entered:
            tools.changes.changed.emit(Changes.everything())

    workplace.window.set_practice(is_practice=practice or is_practice(ledger))
    tools.tasks.run(prepare, prepared, title="准备台账")
    if crashed:
        CrashDialog(crashed, workplace.window, is_past=True).open()


def _enter_practice(ledger: Ledger, progress: Progress) -> bool:
    """Enter the practice county into an empty ledger; tell whether it was done."""
    if not is_empty(ledger):
        return False
    from app.services.practice.build import build  # noqa: PLC0415 - needed at the first start only

    build(ledger, progress=progress)
    return True


def _put_away(workplace: Workplace) -> None:
    workplace.tools.tasks.close()
    workplace.window.close()
    workplace.window.deleteLater()

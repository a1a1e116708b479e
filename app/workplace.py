"""A window on a data folder and what stands behind it.

The window is painted before the ledger is opened: what reads and writes it (SQLAlchemy, all tables)
is imported only then, which is why such imports stand inside functions here.
"""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget

from app import __version__
from app.base.errors import UserError
from app.base.paths import DataFolder
from app.base.progress import Progress
from app.domain.changes import Changes
from app.ui import messages
from app.ui.about_dialog import AboutDialog
from app.ui.file_drop import FileDrop
from app.ui.help_dialog import HelpDialog
from app.ui.late_page import LatePage, load_behind
from app.ui.layout_memory import LayoutFile
from app.ui.main_window import MainWindow, MenuActions, PageSpec, WindowParts
from app.ui.style import icon
from app.ui.tasks import TaskRunner

if TYPE_CHECKING:
    from app.services.ledger import Ledger
    from app.ui.desk import Desk
    from app.ui.door import Door
    from app.ui.security_tasks import SecurityTasks

TITLE = "党务台账"
_RESTORED = (
    "恢复以前的台账也留了一份备份。参加数据交换的，请尽快和对方再交换一次，补回恢复时丢掉的内容。"
)
PACKAGE_SUFFIX = ".dwpkg"
PAGES = (
    ("members", "党员", "members"),
    ("branches", "支部", "branches"),
    ("development", "发展党员", "development"),
    ("affairs", "党员事务", "affairs"),
    ("trainings", "培训学习", "trainings"),
    ("assessments", "考核责任", "assessments"),
    ("today", "今天要办", "today"),
    ("report", "一键汇报", "report"),
    ("exchange", "U盘交换", "exchange"),
    ("operations", "操作记录", "history"),
    ("basics", "基础资料", "basics"),
)
"""Key, title and icon of every page: what the window shows before the pages are loaded."""


@dataclass(frozen=True, slots=True)
class Encryption:
    """What is to be done once the ledger is closed: encrypt it with this password."""

    name: str
    password: str = field(repr=False)


class Workplace:
    """A window on a data folder, and behind it the desk, which opens the ledger when first used.

    successor: the workplace that took the place of this one after a backup was put back. ended: is
    called once the user has closed the window.
    """

    def __init__(self, folder: DataFolder, parts: WindowParts, *, practice: bool) -> None:
        self._folder, self._parts, self._practice = folder, parts, practice
        self._end = ExitStack()
        load = partial(load_behind, parts.runner)
        specs = [
            PageSpec(key, title, picture, partial(LatePage, partial(self._page, key), load))
            for key, title, picture in PAGES
        ]
        self.window = MainWindow(TITLE, specs, self._menus(), parts)
        self.window.set_practice(is_practice=practice)
        self.window.report_requested.connect(partial(self.window.show_page, "report"))
        self.window.help_requested.connect(self._show_help)
        self.window.practice_requested.connect(self._open_practice)
        FileDrop(self.window, self._import)
        FileDrop(self.window, self._take_all, frozenset({PACKAGE_SUFFIX}))
        self._is_open = True
        self._practising: Workplace | None = None
        self.successor: Workplace | None = None
        self.ended: Callable[[], object] | None = None
        self.window.closed.connect(self._on_closed)
        self._ledger: Ledger | None = None
        self.door: Door | None = None
        self.errand: Encryption | None = None

    def start(self, file: Path | None = None, errand: Encryption | None = None) -> None:
        """Show the window; before that ask for the password or who we are, where that is needed.

        A plain ledger opens only after the window was painted.
        """
        folder = self._folder
        is_closed = folder.key_file.exists() or not folder.database.exists()
        if errand is None and (self._practice or not is_closed):
            self._show(file)
            return
        from app.ui.door import Door  # noqa: PLC0415 - it loads the services

        # A 开户包 that was double-clicked on a new PC is for the first start, not for the window.
        is_package = file is not None and file.suffix.lower() == PACKAGE_SUFFIX
        package = file if is_package and not folder.key_file.exists() else None
        door = self.door = Door(folder, self._parts.runner, self.window, self._parts.memory)
        door.opened.connect(partial(self._enter, None if package else file))
        door.practice_chosen.connect(self._open_practice)
        if errand:
            door.encrypt(errand.name, errand.password)
        else:
            door.show(package)

    @cached_property
    def desk(self) -> "Desk":
        """Open the ledger and return what stands behind the window; raises UserError."""
        from app.services.access import has_sheet, open_ledger  # noqa: PLC0415 - see start
        from app.services.practice.state import at_its_day, is_practice  # noqa: PLC0415
        from app.ui.desk import Desk  # noqa: PLC0415

        ledger = self._ledger or self.keep(open_ledger(self._folder))
        if self._practice or is_practice(ledger):
            self.window.set_practice(is_practice=True)
            ledger = at_its_day(ledger)
        desk = Desk(ledger, self.window, self._parts, self._folder.backups)
        desk.exchange.join_wanted.connect(self._secure(lambda tasks: tasks.join()))
        self._prepare(desk, ledger)
        if ledger.database.key and not has_sheet(self._folder):
            told = "还没有打印恢复单：密码忘了，谁也打不开台账。"
            self.window.remind(told, "现在打印…", self._secure(_print_sheet))
        return desk

    @cached_property
    def security(self) -> "SecurityTasks":
        """Return what the menus offer about passwords, joining and PCs; raises UserError."""
        from app.ui.security_tasks import SecurityTasks  # noqa: PLC0415 - it loads the services

        is_practice = self.window.is_practice
        security = SecurityTasks(
            self.desk.tools, self.window, self._folder, self._encrypt, is_practice=is_practice
        )
        security.sheet_kept.connect(self.window.stop_reminding)
        return security

    def greet(self) -> None:
        """Say at the start what the user should know about the disk of the data, if anything."""
        from app.services.data_places import advice  # noqa: PLC0415 - see _make

        if text := advice(self._folder):
            messages.warn(self.window, "请留意数据文件夹所在的磁盘。", text)

    def take(self, file: Path) -> None:
        """Take up a file that the user has opened with this program."""
        if file.suffix.lower() == PACKAGE_SUFFIX:
            self._with_desk(lambda desk: desk.exchange.look(file))
        else:
            self._import([file])

    def _take_all(self, files: Sequence[Path]) -> None:
        for file in files:
            self.take(file)

    def is_busy(self) -> bool:
        """Tell whether anything is still being written or read."""
        return not self._parts.runner.is_idle

    def close(self) -> None:
        """Close the window and let go of the ledger, also of one that took its place."""
        if self.successor:
            self.successor.close()
        if not self._is_open:
            return
        self._is_open = False
        self._parts.runner.close()
        self.window.close()
        self.window.deleteLater()
        self._end.close()

    def _show(self, file: Path | None) -> None:
        self.window.show()
        self.greet()
        if file:
            QTimer.singleShot(0, partial(self.take, file.absolute()))

    def _enter(self, file: Path | None, ledger: "Ledger") -> None:
        """Take over the ledger that was opened at the door."""
        self.keep(ledger)
        self._show(file)

    def keep(self, ledger: "Ledger") -> "Ledger":
        """Take over an open ledger; it is closed with this workplace."""
        self._ledger = ledger
        self._end.callback(ledger.close)
        return ledger

    def _encrypt(self, name: str, password: str) -> None:
        """Leave this window, so that its ledger is closed, encrypted and opened again."""
        self.errand = Encryption(name, password)
        if self.window.close():
            QApplication.exit(0)

    def _page(self, key: str) -> QWidget:
        return self.desk.pages[key].factory()

    def _prepare(self, desk: "Desk", ledger: "Ledger") -> None:
        """Do in the background what a ledger needs first: the practice county, search keys."""
        from app.services import members, restoring  # noqa: PLC0415 - after the first paint
        from app.services.practice.build import build  # noqa: PLC0415
        from app.services.practice.state import is_empty  # noqa: PLC0415

        def prepare(progress: Progress) -> Changes:
            is_first = self._practice and is_empty(ledger)
            if is_first:
                build(ledger, progress=progress)
            members.prepare(ledger, progress)
            restoring.sweep(ledger)
            return Changes.everything() if is_first else Changes()

        self._parts.runner.run(prepare, desk.tools.changes.changed.emit, title="准备台账")

    def _menus(self) -> MenuActions:
        return MenuActions(
            file=(
                _action("导入花名册或支部一览表…", partial(self._import, ()), "import"),
                None,
                _action("导出党员花名册…", partial(self._ask_file, "export", "members"), "export"),
                _action("导出党支部一览表…", partial(self._ask_file, "export", "branches")),
                _action("空白模板：党员花名册…", partial(self._ask_file, "template", "members")),
                _action("空白模板：党支部一览表…", partial(self._ask_file, "template", "branches")),
                None,
                _action("备份到…", partial(self._ask_file, "backup"), "save"),
                _action("恢复备份…", self._ask_restore),
                _action("打开数据文件夹", self._show_folder),
                None,
                _action(
                    "设置密码、修改密码…",
                    self._secure(lambda tasks: tasks.set_password()),
                    "settings",
                ),
                _action("增加使用人…", self._secure(lambda tasks: tasks.add_user())),
                _action("打印恢复单…", self._secure(_print_sheet), "print"),
                None,
                *(() if self._practice else (_action("打开练习数据", self._open_practice),)),
            ),
            edit=(
                _action("撤销\tCtrl+Z", self._undo, "undo"),
                _action("重做\tCtrl+Y", self._redo),
            ),
            exchange=(
                _action("学校与电脑…", self._secure(lambda tasks: tasks.schools()), "branches"),
                _action("加入交换（学校用开户包）…", self._secure(lambda tasks: tasks.join())),
                _action("本机在交换里的身份", self._secure(lambda tasks: tasks.tell_own()), "info"),
            ),
            help=(_action("关于党务台账", self._show_about, "info"),),
        )

    def _import(self, files: Sequence[Path]) -> None:
        self._with_desk(lambda desk: desk.import_files(files))

    def _ask_file(self, what: str, kind: str = "") -> None:
        def ask(desk: "Desk") -> None:
            if what == "backup":
                desk.files.ask_backup()
            elif what == "export":
                desk.files.ask_export(kind)
            else:
                desk.files.ask_template(kind)

        self._with_desk(ask)

    def _secure(self, act: Callable[["SecurityTasks"], object]) -> Callable[[], None]:
        """Return what opens one of the windows of SecurityTasks."""
        return lambda: self._with_desk(lambda _: act(self.security))

    def _undo(self) -> None:
        self._with_desk(lambda desk: desk.tools.writer.undo())

    def _redo(self) -> None:
        self._with_desk(lambda desk: desk.tools.writer.redo())

    def _with_desk(self, act: Callable[["Desk"], object]) -> None:
        """Do something with the ledger; say why when it cannot be opened."""
        try:
            desk = self.desk
        except UserError as error:
            messages.show_error(self.window, error)
            return
        act(desk)

    def _open_practice(self) -> None:
        """Open the practice county in a window of its own, or bring that window to the front."""
        folder = self._folder.practice()
        try:
            make(folder)
        except UserError as error:
            messages.show_error(self.window, error)
            return
        if self._practising is None:
            self._practising = practising = Workplace(
                folder, self._new_parts(folder), practice=True
            )
            practising.ended = self._end_practice
            self._end.callback(self._end_practice)
        self._practising.current().window.show()
        self._practising.current().window.activateWindow()

    def _on_closed(self) -> None:
        if self.ended:
            QTimer.singleShot(0, self.ended)

    def _end_practice(self) -> None:
        """Let go of the practice ledger once its window is closed."""
        ended, self._practising = self._practising, None
        if ended:
            ended.close()

    def current(self) -> "Workplace":
        """Return this workplace, or the one that took its place in the end."""
        return self.successor.current() if self.successor else self

    def _new_parts(self, folder: DataFolder) -> WindowParts:
        return WindowParts(self._parts.keeper, LayoutFile(folder.layouts), TaskRunner())

    def _ask_restore(self) -> None:
        from app.ui.restore_window import RestoreWindow  # noqa: PLC0415 - after the first paint

        def ask(desk: "Desk") -> None:
            # Not before the window that asked is gone, which the swap closes with all others.
            later = partial(QTimer.singleShot, 0)
            RestoreWindow(
                desk.tools,
                self._folder.backups,
                lambda prepared: later(partial(self._replace, prepared)),
                self.window,
            ).open()

        self._with_desk(ask)

    def _replace(self, prepared: Path) -> None:
        """Let a prepared file take the place of the ledger, and go on with it in a new window."""
        from app.services import access, restoring  # noqa: PLC0415 - after the first paint

        ledger, failure = self.desk.tools.ledger, None
        ended, self.ended = self.ended, None
        QApplication.setQuitOnLastWindowClosed(False)
        self.close()
        self.successor = Workplace(
            self._folder, self._new_parts(self._folder), practice=self._practice
        )
        self.successor.ended = ended
        try:
            restoring.swap(ledger, prepared)
        except UserError as error:
            failure = error
        self.successor.keep(access.reopened(self._folder, ledger))
        self.successor.window.show()
        QApplication.setQuitOnLastWindowClosed(True)
        if failure:
            messages.show_error(self.successor.window, failure)
        else:
            messages.tell(self.successor.window, "备份已恢复。", _RESTORED)

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder.root)))

    def _show_help(self, key: str) -> None:
        HelpDialog({known: title for known, title, _ in PAGES}, self.window).open_at(key)

    def _show_about(self) -> None:
        AboutDialog(f"{TITLE} {__version__}", self._folder.root, self.window).open()


def _action(text: str, slot: Callable[[], object], picture: str = "") -> QAction:
    action = QAction(icon(picture), text) if picture else QAction(text)

    def act(*_: object) -> None:
        slot()

    action.triggered.connect(act)
    return action


def _print_sheet(tasks: "SecurityTasks") -> None:
    tasks.print_sheet()


def make(folder: DataFolder) -> None:
    """Make the data folder; raises UserError when it cannot be used."""
    from app.services.data_places import prepare  # noqa: PLC0415 - services only inside functions

    prepare(folder)

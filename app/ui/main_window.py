"""The main window: title strip, navigation, pages, menus, status bar. It knows no data."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QKeySequence,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.base.settings import FontSize, Settings, Theme
from app.ui import messages
from app.ui.layout_memory import LayoutMemory
from app.ui.navigation import Navigation
from app.ui.settings_keeper import SettingsKeeper
from app.ui.style import FONT_TITLES, THEME_TITLES, apply_style, icon
from app.ui.tasks import TaskRunner

_MEMORY_NAME = "window"
_SMALLEST = (880, 460)
_FIRST_SIZE = (1280, 720)
_FRAME_AIR = 40
_FOLDED_BELOW = 72
"""The width in Han characters below which the navigation shows its icons alone."""
_TIGHT_BELOW = 40
"""The height in lines below which its entries move together."""


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page: built by factory when it is first shown; icon names resources/icons/NAME.svg."""

    key: str
    title: str
    icon: str
    factory: Callable[[], QWidget]


@dataclass(frozen=True, slots=True)
class MenuActions:
    """The actions of the menus in their order; None is a line between two groups."""

    file: Sequence[QAction | None] = ()
    edit: Sequence[QAction | None] = ()
    view: Sequence[QAction | None] = ()
    exchange: Sequence[QAction | None] = ()
    help: Sequence[QAction | None] = ()


@dataclass(frozen=True, slots=True)
class WindowParts:
    """What the window is handed: the keeper of settings, the memory of layouts, the task runner."""

    keeper: SettingsKeeper
    memory: LayoutMemory
    runner: TaskRunner


class MainWindow(QMainWindow):
    """Shows pages; asks by signals.

    report_requested: F9, 一键汇报. help_requested: F1, carries the key of the page in front.
    page_shown: carries the key of the page that came to the front. practice_requested: 练习数据.
    closed: the window is gone for good.
    """

    report_requested = Signal()
    help_requested = Signal(object)
    page_shown = Signal(object)
    practice_requested = Signal()
    closed = Signal()

    def __init__(
        self,
        title: str,
        pages: Sequence[PageSpec],
        menus: MenuActions,
        parts: WindowParts,
    ) -> None:
        super().__init__()
        self._pages = {page.key: page for page in pages}
        self._built: dict[str, QWidget] = {}
        self._parts = parts
        self._closes_when_idle = False
        self.is_practice = False
        self.setWindowTitle(title)
        self.setMinimumSize(*_SMALLEST)
        self.navigation = Navigation()
        for page in pages:
            self.navigation.add(page.key, page.title, page.icon)
        self.navigation.chosen.connect(self.show_page)
        self._stack = QStackedWidget()
        self._unit = QLabel()
        self.setCentralWidget(self._body(title))
        self._status = {key: QLabel() for key in ("unit", "counts", "task", "backup")}
        self._build_status_bar()
        self._build_menus(menus)
        self._restore_place()
        parts.runner.busy_changed.connect(self._on_busy_changed)
        parts.keeper.changed.connect(self._on_settings_changed)
        self.show_page(pages[0].key)

    def show_page(self, key: str) -> None:
        """Bring a page to the front; builds it the first time."""
        if key not in self._built:
            page = self._pages[key].factory()
            page.setAccessibleName(self._pages[key].title)
            self._built[key] = page
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(self._built[key])
        self.navigation.mark(key)
        self.page_shown.emit(key)

    def page(self, key: str) -> QWidget | None:
        """Return a page, None when it was never shown."""
        return self._built.get(key)

    def current_key(self) -> str:
        """Return the key of the page in front."""
        front = self._stack.currentWidget()
        return next(key for key, page in self._built.items() if page is front)

    def set_count(self, key: str, count: int | None) -> None:
        """Show a count beside a page in the navigation."""
        self.navigation.set_count(key, count)

    def set_status(self, *, unit: str = "", counts: str = "", backup: str = "") -> None:
        """Fill the status bar: 单位, 党员和支部数, 上次备份."""
        self._unit.setText(unit)
        for key, text in (("unit", unit), ("counts", counts), ("backup", backup)):
            self._status[key].setText(text)

    def set_practice(self, *, is_practice: bool) -> None:
        """Show the yellow band that says these are not real people."""
        self.is_practice = is_practice
        self._band.setVisible(is_practice)

    def remind(self, text: str, verb: str, act: Callable[[], object]) -> None:
        """Show a band with something that should not be forgotten, and the button that does it."""
        self._reminder.setText(text)
        self._reminder_button.setText(verb)
        self._reminder_button.clicked.connect(lambda *_: act())
        self._reminder_band.show()

    def add_band(self, band: QWidget) -> None:
        """Put a band above the pages; it shows and hides itself."""
        self._bands.addWidget(band)

    def stop_reminding(self) -> None:
        """Take the band away."""
        self._reminder_band.hide()

    def change_font(self, steps: int) -> None:
        """Make all text one size larger (1) or smaller (-1)."""
        sizes = list(FontSize)
        settings = self._parts.keeper.settings
        wanted = sizes.index(settings.font_size) + steps
        if 0 <= wanted < len(sizes):
            self._parts.keeper.keep(replace(settings, font_size=sizes[wanted]))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let Ctrl+wheel change the size of the text; lists pass it on to here."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.angleDelta().y():
            self.change_font(1 if event.angleDelta().y() > 0 else -1)
            return
        super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the navigation where the window is small."""
        super().resizeEvent(event)
        self._fit_navigation()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Wait for work that is being written, then keep size and place and close."""
        runner = self._parts.runner
        if runner.is_busy:
            event.ignore()
            if not self._closes_when_idle:
                self._closes_when_idle = True
                messages.tell(self, "正在保存，请稍候。", "完成后程序会自动关闭。")
            return
        place = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        self._parts.memory.save(_MEMORY_NAME, place)
        runner.close()
        super().closeEvent(event)
        self.closed.emit()

    def _body(self, title: str) -> QWidget:
        body = QWidget()
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.navigation)
        middle.addWidget(self._stack, 1)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._title_strip(title))
        layout.addWidget(self._practice_band())
        layout.addWidget(self._build_reminder())
        self._bands = QVBoxLayout()
        layout.addLayout(self._bands)
        layout.addLayout(middle, 1)
        return body

    def _fit_navigation(self) -> None:
        metrics = self.fontMetrics()
        self.navigation.fit(
            is_folded=self.width() < metrics.horizontalAdvance("汉") * _FOLDED_BELOW,
            is_tight=self.height() < metrics.height() * _TIGHT_BELOW,
        )

    def _title_strip(self, title: str) -> QWidget:
        strip = QWidget()
        strip.setObjectName("titleStrip")
        strip.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        name = QLabel(title)
        name.setObjectName("programTitle")
        report = QPushButton("一键汇报（F9）")
        report.setToolTip("生成工作汇报，每个数字都能点开看到依据")
        report.clicked.connect(self.report_requested)
        row = QHBoxLayout(strip)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(16)
        row.addWidget(name)
        row.addWidget(self._unit)
        row.addStretch()
        row.addWidget(report)
        return strip

    def _practice_band(self) -> QWidget:
        self._band = QWidget()
        self._band.setObjectName("practiceBand")
        self._band.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        text = QLabel("练习数据：这里的人和单位都是虚构的，可以放心练习。")
        row = QHBoxLayout(self._band)
        row.setContentsMargins(16, 4, 16, 4)
        row.addWidget(text)
        self._band.hide()
        return self._band

    def _build_reminder(self) -> QWidget:
        self._reminder, self._reminder_button = QLabel(), QPushButton()
        self._reminder_band = QWidget()
        self._reminder_band.setObjectName("practiceBand")
        self._reminder_band.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self._reminder_band)
        row.setContentsMargins(16, 4, 16, 4)
        row.addWidget(self._reminder)
        row.addWidget(self._reminder_button)
        row.addStretch()
        self._reminder_band.hide()
        return self._reminder_band

    def _build_status_bar(self) -> None:
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        for key, name in (("unit", "单位"), ("counts", "数量"), ("task", "正在做的事")):
            self._status[key].setAccessibleName(name)
            bar.addWidget(self._status[key])
        self._status["backup"].setAccessibleName("上次备份")
        bar.addPermanentWidget(self._status["backup"])

    def _build_menus(self, menus: MenuActions) -> None:
        bar = self.menuBar()
        file = bar.addMenu("文件(&F)")
        _fill(file, menus.file)
        if menus.file:
            file.addSeparator()
        leave = file.addAction("退出(&X)")
        leave.setShortcut(QKeySequence("Ctrl+Q"))
        leave.triggered.connect(self.close)
        _fill(bar.addMenu("编辑(&E)"), menus.edit)
        view = bar.addMenu("视图(&V)")
        _fill(view, menus.view)
        self._fill_view_menu(view)
        if menus.exchange:
            _fill(bar.addMenu("交换(&J)"), menus.exchange)
        helping = bar.addMenu("帮助(&H)")
        page_help = helping.addAction(icon("question"), "使用说明")
        page_help.setShortcut(QKeySequence("F1"))
        page_help.triggered.connect(self._on_help_triggered)
        _fill(helping, menus.help)
        report = QAction("一键汇报", self)
        report.setShortcut(QKeySequence("F9"))
        report.triggered.connect(self.report_requested)
        self.addAction(report)

    def _fill_view_menu(self, view: QMenu) -> None:
        settings = self._parts.keeper.settings
        sizes = view.addMenu("字号（Ctrl+滚轮）")
        self._size_group = _radio(sizes, FONT_TITLES, settings.font_size)
        self._size_group.triggered.connect(self._on_size_chosen)
        themes = view.addMenu("颜色")
        self._theme_group = _radio(themes, THEME_TITLES, settings.theme)
        self._theme_group.triggered.connect(self._on_theme_chosen)

    def _restore_place(self) -> None:
        saved = self._parts.memory.load(_MEMORY_NAME)
        place = QByteArray.fromBase64(saved.encode("ascii", "ignore"))
        if not saved or not self.restoreGeometry(place):
            room = self.screen().availableGeometry()
            self.resize(
                min(_FIRST_SIZE[0], room.width()), min(_FIRST_SIZE[1], room.height() - _FRAME_AIR)
            )

    def _on_size_chosen(self, action: QAction) -> None:
        settings = self._parts.keeper.settings
        self._parts.keeper.keep(replace(settings, font_size=FontSize(action.data())))

    def _on_theme_chosen(self, action: QAction) -> None:
        settings = self._parts.keeper.settings
        self._parts.keeper.keep(replace(settings, theme=Theme(action.data())))

    def _on_settings_changed(self, settings: Settings) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_style(app, settings.theme, settings.font_size)
        self._fit_navigation()
        for group, value in (
            (self._size_group, settings.font_size),
            (self._theme_group, settings.theme),
        ):
            for action in group.actions():
                action.setChecked(action.data() == value.value)

    def _on_busy_changed(self, title: str) -> None:
        self._status["task"].setText(f"正在{title}…" if title else "")
        if self._closes_when_idle and not self._parts.runner.is_busy:
            self._closes_when_idle = False
            self.close()

    def _on_help_triggered(self) -> None:
        self.help_requested.emit(self.current_key())


def _fill(menu: QMenu, actions: Sequence[QAction | None]) -> None:
    for action in actions:
        if action is None:
            menu.addSeparator()
        else:
            action.setParent(menu)  # else nobody owns it, and it goes with its last reference
            menu.addAction(action)


def _radio(
    menu: QMenu, titles: dict[Theme, str] | dict[FontSize, str], chosen: str
) -> QActionGroup:
    group = QActionGroup(menu)
    for value, title in titles.items():
        action = QAction(title, group, checkable=True, checked=value == chosen)
        action.setData(value.value)
        menu.addAction(action)
    return group

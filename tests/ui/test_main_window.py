"""The main window, really shown."""

import threading

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QMenu, QWidget

from app.base.settings import FontSize, Theme
from app.ui.layout_memory import LayoutFile
from app.ui.main_window import MainWindow, MenuActions, PageSpec, WindowParts
from app.ui.settings_keeper import SettingsKeeper
from app.ui.style import apply_style
from app.ui.tasks import TaskRunner


class Built:
    """What a test looks at: the window, the pages built so far, the parts."""

    def __init__(self, folder):
        self.made = []
        self.parts = WindowParts(
            SettingsKeeper(folder / "settings.toml"),
            LayoutFile(folder / "layouts.json"),
            TaskRunner(),
        )
        self.action = QAction("导入名册")
        pages = [
            PageSpec("members", "党员", "members", lambda: self.build("members")),
            PageSpec("branches", "党支部", "branches", lambda: self.build("branches")),
        ]
        menus = MenuActions(file=(self.action, None))
        self.window = MainWindow("党务台账", pages, menus, self.parts)

    def build(self, key):
        self.made.append(key)
        return QLabel(key)


@pytest.fixture
def built(tmp_path, qtbot, qapp):
    made = Built(tmp_path)
    made.window.show()
    with qtbot.waitActive(made.window):
        made.window.activateWindow()
    yield made
    made.window.close()
    made.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    apply_style(qapp, Theme.RED, FontSize.STANDARD)


def test_a_page_is_built_when_it_is_first_shown(built, qtbot):
    assert built.made == ["members"]
    with qtbot.waitSignal(built.window.page_shown):
        qtbot.keyClick(built.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    built.window.show_page("members")
    built.window.show_page("branches")
    assert built.made == ["members", "branches"]
    assert built.window.current_key() == "branches"
    assert built.window.page("branches").text() == "branches"


def test_f9_asks_for_the_report_and_f1_for_the_help_of_the_page(built, qtbot):
    with qtbot.waitSignal(built.window.report_requested):
        qtbot.keyClick(built.window, Qt.Key.Key_F9)
    with qtbot.waitSignal(built.window.help_requested) as told:
        qtbot.keyClick(built.window, Qt.Key.Key_F1)
    assert told.args == ["members"]


def test_the_menus_hold_the_actions_handed_in(built):
    menus = [action.text() for action in built.window.menuBar().actions()]
    assert menus == ["文件(&F)", "编辑(&E)", "视图(&V)", "帮助(&H)"]
    file = next(m for m in built.window.findChildren(QMenu) if m.title() == "文件(&F)")
    assert [action.text() for action in file.actions() if action.text()] == ["导入名册", "退出(&X)"]


def test_ctrl_wheel_changes_the_size_of_the_text_within_its_limits(built, qapp):
    def turn(degrees):
        place = QPointF(300, 300)
        QApplication.sendEvent(
            built.window,
            QWheelEvent(
                place,
                place,
                QPoint(),
                QPoint(0, degrees),
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.ControlModifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            ),
        )
        return built.parts.keeper.settings.font_size

    assert [turn(120), turn(120), turn(120)] == [FontSize.LARGE, FontSize.HUGE, FontSize.HUGE]
    assert QApplication.font().pointSizeF() == 14
    assert [turn(-120), turn(-120), turn(-120)][-1] is FontSize.STANDARD


def test_the_theme_is_chosen_from_the_menu_and_kept(built):
    blue = next(
        action for action in built.window._theme_group.actions() if action.text() == "稳重蓝"
    )
    blue.trigger()
    assert built.parts.keeper.settings.theme is Theme.BLUE
    assert "#1D4E89" in QApplication.instance().styleSheet()
    large = built.window._size_group.actions()[1]
    large.trigger()
    assert built.parts.keeper.settings.font_size is FontSize.LARGE


def test_the_yellow_band_marks_practice_data(built):
    band = built.window.findChild(QWidget, "practiceBand")
    assert not band.isVisible()
    built.window.set_practice(is_practice=True)
    assert band.isVisible()


def test_status_and_counts_are_shown(built):
    built.window.set_status(unit="某县教育局党委", counts="党员 25 人", backup="上次备份：今天")
    texts = {label.text() for label in built.window.statusBar().findChildren(QLabel)}
    assert {"某县教育局党委", "党员 25 人", "上次备份：今天"} <= texts
    built.window.set_count("members", 25)
    assert built.window.navigation.findChildren(QAbstractButton)[0].accessibleName() == "党员，25"


def test_it_fits_a_small_screen(built):
    built.window.resize(1200, 700)
    assert (built.window.width(), built.window.height()) == (1200, 700)
    assert built.window.minimumSizeHint().width() <= 1200
    assert built.window.minimumSizeHint().height() <= 700


def test_on_a_laptop_at_150_percent_everything_has_room(built):
    built.window.resize(911, 480)
    assert (built.window.width(), built.window.height()) == (911, 480)
    assert built.window.minimumSizeHint().width() <= 911
    assert built.window.navigation.width() < 80
    button = built.window.navigation.findChildren(QAbstractButton)[-1]
    assert button.visibleRegion().boundingRect() == button.rect()
    built.window.resize(1366, 700)
    assert built.window.navigation.width() > 80


def test_size_is_remembered(built, tmp_path):
    built.window.resize(1100, 550)
    built.window.close()
    again = Built(tmp_path)
    # Only the height: the screen of these tests is 800 wide, and a width is fitted to it.
    assert again.window.height() == 550
    again.window.close()
    again.window.deleteLater()


def test_closing_waits_for_what_is_being_written(built, qtbot, said):
    gate, written = threading.Event(), []

    def work(progress):
        gate.wait(5)
        written.append(1)

    built.parts.runner.run(work, lambda _: None, title="导入名册")
    labels = built.window.statusBar().findChildren(QLabel)
    assert "正在导入名册…" in {label.text() for label in labels}
    built.window.close()
    assert built.window.isVisible()
    assert said.texts == ["正在保存，请稍候。"]
    gate.set()
    qtbot.waitUntil(lambda: not built.window.isVisible())
    assert written == [1]


def test_every_control_has_a_name_for_the_screen_reader(built):
    controls = built.window.findChildren(QAbstractButton) + built.window.findChildren(QLineEdit)
    nameless = [
        control
        for control in controls
        if control.isVisible() and not (control.accessibleName() or control.text())
    ]
    assert nameless == []


def test_a_reminder_stands_in_a_band_until_it_is_done(built):
    done = []
    band = built.window._reminder_band
    assert not band.isVisible()
    built.window.remind("还没有打印恢复单。", "现在打印…", lambda: done.append(1))
    assert band.isVisible()
    built.window._reminder_button.click()
    assert done == [1]
    built.window.stop_reminding()
    assert not band.isVisible()

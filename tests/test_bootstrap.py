"""The whole program, put together and really shown."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel

from app import bootstrap
from app.base.errors import UserError
from app.base.paths import DataFolder
from app.domain.members import MemberDraft
from app.services import access, backups, branches, data_places, members
from app.services.ledger import Ledger
from app.ui import messages
from app.ui.about_dialog import AboutDialog
from app.ui.door import EncryptDialog
from app.ui.first_start import FirstStart
from app.ui.help_dialog import HelpDialog
from app.ui.import_dialog import ImportDialog
from app.ui.main_window import MainWindow
from app.ui.page_help import PAGE_HELP
from app.ui.password_dialogs import SetPasswordDialog
from app.ui.restore_window import RestoreWindow
from app.ui.unlock_dialog import UnlockDialog
from app.workplace import PAGES

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def _nothing_stays_behind(qapp):
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def told(monkeypatch):
    said = []
    monkeypatch.setattr(messages, "show", lambda parent, notice, chosen: said.append(notice))
    return said


@pytest.fixture
def workplace(qapp, tmp_path):
    with bootstrap.window_on(DataFolder(tmp_path)) as opened:
        yield opened


def settled(qtbot, workplace):
    qtbot.waitUntil(lambda: not workplace.is_busy())


def test_the_window_stands_before_the_ledger_is_touched(tmp_path, qapp):
    with bootstrap.window_on(DataFolder(tmp_path)) as workplace:
        assert workplace.window.windowTitle() == "党务台账"
        assert not (tmp_path / "dangwu.sqlite").exists()


def test_sqlalchemy_is_loaded_only_after_the_first_paint():
    code = "import app.bootstrap, sys; print(sorted(sys.modules))"
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(
        [sys.executable, "-c", code], env=surroundings, capture_output=True, text=True, check=True
    )
    assert "'app.ui.main_window'" in ended.stdout
    for heavy in ("sqlalchemy", "openpyxl", "reportlab", "pypinyin", "app.services"):
        assert f"'{heavy}'" not in ended.stdout


def test_the_first_page_opens_the_ledger_by_itself(qtbot, workplace, tmp_path):
    workplace.window.show()
    qtbot.waitUntil((tmp_path / "dangwu.sqlite").exists)
    settled(qtbot, workplace)


def test_what_the_window_names_is_what_the_pages_are(workplace):
    named = [(page.key, page.title, page.icon) for page in workplace.desk.pages.values()]
    assert named == list(PAGES)
    assert set(PAGE_HELP) == {key for key, *_ in PAGES}


def test_the_practice_county_is_entered_at_the_first_start_and_kept_at_the_second(qtbot, tmp_path):
    for _ in range(2):
        with bootstrap.window_on(DataFolder(tmp_path), practice=True) as workplace:
            ledger = workplace.desk.tools.ledger
            settled(qtbot, workplace)
            found = branches.rows(ledger)
            assert sum(row.name == "中共清江县教育局委员会" for row in found) == 1
            assert ledger.today().year == 2010


def test_an_empty_real_ledger_stays_empty(qtbot, workplace):
    ledger = workplace.desk.tools.ledger
    settled(qtbot, workplace)
    assert branches.rows(ledger) == []
    assert ledger.today().year > 2010


def test_closing_frees_the_files(qtbot, tmp_path):
    with bootstrap.window_on(DataFolder(tmp_path)) as workplace:
        settled(qtbot, workplace.desk and workplace)
    (tmp_path / "dangwu.sqlite").rename(tmp_path / "moved.sqlite")
    (tmp_path / "logs" / "dangwu.log").rename(tmp_path / "moved.log")
    assert sys.excepthook is sys.__excepthook__


def test_a_trace_of_the_last_crash_is_shown_once(qtbot, tmp_path):
    folder = DataFolder(tmp_path)
    folder.create()
    folder.crash_trace.write_text("Traceback: something", encoding="utf-8")
    with bootstrap.window_on(folder) as workplace:
        shown = [box for box in workplace.window.children() if box.inherits("QDialog")]
        assert [box.windowTitle() for box in shown] == ["程序出错"]
    assert not folder.crash_trace.exists()


def test_a_ledger_that_cannot_be_opened_is_said_and_not_touched(qtbot, tmp_path, told):
    folder = DataFolder(tmp_path)
    folder.create()
    folder.database.write_bytes(b"no ledger at all" * 100)
    with bootstrap.window_on(folder) as workplace:
        workplace.window.show()
        qtbot.waitUntil(lambda: bool(told))
        with pytest.raises(UserError):
            workplace.desk  # noqa: B018 - opening is what is tried
    assert folder.database.read_bytes() == b"no ledger at all" * 100


def test_a_folder_that_cannot_be_made_ends_the_program_with_a_sentence(tmp_path, told, monkeypatch):
    file = tmp_path / "file"
    file.write_text("x")
    monkeypatch.setattr(QApplication, "exec", lambda *_: 0)
    assert bootstrap.open_window(file, practice=False) == 1
    assert "不能使用" in told[0].text


def test_a_double_clicked_roster_opens_the_import_window(qtbot, workplace):
    roster = min((ROOT / "resources" / "samples").glob("*.xlsx"))
    workplace.take(roster)
    (shown,) = workplace.window.findChildren(ImportDialog)
    qtbot.waitUntil(lambda: not workplace.is_busy())
    shown.close()


def test_a_double_clicked_package_has_its_card_above_the_pages(qtbot, workplace, tmp_path):
    package = tmp_path / "测试.dwpkg"
    package.write_bytes(b"anything")
    workplace.window.show()
    workplace.take(package)
    card = workplace.desk.exchange.card
    qtbot.waitUntil(card.isVisible)
    assert card.heading.text() == "文件“测试.dwpkg”"
    assert "本机还没有加入U盘交换" in card.text.text()
    assert not card.button.isVisible()
    assert package.read_bytes() == b"anything"
    settled(qtbot, workplace)


def test_a_package_can_be_dropped_on_the_window_as_a_roster_can(workplace, monkeypatch, tmp_path):
    taken = []
    monkeypatch.setattr(workplace, "take", taken.append)
    package = tmp_path / "测试.dwpkg"
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(package))])
    copying = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton)
    no_keys = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(workplace.window, QDragEnterEvent(QPoint(5, 5), *copying, no_keys))
    QApplication.sendEvent(workplace.window, QDropEvent(QPointF(5, 5), *copying, no_keys))
    assert taken == [package]


def test_a_ledger_on_a_stick_is_greeted_with_advice(workplace, told, monkeypatch):
    monkeypatch.setattr(data_places, "advice", lambda folder: f"请常备份：{folder.root}")
    workplace.greet()
    assert "请常备份" in told[0].detail


def test_the_window_about_the_program_names_the_folder_of_the_data(qtbot, workplace, tmp_path):
    workplace._show_about()
    (shown,) = workplace.window.findChildren(AboutDialog)
    assert any(str(tmp_path) in label.text() for label in shown.findChildren(QLabel))
    shown.close()


def test_help_and_report_lead_somewhere(qtbot, workplace):
    workplace.window.help_requested.emit("report")
    (shown,) = workplace.window.findChildren(HelpDialog)
    assert "一键汇报" in shown.text.toPlainText()
    shown.close()
    workplace.window.report_requested.emit()
    assert workplace.window.current_key() == "report"


def visible(kind):
    """Return the windows of a kind that are on the screen."""
    windows = QApplication.topLevelWidgets()
    return [each for each in windows if isinstance(each, kind) and each.isVisible()]


@pytest.fixture
def acting(qapp):
    """Return a function that does something in the running program as soon as a window stands."""
    timers = []

    def act(kind, does):
        timer = QTimer(interval=50)

        def look():
            if visible(kind):
                timer.stop()
                does(visible(kind)[0])

        timer.timeout.connect(look)
        timer.start()
        timers.append(timer)

    yield act
    for timer in timers:
        timer.stop()


def test_leaving_the_first_start_ends_the_program(tmp_path, acting):
    acting(FirstStart, lambda first: first.close_button.click())
    assert bootstrap.open_window(tmp_path, practice=False) == 0
    assert not (tmp_path / "dangwu.sqlite").exists()


def test_a_wrong_password_opens_nothing_and_closing_the_door_ends_the_program(tmp_path, acting):
    folder = DataFolder(tmp_path)
    folder.create()
    access.set_password(folder, "qing-jiang-chun", name="李文书")
    before = folder.key_file.read_bytes()
    acting(UnlockDialog, lambda unlock: unlock.reject())
    assert bootstrap.open_window(tmp_path, practice=False) == 0
    assert folder.key_file.read_bytes() == before


def test_setting_a_password_closes_the_ledger_and_opens_it_again(qtbot, tmp_path, acting, told):
    folder = DataFolder(tmp_path)
    folder.create()
    Ledger.open(folder.database).close()

    def ask(window):
        actions = window.findChildren(QAction)
        next(action for action in actions if "修改密码" in action.text()).trigger()

    def choose(box):
        box.new.name.setText("李文书")
        box.new.first.setText("qing-jiang-chun")
        box.new.second.setText("qing-jiang-chun")
        box.go_on()
        acting(EncryptDialog, lambda _: acting(MainWindow, leave))

    def leave(window):
        assert access.needs_password(folder)
        QTimer.singleShot(500, window.close)

    acting(MainWindow, ask)
    acting(SetPasswordDialog, choose)
    assert bootstrap.open_window(tmp_path, practice=False) == 0
    assert access.needs_password(folder)
    access.check(folder, "qing-jiang-chun")
    assert all("正在保存" in notice.text for notice in told)


def test_a_backup_put_back_goes_on_in_the_same_program_with_its_own_people(
    qtbot, workplace, tmp_path, monkeypatch
):
    said = []

    def show(parent, notice, chosen):
        said.append(notice)
        chosen(0)

    monkeypatch.setattr(messages, "show", show)
    ledger = workplace.desk.tools.ledger
    settled(qtbot, workplace)
    members.add(ledger, MemberDraft(name="滕子轩"))
    backups.back_up_before(ledger, backups.Reason.IMPORT)
    members.add(ledger, MemberDraft(name="易安"))
    workplace._ask_restore()
    (box,) = workplace.window.findChildren(RestoreWindow)
    qtbot.waitUntil(box.restore_button.isEnabled)
    box.ask_restore()
    qtbot.waitUntil(lambda: workplace.successor is not None)
    again = workplace.successor
    assert again.window.isVisible()
    qtbot.waitUntil(lambda: bool(said[1:]))
    assert "已恢复" in said[-1].text
    assert {row.name for row in members.rows(again.desk.tools.ledger)} == {"滕子轩"}
    settled(qtbot, again)
    workplace.close()
    (tmp_path / "dangwu.sqlite").rename(tmp_path / "moved.sqlite")
    assert not list(tmp_path.glob("dangwu.sqlite*"))


def test_a_closed_practice_window_lets_go_of_its_ledger_and_opens_again(qtbot, workplace, tmp_path):
    for number in range(2):
        workplace._open_practice()
        practising = workplace._practising
        assert practising.desk.tools.ledger.today().year == 2010
        qtbot.waitUntil(lambda: not practising.is_busy())  # noqa: B023 - at once
        practising.window.close()
        qtbot.waitUntil(lambda: workplace._practising is None)
        file = tmp_path / "practice" / "dangwu.sqlite"
        file.rename(tmp_path / "practice" / f"was{number}.sqlite")
        assert not list(file.parent.glob("dangwu.sqlite*"))

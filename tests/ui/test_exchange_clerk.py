"""What a clerk does around the stick, by keys: transfer, restore, undo, proposals, what fails."""

import errno
import shutil
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.exchange import secret_boxes, stick
from app.exchange.secret_boxes import Cost
from app.services.backups import Reason, back_up_before
from app.store import records
from app.ui.draft_dialog import DraftDialog
from app.ui.progress_dialog import ProgressDialog
from app.ui.restore_window import RestoreWindow
from tests.ui.exchange_county import reloaded, windows
from tests.ui.workplace import dialog, gone

KEY, CTRL, ALT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def county(qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(secret_boxes, "SPOKEN_CODE", Cost(1, 8))
    with windows(qtbot, tmp_path, monkeypatch) as made:
        yield made


def front(qtbot, window):
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)


def settle_by_key(qtbot, pc, text):
    """Choose the value that begins with a text by its number, and settle with Enter."""
    pane = reloaded(qtbot, pc).disputes
    pc.page.tabs.setCurrentWidget(pane)
    (panel,) = pane.view.panels
    told = [button.value.text() for button in panel.choices.values()]
    number = next(n for n, each in enumerate(told, start=1) if text in each)
    qtbot.keyClick(pane.list, str(number))
    qtbot.keyClick(next(iter(panel.choices.values())), KEY.Key_Return)
    pc.settle(qtbot)
    return pane


def test_a_clerk_transfers_a_member_and_the_stick_carries_him_to_the_other_school(
    qtbot, county, said
):
    school = county.a
    window = school.workplace.window
    window.show_page("affairs")
    school.settle(qtbot)
    front(qtbot, window)
    qtbot.keyClick(window.page("affairs").page().kinds, KEY.Key_F7)
    form = dialog(qtbot, DraftDialog)
    school.settle(qtbot)
    front(qtbot, form)
    for key in ("zs", KEY.Key_Return, "dexx", KEY.Key_Return):
        press = qtbot.keyClicks if isinstance(key, str) else qtbot.keyClick
        press(QApplication.focusWidget(), key)
    qtbot.keyClick(QApplication.focusWidget(), KEY.Key_S, CTRL)
    gone(qtbot, form)
    assert said.texts == []
    for pc in (school, county.bureau, county.b):
        pc.workplace.window.show_page("exchange")
        county.trip(qtbot, pc)
    assert county.b.person(county.persons[0])["name"] == "张三"
    for pc in county.pcs:
        with pc.ledger.reading() as tx:
            row = records.get(tx, "membership", county.memberships[0])
        assert row["org_id"] == county.orgs[1]


def test_a_backup_is_restored_in_its_window_and_the_stick_brings_back_what_was_lost(
    qtbot, county, said
):
    school, zhang = county.a, county.persons[0]
    back_up_before(school.ledger, Reason.IMPORT)
    school.edit(zhang, mobile="后来填的")
    for pc in (school, county.bureau):
        county.trip(qtbot, pc)
    menus = school.workplace.window.menuBar().actions()
    file = next(each.menu() for each in menus if each.text().startswith("文件"))
    next(each for each in file.actions() if each.text() == "恢复备份…").trigger()
    box = dialog(qtbot, RestoreWindow)
    school.settle(qtbot)
    front(qtbot, box)
    said.answers.append("恢复")
    qtbot.keyClick(box, KEY.Key_R, ALT)
    qtbot.waitUntil(lambda: school.workplace.successor is not None, timeout=20_000)
    school.take_over(school.workplace.current())
    school.show(qtbot)
    assert school.person(zhang)["mobile"] == ""
    for pc in (school, county.bureau, school):
        county.trip(qtbot, pc)
    assert school.person(zhang)["mobile"] == "后来填的"


def test_ctrl_z_takes_a_settling_back_and_the_card_asks_again_on_both_sides(qtbot, county):
    zhang = county.persons[0]
    county.bureau.edit(zhang, mobile="13800000001")
    county.a.edit(zhang, mobile="13800000002")
    for pc in (county.a, county.bureau):
        county.trip(qtbot, pc)
    before = county.bureau.person(zhang)["mobile"]
    other = next(each for each in ("13800000001", "13800000002") if each != before)
    pane = settle_by_key(qtbot, county.bureau, other)
    assert pane.nothing.isVisible()
    assert county.bureau.person(zhang)["mobile"] == other
    front(qtbot, county.bureau.workplace.window)
    pane.list.setFocus()
    qtbot.keyClick(county.bureau.page, KEY.Key_Z, CTRL)
    county.bureau.settle(qtbot)
    assert county.bureau.person(zhang)["mobile"] == before
    assert reloaded(qtbot, county.bureau).disputes.list.count() == 1
    for pc in (county.bureau, county.a):
        county.trip(qtbot, pc)
    assert county.a.person(zhang)["mobile"] == before
    assert reloaded(qtbot, county.a).disputes.list.count() == 1


@pytest.mark.parametrize("kept", ["校改的名称", "第一小学党支部"])
def test_the_bureau_accepts_or_refuses_what_a_school_proposes_by_a_key(qtbot, county, kept):
    with county.a.ledger.writing("改支部") as tx:
        records.change(tx, "org_unit", county.orgs[0], {"full_name": "校改的名称"})
    for pc in (county.a, county.bureau):
        county.trip(qtbot, pc)
    pane = reloaded(qtbot, county.bureau).disputes
    assert "学校的建议" in pane.list.item(0).text()
    settle_by_key(qtbot, county.bureau, kept)
    for pc in (county.bureau, county.a):
        county.trip(qtbot, pc)
        with pc.ledger.reading() as tx:
            assert records.get(tx, "org_unit", county.orgs[0])["full_name"] == kept
        assert reloaded(qtbot, pc).disputes.nothing.isVisibleTo(pc.page.disputes)


def test_a_stick_pulled_out_before_the_button_is_told_and_the_same_button_tries_again(
    qtbot, county
):
    school = county.a
    school.edit(county.persons[0], mobile="1")
    county.plug(qtbot, school)
    shutil.rmtree(county.stick)
    qtbot.keyClick(school.card.button, KEY.Key_Space)
    qtbot.waitUntil(lambda: school.card.heading.text() == "没有办成", timeout=20_000)
    assert "U盘已拔出" in school.card.text.text()
    assert "可以拔出" not in school.card.text.text()
    county.stick.mkdir()
    qtbot.keyClick(school.card.button, KEY.Key_Space)
    qtbot.waitUntil(lambda: school.card.is_result, timeout=20_000)
    assert len(list(county.stick.iterdir())) == 1
    school.settle(qtbot)


def test_a_read_only_stick_is_told_and_what_came_in_stays_in(qtbot, county, monkeypatch):
    county.a.edit(county.persons[0], mobile="1")
    county.trip(qtbot, county.a)
    county.plug(qtbot, county.bureau)

    def refused(*_):
        raise OSError(errno.EROFS, "read-only")

    monkeypatch.setattr(stick, "_write_synced", refused)
    qtbot.keyClick(county.bureau.card.button, KEY.Key_Space)
    qtbot.waitUntil(lambda: county.bureau.card.is_result, timeout=20_000)
    assert county.bureau.card.heading.text() == "没有全部办完"
    assert "U盘是只读的" in county.bureau.card.text.text()
    assert county.bureau.person(county.persons[0])["mobile"] == "1"
    county.bureau.settle(qtbot)


def test_who_stops_before_anything_was_done_has_the_card_as_it_was(qtbot, county, monkeypatch):
    school, runner, going_on = county.a, county.a.desk.tools.tasks, threading.Event()
    school.edit(county.persons[0], mobile="1")
    county.plug(qtbot, school)
    write = stick.write
    before = school.card.text.text()

    def slow(*given):
        going_on.wait(20)
        return write(*given)

    monkeypatch.setattr(stick, "write", slow)
    runner._dialog_timer.setInterval(0)
    qtbot.keyClick(school.card.button, KEY.Key_Space)
    qtbot.keyClick(dialog(qtbot, ProgressDialog), KEY.Key_Escape)
    going_on.set()
    school.settle(qtbot)
    assert school.card.text.text() == before
    assert school.card.button.isEnabled()

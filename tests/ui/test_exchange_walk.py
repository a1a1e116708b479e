"""Three PCs and one stick in the real windows: report, clash, settle, transfer, loss, restore."""

import shutil
from contextlib import ExitStack, closing

import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication

from app.exchange import secret_boxes
from app.exchange.secret_boxes import Cost
from app.services import batches
from app.services.backups import back_up
from app.services.exchange import lives
from app.services.ledger import Ledger
from app.store import records
from app.ui import pickers
from tests.ui.exchange_county import NAMES, reloaded, windows


@pytest.fixture(autouse=True)
def _cheap_and_without_a_screen(monkeypatch):
    monkeypatch.setattr(secret_boxes, "SPOKEN_CODE", Cost(1, 8))
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda *_: True)


@pytest.fixture
def county(qtbot, tmp_path, monkeypatch):
    with windows(qtbot, tmp_path, monkeypatch) as made:
        yield made


def test_both_edit_they_clash_it_is_settled_by_keys_and_the_settling_travels_back(qtbot, county):
    zhang = county.persons[0]
    county.bureau.edit(zhang, mobile="13800000001")
    county.a.edit(zhang, mobile="13800000002", address="城关镇")
    assert "还有1项变动没有报送" in reloaded(qtbot, county.a).heading.text()
    county.trip(qtbot, county.a)
    assert "后来的报送局里还没有回音" in reloaded(qtbot, county.a).heading.text()
    county.plug(qtbot, county.bureau)
    card = county.bureau.card
    assert "盘上有1个单位的报送，共1项变动，1处需要您定。" in card.text.text()
    qtbot.mouseClick(card.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(card.settle_button.isVisible)
    qtbot.mouseClick(card.settle_button, Qt.MouseButton.LeftButton)
    county.bureau.settle(qtbot)
    pane = county.bureau.page.disputes
    assert pane.isVisible()
    badge = county.bureau.workplace.window.navigation._buttons["exchange"]
    qtbot.waitUntil(lambda: badge.accessibleName() == "U盘交换，1")
    (panel,) = pane.view.panels
    told = [button.value.text() for button in panel.choices.values()]
    number = next(n for n, text in enumerate(told, start=1) if "13800000002" in text)
    assert "第一小学" in list(panel.choices.values())[number - 1].about.text()
    assert not pane.view.button.isEnabled()
    qtbot.keyClick(pane.list, str(number))
    qtbot.keyClick(next(iter(panel.choices.values())), Qt.Key.Key_Return)
    county.bureau.settle(qtbot)
    assert pane.nothing.isVisible()
    assert county.bureau.person(zhang)["mobile"] == "13800000002"
    county.pull(qtbot, county.bureau)
    for pc in (county.bureau, county.a):
        county.trip(qtbot, pc)
    assert county.a.person(zhang)["mobile"] == "13800000002"
    heading = county.a.page.heading
    qtbot.waitUntil(lambda: "没有回音" not in heading.text())
    assert "局里已收到" in heading.text()


def test_a_member_goes_from_school_to_school_by_stick(qtbot, county):
    with county.bureau.ledger.writing("转接") as tx:
        records.change(tx, "membership", county.memberships[0], {"org_id": county.orgs[1]})
    for pc in (county.bureau, county.b, county.a):
        county.trip(qtbot, pc)
    assert county.b.person(county.persons[0])["name"] == "张三"
    with county.a.ledger.reading() as tx:
        assert records.get(tx, "membership", county.memberships[0])["org_id"] == county.orgs[1]


def test_a_lost_stick_only_delays_and_the_next_brings_all(qtbot, county):
    county.a.edit(county.persons[0], mobile="1")
    county.trip(qtbot, county.a)
    county.lose()
    county.a.edit(county.persons[0], address="城关镇")
    county.trip(qtbot, county.a)
    assert "共2项变动" in county.trip(qtbot, county.bureau)
    found = county.bureau.person(county.persons[0])
    assert (found["mobile"], found["address"]) == ("1", "城关镇")


def test_a_restored_old_backup_is_told_and_gets_back_what_it_lost(qtbot, county, tmp_path):
    school, zhang = county.a, county.persons[0]
    backup = tmp_path / "old.sqlite"
    back_up(school.ledger, backup)
    school.edit(zhang, mobile="后来填的")
    for pc in (school, county.bureau):
        county.trip(qtbot, pc)
    school.stack.close()
    for file in school.folder.root.glob("dangwu.sqlite*"):
        file.unlink()
    shutil.copy(backup, school.folder.database)
    with closing(Ledger.open(school.folder.database)) as ledger:
        lives.restored(ledger)
    with ExitStack() as stack:
        school.open(stack)
        school.show(qtbot)
        assert school.person(zhang)["mobile"] == ""
        for pc in (school, county.bureau):
            county.trip(qtbot, pc)
        wall = reloaded(qtbot, county.bureau).board
        assert ["有问题" in wall.list.item(n).text() for n in range(2)] == [True, False]
        assert "旧备份" in wall.detail.text()
        county.trip(qtbot, school)
        assert school.person(zhang)["mobile"] == "后来填的"
        school.settle(qtbot)


def test_a_damaged_file_is_a_sentence_and_nothing_is_changed(qtbot, county):
    county.a.edit(county.persons[0], mobile="1")
    county.trip(qtbot, county.a)
    (file,) = county.stick.iterdir()
    file.write_bytes(file.read_bytes()[:-7])
    county.plug(qtbot, county.bureau)
    assert "交换包不完整或已损坏。" in county.bureau.card.text.text()
    assert county.bureau.person(county.persons[0])["mobile"] == ""
    county.bureau.workplace.take(file)
    county.bureau.settle(qtbot)
    assert county.bureau.card.heading.text() == f"文件“{file.name}”"
    assert not county.bureau.card.button.isVisible()


def test_a_package_opened_by_a_double_click_has_its_card_its_receipt_and_its_undo(
    qtbot, county, tmp_path, monkeypatch
):
    county.a.edit(county.persons[0], mobile="1")
    county.a.desk.exchange.leave(county.stick)
    county.a.settle(qtbot)
    (file,) = county.stick.iterdir()
    bureau = county.bureau
    bureau.workplace.take(file)
    bureau.settle(qtbot)
    assert bureau.card.button.text() == "收下"
    qtbot.mouseClick(bureau.card.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(bureau.card.receipts_button.isVisible)
    assert "拔出" not in bureau.card.text.text()
    qtbot.mouseClick(bureau.card.receipts_button, Qt.MouseButton.LeftButton)
    bureau.settle(qtbot)
    pane = bureau.page.received
    assert pane.isVisible()
    newest = pane.table.model.row_at(0)
    pane.table.select([newest.id])
    bureau.settle(qtbot)
    assert "人员：1项" in pane.text.text()
    saved = tmp_path / "receipt.pdf"
    monkeypatch.setattr(pickers, "save_file", lambda p, t, k, picked, s: picked(saved))
    monkeypatch.setattr("app.ui.messages.show", lambda *_: None)
    pane.print_button.click()
    bureau.settle(qtbot)
    assert saved.read_bytes().startswith(b"%PDF")
    assert pane.undo_button.isEnabled()
    pane.undo_button.click()
    bureau.settle(qtbot)
    assert bureau.person(county.persons[0])["mobile"] == ""
    assert batches.recent(bureau.ledger, 1)[0].kind == "UNDO"


def test_the_wall_names_who_is_missing_and_enter_opens_a_school(
    qtbot, county, tmp_path, monkeypatch
):
    page, wall = county.bureau.page, county.bureau.page.board
    wall.since.setText("2099-01-01")
    wall.since.editingFinished.emit()
    county.bureau.settle(qtbot)
    assert wall.sentence.text() == "2台电脑，已收0，未收2。"
    assert "迟" in wall.list.item(0).text()
    wall.copy_button.click()
    assert QGuiApplication.clipboard().text().split("\n") == list(NAMES[1:])
    saved = tmp_path / "reminder.pdf"
    monkeypatch.setattr(pickers, "save_file", lambda p, t, k, picked, s: picked(saved))
    monkeypatch.setattr("app.ui.messages.show", lambda *_: None)
    wall.print_button.click()
    county.bureau.settle(qtbot)
    assert saved.read_bytes().startswith(b"%PDF")
    wall.list.setCurrentRow(1)
    wall.list.itemActivated.emit(wall.list.currentItem())
    assert page.received.isVisible()
    assert {row.receipt.sender for row in page.received.table.model.shown} == {"第二小学"}


def test_the_receipts_of_one_stick_and_of_today_are_printed_in_one_go(
    qtbot, county, tmp_path, monkeypatch
):
    bureau, saved = county.bureau, tmp_path / "receipts.pdf"
    monkeypatch.setattr(pickers, "save_file", lambda p, t, k, picked, s: picked(saved))
    monkeypatch.setattr("app.ui.messages.show", lambda *_: None)
    for pc in (county.a, county.b):
        county.trip(qtbot, pc)
    county.plug(qtbot, bureau)
    qtbot.mouseClick(bureau.card.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(bureau.card.receipts_button.isVisible, timeout=20_000)
    qtbot.mouseClick(bureau.card.receipts_button, Qt.MouseButton.LeftButton)
    bureau.settle(qtbot)
    pane = bureau.page.received
    assert pane.print_button.text() == "打印2张回执…"
    pane.print_button.click()
    bureau.settle(qtbot)
    with pdfium.PdfDocument(saved) as pdf:
        assert len(pdf) == 2
    pane.table.select([pane.table.model.row_at(0).id])
    assert pane.print_button.text() == "打印回执…"
    pane.today_button.click()
    bureau.settle(qtbot)
    with pdfium.PdfDocument(saved) as pdf:
        assert len(pdf) == pane.table.model.rowCount() == 4


def test_of_two_sticks_the_user_chooses_one_and_the_report_goes_there(qtbot, county, tmp_path):
    other, school = tmp_path / "other", county.a
    other.mkdir()
    county.a.edit(county.persons[0], mobile="1")
    desk, card = school.desk.exchange, school.card
    desk.watch._places = lambda: (county.stick, other)
    desk.watch.ask()
    qtbot.waitUntil(lambda: len(desk.watch.sticks) == 2, timeout=20_000)
    school.settle(qtbot)
    assert [card.sticks.itemText(n) for n in range(2)] == [
        "stick",
        "other",
    ]
    school.page.report_button.click()
    school.settle(qtbot)
    assert card.sticks.isVisible()
    assert not [*county.stick.iterdir(), *other.iterdir()]
    card.sticks.setCurrentIndex(1)
    qtbot.keyClick(card.sticks, Qt.Key.Key_Up)
    school.settle(qtbot)
    assert card.heading.text() == "U盘或文件夹“stick”"
    qtbot.keyClick(card.sticks, Qt.Key.Key_Down)
    school.settle(qtbot)
    assert card.heading.text() == "U盘或文件夹“other”"
    school.page.report_button.click()
    qtbot.waitUntil(lambda: card.is_result, timeout=20_000)
    assert len(list(other.iterdir())) == 1
    assert not list(county.stick.iterdir())
    desk.watch._places = lambda: (county.stick,)
    desk.watch.ask()
    qtbot.waitUntil(lambda: len(desk.watch.sticks) == 1, timeout=20_000)
    school.settle(qtbot)
    assert card.heading.text() == "办好了"
    card.close_button.click()
    school.settle(qtbot)
    assert card.heading.text() == "U盘或文件夹“stick”"
    assert not card.sticks.isVisible()


def test_what_was_done_stays_to_be_read_until_it_is_put_away_or_a_stick_comes(qtbot, county):
    school, desk = county.a, county.a.desk.exchange
    county.plug(qtbot, school)
    qtbot.mouseClick(school.card.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: school.card.is_result, timeout=20_000)
    told = school.card.text.text()
    desk.watch._places = tuple
    desk.watch.ask()
    qtbot.waitUntil(lambda: not desk.watch.sticks, timeout=20_000)
    school.settle(qtbot)
    assert (school.card.heading.text(), school.card.text.text()) == ("办好了", told)
    assert school.card.isVisible()
    county.plug(qtbot, school)
    assert school.card.heading.text() == "U盘或文件夹“stick”"
    county.pull(qtbot, school)


def test_why_it_went_wrong_stays_to_be_read_too_but_offers_no_stick_that_is_gone(qtbot, county):
    school, desk = county.a, county.a.desk.exchange
    county.plug(qtbot, school)
    shutil.rmtree(county.stick)
    qtbot.mouseClick(school.card.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: school.card.heading.text() == "没有办成", timeout=20_000)
    desk.watch._places = tuple
    desk.watch.ask()
    qtbot.waitUntil(lambda: not desk.watch.sticks, timeout=20_000)
    school.settle(qtbot)
    assert (school.card.heading.text(), school.card.isVisible()) == ("没有办成", True)
    assert not school.card.button.isVisible()
    school.card.close_button.click()
    assert not school.card.isVisible()


def test_without_a_stick_the_way_through_a_folder_is_named(qtbot, county, monkeypatch):
    told = []
    monkeypatch.setattr("app.ui.messages.show", lambda _, notice, __: told.append(notice.text))
    county.a.page.report_button.click()
    assert told == ["没有看到U盘。"]
    monkeypatch.setattr(pickers, "pick_folder", lambda p, t, picked: picked(county.stick))
    county.a.page.leave_button.click()
    county.a.settle(qtbot)
    assert len(list(county.stick.iterdir())) == 1
    county.bureau.page.receive_button.click()
    county.bureau.settle(qtbot)
    assert county.bureau.card.button.text().startswith("收下")


def test_a_count_that_is_due_after_the_window_was_closed_asks_for_nothing(
    qtbot, county, monkeypatch
):
    desk, failed = county.b.desk.exchange, []
    monkeypatch.setattr("sys.excepthook", lambda *error: failed.append(error))
    county.b.settle(qtbot)
    desk._tools.tasks.close()
    desk._count_timer.start(0)
    qtbot.waitUntil(lambda: not desk._count_timer.isActive())
    assert failed == []

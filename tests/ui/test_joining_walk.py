"""From the first start to the second PC, in the real window, with folders for PCs and a stick."""

from contextlib import closing

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices

from app import bootstrap
from app.base.paths import DataFolder
from app.exchange import secret_boxes
from app.exchange.secret_boxes import Cost
from app.services import access, branches, members
from app.services.backups import back_up
from app.services.exchange import enrolment, setup, sticks
from app.services.exchange.offices import PcState
from app.services.ledger import Ledger
from app.ui import mounted_sticks, pickers
from app.ui.enrol_dialog import EnrolDialog
from app.ui.first_start import FirstStart
from app.ui.first_start_pages import Way
from app.ui.password_dialogs import SheetDialog
from app.ui.schools_dialog import SchoolsDialog
from app.ui.unlock_dialog import UnlockDialog
from tests.ui.joining_steps import (
    COMMITTEE,
    NEW,
    SCHOOLS,
    WORD,
    add_schools,
    begin_bureau,
    enrol,
    fill,
    join,
    opened,
    press,
    started,
)
from tests.ui.workplace import dialog


@pytest.fixture(autouse=True)
def _cheap_and_without_a_screen(monkeypatch):
    monkeypatch.setattr(secret_boxes, "PASSWORD", Cost(1, 8))
    monkeypatch.setattr(secret_boxes, "SPOKEN_CODE", Cost(1, 8))
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda *_: True)
    monkeypatch.setattr(mounted_sticks, "mounted", tuple)


@pytest.fixture
def stick(tmp_path, monkeypatch):
    """Return a stick; whoever asks for a folder is given it."""
    found = tmp_path / "stick"
    found.mkdir()

    def pick(parent, title, picked, start=None):
        picked(found)

    monkeypatch.setattr(pickers, "pick_folder", pick)
    return found


@pytest.fixture
def printed(tmp_path, monkeypatch):
    """Return the folder into which every PDF is saved."""
    found = tmp_path / "printed"
    found.mkdir()

    def save(parent, title, kinds, picked, start):
        picked(found / start.name)

    monkeypatch.setattr(pickers, "save_file", save)
    return found


def receive(workplace, stick):
    """Take in what lies on the stick."""
    ledger = workplace.desk.tools.ledger
    sticks.receive(ledger, sticks.look(ledger, [stick]), DataFolder(stick.parent).backups)


def test_the_whole_way_of_a_county(qtbot, tmp_path, stick, printed, monkeypatch, said):
    codes, bureau_sheet = founded(qtbot, tmp_path / "bureau", stick, printed)
    for number, name in enumerate(SCHOOLS):
        with started(qtbot, tmp_path / f"school{number}") as workplace:
            sheet = join(qtbot, workplace, stick, codes[name], monkeypatch)
            ledger = workplace.desk.tools.ledger
            assert setup.status(ledger).name == name
            assert {row.short_name for row in branches.rows(ledger)} >= {name}
            qtbot.waitUntil(lambda name=name: workplace.window._unit.text() == name)
    opened_again(qtbot, tmp_path / "school1", sheet)
    second_pc(qtbot, tmp_path, stick, monkeypatch, said)
    replaced(qtbot, tmp_path, bureau_sheet)


def founded(qtbot, bureau, stick, printed):
    """Begin the bureau's ledger, enrol both schools, and return their codes and the sheet."""
    with started(qtbot, bureau) as workplace:
        first = begin_bureau(qtbot, workplace)
        assert not workplace.window.isVisible()
        first.sheet.save_button.click()
        qtbot.waitUntil((printed / "党务台账恢复单.pdf").exists)
        qtbot.waitUntil(lambda: "已保存" in first.sheet.told.text())
        sheet = first.sheet.sheet
        press(qtbot, first)
        opened(qtbot, workplace)
        ledger = workplace.desk.tools.ledger
        assert ledger.author == "李文书"
        assert setup.status(ledger).name == COMMITTEE
        assert not workplace.window._reminder_band.isVisible()
        add_schools(ledger)
        codes = enrol(qtbot, workplace, SCHOOLS)
    on_stick = b"".join(path.read_bytes() for path in stick.iterdir())
    assert not any(code.encode() in on_stick for code in codes.values())
    return codes, sheet


def opened_again(qtbot, school, sheet):
    """Open a ledger by password after three slips, and by the sheet when it was forgotten."""
    with started(qtbot, school) as workplace:
        unlock = workplace.door.dialog
        assert isinstance(unlock, UnlockDialog)
        for _ in range(3):
            unlock.password.setText("wrong-word-1")
            press(qtbot, unlock)
            qtbot.waitUntil(lambda: "密码不对" in unlock.message.text())
        unlock.password.setText(WORD)
        press(qtbot, unlock)
        opened(qtbot, workplace)
    with started(qtbot, school) as workplace:
        unlock = workplace.door.dialog
        unlock.forgotten.click()
        unlock.code.setPlainText(sheet.lower())
        fill(unlock.new, NEW)
        press(qtbot, unlock)
        opened(qtbot, workplace)
        access.check(DataFolder(school), NEW)


def second_pc(qtbot, tmp_path, stick, monkeypatch, said):
    with started(qtbot, tmp_path / "bureau") as workplace:
        unlock = workplace.door.dialog
        unlock.password.setText(WORD)
        press(qtbot, unlock)
        opened(qtbot, workplace)
        receive(workplace, stick)
        workplace.security.schools()
        schools = dialog(qtbot, SchoolsDialog)
        qtbot.waitUntil(lambda: schools.tree.topLevelItemCount() == 3)
        item = schools.tree.findItems(SCHOOLS[0], Qt.MatchFlag.MatchExactly)[0]
        assert item.text(4) == "正常"
        schools.tree.setCurrentItem(item)
        schools.more_button.click()
        box = dialog(qtbot, EnrolDialog)
        box._ask_stick()
        press(qtbot, box, "开户包写好了，可以拔出U盘")
        said.answers.append("不关")
        box.reject()
        assert "再也看不到开户码" in said.texts[-1]
        box._ask_file()
        qtbot.waitUntil(lambda: "开户码单已存好" in said.texts[-1])
        assert (tmp_path / "printed" / "开户码单.pdf").exists()
        (made,) = box.codes
        press(qtbot, box)
        two = f"{SCHOOLS[0]}（2台）"
        qtbot.waitUntil(lambda: bool(schools.tree.findItems(two, Qt.MatchFlag.MatchExactly)))
        schools.reject()
    with started(qtbot, tmp_path / "second") as workplace:
        join(qtbot, workplace, stick, made.code, monkeypatch)
        assert setup.status(workplace.desk.tools.ledger).name == SCHOOLS[0]


def replaced(qtbot, tmp_path, sheet):
    """Replace the bureau's PC from a backup and the sheet of its first day."""
    backup = tmp_path / "备份.db"
    old = access.open_ledger(DataFolder(tmp_path / "bureau"), WORD)
    back_up(old, backup)
    lost = setup.status(old).node
    old.close()
    with started(qtbot, tmp_path / "new bureau") as workplace:
        first = workplace.door.dialog
        first.ways.buttons[Way.RECOVER].setChecked(True)
        press(qtbot, first, "接着原来的台账用")
        first.backup.choose([backup])
        first.backup.password.setText(WORD)
        first.backup.code.setPlainText(sheet.password_code)
        press(qtbot, first)
        qtbot.waitUntil(lambda: "不是本台账的换机码" in first.message.text())
        first.backup.code.setPlainText(sheet.root_code)
        press(qtbot, first)
        opened(qtbot, workplace)
        found = setup.status(workplace.desk.tools.ledger)
        assert found.name == COMMITTEE
        assert found.node != lost


def test_printing_later_is_remembered_and_founds_the_exchange_then(qtbot, tmp_path, printed, said):
    with started(qtbot, tmp_path / "bureau") as workplace:
        first = begin_bureau(qtbot, workplace)
        first.sheet.later_button.click()
        opened(qtbot, workplace)
        window = workplace.window
        assert window._reminder_band.isVisible()
        ledger = workplace.desk.tools.ledger
        assert setup.status(ledger).role is None
        said.answers.append("教育局的")
        window._reminder_button.click()
        box = dialog(qtbot, SheetDialog)
        assert box.unit.text() == COMMITTEE
        box.own.setText("wrong-word-1")
        press(qtbot, box)
        qtbot.waitUntil(lambda: "密码不对" in box.message.text())
        box.own.setText(WORD)
        press(qtbot, box)
        qtbot.waitUntil(lambda: box.page_of_codes is not None)
        box.page_of_codes.copied.setChecked(True)
        press(qtbot, box)
        schools = dialog(qtbot, SchoolsDialog)
        assert setup.status(ledger).name == COMMITTEE
        assert access.has_sheet(DataFolder(tmp_path / "bureau"))
        assert not window._reminder_band.isVisible()
        schools.reject()


def test_leaving_the_first_start_leaves_no_ledger_and_no_key(qtbot, tmp_path):
    with started(qtbot, tmp_path / "pc") as workplace:
        first = workplace.door.dialog
        first.ways.buttons[Way.BUREAU].setChecked(True)
        press(qtbot, first, "您的党委叫什么")
        first.reject()
    kept = {path.name for path in (tmp_path / "pc").iterdir()}
    assert kept.isdisjoint({"dangwu.sqlite", "dangwu.key"})


def test_a_first_start_cut_off_after_the_password_goes_on_where_it_was(qtbot, tmp_path):
    folder = DataFolder(tmp_path / "pc")
    folder.create()
    access.set_password(folder, WORD, name="李文书")
    with started(qtbot, folder.root) as workplace:
        unlock = workplace.door.dialog
        unlock.password.setText(WORD)
        press(qtbot, unlock)
        qtbot.waitUntil(lambda: isinstance(workplace.door.dialog, FirstStart))
        first = workplace.door.dialog
        assert not first.ways.buttons[Way.RECOVER].isEnabled()
        first.ways.buttons[Way.BUREAU].setChecked(True)
        press(qtbot, first, "您的党委叫什么")
        first.committee.name.setText(COMMITTEE)
        press(qtbot, first, "打印恢复单")
        first.sheet.later_button.click()
        opened(qtbot, workplace)


def test_a_package_double_clicked_on_a_new_pc_leads_to_its_code(qtbot, tmp_path, stick):
    with closing(Ledger.open(tmp_path / "bureau.sqlite")) as ledger:
        setup.found_bureau(ledger, COMMITTEE)
        made = enrolment.write(enrolment.make(ledger, SCHOOLS[0], ()), stick)
    with bootstrap.window_on(DataFolder(tmp_path / "pc")) as workplace:
        workplace.start(made.files[0])
        first = workplace.door.dialog
        assert first.heading.text() == "加入全县的党务台账"
        qtbot.waitUntil(lambda: bool(first.join.packages))
        first.join.code.setText(made.code)
        press(qtbot, first, "设密码")
        first.reject()


def test_practice_data_open_without_a_password_and_make_no_ledger(qtbot, tmp_path):
    with started(qtbot, tmp_path / "pc") as workplace:
        first = workplace.door.dialog
        first.ways.buttons[Way.PRACTICE].setChecked(True)
        first.next_button.click()
        practising = workplace._practising
        assert practising.window.is_practice
        ledger = practising.desk.tools.ledger
        qtbot.waitUntil(lambda: not practising.is_busy())
        assert members.on_roster_n(ledger)[0] > 0
        practising.window.close()
    assert not (tmp_path / "pc" / "dangwu.sqlite").exists()


def test_neither_log_nor_key_file_tells_a_password(qtbot, tmp_path, printed, said):
    with started(qtbot, tmp_path / "pc") as workplace:
        first = begin_bureau(qtbot, workplace)
        sheet = first.sheet.sheet
        first.sheet.copied.setChecked(True)
        press(qtbot, first)
        opened(qtbot, workplace)
    secrets = [WORD, sheet.password_code, sheet.root_code, sheet.root_code.replace("-", "")]
    for path in (path for path in (tmp_path / "pc").rglob("*") if path.is_file()):
        content = path.read_bytes()
        assert not any(secret.encode() in content for secret in secrets), path.name


def test_revoking_and_enrolling_again(qtbot, tmp_path, stick, monkeypatch, said):
    with started(qtbot, tmp_path / "bureau") as workplace:
        first = begin_bureau(qtbot, workplace)
        first.sheet.copied.setChecked(True)
        press(qtbot, first)
        opened(qtbot, workplace)
        add_schools(workplace.desk.tools.ledger)
        enrol(qtbot, workplace, SCHOOLS[:1])
        workplace.security.schools()
        schools = dialog(qtbot, SchoolsDialog)
        qtbot.waitUntil(lambda: schools.tree.topLevelItemCount() == 2)
        schools.tree.setCurrentItem(schools.tree.topLevelItem(0))
        assert not schools.again_button.isEnabled()
        assert not schools.revoke_button.isEnabled()
        schools.tree.setCurrentItem(schools.tree.topLevelItem(1))
        before = schools.chosen()[1]
        said.answers.append("重新开户")
        schools.again_button.click()
        box = dialog(qtbot, EnrolDialog)
        assert "作废" in said.texts[-1]
        box._ask_stick()
        press(qtbot, box, "开户包写好了，可以拔出U盘")
        press(qtbot, box)
        qtbot.waitUntil(lambda: schools.tree.topLevelItemCount() == 2)
        schools.tree.setCurrentItem(schools.tree.topLevelItem(1))
        after = schools.chosen()[1]
        assert after.enrolment != before.enrolment
        assert after.state is PcState.WAITING
        schools.revoke(after, "不再使用")
        qtbot.waitUntil(lambda: schools.tree.topLevelItemCount() == 1)
        schools.reject()

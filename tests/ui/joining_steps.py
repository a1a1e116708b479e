"""Steps of the walks through first start, joining and 开户: what the user presses and types."""

from contextlib import contextmanager

from PySide6.QtCore import Qt

from app import bootstrap
from app.base.paths import DataFolder
from app.domain.branches import BranchDraft
from app.domain.kinds import OrgKind
from app.services import branches
from app.ui import mounted_sticks, pickers
from app.ui.enrol_dialog import EnrolDialog
from app.ui.first_start import FirstStart
from app.ui.first_start_pages import Way
from app.ui.schools_dialog import SchoolsDialog
from tests.ui.workplace import dialog

WORD, NEW = "qing-jiang-chun", "qing-jiang-qiu"
COMMITTEE = "中共某某县教育局委员会"
SCHOOLS = ("第一中学党支部", "城关小学党支部")


@contextmanager
def started(qtbot, folder):
    with bootstrap.window_on(DataFolder(folder)) as workplace:
        workplace.start()
        yield workplace
        qtbot.waitUntil(lambda: not workplace.is_busy())


def press(qtbot, wizard, heading=None):
    """Press the main button and wait for the next step, or for the window to close."""
    wizard.next_button.click()
    if heading is not None:
        qtbot.waitUntil(lambda: wizard.heading.text() == heading)


def opened(qtbot, workplace):
    """Wait for the main window and its first page."""
    qtbot.waitUntil(workplace.window.isVisible)
    qtbot.waitUntil(lambda: workplace._ledger is not None)
    qtbot.wait(200)
    qtbot.waitUntil(lambda: not workplace.is_busy())


def fill(password, word, name=""):
    password.name.setText(name)
    password.first.setText(word)
    password.second.setText(word)


def begin_bureau(qtbot, workplace):
    first = workplace.door.dialog
    assert isinstance(first, FirstStart)
    press(qtbot, first)
    assert first.message.text() == "请先选一项。"
    first.ways.buttons[Way.BUREAU].setChecked(True)
    press(qtbot, first, "您的党委叫什么")
    qtbot.keyClicks(first.committee.name, " ")
    press(qtbot, first)
    assert "党委名称" in first.message.text()
    first.committee.name.setText(COMMITTEE)
    press(qtbot, first, "设密码")
    fill(first.password, WORD, "李文书")
    press(qtbot, first, "打印恢复单")
    return first


def add_schools(ledger):
    (top,) = branches.rows(ledger)
    for name in SCHOOLS:
        full = f"中共某某县{name}委员会"
        draft = BranchDraft(
            full_name=full, short_name=name, kind=OrgKind.BRANCH.value, parent_id=top.id
        )
        branches.add(ledger, draft)


def enrol(qtbot, workplace, names):
    """Tick units in the window 学校与电脑 and return the spoken code of each."""
    workplace.security.schools()
    schools = dialog(qtbot, SchoolsDialog)
    qtbot.waitUntil(lambda: schools.tree.topLevelItemCount() > 0)
    schools.enrol_button.click()
    box = dialog(qtbot, EnrolDialog)
    qtbot.waitUntil(lambda: bool(box.units._items()))
    press(qtbot, box)
    assert "先勾选" in box.message.text()
    for item in box.units._items():
        if item.text(0) in names:
            item.setCheckState(0, Qt.CheckState.Checked)
    press(qtbot, box, "写到哪个U盘")
    press(qtbot, box)
    assert "先插上U盘" in box.message.text()
    box._ask_stick()
    press(qtbot, box, "开户包写好了，可以拔出U盘")
    codes = {each.name: each.code for each in box.codes}
    press(qtbot, box)
    states = {}

    def listed():
        rows = [schools.tree.topLevelItem(n) for n in range(schools.tree.topLevelItemCount())]
        states.update({each.text(0): each.text(4) for each in rows})
        return set(names) <= set(states)

    qtbot.waitUntil(listed)
    assert all(states[name] == "等第一次报送" for name in names)
    schools.reject()
    return codes


def join(qtbot, workplace, stick, code, monkeypatch):
    """Join by a stick that is noticed by itself, and write the first report to it."""
    first = workplace.door.dialog
    first.ways.buttons[Way.SCHOOL].setChecked(True)
    monkeypatch.setattr(mounted_sticks, "mounted", lambda: (stick,))
    press(qtbot, first, "加入全县的党务台账")
    qtbot.waitUntil(lambda: bool(first.join.packages))
    first.join.code.setText("0000 0000 0000")
    press(qtbot, first)
    qtbot.waitUntil(lambda: "开户码不对" in first.message.text())
    assert not DataFolder(workplace._folder.root).database.exists()
    assert not DataFolder(workplace._folder.root).key_file.exists()
    first.join.code.setText(code)
    press(qtbot, first, "设密码")
    fill(first.password, WORD, "王老师")
    press(qtbot, first, "打印恢复单")
    press(qtbot, first)
    assert "请先打印" in first.message.text()
    sheet = first.sheet.sheet.password_code
    first.sheet.copied.setChecked(True)
    press(qtbot, first, "加入好了")
    with monkeypatch.context() as asked:  # the stick is there: nobody is to look for it
        asked.setattr(pickers, "pick_folder", lambda *_: None)
        first._ask_stick()
    qtbot.waitUntil(lambda: "可以拔出U盘" in first.message.text())
    press(qtbot, first)
    opened(qtbot, workplace)
    return sheet

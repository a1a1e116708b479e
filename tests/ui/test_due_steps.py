"""What every line of 今天要办 opens, in the real window over the practice county."""

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from app.base.paths import DataFolder
from app.bootstrap import window_on
from app.domain.dev_steps import shipped_steps
from app.services import rules
from app.ui.dues_window import DuesWindow
from tests.ui.workplace import settle

OPENS = {
    "AL-A11": "表彰",
    "AL-A12": "表彰",
    "AL-A25": "答复意见",
    "AL-A26": "慰问或救助",
    "AL-A27": "慰问和救助",
    "AL-A51": "党费收缴",
    "B10-02": "停止党籍",
    "B10-03": "登记除名",
    "B1-12": "党小组",
    "B10-04": "改党籍状态",
    "B10-06": "登记联系或谈话",
    "B10-08": "登记限期改正",
    "B10-20": "上报备案",
    "B10-21": "退党谈话",
    "B10-22": "退党谈话",
    "B11-01": "组织处置和党纪处分",
    "B11-02": "处置了结",
    "B11-05": "组织处置和党纪处分",
    "B11-11": "表彰",
    "B11-12": "处置了结",
    "B12-01": "组织关系接转",
    "B12-02": "已联系",
    "B12-03": "本人汇报",
    "B4-15-2": "入党志愿书管理台账",
    "B8-08": "党费收缴",
    "B8-10": "党费收缴",
    "B8-12": "党费收缴",
    "B8-13": "党费收缴",
    "B8-15": "党费收缴",
    "B8-20": "慰问和救助",
    "B9-05": "介绍信",
    "B9-06": "收到回执",
    "B9-08": "正在办理",
    "B9-09": "重开介绍信",
}
"""The title of the window that opens for a finding of a rule, up to the name of the person."""
ON_A_PAGE = {
    **dict.fromkeys(("B1-01", "B1-02", "B1-03", "B1-04", "B1-05", "B1-06", "B1-10", "B1-11",
                     "B1-13"), "branches"),
    **dict.fromkeys(("B3-01", "B3-02", "B3-03", "B3-04", "B3-05", "B3-06", "B3-07", "B3-08",
                     "B3-09", "B3-11"), "branches"),
    "B4-40": "development",
}  # fmt: skip


@pytest.fixture
def workplace(qtbot, tmp_path, practice_file):
    shutil.copy(practice_file, tmp_path / "dangwu.sqlite")
    with window_on(DataFolder(tmp_path)) as opened:
        opened.window.resize(1366, 768)
        opened.window.show()
        settle(qtbot, opened.desk.tools)
        with qtbot.waitActive(opened.window):
            opened.window.activateWindow()
        yield opened


def boxes():
    shown = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    return [one for one in shown if isinstance(one, QDialog)]


def front(workplace):
    return workplace.window.page(workplace.window.current_key()).page()


def lines(qtbot, workplace):
    """Return the first line of every rule in the list."""
    workplace.window.show_page("today")
    settle(qtbot, workplace.desk.tools)
    found = {}
    for row in front(workplace).table.model.rows:
        found.setdefault(row.finding.rule_id, row)
    return found


def press_enter(qtbot, workplace, row):
    workplace.window.show_page("today")
    settle(qtbot, workplace.desk.tools)
    table = front(workplace).table
    table.select([row.id])
    table.view.setFocus()
    qtbot.keyClick(table.view, Qt.Key.Key_Return)
    settle(qtbot, workplace.desk.tools)


def titles():
    return [one.windowTitle().split("：")[0] for one in boxes()]


def close_all(qtbot, workplace):
    for one in sorted(boxes(), key=lambda box: not hasattr(box, "form")):
        if hasattr(one, "form"):
            one.form.mark_clean()
        one.reject()
    settle(qtbot, workplace.desk.tools)


def test_every_line_about_a_member_or_a_branch_opens_its_step(qtbot, workplace, said):
    found = lines(qtbot, workplace)
    others = {rule for rule, row in found.items() if row.finding.about.table[:4] != "dev_"}
    assert others == OPENS.keys() | ON_A_PAGE.keys()
    wrong = {}
    for rule in sorted(OPENS):
        press_enter(qtbot, workplace, found[rule])
        told = [*titles(), *(text.split("　")[0] for text in said.texts)]
        if OPENS[rule] not in told:
            wrong[rule] = told
        steps = [one for one in boxes() if hasattr(one, "draft_form")]
        if steps and rule not in ("AL-A11", "AL-A12"):
            who = {steps[0].windowTitle().split("：")[-1], *people(steps[0])}
            assert found[rule].subject in who, rule
        said.texts.clear()
        close_all(qtbot, workplace)
    assert wrong == {}


def people(window):
    """Return the names that the fields for a person show, without their branches."""
    boxes_of = [window.draft_form.field(name) for name in window.draft_form.names
                if name == "person_id"]  # fmt: skip
    return {box.currentText().split("（")[0] for box in boxes_of}


def test_lines_that_stand_on_a_page_open_it_at_their_part(qtbot, workplace):
    found = lines(qtbot, workplace)
    for rule, key in ON_A_PAGE.items():
        press_enter(qtbot, workplace, found[rule])
        assert workplace.window.current_key() == key, rule
        page = front(workplace)
        if rule == "B4-40":
            assert page.branch.currentText() == found[rule].subject
        else:
            assert page.card.title.text() == found[rule].subject
            is_staff = page.card.tabs.currentWidget() is page.card.staff
            assert is_staff == rule.startswith("B3-"), rule


def test_arrears_open_the_dues_on_the_member_and_his_first_month_unpaid(qtbot, workplace):
    row = lines(qtbot, workplace)["B8-13"]
    press_enter(qtbot, workplace, row)
    (window,) = boxes()
    assert isinstance(window, DuesWindow)
    index = window.table.currentIndex()
    assert window.model.grid.rows[index.row()].name == row.subject
    assert "连续6个月没有交党费（2010-06起）" in row.finding.text
    assert (window.model.grid.year, index.column()) == (2010, 6)
    close_all(qtbot, workplace)


def test_b8_15_the_dues_of_the_year_that_was_not_published_are_opened(qtbot, workplace):
    row = lines(qtbot, workplace)["B8-15"]
    assert "2009年收缴的党费" in row.finding.text
    press_enter(qtbot, workplace, row)
    (window,) = boxes()
    assert (window.branch.currentText(), window.year.currentData()) == (row.subject, 2009)
    close_all(qtbot, workplace)


@pytest.mark.parametrize("rule", ["B4-03", "B4-06", "B5-03", "B11-03"])
def test_a_line_of_development_opens_the_case_with_the_cursor_on_its_step(qtbot, workplace, rule):
    row = lines(qtbot, workplace)[rule]
    press_enter(qtbot, workplace, row)
    assert workplace.window.current_key() == "development"
    page = front(workplace)
    assert page.case.card.card.name == row.subject
    assert page.case.current_key() == row.finding.about.part
    assert workplace.window.focusWidget() is page.case.steps
    qtbot.keyClick(page.case.steps, Qt.Key.Key_F3)
    settle(qtbot, workplace.desk.tools)
    (form,) = boxes()
    assert row.subject in form.windowTitle()
    close_all(qtbot, workplace)


def test_every_finding_of_development_names_a_step(workplace):
    ledger = workplace.desk.tools.ledger
    found = [one for one in rules.findings(ledger, ledger.today())
             if one.about.table in ("dev_case", "dev_step")]  # fmt: skip
    assert {one.about.part for one in found} <= {step.key for step in shipped_steps().steps}
    assert len({one.rule_id for one in found}) > 20

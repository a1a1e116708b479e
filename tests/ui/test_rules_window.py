"""规则 in a real window, by the keyboard: found, changed, seen in 今天要办, taken back."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.services import rule_versions
from app.ui import messages
from app.ui.record_pages import basics_page
from app.ui.rule_dialog import RuleDialog
from app.ui.rules_window import RulesWindow, open_rules
from app.ui.today_page import today_page
from tests.ui.workplace import dialog, gone, settle, type_text

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot, practice):
    open_rules(practice, None)
    window = dialog(qtbot, RulesWindow)
    settle(qtbot, practice)
    activate(qtbot, window)
    yield window
    window.close()


def find(qtbot, window, text):
    """Search, go down into the list and stand on the first rule."""
    activate(qtbot, window)
    qtbot.keyClick(window, KEY.Key_F, CTRL)
    type_text(qtbot, QApplication.focusWidget(), text)
    qtbot.waitUntil(lambda: len(window.table.model.shown) < window.table.model.total)
    qtbot.keyClick(QApplication.focusWidget(), KEY.Key_Down)


def opened(qtbot, window, rule_id):
    find(qtbot, window, rule_id)
    assert window.table.current_id() == rule_id
    qtbot.keyClick(QApplication.focusWidget(), KEY.Key_Return)
    box = dialog(qtbot, RuleDialog)
    activate(qtbot, box)
    return box


def activate(qtbot, window):
    """Wait until the keys go to a window: a box shares the activation of the window below it."""
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)


def fill(qtbot, box, key, text):
    box.form.field(key).setFocus()
    box.form.field(key).selectAll()
    type_text(qtbot, box.form.field(key), text)


def stand(tools, rule_id, on=None):
    found = rule_versions.stands(tools.ledger, on or tools.ledger.today())
    return next(each for each in found if each.id == rule_id)


def test_f6_on_the_basics_page_opens_every_rule_with_its_words(qtbot, practice):
    page = basics_page(practice).factory()
    qtbot.addWidget(page)
    page.show()
    settle(qtbot, practice)
    with qtbot.waitActive(page):
        page.activateWindow()
    qtbot.keyClick(page.kinds, KEY.Key_F6)
    window = dialog(qtbot, RulesWindow)
    settle(qtbot, practice)
    assert window.table.model.total > 100
    find(qtbot, window, "覆盖单位")
    assert window.table.current_id() == "B1-03"
    shown = window.card.toPlainText()
    assert "一般不超过5个" in shown
    assert "程序自带" in shown
    window.close()


def test_a_change_is_looked_at_saved_with_its_reason_and_felt_at_once(
    qtbot, window, practice, said
):
    page = today_page(practice, lambda *_: None).factory()
    qtbot.addWidget(page)
    page.show()
    settle(qtbot, practice)

    def due():
        return sum(row.finding.rule_id == "AL-A26" for row in page.table.model.rows)

    before = due()
    box = opened(qtbot, window, "AL-A26")
    assert box.form.field("months").text() == "12"
    fill(qtbot, box, "months", "1200")
    fill(qtbot, box, "=reason", "清教通2010")
    said.answers.append("保存")
    qtbot.keyClick(box, KEY.Key_S, CTRL)
    gone(qtbot, box)
    settle(qtbot, practice)
    assert "期限：12个月 → 1200个月" in said.notices[-1].detail
    assert stand(practice, "AL-A26").rule.reason == "清教通2010"
    assert "本局已修改" in {row.state for row in window.table.model.shown}
    assert due() < before
    activate(qtbot, window)
    qtbot.keyClick(window.table.view, KEY.Key_Z, CTRL)
    settle(qtbot, practice)
    assert due() == before
    assert not stand(practice, "AL-A26").is_bureaus


def test_a_statutory_bar_warns_before_it_is_loosened_and_esc_keeps_it(
    qtbot, window, practice, said
):
    box = opened(qtbot, window, "B4-05")
    fill(qtbot, box, "months", "6")
    fill(qtbot, box, "=reason", "abc")
    qtbot.keyClick(box, KEY.Key_S, CTRL)
    (notice,) = said.notices
    assert notice.kind is messages.Kind.WARN
    assert notice.is_dangerous
    assert "强制规定" in notice.text
    assert "发展党员工作细则" in notice.detail
    assert box.isVisible()
    assert stand(practice, "B4-05").rule.number("months") == 12
    said.answers.append("不保存")
    qtbot.keyClick(box, KEY.Key_Escape)
    gone(qtbot, box)


def test_what_is_missing_or_wrong_is_said_beside_its_field(qtbot, window, practice, said):
    box = opened(qtbot, window, "B1-04")
    fill(qtbot, box, "max", "abc")
    fill(qtbot, box, "kinds", "党支布")
    fill(qtbot, box, "=to", "2020-13-45")
    qtbot.keyClick(box, KEY.Key_S, CTRL)
    shown = {key: label.text() for key, label in box.form._problems.items() if label.text()}
    assert set(shown) == {"max", "kinds", "=to", "=reason"}
    assert "联合党支部" in shown["kinds"]
    assert said.notices == []
    said.answers.append("不保存")
    box.reject()
    gone(qtbot, box)


def test_a_number_beyond_measure_is_told_and_nothing_is_lost(qtbot, window, practice, said):
    box = opened(qtbot, window, "B1-04")
    fill(qtbot, box, "max", "99999")
    fill(qtbot, box, "=reason", "abc")
    qtbot.keyClick(box, KEY.Key_S, CTRL)
    assert "填写有误" in said.texts[-1]
    assert box.form.field("max").text() == "99999"
    said.answers.append("不保存")
    box.reject()
    gone(qtbot, box)


def test_the_shipped_rule_is_brought_back_after_a_look(qtbot, window, practice, said):
    box = opened(qtbot, window, "B1-04")
    box.form.field("=from").set_value(None)
    fill(qtbot, box, "=from", "2019-01-01")
    fill(qtbot, box, "max", "60")
    fill(qtbot, box, "=reason", "abc")
    said.answers.append("保存")
    qtbot.keyClick(box, KEY.Key_S, CTRL)
    gone(qtbot, box)
    settle(qtbot, practice)
    assert stand(practice, "B1-04", date(2019, 1, 1)).rule.number("max") == 60
    said.answers.append("恢复")
    activate(qtbot, window)
    qtbot.keyClick(window, KEY.Key_R, Qt.KeyboardModifier.AltModifier)
    settle(qtbot, practice)
    assert "恢复为原规定" in said.notices[-1].text
    assert stand(practice, "B1-04", date(2019, 1, 1)).rule.number("max") == 50


def test_a_rule_that_was_not_changed_has_nothing_to_bring_back(qtbot, window, said):
    find(qtbot, window, "B1-04")
    window.ask_restore()
    assert "没有改过" in said.texts[-1]

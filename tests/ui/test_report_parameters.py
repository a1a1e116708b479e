"""What stands around the figures is entered on the page of the report."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.services import issued_reports
from app.ui.draft_dialog import DraftDialog
from app.ui.report_tab import report_page
from tests.ui.workplace import dialog, gone, open_ledger, settle, tools_on, type_line


@pytest.fixture
def page(qtbot, practice):
    page = report_page(practice, lambda *_: None).factory()
    qtbot.addWidget(page)
    page.show()
    settle(qtbot, practice)
    return page


def test_names_context_and_date_are_entered_where_the_report_is(qtbot, page, practice):
    page.open_parameters()
    box = dialog(qtbot, DraftDialog)
    assert box.windowTitle() == "2010年汇报的抬头和背景"
    type_line(qtbot, box.form, "org_name", "中共清江县教育局委员会")
    type_line(qtbot, box.form, "superior", "中共清江县委组织部")
    type_line(qtbot, box.form, "context", "学习贯彻党的十七届五中全会精神")
    type_line(qtbot, box.form, "signed_on", "2011年1月8日")
    gone(qtbot, box)
    settle(qtbot, practice)
    text = page.text.toPlainText()
    assert "中共清江县委组织部：" in text
    assert "围绕学习贯彻党的十七届五中全会精神，" in text
    assert "2011年1月8日" in text


def test_a_report_of_nothing_warns_before_it_is_issued(qtbot, tmp_path, said):
    ledger = open_ledger(tmp_path / "new.sqlite")
    with tools_on(ledger) as tools:
        page = report_page(tools, lambda *_: None).factory()
        qtbot.addWidget(page)
        page.show()
        settle(qtbot, tools)
        shown = [label.text() for label in page.warnings.findChildren(QLabel)]
        assert any("名称" in text for text in shown)
        assert any("还没有党员" in text for text in shown)
        page.ask_issue()
        assert "请核对" in said.texts[-1]
        assert issued_reports.issued(ledger) == ()
        page.open_parameters()
        box = dialog(qtbot, DraftDialog)
        type_line(qtbot, box.form, "org_name", "中共云山县教育局委员会", Qt.Key.Key_Tab)
        qtbot.keyClick(box, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        gone(qtbot, box)
        settle(qtbot, tools)
        assert "中共云山县教育局委员会" in page.text.toPlainText()
    ledger.close()

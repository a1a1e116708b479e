"""A 冲突卡: numbers choose, both are kept where the field allows, the bureau's is only shown."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt

from app.services.exchange.disputes import (
    BOTH,
    DisputeCard,
    DisputeField,
    DisputeKind,
    DisputeSide,
)
from app.ui.dispute_view import DisputeView

AT = datetime(2010, 6, 1, 9, tzinfo=UTC)


def side(choice, text, unit="第一小学"):
    values = (choice, text, "李文书", unit, AT, "修改党员", choice == "a", unit == "局")
    return DisputeSide(*values, paper="文号 县教党〔2026〕3号" if unit == "局" else "")


def field(name, *, both=False, bureaus=False):
    sides = (side("a", "甲"), side("b", "乙", "局"))
    return DisputeField(name, name, sides, can_keep_both=both, is_bureaus=bureaus)


@pytest.fixture
def view(qtbot):
    made = DisputeView()
    qtbot.addWidget(made)
    fields = (field("mobile"), field("remark", both=True), field("org_id", bureaus=True))
    card = DisputeCard("person", "1", "人员“张三”", DisputeKind.VALUE, fields)
    made.show_card(card, is_bureau=False)
    made.resize(800, 600)
    made.show()
    return made


def test_numbers_go_from_field_to_field_and_enter_settles(qtbot, view):
    with qtbot.waitActive(view):
        view.activateWindow()
    qtbot.keyClick(view, "2")
    qtbot.keyClick(view, "3")
    with qtbot.waitSignal(view.settled) as told:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert told.args == [{"mobile": "b", "remark": BOTH}]


def test_nought_leaves_a_field_open_and_a_missing_number_does_nothing(qtbot, view):
    (mobile, *_) = view.panels
    qtbot.keyClick(view, "1")
    mobile.choose(0)
    assert (mobile.choice, view.button.isEnabled()) == ("", False)
    assert not mobile.choose(3)
    with qtbot.assertNotEmitted(view.settled):
        qtbot.keyClick(view, Qt.Key.Key_Return)


def test_pressing_one_lets_go_of_the_other(qtbot, view):
    first, second = view.panels[0].choices.values()
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert view.panels[0].choice == "b"


def test_what_the_bureau_decides_is_shown_with_both_sides_and_cannot_be_pressed(view):
    panel = view.panels[2]
    assert not any(button.isEnabled() for button in panel.choices.values())
    assert not panel.choose(1)
    about = panel.choices["b"].about.text()
    for part in ("局  李文书", "来源：修改党员", "依据：文号 县教党〔2026〕3号", "学校的建议"):
        assert part in about
    assert "现在显示的就是这个" in panel.choices["a"].about.text()


def test_without_a_card_there_is_nothing_to_press(view):
    view.show_card(None, is_bureau=True)
    assert view.panels == []
    assert not view.button.isVisible()

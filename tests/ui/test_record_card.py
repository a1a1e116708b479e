"""The card of a record handed in."""

from app.domain.record_rows import RecordCard, RecordPart, RecordRow
from app.ui.record_card import RecordCardView, child_tables

ROW = RecordRow("1", {"name": "读书月", "organiser": ""}, {}, "读书月")
PART = RecordPart("activity", "活动和会议", (RecordRow("7", {}, {}, "2010-06-01 读书"),))


def test_what_belongs_to_a_record_is_what_points_to_it_first():
    assert child_tables("activity")["attendance"] == "activity_id"
    assert "person" not in child_tables("activity")
    assert child_tables("study_plan") == {"study_plan_item": "plan_id"}


def test_fields_parts_and_doubts_are_shown(qtbot):
    view = RecordCardView()
    qtbot.addWidget(view)
    view.show()
    view.show_card(RecordCard("campaign", ROW, (PART,)), ("人数不一致",))
    form = view._fields.widget().layout()
    shown = {
        form.itemAt(n, form.ItemRole.LabelRole).widget().text(): form.itemAt(
            n, form.ItemRole.FieldRole
        )
        .widget()
        .text()
        for n in range(form.rowCount())
    }
    assert shown["专题活动名称"] == "读书月"
    assert shown["组织单位"] == "—"
    assert view._doubt.text() == "人数不一致"
    assert view.tabs.tabText(1) == "关联记录（1）"


def test_a_part_is_opened_by_table_and_id(qtbot):
    view = RecordCardView()
    qtbot.addWidget(view)
    view.show_card(RecordCard("campaign", ROW, (PART,)))
    with qtbot.waitSignal(view.part_opened) as opened:
        view.parts.itemActivated.emit(view.parts.topLevelItem(0).child(0), 0)
    assert opened.args == [("activity", "7")]


def test_without_a_record_there_is_an_advice(qtbot):
    view = RecordCardView()
    qtbot.addWidget(view)
    view.show_card(None)
    assert view._stack.currentIndex() == 0

"""The history of a record."""

from datetime import datetime

from app.domain.history import HistoryEntry
from app.ui.history_view import HistoryView

AT = datetime(2010, 6, 8, 14, 3).astimezone()


def test_each_entry_says_when_who_what_and_every_changed_value(qtbot):
    view = HistoryView()
    qtbot.addWidget(view)
    changes = (("手机号", "13900001111", "13900002222"), ("学历", "", "本科"))
    view.set_entries(
        [HistoryEntry(AT, "王老师", "修改", changes), HistoryEntry(AT, "系统", "导入")]
    )
    first, second = view.tree.topLevelItem(0), view.tree.topLevelItem(1)
    assert first.text(0) == "2010-06-08 14:03  王老师  修改（2 项）"
    rows = [[first.child(n).text(column) for column in range(3)] for n in range(2)]
    assert rows == [["手机号", "13900001111", "13900002222"], ["学历", "（空）", "本科"]]
    assert first.isExpanded()
    assert second.text(0).endswith("系统  导入")


def test_no_history_is_said(qtbot):
    view = HistoryView()
    qtbot.addWidget(view)
    view.set_entries([HistoryEntry(AT, "王老师", "修改")])
    view.set_entries([])
    assert view.tree.topLevelItemCount() == 1
    assert view.tree.topLevelItem(0).text(0) == "还没有修改记录"

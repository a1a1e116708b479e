"""The strip that says what was done."""

from app.ui.notice_bar import NoticeBar
from app.ui.writing import Told


def test_it_is_hidden_until_something_was_done_and_offers_what_fits(qtbot, tools):
    bar = NoticeBar(tools.writer)
    qtbot.addWidget(bar)
    assert bar.isHidden()
    tools.writer.told.emit(Told("已修改 5 人。", can_undo=True))
    assert bar.text.text() == "已修改 5 人。"
    assert (bar.undo.isHidden(), bar.redo.isHidden()) == (False, True)
    tools.writer.told.emit(Told("已撤销。", can_redo=True))
    assert (bar.undo.isHidden(), bar.redo.isHidden()) == (True, False)

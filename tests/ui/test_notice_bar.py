"""The strip that says what was done."""

from app.ui.notice_bar import NoticeBar
from app.ui.writing import Told

LONG = "已登记黎明的“确定发展对象”（2009-06-12）。请注意：" + "应考察2次，只登记了0次。" * 12


def test_it_is_hidden_until_something_was_done_and_offers_what_fits(qtbot, tools):
    bar = NoticeBar(tools.writer)
    qtbot.addWidget(bar)
    assert bar.isHidden()
    tools.writer.told.emit(Told("已修改 5 人。", can_undo=True))
    assert bar.text.text() == "已修改 5 人。"
    assert (bar.undo.isHidden(), bar.redo.isHidden()) == (False, True)
    tools.writer.told.emit(Told("已撤销。", can_redo=True))
    assert (bar.undo.isHidden(), bar.redo.isHidden()) == (True, False)


def test_a_long_sentence_is_told_to_its_end_however_narrow_the_window(qtbot, tools):
    bar = NoticeBar(tools.writer)
    qtbot.addWidget(bar)
    bar.resize(700, 40)
    tools.writer.told.emit(Told(LONG, can_undo=True))
    bar.resize(700, bar.heightForWidth(700))
    qtbot.waitUntil(lambda: bar.text.width() > 0)
    assert bar.text.width() < 700
    assert bar.text.heightForWidth(bar.text.width()) <= bar.text.height()
    assert bar.text.height() > 3 * bar.fontMetrics().height()

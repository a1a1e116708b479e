"""收报墙 before there is anybody to report."""

from contextlib import closing
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStyle

from app.services.exchange import board, enrolment, setup
from app.services.exchange.board import Board, Tile, TileState
from app.ui.board_pane import BoardPane
from tests.ui.workplace import open_ledger, tools_on

_MARGIN = QStyle.PixelMetric.PM_FocusFrameHMargin
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
SINCE = date(2010, 1, 1)


def test_a_wall_without_schools_says_how_they_come_onto_it(qtbot, tmp_path):
    with closing(open_ledger(tmp_path / "dangwu.sqlite")) as ledger, tools_on(ledger) as tools:
        setup.found_bureau(ledger, "县教育局")
        pane = BoardPane(tools)
        qtbot.addWidget(pane)
        pane.show()
        pane.show_board(board.board(ledger, SINCE))
        assert (pane.nobody.isVisible(), pane.list.isVisible()) == (True, False)
        assert pane.sentence.text() == ""
        enrolment.make(ledger, "第一小学", ())
        pane.show_board(board.board(ledger, SINCE))
        assert (pane.nobody.isVisible(), pane.list.isVisible()) == (False, True)


def tile(name, node, state=TileState.NOT_YET, **values):
    return Tile(node, name, state, None, None, "", 0, 0, 0, "", **values)


LONG = "中共青禾县城关镇第一中心小学和城关镇幼儿园联合支部委员会"


def test_two_pcs_of_a_unit_are_told_apart_and_a_tile_shows_all_its_lines(qtbot, tmp_path):
    tiles = (
        tile("第一小学", "59c5ab"),
        tile("第一小学", "f1a107"),
        tile("第二小学", "9d45dc"),
        tile(LONG, "", is_by_file=True),
    )
    with closing(open_ledger(tmp_path / "dangwu.sqlite")) as ledger, tools_on(ledger) as tools:
        pane = BoardPane(tools)
        qtbot.addWidget(pane)
        pane.show_board(Board(SINCE, tiles))
        first = [pane.list.item(n).text().split("\n")[0] for n in range(4)]
        assert first == ["第一小学 电脑59C5", "第一小学 电脑F1A1", "第二小学", f"{LONG[:24]}…"]
        for number in range(4):
            item = pane.list.item(number)
            wide = item.sizeHint().width() - 2 * pane.style().pixelMetric(_MARGIN) - 2
            lines = pane.fontMetrics().boundingRect(0, 0, wide, 0, _WRAPPED, item.text())
            assert lines.height() + pane.list.iconSize().height() < item.sizeHint().height() - 12


def test_the_cursor_stays_on_a_school_without_a_pc(qtbot, tmp_path):
    tiles = (tile("甲校", "", is_by_file=True), tile("乙校", "", is_by_file=True))
    with closing(open_ledger(tmp_path / "dangwu.sqlite")) as ledger, tools_on(ledger) as tools:
        pane = BoardPane(tools)
        qtbot.addWidget(pane)
        pane.show_board(Board(SINCE, tiles))
        pane.list.setCurrentRow(1)
        pane.show_board(Board(SINCE, tiles))
        assert pane.current().name == "乙校"

"""收报墙 before there is anybody to report."""

from contextlib import closing
from datetime import date

from app.services.exchange import board, enrolment, setup
from app.ui.board_pane import BoardPane
from tests.ui.workplace import open_ledger, tools_on

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

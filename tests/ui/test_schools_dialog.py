"""学校与电脑 on a small screen."""

from contextlib import closing

from app.domain.nodes import Role
from app.services.exchange import enrolment, setup
from app.ui.schools_dialog import SchoolsDialog
from tests.ui.workplace import open_ledger, tools_on

NAME = "青禾县城关镇第10初级中学"
WHY = "电脑丢失，已报案，等公安机关的回音"


def test_the_name_of_a_unit_is_never_cut_however_narrow_the_window_is(qtbot, tmp_path):
    with closing(open_ledger(tmp_path / "dangwu.sqlite")) as ledger, tools_on(ledger) as tools:
        setup.found_bureau(ledger, "县教育局")
        for _ in range(2):
            enrolment.make(ledger, NAME, ())
        shown = SchoolsDialog(tools)
        shown.show()
        shown.resize(500, 400)
        qtbot.waitUntil(lambda: shown.tree.topLevelItemCount() == 2)
        item = shown.tree.topLevelItem(1)
        assert item.text(0) == f"{NAME}（2台）"
        item.setText(4, WHY)
        indent = shown.tree.indentation()
        wanted = shown.tree.fontMetrics().horizontalAdvance(item.text(0)) + indent
        assert shown.tree.columnWidth(0) >= wanted
        shown.close()


def test_the_bureaus_second_pc_only_shows_the_units_and_says_where_they_are_enrolled(
    qtbot, tmp_path
):
    bureau = open_ledger(tmp_path / "bureau.sqlite")
    second = open_ledger(tmp_path / "second.sqlite")
    with closing(bureau), closing(second), tools_on(second) as tools:
        setup.found_bureau(bureau, "县教育局")
        made = enrolment.make(bureau, "县教育局", (), role=Role.BUREAU)
        enrolment.join(second, made.data, made.code)
        shown = SchoolsDialog(tools)
        shown.show()
        qtbot.waitUntil(lambda: shown.tree.topLevelItemCount() > 0)
        shown.tree.setCurrentItem(shown.tree.topLevelItem(0))
        buttons = (shown.enrol_button, shown.more_button, shown.again_button, shown.revoke_button)
        assert not any(button.isEnabled() for button in buttons)
        assert "只能在设立交换的那台电脑上办" in shown.told.text()
        shown.close()

"""The pages over the practice county, and the ways from one to another."""

import shutil

import pytest
from PySide6.QtWidgets import QDialog

from app.base.paths import DataFolder
from app.bootstrap import window_on
from app.domain.rules import DueState
from app.services import branches, members, rules
from app.services.ledger import Ledger
from app.services.practice.build import build
from app.ui.navigation import NavigationButton
from app.ui.window_status import WindowStatus


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    path = tmp_path_factory.mktemp("county") / "dangwu.sqlite"
    ledger = Ledger.open(path)
    build(ledger)
    ledger.close()
    return path


@pytest.fixture
def workplace(qtbot, tmp_path, county):
    shutil.copy(county, tmp_path / "dangwu.sqlite")
    with window_on(DataFolder(tmp_path)) as opened:
        opened.window.show()
        qtbot.waitUntil(lambda: not opened.desk or not opened.is_busy())
        yield opened


def test_a_person_is_opened_on_the_page_of_members(qtbot, workplace):
    person = members.rows(workplace.desk.tools.ledger)[40].id
    page = workplace.window.page("members").page()
    qtbot.waitUntil(lambda: len(page.table.model.shown) > 300)
    workplace.window.show_page("today")
    workplace.desk.open_record("person", person)
    assert workplace.window.current_key() == "members"
    qtbot.waitUntil(lambda: page.table.current_id() == person)


def test_a_branch_and_its_members_are_found_from_each_other(qtbot, workplace):
    branch = next(r for r in branches.rows(workplace.desk.tools.ledger) if r.short_name == "县一中")
    workplace.desk.open_record("org_unit", branch.id)
    assert workplace.window.current_key() == "branches"
    workplace.desk.open_members_of(branch.id)
    assert workplace.window.current_key() == "members"
    page = workplace.window.page("members").page()
    qtbot.waitUntil(lambda: 0 < len(page.table.model.shown) < 100)
    assert {row.branch for row in page.table.model.shown} == {"县一中"}


def test_any_other_record_opens_in_a_window_of_its_own(qtbot, workplace):
    ledger = workplace.desk.tools.ledger
    with ledger.reading() as tx:
        activity = tx.session.connection().exec_driver_sql("SELECT min(id) FROM activity").scalar()
    workplace.desk.open_record("activity", activity)
    shown = [box for box in workplace.window.children() if isinstance(box, QDialog)]
    assert [box.isVisible() for box in shown] == [True]
    shown[0].close()


def test_the_import_window_opens(qtbot, workplace):
    workplace.desk.open_import()
    shown = [box for box in workplace.window.children() if isinstance(box, QDialog)]
    assert len(shown) == 1
    shown[0].close()


def test_what_is_due_is_counted_beside_its_page(qtbot, workplace):
    ledger = workplace.desk.tools.ledger
    due = rules.due(ledger, ledger.today())
    number = sum(one.state is not DueState.NEXT for one in due)
    workplace.window.findChild(WindowStatus).count_due()
    button = next(
        each
        for each in workplace.window.navigation.findChildren(NavigationButton)
        if each.accessibleName().startswith("今天要办")
    )
    qtbot.waitUntil(lambda: button.accessibleName() == f"今天要办，{number:,}")
    assert number

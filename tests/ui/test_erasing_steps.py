"""依法清除 in the windows: offered on the bureau's own PC only, never without a basis."""

import pytest
from PySide6.QtWidgets import QInputDialog, QMenu

from app.services.exchange import erasing
from app.store import records
from tests.ui.exchange_county import windows
from tests.ui.workplace import dialog, gone


@pytest.fixture
def county(qtbot, tmp_path, monkeypatch):
    with windows(qtbot, tmp_path, monkeypatch) as made:
        yield made


def page_of(qtbot, pc, name):
    pc.workplace.window.show_page(name)
    pc.settle(qtbot)
    found = pc.workplace.window.page(name).page()
    found.load()
    pc.settle(qtbot)
    return found


def answer(qtbot, pc, text):
    box = dialog(qtbot, QInputDialog)
    assert "不能撤销，也不能恢复" in box.labelText()
    box.setTextValue(text)
    box.accept()
    gone(qtbot, box)
    pc.settle(qtbot)


def test_from_the_recycle_bin_of_the_bureau_a_person_is_erased_for_good(qtbot, county):
    bureau, person = county.bureau, county.persons[0]
    with bureau.ledger.writing("删除") as tx:
        records.remove(tx, "membership", county.memberships[0])
        records.remove(tx, "person", person)
    page = page_of(qtbot, bureau, "operations")
    page.tabs.setCurrentIndex(1)
    assert page.erase_button.isVisible()
    page.bin.select([person])
    page.erase_button.click()
    answer(qtbot, bureau, "青教党办〔2010〕7号")
    assert page.bin.model.total == 0
    with bureau.ledger.reading() as tx:
        found = records.get(tx, "person", person, with_removed=True)
    assert found["name"] == erasing.LABEL


def test_a_school_is_offered_no_erasing(qtbot, county):
    page = page_of(qtbot, county.a, "operations")
    page.tabs.setCurrentIndex(1)
    assert page.erase_button is None
    tab = page_of(qtbot, county.a, "members")
    assert "依法清除…" not in texts(tab)
    assert "依法清除…" in texts(page_of(qtbot, county.bureau, "members"))


def texts(tab):
    menu = QMenu()
    tab._on_menu_opening(menu)
    return [action.text() for action in menu.actions()]


def test_who_is_still_a_member_is_refused_and_told_why(qtbot, county, monkeypatch):
    told = []
    monkeypatch.setattr("app.ui.messages.show", lambda _, notice, __: told.append(notice.text))
    tab = page_of(qtbot, county.bureau, "members")
    tab.table.select([county.persons[1]])
    tab.erase()
    answer(qtbot, county.bureau, "7号")
    assert told == ["“李四”还是在册党员，不能清除。"]
    assert county.bureau.person(county.persons[1])["name"] == "李四"

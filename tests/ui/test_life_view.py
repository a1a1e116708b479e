"""历程 on the card of a member, in the real page of the practice county."""

import pypdfium2
import pytest

from app.services import life_page
from app.ui import pickers
from app.ui.members_tab import MemberLinks, members_page
from tests.ui.workplace import settle


@pytest.fixture
def opened():
    return []


@pytest.fixture
def page(qtbot, practice, opened):
    links = MemberLinks(open_other=lambda *record: opened.append(record))
    page = members_page(practice, links).factory()
    qtbot.addWidget(page)
    page.resize(1200, 640)
    page.show()
    settle(qtbot, practice)
    page.table.select([page.table.model.shown[0].id])
    settle(qtbot, practice)
    return page


def lines(view):
    tops = [view.tree.topLevelItem(n) for n in range(view.tree.topLevelItemCount())]
    return [top.child(n) for top in tops for n in range(top.childCount())]


def test_the_timeline_is_read_when_its_tab_is_opened_newest_first(qtbot, page, practice):
    assert lines(page.life) == []
    page.card.tabs.setCurrentWidget(page.life)
    settle(qtbot, practice)
    found = life_page.page(practice.ledger, page.table.current_id())
    shown = [item.text(1) for item in lines(page.life)]
    assert shown == [f"{line.kind}：{line.text}" for line in reversed(found.lines)]
    assert any("交党费" in text for text in shown)


def test_another_person_brings_another_timeline(qtbot, page, practice):
    page.card.tabs.setCurrentWidget(page.life)
    settle(qtbot, practice)
    before = [item.text(1) for item in lines(page.life)]
    page.table.select([page.table.model.shown[5].id])
    settle(qtbot, practice)
    assert [item.text(1) for item in lines(page.life)] != before


def test_a_line_opens_its_record(qtbot, page, practice, opened):
    page.card.tabs.setCurrentWidget(page.life)
    settle(qtbot, practice)
    item = next(item for item in lines(page.life) if item.text(1).startswith("党费核定"))
    page.life.tree.itemActivated.emit(item, 0)
    assert opened[0][0] == "dues_assess"


def test_the_page_is_printed(qtbot, page, practice, said, tmp_path, monkeypatch):
    target = tmp_path / "一页.pdf"
    monkeypatch.setattr(pickers, "save_file", lambda *args: args[3](target))
    page.life.print_button.click()
    settle(qtbot, practice)
    text = pypdfium2.PdfDocument(target)[0].get_textpage().get_text_range()
    assert page.table.model.shown[0].name in text
    assert "党员情况》已存好" in said.texts[-1]

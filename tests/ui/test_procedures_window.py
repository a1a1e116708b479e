"""正在办理 and the transfer by the keyboard, in real windows on the practice county."""

from collections import Counter
from functools import partial

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.dates import PartialDate
from app.services import batches, members, procedures
from app.services.dues_arrears import arrears
from app.services.procedures import Stage
from app.store import records
from app.ui import pickers
from app.ui.draft_dialog import DraftDialog
from app.ui.procedure_steps import beginnings, following
from app.ui.procedures_window import ProceduresWindow, open_procedures
from app.ui.record_pages import affairs_page
from tests.ui.workplace import dialog, gone, settle

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(qtbot, practice):
    page = affairs_page(practice).factory()
    qtbot.addWidget(page)
    page.resize(1200, 640)
    page.show()
    settle(qtbot, practice)
    with qtbot.waitActive(page):
        page.activateWindow()
    return page


@pytest.fixture
def window(qtbot, practice):
    open_procedures(practice, None)
    window = dialog(qtbot, ProceduresWindow)
    settle(qtbot, practice)
    with qtbot.waitActive(window):
        window.activateWindow()
    yield window
    window.close()


def find(tools, table, **equal):
    with tools.ledger.reading() as tx:
        return records.find(tx, table, **equal)


def press(qtbot, *keys):
    for key in keys:
        if isinstance(key, str):
            qtbot.keyClicks(QApplication.focusWidget(), key)
        else:
            qtbot.keyClick(QApplication.focusWidget(), *(key if isinstance(key, tuple) else (key,)))


def somebody(tools):
    """Return a member of 实验小学 who owes nothing and has initials of his own, and these."""
    rows = members.rows(tools.ledger)
    owing = {line.person_id for line in arrears(tools.ledger, tools.ledger.today())}
    initials = Counter(key for row in rows for key in row.search_keys.split() if len(key) == 3)
    for row in rows:
        if row.branch == "实验小学" and row.on_roster and row.id not in owing:
            for key in row.search_keys.split():
                if len(key) == 3 and initials[key] == 1 and key.isascii():
                    return row, key
    raise AssertionError("nobody with initials of his own")


def test_b9_13_a_transfer_takes_at_most_twelve_keys(qtbot, page, practice):
    row, initials = somebody(practice)
    target = find(practice, "org_unit", short_name="县一中")[0]["id"]
    qtbot.keyClick(page.kinds, KEY.Key_F7)
    settle(qtbot, practice)
    form = dialog(qtbot, DraftDialog)
    with qtbot.waitActive(form):
        form.activateWindow()
    # F7, three letters and Enter, three letters and Enter, Ctrl+S: ten keys.
    press(qtbot, initials, KEY.Key_Return, "xyz", KEY.Key_Return, (KEY.Key_S, CTRL))
    gone(qtbot, form)
    settle(qtbot, practice)
    assert find(practice, "membership", person_id=row.id)[0]["org_id"] == target
    (made,) = find(practice, "transfer", person_id=row.id)
    assert (made["direction"], str(made["handled_on"])) == ("INTERNAL", "2010-12-31")


def test_b9_07_a_transfer_out_waits_on_the_list_until_the_receipt(qtbot, window, practice):
    row, _initials = somebody(practice)
    step = next(one for one in beginnings() if one.title == "组织关系接转")
    window.take(step)
    settle(qtbot, practice)
    form = dialog(qtbot, DraftDialog)
    for name, value in (("person_id", row.id), ("other", "邻县教育局党委")):
        form.form.field(name).set_value(value)
    form.save()
    gone(qtbot, form)
    settle(qtbot, practice)
    (made,) = find(practice, "transfer", person_id=row.id)
    assert made["slip_no"].endswith("107号")
    assert find(practice, "membership", person_id=row.id)[0]["status"] == "OUT_PENDING"
    window.table.select([f"transfer:{made['id']}"])
    window._fill_steps()
    titles = [action.text() for action in window.steps.menu().actions()]
    assert titles == ["已被接收", "收到回执", "重开介绍信", "收回介绍信"]
    window.steps.menu().actions()[1].trigger()
    settle(qtbot, practice)
    form = dialog(qtbot, DraftDialog)
    form.save()
    gone(qtbot, form)
    settle(qtbot, practice)
    assert find(practice, "membership", person_id=row.id)[0]["status"] == "TRANSFERRED"
    assert f"transfer:{made['id']}" not in {row.id for row in window.table.model.rows}


def test_everything_that_is_open_stands_in_the_list(window, practice):
    assert [row.id for row in window.table.model.rows] == [
        row.id for row in procedures.rows(practice.ledger)
    ]
    stages = {row.stage for row in procedures.rows(practice.ledger)}
    assert stages == set(Stage) - {Stage.ACCEPTED}


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.ACCEPTED])
def test_every_step_of_an_open_procedure_can_be_taken(qtbot, window, practice, stage, said):
    row = next(row for row in procedures.rows(practice.ledger) if row.stage is stage)
    for step in following(row):
        window.take(step)
        settle(qtbot, practice)
        form = dialog(qtbot, DraftDialog)
        assert row.name in form.windowTitle()
        assert form.form.field("on").text() == "2010-12-31"
        form.reject()
        gone(qtbot, form)
    last = following(row)[-1 if stage is not Stage.CASE else 0]
    before = len(batches.recent(practice.ledger))
    window.take(last)
    settle(qtbot, practice)
    form = dialog(qtbot, DraftDialog)
    if stage is Stage.OPINION:
        form.form.field("reason").set_value("已采纳")
    form.save()
    gone(qtbot, form)
    settle(qtbot, practice)
    assert said.texts == []
    assert len(batches.recent(practice.ledger)) == before + 1


def test_the_words_of_the_slip_are_shown(qtbot, window, practice, said):
    row = next(row for row in window.table.model.rows if row.stage is Stage.SENT)
    window.table.select([row.id])
    window.show_slip()
    settle(qtbot, practice)
    assert "第清教组转" in said.texts[-1]
    assert "【存根】" in said.notices[-1].detail
    assert "有效期叁拾天" in said.notices[-1].detail


def test_b9_10_the_list_of_pupils_becomes_a_pdf(qtbot, window, practice, said, tmp_path,
                                                monkeypatch):  # fmt: skip
    target = tmp_path / "名单.pdf"
    monkeypatch.setattr(pickers, "save_file", lambda *args: args[3](target))
    window.print_pupils()
    settle(qtbot, practice)
    text = pypdfium2.PdfDocument(target)[0].get_textpage().get_text_range()
    assert "2010年毕业离校学生党员名单" in "".join(text.split())


def test_the_record_of_a_case_becomes_a_pdf_once_one_is_chosen(qtbot, window, practice, said,
                                                               tmp_path, monkeypatch):  # fmt: skip
    target = tmp_path / "记实.pdf"
    monkeypatch.setattr(pickers, "save_file", lambda *args: args[3](target))
    window.print_case()
    assert said.texts == ["请先在名单里选一件处置或处分。"]
    row = next(row for row in window.table.model.rows if row.stage is Stage.CASE)
    window.table.select([row.id])
    window.print_case()
    settle(qtbot, practice)
    text = pypdfium2.PdfDocument(target)[0].get_textpage().get_text_range()
    assert f"{row.name}同志" in "".join(text.split())


def begin(window, title):
    """Choose an entry of the menu of what can be begun."""
    next(one for one in window.begin.menu().actions() if one.text() == title).trigger()


BEGINNINGS = ["登记失联", "登记退党申请", "登记处置或处分", "登记外出流动"]


@pytest.mark.parametrize("title", BEGINNINGS)
def test_every_procedure_can_be_begun(qtbot, window, practice, said, title):
    row, _initials = somebody(practice)
    before = len(window.table.model.rows)
    begin(window, title)
    settle(qtbot, practice)
    form = dialog(qtbot, DraftDialog)
    values = {"person_id": row.id, "kind": "CORRECTION", "reason": "长期不参加组织生活",
              "deadline_on": PartialDate.of("2011-05-31")}  # fmt: skip
    for name in set(values) & set(form.draft_form.names):
        form.form.field(name).set_value(values[name])
    form.save()
    gone(qtbot, form)
    settle(qtbot, practice)
    assert said.texts == []
    assert len(window.table.model.rows) == before + 1
    practice.writer.undo()
    settle(qtbot, practice)
    assert len(window.table.model.rows) == before


def test_a_newcomer_is_taken_in(qtbot, window, practice):
    org = find(practice, "org_unit", short_name="县一中")[0]["id"]
    begin(window, "转入新党员")
    settle(qtbot, practice)
    form = dialog(qtbot, DraftDialog)
    set_value = partial(lambda name, value: form.form.field(name).set_value(value))
    for name, value in (("name", "单明亮"), ("to_org_id", org),
                        ("joined_on", PartialDate.of("2001-07-01")),
                        ("full_on", PartialDate.of("2002-07-01"))):  # fmt: skip
        set_value(name, value)
    form.save()
    gone(qtbot, form)
    settle(qtbot, practice)
    (person,) = find(practice, "person", name="单明亮")
    assert find(practice, "membership", person_id=person["id"])[0]["org_id"] == org
    assert [row.stage for row in window.table.model.rows if row.name == "单明亮"] == [
        Stage.RECEIVED
    ]


def test_an_empty_form_is_not_saved_and_says_what_is_missing(qtbot, window, practice):
    begin(window, "登记失联")
    settle(qtbot, practice)
    form = dialog(qtbot, DraftDialog)
    form.save()
    assert form.isVisible()
    assert form.form.field("person_id").accessibleDescription() == "必须改：请填写党员"
    form.form.mark_clean()
    form.reject()


def test_b8_20_a_visit_paid_from_dues_is_entered_for_one_of_the_five_uses(qtbot, window, practice,
                                                                          said):  # fmt: skip
    row, _initials = somebody(practice)
    begin(window, "慰问或救助")
    settle(qtbot, practice)
    form = dialog(qtbot, DraftDialog)
    for name, value in (("person_id", row.id), ("fund_source", "DUES"), ("cash", "300"),
                        ("festival", "SPRING")):  # fmt: skip
        form.form.field(name).set_value(value)
    before = len(find(practice, "care_visit"))
    form.form.field("cash").set_value("三百")
    form.save()
    settle(qtbot, practice)
    assert "金额“三百”读不出来" in said.texts[-1]
    form.form.field("cash").set_value("300")
    form.save()
    settle(qtbot, practice)
    assert "用途不在规定的五项之内" in said.texts[-1]
    assert form.isVisible()
    assert len(find(practice, "care_visit")) == before
    form.form.field("purpose").set_value("HARDSHIP")
    form.save()
    gone(qtbot, form)
    settle(qtbot, practice)
    visit = find(practice, "care_visit", person_id=row.id)[-1]
    assert (visit["purpose"], visit["is_member"]) == ("补助生活困难党员", True)


@pytest.mark.parametrize(
    ("title", "table"), [("登记困难档案", "hardship_case"), ("登记表彰", "honour")]
)
def test_hardship_and_honours_are_entered_by_their_own_steps(qtbot, window, practice, title, table):
    row, _initials = somebody(practice)
    begin(window, title)
    settle(qtbot, practice)
    form = dialog(qtbot, DraftDialog)
    values = {"person_id": row.id, "reason": "本人患重病", "title": "优秀共产党员"}
    for name in set(values) & set(form.draft_form.names):
        form.form.field(name).set_value(values[name])
    form.save()
    gone(qtbot, form)
    settle(qtbot, practice)
    assert find(practice, table, person_id=row.id)


def test_somebody_leaves_the_register_of_hardship_by_its_own_step(qtbot, window, practice):
    case = find(practice, "hardship_case", closed_on=None)[0]
    begin(window, "退出困难档案")
    settle(qtbot, practice)
    form = dialog(qtbot, DraftDialog)
    form.form.field("case_id").set_value(case["id"])
    form.save()
    gone(qtbot, form)
    settle(qtbot, practice)
    (after,) = find(practice, "hardship_case", id=case["id"])
    assert str(after["closed_on"]) == "2010-12-31"


def test_the_register_of_this_years_visits_becomes_a_pdf(qtbot, window, practice, said, tmp_path,
                                                         monkeypatch):  # fmt: skip
    target = tmp_path / "慰问.pdf"
    monkeypatch.setattr(pickers, "save_file", lambda *args: args[3](target))
    window.print_visits()
    settle(qtbot, practice)
    text = pypdfium2.PdfDocument(target)[0].get_textpage().get_text_range()
    assert "2010年慰问登记表" in "".join(text.split())

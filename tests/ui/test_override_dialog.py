"""按例外办理: offered where a rule bars, asked for by keys, saved with the record."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from app.base.errors import Bar
from app.domain.branches import BranchDraft
from app.domain.dates import PartialDate
from app.services import branches, members, record_book
from app.ui import branch_forms
from app.ui.branch_forms import open_source
from app.ui.member_dialog import MemberDialog, read_form
from app.ui.messages import MessageBox
from app.ui.override_dialog import Excuse, OverrideDialog
from app.ui.record_dialog import RecordEdit, edit_record
from app.ui.status_dialog import status_dialog
from tests.ui.workplace import dialog, gone, settle, type_line

DAY = PartialDate.of("2010-10-01")
FIELDS = ("reason", "doc_no", "doc_on", "decided_by")


def overrides(county):
    return [row.raw for row in record_book.rows(county.ledger, "rule_override")]


def answer_box(qtbot, words):
    """Choose a button of the message box by keys alone."""
    box = dialog(qtbot, MessageBox)
    box.activateWindow()
    button = next(one for one in box.buttons if one.text() == words)
    for _ in box.buttons:
        if button.hasFocus():
            break
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert button.hasFocus()
    told = f"{box.text.text()} {box.detail.text()}"
    qtbot.keyClick(button, Qt.Key.Key_Return)
    return told


def fill_in(qtbot, *lines):
    window = dialog(qtbot, OverrideDialog)
    window.activateWindow()
    qtbot.waitUntil(lambda: window.form.field("reason").hasFocus())
    for name, line in zip(FIELDS, lines, strict=True):
        type_line(qtbot, window.form, name, line)
    return window


def suspended(county):
    window_change = members.StatusChange(status="SUSPENDED", happened_on=DAY)
    members.change_status(county.ledger, [county.shan], window_change)


def test_a_barred_status_is_changed_by_keys_with_reason_and_paper(qtbot, tools, county):
    suspended(county)
    window = status_dialog([county.shan], "单明", tools)
    window.show()
    window.form.field("status").set_value("TRANSFERRED")
    window.form.field("happened_on").set_value(PartialDate.of("2010-11-01"))
    window.save()
    told = answer_box(qtbot, "按例外办理…")
    assert "单明现为“停止党籍”，不能改为“已转出”" in told
    assert "第二十四条第四款" in told
    fill_in(qtbot, "组织部门批复", "县委组〔2010〕9号", "2010-10-20", "")
    gone(qtbot, window)
    settle(qtbot, tools)
    card = members.card(county.ledger, county.shan)
    assert card.draft.status == "TRANSFERRED"
    assert ("理由", "", "组织部门批复") in card.history[0].changes
    (kept,) = overrides(county)
    assert (kept["doc_no"], str(kept["doc_on"])) == ("县委组〔2010〕9号", "2010-10-20")
    assert kept["decided_by"] == "李文书"


def test_whoever_does_not_override_keeps_the_window_and_nothing_is_written(qtbot, tools, county):
    suspended(county)
    window = status_dialog([county.shan], "单明", tools)
    window.show()
    window.form.field("status").set_value("TRANSFERRED")
    window.form.field("happened_on").set_value(PartialDate.of("2010-11-01"))
    window.save()
    answer_box(qtbot, "先不办理")
    assert window.isVisible()
    assert window.form.field("status").value() == "TRANSFERRED"
    assert members.card(county.ledger, county.shan).draft.status == "SUSPENDED"
    assert overrides(county) == []
    window.form.mark_clean()


def test_a_refusal_that_nothing_lifts_offers_no_way_round(qtbot, tools, county, said):
    change = members.StatusChange(status="EXPELLED", happened_on=DAY)
    members.change_status(county.ledger, [county.shan], change)
    window = status_dialog([county.shan], "单明", tools)
    window.show()
    window.form.field("status").set_value("NORMAL")
    window.form.field("happened_on").set_value(PartialDate.of("2010-11-01"))
    window.save()
    settle(qtbot, tools)
    assert [notice.buttons for notice in said.notices] == [("知道了",)]
    window.form.mark_clean()


def temporary(county):
    draft = BranchDraft(full_name="抗旱临时支部", kind="TEMP")
    return branches.add(county.ledger, draft).ids[0]


@pytest.mark.parametrize("kind", ["term", "post"])
def test_terms_and_posts_of_a_temporary_branch_offer_the_override(qtbot, tools, county, said, kind):
    org = temporary(county)
    day = PartialDate.of("2019-01-01")
    if kind == "term":
        source, values = branch_forms.term_source(county.ledger, org), {"start_on": day}
    else:
        source = branch_forms.post_source(county.ledger, org)
        values = {
            "person_id": county.zhang, "post": "SECRETARY", "basis": "ELECTED", "from_on": day,
        }  # fmt: skip
    window = open_source(source, tools, None)
    window.show()
    # The day lies ahead of the county's 2010, so the fields are given their values.
    for name, value in values.items():
        window.form.field(name).set_value(value)
    said.answers.append("按例外办理…")
    window.save()
    fill_in(qtbot, "上级党委批准", "县教党〔2019〕5号", "", "石远山")
    gone(qtbot, window)
    (kept,) = overrides(county)
    assert (kept["rule_id"], kept["subject_id"]) == ("B1-08", org)
    card = branches.card(county.ledger, org)
    assert card.terms or card.posts


def test_any_other_record_offers_the_override(qtbot, tools, county, said):
    org = temporary(county)
    values = {
        "person_id": county.zhang, "org_id": org, "applied_on": PartialDate.of("2019-01-01"),
    }  # fmt: skip
    holder = QDialog()
    qtbot.addWidget(holder)
    edit_record(tools, RecordEdit("dev_case", values=values), holder)
    settle(qtbot, tools)
    window = dialog(qtbot)
    said.answers.append("按例外办理…")
    window.save()
    fill_in(qtbot, "上级党委批准", "县教党〔2019〕5号", "", "")
    gone(qtbot, window)
    settle(qtbot, tools)
    assert [row["rule_id"] for row in overrides(county)] == ["B1-08"]
    assert len(record_book.rows(county.ledger, "dev_case")) == 1


def test_a_wrong_id_number_is_saved_by_an_override(qtbot, tools, county, said):
    window = MemberDialog(read_form(county.ledger), tools)
    window.show()
    window.form.field("name").setText("王某")
    window.form.field("id_no").setText("52")
    window.form.edited.emit()
    said.answers.append("按例外办理…")
    window.save()
    fill_in(qtbot, "公安机关证明", "县公证〔2010〕7号", "", "")
    assert said.notices[0].buttons == ("按例外办理…", "先不办理")
    assert "GB 11643" in said.texts[0]
    gone(qtbot, window)
    person = next(row.id for row in members.rows(county.ledger) if row.name == "王某")
    draft = members.card(county.ledger, person).draft
    assert draft.id_check_override == "公安机关证明（县公证〔2010〕7号）"


def test_reason_and_paper_are_required_and_told_beside_the_fields(qtbot, tools):
    done = []
    bars = [Bar("B1-08", f"第{number}件", "第八条") for number in range(12)]
    excuse = Excuse("按例外办理", "不符合的规定", bars, done.append)
    window = OverrideDialog(excuse, tools.writer)
    window.show()
    window.save()
    assert done == []
    assert window.isVisible()
    told = [window.form.field(name).accessibleDescription() for name in FIELDS]
    assert told == [
        "必须改：请写明理由",
        "必须改：这条规定要有批准文件才能例外，请填写文号",
        "",
        "",
    ]
    window.form.mark_clean()


@pytest.mark.parametrize("size", [11, 16])
def test_the_window_fits_a_small_screen_at_every_size_of_letters(qtbot, tools, size):
    bars = [Bar("B1-08", "临时党支部一般不办理这类事项，须经上级批准" * 2, "第八条第二款")] * 12
    window = OverrideDialog(Excuse("按例外办理", "不符合的规定", bars, print), tools.writer)
    font = window.font()
    font.setPointSize(size)
    window.setFont(font)
    window.show()
    assert window.width() <= 1366
    assert window.height() <= 768
    window.form.mark_clean()

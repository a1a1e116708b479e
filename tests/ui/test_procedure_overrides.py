"""按例外办理 in 党员事务 and imports: offered where a rule allows it, refused where none does."""

import shutil
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.base.errors import Barred
from app.domain.dates import PartialDate, day
from app.domain.members import StatusChange
from app.domain.transfers import TransferDraft
from app.domain.words import problem_text
from app.services import disposals, dues, lost_members, members, procedures, transfers, withdrawals
from app.services.disposals import CaseDraft
from app.services.ledger import Ledger
from app.store import records
from app.ui.draft_dialog import DraftDialog
from app.ui.dues_sheet_dialog import SheetDialog, open_sheet
from app.ui.dues_window import DuesWindow, open_dues
from app.ui.import_dialog import DIFFERENCES, RESULT, open_import
from app.ui.procedure_steps import beginnings, following
from app.ui.procedures_window import ProceduresWindow, open_procedures
from tests.exchange.making import id_number
from tests.services.filed_rows import sheet
from tests.ui.test_override_dialog import answer_box, fill_in
from tests.ui.workplace import dialog, gone, settle, tools_on

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
TODAY = date(2024, 10, 8)
PAPER = ("组织部门批复", "县委组〔2024〕9号", "2024-09-20", "石远山")


@pytest.fixture
def later(practice_file, tmp_path):
    """Return the tools of a window on the practice county fourteen years later."""
    path = tmp_path / "later.sqlite"
    shutil.copy(practice_file, path)
    ledger = Ledger.open(path, author="李文书", today=lambda: TODAY)
    with tools_on(ledger) as found:
        yield found
    ledger.close()


@pytest.fixture
def window(qtbot, later):
    open_procedures(later, None)
    window = dialog(qtbot, ProceduresWindow)
    settle(qtbot, later)
    yield window
    window.close()


def find(tools, table, **equal):
    with tools.ledger.reading() as tx:
        return records.find(tx, table, **equal)


def member(tools):
    """Return somebody of 实验小学 who stands as usual."""
    return next(
        row
        for row in members.rows(tools.ledger)
        if row.branch == "实验小学" and members.card(tools.ledger, row.id).draft.status == "NORMAL"
    )


def temporary(tools, person_id):
    """Make the branch of a member a temporary one (B1-08)."""
    org = find(tools, "membership", person_id=person_id)[-1]["org_id"]
    with tools.ledger.writing("改为临时党支部") as tx:
        records.change(tx, "org_unit", org, {"kind": "TEMP"})
    return org


def status(tools, person_id):
    return find(tools, "membership", person_id=person_id)[-1]["status"]


def begin(title):
    def step(tools, _row):
        return next(one for one in beginnings() if one.title == title)

    return step


def follow(title):
    """Return what finds the step that follows in the open procedure of a member."""

    def step(tools, row):
        open_now = [one for one in procedures.rows(tools.ledger) if one.person_id == row.id]
        steps = [made for one in open_now for made in following(one)]
        return next(made for made in steps if made.title.startswith(title))

    return step


def owing(tools, row):
    """Let a member owe his dues of this year."""
    draft = dues.SheetDraft(person_id=row.id, year=2024, category="ON_JOB", base=Decimal(4000))
    dues.enter(tools.ledger, [draft])


def sent(tools, row):
    draft = TransferDraft(
        person_id=row.id, other="邻县教育局党委", channel="ONLINE", handled_on=day(TODAY)
    )
    transfers.send(tools.ledger, draft)


def sent_long_ago(tools, row):
    draft = TransferDraft(
        person_id=row.id,
        other="邻县教育局党委",
        channel="SLIP",
        handled_on=PartialDate.of("2022-01-10"),
    )
    transfers.send(tools.ledger, draft)


def sent_and_suspended(tools, row):
    """Let a transfer be open for somebody whose status was set elsewhere since."""
    sent(tools, row)
    membership = find(tools, "membership", person_id=row.id)[-1]["id"]
    with tools.ledger.writing("在别处停止党籍") as tx:
        records.change(tx, "membership", membership, {"status": "SUSPENDED"})


def withdrawing(tools, row):
    withdrawals.apply(tools.ledger, row.id, PartialDate.of("2024-09-01"), "不愿再履行义务")
    temporary(tools, row.id)


def case_of(kind):
    def make(tools, row):
        started = PartialDate.of("2024-09-01")
        draft = CaseDraft(person_id=row.id, kind=kind, ground="长期不起作用", started_on=started)
        disposals.open_case(tools.ledger, draft)
        temporary(tools, row.id)

    return make


def nothing(_tools, _row):
    """Leave the county as it is."""


CASES = [
    ("B9-11", owing, begin("组织关系接转"), {"other": "邻县教育局党委"}, "党费没有交"),
    ("B9-09", sent_long_ago, follow("重开介绍信"), {}, "过期"),
    ("B10-05", sent_and_suspended, follow("已被接收"), {}, "停止党籍"),
    ("B1-08", withdrawing, follow("支部大会讨论退党"), {"outcome": "REMOVED"}, "临时党支部"),
    ("B1-08", case_of("REMOVAL"), follow("处置决定"), {"doc_no": "县委〔2024〕1号"}, "临时党支部"),
    ("B1-08", case_of("PERSUADED"), follow("处置了结"), {"result": "LEFT"}, "临时党支部"),
    ("B11-01", nothing, begin("登记处置或处分"),
     {"kind": "CORRECTION", "reason": "长期不起作用", "deadline_on": PartialDate.of("2026-01-01")},
     "改正"),
    ("B8-20", nothing, begin("慰问或救助"), {"fund_source": "DUES", "cash": "300"}, "五项之内"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "prepare", "step", "values", "words"), CASES)
def test_a_barred_step_is_taken_by_keys_with_reason_and_paper(qtbot, window, later, rule, prepare,
                                                              step, values, words):  # fmt: skip
    row = member(later)
    prepare(later, row)
    before = len(find(later, "rule_override"))
    window.take(step(later, row))
    settle(qtbot, later)
    form = dialog(qtbot, DraftDialog)
    form.activateWindow()
    for name, value in {"person_id": row.id, **values}.items():
        if name in form.draft_form.names:
            form.form.field(name).set_value(value)
    qtbot.keyClick(form, KEY.Key_S, CTRL)
    told = answer_box(qtbot, "按例外办理…")
    assert words in told
    assert len(find(later, "rule_override")) == before
    fill_in(qtbot, *PAPER)
    gone(qtbot, form)
    settle(qtbot, later)
    kept = find(later, "rule_override")[-1]
    assert (kept["rule_id"], kept["doc_no"], kept["decided_by"]) == (rule, PAPER[1], PAPER[3])
    assert str(kept["decided_on"]) == "2024-10-08"


def test_two_rules_in_the_way_are_told_together(later):
    row = member(later)
    temporary(later, row.id)
    draft = CaseDraft(
        person_id=row.id,
        kind="CORRECTION",
        ground="长期不起作用",
        started_on=PartialDate.of("2024-09-01"),
        deadline_on=PartialDate.of("2026-01-01"),
    )
    with pytest.raises(Barred) as refused:
        disposals.open_case(later.ledger, draft)
    assert {bar.rule_id for bar in refused.value.bars} == {"B1-08", "B11-01"}
    assert find(later, "disposal_case", person_id=row.id) == []


def test_b8_06_a_waiver_without_approval_is_assessed_by_an_override(qtbot, later, window):
    row = member(later)
    owing(later, row)
    open_sheet(later, row.id, 2024, window)
    settle(qtbot, later)
    form = dialog(qtbot, SheetDialog)
    form.activateWindow()
    form.form.field("waiver_due").set_value("5")
    form.form.field("waiver_reason").set_value("家庭困难")
    qtbot.keyClick(form, KEY.Key_S, CTRL)
    assert "少交或免交党费" in answer_box(qtbot, "按例外办理…")
    fill_in(qtbot, *PAPER)
    gone(qtbot, form)
    settle(qtbot, later)
    assert find(later, "dues_assess", person_id=row.id, year=2024)[-1]["waiver_due"] == 5
    assert find(later, "rule_override")[-1]["rule_id"] == "B8-06"


def test_b1_08_dues_in_a_temporary_branch_are_taken_by_an_override(qtbot, later):
    row = member(later)
    owing(later, row)
    org = temporary(later, row.id)
    open_dues(later, None, org)
    window = dialog(qtbot, DuesWindow)
    settle(qtbot, later)
    with qtbot.waitActive(window):
        window.activateWindow()
    place = next(at for at, one in enumerate(window.model.grid.rows) if one.id == row.id)
    window.table.go_to(place, window.table.currentIndex().column())
    window.table.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), KEY.Key_Space)
    qtbot.keyClick(window, KEY.Key_S, CTRL)
    assert "临时党支部" in answer_box(qtbot, "按例外办理…")
    assert find(later, "dues_payment", person_id=row.id, month_on="2024-10") == []
    fill_in(qtbot, *PAPER)
    settle(qtbot, later)
    paid = [one for one in find(later, "dues_payment", person_id=row.id)
            if str(one["month_on"]) == "2024-10"]  # fmt: skip
    assert len(paid) == 1
    assert find(later, "rule_override")[-1]["rule_id"] == "B1-08"
    window.close()


def test_b10_05_a_final_status_is_refused_without_a_way_round(qtbot, window, later, said):
    row = member(later)
    change = StatusChange(status="SUSPENDED", happened_on=PartialDate.of("2024-01-01"))
    lost_members.suspend(later.ledger, row.id, change)
    step = follow("恢复党籍")(later, row)
    membership = find(later, "membership", person_id=row.id)[-1]["id"]
    with later.ledger.writing("在别处开除党籍") as tx:
        records.change(tx, "membership", membership, {"status": "EXPELLED"})
    window.take(step)
    settle(qtbot, later)
    form = dialog(qtbot, DraftDialog)
    form.save()
    settle(qtbot, later)
    assert [notice.buttons for notice in said.notices] == [("知道了",)]
    assert status(later, row.id) == "EXPELLED"
    form.form.mark_clean()
    form.reject()


def test_b4_01_a_barred_row_is_imported_by_keys_with_reason_and_paper(qtbot, later, tmp_path):
    row = {"姓名": "方知春", "身份证号": id_number(date(1990, 6, 15), 1),
           "递交申请时间": "2024-06-10", "支部大会(支委会)时间": "2024-05-20",
           "培养联系人": "", "所在党支部": "中共清江县第一中学支部委员会"}  # fmt: skip
    window = open_import(later, None, [sheet(tmp_path, "activists", row)])
    settle(qtbot, later)
    while window.steps.currentIndex() != DIFFERENCES:
        window.go_on()
        settle(qtbot, later)
    with qtbot.waitActive(window):
        window.activateWindow()
    (shown,) = window.differences.table.model.rows
    window.differences.table.select([shown.id])
    (question,) = shown.questions
    assert "次序不对" in problem_text(question.problem)
    box = window.differences.detail.boxes[question.key]
    box.setFocus()
    qtbot.keyClick(box, KEY.Key_Down)
    settle(qtbot, later)
    window.buttons.next.setFocus()
    qtbot.keyClick(window.buttons.next, KEY.Key_Space)
    assert "次序不对" in answer_box(qtbot, "按例外办理…")
    assert find(later, "person", name="方知春") == []
    fill_in(qtbot, *PAPER)
    settle(qtbot, later)
    assert window.steps.currentIndex() == RESULT
    (person,) = find(later, "person", name="方知春")
    assert find(later, "dev_case", person_id=person["id"])
    assert find(later, "rule_override")[-1]["rule_id"] == "B4-01"
    window.close()

"""The steps of 处置: who stays lost for two years is removed as 自行脱党."""

import pytest

from app.domain.dates import PartialDate
from app.services import procedures
from app.services.procedures import Stage
from app.store import records
from app.ui.draft_dialog import DraftDialog
from app.ui.procedure_steps import step_called
from app.ui.procedures_window import ProceduresWindow, open_procedures
from tests.ui.workplace import dialog, gone, settle


def find(tools, table, **equal):
    with tools.ledger.reading() as tx:
        return records.find(tx, table, **equal)


@pytest.fixture
def window(qtbot, practice):
    open_procedures(practice, None)
    window = dialog(qtbot, ProceduresWindow)
    settle(qtbot, practice)
    yield window
    window.close()


def saved(qtbot, window, practice, step, **values):
    window.take(step)
    settle(qtbot, practice)
    form = dialog(qtbot, DraftDialog)
    for name, value in values.items():
        form.form.field(name).set_value(value)
    form.save()
    gone(qtbot, form)
    settle(qtbot, practice)


def of_person(practice, stage, person):
    rows = procedures.rows(practice.ledger)
    return next(row for row in rows if row.stage is stage and row.person_id == person)


def test_b10_03_who_stays_lost_is_removed_as_having_left_by_himself(qtbot, window, practice, said):
    row = next(one for one in procedures.rows(practice.ledger) if one.stage is Stage.SUSPENDED)
    step = step_called(row, "removal")
    assert step.title == f"登记除名：{row.name}"
    saved(qtbot, window, practice, step, on=PartialDate.of("2010-12-01"))
    case = of_person(practice, Stage.CASE, row.person_id)
    decision = step_called(case, "decision")
    saved(qtbot, window, practice, decision, doc_no="县委〔2010〕9号", status="REMOVED_SELF")
    assert said.texts == []
    assert find(practice, "membership", person_id=row.person_id)[-1]["status"] == "REMOVED_SELF"
    (kept,) = find(practice, "disposal_case", id=case.record)
    assert (kept["end_result"], kept["state"]) == ("REMOVED", "ENDED")


def test_b10_08_who_was_found_again_is_given_a_time_to_mend_his_ways(practice):
    row = next(one for one in procedures.rows(practice.ledger) if one.stage is Stage.LOST)
    step = step_called(row, "correction")
    assert (step.start["kind"], step.start["person_id"]) == ("CORRECTION", row.person_id)
    assert step_called(row, "receipt") is None

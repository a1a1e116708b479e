"""The words in the lists of 今天要办."""

import pytest

from app.domain.readings import Severity
from app.domain.rules import About, DueState, Finding
from app.services.waivers import WaiverRow
from app.ui.today_rows import FindingRow, WaivedRow, finding_setup
from tests.ui.workplace import Remembered


def _found(state):
    about = About("1", "org_unit", "1")
    return Finding("B1-01", Severity.WARN, state, about, None, "事项", "规定", "第一条")


@pytest.mark.parametrize(
    ("days", "words"), [(12, "逾期 12 天"), (-5, "还有 5 天"), (0, "今天到期")]
)
def test_the_days_are_told_in_words(days, words):
    assert (
        FindingRow("1", _found(DueState.OVERDUE if days > 0 else DueState.SOON), days, "").left
        == words
    )


def test_a_step_taken_before_its_day_is_not_told_that_days_are_left():
    assert FindingRow("1", _found(DueState.OVERDUE), -90, "").left == "请核对"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (DueState.OVERDUE, "请补办"),
        (DueState.SOON, "请现在办"),
        (DueState.NEXT, "请提前准备"),
    ],
)
def test_without_a_day_the_state_says_what_to_do(state, words):
    finding = _found(state)
    assert FindingRow("1", finding, None, "").left == words
    (due,) = [c for c in finding_setup(Remembered()).columns if c.key == "due_on"]
    assert due.text(FindingRow("1", finding, None, "")) == "不限日期"


def test_an_act_by_override_is_told_apart_from_a_silenced_reminder():
    about = About("1", "person", "1")
    common = ("事项", "第五条", "理由", "县〔2024〕1号", "2024-06-01", "石远山", "2024-06-15", "")
    act, silenced = (
        WaivedRow("1", WaiverRow("1", about, *common, is_act), "田禾") for is_act in (True, False)
    )
    assert (act.kind, silenced.kind) == ("按例外办理", "不再提醒")
    assert act.paper == "县〔2024〕1号 2024-06-01"

"""退党 on a real ledger: application, talks, meeting, outcome, report (A52, B10-20 to B10-22)."""

from datetime import date

import pytest

from app.base.errors import UserError
from app.domain.dates import PartialDate
from app.domain.rules import DueState
from app.services import batches, rules, withdrawals
from tests.services.affairs_county import add, member, opened, settled

TODAY = date(2024, 6, 15)


def on_day(text):
    return PartialDate.of(text)


@pytest.fixture
def place(tmp_path):
    ledger = opened(tmp_path / "ledger.sqlite", TODAY)
    yield settled(ledger)
    ledger.close()


@pytest.fixture
def case(place):
    return withdrawals.apply(place.ledger, place.zhang, on_day("2024-05-01"), "个人原因").ids[0]


def found_by(place, rule_id):
    return [one for one in rules.due(place.ledger, TODAY) if one.rule_id == rule_id]


def test_b10_22_a_talk_is_asked_for_before_the_meeting(place, case):
    (found,) = found_by(place, "B10-22")
    assert (found.state, found.about.record) == (DueState.SOON, case)
    withdrawals.talk(place.ledger, case, on_day("2024-05-05"), "了解思想", place.wu)
    assert found_by(place, "B10-22") == []
    (talk,) = place.find("talk")
    assert (talk["kind"], talk["talker_id"], talk["withdrawal_id"]) == (
        "WITHDRAWAL", place.wu, case
    )  # fmt: skip


def test_b10_22_a_meeting_without_a_talk_is_saved_and_told(place, case):
    outcome = withdrawals.decide(place.ledger, case, on_day("2024-05-20"), "REMOVED")
    assert "没有谈话记录" in outcome.sentence
    assert [one.state for one in found_by(place, "B10-22")] == [DueState.OVERDUE]


def test_b10_20_article_9_the_meeting_announces_and_the_superior_is_told(place, case):
    withdrawals.talk(place.ledger, case, on_day("2024-05-05"), "")
    outcome = withdrawals.decide(place.ledger, case, on_day("2024-05-20"), "REMOVED")
    assert "没有谈话记录" not in outcome.sentence
    row = place.membership(place.zhang)
    assert (row["status"], str(row["left_on"])) == ("REMOVED_WITHDRAW", "2024-05-20")
    assert [one.about.record for one in found_by(place, "B10-20")] == [case]
    withdrawals.report(place.ledger, case, on_day("2024-05-25"))
    assert found_by(place, "B10-20") == []
    assert str(place.get("withdrawal_case", case)["closed_on"]) == "2024-05-25"


def test_who_is_persuaded_stays_a_member(place, case):
    withdrawals.persuade(place.ledger, case, on_day("2024-05-10"))
    assert place.membership(place.zhang)["status"] == "NORMAL"
    assert place.get("withdrawal_case", case)["outcome"] == "PERSUADED"
    with pytest.raises(UserError, match="已经办结"):
        withdrawals.decide(place.ledger, case, on_day("2024-05-20"), "REMOVED")


@pytest.mark.parametrize(
    ("outcome", "status"), [("PERSUADED_OUT", "REMOVED_PERSUADED"), ("REFUSED", "REMOVED_REFUSED")]
)
def test_b10_21_article_31_a_threat_may_end_with_persuasion_to_leave(place, outcome, status):
    (case,) = withdrawals.apply(
        place.ledger, place.wu, on_day("2024-05-01"), "对交党费有意见", is_threat=True
    ).ids
    assert found_by(place, "B10-21")
    withdrawals.decide(place.ledger, case, on_day("2024-06-01"), outcome)
    assert place.membership(place.wu)["status"] == status
    assert found_by(place, "B10-21") == []


def test_b10_21_who_really_wants_to_leave_is_not_persuaded_to(place, case):
    with pytest.raises(UserError, match="以退党相要挟"):
        withdrawals.decide(place.ledger, case, on_day("2024-06-01"), "PERSUADED_OUT")
    assert place.membership(place.zhang)["status"] == "NORMAL"


def test_one_application_at_a_time_and_no_report_before_the_meeting(place, case):
    with pytest.raises(UserError, match="正在办理"):
        withdrawals.apply(place.ledger, place.zhang, on_day("2024-06-01"), "")
    with pytest.raises(UserError, match="还没有讨论"):
        withdrawals.report(place.ledger, case, on_day("2024-06-01"))


def test_the_decision_is_undone_as_a_whole(place, case):
    outcome = withdrawals.decide(place.ledger, case, on_day("2024-05-20"), "REMOVED")
    batches.undo(place.ledger, outcome.batch)
    assert place.membership(place.zhang)["status"] == "NORMAL"
    assert place.get("withdrawal_case", case)["branch_meeting_on"] is None


def test_article_8_a_temporary_branch_does_not_remove_anybody(place):
    org = add(place.ledger, "org_unit", full_name="抗旱临时支部", kind="TEMP")
    person = member(place.ledger, "单明", org)
    (case,) = withdrawals.apply(place.ledger, person, on_day("2024-05-01"), "").ids
    with pytest.raises(UserError, match="临时"):
        withdrawals.decide(place.ledger, case, on_day("2024-05-20"), "REMOVED")

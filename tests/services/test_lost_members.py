"""失联, 停止党籍, 恢复 on a real ledger (B10-02 to B10-08)."""

from datetime import date
from decimal import Decimal

import pytest

from app.base.errors import UserError
from app.domain.dates import PartialDate
from app.domain.members import StatusChange
from app.domain.readings import Severity
from app.domain.rules import DueState
from app.domain.showing import code_labels
from app.services import lost_members, members, rules
from tests.services.affairs_county import opened, settled

TODAY = date(2024, 6, 15)


def on_day(text):
    return PartialDate.of(text)


@pytest.fixture
def place(tmp_path):
    ledger = opened(tmp_path / "ledger.sqlite", TODAY)
    yield settled(ledger)
    ledger.close()


def to(day, **more):
    return StatusChange(status="", happened_on=on_day(day), **more)


def found_by(place, rule_id, on=TODAY):
    return [one for one in rules.due(place.ledger, on) if one.rule_id == rule_id]


@pytest.mark.parametrize("source", ["attendance", "dues", "talk", "floating"])
@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2024, 3, 30), None),
        (date(2024, 3, 31), (DueState.SOON, Severity.INFO)),
        (date(2024, 5, 31), (DueState.SOON, Severity.WARN)),
        (date(2024, 6, 30), (DueState.OVERDUE, Severity.WARN)),
    ],
)
def test_b10_06_three_five_and_six_months_after_the_last_contact_of_any_kind(
    place, source, on, expected
):
    last = "2023-12-31"
    if source == "attendance":
        meeting = place.add("activity", kind="MEMBERS_MEETING", held_on=last)
        place.add("attendance", activity_id=meeting, person_id=place.zhang, state="PRESENT")
    elif source == "dues":
        place.add("dues_payment", person_id=place.zhang, month_on="2023-12", paid_on=last,
                  paid=Decimal(15))  # fmt: skip
    elif source == "talk":
        place.add("talk", person_id=place.zhang, held_on=last)
    else:
        place.add("floating_record", person_id=place.zhang, since_on="2023-01-01",
                  last_contact_on=last)  # fmt: skip
    seen = [(one.state, one.severity) for one in found_by(place, "B10-06", on)]
    assert seen == ([expected] if expected else [])


def test_b10_07_the_seven_reasons_are_those_of_the_rule(place):
    told = rules.book(place.ledger).versions("B10-07")[-1].labels("reasons")
    assert list(told.values()) == list(code_labels("lost_reason").values())
    assert len(told) == 7


def test_b10_02_article_24_six_months_after_the_mark_suspension_is_due(place):
    lost_members.mark(place.ledger, place.zhang, on_day("2023-08-31"), "外出务工经商")
    (early,) = found_by(place, "B10-02", date(2024, 2, 28))
    assert (early.state, early.due_on) == (DueState.SOON, date(2024, 2, 29))
    (due,) = found_by(place, "B10-02", date(2024, 2, 29))
    assert (due.state, due.severity) == (DueState.OVERDUE, Severity.WARN)
    assert place.membership(place.zhang)["status"] == "NORMAL"


def test_who_was_reached_is_no_longer_lost_and_the_contact_is_kept(place):
    lost_members.mark(place.ledger, place.zhang, on_day("2023-08-31"), "其他")
    lost_members.reached(place.ledger, place.zhang, on_day("2024-06-01"), "电话")
    assert found_by(place, "B10-02") == []
    assert place.membership(place.zhang)["lost_reason"] == ""
    (talk,) = place.find("talk")
    assert (str(talk["held_on"]), talk["content"]) == ("2024-06-01", "电话")


def test_b10_02_suspension_takes_the_member_off_the_roster_with_an_event(place):
    lost_members.mark(place.ledger, place.zhang, on_day("2023-08-31"), "其他")
    lost_members.suspend(place.ledger, place.zhang, to("2024-03-10", doc_no="教党〔2024〕2号"))
    row = place.membership(place.zhang)
    assert (row["status"], str(row["left_on"])) == ("SUSPENDED", "2024-03-10")
    (event,) = place.find("membership_event")
    assert (event["kind"], event["doc_no"]) == ("SUSPENDED", "教党〔2024〕2号")


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2025, 12, 9), DueState.NEXT),
        (date(2025, 12, 10), DueState.SOON),
        (date(2026, 3, 10), DueState.OVERDUE),
    ],
)
def test_b10_03_article_24_two_years_after_the_suspension_removal_is_due(place, on, state):
    lost_members.suspend(place.ledger, place.zhang, to("2024-03-10"))
    (found,) = found_by(place, "B10-03", on)
    assert (found.state, found.due_on) == (state, date(2026, 3, 10))
    assert place.membership(place.zhang)["status"] == "SUSPENDED"


def test_b10_05_article_24_restoring_counts_the_time_out_of_the_party_age(place):
    lost_members.suspend(place.ledger, place.zhang, to("2023-01-20"))
    lost_members.restore(place.ledger, place.zhang, to("2024-03-19", doc_no="教党〔2024〕5号"))
    row = place.membership(place.zhang)
    assert (row["status"], row["left_on"], row["suspended_months"]) == ("NORMAL", None, 13)
    assert [event["kind"] for event in place.find("membership_event")] == ["SUSPENDED", "RESTORED"]
    # 2001-07-01 and 13 months to 2024-06-15: 21 whole years.
    assert members.card(place.ledger, place.zhang).party_age == 21


def test_b10_05_only_a_suspended_member_is_restored(place):
    with pytest.raises(UserError, match="没有停止党籍"):
        lost_members.restore(place.ledger, place.zhang, to("2024-03-19"))
    change = StatusChange(status="REMOVED_SELF", happened_on=on_day("2024-01-01"))
    members.change_status(place.ledger, [place.zhang], change)
    with pytest.raises(UserError, match="没有停止党籍"):
        lost_members.restore(place.ledger, place.zhang, to("2024-03-19"))


def test_a_step_without_its_day_is_refused(place):
    with pytest.raises(UserError, match="没有写日期"):
        lost_members.mark(place.ledger, place.zhang, None, "其他")
    with pytest.raises(UserError, match="没有写日期"):
        lost_members.suspend(place.ledger, place.zhang,
                             StatusChange(status="", happened_on=PartialDate(None)))  # fmt: skip


def test_nobody_is_lost_as_a_member_before_he_joined(place):
    young = place.member("周新来", joined_on="2024-03-20", full_on=None)
    with pytest.raises(UserError, match="2024-03-20才入党"):
        lost_members.mark(place.ledger, young, on_day("2024-03-19"), "外出务工经商")
    assert not place.membership(young)["is_lost"]
    lost_members.mark(place.ledger, young, on_day("2024-03-20"), "外出务工经商")

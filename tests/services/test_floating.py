"""流动党员 on a real ledger (B12)."""

from datetime import date

import pytest

from app.base.errors import UserError
from app.domain.dates import PartialDate
from app.services import floating, rules
from app.services.floating import FloatingDraft
from tests.services.affairs_county import opened, settled

TODAY = date(2024, 6, 15)


def on_day(text):
    return PartialDate.of(text)


@pytest.fixture
def place(tmp_path):
    ledger = opened(tmp_path / "ledger.sqlite", TODAY)
    yield settled(ledger)
    ledger.close()


def away(place, **more):
    values = {"person_id": place.zhang, "since_on": on_day("2023-12-01"), "destination": "浙江"}
    return floating.leave(place.ledger, FloatingDraft(**{**values, **more})).ids[0]


def found(place, on=TODAY):
    return {one.rule_id: one.due_on for one in rules.due(place.ledger, on)}


def test_b12_the_origin_ticks_a_member_who_is_away_until_he_is_back(place):
    record = away(place)
    row = place.membership(place.zhang)
    assert (row["is_floating"], row["flow_to"]) == (True, "浙江")
    with pytest.raises(UserError, match="已经登记外出"):
        away(place)
    floating.come_back(place.ledger, record, on_day("2024-06-10"))
    assert not place.membership(place.zhang)["is_floating"]
    assert str(place.get("floating_record", record)["until_on"]) == "2024-06-10"


def test_b12_04_who_is_here_from_elsewhere_is_not_ticked(place):
    away(place, direction="IN")
    assert not place.membership(place.zhang)["is_floating"]
    assert "B12-02" not in found(place)


def test_b12_02_a_contact_puts_the_deadline_off(place):
    record = away(place)
    assert found(place)["B12-02"] == date(2024, 6, 1)
    floating.contacted(place.ledger, record, on_day("2024-05-20"))
    assert "B12-02" not in found(place)
    assert found(place, date(2024, 12, 1))["B12-02"] == date(2024, 11, 20)


def test_b12_03_a_newer_report_leaves_the_lists_of_past_days_alone(place):
    record = away(place, since_on=on_day("2021-03-01"))
    for report in ("2022-03-01", "2024-05-20", "2023-02-10"):
        floating.contacted(place.ledger, record, on_day(report), is_report=True)
    assert str(place.get("floating_record", record)["last_report_on"]) == "2024-05-20"
    assert str(place.get("floating_record", record)["last_contact_on"]) == "2024-05-20"
    due = {day: found(place, day).get("B12-03") for day in (
        date(2022, 2, 28), date(2022, 3, 2), date(2023, 2, 9), date(2023, 3, 2), date(2024, 2, 11),
        date(2024, 5, 20), date(2025, 5, 21),
    )}  # fmt: skip
    assert due == {
        date(2022, 2, 28): date(2022, 3, 1),
        date(2022, 3, 2): None,
        date(2023, 2, 9): date(2023, 3, 1),
        date(2023, 3, 2): None,
        date(2024, 2, 11): date(2024, 2, 10),
        date(2024, 5, 20): None,
        date(2025, 5, 21): date(2025, 5, 20),
    }
    held = sorted((str(row["held_on"]), row["kind"]) for row in place.find("talk"))
    assert held == [("2022-03-01", "REPORT"), ("2023-02-10", "REPORT")]


def test_b12_03_a_report_once_a_year(place):
    record = away(place)
    assert found(place, date(2024, 12, 2))["B12-03"] == date(2024, 12, 1)
    floating.contacted(place.ledger, record, on_day("2024-05-20"), is_report=True)
    assert "B12-03" not in found(place, date(2024, 12, 2))
    assert found(place, date(2025, 5, 21))["B12-03"] == date(2025, 5, 20)


def test_nobody_is_away_as_a_member_before_he_joined(place):
    young = place.member("周新来", joined_on="2024-03-20", full_on=None)
    with pytest.raises(UserError, match="2024-03-20才入党"):
        away(place, person_id=young)
    assert place.find("floating_record") == []

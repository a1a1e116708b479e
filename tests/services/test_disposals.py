"""组织处置 and 党纪处分 on a real ledger, with what follows from them (B11)."""

from datetime import date

import pytest

from app.base.errors import UserError
from app.domain.branches import PostDraft
from app.domain.dates import PartialDate
from app.services import branches, disposals, rules
from app.services.disposals import CaseDraft, Decision
from app.services.rules import Override
from app.store import facts
from tests.services.affairs_county import opened, settled

TODAY = date(2025, 6, 15)


def on_day(text):
    return PartialDate.of(text)


@pytest.fixture
def place(tmp_path):
    ledger = opened(tmp_path / "ledger.sqlite", TODAY)
    yield settled(ledger)
    ledger.close()


def draft(place, kind="CORRECTION", **more):
    values = {"person_id": place.zhang, "kind": kind, "ground": "长期不参加组织生活",
              "started_on": on_day("2025-01-10")}  # fmt: skip
    return CaseDraft(**{**values, **more})


def opened_case(place, kind="CORRECTION", **more):
    return disposals.open_case(place.ledger, draft(place, kind, **more)).ids[0]


def decided(place, case, day="2025-02-01", **more):
    return disposals.decide(place.ledger, case, Decision(approved_on=on_day(day), **more))


def disposals_of(place, person, on):
    with place.ledger.reading() as tx:
        found = {one.id: one.disposals for one in facts.gather(tx, on).members}
    return found[person]


def test_b11_01_a_deadline_of_more_than_a_year_needs_a_document(place):
    late = draft(place, deadline_on=on_day("2026-01-11"))
    with pytest.raises(UserError, match="超过12个月"):
        disposals.open_case(place.ledger, late)
    disposals.open_case(place.ledger, late, Override("上级要求", "教党〔2025〕3号"))
    opened_case(place, deadline_on=on_day("2026-01-10"), ground="另一事由")
    assert len(place.find("disposal_case")) == 2


def test_b11_04_article_4_disposal_and_discipline_are_not_combined(place):
    opened_case(place, deadline_on=on_day("2025-07-10"))
    with pytest.raises(UserError, match="第四条"):
        disposals.open_case(place.ledger, draft(place, "WARNING"))
    disposals.open_case(place.ledger, draft(place, "WARNING", ground="违反工作纪律"))


@pytest.mark.parametrize(
    ("kind", "until"),
    [
        ("WARNING", "2026-02-01"),
        ("SERIOUS_WARNING", "2026-08-01"),
        ("REMOVAL_FROM_POST", "2027-02-01"),
        ("PROBATION_IN_PARTY", "2026-02-01"),
    ],
)
def test_b11_06_the_effect_period_follows_from_the_decision(place, kind, until):
    case = opened_case(place, kind)
    assert disposals_of(place, place.zhang, TODAY) == ()
    decided(place, case)
    assert str(place.get("disposal_case", case)["effect_until"]) == until
    assert disposals_of(place, place.zhang, TODAY) == (kind,)


def test_b11_06_probation_of_two_years_is_written_as_such(place):
    case = opened_case(place, "PROBATION_IN_PARTY")
    decided(place, case, effect_until=on_day("2027-02-01"))
    assert str(place.get("disposal_case", case)["effect_until"]) == "2027-02-01"


def test_removal_from_post_ends_every_post_on_the_day(place):
    post = PostDraft(person_id=place.zhang, org_id=place.branch, post="SECRETARY",
                     from_on=on_day("2023-01-01"))  # fmt: skip
    branches.add_post(place.ledger, post)
    case = opened_case(place, "REMOVAL_FROM_POST")
    decided(place, case)
    (held,) = place.find("org_post")
    assert str(held["to_on"]) == "2025-02-01"


@pytest.mark.parametrize(
    ("kind", "more", "status", "result"),
    [
        ("REMOVAL", {}, "REMOVED_LOST", "REMOVED"),
        ("REMOVAL", {"status": "REMOVED_SELF"}, "REMOVED_SELF", "REMOVED"),
        ("EXPULSION", {}, "EXPELLED", "EXPELLED"),
    ],
)
def test_removal_and_expulsion_take_the_member_off_the_roster(place, kind, more, status, result):
    case = opened_case(place, kind)
    assert place.membership(place.zhang)["status"] == "NORMAL"
    decided(place, case, **more)
    assert place.membership(place.zhang)["status"] == status
    row = place.get("disposal_case", case)
    assert (row["state"], row["end_result"]) == ("ENDED", result)


def test_a_probationary_member_is_not_expelled(place):
    case = opened_case(place, "EXPULSION", person_id=place.li)
    with pytest.raises(UserError, match="开除党籍"):
        decided(place, case)
    assert place.membership(place.li)["status"] == "NORMAL"


@pytest.mark.parametrize(
    ("result", "status"), [("LEFT", "REMOVED_PERSUADED"), ("REMOVED", "REMOVED_REFUSED")]
)
def test_persuasion_to_leave_ends_by_leaving_or_by_removal(place, result, status):
    case = opened_case(place, "PERSUADED")
    decided(place, case)
    assert place.membership(place.zhang)["status"] == "NORMAL"
    disposals.end(place.ledger, case, on_day("2025-03-01"), result)
    assert place.membership(place.zhang)["status"] == status


def test_a_case_ends_once_and_a_correction_removes_nobody(place):
    case = opened_case(place, deadline_on=on_day("2025-07-10"))
    with pytest.raises(UserError, match="登记决定"):
        disposals.end(place.ledger, case, on_day("2025-05-01"), "REMOVED")
    disposals.end(place.ledger, case, on_day("2025-05-01"), "CORRECTED")
    assert place.membership(place.zhang)["status"] == "NORMAL"
    with pytest.raises(UserError, match="已经了结"):
        disposals.end(place.ledger, case, on_day("2025-05-01"), "CORRECTED")


def test_b11_02_the_due_list_reminds_of_the_deadline_until_the_case_has_ended(place):
    case = opened_case(place, deadline_on=on_day("2025-07-10"))
    (found,) = [one for one in rules.due(place.ledger, TODAY) if one.rule_id == "B11-02"]
    assert (found.due_on, found.about.record) == (date(2025, 7, 10), case)
    disposals.end(place.ledger, case, on_day("2025-06-10"), "CORRECTED")
    assert not [one for one in rules.due(place.ledger, TODAY) if one.rule_id == "B11-02"]


def test_b11_03_who_was_removed_waits_five_years(place):
    decided(place, opened_case(place, "REMOVAL"))
    with place.ledger.reading() as tx:
        early = disposals.bar_again(tx, (place.zhang, ""), on_day("2030-01-31"))
        assert early.due_on == date(2030, 2, 1)
        assert disposals.bar_again(tx, (place.zhang, ""), on_day("2030-02-01")) is None
        assert disposals.bar_again(tx, (place.wu, ""), on_day("2025-02-01")) is None


def test_b11_11_an_honour_within_the_effect_is_told_by_the_due_list(place):
    decided(place, opened_case(place, "WARNING"))
    place.add("honour", target_type="PERSON", person_id=place.zhang, title="优秀党员",
              awarded_on="2025-05-28", award_year=2025)  # fmt: skip
    assert [one for one in rules.due(place.ledger, TODAY) if one.rule_id == "B11-11"]


def test_no_case_is_opened_for_the_time_before_somebody_joined(place):
    young = place.member("周新来", joined_on="2024-03-20", full_on=None)
    with pytest.raises(UserError, match="2024-03-20才入党"):
        opened_case(place, person_id=young, started_on=on_day("2024-03-19"))
    assert place.find("disposal_case") == []

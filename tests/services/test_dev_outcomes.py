"""Extension and cancellation of a probation (B5-05, B5-06)."""

from datetime import date

import pytest

from app.base.errors import Barred, UserError
from app.domain.dev_entry import OutcomeEntry
from app.services import rules
from app.services.dev_outcomes import decide_outcome
from app.services.overrides import Override
from app.store import records
from tests.services import dev_people
from tests.services.dev_people import ballot, on, step, walk


@pytest.fixture
def school(ledger):
    return dev_people.entered(ledger)


@pytest.fixture
def case(school):
    return walk(school, "oath_on")


def rows(school, table, **equal):
    with school.ledger.reading() as tx:
        return records.find(tx, table, **equal)


def decide(school, case, kind="EXTENDED", override=None, **more):
    known = {
        "meeting_on": on("2024-12-11"),
        "approved_on": on("2025-01-05"),
        "until_on": on("2025-06-10") if kind == "EXTENDED" else None,
        "ballot": ballot("EXTEND" if kind == "EXTENDED" else "CANCEL"),
        "reason": "预备期内表现一般",
        "doc_no": "教党复〔2025〕3号",
    }
    entry = OutcomeEntry(kind=kind, **{**known, **more})
    return decide_outcome(school.ledger, case, entry, override)


def rule_ids(caught):
    return [bar.rule_id for bar in caught.value.bars]


def test_b5_05_an_extension_of_six_months_moves_the_day_of_conversion(school, case):
    decide(school, case)
    (row,) = rows(school, "dev_case", id=case)
    assert (row["extended_to"], row["outcome"]) == (on("2025-06-10"), "EXTENDED")
    event = rows(school, "membership_event", kind="EXTENDED")[0]
    assert (event["until_on"], event["meeting_on"]) == (on("2025-06-10"), on("2024-12-11"))
    with pytest.raises(Barred):
        apply_and_meet(school, case, "2025-06-05", "2025-06-09")
    apply_and_meet(school, case, "2025-06-05", "2025-06-10")
    step(school, case, "convert_approved_on", done_on="2025-07-01")
    person = row["person_id"]
    assert rows(school, "membership", person_id=person)[0]["full_on"] == on("2025-06-10")


def apply_and_meet(school, case, applied, meeting):
    if not rows(school, "dev_case", id=case)[0]["conversion_applied_on"]:
        step(school, case, "conversion_applied_on", done_on=applied)
    step(school, case, "convert_meeting_on", done_on=meeting, notice=meeting)


@pytest.mark.parametrize("until", ["2025-05-10", "2026-01-10"])
def test_b5_05_five_or_thirteen_months_are_barred(school, case, until):
    with pytest.raises(Barred) as caught:
        decide(school, case, until_on=on(until))
    assert rule_ids(caught) == ["B5-05"]
    assert rows(school, "membership_event", kind="EXTENDED") == []


def test_b5_05_a_second_extension_is_barred(school, case):
    decide(school, case)
    with pytest.raises(Barred, match="已经延长过一次"):
        decide(school, case, meeting_on=on("2025-06-11"), approved_on=on("2025-07-01"),
               until_on=on("2025-12-10"))  # fmt: skip


def test_b5_06_an_approval_before_the_meeting_is_barred(school, case):
    with pytest.raises(Barred) as caught:
        decide(school, case, approved_on=on("2024-12-10"))
    assert rule_ids(caught) == ["B5-06"]


def test_b5_06_a_vote_waits_for_its_approval_and_the_list_says_so(school, case):
    decide(school, case, approved_on=None)
    assert rows(school, "membership_event", kind="EXTENDED") == []
    found = [one for one in rules.due(school.ledger, date(2025, 1, 2)) if one.rule_id == "B5-06"]
    assert [one.due_on for one in found] == [date(2025, 3, 11)]
    decide(school, case, ballot=None)
    assert len(rows(school, "vote", kind="EXTEND")) == 1
    assert rows(school, "membership_event", kind="EXTENDED")
    later = [one for one in rules.due(school.ledger, date(2025, 1, 20)) if one.rule_id == "B5-06"]
    assert later == []


def test_a_refused_extension_leaves_the_probation_as_it_was(school, case):
    told = decide(school, case, ballot=ballot("EXTEND", yes=3, no=4)).sentence
    assert "没有通过" in told
    assert rows(school, "membership_event", kind="EXTENDED") == []
    assert rows(school, "vote", kind="EXTEND")[0]["result"] == "REFUSED"


def test_a_cancellation_ends_case_and_membership(school, case):
    decide(school, case, "CANCELLED")
    (row,) = rows(school, "dev_case", id=case)
    assert (row["stage"], row["outcome"], row["closed_on"]) == (
        "CLOSED", "CANCELLED", on("2025-01-05"),
    )  # fmt: skip
    (membership,) = rows(school, "membership", person_id=row["person_id"])
    assert (membership["status"], membership["left_on"]) == ("PROB_CANCELLED", on("2025-01-05"))
    event = rows(school, "membership_event", kind="CANCELLED")[0]
    assert event["status_after"] == "PROB_CANCELLED"
    with pytest.raises(UserError, match="办结"):
        step(school, case, "conversion_applied_on")


def test_only_a_probationary_member_has_a_probation(school):
    early = walk(school, "candidate_on", name="何静")
    with pytest.raises(UserError, match="不在预备期"):
        decide(school, early)


def test_an_override_lets_a_second_extension_pass(school, case):
    decide(school, case)
    again = {"meeting_on": on("2025-06-11"), "approved_on": on("2025-07-01")}
    decide(school, case, override=Override("县委组织部批准", "清组〔2025〕1号"),
           until_on=on("2025-12-10"), **again)  # fmt: skip
    assert {row["rule_id"] for row in rows(school, "rule_override")} == {"B5-05"}


def test_the_due_list_of_a_past_day_is_that_of_the_day_before_the_extension(school, case):
    step(school, case, "conversion_applied_on", done_on="2024-12-05")
    before = {one.text for one in rules.due(school.ledger, date(2024, 12, 10))}
    decide(school, case)
    after = {one.text for one in rules.due(school.ledger, date(2024, 12, 10))}
    assert before == after

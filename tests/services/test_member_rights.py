"""留党察看 and removal in what they mean for others (domain.md B11-03, B11-10), in their acts."""

from datetime import date

import pytest

from app.base.errors import Barred, UserError
from app.domain.dates import PartialDate
from app.services import dev_board, disposals, member_rights, members
from app.services.disposals import CaseDraft, Decision
from app.services.overrides import Override
from app.store import records
from tests.services.dev_people import ballot, entered, on, start, step, walk

WHY = Override("上级批准", "县委组〔2025〕3号", PartialDate.of("2025-01-05"))


@pytest.fixture
def school(ledger):
    return entered(ledger)


def put_on_probation(school, person, decided="2022-01-10", until="2024-01-10"):
    draft = CaseDraft(person_id=person, kind="PROBATION_IN_PARTY", ground="违反工作纪律",
                      started_on=on(decided))  # fmt: skip
    (case,) = disposals.open_case(school.ledger, draft).ids
    decision = Decision(approved_on=on(decided), effect_until=on(until))
    disposals.decide(school.ledger, case, decision)


def rules_of(refused):
    return {bar.rule_id for bar in refused.value.bars}


@pytest.mark.parametrize(
    ("day", "entitled"),
    [("2022-01-09", 8), ("2022-01-10", 7), ("2024-01-09", 7), ("2024-01-11", 8)],
)
def test_b11_10_who_is_on_probation_in_the_party_is_no_voter_for_that_time(school, day, entitled):
    put_on_probation(school, school.full[3])
    assert dev_board.voters(school.ledger, school.branch, on(day)) == entitled
    with school.ledger.reading() as tx:
        voters, without = member_rights.voters(tx, school.branch, date.fromisoformat(day))
    assert (school.full[3] in voters) == (entitled == 8)
    assert [one.text for one in without.values()] == (
        [] if entitled == 8 else ["王山在留党察看期间，没有表决权、选举权和被选举权"]
    )


def test_b11_10_a_count_with_him_among_the_entitled_is_barred_and_one_without_is_not(school):
    case = walk(school, "form_filled_on")
    put_on_probation(school, school.full[3], "2023-01-10", "2025-01-10")
    with pytest.raises(Barred, match="王山在留党察看期间，没有表决权") as refused:
        step(school, case, "accept_meeting_on")
    assert rules_of(refused) == {"B11-10"}
    step(school, case, "accept_meeting_on", ballot=ballot(expected=7))
    with school.ledger.reading() as tx:
        (vote,) = records.find(tx, "vote")
    assert (vote["expected_full"], vote["result"]) == (7, "PASSED")


@pytest.mark.parametrize(("key", "before"), [("mentors", "activist_filed_on"),
                                             ("introducers", "candidate_on")])  # fmt: skip
def test_b11_10_he_mentors_and_introduces_nobody_but_by_an_override(school, key, before):
    case = walk(school, before)
    put_on_probation(school, school.full[0], "2022-01-10", "2024-06-10")
    with pytest.raises(Barred, match="周明在留党察看期间，不能做入党介绍人、培养联系人") as refused:
        step(school, case, key)
    assert "B11-10" in rules_of(refused)
    step(school, case, key, WHY)
    with school.ledger.reading() as tx:
        kept = {row["rule_id"] for row in records.find(tx, "rule_override")}
        named = records.find(tx, "dev_person", case_id=case, person_id=school.full[0])
    assert "B11-10" in kept
    assert named


def test_b11_10_the_choice_of_mentors_names_him_last_and_says_why(school):
    put_on_probation(school, school.full[0], "2025-01-10", "2027-01-10")
    offered = dev_board.full_members(school.ledger, school.branch)
    assert len(offered) == 8
    assert (offered[-1].value, offered[-1].hint) == (school.full[0], "留党察看，不能担任")


def removed(school, person, day):
    change = members.StatusChange(status="REMOVED_LOST", happened_on=on(day))
    members.change_status(school.ledger, [person], change)


@pytest.mark.parametrize(("applied", "is_barred"), [("2025-06-09", True), ("2025-06-10", False)])
def test_b11_03_who_was_removed_applies_again_only_after_five_years(school, applied, is_barred):
    person = school.full[5]
    removed(school, person, "2020-06-10")
    if not is_barred:
        assert start(school, person_id=person, applied_on=on(applied)).ids[1] == person
        return
    with pytest.raises(Barred, match="2025-06-10以前不得重新入党") as refused:
        start(school, person_id=person, applied_on=on(applied))
    assert rules_of(refused) == {"B11-03"}
    with school.ledger.reading() as tx:
        assert records.find(tx, "dev_case", person_id=person) == []
    start(school, override=WHY, person_id=person, applied_on=on(applied))
    with school.ledger.reading() as tx:
        (kept,) = records.find(tx, "rule_override")
        (case,) = records.find(tx, "dev_case", person_id=person)
    assert (kept["rule_id"], kept["subject_id"]) == ("B11-03", case["id"])


def test_b11_03_who_is_typed_anew_is_known_by_his_id_number(school):
    person = school.full[5]
    with school.ledger.writing("身份证号") as tx:
        records.change(tx, "person", person, {"id_no": "529999198001010011"})
    removed(school, person, "2023-06-10")
    with pytest.raises(Barred, match="不得重新入党"):
        start(school, "陈林", id_no="529999198001010011", applied_on=on("2025-01-01"))
    with pytest.raises(UserError, match="已经登记在陈林名下"):
        start(school, "别人", id_no="529999198001010011", applied_on=on("2025-01-01"))

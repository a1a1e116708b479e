"""Hardship, visits with money, opinions and honours on a real ledger (A11–A13, A25–A27, A31)."""

from datetime import date
from decimal import Decimal

import pypdfium2
import pytest

from app.base.errors import UserError
from app.domain.dates import PartialDate
from app.domain.members import StatusChange
from app.services import care, members, printing, rules
from app.services.care import HardshipDraft, HonourDraft, VisitDraft
from app.services.figures import compute
from app.services.rules import Override
from tests.services.affairs_county import opened, settled

TODAY = date(2024, 6, 15)


def on_day(text):
    return PartialDate.of(text)


@pytest.fixture
def place(tmp_path):
    ledger = opened(tmp_path / "ledger.sqlite", TODAY)
    yield settled(ledger)
    ledger.close()


def visit(place, person=None, override=None, **more):
    values = {"person_id": person or place.zhang, "visited_on": on_day("2024-02-05"),
              "festival": "SPRING", "cash": Decimal(300), "fund_source": "DUES",
              "purpose": "HARDSHIP"}  # fmt: skip
    return care.visit(place.ledger, VisitDraft(**{**values, **more}), override)


def ids_of(place):
    return {one.rule_id for one in rules.due(place.ledger, TODAY)}


def test_a26_the_register_knows_member_and_branch_and_holds_nobody_twice(place):
    draft = HardshipDraft(person_id=place.zhang, cause="本人患重病", level="SEVERE",
                          approved_on=on_day("2023-01-20"))  # fmt: skip
    (case,) = care.register(place.ledger, draft).ids
    row = place.get("hardship_case", case)
    assert (row["org_id"], row["is_member"]) == (place.branch, True)
    with pytest.raises(UserError, match="已经在困难档案上"):
        care.register(place.ledger, draft)
    assert "AL-A26" in ids_of(place)
    care.strike_off(place.ledger, case, on_day("2024-05-01"))
    assert "AL-A26" not in ids_of(place)


def test_a27_a_visit_takes_the_level_from_the_register_and_quiets_the_alert(place):
    draft = HardshipDraft(person_id=place.zhang, cause="", approved_on=on_day("2023-01-20"))
    (case,) = care.register(place.ledger, draft).ids
    (made,) = visit(place).ids
    row = place.get("care_visit", made)
    assert (row["case_id"], row["level"], row["is_member"]) == (case, "HARD", True)
    assert row["purpose"] == "补助生活困难党员"
    assert "AL-A26" not in ids_of(place)


def test_a27_a_teacher_who_is_no_member_may_be_visited(place):
    teacher = place.add("person", name="林老师", category="TEACHER")
    (made,) = visit(place, teacher, fund_source="UNION", purpose="").ids
    row = place.get("care_visit", made)
    assert (row["is_member"], row["org_id"]) == (False, None)


def test_a27_the_same_festival_twice_is_told_and_stays_on_the_list(place):
    assert "登记了两次" not in visit(place).sentence
    assert "同一年“春节”慰问登记了两次" in visit(place).sentence
    assert "AL-A27" in ids_of(place)
    other_year = visit(place, visited_on=on_day("2023-01-18"))
    assert "登记了两次" not in other_year.sentence
    for _ in range(2):
        assert "登记了两次" not in visit(place, festival="OTHER").sentence


def test_b8_20_article_19_dues_are_not_spent_for_other_purposes(place):
    with pytest.raises(UserError, match="第十九条"):
        visit(place, purpose="聚餐")
    assert place.find("care_visit") == []
    visit(place, override=Override("上级同意", "教党〔2024〕4号"), purpose="慰问教师")
    visit(place, fund_source="UNION", purpose="聚餐", festival="")
    assert len(place.find("care_visit")) == 2
    assert set(care.uses(place.ledger)) == {
        "TRAINING", "READING", "PRAISE", "HARDSHIP", "DISASTER"
    }  # fmt: skip


def test_a_negative_amount_is_refused(place):
    with pytest.raises(UserError, match="不能小于0"):
        visit(place, cash=Decimal(-1))


def test_a31_who_was_aided_twice_is_one_person_in_the_figure(place):
    for person in (place.zhang, place.zhang, place.wu):
        if not place.find("hardship_case", person_id=person):
            care.register(place.ledger, HardshipDraft(person_id=person, cause=""))
        visit(place, person, kind="AID", festival="")
    assert compute(place.ledger, 2024).figures["N14"].number == 2


def test_a25_an_opinion_is_closed_by_its_answer(place):
    opinion = place.add("member_opinion", person_id=place.wu, received_on="2024-05-01",
                        content="建议公布党费")  # fmt: skip
    assert "AL-A25" in ids_of(place)
    with pytest.raises(UserError, match="没有写答复"):
        care.answer(place.ledger, opinion, on_day("2024-06-01"), " ")
    care.answer(place.ledger, opinion, on_day("2024-06-01"), "已公布", "组织委员")
    row = place.get("member_opinion", opinion)
    assert (row["reply"], str(row["closed_on"])) == ("已公布", "2024-06-01")
    assert "AL-A25" not in ids_of(place)


def honour(place, **more):
    values = {"title": "优秀共产党员", "awarded_on": on_day("2024-05-28"),
              "person_id": place.zhang}  # fmt: skip
    return care.honour(place.ledger, HonourDraft(**{**values, **more}))


def test_a11_the_same_honour_twice_is_told(place):
    assert honour(place).sentence == "表彰已登记。"
    assert "登记了两次" in honour(place).sentence
    assert "登记了两次" not in honour(place, awarded_on=on_day("2023-05-28")).sentence


def test_a12_an_honour_of_somebody_out_of_contact_is_told(place):
    change = StatusChange(status="SUSPENDED", happened_on=on_day("2024-01-01"))
    members.change_status(place.ledger, [place.zhang], change)
    assert "党籍状态不是正常" in honour(place).sentence
    assert "党籍状态不是正常" not in honour(place, awarded_on=on_day("2023-05-28")).sentence


def test_a11_an_organisation_is_honoured_too_and_nobody_is_refused(place):
    (made,) = honour(place, person_id=None, org_id=place.branch).ids
    assert place.get("honour", made)["target_type"] == "ORG"
    with pytest.raises(UserError, match="没有选受表彰"):
        honour(place, person_id=None)


def test_p14_the_register_of_visits_is_printed_with_its_sum_in_words(place, tmp_path):
    visit(place, goods_value=Decimal("60.50"))
    document = care.visits_document(place.ledger, 2024)
    printing.save(document, tmp_path / "a.pdf")
    text = pypdfium2.PdfDocument(tmp_path / "a.pdf")[0].get_textpage().get_text_range()
    assert "合计360.50元（大写：叁佰陆拾元伍角整）" in "".join(text.split())


def test_no_member_was_on_the_register_before_he_joined(place):
    young = place.member("周新来", joined_on="2024-03-20", full_on=None)
    with pytest.raises(UserError, match="2024-03-20才入党"):
        care.register(
            place.ledger,
            HardshipDraft(person_id=young, cause="本人患重病", approved_on=on_day("2024-03-19")),
        )
    assert place.find("hardship_case") == []

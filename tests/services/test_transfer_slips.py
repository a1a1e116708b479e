"""The slip in three parts with capital numerals, and the summer list of pupils."""

from datetime import date

import pytest

from app.base.errors import UserError
from app.domain.dates import PartialDate
from app.domain.transfers import TransferDraft
from app.services import transfers
from app.services.transfer_slips import capital_month, leaving_pupils, slip
from app.store import records
from tests.services.affairs_county import add, opened, settled

TODAY = date(2024, 6, 15)


@pytest.fixture
def place(tmp_path):
    ledger = opened(tmp_path / "ledger.sqlite", TODAY)
    found = settled(ledger)
    add(ledger, "org_unit", full_name="中共某县教育局委员会", kind="COMMITTEE",
        contact_phone="0851-1234567")  # fmt: skip
    with ledger.writing("改") as tx:
        known = {"gender": "1", "ethnicity": "01", "birth_on": PartialDate.of("1975-06-15"),
                 "id_no": "529999197506150018", "mobile": "13900000001"}  # fmt: skip
        records.change(tx, "person", found.zhang, known)
    yield found
    ledger.close()


def sent(place, **more):
    draft = TransferDraft(**{
        "person_id": place.zhang, "other": "邻县教育局党委",
        "handled_on": PartialDate.of("2024-03-01"), "dues_paid_to": PartialDate.of("2024-02"),
        "valid_days": 45, **more,
    })  # fmt: skip
    return transfers.send(place.ledger, draft).ids[0]


def test_b9_03_all_three_parts_belong_to_one_number(place):
    found = slip(place.ledger, sent(place))
    assert found.number == "教组转〔2024〕01号"
    assert found.stub[0] == "张永杰同志系中共正式党员，组织关系由一小支部转到邻县教育局党委。"
    assert found.receipt[:2] == (
        "中共某县教育局委员会：", "张永杰同志的党员组织关系已转达我处，特此回复。"
    )  # fmt: skip
    assert "一个月内邮寄或传真" in found.receipt[-1]


def test_b9_04_month_of_dues_and_validity_stand_in_capital_numerals(place):
    text = "".join(slip(place.ledger, sent(place)).letter)
    assert "张永杰同志（男），48岁，汉族，系中共正式党员" in text
    assert "身份证号码529999197506150018" in text
    assert "该同志党费已交到贰零贰肆年贰月。" in text
    assert "（有效期肆拾伍天）" in text
    assert "2024年3月1日" in text
    assert "0851-1234567" in text


@pytest.mark.parametrize(
    ("month", "words"),
    [
        ("2010-06", "贰零壹零年陆月"),
        ("2010-10", "贰零壹零年壹拾月"),
        ("2010-12", "贰零壹零年壹拾贰月"),
    ],
)
def test_b9_04_the_vectors_of_months(month, words):
    assert capital_month(PartialDate.of(month)) == words


def test_b9_11_a_slip_without_the_month_of_dues_cannot_be_filled_in(place):
    with pytest.raises(UserError, match="党费交至哪个月"):
        slip(place.ledger, sent(place, dues_paid_to=None))


def test_b9_14_an_online_transfer_has_no_slip(place):
    with pytest.raises(UserError, match="不开介绍信"):
        slip(place.ledger, sent(place, channel="ONLINE"))


def test_b9_10_article_35_pupils_who_leave_this_summer_are_listed_with_their_state(place):
    (line,) = leaving_pupils(place.ledger, TODAY)
    assert (line.name, line.branch, line.member_type, line.has_transfer) == (
        "李小明", "一小支部", "预备党员", False
    )  # fmt: skip
    on = PartialDate.of("2024-04-01")
    sent(place, person_id=place.li, reason="UNIVERSITY_ENTRY", other="省内高校党委", handled_on=on)
    assert leaving_pupils(place.ledger, TODAY)[0].has_transfer
    with place.ledger.writing("改") as tx:
        records.change(tx, "person", place.li, {"expected_leave_on": PartialDate.of("2025-06-30")})
    assert leaving_pupils(place.ledger, TODAY) == ()

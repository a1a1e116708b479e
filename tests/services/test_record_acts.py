"""The pages of records ask what the windows of the procedures ask."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.base.errors import UserError
from app.domain.dues_views import Payment, SheetDraft
from app.services import dues, dues_book, record_book
from tests.services.affairs_county import opened, settled

TODAY = date(2024, 6, 15)


@pytest.fixture
def place(tmp_path):
    ledger = opened(tmp_path / "ledger.sqlite", TODAY)
    yield settled(ledger)
    ledger.close()


def new(place, table, **values):
    return record_book.save(place.ledger, table, None, values).ids[0]


def out(place, person=None, **more):
    known = {"person_id": person or place.zhang, "direction": "OUT", "status": "OPEN",
             "handled_on": "2024-05-01"}  # fmt: skip
    return new(place, "transfer", **{**known, **more})


WRONG = {
    "a transfer tomorrow": lambda p: out(p, handled_on="2024-06-16"),
    "a transfer before he joined": lambda p: out(p, handled_on="2000-06-30"),
    "a receipt before the slip": lambda p: out(p, receipt_on="2024-04-30"),
    "no days of validity": lambda p: out(p, valid_days=0),
    "away before he joined":
        lambda p: new(p, "floating_record", person_id=p.zhang, since_on="1999"),
    "a contact before he left": lambda p: new(
        p, "floating_record", person_id=p.zhang, since_on="2024-03-01", last_contact_on="2024-02"),
    "a visit tomorrow": lambda p: new(p, "care_visit", person_id=p.wu, visited_on="2024-06-16"),
    "struck off before it was approved": lambda p: new(
        p, "hardship_case", person_id=p.wu, approved_on="2024-03-01", closed_on="2024-02-01"),
    "an honour next year":
        lambda p: new(p, "honour", person_id=p.wu, title="先进", awarded_on="2025-01-01"),
    "an answer before the opinion": lambda p: new(
        p, "member_opinion", person_id=p.wu, received_on="2024-03-01", closed_on="2024-02-28"),
    "a withdrawal before he joined":
        lambda p: new(p, "withdrawal_case", person_id=p.wu, applied_on="1999-12-31"),
    "a case that ends before it begins": lambda p: new(
        p, "disposal_case", person_id=p.wu, kind="WARNING", started_on="2024-03-01",
        ended_on="2024-02-01"),
    "dues of a month before he joined": lambda p: new(
        p, "dues_payment", person_id=p.zhang, month_on="2000-06", paid=1, kind="MONTHLY"),
    "dues paid tomorrow": lambda p: new(
        p, "dues_payment", person_id=p.zhang, month_on="2024-05", paid=1, paid_on="2024-06-16"),
}  # fmt: skip


@pytest.mark.parametrize("act", WRONG.values(), ids=WRONG)
def test_an_impossible_day_is_refused_on_the_page_of_the_record_too(place, act):
    with pytest.raises(UserError, match=r"还没有到|早于|不能是0") as refused:
        act(place)
    assert refused.value.kept == "没有保存。"


def away(place, **more):
    return new(place, "floating_record", person_id=place.zhang, since_on="2024-03-01", **more)


def paid(place):
    return new(place, "dues_payment", person_id=place.zhang, month_on="2024-03", paid=15,
               kind="MONTHLY")  # fmt: skip


def assessed(place):
    sheet = SheetDraft(person_id=place.zhang, year=2024, category="ON_JOB", base=Decimal(3000))
    dues.enter(place.ledger, [sheet])
    dues_book.pay(place.ledger, [Payment(place.zhang, date(2024, 3, 1))])


def published(place):
    return new(place, "dues_publication", org_id=place.branch, year=2023, published_on="2024-02-01")


AGAIN = {
    "sent": (out, out, "还没有被接收"),
    "a number of another slip": (
        lambda p: out(p, slip_no="教组转〔2024〕1号"),
        lambda p: out(p, p.wu, slip_no="教组转〔2024〕1号"), "已经用过"),
    "away": (away, away, "已经登记外出"),
    "in hardship": (
        lambda p: new(p, "hardship_case", person_id=p.wu, found_on="2024-01-01"),
        lambda p: new(p, "hardship_case", person_id=p.wu, found_on="2024-02-01"), "已经在困难档案"),
    "paid": (assessed, paid, "2024年3月的党费已经交过"),
    "published": (published, published, "2023年的党费已经登记公布"),
}  # fmt: skip


@pytest.mark.parametrize(("first", "second", "told"), AGAIN.values(), ids=AGAIN)
def test_the_same_act_twice_is_refused_on_the_page_of_the_record_too(place, first, second, told):
    first(place)
    with pytest.raises(UserError, match=told):
        second(place)


def test_what_has_ended_may_begin_again_and_a_record_is_no_repeat_of_itself(place):
    record = away(place)
    record_book.save(place.ledger, "floating_record", record, {"until_on": "2024-04-01"})
    later = new(place, "floating_record", person_id=place.zhang, since_on="2024-05-01")
    record_book.save(place.ledger, "floating_record", later, {"destination": "省城"})
    with pytest.raises(UserError, match="已经登记外出"):
        record_book.save(place.ledger, "floating_record", record, {"until_on": None})


def test_an_older_mistake_does_not_bar_another_column(place):
    record = place.add("transfer", person_id=place.zhang, direction="OUT", status="DONE",
                       handled_on="2024-05-01", receipt_on="2024-04-01")  # fmt: skip
    record_book.save(place.ledger, "transfer", record, {"remark": "已核对"})
    with pytest.raises(UserError, match="早于"):
        record_book.save(place.ledger, "transfer", record, {"handled_on": "2024-05-02"})


def test_nobody_who_has_left_the_party_goes_away(place):
    gone = place.member("何远行", status="EXPELLED", left_on="2024-01-01")
    with pytest.raises(UserError, match="不在党员名册上"):
        new(place, "floating_record", person_id=gone, since_on="2024-03-01")
    new(place, "floating_record", person_id=gone, since_on="2023-03-01", until_on="2023-05-01")


def test_rows_of_one_batch_are_compared_with_each_other(place):
    ledger = replace(place.ledger)
    twice = [{"person_id": place.zhang, "since_on": place_day, "direction": "OUT"}
             for place_day in (None, None)]  # fmt: skip
    with pytest.raises(UserError, match="已经登记外出"), ledger.writing("登记") as tx:
        record_book.add_within(ledger, tx, "floating_record", twice)

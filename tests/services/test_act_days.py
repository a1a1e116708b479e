"""Acts on impossible days, in the wrong order, and the same act twice: what a clerk does wrong."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.base.errors import UserError
from app.domain.dates import PartialDate
from app.domain.dues_views import Payment, SheetDraft, WaivedDues
from app.domain.members import MemberDraft, StatusChange
from app.domain.transfers import TransferDraft
from app.services import (
    act_days,
    care,
    disposals,
    dues,
    dues_book,
    dues_publication,
    floating,
    lost_members,
    standing,
    transfers,
    withdrawals,
)
from app.services.care import HardshipDraft, HonourDraft, VisitDraft
from app.services.disposals import CaseDraft, Decision
from app.services.floating import FloatingDraft
from tests.services.affairs_county import opened, settled

TODAY, TOMORROW = date(2024, 6, 15), "2024-06-16"


def on_day(text):
    return PartialDate.of(text)


@pytest.fixture
def place(tmp_path):
    ledger = opened(tmp_path / "ledger.sqlite", TODAY)
    yield settled(ledger)
    ledger.close()


def send(place, person=None, on="2024-06-01", **more):
    known = {"other": "外县党委", "handled_on": on_day(on), "dues_paid_to": on_day("2024-05")}
    draft = TransferDraft(person_id=person or place.zhang, **known, **more)
    return transfers.send(place.ledger, draft).ids[0]


def receive(place, on):
    newcomer = MemberDraft(name="来人", member_type="FULL", joined_on=on_day("2001-07-01"),
                           full_on=on_day("2002-07-01"), category="TEACHER")  # fmt: skip
    draft = TransferDraft(to_org_id=place.branch, other="外县", handled_on=on_day(on))
    transfers.receive(place.ledger, draft, newcomer)


def move(place, on):
    draft = TransferDraft(person_id=place.zhang, to_org_id=place.other, handled_on=on_day(on))
    transfers.move(place.ledger, draft)


def leave(place, on="2024-01-01"):
    draft = FloatingDraft(person_id=place.zhang, since_on=on_day(on))
    return floating.leave(place.ledger, draft).ids[0]


def visit(place, on):
    draft = VisitDraft(person_id=place.wu, visited_on=on_day(on), cash=Decimal(100))
    care.visit(place.ledger, draft)


def register(place, on="2024-02-01"):
    draft = HardshipDraft(person_id=place.wu, cause="病", approved_on=on_day(on))
    return care.register(place.ledger, draft).ids[0]


def honour(place, on):
    draft = HonourDraft(title="优秀共产党员", person_id=place.wu, awarded_on=on_day(on))
    care.honour(place.ledger, draft)


def case(place, on="2024-03-01"):
    draft = CaseDraft(person_id=place.wu, kind="WARNING", ground="迟到", started_on=on_day(on))
    return disposals.open_case(place.ledger, draft).ids[0]


def apply(place, on="2024-03-01"):
    return withdrawals.apply(place.ledger, place.wu, on_day(on), "个人原因").ids[0]


def sheet(place, **more):
    draft = SheetDraft(person_id=place.zhang, year=2024, category="ON_JOB",
                       base=Decimal("4123.45"), **more)  # fmt: skip
    dues.enter(place.ledger, [draft])


def waive(place, due="0", study="2024-01-05", approved="2024-01-10"):
    waived = WaivedDues(due=Decimal(due), reason="病", study_on=on_day(study),
                        approved_by="局党委", approved_on=on_day(approved))  # fmt: skip
    sheet(place, waived=waived)


def large(place, on):
    dues_book.pay_large(place.ledger, place.zhang, Decimal(1000), paid_on=date.fromisoformat(on))


BEGUN_TOMORROW = {
    "slip": lambda place: send(place, on=TOMORROW),
    "newcomer": lambda place: receive(place, TOMORROW),
    "move": lambda place: move(place, TOMORROW),
    "away": lambda place: leave(place, TOMORROW),
    "lost": lambda place: lost_members.mark(place.ledger, place.zhang, on_day(TOMORROW), ""),
    "visit": lambda place: visit(place, TOMORROW),
    "hardship": lambda place: register(place, TOMORROW),
    "honour": lambda place: honour(place, TOMORROW),
    "case": lambda place: case(place, TOMORROW),
    "withdrawal": lambda place: apply(place, TOMORROW),
    "large dues": lambda place: large(place, TOMORROW),
    "waiver": lambda place: waive(place, approved=TOMORROW),
}


@pytest.mark.parametrize("act", BEGUN_TOMORROW.values(), ids=BEGUN_TOMORROW)
def test_nothing_is_done_on_a_day_that_has_not_come(place, act):
    with pytest.raises(UserError, match="2024-06-16还没有到"):
        act(place)


def accepted(place, on="2024-06-10"):
    transfer = send(place)
    transfers.accept(place.ledger, transfer, on_day(on))
    return transfer


def lost(place):
    lost_members.mark(place.ledger, place.zhang, on_day("2023-11-01"), "")


def suspended(place):
    lost_members.suspend(
        place.ledger, place.zhang, StatusChange(status="", happened_on=on_day("2024-05-01"))
    )


def opinion(place):
    return place.add("member_opinion", person_id=place.wu, received_on="2024-05-01")


def announced(place, meeting="2024-04-01"):
    found = apply(place)
    withdrawals.decide(place.ledger, found, on_day(meeting), "REMOVED")
    return found


def later(act, early):
    """Return an act on the record that something before it has made, on a day too early."""
    return lambda place, made: act(place.ledger, made, on_day(early))


TOO_EARLY = {
    "accepted": (send, later(transfers.accept, "2024-05-31")),
    "receipt": (accepted, later(transfers.receipt, "2024-06-09")),
    "taken back": (send, lambda p, one: transfers.take_back(p.ledger, one, on_day("2024-05-31"),
                                                            "")),
    "contacted": (leave, later(floating.contacted, "2023-12-31")),
    "back": (leave, later(floating.come_back, "2023-12-31")),
    "reached": (lost, lambda p, _: lost_members.reached(p.ledger, p.zhang, on_day("2023-10-31"))),
    "restored": (suspended, lambda p, _: lost_members.restore(
        p.ledger, p.zhang, StatusChange(status="", happened_on=on_day("2024-04-30")))),
    "struck off": (register, later(care.strike_off, "2024-01-31")),
    "answered": (opinion, lambda p, one: care.answer(p.ledger, one, on_day("2024-04-30"), "好")),
    "decided": (case, lambda p, one: disposals.decide(
        p.ledger, one, Decision(approved_on=on_day("2024-02-29")))),
    "ended": (case, lambda p, one: disposals.end(p.ledger, one, on_day("2024-02-29"), "DROPPED")),
    "talk": (apply, lambda p, one: withdrawals.talk(p.ledger, one, on_day("2024-02-29"), "谈")),
    "persuaded": (apply, later(withdrawals.persuade, "2024-02-29")),
    "announced": (apply, lambda p, one: withdrawals.decide(p.ledger, one, on_day("2024-02-29"),
                                                           "REMOVED")),
    "reported": (announced, later(withdrawals.report, "2024-03-31")),
    "waiver": (lambda _: None, lambda p, _: waive(p, approved="2024-01-04")),
}  # fmt: skip


@pytest.mark.parametrize(("before", "act"), TOO_EARLY.values(), ids=TOO_EARLY)
def test_nothing_is_done_before_what_it_follows(place, before, act):
    made = before(place)
    with pytest.raises(UserError, match="早于"):
        act(place, made)


def test_a_month_is_early_only_when_all_of_it_is(place):
    leaving = leave(place, "2024-01-31")
    floating.contacted(place.ledger, leaving, on_day("2024-01"))
    with pytest.raises(UserError, match="早于外出日期"):
        floating.contacted(place.ledger, leaving, on_day("2023-12"))
    day = act_days.known_day(place.ledger, on_day("2024-06"))
    assert str(day) == "2024-06"
    with pytest.raises(UserError, match="没有写日期"):
        act_days.known_day(place.ledger, None)


def twice(act):
    def again(place):
        act(place)
        act(place)

    return again


def with_record(make, act):
    def again(place):
        made = make(place)
        act(place, made)
        act(place, made)

    return again


AGAIN = {
    "slip": (twice(send), "还没有被接收"),
    "receipt": (with_record(accepted, later(transfers.receipt, "2024-06-12")), "已经登记"),
    "back": (with_record(leave, later(floating.come_back, "2024-02-01")), "已经返回"),
    "lost": (twice(lost), "已经登记失联"),
    "struck off": (with_record(register, later(care.strike_off, "2024-03-01")), "已经退出"),
    "answered": (with_record(opinion, lambda p, one: care.answer(p.ledger, one,
                                                                  on_day("2024-06-01"), "好")),
                 "已经答复"),
}  # fmt: skip


@pytest.mark.parametrize(("act", "told"), AGAIN.values(), ids=AGAIN)
def test_the_same_act_twice_is_refused(place, act, told):
    with pytest.raises(UserError, match=told):
        act(place)


@pytest.mark.parametrize("act", [send, move], ids=["sent", "moved"])
def test_nobody_leaves_a_branch_before_the_day_he_came_to_it(place, act):
    came = TransferDraft(person_id=place.wu, to_org_id=place.other, handled_on=on_day("2024-03-10"))
    transfers.move(place.ledger, came)
    if act is send:
        with pytest.raises(UserError, match="2024-03-09早于到本支部的日期2024-03-10"):
            send(place, place.wu, on="2024-03-09", channel="ONLINE")
        send(place, place.wu, on="2024-03-10", channel="ONLINE")
        return
    back = replace(came, to_org_id=place.branch, handled_on=on_day("2024-03-09"))
    with pytest.raises(UserError, match="2024-03-09早于到本支部的日期2024-03-10"):
        transfers.move(place.ledger, back)
    transfers.move(place.ledger, replace(back, handled_on=on_day("2024-03-10")))


def test_b9_03_a_number_given_by_hand_is_good_for_one_slip(place):
    send(place, slip_no="教组转〔2024〕05号")
    with pytest.raises(UserError, match="已经用过"):
        send(place, place.wu, slip_no="教组转〔2024〕05号")
    assert place.get("transfer", send(place, place.wu))["slip_no"] == "教组转〔2024〕06号"


def test_b9_05_a_slip_is_good_for_at_least_a_day(place):
    for days in (0, -5):
        with pytest.raises(UserError, match="大于0"):
            send(place, valid_days=days)


def test_a_month_of_dues_is_not_paid_twice(place):
    sheet(place)
    march = Payment(place.zhang, date(2024, 3, 1), Decimal("41.23"))
    dues_book.pay(place.ledger, [march])
    with pytest.raises(UserError, match="2024年3月的党费已经交过"):
        dues_book.pay(place.ledger, [march])
    april = Payment(place.zhang, date(2024, 4, 1))
    dues_book.pay(place.ledger, [april, april])
    paid = [(str(row["month_on"]), row["paid"]) for row in place.find("dues_payment")]
    assert paid == [("2024-03", Decimal("41.23")), ("2024-04", Decimal("41.23"))]


def test_the_rest_of_a_month_may_still_be_paid(place):
    sheet(place)
    for amount, left in (("20", None), (None, Decimal("21.23"))):
        part = Payment(place.zhang, date(2024, 3, 1), amount and Decimal(amount))
        dues_book.pay(place.ledger, [part])
        assert left is None or place.find("dues_payment")[-1]["paid"] == left


def test_b8_15_a_year_is_published_once(place):
    sheet(place)
    dues_book.pay(place.ledger, [Payment(place.zhang, date(2024, 3, 1))])
    dues_publication.publish(place.ledger, place.branch, 2024, TODAY)
    with pytest.raises(UserError, match="已经登记公布"):
        dues_publication.publish(place.ledger, place.branch, 2024, TODAY)


@pytest.mark.parametrize("due", ["-3", "41.24"])
def test_b8_06_a_waiver_leaves_between_nothing_and_what_is_due(place, due):
    with pytest.raises(UserError, match=r"不在0元和核定的41\.23元之间"):
        waive(place, due)


def test_nothing_new_begins_for_somebody_who_has_died(place):
    with place.ledger.writing("去世") as tx:
        found = standing.both(tx, place.wu)
        died = StatusChange(status="DECEASED", happened_on=on_day("2024-05-01"))
        standing.change(place.ledger, tx, found, died)
    for act in (apply, case):
        with pytest.raises(UserError, match="不在党员名册上"):
            act(place)

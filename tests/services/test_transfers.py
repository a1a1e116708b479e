"""组织关系接转 on a real ledger: out, in, inside, renewed, taken back (A19, A20, B9)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.base.errors import UserError
from app.domain.dates import PartialDate
from app.domain.dues_views import Payment, SheetDraft
from app.domain.members import MemberDraft
from app.domain.transfers import TransferDraft
from app.services import batches, dues, dues_book, members, rules, transfers
from app.services.rules import Override
from app.store import facts
from tests.services.affairs_county import opened, settled

TODAY = date(2024, 6, 15)


def on_day(text):
    return PartialDate.of(text)


@pytest.fixture
def place(tmp_path):
    ledger = opened(tmp_path / "ledger.sqlite", TODAY)
    yield settled(ledger)
    ledger.close()


def leaving(person, **more):
    values = {"person_id": person, "other": "邻县教育局党委", "handled_on": on_day("2024-03-01")}
    return TransferDraft(**{**values, **more})


def members_n(place, on, org=None):
    with place.ledger.reading() as tx:
        found = facts.gather(tx, on).branches
    return {one.id: one.members_n for one in found}[org or place.branch]


def ids_of(found):
    return {one.rule_id for one in found}


def test_b9_07_article_25_until_accepted_the_member_stays_on_the_roster(place):
    (made,) = transfers.send(place.ledger, leaving(place.zhang)).ids
    assert place.membership(place.zhang)["status"] == "OUT_PENDING"
    assert members_n(place, date(2024, 4, 1)) == 3
    transfers.accept(place.ledger, made, on_day("2024-04-10"))
    row = place.membership(place.zhang)
    assert (row["status"], str(row["left_on"])) == ("TRANSFERRED", "2024-04-10")
    assert members_n(place, date(2024, 4, 9)) == 3
    assert members_n(place, date(2024, 4, 10)) == 2


def test_b9_03_slips_are_numbered_through_the_year(place):
    numbers = [
        place.get("transfer", transfers.send(place.ledger, leaving(person)).ids[0])["slip_no"]
        for person in (place.zhang, place.wu)
    ]
    assert numbers == ["教组转〔2024〕01号", "教组转〔2024〕02号"]
    draft = leaving(place.li, slip_no="教组转〔2024〕17号", handled_on=on_day("2024-04-01"))
    transfers.send(place.ledger, draft)
    person = place.member("单明")
    (made,) = transfers.send(place.ledger, leaving(person)).ids
    assert place.get("transfer", made)["slip_no"] == "教组转〔2024〕18号"


@pytest.mark.parametrize(("is_near", "days"), [(True, 10), (False, 30)])
def test_b9_05_the_usual_validity_is_filled_in(place, is_near, days):
    (made,) = transfers.send(place.ledger, leaving(place.zhang, is_same_city=is_near)).ids
    assert place.get("transfer", made)["valid_days"] == days


def test_b9_06_the_due_list_asks_for_the_receipt_until_it_came_back(place):
    (made,) = transfers.send(place.ledger, leaving(place.zhang)).ids
    (found,) = [one for one in rules.due(place.ledger, TODAY) if one.rule_id == "B9-06"]
    assert (found.about.record, found.due_on) == (made, date(2024, 3, 31))
    transfers.receipt(place.ledger, made, on_day("2024-06-10"))
    assert "B9-06" not in ids_of(rules.due(place.ledger, TODAY))
    row = place.get("transfer", made)
    assert (row["status"], str(row["accepted_on"])) == ("DONE", "2024-06-10")
    assert place.membership(place.zhang)["status"] == "TRANSFERRED"


def test_a_receipt_that_comes_later_than_the_acceptance_ends_the_procedure(place):
    (made,) = transfers.send(place.ledger, leaving(place.zhang)).ids
    transfers.accept(place.ledger, made, on_day("2024-03-20"))
    assert place.get("transfer", made)["status"] == "OPEN"
    transfers.receipt(place.ledger, made, on_day("2024-04-02"))
    assert place.get("transfer", made)["status"] == "DONE"
    with pytest.raises(UserError, match="已经办结"):
        transfers.accept(place.ledger, made, on_day("2024-05-01"))


def assessed(place):
    draft = SheetDraft(person_id=place.zhang, year=2024, category="ON_JOB", base=Decimal(3000))
    dues.enter(place.ledger, [draft])


def test_b9_11_no_slip_while_dues_are_owed_unless_overridden(place):
    assessed(place)
    with pytest.raises(UserError, match="2024-01、2024-02"):
        transfers.send(place.ledger, leaving(place.zhang))
    assert place.find("transfer") == []
    assert place.membership(place.zhang)["status"] == "NORMAL"
    transfers.send(
        place.ledger, leaving(place.zhang), Override("家庭困难缓交", "清教党〔2024〕8号")
    )
    (override,) = place.find("rule_override")
    assert (override["rule_id"], override["doc_no"]) == ("B9-11", "清教党〔2024〕8号")


def test_b9_11_the_month_on_the_slip_is_the_last_one_paid(place):
    assessed(place)
    months = [Payment(place.zhang, date(2024, number, 1)) for number in (1, 2, 3)]
    dues_book.pay(place.ledger, months, paid_on=date(2024, 3, 1))
    (made,) = transfers.send(place.ledger, leaving(place.zhang)).ids
    assert str(place.get("transfer", made)["dues_paid_to"]) == "2024-03"


def test_b9_11_an_online_transfer_has_no_slip_to_bar(place):
    assessed(place)
    (made,) = transfers.send(
        place.ledger, leaving(place.zhang, channel="ONLINE", online_no="52000120240001")
    ).ids
    row = place.get("transfer", made)
    assert (row["slip_no"], row["online_no"]) == ("", "52000120240001")
    transfers.accept(place.ledger, made, on_day("2024-03-09"))
    assert place.get("transfer", made)["status"] == "DONE"


def test_a_slip_taken_back_makes_an_ordinary_member_again(place):
    (made,) = transfers.send(place.ledger, leaving(place.zhang)).ids
    transfers.take_back(place.ledger, made, on_day("2024-03-15"), "调动取消")
    assert place.membership(place.zhang)["status"] == "NORMAL"
    assert place.get("transfer", made)["status"] == "WITHDRAWN"
    kinds = [event["status_after"] for event in place.find("membership_event")]
    assert kinds == ["OUT_PENDING", "NORMAL"]


def test_b9_09_an_expired_slip_is_made_out_again_within_six_months(place):
    (old,) = transfers.send(place.ledger, leaving(place.zhang)).ids
    (new,) = transfers.renew(
        place.ledger, old, leaving(place.zhang, handled_on=on_day("2024-06-01"))
    ).ids
    row = place.get("transfer", new)
    assert (row["replaces_id"], row["to_text"]) == (old, "邻县教育局党委")
    assert row["slip_no"] == "教组转〔2024〕02号"
    assert place.get("transfer", old)["status"] == "REPLACED"
    found = [one for one in rules.due(place.ledger, TODAY) if one.rule_id == "B9-06"]
    assert [one.about.record for one in found] == [new]


def test_b9_09_later_than_six_months_needs_a_document(place):
    (old,) = transfers.send(place.ledger, leaving(place.zhang)).ids
    late = leaving(place.zhang, handled_on=on_day("2025-01-20"))
    later = replace(place.ledger, today=lambda: date(2025, 2, 1))
    with pytest.raises(UserError, match="不再重开"):
        transfers.renew(later, old, late)
    transfers.renew(later, old, late, Override("疫情", "清组〔2024〕3号"))


def test_b9_13_inside_the_bureau_both_rosters_change_on_one_day(place):
    draft = TransferDraft(person_id=place.zhang, to_org_id=place.other,
                          handled_on=on_day("2024-05-06"))  # fmt: skip
    outcome = transfers.move(place.ledger, draft)
    row = place.get("transfer", outcome.ids[0])
    assert (row["direction"], row["channel"], row["slip_no"]) == ("INTERNAL", "INTERNAL", "")
    before, after = date(2024, 5, 5), date(2024, 5, 6)
    assert (members_n(place, before), members_n(place, before, place.other)) == (3, 0)
    assert (members_n(place, after), members_n(place, after, place.other)) == (2, 1)
    batches.undo(place.ledger, outcome.batch)
    assert members_n(place, after) == 3
    with pytest.raises(UserError, match="哪个支部"):
        transfers.move(place.ledger, TransferDraft(person_id=place.zhang, to_org_id=place.branch,
                                                   handled_on=on_day("2024-05-06")))  # fmt: skip


def test_a19_who_had_left_comes_back_on_the_day_he_is_taken_in(place):
    (made,) = transfers.send(place.ledger, leaving(place.zhang)).ids
    transfers.accept(place.ledger, made, on_day("2024-03-10"), has_receipt=True)
    back = leaving(place.zhang, to_org_id=place.other, handled_on=on_day("2024-06-01"),
                   slip_no="邻教转〔2024〕5号")  # fmt: skip
    written, person = transfers.receive(place.ledger, back).ids
    assert person == place.zhang
    assert place.membership(place.zhang)["status"] == "NORMAL"
    assert members_n(place, date(2024, 5, 31), place.other) == 0
    assert members_n(place, date(2024, 6, 1), place.other) == 1
    owed = [one for one in rules.due(place.ledger, TODAY) if one.rule_id == "B9-06"]
    assert [(one.about.record, one.due_on) for one in owed] == [(written, date(2024, 7, 1))]
    transfers.receipt(place.ledger, written, on_day("2024-06-05"))
    assert "B9-06" not in ids_of(rules.due(place.ledger, TODAY))


def test_a19_a_newcomer_is_entered_with_his_transfer_in_one_batch(place):
    newcomer = MemberDraft(name="单明", joined_on=on_day("2001-07-01"),
                           full_on=on_day("2002-07-01"), category="TEACHER")  # fmt: skip
    draft = leaving("", to_org_id=place.branch, handled_on=on_day("2024-06-01"),
                    dues_paid_to=on_day("2024-05"))  # fmt: skip
    outcome = transfers.receive(place.ledger, draft, newcomer)
    assert members_n(place, date(2024, 5, 31)) == 3
    assert members_n(place, date(2024, 6, 1)) == 4
    assert str(place.membership(outcome.ids[1])["dues_paid_to"]) == "2024-05"
    assert [row.name for row in members.rows(place.ledger) if row.id == outcome.ids[1]] == ["单明"]
    batches.undo(place.ledger, outcome.batch)
    assert members_n(place, date(2024, 6, 1)) == 3


def test_b10_05_only_who_had_been_transferred_is_taken_back_in(place):
    with pytest.raises(UserError, match="已经在名册上"):
        transfers.receive(place.ledger, leaving(place.zhang, to_org_id=place.other))
    change = members.StatusChange(status="SUSPENDED", happened_on=on_day("2024-01-01"))
    members.change_status(place.ledger, [place.wu], change)
    with pytest.raises(UserError, match="停止党籍"):
        transfers.receive(place.ledger, leaving(place.wu, to_org_id=place.other))
    change = members.StatusChange(status="REMOVED_SELF", happened_on=on_day("2024-02-01"))
    members.change_status(place.ledger, [place.wu], change)
    with pytest.raises(UserError, match="重新入党"):
        transfers.receive(place.ledger, leaving(place.wu, to_org_id=place.other))


def test_what_is_missing_is_told(place):
    with pytest.raises(UserError, match="转到哪里"):
        transfers.send(place.ledger, leaving(place.zhang, other=" "))
    with pytest.raises(UserError, match="哪个支部"):
        transfers.receive(place.ledger, leaving(place.zhang))
    with pytest.raises(UserError, match="没有写日期"):
        transfers.send(place.ledger, leaving(place.zhang, handled_on=PartialDate(None, raw="近期")))


def test_a_suspended_member_is_not_transferred(place):
    change = members.StatusChange(status="SUSPENDED", happened_on=on_day("2024-01-01"))
    members.change_status(place.ledger, [place.zhang], change)
    with pytest.raises(UserError, match="停止党籍"):
        transfers.send(place.ledger, leaving(place.zhang))

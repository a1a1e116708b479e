"""冲突卡: never silent, nothing lost, settled once and everywhere."""

from itertools import pairwise

import pytest

from app.base.errors import UserError
from app.services import batches, health
from app.services.exchange import disputes, receiving
from app.services.exchange.disputes import BOTH, DisputeKind
from app.store import records
from app.store.engine import unjournalled
from tests.services.exchange.cast import NAMES
from tests.services.exchange.world import BUREAU, SCHOOL_A, SCHOOL_B


def exchange(world, *path):
    for one, two in pairwise(path):
        receiving.take(world.nodes[two].ledger, world.pack(one, two).data)


def cards(world, number):
    return disputes.disputes(world.nodes[number].ledger)


def person(world, number, which=0):
    with world.nodes[number].ledger.reading() as tx:
        return records.get(tx, "person", world.persons[which], with_removed=True)


def change(world, number, **values):
    with world.writing(number, "改资料") as tx:
        records.change(tx, "person", world.persons[0], values)


@pytest.fixture
def clash(world):
    """Both sides have changed two fields of a person differently, and a third each alone."""
    change(world, BUREAU, mobile="139", remark="局里写的")
    change(world, SCHOOL_A, mobile="138", remark="学校写的", address="新址")
    exchange(world, SCHOOL_A, BUREAU, SCHOOL_A)
    return world


def test_a_card_shows_both_values_with_who_where_and_when(clash):
    (card,) = cards(clash, BUREAU)
    assert (card.table, card.record, card.title) == ("person", clash.persons[0], "人员“党员0”")
    assert card.kind is DisputeKind.VALUE
    fields = {field.name: field for field in card.fields}
    assert fields.keys() == {"mobile", "remark"}
    mobile = fields["mobile"]
    assert (mobile.label, mobile.can_keep_both) == ("手机号码", False)
    assert {(s.text, s.unit, s.who, s.source) for s in mobile.sides} == {
        ("139", "县教育局", "县教育局", "改资料"),
        ("138", "第一小学", "第一小学", "改资料"),
    }
    assert [side.is_shown for side in mobile.sides] == [True, False]
    assert all(side.at.tzinfo for side in mobile.sides)


def test_a_card_names_the_paper_of_each_side_if_there_is_one(world):
    member = {"person_id": world.persons[0]}
    with world.writing(BUREAU, "转接组织关系") as tx:
        records.change(tx, "person", world.persons[0], {"mobile": "139"})
        records.add(tx, "transfer", {**member, "slip_no": "2026-007"})
    with world.writing(SCHOOL_A, "导入 花名册.xlsx") as tx:
        records.change(tx, "person", world.persons[0], {"mobile": "138"})
        for number in ("一", "二"):
            records.add(tx, "transfer", {**member, "slip_no": number})
    exchange(world, SCHOOL_A, BUREAU)
    (card,) = cards(world, BUREAU)
    (field,) = card.fields
    assert {(s.text, s.source, s.paper) for s in field.sides} == {
        ("139", "转接组织关系", "介绍信号 2026-007"),
        ("138", "导入 花名册.xlsx", ""),
    }


def test_the_paper_of_the_record_itself_goes_first(world):
    with world.writing(BUREAU, "登记") as tx:
        term = records.add(tx, "org_term", {"org_id": world.orgs[0]})
    exchange(world, BUREAU, SCHOOL_A)
    for number, doc in ((BUREAU, "县教党〔2026〕3号"), (SCHOOL_A, "校字〔2026〕1号")):
        with world.writing(number, "换届") as tx:
            values = {"approval_doc": doc, "remark": NAMES[number]}
            records.change(tx, "org_term", term, values)
    exchange(world, SCHOOL_A, BUREAU)
    (card,) = cards(world, BUREAU)
    fields = {field.name: field for field in card.fields}
    assert {side.paper for side in fields["remark"].sides} == {
        "批复文号 县教党〔2026〕3号",
        "批复文号 校字〔2026〕1号",
    }
    assert {side.paper for side in fields["approval_doc"].sides} == {""}


def test_both_sides_show_the_same_card(clash):
    assert cards(clash, BUREAU) == cards(clash, SCHOOL_A)
    assert person(clash, BUREAU) == person(clash, SCHOOL_A)


@pytest.mark.parametrize("settler", [BUREAU, SCHOOL_A])
@pytest.mark.parametrize("place", [0, 1])
def test_settling_keeps_the_chosen_value_and_travels_back(clash, settler, place):
    (card,) = cards(clash, settler)
    chosen = {field.name: field.sides[place] for field in card.fields}
    choices = {name: side.choice for name, side in chosen.items()}
    outcome = disputes.resolve(clash.nodes[settler].ledger, card.record, choices)
    assert outcome.sentence == "已处理人员“党员0”的2处分歧。"
    assert outcome.changes.tables == {"person"}
    exchange(clash, SCHOOL_A, BUREAU, SCHOOL_A)
    for number in (BUREAU, SCHOOL_A):
        assert cards(clash, number) == ()
        assert person(clash, number)["mobile"] == chosen["mobile"].text
    clash.check()


def test_both_texts_are_kept_where_the_field_allows_it(clash):
    (card,) = cards(clash, BUREAU)
    ledger = clash.nodes[BUREAU].ledger
    disputes.resolve(ledger, card.record, {"remark": BOTH})
    assert set(person(clash, BUREAU)["remark"].split("；")) == {"局里写的", "学校写的"}
    with pytest.raises(UserError, match="已经变了"):
        disputes.resolve(ledger, card.record, {"mobile": BOTH})
    (left,) = cards(clash, BUREAU)
    assert [field.name for field in left.fields] == ["mobile"]


def test_a_settled_card_is_not_settled_twice(clash):
    (card,) = cards(clash, BUREAU)
    choices = {field.name: field.sides[0].choice for field in card.fields}
    disputes.resolve(clash.nodes[BUREAU].ledger, card.record, choices)
    with pytest.raises(UserError, match=r"没有要处理|已经变了"):
        disputes.resolve(clash.nodes[BUREAU].ledger, card.record, choices)
    with pytest.raises(UserError, match="没有要处理"):
        disputes.resolve(clash.nodes[BUREAU].ledger, clash.persons[1], {})


def test_keeping_both_of_what_is_settled_already_wipes_nothing(clash):
    (card,) = cards(clash, BUREAU)
    ledger = clash.nodes[BUREAU].ledger
    disputes.resolve(ledger, card.record, {"remark": BOTH})
    kept = person(clash, BUREAU)["remark"]
    for record in (card.record, "nobody"):
        with pytest.raises(UserError, match="已经变了"):
            disputes.resolve(ledger, record, {"remark": BOTH})
    assert person(clash, BUREAU)["remark"] == kept


def test_a_plain_edit_settles_too(clash):
    change(clash, BUREAU, mobile="137", remark="定了")
    assert cards(clash, BUREAU) == ()
    exchange(clash, BUREAU, SCHOOL_A)
    assert cards(clash, SCHOOL_A) == ()
    assert person(clash, SCHOOL_A)["mobile"] == "137"


@pytest.mark.parametrize("choice", [0, 1])
def test_a_removal_against_an_edit_asks_and_either_answer_holds(world, choice):
    with world.writing(SCHOOL_A) as tx:
        records.remove(tx, "person", world.persons[0])
    change(world, BUREAU, mobile="139")
    exchange(world, SCHOOL_A, BUREAU)
    (card,) = cards(world, BUREAU)
    assert card.kind is DisputeKind.REMOVED
    (field,) = card.fields
    assert {side.text for side in field.sides} == {"移入回收站", "保留这条记录"}
    chosen = field.sides[choice]
    disputes.resolve(world.nodes[BUREAU].ledger, card.record, {field.name: chosen.choice})
    exchange(world, BUREAU, SCHOOL_A)
    for number in (BUREAU, SCHOOL_A):
        row = person(world, number)
        assert bool(row["removed_at"]) == (chosen.text == "移入回收站")
        assert row["mobile"] == "139"
        assert cards(world, number) == ()


def test_a_schools_change_to_what_the_bureau_keeps_is_a_proposal(world):
    world.edit(SCHOOL_A, 0, "short_name", "一小", table="org_unit")
    exchange(world, SCHOOL_A, BUREAU)
    (card,) = cards(world, BUREAU)
    assert card.kind is DisputeKind.PROPOSAL
    (field,) = card.fields
    assert field.is_bureaus
    assert [(side.text, side.is_proposal) for side in field.sides] == [
        ("（空）", False),
        ("一小", True),
    ]
    with pytest.raises(UserError, match="由教育局决定"):
        disputes.resolve(
            world.nodes[SCHOOL_A].ledger, card.record, {"short_name": field.sides[1].choice}
        )
    disputes.resolve(world.nodes[BUREAU].ledger, card.record, {"short_name": field.sides[1].choice})
    exchange(world, BUREAU, SCHOOL_A)
    assert cards(world, SCHOOL_A) == cards(world, BUREAU) == ()


def test_a_double_transfer_goes_to_the_bureau(world):
    with world.nodes[BUREAU].ledger.reading() as tx:
        (membership,) = records.find(tx, "membership", person_id=world.persons[0])
    with world.writing(BUREAU) as tx:
        other = records.add(tx, "org_unit", {"full_name": "第三小学党支部", "kind": "BRANCH"})
        records.change(tx, "membership", membership["id"], {"org_id": other})
    with world.writing(SCHOOL_A) as tx:
        records.change(tx, "membership", membership["id"], {"org_id": world.orgs[1]})
    exchange(world, SCHOOL_A, BUREAU, SCHOOL_A)
    (card,) = cards(world, BUREAU)
    assert card.kind is DisputeKind.TRANSFER
    texts = {side.text for side in card.fields[0].sides}
    assert texts == {"第三小学党支部", "第二小学党支部"}
    with pytest.raises(UserError, match="由教育局决定"):
        disputes.resolve(
            world.nodes[SCHOOL_A].ledger, card.record, {"org_id": card.fields[0].sides[0].choice}
        )
    disputes.resolve(
        world.nodes[BUREAU].ledger, card.record, {"org_id": card.fields[0].sides[1].choice}
    )
    exchange(world, BUREAU, SCHOOL_A)
    exchange(world, BUREAU, SCHOOL_B)
    assert cards(world, SCHOOL_A) == ()


def test_what_waits_is_told_in_a_sentence(world):
    with world.nodes[SCHOOL_A].ledger.writing("试") as tx:
        run = tx.session.connection().exec_driver_sql
        run(
            "INSERT INTO sync_parked VALUES"
            " ('a', 'person_id', 'talk', 'x', 1), ('b', '', 'talk', '', 0)"
        )
    assert disputes.waiting_sentences(world.nodes[SCHOOL_A].ledger) == (
        "1条记录要等它们所属的记录到了才能显示。",
        "1条记录里有更新版本才认识的内容，升级后会显示。",
    )


def test_who_wrote_after_anothers_move_to_the_same_school_has_made_a_proposal(world):
    """The membership shows the same before and after; only since when it does has changed."""
    with world.nodes[BUREAU].ledger.reading() as tx:
        (membership,) = records.find(tx, "membership", person_id=world.persons[2])
    for number in (BUREAU, SCHOOL_A):
        if number == SCHOOL_A:
            world.bulk_edit(SCHOOL_A, "mobile", "139")
        with world.writing(number) as tx:
            records.change(tx, "membership", membership["id"], {"org_id": world.orgs[1]})
    exchange(world, SCHOOL_A, BUREAU, SCHOOL_A)
    assert len(cards(world, SCHOOL_A)) == len(cards(world, BUREAU)) == 1
    world.check()


@pytest.mark.parametrize("place", [0, 1])
def test_an_undone_settling_asks_again_on_both_sides_and_can_be_settled_anew(clash, place):
    (card,) = cards(clash, BUREAU)
    shown = person(clash, BUREAU)
    ledger = clash.nodes[BUREAU].ledger
    choices = {field.name: field.sides[place].choice for field in card.fields}
    done = disputes.resolve(ledger, card.record, choices)
    exchange(clash, BUREAU, SCHOOL_A)
    assert cards(clash, SCHOOL_A) == ()
    batches.undo(ledger, done.batch)
    exchange(clash, BUREAU, SCHOOL_A, BUREAU)
    for number in (BUREAU, SCHOOL_A):
        (again,) = cards(clash, number)
        assert {f.name: [s.text for s in f.sides] for f in again.fields} == {
            f.name: [s.text for s in f.sides] for f in card.fields
        }
        assert person(clash, number) == shown
    clash.check()
    choices = {field.name: field.sides[1 - place].choice for field in again.fields}
    disputes.resolve(clash.nodes[SCHOOL_A].ledger, again.record, choices)
    exchange(clash, SCHOOL_A, BUREAU, SCHOOL_A)
    assert cards(clash, BUREAU) == cards(clash, SCHOOL_A) == ()
    assert person(clash, BUREAU) == person(clash, SCHOOL_A)
    clash.check()


def test_a_contradiction_and_a_removal_elsewhere_are_no_damage_of_the_file(clash):
    with clash.writing(SCHOOL_A, "改简称") as tx:
        records.change(tx, "org_unit", clash.orgs[0], {"short_name": "一小"})
    clash.remove(BUREAU, 1, is_raw=True)
    exchange(clash, SCHOOL_A, BUREAU, SCHOOL_A)
    for number in (BUREAU, SCHOOL_A):
        ledger = clash.nodes[number].ledger
        assert [fault.text for fault in health.check(ledger) if fault.code.startswith("j")] == []
        with clash.writing(number) as tx, unjournalled(tx):
            run = tx.session.connection().exec_driver_sql
            run("UPDATE person SET mobile = '1' WHERE id = ?", (clash.persons[0],))
        assert "journal.unrecorded" in [fault.code for fault in health.check(ledger)]

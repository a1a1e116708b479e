"""What goes into a package: what the receiver may see and has not said that it holds."""

import pytest

from app.base.errors import UserError
from app.domain.packages import PackageKind
from app.services.exchange import packing, receiving, setup
from app.services.exchange.receiving import Fate
from app.store import records
from tests.services.exchange.world import (
    BUREAU,
    BUREAU_2,
    SCHOOL_A,
    SCHOOL_A_2,
    SCHOOL_B,
    put_back,
    rows_of,
)


def take(world, number, made):
    return receiving.take(world.nodes[number].ledger, made.data)


def names(world, number):
    with world.nodes[number].ledger.reading() as tx:
        return {row["name"] for row in records.find(tx, "person")}


def test_receivers_are_all_others_in_force(world):
    found = packing.receivers(world.nodes[SCHOOL_A].ledger)
    assert {each.node for each in found} == {*world.ids} - {world.ids[SCHOOL_A]}


def test_without_a_name_a_school_writes_to_the_bureau_and_the_bureau_to_everybody(world):
    assert {m.name for m in packing.make(world.nodes[SCHOOL_A].ledger)} == {
        "县教育局",
        "县教育局二",
    }
    assert len(packing.make(world.nodes[BUREAU].ledger)) == 4
    with pytest.raises(UserError, match="名单里没有"):
        packing.make(world.nodes[BUREAU].ledger, ["nobody"])


def test_a_package_tells_again_until_it_is_known_to_have_arrived(world):
    world.edit(SCHOOL_A, 0, "mobile", "1")
    assert world.pack(SCHOOL_A, BUREAU).operations_n == 1
    world.edit(SCHOOL_A, 0, "mobile", "2")
    late = world.pack(SCHOOL_A, BUREAU)
    assert late.operations_n == 2
    take(world, BUREAU, late)
    assert world.pack(SCHOOL_A, BUREAU).operations_n == 2
    take(world, SCHOOL_A, world.pack(BUREAU, SCHOOL_A))
    assert world.pack(SCHOOL_A, BUREAU).operations_n == 0


def test_nobody_is_told_what_it_said_itself(world):
    world.edit(SCHOOL_A, 0, "mobile", "1")
    take(world, BUREAU, world.pack(SCHOOL_A, BUREAU))
    assert world.pack(BUREAU, SCHOOL_A).operations_n == 0
    assert world.pack(BUREAU, SCHOOL_A_2).operations_n == 1


def test_a_school_never_receives_another_schools_people(world):
    world.add_person(SCHOOL_B, 1)
    take(world, BUREAU, world.pack(SCHOOL_B, BUREAU))
    made = packing.make(world.nodes[BUREAU].ledger, [world.ids[SCHOOL_A]], whole=True)[0]
    take(world, SCHOOL_A, made)
    assert names(world, SCHOOL_A) == {"党员0", "党员2"}


def test_what_concerns_everybody_goes_to_everybody(world):
    with world.writing(BUREAU) as tx:
        records.add(tx, "calendar_day", {"day_on": "2010-10-01", "kind": "HOLIDAY"})
    for number in (SCHOOL_A, SCHOOL_B, BUREAU_2):
        assert take(world, number, world.pack(BUREAU, number)).counts == {"calendar_day": 1}


def test_a_member_moves_to_another_school_with_all_that_ever_happened(world):
    person = world.persons[0]
    with world.writing(SCHOOL_A) as tx:
        records.change(tx, "person", person, {"mobile": "13900000001"})
        records.add(tx, "talk", {"person_id": person, "content": "谈话"})
    with world.writing(SCHOOL_A, "转出") as tx:
        (membership,) = records.find(tx, "membership", person_id=person)
        records.change(tx, "membership", membership["id"], {"org_id": world.orgs[1]})
    take(world, BUREAU, world.pack(SCHOOL_A, BUREAU))
    assert take(world, SCHOOL_B, world.pack(BUREAU, SCHOOL_B)).to_settle == 0
    with world.nodes[SCHOOL_B].ledger.reading() as tx:
        assert records.get(tx, "person", person)["mobile"] == "13900000001"
        assert [row["content"] for row in records.find(tx, "talk")] == ["谈话"]
    # The new school's edits are its own; the old school hears of the move and of no more.
    world.edit(SCHOOL_B, 0, "address", "新址")
    take(world, BUREAU, world.pack(SCHOOL_B, BUREAU))
    assert "sync_sibling" not in world.state(BUREAU)
    take(world, SCHOOL_A_2, world.pack(BUREAU, SCHOOL_A_2))
    take(world, BUREAU, world.pack(SCHOOL_A_2, BUREAU))
    world.edit(SCHOOL_B, 0, "address", "更新的地址")
    take(world, BUREAU, world.pack(SCHOOL_B, BUREAU))
    assert world.pack(BUREAU, SCHOOL_A_2).operations_n == 0


def test_a_member_moves_by_a_stick_between_two_schools(world):
    person = world.persons[0]
    with world.writing(SCHOOL_A, "转出") as tx:
        (membership,) = records.find(tx, "membership", person_id=person)
        records.change(tx, "membership", membership["id"], {"org_id": world.orgs[1]})
    assert take(world, SCHOOL_B, world.pack(SCHOOL_A, SCHOOL_B)).fate is Fate.TAKEN
    with world.nodes[SCHOOL_B].ledger.reading() as tx:
        assert records.get(tx, "membership", membership["id"])["org_id"] == world.orgs[1]
    world.check()


def test_what_the_old_school_writes_after_a_move_is_a_proposal(world):
    person = world.persons[0]
    with world.writing(SCHOOL_A, "转出") as tx:
        (membership,) = records.find(tx, "membership", person_id=person)
        records.change(tx, "membership", membership["id"], {"org_id": world.orgs[1]})
    with world.writing(SCHOOL_A, "又改") as tx:
        records.change(tx, "person", person, {"mobile": "after the move"})
    taken = take(world, BUREAU, world.pack(SCHOOL_A, BUREAU))
    assert taken.to_settle == 1
    with world.nodes[BUREAU].ledger.reading() as tx:
        assert records.get(tx, "person", person)["mobile"] == ""


def test_a_whole_package_merges_and_never_replaces(world):
    world.edit(BUREAU, 0, "mobile", "1")
    world.edit(SCHOOL_A, 0, "address", "2")
    take(
        world,
        SCHOOL_A,
        packing.make(world.nodes[BUREAU].ledger, [world.ids[SCHOOL_A]], whole=True)[0],
    )
    with world.nodes[SCHOOL_A].ledger.reading() as tx:
        row = records.get(tx, "person", world.persons[0])
    assert (row["mobile"], row["address"]) == ("1", "2")


def test_writing_to_a_stick_leaves_a_copy_in_the_outbox(world, tmp_path):
    made = packing.pack(world.nodes[SCHOOL_A].ledger, tmp_path, [world.ids[BUREAU]])
    (each,) = made
    assert [path.read_bytes() for path in each.files] == [each.data]
    outbox = world.nodes[SCHOOL_A].database.path.parent / "outbox" / f"{each.package}.dwpkg"
    assert outbox.read_bytes() == each.data
    assert "第一小学" not in each.files[0].name
    assert packing.sentences([each])[0].startswith("给“县教育局”的交换包")


def test_a_school_without_a_network_of_others_says_so(tmp_path):
    from contextlib import closing

    from app.services.exchange import setup
    from app.services.ledger import Ledger

    with closing(Ledger.open(tmp_path / "x.sqlite")) as ledger:
        setup.found_bureau(ledger, "县教育局")
        with pytest.raises(UserError, match="先为学校做开户包"):
            packing.make(ledger)


def test_an_older_package_of_ours_for_the_same_receiver_is_replaced_on_the_stick(world, tmp_path):
    school, bureau = world.nodes[SCHOOL_A].ledger, world.nodes[BUREAU].ledger
    receiver, other = [world.ids[BUREAU]], [world.ids[BUREAU_2]]
    foreign = packing.pack(bureau, tmp_path, [world.ids[SCHOOL_A]])[0].files
    (before,) = packing.pack(school, tmp_path, receiver)
    for_other = packing.pack(school, tmp_path, other)[0].files
    world.edit(SCHOOL_A, 0, "mobile", "1")
    letter = tmp_path / "通知.dwpkg"
    letter.write_text("不是交换包", encoding="utf-8")
    (after,) = packing.pack(school, tmp_path, receiver)
    assert (before.replaced_n, after.replaced_n) == (0, 1)
    assert {*tmp_path.glob("*.dwpkg")} == {*after.files, *for_other, *foreign, letter}
    assert take(world, BUREAU, after).changes_n == 1


def test_a_package_of_a_forgotten_life_stays_on_the_stick(world, tmp_path):
    school, receiver = world.nodes[SCHOOL_A], [world.ids[BUREAU]]
    backup = rows_of(school.database)
    world.edit(SCHOOL_A, 0, "mobile", "1")
    (lost,) = packing.pack(school.ledger, tmp_path, receiver)
    put_back(school.database, backup)
    (made,) = packing.pack(school.ledger, tmp_path, receiver)
    assert made.replaced_n == 0
    assert {*tmp_path.glob("*.dwpkg")} == {*lost.files, *made.files}


def test_a_whole_package_stays_until_it_is_held_or_told_again(world, tmp_path):
    bureau, receiver = world.nodes[BUREAU].ledger, [world.ids[SCHOOL_A]]
    (whole,) = packing.pack(bureau, tmp_path, receiver, whole=True)
    assert packing.pack(bureau, tmp_path, receiver)[0].replaced_n == 0
    take(world, SCHOOL_A, whole)
    take(world, BUREAU, world.pack(SCHOOL_A, BUREAU))
    assert packing.pack(bureau, tmp_path, receiver)[0].replaced_n == 2
    assert len(list(tmp_path.glob("*.dwpkg"))) == 1


def test_a_package_says_of_what_kind_it_is_and_its_number(world):
    world.edit(SCHOOL_A, 0, "mobile", "1")
    first = take(world, BUREAU, world.pack(SCHOOL_A, BUREAU, whole=True))
    assert (first.kind, first.number) == (PackageKind.FULL, 2)
    back = take(world, SCHOOL_A, world.pack(BUREAU, SCHOOL_A))
    assert back.kind is PackageKind.DELTA
    world.edit(SCHOOL_A, 0, "mobile", "2")
    again = take(world, BUREAU, world.pack(SCHOOL_A, BUREAU))
    assert (again.kind, again.number) == (PackageKind.DELTA, 3)
    moved = take(world, SCHOOL_B, world.pack(SCHOOL_A, SCHOOL_B))
    assert (moved.kind, moved.number) == (PackageKind.TRANSFER, 1)


def test_a_package_with_nothing_but_the_list_of_units_says_so(world):
    setup.revoke(world.nodes[BUREAU].ledger, world.ids[SCHOOL_A_2], "电脑坏了")
    assert take(world, SCHOOL_B, world.pack(BUREAU, SCHOOL_B)).kind is PackageKind.ROSTER


def test_a_file_put_back_numbers_on_from_what_its_peer_holds(world):
    school = world.nodes[SCHOOL_A].database
    before = rows_of(school)
    for _ in range(3):
        world.edit(SCHOOL_A, 0, "mobile", str(world.wall))
        take(world, BUREAU, world.pack(SCHOOL_A, BUREAU))
    put_back(school, before)
    take(world, SCHOOL_A, world.pack(BUREAU, SCHOOL_A))
    assert take(world, BUREAU, world.pack(SCHOOL_A, BUREAU)).number == 5


def homes(world, number):
    """Return the branch of every membership that a machine knows."""
    with world.nodes[number].ledger.reading() as tx:
        return {row["id"]: row["org_id"] for row in records.find(tx, "membership")}


def test_a_school_is_told_that_a_member_it_has_just_reported_belongs_to_another(world):
    before = homes(world, BUREAU)
    world.add_person(SCHOOL_A, 0)
    take(world, BUREAU, world.pack(SCHOOL_A, BUREAU))
    (new,) = homes(world, BUREAU).keys() - before
    world.transfer(BUREAU, world.visible(BUREAU, "membership").index(new), 1)
    taken = take(world, SCHOOL_A, world.pack(BUREAU, SCHOOL_A))
    assert not taken.differs
    assert homes(world, SCHOOL_A)[new] == world.orgs[1]


def test_a_school_is_told_that_a_member_another_school_gave_it_went_back(world):
    (member,) = homes(world, SCHOOL_B)
    world.transfer(SCHOOL_B, 0, 0)
    take(world, SCHOOL_A, world.pack(SCHOOL_B, SCHOOL_A))
    take(world, BUREAU, world.pack(SCHOOL_B, BUREAU))
    world.transfer(BUREAU, world.visible(BUREAU, "membership").index(member), 1)
    assert homes(world, SCHOOL_A)[member] == world.orgs[0]
    taken = take(world, SCHOOL_A, world.pack(BUREAU, SCHOOL_A))
    assert not taken.differs
    assert homes(world, SCHOOL_A)[member] == world.orgs[1]
    world.check()


def test_the_packages_for_two_pcs_of_one_school_are_told_apart():
    made = [
        packing.Made("1", "aa11bb", "一小", b"", 3, is_whole=False),
        packing.Made("2", "cc22dd", "一小", b"", 0, is_whole=True),
        packing.Made("3", "ee33ff", "二小", b"", 1, is_whole=False),
    ]
    assert packing.sentences(made) == (
        "给“一小”电脑 AA11 的交换包：3项变动。",
        "给“一小”电脑 CC22 的交换包：全部记录。",
        "给“二小”的交换包：1项变动。",
    )

"""Joining costs one trip of one stick and one spoken code."""

from contextlib import closing

import pytest

from app.base.errors import Cancelled, UserError
from app.base.paths import DataFolder
from app.domain.nodes import Role
from app.exchange.package_bytes import PackageRefused
from app.services.exchange import enrolment, offices, packing, receiving, setup
from app.services.exchange.enrolment import Order
from app.services.exchange.receiving import Fate
from app.services.ledger import Ledger
from app.store import node, records
from tests.services.exchange.world import BUREAU, SCHOOL_A, SCHOOL_B


@pytest.fixture
def fresh(tmp_path):
    with closing(Ledger.open(tmp_path / "school.sqlite", author="王老师")) as ledger:
        yield ledger


class GivingUpAtTheSecond:
    def step(self, done, total, text=""):
        if (done, total) == (1, 2):
            raise Cancelled


def wrong(code):
    return "".join("1" if letter == "0" else "0" if letter.isdigit() else letter for letter in code)


def test_a_school_joins_and_its_first_report_makes_it_known(world, fresh, tmp_path):
    bureau = world.nodes[BUREAU].ledger
    made = enrolment.write(enrolment.make(bureau, "新小学", (world.orgs[0],)), tmp_path)
    assert made.code.encode() not in made.files[0].read_bytes()
    taken = enrolment.join(fresh, made.files[0].read_bytes(), made.code.replace(" ", ""))
    assert taken.fate is Fate.TAKEN
    with fresh.reading() as tx:
        assert {row["id"] for row in records.find(tx, "org_unit")} == set(world.orgs)
        # 党员1 belongs to the other school.
        assert {row["name"] for row in records.find(tx, "person")} == {"党员0", "党员2"}
    assert setup.status(fresh).waits_for_bureau
    (word,) = packing.make(fresh, [world.ids[BUREAU]])
    assert receiving.take(bureau, word.data).is_first_word
    assert "新小学" in {each.name for each in setup.members(bureau)}
    own = setup.status(fresh).node
    receiving.take(fresh, packing.make(bureau, [own])[0].data)
    assert not setup.status(fresh).waits_for_bureau


def test_what_a_school_wrote_alone_before_it_joined_comes_along(world, fresh):
    with fresh.writing("单机时录入") as tx:
        person = records.add(tx, "person", {"name": "早先录入"})
    made = enrolment.make(world.nodes[BUREAU].ledger, "新小学", (world.orgs[0],))
    enrolment.join(fresh, made.data, made.code)
    (word,) = packing.make(fresh, [world.ids[BUREAU]])
    receiving.take(world.nodes[BUREAU].ledger, word.data)
    with world.nodes[BUREAU].ledger.reading() as tx:
        assert records.get(tx, "person", person)["name"] == "早先录入"


def test_a_wrong_code_opens_nothing(world, fresh):
    made = enrolment.make(world.nodes[BUREAU].ledger, "新小学", (world.orgs[0],))
    with pytest.raises(PackageRefused, match="开户码不对") as refused:
        enrolment.join(fresh, made.data, wrong(made.code))
    assert refused.value.code == "WRONG_CODE"
    assert setup.status(fresh).role is None
    enrolment.join(fresh, made.data, made.code)


@pytest.mark.parametrize("cut", [0, 5, 20, 200, -1])
def test_a_damaged_enrolment_package_opens_nothing(world, fresh, cut):
    made = enrolment.make(world.nodes[BUREAU].ledger, "新小学", (world.orgs[0],))
    with pytest.raises(PackageRefused):
        enrolment.join(fresh, made.data[:cut], made.code)
    assert setup.status(fresh).role is None


def test_an_enrolment_package_serves_one_pc_only(world, fresh, tmp_path):
    bureau = world.nodes[BUREAU].ledger
    made = enrolment.make(bureau, "新小学", (world.orgs[0],))
    with closing(Ledger.open(tmp_path / "second.sqlite")) as second:
        for ledger in (fresh, second):
            enrolment.join(ledger, made.data, made.code)
        receiving.take(bureau, packing.make(fresh, [world.ids[BUREAU]])[0].data)
        with pytest.raises(PackageRefused, match="已经用过") as refused:
            receiving.take(bureau, packing.make(second, [world.ids[BUREAU]])[0].data)
        assert refused.value.code == "ENROLMENT_USED"


def test_who_has_joined_does_not_join_again(world):
    made = enrolment.make(world.nodes[BUREAU].ledger, "新小学", (world.orgs[0],))
    with pytest.raises(UserError, match="已经加入过"):
        enrolment.join(world.nodes[SCHOOL_A].ledger, made.data, made.code)


def test_a_second_pc_that_used_the_same_package_joins_again_with_its_work(world, fresh):
    bureau, first = world.nodes[BUREAU].ledger, world.ids[BUREAU]
    used = enrolment.make(bureau, "新小学", (world.orgs[0],))
    enrolment.join(fresh, used.data, used.code)
    with bureau.writing("另一台电脑先到") as tx:
        node.use_enrolment(tx, used.enrolment, "another")
    with fresh.writing("录入") as tx:
        person = records.add(tx, "person", {"name": "等着的人"})
    with pytest.raises(PackageRefused, match="已经用过"):
        receiving.take(bureau, packing.make(fresh, [first])[0].data)
    made = enrolment.make(bureau, "新小学", (world.orgs[0],))
    enrolment.join(fresh, made.data, made.code)
    assert receiving.take(bureau, packing.make(fresh, [first])[0].data).is_first_word
    with bureau.reading() as tx:
        assert records.get(tx, "person", person)["name"] == "等着的人"


def test_a_pc_that_was_struck_off_joins_again_with_new_keys_and_its_work(world):
    bureau, school = world.nodes[BUREAU].ledger, world.nodes[SCHOOL_A].ledger
    setup.revoke(bureau, world.ids[SCHOOL_A], "弄错了")
    world.edit(SCHOOL_A, 0, "mobile", "13900000005")
    made = enrolment.make(bureau, "第一小学", (world.orgs[0],))
    enrolment.join(school, made.data, made.code)
    now = setup.status(school)
    assert (now.node != world.ids[SCHOOL_A], now.branches) == (True, (world.orgs[0],))
    world.edit(SCHOOL_A, 0, "address", "新住址")
    assert receiving.take(bureau, packing.make(school, [world.ids[BUREAU]])[0].data).is_first_word
    receiving.take(school, packing.make(bureau, [now.node])[0].data)
    with bureau.reading() as tx, school.reading() as own:
        there = records.get(tx, "person", world.persons[0])
        assert (there["mobile"], there["address"]) == ("13900000005", "新住址")
        assert records.get(own, "person", world.persons[0]) == there
    assert not setup.status(school).waits_for_bureau
    world.deliver(SCHOOL_B, world.pack(BUREAU, SCHOOL_B).data)


def test_nobody_joins_again_as_another_unit(world, fresh):
    bureau = world.nodes[BUREAU].ledger
    used = enrolment.make(bureau, "新小学", (world.orgs[0],))
    enrolment.join(fresh, used.data, used.code)
    for branches, role in (((world.orgs[1],), Role.SCHOOL), ((world.orgs[0],), Role.BUREAU)):
        made = enrolment.make(bureau, "别的", branches, role=role)
        with pytest.raises(UserError, match="已经加入过"):
            enrolment.join(fresh, made.data, made.code)


def test_a_second_pc_of_a_school_shares_its_records(world, fresh):
    bureau = world.nodes[BUREAU].ledger
    world.edit(SCHOOL_A, 0, "mobile", "13900000001")
    world.deliver(BUREAU, world.pack(SCHOOL_A, BUREAU).data)
    made = enrolment.make(bureau, "第一小学三", (world.orgs[0],))
    enrolment.join(fresh, made.data, made.code)
    with fresh.reading() as tx:
        assert "13900000001" in {row["mobile"] for row in records.find(tx, "person")}
    # From PC to PC of one school without the bureau, once both are on the list.
    receiving.take(bureau, packing.make(fresh, [world.ids[BUREAU]])[0].data)
    world.deliver(SCHOOL_A, world.pack(BUREAU, SCHOOL_A).data)
    receiving.take(fresh, packing.make(bureau, [setup.status(fresh).node])[0].data)
    world.edit(SCHOOL_A, 0, "mobile", "13900000002")
    made = packing.make(world.nodes[SCHOOL_A].ledger, [setup.status(fresh).node])[0]
    assert receiving.take(fresh, made.data).counts["person"] >= 1


def test_a_second_pc_of_the_bureau_receives_everything(world, fresh):
    made = enrolment.make(world.nodes[BUREAU].ledger, "县教育局三", (), role=Role.BUREAU)
    enrolment.join(fresh, made.data, made.code)
    with fresh.reading() as tx:
        assert len(records.find(tx, "person")) == 3


def test_only_the_bureau_makes_enrolment_packages(world):
    with pytest.raises(UserError, match="只有教育局"):
        enrolment.make(world.nodes[SCHOOL_A].ledger, "新小学", ())


@pytest.mark.parametrize(("name", "branch"), [(" ", None), ("新小学", "no-such-branch")])
def test_an_order_without_a_name_or_for_an_unknown_branch_is_not_taken(world, name, branch):
    bureau = world.nodes[BUREAU].ledger
    before = len(offices.offices(bureau))
    with pytest.raises(UserError, match="没有改动"):
        enrolment.make(bureau, name, (branch,) if branch else ())
    assert len(offices.offices(bureau)) == before


def test_a_code_finds_its_own_among_several_packages_on_one_stick(world, fresh, tmp_path):
    bureau = world.nodes[BUREAU].ledger
    stick = tmp_path / "stick"
    stick.mkdir()
    orders = (Order("新小学", (world.orgs[0],)), Order("新中学", (world.orgs[1],)))
    first, second = enrolment.make_all(bureau, orders, stick)
    (stick / "notes.dwpkg").write_bytes(b"something else")
    found = enrolment.lying_on(DataFolder(tmp_path / "data"), [stick])
    assert len(found) == 2
    opened = enrolment.opened_by(found, second.code)
    assert (opened.name, opened.branches_n) == ("新中学", 1)
    full_width = first.code.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    assert enrolment.opened_by(found, f" {full_width} ").name == "新小学"
    with pytest.raises(PackageRefused, match="开户码不对"):
        enrolment.opened_by(found, wrong(first.code))
    with pytest.raises(Cancelled):
        enrolment.opened_by(found, wrong(first.code), GivingUpAtTheSecond())
    with pytest.raises(PackageRefused, match="不是完整的开户包"):
        enrolment.opened_by([], first.code)
    assert setup.status(fresh).role is None


def test_a_stick_that_fails_half_way_leaves_no_package_in_force(world, tmp_path, monkeypatch):
    bureau = world.nodes[BUREAU].ledger
    before = len(offices.offices(bureau))
    written = []

    def pulled(data, folder, prove):
        if written:
            raise UserError("没有写到U盘。")
        written.extend(real(data, folder, prove))
        return tuple(written)

    real = enrolment.stick.write
    monkeypatch.setattr(enrolment.stick, "write", pulled)
    orders = (Order("新小学", (world.orgs[0],)), Order("新中学", (world.orgs[1],)))
    with pytest.raises(UserError, match="没有写到"):
        enrolment.make_all(bureau, orders, tmp_path)
    assert not written[0].exists()
    assert len(offices.offices(bureau)) == before

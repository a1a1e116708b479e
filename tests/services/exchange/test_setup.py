"""Founding, replacing and revoking: who we are and who the bureau vouches for."""

from contextlib import closing
from dataclasses import replace

import pytest

from app.base.errors import UserError
from app.domain.nodes import Role
from app.exchange.package_bytes import PackageRefused
from app.services.exchange import enrolment, packing, receiving, setup
from app.services.exchange.receiving import Fate
from app.services.exchange.trust import signed_roster
from app.services.ledger import Ledger
from app.store import node
from tests.services.exchange.world import BUREAU, BUREAU_2, SCHOOL_A, SCHOOL_B, put_back, rows_of


@pytest.fixture
def ledger(tmp_path):
    with closing(Ledger.open(tmp_path / "x.sqlite", author="李文书")) as found:
        yield found


def test_a_ledger_outside_the_exchange_says_so(ledger):
    assert setup.status(ledger).role is None
    assert setup.members(ledger) == ()
    with pytest.raises(UserError, match="还没有加入"):
        packing.make(ledger)


def test_the_bureau_is_founded_once_and_its_sheet_is_not_in_the_file(ledger, tmp_path):
    sheet = setup.found_bureau(ledger, "县教育局")
    found = setup.status(ledger)
    assert (found.role, found.name, found.roster_version) == (Role.BUREAU, "县教育局", 1)
    assert not found.waits_for_bureau
    with pytest.raises(UserError, match="已经设立过"):
        setup.found_bureau(ledger, "县教育局")
    ledger.close()
    seed = setup.seed_of_sheet(sheet)
    assert seed not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


@pytest.mark.parametrize("name", ["", " ", "\u3000"])
def test_a_bureau_without_a_name_is_not_founded(ledger, name):
    with pytest.raises(UserError, match="单位名称是空的"):
        setup.found_bureau(ledger, name)
    assert setup.status(ledger).role is None
    sheet = setup.found_bureau(ledger, "县教育局")
    with pytest.raises(UserError, match="单位名称是空的"):
        setup.recover_bureau(ledger, sheet, name)
    assert setup.status(ledger).name == "县教育局"


def test_a_school_keeps_its_branches_and_cannot_change_the_list(world):
    school = world.nodes[SCHOOL_A].ledger
    assert setup.status(school).branches == (world.orgs[0],)
    with pytest.raises(UserError, match="只有教育局"):
        setup.revoke(school, world.ids[SCHOOL_B], "试")


def test_a_revoked_pc_is_refused_everywhere_once_the_list_has_come(world):
    bureau = world.nodes[BUREAU].ledger
    world.edit(SCHOOL_A, 0, "mobile", "1")
    stolen = world.pack(SCHOOL_A, BUREAU).data
    to_other = world.pack(SCHOOL_A, SCHOOL_B).data
    setup.revoke(bureau, world.ids[SCHOOL_A], "电脑丢失")
    with pytest.raises(PackageRefused, match="已被教育局停用") as refused:
        receiving.take(bureau, stolen)
    assert refused.value.code == "REVOKED"
    assert "请给该单位新的开户包" in str(refused.value)
    made = world.pack(BUREAU, SCHOOL_B)
    assert receiving.take(world.nodes[SCHOOL_B].ledger, made.data).fate is Fate.TAKEN
    with pytest.raises(PackageRefused, match=r"停用.*请告诉教育局"):
        receiving.take(world.nodes[SCHOOL_B].ledger, to_other)
    with pytest.raises(UserError, match="停用"):
        packing.make(bureau, [world.ids[SCHOOL_A]])
    assert setup.members(bureau)[-1].name
    revoked = next(each for each in setup.members(bureau) if each.node == world.ids[SCHOOL_A])
    assert (revoked.revoked_why, bool(revoked.revoked_on)) == ("电脑丢失", True)


def test_the_bureau_does_not_strike_off_the_pc_it_sits_at(world):
    bureau = world.nodes[BUREAU].ledger
    with pytest.raises(UserError, match="正在使用的这台电脑"):
        setup.revoke(bureau, world.ids[BUREAU], "试")
    assert not any(each.revoked_on for each in setup.members(bureau))


def test_the_second_pc_of_the_bureau_signs_no_list_that_nobody_would_believe(world):
    second = world.nodes[BUREAU_2].ledger
    before = setup.status(second).roster_version
    for act in (
        lambda: setup.revoke(second, world.ids[SCHOOL_A], "试"),
        lambda: setup.set_branches(second, world.ids[SCHOOL_A], ()),
        lambda: enrolment.make(second, "新小学", ()),
    ):
        with pytest.raises(UserError, match="设立交换的那台电脑"):
            act()
    assert setup.status(second).roster_version == before


def test_a_school_does_not_become_the_bureau_by_the_sheet(world):
    school = world.nodes[SCHOOL_A].ledger
    with pytest.raises(UserError, match="这是学校的台账"):
        setup.recover_bureau(school, world.sheet, "县教育局")
    assert setup.status(school).role is Role.SCHOOL


def test_a_stolen_pc_of_the_bureau_cannot_put_itself_back_on_the_list(world):
    stolen, new = world.nodes[BUREAU].ledger, world.nodes[BUREAU_2].ledger
    setup.recover_bureau(new, world.sheet, "县教育局新")
    school = world.nodes[SCHOOL_A].ledger
    receiving.take(school, packing.make(new, [world.ids[SCHOOL_A]])[0].data)
    version = setup.status(school).roster_version
    with stolen.writing("自己改名单") as tx:
        own, known = node.identity(tx), node.roster(tx)
        newer = replace(known, version=version + 9, signer=own.node)
        node.keep_roster(tx, signed_roster(newer, own.sign_seed))
    with pytest.raises(PackageRefused, match="停用"):
        receiving.take(school, packing.make(stolen, [world.ids[SCHOOL_A]])[0].data)
    assert setup.status(school).roster_version == version


def test_what_a_revoked_pc_wrote_before_still_travels_through_the_bureau(world):
    world.edit(SCHOOL_A, 0, "mobile", "1")
    world.deliver(BUREAU, world.pack(SCHOOL_A, BUREAU).data)
    setup.revoke(world.nodes[BUREAU].ledger, world.ids[SCHOOL_A], "换电脑")
    taken = receiving.take(world.nodes[BUREAU_2].ledger, world.pack(BUREAU, BUREAU_2).data)
    assert taken.counts == {"person": 1}


def test_other_branches_make_proposals_of_what_was_a_schools_own(world):
    world.edit(SCHOOL_B, 0, "mobile", "1")
    world.deliver(BUREAU, world.pack(SCHOOL_B, BUREAU).data)
    bureau = world.nodes[BUREAU].ledger
    setup.set_branches(bureau, world.ids[SCHOOL_B], ())
    assert world.state(BUREAU)["sync_sibling"]
    setup.set_branches(bureau, world.ids[SCHOOL_B], (world.orgs[1],))
    assert "sync_sibling" not in world.state(BUREAU)


def test_the_bureaus_pc_is_replaced_from_an_old_backup_and_the_printed_sheet(tmp_path, world):
    with closing(Ledger.open(tmp_path / "bureau.sqlite", author="局")) as bureau:
        sheet = setup.found_bureau(bureau, "县教育局")
        old = setup.status(bureau).node
        backup = rows_of(bureau.database)
        setup.set_branches(bureau, old, ("signed by the lost PC",))
        put_back(bureau.database, backup)
        with pytest.raises(UserError, match="换机码不对"):
            setup.recover_bureau(bureau, "ABCD", "县教育局")
        with pytest.raises(UserError, match="不是本台账的"):
            setup.recover_bureau(bureau, setup.sheet_text(b"1" * 32), "县教育局")
        setup.recover_bureau(bureau, sheet, "县教育局")
        now = setup.status(bureau)
        assert now.node != old
        assert now.roster_version > 1000
        former = next(each for each in setup.members(bureau) if each.node == old)
        assert former.revoked_on


def test_schools_follow_the_recovered_bureau(world):
    bureau, school = world.nodes[BUREAU].ledger, world.nodes[SCHOOL_A].ledger
    world.edit(SCHOOL_A, 0, "mobile", "lost by the bureau")
    world.deliver(BUREAU, world.pack(SCHOOL_A, BUREAU).data)
    world.edit(BUREAU, 0, "address", "lost too, but for the school")
    world.deliver(SCHOOL_A, world.pack(BUREAU, SCHOOL_A).data)
    put_back(bureau.database, world.start[BUREAU])
    setup.recover_bureau(bureau, world.sheet, "县教育局新")
    made = packing.make(bureau, [world.ids[SCHOOL_A]])[0]
    assert receiving.take(school, made.data).fate is Fate.TAKEN
    back = packing.make(school, [setup.status(bureau).node])[0]
    assert receiving.take(bureau, back.data).fate is Fate.TAKEN
    ours, theirs = world.operations(BUREAU), world.operations(SCHOOL_A)
    assert theirs.keys() <= ours.keys()

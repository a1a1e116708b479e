"""The list of units and PCs as the bureau sees it."""

from contextlib import closing

import pytest

from app.base.errors import UserError
from app.domain.nodes import Role
from app.services.exchange import enrolment, offices, packing, receiving, setup
from app.services.exchange.offices import PcState
from app.services.ledger import Ledger
from tests.services.exchange.world import BUREAU, SCHOOL_A


def office(ledger, name):
    return next(each for each in offices.offices(ledger) if each.name == name)


def test_a_unit_waits_until_its_first_word_came_and_is_then_in_force(world, tmp_path):
    bureau = world.nodes[BUREAU].ledger
    made = enrolment.make(bureau, "新小学", (world.orgs[0],))
    (waiting,) = office(bureau, "新小学").pcs
    assert (waiting.state, waiting.node, waiting.heard_on) == (PcState.WAITING, "", None)
    assert waiting.enrolled_on is not None
    with closing(Ledger.open(tmp_path / "school.sqlite")) as school:
        enrolment.join(school, made.data, made.code)
        assert "教育局还没有收到本机的第一次报送。" in offices.own_sentences(school)
        receiving.take(bureau, packing.make(school, [world.ids[BUREAU]])[0].data)
    (joined,) = office(bureau, "新小学").pcs
    assert joined.state is PcState.IN_FORCE
    assert joined.enrolled_on == waiting.enrolled_on
    assert joined.heard_on is not None
    assert office(bureau, "新小学").keeps == "第一小学党支部"


def test_two_pcs_of_a_unit_stand_together_and_a_revoked_one_says_why(world):
    bureau = world.nodes[BUREAU].ledger
    name = setup.status(world.nodes[SCHOOL_A].ledger).name
    enrolment.make(bureau, name, (world.orgs[0],))
    assert len(office(bureau, name).pcs) == 2
    setup.revoke(bureau, world.ids[SCHOOL_A], "电脑丢失")
    revoked = office(bureau, name).pcs[-1]
    assert revoked.state is PcState.REVOKED
    assert revoked.state_text == "已注销：电脑丢失"
    assert office(bureau, name).number(PcState.IN_FORCE) == 0


def test_the_bureau_comes_first_and_knows_its_own_pc(world):
    found = offices.offices(world.nodes[BUREAU].ledger)
    assert found[0].role is Role.BUREAU
    assert any(pc.state is PcState.OWN for each in found for pc in each.pcs)


def test_a_school_learns_what_it_is_and_not_who_else_there_is(world):
    school = world.nodes[SCHOOL_A].ledger
    told = "\n".join(offices.own_sentences(school))
    assert "本机单位" in told
    assert "第一小学党支部" in told
    assert offices.unit(school) == setup.status(school).name
    with pytest.raises(UserError, match="只有教育局"):
        offices.offices(school)


def test_a_withdrawn_package_serves_nobody(world, tmp_path):
    bureau = world.nodes[BUREAU].ledger
    made = enrolment.make(bureau, "新小学", (world.orgs[0],))
    enrolment.withdraw(bureau, made.enrolment)
    assert "新小学" not in {each.name for each in offices.offices(bureau)}
    with closing(Ledger.open(tmp_path / "school.sqlite")) as school:
        enrolment.join(school, made.data, made.code)
        with pytest.raises(UserError, match="不在教育局的名单里"):
            receiving.take(bureau, packing.make(school, [world.ids[BUREAU]])[0].data)

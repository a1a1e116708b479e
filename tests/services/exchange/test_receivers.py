"""Who can be chosen to receive a package, and what is told of each."""

from app.services.exchange import receivers, receiving
from tests.services.exchange.world import BUREAU, SCHOOL_A, SCHOOL_B


def test_the_bureau_writes_to_all_unless_it_chooses_and_sees_what_the_last_came_to(world):
    bureau = world.nodes[BUREAU].ledger
    receiving.take(world.nodes[SCHOOL_A].ledger, world.pack(BUREAU, SCHOOL_A).data)
    receiving.take(bureau, world.pack(SCHOOL_A, BUREAU).data)
    world.pack(BUREAU, SCHOOL_B)
    found = receivers.receivers(bureau)
    assert [each.name for each in found] == ["县教育局二", "第一小学", "第一小学二", "第二小学"]
    assert all(each.is_usual for each in found)
    states = {each.node: each.state_text for each in found}
    assert states[world.ids[SCHOOL_A]] == "已收到"
    assert states[world.ids[SCHOOL_B]] == "还没有回音"


def test_a_school_writes_to_the_bureau_unless_it_chooses_another_school(world):
    found = receivers.receivers(world.nodes[SCHOOL_A].ledger)
    assert {each.name for each in found if each.is_usual} == {"县教育局", "县教育局二"}
    other = next(each for each in found if each.node == world.ids[SCHOOL_B])
    assert (other.is_usual, other.sent_at, other.state_text) == (False, None, "还没有写过")

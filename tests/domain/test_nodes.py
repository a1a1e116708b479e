"""The roster: a text that every machine writes alike, and the versions that follow one another."""

import pytest

from app.domain.nodes import Certificate, Role, Roster, node_of_replica

BUREAU = Certificate("b", Role.BUREAU, "县教育局", (), "01", "age1", "ff")
SCHOOL = Certificate("s", Role.SCHOOL, "第一小学", ("o1", "o2"), "02", "age2")
ROSTER = Roster(3, "00", "b", (BUREAU, SCHOOL))


def test_a_roster_is_read_back_as_it_was_written():
    assert Roster.read(ROSTER.text()) == ROSTER


def test_a_changed_node_makes_the_next_version():
    changed = ROSTER.with_node(Certificate("s", Role.SCHOOL, "一小", (), "02", "age2"), "b")
    assert (changed.version, changed.of("s").name, len(changed.nodes)) == (4, "一小", 2)


def test_the_revoked_are_known_and_not_in_force():
    gone = Certificate(
        "s", Role.SCHOOL, "一小", (), "02", "age2", revoked_on="2010", revoked_why="丢失"
    )
    changed = ROSTER.with_node(gone, "b")
    assert changed.of("s").revoked_why == "丢失"
    assert changed.schools() == ()
    assert [each.node for each in changed.bureau()] == ["b"]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"version": "3"}', ROSTER.text().replace("3", '"3"', 1)]
)
def test_what_is_no_roster_is_told_from_one(text):
    with pytest.raises((ValueError, KeyError, TypeError)):
        Roster.read(text)


def test_a_replica_names_its_node_and_an_older_one_none():
    assert node_of_replica("b.0190") == "b"
    assert node_of_replica("0190") == ""

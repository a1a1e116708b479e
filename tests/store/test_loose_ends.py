"""What would hang loose if some rows took other values."""

import pytest

from app.store import records
from app.store.loose_ends import Turn, still_used, twice_in_rosters, without_target


@pytest.fixture
def known(database):
    with database.writing("准备", author="李文书") as tx:
        person = records.add(tx, "person", {"name": "张永杰"})
        first, second = records.add_many(tx, "org_unit", [{}, {}])
        values = {"person_id": person, "org_id": first, "status": "NORMAL"}
        membership = records.add(tx, "membership", values)
        records.remove(tx, "org_unit", second)
    return person, first, second, membership


def turned(tx, table, row_id, **then):
    row = records.get(tx, table, row_id, with_removed=True)
    return {row_id: Turn(table, row_id, row, {**row, **then})}


def test_what_goes_while_a_live_record_points_to_it_is_still_used(database, known):
    _person, first, _second, membership = known
    with database.reading() as tx:
        going = turned(tx, "org_unit", first, removed_at="2010-12-31")
        assert [(one.table, one.target) for one in still_used(tx, going)] == [("membership", first)]
        with_user = going | turned(tx, "membership", membership, org_id=None)
        assert list(still_used(tx, with_user)) == []


def test_a_pointer_into_the_bin_has_no_target_unless_it_comes_too(database, known):
    _person, _first, second, membership = known
    with database.reading() as tx:
        moving = turned(tx, "membership", membership, org_id=second)
        assert [one.target for one in without_target(tx, moving)] == [second]
        coming = moving | turned(tx, "org_unit", second, removed_at=None)
        assert list(without_target(tx, coming)) == []


def test_a_second_membership_counts_only_in_a_roster(database, known):
    person, *_ = known
    with database.writing("第二条", author="李文书") as tx:
        other = records.add(tx, "membership", {"person_id": person, "status": "TRANSFERRED"})
        assert twice_in_rosters(tx, turned(tx, "membership", other)) == []
        again = turned(tx, "membership", other, status="NORMAL")
        assert twice_in_rosters(tx, again) == [person]

"""Branches and schools as of a day, read from a real ledger."""

from datetime import date

import pytest

from app.domain.dates import PartialDate, Precision
from app.store import facts, records
from app.store.engine import Database

TODAY = date(2024, 6, 15)


@pytest.fixture
def database(tmp_path):
    opened = Database(tmp_path / "ledger.sqlite")
    yield opened
    opened.close()


class County:
    """Writes records and reads the facts back."""

    def __init__(self, database):
        self.database = database

    def add(self, table, **values):
        known = {
            name: PartialDate.of(value) if name.endswith(("_on", "_to")) and value else value
            for name, value in values.items()
        }
        with self.database.writing("录入", author="李文书") as tx:
            return records.add(tx, table, known)

    def org(self, name="一小支部", **more):
        return self.add("org_unit", **{"full_name": name, "kind": "BRANCH", **more})

    def school(self, name="一小", **more):
        return self.add("school_unit", **{"name": name, "kind": "PRIMARY", **more})

    def member(self, org, school=None, **more):
        person = self.add("person", name="张永杰", school_id=school, category="TEACHER")
        values = {
            "member_type": "FULL", "status": "NORMAL", "joined_on": "2000-07-01",
            "full_on": "2001-07-01", **more,
        }  # fmt: skip
        self.add("membership", person_id=person, org_id=org, **values)
        return person

    def at(self, on=TODAY):
        with self.database.reading() as tx:
            return facts.gather(tx, on)

    def branch(self, org, on=TODAY):
        return next((one for one in self.at(on).branches if one.id == org), None)

    def schools(self, on=TODAY):
        return {one.name: one for one in self.at(on).schools}


@pytest.fixture
def county(database):
    return County(database)


def test_a_branch_counts_full_and_probationary_members_of_the_day(county):
    org = county.org()
    county.member(org)
    county.member(org, joined_on="2023-06-15", full_on="2024-06-15")
    county.member(org, status="SUSPENDED")
    assert (county.branch(org).full_n, county.branch(org).probationary_n) == (2, 0)
    earlier = county.branch(org, date(2024, 6, 14))
    assert (earlier.full_n, earlier.probationary_n) == (1, 1)
    assert county.branch(org, date(2023, 6, 14)).members_n == 1


def test_a_branch_stands_from_its_founding_until_it_is_dissolved(county):
    org = county.org(founded_on="2010-03-01", dissolved_on="2024-06-15")
    assert county.branch(org, date(2010, 2, 28)) is None
    assert county.branch(org, date(2010, 3, 1)) is not None
    assert county.branch(org, date(2024, 6, 14)) is not None
    assert county.branch(org, date(2024, 6, 15)) is None


def test_members_below_are_counted_up_the_tree(county):
    committee = county.org("教育局党委", kind="COMMITTEE")
    org = county.org(parent_id=committee)
    county.member(org)
    county.member(committee)
    assert county.branch(committee).below_n == 2
    assert county.branch(org).below_n == 1


def test_organisations_that_are_each_others_parents_do_not_hang_the_count(county):
    first = county.org()
    second = county.org("二小支部", parent_id=first)
    with county.database.writing("改", author="李文书") as tx:
        records.change(tx, "org_unit", first, {"parent_id": second})
    county.member(first)
    assert county.branch(second).below_n == 1


def test_posts_terms_groups_and_covers_are_those_of_the_day(county):
    org, school = county.org(), county.school()
    person = county.member(org, school)
    county.add("org_post", org_id=org, person_id=person, post="SECRETARY", from_on="2021-03-01",
               to_on="2024-03-01")  # fmt: skip
    county.add("org_term", org_id=org, start_on="2021-03-01", end_on="2024-03-01")
    county.add("party_group", org_id=org, name="第一小组", to_on="2024-03-01")
    county.add("org_cover", org_id=org, school_id=school, to_on="2024-03-01")
    before, after = county.branch(org, date(2024, 2, 29)), county.branch(org, date(2024, 3, 1))
    assert [held.holder.name for held in before.posts] == ["张永杰"]
    assert (len(before.terms), len(before.groups), before.units_n) == (1, 1, 1)
    assert before.secretary_left_on is None
    assert (after.posts, after.groups) == ((), ())
    assert after.secretary_left_on == PartialDate.of("2024-03-01")
    assert county.branch(org, date(2021, 2, 28)).terms == ()


def test_removed_records_are_no_facts(county):
    org = county.org()
    person = county.member(org)
    post = county.add("org_post", org_id=org, person_id=person, post="SECRETARY")
    with county.database.writing("删", author="李文书") as tx:
        records.remove(tx, "org_post", post)
        records.remove(tx, "person", person)
    assert county.branch(org).posts == ()
    assert county.branch(org).members_n == 0


def test_what_happened_after_the_day_is_not_known_on_it(county):
    org = county.org(applied_on="2024-05-01", replied_on="2024-06-01", filed_on="2024-06-10")
    on = county.branch(org, date(2024, 5, 15))
    assert (on.applied_on, on.replied_on, on.filed_on) == (
        PartialDate.of("2024-05-01"), None, None,
    )  # fmt: skip


def test_a_school_counts_its_own_people_and_knows_who_covers_it(county):
    joint = county.org("联合支部", kind="JOINT")
    school = county.school()
    county.add("org_cover", org_id=joint, school_id=school)
    county.member(joint, school)
    county.member(joint, school, joined_on="2024-01-01", full_on=None, member_type="PROBATIONARY")
    found = county.schools()["一小"]
    assert (found.full_n, found.members_n, found.covered_by) == (1, 2, ("JOINT",))
    assert not found.has_principal
    assert not found.has_secretary


def test_a_dissolved_branch_covers_nothing(county):
    org, school = county.org(dissolved_on="2024-01-01"), county.school()
    county.add("org_cover", org_id=org, school_id=school)
    assert county.schools()["一小"].covered_by == ()


def test_a_branch_without_written_covers_stands_for_the_schools_of_its_members(county):
    school = county.school()
    county.member(county.org(), school)
    assert county.schools()["一小"].covered_by == ("BRANCH",)


def test_a_joint_branch_without_written_covers_stands_for_none(county):
    school = county.school()
    county.member(county.org(kind="JOINT"), school)
    assert county.schools()["一小"].covered_by == ()


def test_a_teaching_point_without_a_branch_belongs_to_its_school(county):
    org, school = county.org(), county.school()
    point = county.school("坡上教学点", kind="TEACHING_POINT", parent_id=school)
    county.add("org_cover", org_id=org, school_id=school)
    county.member(org, point)
    assert list(county.schools()) == ["一小"]
    assert county.schools()["一小"].full_n == 1


def test_a_teaching_point_with_a_branch_stands_for_itself(county):
    joint, school = county.org(kind="JOINT"), county.school()
    point = county.school("坡上教学点", kind="TEACHING_POINT", parent_id=school)
    county.add("org_cover", org_id=joint, school_id=point)
    assert set(county.schools()) == {"一小", "坡上教学点"}


def test_a_closed_school_is_left_out(county):
    county.school(closed_on="2024-06-15")
    assert list(county.schools(date(2024, 6, 14))) == ["一小"]
    assert county.schools() == {}


def test_an_organisation_is_found_by_its_id(county):
    org = county.org(kind="TEMP", short_name="临时支部")
    with county.database.reading() as tx:
        assert facts.branch(tx, org).name == "临时支部"
        with pytest.raises(KeyError):
            facts.branch(tx, "nothing")


def test_the_last_secretary_is_the_one_who_left_last_however_the_day_was_written(database):
    with database.writing("准备", author="李文书") as tx:
        org = records.add(tx, "org_unit", {"full_name": "一小党支部", "kind": "BRANCH"})
        person = records.add(tx, "person", {"name": "张永杰"})
        last = PartialDate.of("2024-03-15")
        for until in (PartialDate(date(2024, 3, 1), Precision.MONTH, "2024.3"), last):
            post = {"person_id": person, "org_id": org, "post": "SECRETARY", "to_on": until}
            records.add(tx, "org_post", post)
    with database.reading() as tx:
        (branch,) = facts.gather(tx, TODAY).branches
    assert branch.secretary_left_on == last

"""Where somebody belonged on a past day, and who was secretary there, not where they are now."""

from datetime import date

import pytest

from app.domain.dates import PartialDate
from app.services import members, moves
from app.services.ledger import Ledger
from app.store import due_places, records
from tests.services.small_county import TODAY, entered, member

on = PartialDate.of


@pytest.fixture
def ledger(tmp_path):
    opened = Ledger.open(tmp_path / "ledger.db", today=lambda: TODAY)
    yield opened
    opened.close()


def moved(ledger):
    county = entered(ledger)
    joined = {"branch_joined_on": on("2000-01-01")}
    people = [member("方知春", county.first, **joined)]
    (person,) = members.add_many(ledger, people, title="录入").ids[:1]
    with ledger.writing("调动") as tx:
        (membership,) = records.find(tx, "membership", person_id=person)
        moves.write(tx, {membership["id"]: county.second}, moves.Occasion(on("2010-06-01")))
        post = {"org_id": county.first, "post": "SECRETARY"}
        early = {"person_id": county.zhang, "from_on": on("2005"), "to_on": on("2010-03-01")}
        late = {"person_id": person, "from_on": on("2010-03-01")}
        records.add_many(tx, "org_post", [{**post, **early}, {**post, **late}])
        cover = {"org_id": county.first, "school_id": county.school}
        records.add(tx, "org_cover", {**cover, "to_on": on("2009-09-01")})
        cover = {"org_id": county.second, "school_id": county.school}
        records.add(tx, "org_cover", {**cover, "from_on": on("2009-09-01")})
        applicant = records.add(tx, "person", {"name": "林若水"})
        records.add(tx, "dev_case", {"person_id": applicant, "org_id": county.first})
    return county, person, applicant


def test_a_member_is_looked_for_where_he_was_that_day(ledger):
    county, person, _applicant = moved(ledger)
    with ledger.reading() as tx:
        before = due_places.orgs_of(tx, [person], date(2010, 5, 31))
        after = due_places.orgs_of(tx, [person], date(2010, 6, 1))
    assert (before, after) == ({person: county.first}, {person: county.second})


def test_schools_applicants_and_organisations_have_their_place(ledger):
    county, _person, applicant = moved(ledger)
    wanted = [county.school, applicant, county.first, "nobody"]
    with ledger.reading() as tx:
        then = due_places.orgs_of(tx, wanted, date(2009, 8, 31))
        now = due_places.orgs_of(tx, wanted, date(2009, 9, 1))
    assert then == {
        county.school: county.first,
        applicant: county.first,
        county.first: county.first,
    }
    assert now == {**then, county.school: county.second}


def test_the_secretary_of_the_day_answers(ledger):
    county, _person, _applicant = moved(ledger)
    with ledger.reading() as tx:
        days = [date(2004, 1, 1), date(2010, 2, 28), date(2010, 3, 1)]
        named = [due_places.secretaries(tx, day).get(county.first) for day in days]
    assert named == [None, "张永杰", "方知春"]


def test_what_is_below_an_organisation_ends_even_in_a_ring(ledger):
    county, _person, _applicant = moved(ledger)
    with ledger.writing("成环") as tx:
        records.change(tx, "org_unit", county.committee, {"parent_id": county.first})
    with ledger.reading() as tx:
        below = due_places.below(tx)
        order = list(due_places.orgs_in_order(tx))
    assert below[county.second] == {county.second}
    assert below[county.committee] == {county.committee, county.first, county.second}
    assert below[county.first] == {county.committee, county.first, county.second}
    assert order.index(county.first) < order.index(county.second)

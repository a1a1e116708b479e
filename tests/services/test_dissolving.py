"""The end of an organisation ends what hangs on it, and is refused while somebody is left in it."""

from dataclasses import replace
from datetime import date

import pytest

from app.base.errors import UserError
from app.domain.branches import BranchDraft, PostDraft, ReorgDraft, TermDraft
from app.domain.dates import PartialDate, day
from app.domain.figures import Period
from app.domain.meeting_matrix import MeetingDuty
from app.domain.members import StatusChange
from app.services import batches, branches, members, record_book
from app.services.reorganising import reorganise
from app.store import records
from app.store.figures import meetings

DAY = date(2010, 6, 30)
ENDS = (("org_post", "to_on"), ("org_cover", "to_on"), ("party_group", "to_on"),
        ("org_term", "end_on"))  # fmt: skip


def on(text):
    return PartialDate.of(text)


@pytest.fixture
def empty(county):
    """Return a branch without members, with a post, a cover, a group and a term."""
    ledger = county.ledger
    org = branches.add(ledger, BranchDraft(full_name="空支部", parent_id=county.committee)).ids[0]
    post = PostDraft(person_id=county.zhang, org_id=org, post="SECRETARY", from_on=on("2009-01"))
    branches.add_post(ledger, post)
    branches.cover(ledger, org, county.point, on("2009-01-01"))
    record_book.save(ledger, "party_group", None, {"org_id": org, "name": "一组"})
    term = TermDraft(org_id=org, start_on=on("2009-01-01"), end_on=on("2011-12-31"))
    branches.add_term(ledger, term)
    return org


def by_dissolving(county, org):
    return branches.dissolve(county.ledger, org, DAY)


def by_edit(county, org):
    draft = branches.branch_draft(county.ledger, org)
    return branches.edit(county.ledger, org, replace(draft, dissolved_on=day(DAY)))


def by_reorganisation(county, org):
    draft = ReorgDraft(kind="DISSOLVE", happened_on=DAY, before=(org,), dissolved=(org,))
    return reorganise(county.ledger, draft)


WAYS = pytest.mark.parametrize("way", [by_dissolving, by_edit, by_reorganisation])


def ends(county, org):
    found = {}
    for table, column in ENDS:
        rows = [row.raw for row in record_book.rows(county.ledger, table)]
        (found[table],) = [row[column] for row in rows if row["org_id"] == org]
    return found


@WAYS
def test_posts_covers_groups_and_terms_end_on_the_day(county, empty, way):
    way(county, empty)
    assert ends(county, empty) == dict.fromkeys(dict(ENDS), day(DAY))
    assert branches.branch_draft(county.ledger, empty).dissolved_on == day(DAY)


@WAYS
def test_undo_brings_back_all_that_was_ended(county, empty, way):
    before = ends(county, empty)
    outcome = way(county, empty)
    batches.undo(county.ledger, outcome.batch)
    assert ends(county, empty) == before
    assert branches.branch_draft(county.ledger, empty).dissolved_on is None


@WAYS
def test_what_ended_earlier_keeps_its_day_and_what_would_end_later_ends_now(county, empty, way):
    dates = {"past": on("2009-12-31"), "planned": on("2011-03-01")}
    for post, to_on in (("PUBLICITY", dates["past"]), ("DISCIPLINE", dates["planned"])):
        draft = PostDraft(person_id=county.wu, org_id=empty, post=post, to_on=to_on)
        branches.add_post(county.ledger, draft)
    late = PostDraft(person_id=county.wu, org_id=empty, post="YOUTH", from_on=on("2010-09-01"))
    branches.add_post(county.ledger, late)
    way(county, empty)
    rows = [row.raw for row in record_book.rows(county.ledger, "org_post")]
    assert {row["post"]: row["to_on"] for row in rows} == {
        "SECRETARY": day(DAY),
        "PUBLICITY": dates["past"],
        "DISCIPLINE": day(DAY),
        "YOUTH": on("2010-09-01"),
    }


@WAYS
def test_an_extended_term_ends_where_the_extension_would(county, empty, way):
    term = TermDraft(org_id=empty, term_no=2, end_on=on("2010-01-31"), extended_to=on("2011-01-31"))
    record = branches.add_term(county.ledger, term).ids[0]
    way(county, empty)
    kept = branches.term_draft(county.ledger, record)
    assert (kept.end_on, kept.extended_to) == (on("2010-01-31"), day(DAY))


@WAYS
def test_an_organisation_with_others_below_it_is_not_ended(county, empty, way):
    child = branches.add(county.ledger, BranchDraft(full_name="下级支部", parent_id=empty)).ids[0]
    with pytest.raises(UserError, match="空支部还有1个下级党组织：下级支部"):
        way(county, empty)
    assert ends(county, empty)["org_cover"] is None
    branches.dissolve(county.ledger, child, date(2010, 5, 1))
    way(county, empty)


@pytest.mark.parametrize("way", [by_dissolving, by_edit])
def test_an_organisation_with_members_is_not_ended(county, way):
    with pytest.raises(UserError, match="还有2名党员"):
        way(county, county.first)
    with county.ledger.reading() as tx:
        assert records.get(tx, "org_unit", county.first)["dissolved_on"] is None


def test_the_group_meetings_owed_until_the_end_stay_owed(county, empty):
    duty = MeetingDuty("GROUP_MEETING", "MONTH", per_group=True)

    def owed():
        with county.ledger.reading() as tx:
            found = meetings.matrix(tx, Period(2010, date(2010, 12, 31)), (duty,))
        return sum(slot.org_id == empty for slot in found)

    assert owed() == 12
    by_dissolving(county, empty)
    assert owed() == 5


def test_an_organisation_that_has_ended_can_still_be_corrected(county, empty):
    by_dissolving(county, empty)
    draft = replace(branches.branch_draft(county.ledger, empty), remark="并入第一小学")
    branches.edit(county.ledger, empty, draft)
    assert branches.branch_draft(county.ledger, empty) == draft


@pytest.mark.parametrize(
    ("on", "why"), [("2008-08-31", "成立的日期"), ("2010-05-31", "最后一名党员转出的日期")]
)
def test_the_end_of_a_branch_lies_after_its_founding_and_its_last_member(county, on, why):
    with county.ledger.writing("以前") as tx:
        records.change(tx, "org_unit", county.second, {"founded_on": PartialDate.of("2008-09-01")})
    change = StatusChange(status="TRANSFERRED", happened_on=PartialDate.of("2010-06-01"))
    members.change_status(county.ledger, [county.shan], change)
    with pytest.raises(UserError, match=why):
        branches.dissolve(county.ledger, county.second, date.fromisoformat(on))
    branches.dissolve(county.ledger, county.second, date(2010, 6, 1))

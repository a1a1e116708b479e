"""Reorganisations: every member of a dissolved branch has a way out, and all of it is undone."""

from datetime import date

import pytest

from app.base.errors import UserError
from app.domain.branches import BranchDraft, PostDraft, ReorgDraft
from app.services import batches, branches, members, record_book
from app.services.reorganising import reorganise
from app.store import branches as store
from app.store import facts, records


def uncovered(ledger, on=None):
    return [unit for unit in branches.units(ledger, on) if not unit.covered_by]


def merge(county, **more):
    return ReorgDraft(
        kind="MERGE",
        happened_on=date(2010, 8, 20),
        before=(county.first, county.second),
        after=(county.second,),
        dissolved=(county.first,),
        **more,
    )


def test_a_member_without_a_target_stops_it_and_is_named(county):
    draft = merge(county, targets={county.zhang: county.second})
    with pytest.raises(UserError, match="1名党员没有去向：吴瑞君"):
        reorganise(county.ledger, draft)
    assert record_book.rows(county.ledger, "org_reorg_event") == []


def test_a_target_that_is_dissolved_itself_is_refused(county):
    draft = merge(county, targets={county.zhang: county.first, county.wu: county.second})
    with pytest.raises(UserError, match="没有去向：张永杰"):
        reorganise(county.ledger, draft)


def test_a_merger_moves_everybody_on_the_day_and_ends_the_branch(county):
    branches.cover(county.ledger, county.first, county.school, None)
    targets = {county.zhang: county.second, county.wu: county.second}
    reorganise(county.ledger, merge(county, targets=targets))
    assert {row.branch for row in members.rows(county.ledger)} == {"第二小学联合党支部"}
    assert county.first not in {row.id for row in branches.rows(county.ledger)}
    events = record_book.rows(county.ledger, "membership_event", 2010)
    assert {(e.shown["person_id"], e.shown["kind"]) for e in events} == {
        ("张永杰", "系统内调动"),
        ("吴瑞君", "系统内调动"),
    }
    parts = record_book.rows(county.ledger, "org_reorg_part")
    assert {(p.shown["org_id"], p.raw["side"], p.raw["members_n"]) for p in parts} == {
        ("第一小学党支部", "BEFORE", 2),
        ("第二小学联合党支部", "BEFORE", 1),
        ("第二小学联合党支部", "AFTER", 3),
    }


def covering(county, on=None):
    return {
        unit.name: [org for org, _, _ in unit.covered_by]
        for unit in branches.units(county.ledger, on)
    }


def test_after_a_merger_the_schools_of_the_old_branch_are_covered_by_the_new_one(county):
    branches.cover(county.ledger, county.first, county.school, None)
    branches.cover(county.ledger, county.first, county.point, None)
    branches.cover(county.ledger, county.second, county.point, None)
    targets = {county.zhang: county.second, county.wu: county.second}
    outcome = reorganise(county.ledger, merge(county, targets=targets))
    assert covering(county) == {"第一小学": [county.second], "坡上教学点": [county.second]}
    assert covering(county, date(2010, 8, 19))["第一小学"] == [county.first]
    assert "1个单位改由新的支部覆盖" in outcome.sentence
    batches.undo(county.ledger, outcome.batch)
    assert covering(county)["第一小学"] == [county.first]


def test_when_a_branch_is_split_up_each_school_follows_its_own_members(county):
    for school in (county.school, county.point):
        branches.cover(county.ledger, county.first, school, None)
    third = branches.add(county.ledger, BranchDraft(full_name="坡上党支部")).ids[0]
    with county.ledger.writing("单位") as tx:
        records.change(tx, "person", [county.zhang], {"school_id": county.school})
        records.change(tx, "person", [county.wu], {"school_id": county.point})
    draft = ReorgDraft(
        kind="SPLIT",
        happened_on=date(2010, 8, 20),
        before=(county.first,),
        after=(county.second, third),
        dissolved=(county.first,),
        targets={county.zhang: county.second, county.wu: third},
    )
    reorganise(county.ledger, draft)
    assert covering(county) == {"第一小学": [county.second], "坡上教学点": [third]}


def test_a_school_stays_uncovered_when_nobody_knows_who_follows(county):
    branches.cover(county.ledger, county.first, county.school, None)
    third = branches.add(county.ledger, BranchDraft(full_name="坡上党支部")).ids[0]
    with county.ledger.writing("都走了") as tx:
        rows = records.find(tx, "membership", org_id=county.first)
        records.change(tx, "membership", [row["id"] for row in rows], {"org_id": county.second})
    draft = ReorgDraft(
        kind="DISSOLVE",
        happened_on=date(2010, 8, 20),
        before=(county.first,),
        after=(county.second, third),
        dissolved=(county.first,),
    )
    reorganise(county.ledger, draft)
    assert {unit.id for unit in uncovered(county.ledger)} == {county.school, county.point}


def test_a_reorganisation_is_undone_as_a_whole(county):
    before = members.rows(county.ledger)
    targets = {county.zhang: county.second, county.wu: county.second}
    outcome = reorganise(county.ledger, merge(county, targets=targets))
    batches.undo(county.ledger, outcome.batch)
    assert members.rows(county.ledger) == before
    assert len(branches.rows(county.ledger)) == 3


def test_on_its_day_the_old_branch_is_over_and_everybody_is_in_the_new_one(county):
    branches.cover(county.ledger, county.first, county.school, None)
    post = PostDraft(person_id=county.zhang, org_id=county.first, post="SECRETARY")
    branches.add_post(county.ledger, post)
    targets = {county.zhang: county.second, county.wu: county.second}
    reorganise(county.ledger, merge(county, targets=targets))

    def standing(on):
        """Return what the tab and the rules say of the old branch, and the members of the new."""
        with county.ledger.reading() as tx:
            view, known = store.overview(tx, on), facts.gather(tx, on)
        of_tab = {row.id for row in branches.rows(county.ledger, on)}
        of_rules = {one.id: one for one in known.branches}
        return (
            (county.first in of_tab, county.first in of_rules),
            (len(view.posts.get(county.first, ())), len(view.covers)),
            (of_rules[county.second].members_n, len(known.schools)),
        )

    assert standing(date(2010, 8, 19)) == ((True, True), (1, 1), (1, 2))
    assert standing(date(2010, 8, 20)) == ((False, False), (0, 1), (3, 2))

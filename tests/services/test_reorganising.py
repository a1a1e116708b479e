"""Reorganisations: every member of a dissolved branch has a way out, and all of it is undone."""

from datetime import date

import pytest

from app.base.errors import UserError
from app.domain.branches import PostDraft, ReorgDraft
from app.services import batches, branches, members, record_book
from app.services.reorganising import reorganise
from app.store import branches as store
from app.store import facts


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
    assert uncovered(county.ledger)[0].id == county.school


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
    assert standing(date(2010, 8, 20)) == ((False, False), (0, 0), (3, 2))

"""A renamed branch is still found by rosters that write its old name."""

from dataclasses import replace

from app.domain.branches import BranchDraft
from app.services import batches, branches, imports, members
from app.store import imports as store
from tests.exchange.making import person, save_xlsx, titled


def rename(county, org, name):
    draft = branches.branch_draft(county.ledger, org)
    return branches.edit(county.ledger, org, replace(draft, full_name=name))


def names(county, org):
    with county.ledger.reading() as tx:
        known = next(each for each in store.known_orgs(tx) if each.id == org)
    return {known.full_name, *filter(None, known.names)}


def test_the_old_name_stays_known_and_undo_takes_it_back(county):
    outcome = rename(county, county.first, "实验小学党支部")
    assert names(county, county.first) == {"实验小学党支部", "第一小学党支部"}
    rename(county, county.first, "实验小学第一党支部")
    rename(county, county.first, "实验小学党支部")
    assert names(county, county.first) >= {"实验小学党支部", "第一小学党支部"}
    assert outcome.batch


def test_undoing_a_new_name_takes_the_alias_back(county):
    outcome = rename(county, county.first, "实验小学党支部")
    batches.undo(county.ledger, outcome.batch)
    assert names(county, county.first) == {"第一小学党支部"}


def test_a_name_that_another_organisation_bears_now_is_no_former_name(county):
    rename(county, county.first, "实验小学党支部")
    rename(county, county.second, "第一小学党支部")
    rename(county, county.second, "第二小学党支部")
    rename(county, county.first, "第三小学党支部")
    assert "第二小学联合党支部" in names(county, county.second)


def test_a_roster_with_the_old_name_goes_into_the_renamed_branch(county, tmp_path):
    rename(county, county.first, "实验小学党支部")
    roster = titled([person(1, 所在党支部="第一小学党支部")])
    plan = imports.preview(county.ledger, save_xlsx(tmp_path / "新.xlsx", roster))
    imports.apply(county.ledger, plan)
    branch = {row.name: row.branch_id for row in members.rows(county.ledger)}
    assert branch[person(1)[1]] == county.first


def test_a_renamed_branch_entered_by_mistake_can_still_be_deleted_and_restored(county):
    org = branches.add(county.ledger, BranchDraft(full_name="写错的支部")).ids[0]
    rename(county, org, "又写错的支部")
    branches.remove(county.ledger, org)
    assert org not in {row.id for row in branches.rows(county.ledger)}
    batches.restore(county.ledger, {"org_unit": [org]})
    assert names(county, org) == {"又写错的支部", "写错的支部"}

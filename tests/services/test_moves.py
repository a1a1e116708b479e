"""A move inside the bureau is the same in the ledger, whichever way it is entered."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.branches import ReorgDraft
from app.domain.dates import PartialDate
from app.domain.members import StatusChange
from app.domain.roster_preview import TRANSFER, field_key
from app.services import batches, imports, members, record_book
from app.services.reorganising import reorganise
from app.store import facts, records
from tests.services.small_county import TODAY

DAY = PartialDate(TODAY)


def by_edit(county, _folder):
    draft = members.card(county.ledger, county.zhang).draft
    return members.edit(county.ledger, county.zhang, replace(draft, org_id=county.second))


def by_bulk_edit(county, _folder):
    plan = members.bulk_preview(county.ledger, [county.zhang], "org_id", county.second)
    return members.bulk_apply(county.ledger, plan)


def by_reorganisation(county, _folder):
    draft = ReorgDraft(
        kind="SPLIT",
        happened_on=TODAY,
        before=(county.first,),
        after=(county.first, county.second),
        targets={county.zhang: county.second},
    )
    return reorganise(county.ledger, draft)


def by_import(county, folder):
    path = folder / "花名册.csv"
    path.write_text(
        "姓名,公民身份证号,所在党支部\n张永杰,529999197506150018,第二小学联合党支部\n", "utf-8-sig"
    )
    preview = imports.preview(county.ledger, path)
    (row,) = preview.rows
    choices = {field_key(row.source.sheet, row.source.row, "branch"): TRANSFER}
    return imports.apply(county.ledger, preview, choices)


WAYS = [by_edit, by_bulk_edit, by_reorganisation, by_import]


def in_group(county):
    with county.ledger.writing("分组") as tx:
        group = records.add(tx, "party_group", {"org_id": county.first, "name": "一组"})
        (own,) = records.find(tx, "membership", person_id=county.zhang)
        records.change(tx, "membership", own["id"], {"group_id": group})


@pytest.mark.parametrize("way", WAYS)
def test_a_move_is_an_event_of_its_day_and_the_first_day_in_the_new_branch(county, tmp_path, way):
    in_group(county)
    way(county, tmp_path)
    (event,) = record_book.rows(county.ledger, "membership_event")
    kept = {"kind": "MOVED_INSIDE", "person_id": county.zhang, "org_id": county.second,
            "category_at_event": "TEACHER", "member_type_at_event": "FULL",
            "status_before": "NORMAL", "status_after": "NORMAL", "happened_on": DAY}  # fmt: skip
    assert {name: event.raw[name] for name in kept} == kept
    draft = members.card(county.ledger, county.zhang).draft
    assert (draft.org_id, draft.group_id, draft.branch_joined_on) == (county.second, None, DAY)


@pytest.mark.parametrize("way", WAYS)
def test_both_rosters_change_on_the_day(county, tmp_path, way):
    way(county, tmp_path)

    def rosters(on):
        with county.ledger.reading() as tx:
            of = {one.id: one.members_n for one in facts.gather(tx, on).branches}
        return of[county.first], of[county.second]

    assert rosters(date(2010, 12, 30)) == (2, 1)
    assert rosters(TODAY) == (1, 2)


@pytest.mark.parametrize("way", WAYS)
def test_a_move_is_undone_with_all_that_it_wrote(county, tmp_path, way):
    before = members.card(county.ledger, county.zhang).draft
    outcome = way(county, tmp_path)
    batches.undo(county.ledger, outcome.batch)
    assert members.card(county.ledger, county.zhang).draft == before
    assert record_book.rows(county.ledger, "membership_event") == []
    assert record_book.rows(county.ledger, "transfer") == []


@pytest.mark.parametrize("way", [by_edit, by_bulk_edit, by_import])
def test_who_moves_alone_gets_a_transfer_that_names_both_branches(county, tmp_path, way):
    way(county, tmp_path)
    (transfer,) = record_book.rows(county.ledger, "transfer")
    assert (transfer.raw["direction"], transfer.raw["from_text"], transfer.raw["to_text"]) == (
        "INTERNAL",
        "第一小学党支部",
        "第二小学联合党支部",
    )


def test_a_day_written_with_the_new_branch_is_the_day_of_the_move(county):
    draft = members.card(county.ledger, county.zhang).draft
    on = PartialDate.of("2010-09-01")
    moved = replace(draft, org_id=county.second, branch_joined_on=on, mobile="13900000009")
    members.edit(county.ledger, county.zhang, moved)
    (event,) = record_book.rows(county.ledger, "membership_event")
    assert event.raw["happened_on"] == on
    assert members.card(county.ledger, county.zhang).draft == moved


@pytest.mark.parametrize("target", ["second", None])
def test_a_first_branch_or_none_is_a_correction_and_no_move(county, target):
    draft = members.card(county.ledger, county.zhang).draft
    members.edit(county.ledger, county.zhang, replace(draft, org_id=None))
    to = getattr(county, target) if target else None
    members.edit(county.ledger, county.zhang, replace(draft, org_id=to, remark="好"))
    assert members.card(county.ledger, county.zhang).draft.org_id == to
    assert record_book.rows(county.ledger, "membership_event") == []


def test_the_branch_of_somebody_who_died_is_corrected_without_a_move(county):
    change = StatusChange(status="DECEASED", happened_on=PartialDate.of("2010-05-01"))
    members.change_status(county.ledger, [county.shan], change)
    draft = members.card(county.ledger, county.shan).draft
    members.edit(county.ledger, county.shan, replace(draft, org_id=county.first))
    kinds = [row.raw["kind"] for row in record_book.rows(county.ledger, "membership_event")]
    assert kinds == ["DECEASED"]

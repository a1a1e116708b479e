"""What no member may become by an edit, at every door."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.base.errors import UserError
from app.services import members, record_book
from app.store import records
from tests.services.small_county import member


def in_bulk(county, field, value, *people):
    plan = members.bulk_preview(county.ledger, list(people), field, value)
    members.bulk_apply(county.ledger, plan)


def test_a_bulk_edit_is_checked_like_the_form(county):
    with pytest.raises(UserError, match="张永杰的资料不能这样改"):
        in_bulk(county, "dues_month", Decimal(-1), county.zhang)
    assert members.card(county.ledger, county.zhang).draft.dues_month is None


def test_an_old_mistake_does_not_keep_other_fields_from_being_filled(county):
    with county.ledger.writing("旧数据") as tx:
        records.change(tx, "person", county.zhang, {"name": ""})
    in_bulk(county, "admin_post", "校长", county.zhang)
    assert members.card(county.ledger, county.zhang).draft.admin_post == "校长"


def test_a_party_group_belongs_to_the_branch_at_every_door(county):
    group = record_book.save(
        county.ledger, "party_group", None, {"org_id": county.second, "name": "一组"}
    ).ids[0]
    with pytest.raises(UserError, match="不是张永杰所在支部的"):
        in_bulk(county, "group_id", group, county.zhang)
    draft = members.card(county.ledger, county.zhang).draft
    with pytest.raises(UserError, match="不是张永杰所在支部的"):
        members.edit(county.ledger, county.zhang, replace(draft, group_id=group))
    with pytest.raises(UserError, match="不是甲一所在支部的"):
        members.add(county.ledger, member("甲一", county.first, group_id=group))
    in_bulk(county, "group_id", group, county.shan)
    assert members.card(county.ledger, county.shan).draft.group_id == group

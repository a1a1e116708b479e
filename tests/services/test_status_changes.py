"""What a change of 党籍状态 brings with it, and the days on which it may lie."""

from dataclasses import replace

import pytest

from app.base.errors import UserError
from app.domain.branches import PostDraft
from app.domain.dates import PartialDate
from app.domain.members import StatusChange
from app.services import branches, members


def test_who_leaves_the_roster_leaves_his_posts_on_that_day(county):
    draft = PostDraft(person_id=county.zhang, org_id=county.first, post="SECRETARY")
    post = branches.add_post(county.ledger, draft).ids[0]
    old = branches.add_post(
        county.ledger, replace(draft, post="PUBLICITY", to_on=PartialDate.of("2008-01-01"))
    ).ids[0]
    change = StatusChange(status="DECEASED", happened_on=PartialDate.of("2010-06-01"))
    members.change_status(county.ledger, [county.zhang], change)
    assert branches.post_draft(county.ledger, post).to_on == PartialDate.of("2010-06-01")
    assert branches.post_draft(county.ledger, old).to_on == PartialDate.of("2008-01-01")


@pytest.mark.parametrize(
    ("on", "why"), [("2011-01-01", "还没有到"), ("1999-06", "早于张永杰的入党")]
)
def test_a_status_changes_neither_in_the_future_nor_before_joining(county, on, why):
    change = StatusChange(status="DECEASED", happened_on=PartialDate.of(on))
    with pytest.raises(UserError, match=why):
        members.change_status(county.ledger, [county.zhang], change)
    assert members.card(county.ledger, county.zhang).draft.status == "NORMAL"

"""整建制: a whole organisation leaves the bureau or comes to it (A32, B9-15)."""

from datetime import date

import pytest

from app.base.errors import UserError
from app.domain.dates import PartialDate
from app.domain.members import StatusChange
from app.services import batches, members
from app.services.transfer_whole import WholeMove, move_whole
from app.store import facts
from tests.services.affairs_county import opened, settled

TODAY = date(2024, 6, 15)


@pytest.fixture
def place(tmp_path):
    ledger = opened(tmp_path / "ledger.sqlite", TODAY)
    yield settled(ledger)
    ledger.close()


def test_b9_15_everybody_leaves_with_the_organisation_and_without_a_slip(place):
    move = WholeMove(org_id=place.branch, on=date(2024, 5, 6), other="经开区教育局党委",
                     doc_no="清组〔2024〕6号")  # fmt: skip
    outcome = move_whole(place.ledger, move)
    rows = place.find("transfer")
    assert {(r["channel"], r["direction"], r["slip_no"]) for r in rows} == {
        ("JURISDICTION", "OUT", "")
    }
    assert {row["reorg_id"] for row in rows} == {outcome.ids[0]}
    (reorg,) = place.find("org_reorg_event")
    assert (reorg["kind"], reorg["to_parent"], reorg["members_n"]) == (
        "JURISDICTION_OUT", "经开区教育局党委", 3
    )  # fmt: skip
    assert {place.membership(each)["status"] for each in (place.zhang, place.wu, place.li)} == {
        "TRANSFERRED"
    }
    with place.ledger.reading() as tx:
        before = {one.id: one.members_n for one in facts.gather(tx, date(2024, 5, 5)).branches}
        after = {one.id for one in facts.gather(tx, date(2024, 5, 6)).branches}
    assert before[place.branch] == 3
    assert place.branch not in after
    batches.undo(place.ledger, outcome.batch)
    assert place.membership(place.zhang)["status"] == "NORMAL"


def test_b9_15_an_organisation_that_comes_in_brings_its_roster_from_its_day_on(place):
    abroad = StatusChange(status="RETAINED", happened_on=PartialDate.of("2024-01-10"))
    members.change_status(place.ledger, [place.wu], abroad)
    move = WholeMove(org_id=place.branch, on=date(2024, 5, 6), other="邻县教育局党委", is_out=False)
    move_whole(place.ledger, move)
    with place.ledger.reading() as tx:
        found = {
            on: {one.id: one.members_n for one in facts.gather(tx, on).branches}[place.branch]
            for on in (date(2024, 5, 5), date(2024, 5, 6))
        }
    assert list(found.values()) == [0, 3]
    assert {row["from_text"] for row in place.find("transfer")} == {"邻县教育局党委"}
    assert place.membership(place.wu)["status"] == "RETAINED"
    assert place.find("membership_event", person_id=place.wu)[-1]["status_after"] == "RETAINED"


def test_b9_15_an_empty_organisation_has_nobody_to_move(place):
    with pytest.raises(UserError, match="没有在册党员"):
        move_whole(place.ledger, WholeMove(org_id=place.other, on=TODAY, other="某党委"))

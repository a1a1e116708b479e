"""What is under way with members, read from a real ledger."""

from datetime import date

import pytest

from app.domain.dates import PartialDate
from app.domain.transfers import TransferDraft
from app.services import lost_members, procedures, transfers, withdrawals
from app.services.procedures import Stage
from tests.services.affairs_county import opened, settled

TODAY = date(2024, 6, 15)


def on_day(text):
    return PartialDate.of(text)


@pytest.fixture
def place(tmp_path):
    ledger = opened(tmp_path / "ledger.sqlite", TODAY)
    yield settled(ledger)
    ledger.close()


def stages(place):
    return [(row.name, row.stage) for row in procedures.rows(place.ledger)]


def test_a_transfer_passes_through_its_stages(place):
    draft = TransferDraft(person_id=place.zhang, other="某校党委", handled_on=on_day("2024-03-01"))
    (made,) = transfers.send(place.ledger, draft).ids
    (row,) = procedures.rows(place.ledger)
    assert (row.name, row.branch, row.stage) == ("张永杰", "一小支部", Stage.SENT)
    assert (row.since, row.detail) == ("2024-03-01", "教组转〔2024〕01号 某校党委")
    transfers.accept(place.ledger, made, on_day("2024-03-10"))
    assert stages(place) == [("张永杰", Stage.ACCEPTED)]
    transfers.receipt(place.ledger, made, on_day("2024-03-20"))
    assert stages(place) == []


def test_lost_suspended_and_leaving_members_are_listed_by_their_stage(place):
    lost_members.mark(place.ledger, place.zhang, on_day("2023-08-01"), "其他")
    (case,) = withdrawals.apply(place.ledger, place.wu, on_day("2024-05-01"), "个人原因").ids
    assert stages(place) == [("张永杰", Stage.LOST), ("吴瑞君", Stage.WITHDRAWING)]
    withdrawals.decide(place.ledger, case, on_day("2024-05-20"), "REMOVED")
    assert stages(place)[1] == ("吴瑞君", Stage.ANNOUNCED)


def test_a_move_inside_is_done_at_once_and_never_listed(place):
    draft = TransferDraft(person_id=place.zhang, to_org_id=place.other,
                          handled_on=on_day("2024-03-01"))  # fmt: skip
    transfers.move(place.ledger, draft)
    assert stages(place) == []

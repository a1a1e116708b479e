"""组织关系接转 as values: what a clerk enters, the three parts of a slip, the summer list."""

from dataclasses import dataclass

from app.domain.dates import PartialDate
from app.domain.kinds import Channel, TransferReason

OPEN, DONE, REPLACED, WITHDRAWN = "OPEN", "DONE", "REPLACED", "WITHDRAWN"
"""What has become of a transfer: its column status."""


def filed_state(receipt_on: PartialDate | None) -> dict[str, PartialDate | str | None]:
    """Return how far a transfer of a filed table has come: one with a receipt was accepted."""
    return {"accepted_on": receipt_on, "status": DONE if receipt_on else OPEN}


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferDraft:
    """A transfer to begin; which of its fields count depends on its direction.

    to_org_id: the branch, for a transfer inside the bureau or into it. other: the organisation
    outside, by its name. valid_days None: the usual number. dues_paid_to None: as the ledger
    knows it. slip_no "": the next number of the year.
    """

    person_id: str = ""
    to_org_id: str | None = None
    other: str = ""
    channel: str = Channel.SLIP
    reason: str = TransferReason.WORK
    handled_on: PartialDate
    valid_days: int | None = None
    is_same_city: bool = False
    slip_no: str = ""
    online_no: str = ""
    dues_paid_to: PartialDate | None = None
    doc_no: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """《中国共产党党员组织关系介绍信》: the words of its three parts (B9-03, B9-04).

    Each part is made of lines without seals and signatures; the number is the same on all three.
    """

    number: str
    stub: tuple[str, ...]
    letter: tuple[str, ...]
    receipt: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PupilLine:
    """A pupil on the summer list of those who leave for university (B9-10)."""

    id: str
    name: str
    branch: str
    member_type: str
    grade: str
    leaves_on: str
    has_transfer: bool

"""Transfers of the practice year: from outside, to outside, to universities, between branches."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.dates import PartialDate, add_months
from app.domain.kinds import Category, Channel, TransferReason
from app.domain.transfers import TransferDraft
from app.services import transfers
from app.services.practice.people import Profile, invented, membership, person, standing
from app.services.practice.source import County, day_between, draft_of, on

_LATE_COMER = (1, "2010-12-12")
"""Which of those who come does so that late that the receipt is due soon."""
_INSIDE_ON = "2010-09-01"


@dataclass(frozen=True, slots=True)
class _Leaver:
    person_id: str
    membership_id: str
    draft: TransferDraft


def enter_transfers(county: County, plan: Mapping[str, Any]) -> None:
    """Enter who came and who left, each through the slip, and who changed the branch."""
    for number, key in enumerate(each(plan["moved_in"])):
        _move_in(county, key, number)
    leavers = [_move_out(county, key) for key in each(plan["moved_out"])]
    leavers += [_leave_for_university(county, key) for key in each(plan["university"])]
    county.write()
    for leaver in leavers:
        _send(county, leaver)
    for person_id, org_id in county.movers:
        move(county, person_id, org_id, _INSIDE_ON)


def each(numbers: Mapping[str, int]) -> list[str]:
    """Return every key as often as its number says."""
    return [key for key, number in numbers.items() for _ in range(number)]


def move(county: County, person_id: str, org_id: str, moved_on: str) -> None:
    """Let a clerk move a member to another branch of the bureau on a day (ISO)."""
    draft = TransferDraft(
        person_id=person_id,
        to_org_id=org_id,
        channel=Channel.INTERNAL,
        handled_on=on(moved_on),
    )
    (written,) = transfers.move(county.clerk(moved_on), draft).ids
    transfer = county.reread("transfer", written)
    county.branch_members[transfer["from_org_id"]].remove(person_id)
    county.branch_members[org_id].append(person_id)
    county.reread("membership", transfer["membership_id"])


def _move_in(county: County, key: str, number: int) -> None:
    profile = Profile(county.ids[key], county.ids.get(f"school:{key}"), Category.TEACHER)
    moved = day_between(county.dice, date(2010, 2, 20), date(2010, 11, 20))
    joined = day_between(county.dice, date(1996, 1, 1), date(2007, 12, 31))
    values = invented(county, profile, joined)
    late, late_on = _LATE_COMER
    moved_on = late_on if number == late else moved.first_day.isoformat()
    draft = TransferDraft(
        to_org_id=profile.org_id,
        other="邻县教育局党委",
        slip_no=f"转入{county.dice.randrange(1000, 9999)}",
        handled_on=on(moved_on),
    )
    newcomer = draft_of(values, standing(profile, joined))
    transfer, who = transfers.receive(county.clerk(moved_on), draft, newcomer).ids
    county.people[who] = values
    county.took_in(who)
    county.reread("transfer", transfer)


def _move_out(county: County, key: str) -> _Leaver:
    moved = day_between(county.dice, date(2010, 2, 20), date(2010, 11, 20))
    joined = day_between(county.dice, date(1996, 1, 1), date(2007, 12, 31))
    reason = (TransferReason.WORK, "外县学校党支部")
    return _leaver(county, (key, Category.TEACHER), (moved, joined), reason)


def _leave_for_university(county: County, key: str) -> _Leaver:
    moved = day_between(county.dice, date(2010, 8, 20), date(2010, 9, 10))
    joined = day_between(county.dice, date(2009, 9, 10), date(2009, 11, 30))
    reason = (TransferReason.UNIVERSITY_ENTRY, "省内高校党委")
    return _leaver(county, (key, Category.STUDENT), (moved, joined), reason)


def _leaver(
    county: County,
    who: tuple[str, Category],
    days: tuple[PartialDate, PartialDate],
    why: tuple[TransferReason, str],
) -> _Leaver:
    """Collect a member who leaves; days: of the move, of joining the Party."""
    profile = Profile(county.ids[who[0]], county.ids.get(f"school:{who[0]}"), who[1])
    person_id = person(county, profile, days[1])
    more = {"full_on": None} if who[1] is Category.STUDENT else {}
    membership_id = membership(county, person_id, profile, days[1], **more)
    county.branch_members[profile.org_id].remove(person_id)
    draft = TransferDraft(
        person_id=person_id,
        other=why[1],
        reason=why[0],
        handled_on=days[0],
        valid_days=30,
    )
    return _Leaver(person_id, membership_id, draft)


def _send(county: County, leaver: _Leaver) -> None:
    """Send somebody off; he is accepted on the same day, and the receipt comes a month later."""
    day = leaver.draft.handled_on
    clerk = county.clerk(day.first_day.isoformat())
    (transfer,) = transfers.send(clerk, leaver.draft).ids
    transfers.accept(clerk, transfer, day)
    back = PartialDate(add_months(day.first_day, 1))
    transfers.receipt(county.clerk(back.first_day.isoformat()), transfer, back)
    county.reread("transfer", transfer)
    county.reread("membership", leaver.membership_id)

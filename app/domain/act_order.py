"""Days of what was done: which columns tell of it, and what each of them cannot come before.

The windows of the procedures ask the same of each act (app/services/act_days.py); here it is asked
of a whole record, typed on a page or read from a workbook.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date

from app.domain.dates import PartialDate
from app.domain.fields import Value, table_info
from app.domain.readings import Problem, block

_DONE: Mapping[str, tuple[str, ...]] = {
    "transfer": ("handled_on", "accepted_on", "receipt_on"),
    "floating_record": ("since_on", "until_on", "last_contact_on", "last_report_on"),
    "hardship_case": ("found_on", "approved_on", "closed_on"),
    "care_visit": ("visited_on",),
    "honour": ("awarded_on",),
    "member_opinion": ("received_on", "closed_on"),
    "withdrawal_case": ("applied_on", "branch_meeting_on", "reported_on", "closed_on"),
    "disposal_case": (
        "started_on", "branch_committee_on", "filed_on", "meeting_on", "approved_on", "told_on",
        "ended_on",
    ),
    "dues_assess": ("waiver_study_on", "waiver_approved_on"),
    "dues_payment": ("paid_on",),
    "dues_publication": ("published_on", "reported_on"),
    "talk": ("held_on",),
}  # fmt: skip
_AFTER: Mapping[str, tuple[tuple[str, str], ...]] = {
    "transfer": (
        ("accepted_on", "handled_on"), ("receipt_on", "handled_on"), ("receipt_on", "accepted_on"),
    ),
    "floating_record": (("last_contact_on", "since_on"), ("last_report_on", "since_on")),
    "hardship_case": (("closed_on", "found_on"), ("closed_on", "approved_on")),
    "member_opinion": (("closed_on", "received_on"),),
    "withdrawal_case": (
        ("branch_meeting_on", "applied_on"), ("reported_on", "branch_meeting_on"),
        ("closed_on", "applied_on"),
    ),
    "disposal_case": (
        ("meeting_on", "started_on"), ("approved_on", "started_on"), ("ended_on", "started_on"),
        ("ended_on", "approved_on"),
    ),
    "dues_assess": (("waiver_approved_on", "waiver_study_on"),),
    "membership": (("lost_since", "joined_on"),),
    "dev_case": (
        ("activist_on", "applied_on"), ("candidate_on", "activist_on"),
        ("accept_meeting_on", "candidate_on"), ("committee_approved_on", "accept_meeting_on"),
        ("convert_meeting_on", "committee_approved_on"),
        ("convert_approved_on", "convert_meeting_on"),
    ),
}  # fmt: skip
_AS_MEMBER: Mapping[str, tuple[str, ...]] = {
    "transfer": ("handled_on",),
    "floating_record": ("since_on",),
    "withdrawal_case": ("applied_on",),
    "disposal_case": ("started_on",),
    "dues_payment": ("month_on",),
}
"""The days on which somebody must have been a member of the Party already."""


def wrong_days(
    table: str,
    values: Mapping[str, Value],
    changed: AbstractSet[str],
    today: date,
    joined: PartialDate | None,
) -> Iterator[Problem]:
    """Yield what is wrong about the days of a record; every problem blocks.

    values: the whole record; changed: the columns that are to be written, of which the problem
    names one as "field", and as "other" the one before which it lies. joined: when the person
    joined the Party. A month or a year is wrong only when all of it is.
    """
    labels = {name: found.label for name, found in table_info(table).fields.items()}
    days = {name: value for name, value in values.items() if isinstance(value, PartialDate)}
    known = {name: value for name, value in days.items() if value.value}
    for name in _DONE.get(table, ()):
        if name in changed and name in known and known[name].first_day > today:
            yield block("record.ahead", field=name, label=labels[name], date=str(known[name]))
    for later, earlier in _AFTER.get(table, ()):
        is_wrong = later in known and earlier in known and _is_before(known[later], known[earlier])
        if is_wrong and changed & {later, earlier}:
            yield block(
                "record.before", field=later, other=earlier, label=labels[later],
                date=str(known[later]), earlier=labels[earlier], day=str(known[earlier]),
            )  # fmt: skip
    for name in _AS_MEMBER.get(table, ()):
        is_told = joined is not None and joined.value and name in changed and name in known
        if is_told and joined and _is_before(known[name], joined):
            yield block(
                "record.before_joining", field=name, label=labels[name], date=str(known[name]),
                day=str(joined),
            )  # fmt: skip


def _is_before(later: PartialDate, earlier: PartialDate) -> bool:
    return later.last_day < earlier.first_day

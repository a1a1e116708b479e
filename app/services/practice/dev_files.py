"""Files of development in the practice county: every step with its papers, people and votes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from app.domain.dates import PartialDate, full_years
from app.domain.dev_entry import VOTED, NoticeEntry
from app.domain.dev_steps import shipped_steps
from app.domain.kinds import Category, DevReviewKind, DevRole, FormState, VoteKind, VoteOutcome
from app.domain.votes import Ballot
from app.services.practice.source import YEAR, County, data

END = date(YEAR, 12, 31)
_REVIEW_EVERY, _REPORT_EVERY = timedelta(days=150), timedelta(days=80)
_NOTICE = {"candidate_branch_on": "CANDIDATE", "convert_meeting_on": "CONVERT"}
_NOTICE_DAYS = timedelta(days=10)
_LEAGUE_UNTIL = 28
_PRESENT_SHARE = 5
"""One in so many members was absent from a meeting."""


@dataclass(slots=True)
class DevFile:
    """One person's file: the days of the steps, and what is left out of it or set otherwise."""

    person_id: str
    org_id: str
    days: dict[str, date]
    category: Category = Category.TEACHER
    stage: str = "APPLICANT"
    without: frozenset[str] = frozenset()
    more: Mapping[str, Any] = field(default_factory=dict)
    mentors_of: str = ""
    approver: str = ""
    is_in_league: bool = True


def way(start: date, category: Category = Category.TEACHER) -> dict[str, date]:
    """Return the days of all steps for somebody whose meeting is on a day."""
    offsets = data("dev_troubles")["way"]["student" if category is Category.STUDENT else "teacher"]
    return {key: start + timedelta(days=offset) for key, offset in offsets.items()}


def enter_file(county: County, file: DevFile, until: str = "") -> tuple[str, dict[str, str]]:
    """Collect a file up to the end of the year; return the case's id and the steps' by key.

    until: the last step that is taken over from paper, when the following ones are acts of a clerk.
    """
    keys = list(file.days)
    keys = keys[: keys.index(until) + 1] if until else keys
    days = {
        key: file.days[key] for key in keys if file.days[key] <= END and key not in file.without
    }
    columns = {key: PartialDate(day) for key, day in days.items() if key not in _NO_COLUMN}
    case = county.add(
        "dev_case",
        person_id=file.person_id,
        org_id=file.org_id,
        category=file.category,
        stage=file.stage,
        is_league_member=_is_young(county, file),
        **{**columns, **_results(days), **file.more},
    )
    steps = _steps(county, file, case, days)
    _people(county, file, case, days)
    _reviews(county, file, case)
    _notices(county, file, case, days)
    _votes(county, file, case, days)
    _form(county, file, case, days)
    return case, steps


_NO_COLUMN = frozenset({"mentors", "introducers"})


def _is_young(county: County, file: DevFile) -> bool:
    """Tell whether somebody is in the League; who is on the list for not being in it is not."""
    born = county.people[file.person_id]["birth_on"].first_day
    return file.is_in_league and full_years(born, file.days["applied_on"]) <= _LEAGUE_UNTIL


def _results(days: Mapping[str, date]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if "political_review_on" in days:
        found["political_review_result"] = "合格"
    if "training_on" in days:
        found |= {"training_days": Decimal(5), "training_hours": Decimal(40)}
    if "pre_review_on" in days:
        found["pre_review_result"] = "同意"
    return found


def _steps(county: County, file: DevFile, case: str, days: Mapping[str, date]) -> dict[str, str]:
    ids = {}
    for step in shipped_steps().steps:
        if step.key in days:
            ids[step.key] = county.add(
                "dev_step",
                case_id=case,
                step_no=step.no,
                done_on=PartialDate(days[step.key]),
                org_id=(file.approver or county.ids["committee"])
                if step.key in {"committee_approved_on", "convert_approved_on"}
                else None,
                documents="\n".join(step.documents),
            )
    return ids


def _people(county: County, file: DevFile, case: str, days: Mapping[str, date]) -> None:
    """Name companions in turn, so that nobody stands by two people if it can be helped."""
    for key, role, number in (
        ("mentors", DevRole.MENTOR, 1),
        ("introducers", DevRole.INTRODUCER, 2),
    ):
        if key not in days:
            continue
        org = file.mentors_of if role is DevRole.MENTOR and file.mentors_of else file.org_id
        for person in county.companions(org, role, number):
            county.add(
                "dev_person",
                case_id=case,
                person_id=person,
                role=role,
                from_on=PartialDate(days[key]),
            )


def _reviews(county: County, file: DevFile, case: str) -> None:
    days = {key: day for key, day in file.days.items() if day <= END}
    start = days.get("activist_on")
    for kind, every in (
        (DevReviewKind.REVIEW, _REVIEW_EVERY),
        (DevReviewKind.REPORT, _REPORT_EVERY),
    ):
        if start is None or kind in file.without:
            continue
        day = start + every
        last = min(END, days.get("convert_approved_on", END))
        while day <= last:
            county.add("dev_review", case_id=case, kind=kind, held_on=PartialDate(day))
            day += every
            accepted = days.get("accept_meeting_on")
            if kind is DevReviewKind.REVIEW and accepted and day - every < accepted < day:
                day = accepted + every


def _notices(county: County, file: DevFile, case: str, days: Mapping[str, date]) -> None:
    for key, point in _NOTICE.items():
        if key in days and point not in file.without:
            notice = notice_after(days[key])
            county.add(
                "public_notice",
                case_id=case,
                person_id=file.person_id,
                point=point,
                from_on=notice.from_on,
                to_on=notice.to_on,
                result=notice.result,
            )


def notice_after(day: date) -> NoticeEntry:
    """Return the notice that is posted on the day after a meeting."""
    start = day + timedelta(days=1)
    told = "公示期间没有收到反对意见"
    return NoticeEntry(PartialDate(start), PartialDate(start + _NOTICE_DAYS), told)


def ballot(county: County, org: str, kind: VoteKind) -> Ballot:
    """Return the count of a vote that was carried by all who were there."""
    expected = len(county.branch_members[org])
    present = expected - expected // _PRESENT_SHARE
    return Ballot(kind=kind, expected=expected, present=present, yes=present)


def _votes(county: County, file: DevFile, case: str, days: Mapping[str, date]) -> None:
    for key, kind in VOTED.items():
        if key in days and kind not in file.without:
            vote = enter_vote(county, file, kind, days[key])
            column = "accept_vote_id" if kind == "ACCEPT" else "convert_vote_id"
            county.amend("dev_case", case, **{column: vote})


def enter_vote(county: County, file: DevFile, kind: str, day: date) -> str:
    """Collect a vote that was carried, and return its id."""
    count = ballot(county, file.org_id, VoteKind(kind))
    return county.add(
        "vote",
        kind=kind,
        org_id=file.org_id,
        person_id=file.person_id,
        held_on=PartialDate(day),
        expected_full=count.expected,
        excluded=0,
        present=count.present,
        written=0,
        written_yes=0,
        written_no=0,
        issued=count.present,
        returned=count.present,
        yes=count.yes,
        no=0,
        abstain=0,
        spoiled=0,
        result=VoteOutcome.PASSED,
    )


def _form(county: County, file: DevFile, case: str, days: Mapping[str, date]) -> None:
    day = days.get("form_filled_on")
    if day is None:
        return
    county.forms += 1
    form = county.add(
        "application_form",
        form_no=f"黔{day.year}{county.forms:05d}",
        form_year=day.year,
        state=FormState.IN_USE,
        person_id=file.person_id,
        org_id=county.ids["committee"],
        issued_on=PartialDate(day),
    )
    county.amend("dev_case", case, form_id=form)

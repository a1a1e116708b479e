"""A year of members' lives in the practice county: acceptance, conversion, transfers, cases."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.domain.dates import PartialDate, add_months
from app.domain.kinds import Category, DevStage
from app.services.practice.dev_acts import (
    accepted_before,
    approve,
    by_month,
    do_step,
    extend,
    judge,
    meet,
    step,
)
from app.services.practice.dev_files import DevFile, enter_file, way
from app.services.practice.moves import each, enter_transfers
from app.services.practice.people import DISCIPLINED, Profile, person, pick
from app.services.practice.source import County, data, day_between

_ELDERS_BEFORE = date(2006, 11, 1)
_EXTENDED_MEETING = date(2009, 9, 20)


def enter_development(county: County) -> None:
    """Collect everything that happened to people's memberships in the year."""
    plan = data("development")
    _choose_elders(county)
    _develop(county, plan)
    enter_transfers(county, plan)
    _open_cases(county, plan["pipeline"])


def _choose_elders(county: County) -> None:
    """Keep for each branch those who may stand by applicants: full members for years."""
    old = {
        row["person_id"]
        for row in county.rows["membership"]
        if row["joined_on"].first_day < _ELDERS_BEFORE
    }
    others = {person_id for person_id, _to in county.movers}
    others |= {pick(county, *who) for who in DISCIPLINED}
    for org, names in county.branch_members.items():
        here = [name for name in names if name not in others]
        county.elders[org] = [name for name in here if name in old] or here


def _profile(county: County, key: str, category: Category) -> Profile:
    return Profile(county.ids[key], county.ids.get(f"school:{key}"), category)


def _develop(county: County, plan: Mapping[str, Any]) -> None:
    """Take over the files of the years before, then do what falls into the year."""
    accepted = [
        *(_to_accept(county, key, Category.TEACHER) for key in each(plan["accepted"]["teachers"])),
        *(_to_accept(county, key, Category.STUDENT) for key in each(plan["accepted"]["students"])),
    ]
    converted = [_accepted_last_year(county, key) for key in each(plan["converted"])]
    extended = [
        _accepted_last_year(county, key, _EXTENDED_MEETING) for key in each(plan["extended"])
    ]
    county.write()
    judge(county, [*(case for case, *_ in accepted), *(case for case, _ in converted + extended)])
    _accept(county, accepted)
    for case, file in converted + extended:
        accepted_before(county, case, file)
    _convert(county, converted)
    for case, file in extended:
        days = (date(2010, 9, 20), date(2010, 10, 18), date(2011, 3, 20))
        extend(county, case, file, days, "预备期内工作表现一般，延长预备期半年")


def _to_accept(county: County, key: str, category: Category) -> tuple[str, DevFile, str]:
    """Collect a file up to the form that was filled in; the number is that of the approval."""
    profile = _profile(county, key, category)
    meeting = day_between(county.dice, date(2010, 3, 10), date(2010, 10, 20))
    days = way(meeting.first_day, category)
    days["committee_approved_on"] = add_months(meeting.first_day, 1)
    person_id = person(county, profile, PartialDate(days["applied_on"]))
    doc_no = f"清教党〔2010〕{county.dice.randrange(20, 60)}号"
    file = DevFile(person_id, profile.org_id, days, category, stage=DevStage.CANDIDATE)
    case, _steps = enter_file(county, file, "form_filled_on")
    return case, file, doc_no


def _accept(county: County, accepted: Sequence[tuple[str, DevFile, str]]) -> None:
    files = [(case, file) for case, file, _doc_no in accepted]
    for case, file in files:
        meet(county, case, file, "accept_meeting_on")
    by_month(county, files, "superior_talk_on", "accept_meeting_on")
    for case, file, doc_no in accepted:
        approve(county, case, file, doc_no)
    for key in ("assigned_on", "filed_on", "oath_on"):
        by_month(county, files, key, "committee_approved_on")


def _accepted_last_year(
    county: County, key: str, meeting: date | None = None
) -> tuple[str, DevFile]:
    """Collect the file of somebody accepted in 2009, up to the oath."""
    profile = _profile(county, key, Category.TEACHER)
    usual = day_between(county.dice, date(2009, 3, 10), date(2009, 10, 20)).first_day
    days = way(meeting or usual)
    who = person(county, profile, PartialDate(days["accept_meeting_on"]))
    file = DevFile(who, profile.org_id, days, stage=DevStage.PROBATIONARY)
    case, _steps = enter_file(county, file, "oath_on")
    return case, file


def _convert(county: County, files: Sequence[tuple[str, DevFile]]) -> None:
    for case, file in files:
        do_step(county, [case], step(file, "conversion_applied_on"))
        meet(county, case, file, "convert_meeting_on")
        do_step(county, [case], step(file, "convert_approved_on"))
    by_month(county, files, "archived_on", "convert_approved_on")


def _open_cases(county: County, plan: Mapping[str, Mapping[str, int]]) -> None:
    reached = {
        DevStage.APPLICANT: ("applicants", "first_talk_on"),
        DevStage.ACTIVIST: ("activists", "mentors"),
        DevStage.CANDIDATE: ("candidates", "training_on"),
    }
    for stage, (name, until) in reached.items():
        for key in each(plan[name]):
            profile = _profile(county, key, Category.TEACHER)
            applied = day_between(county.dice, date(2008, 6, 1), date(2009, 2, 28))
            days = _from_application(applied.first_day)
            last = list(days).index(until)
            kept = {step: days[step] for step in list(days)[: last + 1]}
            file = DevFile(person(county, profile, applied), profile.org_id, kept, stage=stage)
            enter_file(county, file)


def _from_application(applied: date) -> dict[str, date]:
    """Return the days of all steps for somebody who applied on a day."""
    days = way(applied)
    shift = applied - days["applied_on"]
    return {step: day + shift for step, day in days.items()}

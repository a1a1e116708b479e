"""A year of members' lives in the practice county: acceptance, conversion, transfers, cases."""

from collections.abc import Mapping, Sequence
from datetime import date

from app.domain.dates import PartialDate, add_months
from app.domain.kinds import (
    Category,
    Channel,
    DevStage,
    Direction,
    EventKind,
    Status,
    TransferReason,
)
from app.services.practice.dev_acts import (
    accepted_before,
    approve,
    by_month,
    do_step,
    extend,
    judge,
    meet,
)
from app.services.practice.dev_files import DevFile, enter_file, way
from app.services.practice.people import Profile, event, member, membership, person
from app.services.practice.source import County, data, day_between, on

_ELDERS_BEFORE = date(2006, 11, 1)
_EXTENDED_MEETING = date(2009, 9, 20)


def enter_development(county: County) -> None:
    """Collect everything that happened to people's memberships in the year."""
    plan = data("development")
    _choose_elders(county)
    _develop(county, plan)
    for key in _each(plan["moved_in"]):
        _move_in(county, key)
    for key in _each(plan["moved_out"]):
        _move_out(county, key)
    for key in _each(plan["university"]):
        _leave_for_university(county, key)
    for source, target in plan["internal"]["moves"]:
        _move_inside(county, source, target)
    _open_cases(county, plan["pipeline"])


def _choose_elders(county: County) -> None:
    """Keep for each branch those who may stand by applicants: full members for years."""
    old = {
        row["person_id"]
        for row in county.rows["membership"]
        if row["joined_on"].first_day < _ELDERS_BEFORE
    }
    for org, names in county.branch_members.items():
        county.elders[org] = [name for name in names if name in old] or list(names)


def _each(numbers: Mapping[str, int]) -> list[str]:
    return [key for key, number in numbers.items() for _ in range(number)]


def _profile(county: County, key: str, category: Category) -> Profile:
    return Profile(county.ids[key], county.ids.get(f"school:{key}"), category)


def _plus(start: PartialDate, months: int) -> PartialDate:
    return PartialDate(add_months(start.first_day, months))


def _develop(county: County, plan: Mapping[str, Mapping[str, Mapping[str, int]]]) -> None:
    """Take over the files of the years before, then do what falls into the year."""
    accepted = [
        *(_to_accept(county, key, Category.TEACHER) for key in _each(plan["accepted"]["teachers"])),
        *(_to_accept(county, key, Category.STUDENT) for key in _each(plan["accepted"]["students"])),
    ]
    converted = [_accepted_last_year(county, key) for key in _each(plan["converted"])]
    extended = [
        _accepted_last_year(county, key, _EXTENDED_MEETING) for key in _each(plan["extended"])
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
        do_step(county, [case], "conversion_applied_on", file.days["conversion_applied_on"])
        meet(county, case, file, "convert_meeting_on")
        do_step(county, [case], "convert_approved_on", file.days["convert_approved_on"])
    by_month(county, files, "archived_on", "convert_approved_on")


def _move_in(county: County, key: str) -> None:
    profile = _profile(county, key, Category.TEACHER)
    moved = day_between(county.dice, date(2010, 2, 20), date(2010, 11, 20))
    joined = day_between(county.dice, date(1996, 1, 1), date(2007, 12, 31))
    person_id, membership_id = member(county, profile, joined, branch_joined_on=moved)
    event(
        county,
        EventKind.MOVED_IN,
        person_id,
        membership_id=membership_id,
        org_id=profile.org_id,
        happened_on=moved,
    )
    county.add(
        "transfer",
        person_id=person_id,
        membership_id=membership_id,
        direction=Direction.IN,
        channel=Channel.SLIP,
        reason=TransferReason.WORK,
        category_at_event=Category.TEACHER,
        from_text="邻县教育局党委",
        to_org_id=profile.org_id,
        slip_no=f"转入{county.dice.randrange(1000, 9999)}",
        handled_on=moved,
        accepted_on=moved,
        status="DONE",
    )


def _gone(county: County, key: str, category: Category, moved: PartialDate) -> tuple[str, str]:
    profile = _profile(county, key, category)
    joined = (
        day_between(county.dice, date(2009, 9, 10), date(2009, 11, 30))
        if category is Category.STUDENT
        else day_between(county.dice, date(1996, 1, 1), date(2007, 12, 31))
    )
    person_id = person(county, profile, joined)
    more = {"full_on": None} if category is Category.STUDENT else {}
    membership_id = membership(
        county, person_id, profile, joined, status=Status.TRANSFERRED, left_on=moved, **more
    )
    event(
        county,
        EventKind.MOVED_OUT,
        person_id,
        membership_id=membership_id,
        org_id=profile.org_id,
        happened_on=moved,
        status_before=Status.NORMAL,
        status_after=Status.TRANSFERRED,
    )
    return person_id, membership_id


def _move_out(county: County, key: str) -> None:
    moved = day_between(county.dice, date(2010, 2, 20), date(2010, 11, 20))
    person_id, membership_id = _gone(county, key, Category.TEACHER, moved)
    _slip_out(county, (person_id, membership_id), (key, "外县学校党支部"), moved)


def _leave_for_university(county: County, key: str) -> None:
    moved = day_between(county.dice, date(2010, 8, 20), date(2010, 9, 10))
    person_id, membership_id = _gone(county, key, Category.STUDENT, moved)
    _slip_out(county, (person_id, membership_id), (key, "省内高校党委"), moved)


def _slip_out(
    county: County, who: tuple[str, str], places: tuple[str, str], moved: PartialDate
) -> None:
    category = county.people[who[0]]["category"]
    student = category is Category.STUDENT
    county.add(
        "transfer",
        person_id=who[0],
        membership_id=who[1],
        direction=Direction.OUT,
        channel=Channel.SLIP,
        reason=TransferReason.UNIVERSITY_ENTRY if student else TransferReason.WORK,
        category_at_event=category,
        from_org_id=county.ids[places[0]],
        to_text=places[1],
        slip_no=f"清教组转〔2010〕{county.dice.randrange(1, 99):02d}号",
        handled_on=moved,
        valid_days=30,
        receipt_on=_plus(moved, 1),
        accepted_on=moved,
        status="DONE",
    )


def _move_inside(county: County, source: str, target: str) -> None:
    person_id = county.branch_members[county.ids[target]][-1]
    county.add(
        "transfer",
        person_id=person_id,
        direction=Direction.INTERNAL,
        channel=Channel.INTERNAL,
        reason=TransferReason.WORK,
        category_at_event=county.people[person_id]["category"],
        from_org_id=county.ids[source],
        to_org_id=county.ids[target],
        handled_on=on("2010-09-01"),
        accepted_on=on("2010-09-01"),
        status="DONE",
    )


def _open_cases(county: County, plan: Mapping[str, Mapping[str, int]]) -> None:
    reached = {
        DevStage.APPLICANT: ("applicants", "first_talk_on"),
        DevStage.ACTIVIST: ("activists", "mentors"),
        DevStage.CANDIDATE: ("candidates", "training_on"),
    }
    for stage, (name, until) in reached.items():
        for key in _each(plan[name]):
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

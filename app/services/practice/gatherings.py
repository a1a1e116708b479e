"""A year of gatherings in the practice county: study, meetings, member days, training."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from app.domain.dates import PartialDate
from app.domain.kinds import (
    ActivityKind,
    AttendanceState,
    Audience,
    HeldState,
    Scope,
    StudyForm,
)
from app.services.practice.organisations import SMALL_BRANCH
from app.services.practice.source import YEAR, County, data, on

RECORD = {
    "start_time": "14:30",
    "recorder": "组织委员",
    "discussion": "与会人员围绕议题作了发言。",
    "decisions": "按照会议意见抓好落实。",
    "signed_by": "支部书记",
}
MISSED_ONE_IN = 9
"""So often a small branch misses a meeting, or leaves its record incomplete."""


def enter_gatherings(county: County) -> None:
    """Collect the calendar and everything people came together for."""
    year = data("year")
    _calendar(county, year)
    _daily_study(county, year)
    _weekly_study(county, year)
    _study_plan(county, year)
    branch_meetings(county, data("county")["units"])
    _member_days(county, year)
    _bureau_meetings(county, year)
    _exam(county, year)
    _trainings(county, year)
    _party_schools(county)
    _retired(county)


def _days() -> list[date]:
    return [date(YEAR, 1, 1) + timedelta(days=n) for n in range(365)]


def _calendar(county: County, year: dict[str, Any]) -> None:
    for day in _days():
        kind = "WEEKEND" if day.isoweekday() > 5 else "WORKDAY"  # noqa: PLR2004 - Saturday
        if day.isoformat() in year["holidays"]:
            kind = "HOLIDAY"
        elif day.isoformat() in year["makeup_workdays"]:
            kind = "MAKEUP_WORKDAY"
        county.add("calendar_day", day_on=PartialDate(day), kind=kind)
    for name, start, end, holidays in year["terms"]:
        county.add(
            "school_term", name=name, start_on=on(start), end_on=on(end), holiday_weeks=holidays
        )
    name, level, organiser, start, end = year["campaign"]
    county.ids["campaign"] = county.add(
        "campaign", name=name, level=level, organiser=organiser, start_on=on(start), end_on=on(end)
    )


def _held(county: County, kind: ActivityKind, day: PartialDate, **values: object) -> str:
    return county.add("activity", kind=kind, held_on=day, status=HeldState.HELD, **values)


def _daily_study(county: County, year: dict[str, Any]) -> None:
    workdays = [
        row["day_on"]
        for row in county.rows["calendar_day"]
        if row["kind"] in {"WORKDAY", "MAKEUP_WORKDAY"}
    ]
    for number, day in enumerate(workdays):
        if day.iso in year["missed_daily_study"]:
            continue
        _held(
            county,
            ActivityKind.BUREAU_DAILY_STUDY,
            day,
            org_id=county.ids["bureau"],
            scope=Scope.BRANCH,
            form=StudyForm.COLLECTIVE,
            topic=year["daily_topics"][number % len(year["daily_topics"])],
            hours=Decimal(1),
            start_time="08:30",
            end_time="09:30",
            counts_hours=True,
            should_n=24,
            actual_n=24 - number % 4,
        )


def _weekly_study(county: County, year: dict[str, Any]) -> None:
    schools = {key: id_ for key, id_ in county.ids.items() if key.startswith("school:")}
    del schools["school:bureau"]
    others = [
        row["id"]
        for row in county.rows["school_unit"]
        if row["id"] not in county.ids.values() and row["kind"] == "PRIMARY"
    ]
    for number, school in enumerate([*schools.values(), *others]):
        wednesdays = [day for day in _days() if day.isoweekday() == 3 and _teaching(day, year)]  # noqa: PLR2004 - Wednesday
        for week, day in enumerate(wednesdays):
            if week in {11, 30} or (number % 5 == 4 and week % 10 == 7):  # noqa: PLR2004 - a holiday week in each term, and some that were missed
                continue
            _held(
                county,
                ActivityKind.WEEKLY_POLITICAL_STUDY,
                PartialDate(day),
                school_id=school,
                scope=Scope.SCHOOL,
                form=StudyForm.COLLECTIVE,
                audience=Audience.ALL_STAFF,
                topic=year["weekly_topics"][week % len(year["weekly_topics"])],
                hours=Decimal(2),
            )


def _teaching(day: date, year: dict[str, Any]) -> bool:
    return any(start <= day.isoformat() <= end for _name, start, end, _weeks in year["terms"])


def _study_plan(county: County, year: dict[str, Any]) -> None:
    plan = county.add(
        "study_plan",
        org_id=county.ids["committee"],
        year=YEAR,
        title=year["plan_title"],
        approved_on=on("2010-01-20"),
        doc_no=year["plan_doc_no"],
    )
    for month, topic, form in year["plan_items"]:
        done = None
        if month in year["plan_done_months"]:
            done = _held(
                county,
                ActivityKind.DISCUSSION
                if form == StudyForm.DISCUSSION
                else ActivityKind.ORGANISATION_LIFE,
                PartialDate(date(YEAR, month, 15)),
                org_id=county.ids["bureau"],
                scope=Scope.BUREAU,
                form=form,
                topic=topic,
                hours=Decimal(3),
                counts_hours=True,
            )
        county.add(
            "study_plan_item",
            plan_id=plan,
            month=month,
            topic=topic,
            form=form,
            hours=Decimal(3),
            done_activity_id=done,
        )


def branch_meetings(county: County, units: Sequence[dict[str, Any]]) -> None:
    """Collect what branches met for; units: key, short name, since when, has_committee of each."""
    for number, unit in enumerate(units):
        org = county.ids[unit["key"]]
        kinds = [(ActivityKind.MEMBERS_MEETING, 3, "支部党员大会")]
        if unit.get("has_committee", len(county.branch_members[org]) > SMALL_BRANCH):
            kinds.append((ActivityKind.COMMITTEE_MEETING, 1, "支部委员会会议"))
        kinds.append((ActivityKind.PARTY_LECTURE, 6, "专题党课"))
        for kind, every, topic in kinds:
            for slot, month in enumerate(range(1, 13, every)):
                day, turn = date(YEAR, month, 20), number * 7 + slot
                if turn % MISSED_ONE_IN != 1 and day.isoformat() >= unit.get("since", ""):
                    _meeting(county, unit, (kind, topic), day, slot)


def _meeting(
    county: County, unit: dict[str, Any], what: tuple[ActivityKind, str], day: date, slot: int
) -> None:
    people = len(county.branch_members[county.ids[unit["key"]]])
    expected = 4 if what[0] is ActivityKind.COMMITTEE_MEETING else people
    record = {**RECORD, "place": "会议室", "host": f"{unit['short']}书记"}
    if (slot + people) % MISSED_ONE_IN == 0:
        record["decisions"] = ""
    lecture = what[0] is ActivityKind.PARTY_LECTURE
    _held(
        county,
        what[0],
        PartialDate(day),
        org_id=county.ids[unit["key"]],
        scope=Scope.BRANCH,
        form=StudyForm.LECTURE if lecture else "",
        topic=what[1],
        hours=Decimal(2),
        counts_hours=True,
        lecturer_role="支部书记" if lecture and slot == 0 else "",
        should_n=expected,
        actual_n=max(expected - slot % 2, 1),
        **record,
    )


def _member_days(county: County, year: dict[str, Any]) -> None:
    units = data("county")["units"]
    shares = [len(county.branch_members[county.ids[u["key"]]]) for u in units]
    days, whole = year["member_days"], year["member_day_heads"]
    heads = _shared(whole, shares * len(days))
    for number, (day, topic) in enumerate(days):
        activity = _held(
            county,
            ActivityKind.MEMBER_DAY,
            on(day),
            org_id=county.ids["committee"],
            scope=Scope.BUREAU,
            topic=topic,
            hours=Decimal(4),
            campaign_id=county.ids["campaign"],
        )
        county.ids[f"member_day:{number}"] = activity
        for unit, count in zip(units, heads[number * len(units) :], strict=False):
            people = len(county.branch_members[county.ids[unit["key"]]])
            county.add(
                "activity_org_count",
                activity_id=activity,
                org_id=county.ids[unit["key"]],
                should_n=people,
                actual_n=count,
                non_member_n=max(count - people, 0),
            )
    _donations(county, year)


def _shared(whole: int, shares: list[int]) -> list[int]:
    """Split a whole number in proportion to the shares, without losing any of it."""
    total, given, result = sum(shares), 0, []
    running = 0
    for share in shares:
        running += share
        result.append(whole * running // total - given)
        given += result[-1]
    return result


def _donations(county: County, year: dict[str, Any]) -> None:
    units = data("county")["units"]
    shares = [len(county.branch_members[county.ids[u["key"]]]) for u in units]
    tens = _shared(year["donation_total"] // 10, shares)
    for unit, amount in zip(units, tens, strict=True):
        county.add(
            "donation",
            activity_id=county.ids["member_day:3"],
            org_id=county.ids[unit["key"]],
            donated_on=on(year["member_days"][3][0]),
            amount=Decimal(amount * 10),
            purpose="结对帮扶",
            is_collective=True,
        )
    day, amount, purpose = year["other_donation"]
    county.add(
        "donation",
        org_id=county.ids["bureau"],
        donated_on=on(day),
        amount=Decimal(amount),
        purpose=purpose,
        is_collective=True,
    )


def _bureau_meetings(county: County, year: dict[str, Any]) -> None:
    for day, topic, with_party_item in year["bureau_meetings"]:
        _held(
            county,
            ActivityKind.BUREAU_MEETING,
            on(day),
            org_id=county.ids["committee"],
            scope=Scope.BUREAU,
            topic=topic,
            is_major=True,
            has_party_item=with_party_item,
            party_item="部署党建工作" if with_party_item else "",
        )


def _exam(county: County, year: dict[str, Any]) -> None:
    day, title, full_mark, pass_mark = year["exam"]
    exam = county.add(
        "exam",
        org_id=county.ids["bureau"],
        title=title,
        held_on=on(day),
        full_mark=Decimal(full_mark),
        pass_mark=Decimal(pass_mark),
    )
    for number, person in enumerate(county.branch_members[county.ids["bureau"]]):
        score = None if number == 3 else Decimal(58 + number * 7 % 42)  # noqa: PLR2004 - one was absent
        makeup = Decimal(80) if score is None or score < pass_mark else None
        county.add("exam_score", exam_id=exam, person_id=person, score=score, makeup_score=makeup)
        county.add(
            "study_product",
            kind="ESSAY" if number % 2 else "SELF_STUDY_NOTE",
            person_id=person,
            title="学习廉政准则心得体会" if number % 2 else "自学笔记",
            submitted_on=on("2010-09-28"),
            hours=Decimal(4),
            words_n=1500,
        )


def _trainings(county: County, year: dict[str, Any]) -> None:
    secretaries = [row for row in county.rows["org_post"] if row["post"] == "SECRETARY"]
    for number, (day, title, hours) in enumerate(year["secretary_classes"]):
        class_id = _class(county, (title, Audience.SECRETARY), day, hours)
        for order, post in enumerate(secretaries):
            if number == 1 and order % 6 == 5:  # noqa: PLR2004 - some missed the second class
                continue
            _enrol(county, class_id, post, hours)
    day, title, hours = year["committee_class"]
    class_id = _class(county, (title, Audience.COMMITTEE), day, hours)
    for post in county.rows["org_post"]:
        if post["post"] != "SECRETARY":
            _enrol(county, class_id, post, hours)


def _class(county: County, what: tuple[str, Audience], day: str, hours: int) -> str:
    return county.add(
        "training_class",
        title=what[0],
        kind="COMMITTEE_TRAINING",
        audience=what[1],
        level="BUREAU",
        organiser="县教育局党委",
        place="县教师进修学校",
        start_on=on(day),
        end_on=PartialDate(on(day).first_day + timedelta(days=hours // 8 - 1)),
        hours=Decimal(hours),
    )


def _enrol(county: County, class_id: str, post: dict[str, Any], hours: int) -> None:
    county.add(
        "training_enrol",
        class_id=class_id,
        person_id=post["person_id"],
        org_id=post["org_id"],
        term_id=post["term_id"],
        hours=Decimal(hours),
        result="合格",
    )


def _party_schools(county: County) -> None:
    for key in ("yizhong", "minzhong", "zhijiao"):
        for kind, name in (("PARTY_SCHOOL", "学生业余党校"), ("LEAGUE_SCHOOL", "学生业余团校")):
            school = county.add(
                "amateur_school",
                kind=kind,
                school_id=county.ids[f"school:{key}"],
                name=name,
                founded_on=on("2010-03-15"),
                status="ACTIVE",
            )
            for term, day in (("第二学期", "2010-05-20"), ("第一学期", "2010-11-18")):
                county.add(
                    "amateur_class",
                    amateur_school_id=school,
                    term_text=term,
                    held_on=on(day),
                    students_n=40,
                    hours=Decimal(16),
                    graduated_n=38,
                )


def _retired(county: County) -> None:
    org = county.ids["retired"]
    for month in (3, 6, 9, 12):
        activity = _held(
            county,
            ActivityKind.RETIRED_STUDY,
            PartialDate(date(YEAR, month, 25)),
            org_id=org,
            scope=Scope.BRANCH,
            audience=Audience.RETIRED,
            form=StudyForm.COLLECTIVE,
            topic="离退休党员学习座谈",
            hours=Decimal(2),
            should_n=len(county.branch_members[org]),
            actual_n=len(county.branch_members[org]) - 2,
        )
        for number, person in enumerate(county.branch_members[org]):
            county.add(
                "attendance",
                activity_id=activity,
                person_id=person,
                state=AttendanceState.LEAVE if number < 2 else AttendanceState.PRESENT,  # noqa: PLR2004
                reason="身体不适" if number < 2 else "",  # noqa: PLR2004
            )

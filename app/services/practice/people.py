"""The people of the practice county and their memberships."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.dates import PartialDate, add_months
from app.domain.kinds import Category, EventKind, MemberType, Status
from app.domain.members import StatusChange
from app.services import members
from app.services.practice.source import County, data, day_between, on

RETIRED_BORN = (date(1940, 1, 1), date(1949, 12, 31))
TEACHER_BORN = (date(1956, 1, 1), date(1984, 12, 31))
STUDENT_BORN = (date(1989, 9, 1), date(1992, 3, 31))
_TRIES = 20
"""How often to look for a name that nobody has; a county enlarged for measuring has namesakes."""
OF_AGE_MONTHS = 18 * 12
JOIN_WINDOW = (date(1985, 1, 10), date(2008, 6, 30))

DISCIPLINED = (("minzhong", 9), ("minzhong", 11), ("minzhong", 12))
"""Branch, and which of its members: they stand by no applicant (B11-10)."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What kind of person to invent, for which branch and school (ids)."""

    org_id: str
    school_id: str | None
    category: Category = Category.TEACHER
    admin_post: str = ""


def person(county: County, profile: Profile, joined: PartialDate | None = None) -> str:
    """Invent one person, of age on the day of joining the Party, and return the id."""
    values = invented(county, profile, joined)
    person_id = county.add("person", **values)
    county.people[person_id] = values
    return person_id


def invented(county: County, profile: Profile, joined: PartialDate | None = None) -> dict[str, Any]:
    """Return the values of one person who is not written yet."""
    dice, names = county.dice, data("names")
    gender = dice.choice("12")
    first, last = {Category.STUDENT: STUDENT_BORN, Category.RETIRED: RETIRED_BORN}.get(
        profile.category, TEACHER_BORN
    )
    if joined:
        last = min(last, add_months(joined.first_day, -OF_AGE_MONTHS))
    birth = day_between(dice, first, last)
    assert birth.value is not None  # noqa: S101 - day_between gives known days
    student = profile.category is Category.STUDENT
    return {
        "name": _name(county, gender),
        "gender": gender,
        "ethnicity": dice.choice(names["ethnicities"]),
        "id_no": county.id_no(birth.value, gender),
        "birth_on": birth,
        "education": "61" if student else dice.choice(["21", "21", "21", "31", "31"]),
        "school_id": profile.school_id,
        "category": profile.category,
        "admin_post": profile.admin_post,
        "prof_title": "" if student else dice.choice(names["titles"]),
        "mobile": f"1{dice.choice('358')}{dice.randrange(10**9):09d}",
        "address": f"清江县{dice.choice(names['villages'])}{dice.randrange(1, 199)}号",
        "retired_on": PartialDate(date(2005, 6, 30))
        if profile.category is Category.RETIRED
        else None,
        "student_grade": "高三" if student else "",
    }


def _name(county: County, gender: str) -> str:
    names, dice = data("names"), county.dice
    for _ in range(_TRIES):
        surname = dice.choice(names["surnames"] if dice.random() < 0.98 else names["compound"])  # noqa: PLR2004 - one in fifty has a compound surname
        name = str(surname + dice.choice(names["male" if gender == "1" else "female"]))
        if name not in county.used_names:
            break
    county.used_names.add(name)
    return name


def member(
    county: County, profile: Profile, joined: PartialDate, **more: object
) -> tuple[str, str]:
    """Invent one member who joined on a day; return (person id, membership id).

    Full a year later unless `full_on` is given as None; further columns override.
    """
    person_id = person(county, profile, joined)
    return person_id, membership(county, person_id, profile, joined, **more)


def membership(
    county: County, person_id: str, profile: Profile, joined: PartialDate, **more: object
) -> str:
    """Give a person a membership and return its id."""
    values = {"person_id": person_id, **standing(profile, joined), **more}
    if values["full_on"] is None:
        values["member_type"] = MemberType.PROBATIONARY
    if values["status"] == Status.NORMAL:
        county.branch_members.setdefault(profile.org_id, []).append(person_id)
    return county.add("membership", **values)


def standing(profile: Profile, joined: PartialDate) -> dict[str, Any]:
    """Return the membership of somebody who became a full member a year after a day."""
    full = PartialDate(add_months(joined.first_day, 12))
    return {
        "org_id": profile.org_id,
        "member_type": MemberType.FULL,
        "status": Status.NORMAL,
        "joined_on": joined,
        "full_on": full,
        "branch_joined_on": None,
        "applied_on": PartialDate(add_months(joined.first_day, -26)),
        "activist_on": PartialDate(add_months(joined.first_day, -20)),
        "candidate_on": PartialDate(add_months(joined.first_day, -4)),
        "dues_category": "",
    }


def pick(county: County, key: str, number: int) -> str:
    """Return one of the members of a branch."""
    return county.branch_members[county.ids[key]][number]


def event(county: County, kind: EventKind, person_id: str, **values: object) -> None:
    """Write one line of a person's membership history, with the category of that day."""
    county.add(
        "membership_event",
        kind=kind,
        person_id=person_id,
        category_at_event=county.people[person_id]["category"],
        **values,
    )


def set_status(county: County, person_id: str, to: tuple[Status, str], reason: str) -> str:
    """Let a clerk give a member another status on a day; return the membership."""
    county.write()
    change = StatusChange(status=to[0], happened_on=on(to[1]), reason=reason)
    members.change_status(county.clerk(to[1]), [person_id], change)
    row = next(row for row in county.rows["membership"] if row["person_id"] == person_id)
    row["status"] = to[0]
    return str(row["id"])


def long_standing(county: County, profile: Profile) -> str:
    """Invent a member of many years and return the person's id."""
    joined = day_between(county.dice, *JOIN_WINDOW)
    return member(county, profile, joined)[0]

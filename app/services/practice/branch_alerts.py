"""Cases of the rules about branches, committees and terms: overdue, due soon, waived."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from app.domain.dates import PartialDate, add_months
from app.domain.dues_views import Payment, SheetDraft
from app.domain.kinds import OrgKind, Post, SchoolKind
from app.services import dues, dues_book
from app.services.overrides import Override
from app.services.practice.duties import pledge
from app.services.practice.gatherings import branch_meetings
from app.services.practice.people import Profile, long_standing, member
from app.services.practice.source import YEAR, County, data, on

_DECIDED = "2010-12-20"
_SINCE = "2010-12-01"
"""Since when the additional seats, groups and units stand."""
_FOUNDED = "2007-06-10"
_GENERAL_POSTS = (Post.SECRETARY, Post.ORGANISATION, Post.DISCIPLINE)
_ASSESSED_ON, _PAY_DAY = "2010-01-20", 8
_BASE = Decimal(2600)

Plan = dict[str, Any]


def enter_branch_alerts(county: County) -> None:
    """Collect the cases; none of them changes the numbers of the year's report."""
    plan = data("branch_alerts")
    newcomers: list[str] = []
    for large in plan["large"]:
        newcomers += _large(county, large)
    for joint in plan["joint"]:
        _joint(county, joint)
    for outside in plan["outside"]:
        _outside(county, outside)
    for order, applied in enumerate(plan["applied"]):
        _applied(county, applied, order)
    for general in plan["general"]:
        _general(county, general)
    for order, branch in enumerate(plan["branches"]):
        newcomers += _branch(county, branch, order)
    principal = next(r for r in county.rows["school_unit"] if r["name"] == plan["no_principal"])
    _waive(county, ("school_unit", principal["id"]), {"B1-13": "校长待县里任命"})
    for each in (*plan["general"], *plan["branches"]):
        pledge(county, county.ids[each["key"]], "落实三会一课；按时足额交纳党费")
    branch_meetings(county, [_meeting_unit(one) for one in (*plan["general"], *plan["branches"])])
    county.write()
    _pay(county, newcomers)


def _short(plan: Plan) -> str:
    return str(plan.get("short", plan.get("name"))).removeprefix("清江县")


def _meeting_unit(plan: Plan) -> Plan:
    return {
        "key": plan["key"],
        "short": _short(plan),
        "since": plan.get("founded_on", _FOUNDED),
        "has_committee": len(plan.get("posts", _GENERAL_POSTS)) > 1,
    }


def _waive(county: County, about: tuple[str, str], reasons: dict[str, str], *rules: str) -> None:
    """Waive the rules of a plan that are found about a record; all of them without names."""
    for rule_id, reason in reasons.items():
        if not rules or rule_id in rules:
            why = Override(reason, doc_no="清教党〔2010〕31号", decided_by="练习")
            county.waive(rule_id, about, _DECIDED, why)


def _large(county: County, plan: Plan) -> list[str]:
    """Let a branch grow beyond its size, with more seats and a group without a leader."""
    org, waived = county.ids[plan["branch"]], plan.get("waived", {})
    teachers = Profile(org, county.ids[f"school:{plan['branch']}"])
    people = [long_standing(county, teachers) for _ in range(plan["members"])]
    _waive(county, ("org_unit", org), waived, "B1-04", "B1-10", "B3-02")
    probationers = (
        row["person_id"]
        for row in county.rows["membership"]
        if row["org_id"] == org and row["full_on"] is None and row["status"] == "NORMAL"
    )
    seated = [next(probationers), *people][: plan["seats"]]
    seats = [_seat(county, org, person, Post.COMMITTEE_MEMBER) for person in seated]
    _waive(county, ("org_post", seats[0]), waived, "B3-11")
    return people


def _seat(county: County, org: str, person: str, post: str, **more: object) -> str:
    values = {"from_on": on(_SINCE), "approved_on": on(_SINCE), "basis": "ELECTED", **more}
    return county.add("org_post", person_id=person, org_id=org, post=post, **values)


def _school(county: County, name: str) -> str:
    kind = SchoolKind.TEACHING_POINT
    return county.add("school_unit", name=name, kind=kind, school_kind=kind, display_order=95)


def _joint(county: County, plan: Plan) -> None:
    org = county.ids[plan["branch"]]
    for name in plan["schools"]:
        school = _school(county, name)
        county.add("org_cover", org_id=org, school_id=school, from_on=on(_SINCE))
    _waive(county, ("org_unit", org), plan.get("waived", {}))


def _outside(county: County, plan: Plan) -> None:
    school = _school(county, plan["school"])
    county.write()
    for person in county.elders[county.ids[plan["people_of"]]][-plan["people"] :]:
        county.amend("person", person, school_id=school)
    _waive(county, ("school_unit", school), plan.get("waived", {}))


def _applied(county: County, plan: Plan, order: int) -> None:
    org = county.add(
        "org_unit",
        full_name=plan["branch"],
        short_name=plan["short"],
        kind=OrgKind.BRANCH,
        parent_id=county.ids["committee"],
        applied_on=on(plan["applied_on"]),
        school_kind=SchoolKind.KINDERGARTEN,
        display_order=300 + order,
    )
    _waive(county, ("org_unit", org), plan.get("waived", {}))


def _general(county: County, plan: Plan) -> None:
    """Enter a general branch whose committee of three is too small."""
    org = county.ids[plan["key"]] = county.add(
        "org_unit",
        full_name=plan["branch"],
        short_name=plan["short"],
        kind=OrgKind.GENERAL_BRANCH,
        parent_id=county.ids["committee"],
        founded_on=on(_FOUNDED),
        school_kind=SchoolKind.KINDERGARTEN,
        display_order=200,
    )
    term = county.add("org_term", org_id=org, term_no=1, start_on=on("2009-03-10"))
    leaders = county.branch_members[org] = county.elders[county.ids["yizhong"]][:3]
    for post, person in zip(_GENERAL_POSTS, leaders, strict=True):
        _seat(county, org, person, post, term_id=term, from_on=on("2009-03-10"))
    _waive(county, ("org_unit", org), plan.get("waived", {}))


def _branch(county: County, plan: Plan, order: int) -> list[str]:
    """Enter a small branch with its members, posts and term."""
    founded, waived = on(plan.get("founded_on", _FOUNDED)), plan.get("waived", {})
    org = county.ids[plan["key"]] = county.add(
        "org_unit",
        full_name=f"中共{plan['name']}支部",
        short_name=_short(plan),
        kind=OrgKind.BRANCH,
        parent_id=county.ids[plan["parent"]],
        founded_on=founded,
        school_kind=SchoolKind.KINDERGARTEN,
        display_order=210 + order,
    )
    profile = Profile(org, None)
    people = [long_standing(county, profile) for _ in range(plan["members"])]
    if "new_secretary" in plan:
        joined = PartialDate(add_months(date.fromisoformat(plan["new_secretary"]), -12))
        people = [member(county, profile, joined)[0], *people[1:]]
    term = _term(county, org, plan)
    _waive(county, ("org_unit", org), waived, "B1-05", "B3-01", "B3-03", "B3-04", "B3-09")
    _waive(county, ("org_term", term), waived, "B3-05", "B3-06", "B3-07")
    for number, post in enumerate(plan["posts"]):
        seat = _seat(county, org, people[number], post, term_id=term, from_on=on(plan["term"][0]))
        if post == Post.SECRETARY:
            _waive(county, ("org_post", seat), waived, "B3-08")
    for name in plan.get("groups", ()):
        group = county.add("party_group", org_id=org, name=name, from_on=founded)
        _waive(county, ("party_group", group), waived, "B1-12")
    if "left" in plan:
        left = {"from_on": on(plan["term"][0]), "to_on": on(plan["left"]), "term_id": term}
        _seat(county, org, people[0], Post.SECRETARY, **left)
    return people


def _term(county: County, org: str, plan: Plan) -> str:
    start, end = map(on, plan["term"])
    more = {"extended_to": on(plan["extended_to"])} if "extended_to" in plan else {}
    return county.add("org_term", org_id=org, term_no=1, start_on=start, end_on=end, **more)


def _pay(county: County, people: Iterable[str]) -> None:
    """Let everybody who is new here have been assessed and have paid the whole year."""
    everybody = list(people)
    sheets = [
        SheetDraft(person_id=person, year=YEAR, category="ON_JOB", base=_BASE)
        for person in everybody
    ]
    dues.enter(county.clerk(_ASSESSED_ON), sheets)
    for number in range(1, 13):
        month, paid_on = date(YEAR, number, 1), date(YEAR, number, _PAY_DAY)
        payments = [Payment(person, month) for person in everybody]
        dues_book.pay(county.clerk(paid_on.isoformat()), payments, paid_on=paid_on)

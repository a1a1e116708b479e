"""Organisations of the practice county: branches, schools, terms, posts, reorganisations."""

from typing import Any

from app.domain.kinds import (
    Category,
    Channel,
    Direction,
    EventKind,
    OrgKind,
    Post,
    SchoolKind,
    TransferReason,
)
from app.services.practice.people import Profile, event, long_standing
from app.services.practice.source import County, data, on

TERM = ("2009-03-10", "2012-03-09")
OLD_MEMBERS = 2
SMALL_BRANCH = 7
"""Branches of so many people or fewer have a secretary only (B3-03)."""
COMMITTEE = (Post.SECRETARY, Post.ORGANISATION, Post.PUBLICITY, Post.DISCIPLINE)


def enter_organisations(county: County) -> None:
    """Collect the committee, branches, schools, members of long standing, posts and terms."""
    plan = data("county")
    _committee(county, plan["committee"])
    for order, unit in enumerate(plan["units"], start=1):
        _branch(county, unit, order)
    for order, unit in enumerate(plan["old_branches"], start=len(plan["units"]) + 1):
        _old_branch(county, unit, order)
    for unit in plan["uncovered"]:
        _uncovered(county, unit)
    for reorganisation in plan["reorganisations"]:
        _reorganise(county, reorganisation)
    for source, target in data("development")["internal"]["moves"]:
        _place_before(county, county.ids[source], county.ids[target])


def _place_before(county: County, source: str, target: str) -> None:
    """Let one of a branch's members be in another one still: he moves in the year."""
    person_id = county.branch_members[target].pop()
    county.branch_members[source].append(person_id)
    county.movers.append((person_id, target))
    row = next(row for row in county.rows["membership"] if row["person_id"] == person_id)
    county.amend("membership", row["id"], org_id=source)


def _committee(county: County, unit: dict[str, Any]) -> None:
    county.ids["committee"] = county.add(
        "org_unit",
        kind=OrgKind.COMMITTEE,
        can_approve=True,
        display_order=0,
        **{**unit, "founded_on": on(unit["founded_on"])},
    )


def _school(county: County, name: str, kind: str, **values: object) -> str:
    is_primary = kind in {SchoolKind.PRIMARY, SchoolKind.TEACHING_POINT}
    return county.add(
        "school_unit",
        name=name,
        kind=kind,
        school_kind=SchoolKind.PRIMARY if is_primary else kind,
        **values,
    )


def _branch(county: County, unit: dict[str, Any], order: int) -> None:
    joint = unit.get("is_joint", False)
    kind = unit.get("kind", SchoolKind.PRIMARY if joint else SchoolKind.BUREAU)
    org = county.add(
        "org_unit",
        full_name=unit["branch"],
        short_name=unit["short"],
        kind=OrgKind.JOINT if joint else OrgKind.BRANCH,
        parent_id=county.ids["committee"],
        founded_on=on(unit.get("founded_on", "2008-06-10")),
        school_kind=kind,
        is_retiree_branch=unit["key"] == "retired",
        assessment_group=unit["group"],
        unit_situation="联合支部" if joint else "法人单位",
        display_order=order,
    )
    county.ids[unit["key"]] = org
    schools = _schools_of(county, unit, kind, order)
    for school in schools:
        county.add(
            "org_cover", org_id=org, school_id=school, from_on=on(unit.get("founded_on", TERM[0]))
        )
    _first_members(county, unit, schools)
    _officers(county, unit)


def _schools_of(county: County, unit: dict[str, Any], kind: str, order: int) -> list[str]:
    names = unit.get("covers", [unit["school"]] if "school" in unit else [])
    schools: list[str] = []
    for name in names:
        point = name.endswith("教学点")
        schools.append(
            _school(
                county,
                name,
                SchoolKind.TEACHING_POINT if point else kind,
                is_direct=unit.get("is_direct", False),
                display_order=order,
                parent_id=schools[0] if point else None,
            )
        )
    if schools:
        county.ids[f"school:{unit['key']}"] = schools[0]
    return schools


def _first_members(county: County, unit: dict[str, Any], schools: list[str]) -> None:
    org = county.ids[unit["key"]]
    category = Category.RETIRED if unit["key"] == "retired" else Category.TEACHER
    newcomers = data("development")["roster_changes"].get(unit["key"], 0)
    for number in range(unit["members"] - newcomers):
        school = schools[number % len(schools)] if schools else None
        long_standing(county, Profile(org, school, category))


def _officers(county: County, unit: dict[str, Any]) -> None:
    org = county.ids[unit["key"]]
    term = county.add("org_term", org_id=org, term_no=1, start_on=on(TERM[0]), end_on=on(TERM[1]))
    county.ids[f"term:{unit['key']}"] = term
    posts = COMMITTEE if unit["members"] > SMALL_BRANCH else COMMITTEE[:1]
    for post, person_id in zip(posts, county.branch_members[org], strict=False):
        county.add(
            "org_post",
            person_id=person_id,
            org_id=org,
            term_id=term,
            post=post,
            basis="ELECTED",
            from_on=on(unit.get("founded_on", TERM[0])),
            approved_on=on(unit.get("founded_on", "2009-03-20")),
        )


def _old_branch(county: County, unit: dict[str, Any], order: int) -> None:
    org = county.add(
        "org_unit",
        full_name=unit["branch"],
        short_name=unit["short"],
        kind=OrgKind.BRANCH,
        parent_id=county.ids["committee"],
        founded_on=on("2008-06-10"),
        dissolved_on=on("2010-04-02"),
        school_kind=SchoolKind.PRIMARY,
        assessment_group="小学",
        display_order=order,
    )
    county.ids[unit["key"]] = org
    into = county.ids[unit["into"]]
    moved = {row["person_id"] for row in county.rows.get("transfer", ())}
    staying = [person for person in county.branch_members[into] if person not in moved]
    for person_id in staying[-OLD_MEMBERS:]:
        _moved_inside(county, person_id, org, into)


def _moved_inside(county: County, person_id: str, before: str, after: str) -> None:
    """Enter the move out of a branch that is dissolved: the event, and which branch it was."""
    day = on("2010-04-02")
    event(county, EventKind.MOVED_INSIDE, person_id, org_id=after, happened_on=day)
    county.add(
        "transfer",
        person_id=person_id,
        direction=Direction.INTERNAL,
        channel=Channel.INTERNAL,
        reason=TransferReason.WORK,
        category_at_event=county.people[person_id]["category"],
        from_org_id=before,
        to_org_id=after,
        handled_on=day,
        accepted_on=day,
        status="DONE",
    )


def _uncovered(county: County, unit: dict[str, Any]) -> None:
    """Enter a school whose full members sit in another school's branch: 应建未建."""
    school = _school(county, unit["school"], unit["kind"], display_order=90)
    org = county.ids[unit["members_of"]]
    for person_id in county.branch_members[org][-unit["members"] :]:
        county.amend("person", person_id, school_id=school)


def _reorganise(county: County, plan: dict[str, Any]) -> None:
    event_id = county.add(
        "org_reorg_event",
        kind=plan["kind"],
        happened_on=on(plan["happened_on"]),
        doc_no=plan["doc_no"],
        reason=plan["reason"],
        members_n=plan.get("members_n"),
    )
    for side in ("before", "after"):
        for key in plan[side]:
            county.add(
                "org_reorg_part", event_id=event_id, org_id=county.ids[key], side=side.upper()
            )

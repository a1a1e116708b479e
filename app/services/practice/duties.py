"""Responsibility, assessment and honours of one year in the practice county."""

from datetime import date
from decimal import Decimal
from typing import Any

from app.domain.dates import PartialDate
from app.domain.kinds import (
    DutyLevel,
    HonourCategory,
    Level,
    Post,
)
from app.services.practice.care import branches
from app.services.practice.source import YEAR, County, data, on

CONTACTS_PER_LEADER = 3


def enter_duties(county: County) -> None:
    """Collect plans, duties, pledges, inspections, assessment, honours and the list of problems."""
    year = data("year")
    _offices(county)
    _work_plan(county, year)
    _tiers(county)
    _pledges_and_debriefs(county)
    _inspections(county, year)
    _assessment(county, year)
    _honours(county, year)
    _issues(county, year)


def _leaders(county: County) -> list[str]:
    return county.branch_members[county.ids["bureau"]][:5]


def _offices(county: County) -> None:
    """Give the bureau committee its term and posts, and the schools their principals."""
    committee = county.ids["committee"]
    term = county.add(
        "org_term",
        org_id=committee,
        term_no=1,
        start_on=on("2008-06-01"),
        end_on=on("2013-05-31"),
    )
    posts = (Post.SECRETARY, Post.DEPUTY_SECRETARY, *[Post.COMMITTEE_MEMBER] * 3)
    for person_id, post in zip(_leaders(county), posts, strict=True):
        county.add(
            "org_post",
            person_id=person_id,
            org_id=committee,
            term_id=term,
            post=post,
            basis="APPOINTED",
            from_on=on("2008-06-01"),
            approved_on=on("2008-06-01"),
        )
    for unit, org in branches(county):
        school = county.ids.get(f"school:{unit['key']}")
        if school and unit["key"] != "taoyuan":
            county.amend("school_unit", school, principal_id=county.branch_members[org][3])


def _work_plan(county: County, year: dict[str, Any]) -> None:
    plan = county.add(
        "work_plan",
        year=YEAR,
        org_id=county.ids["committee"],
        title=year["work_plan_title"],
        doc_no=year["work_plan_doc_no"],
        issued_on=on("2010-01-25"),
    )
    for area, task, done in year["work_plan_items"]:
        county.add(
            "work_plan_item",
            plan_id=plan,
            area=area,
            task=task,
            due_on=on("2010-12-31"),
            done_on=on("2010-12-10") if done else None,
            status="DONE" if done else "OPEN",
        )


def _tiers(county: County) -> None:
    leaders = _leaders(county)
    tiers = (
        DutyLevel.COMMITTEE, DutyLevel.SECRETARY, DutyLevel.LEADER_IN_CHARGE,
        DutyLevel.MEMBER_CONTACT, DutyLevel.MEMBER_CONTACT,
    )  # fmt: skip
    for person_id, level in zip(leaders, tiers, strict=True):
        county.amend("person", person_id, is_leader=True)
        _duty(county, person_id, level, "bureau")
        _duty(county, person_id, DutyLevel.DUAL_DUTY, "bureau")
    for unit, org in branches(county):
        _duty(county, county.branch_members[org][0], DutyLevel.BRANCH_SECRETARY, unit["key"])
    for number, (_unit, org) in enumerate(branches(county)[1:]):
        leader = leaders[number // CONTACTS_PER_LEADER % len(leaders)]
        point = county.add("contact_point", person_id=leader, org_id=org, year=YEAR)
        for quarter in range(4 if number % 4 else 3):
            county.add(
                "contact_visit",
                contact_point_id=point,
                visited_on=PartialDate(date(YEAR, quarter * 3 + 2, 5 + number)),
                content="指导支部工作",
                problems="学习记录不全" if quarter == 0 else "",
                problems_n=1 if quarter == 0 else 0,
                solved="已补齐" if quarter == 0 else "",
                solved_n=1 if quarter == 0 and number % 5 else 0,
            )


def _duty(county: County, person_id: str, level: DutyLevel, key: str) -> None:
    county.add(
        "duty_assignment",
        person_id=person_id,
        org_id=county.ids[key],
        year=YEAR,
        level=level,
        party_duty="抓好分管范围内的党建工作",
        signed_on=on("2010-02-26"),
    )


def pledge(county: County, org: str, targets: str) -> None:
    """Let a branch sign the year's 责任书 with the committee."""
    county.add(
        "pledge",
        year=YEAR,
        party_a_text="县教育局党委",
        party_a_id=county.ids["committee"],
        party_b_id=org,
        signed_on=on("2010-02-26"),
        targets=targets,
    )


def _pledges_and_debriefs(county: County) -> None:
    for number, (_unit, org) in enumerate(branches(county)):
        secretary = county.branch_members[org][0]
        if number != 16:  # noqa: PLR2004 - one branch has not signed
            pledge(county, org, "落实三会一课；发展党员；按时足额交纳党费")
        if number in {15, 18}:
            continue
        debrief = county.add(
            "debrief",
            year=YEAR,
            org_id=org,
            person_id=secretary,
            role="支部书记",
            held_on=on("2010-12-22"),
        )
        valid = 20 + number % 7
        county.add(
            "ballot_sheet",
            debrief_id=debrief,
            voter_group="MEMBER",
            issued=valid + 1,
            returned=valid + 1,
            valid=valid,
            good=valid - 5,
            fairly_good=3,
            average=2,
            poor=0,
        )


def _inspections(county: County, year: dict[str, Any]) -> None:
    inspected = branches(county)
    for number, (level, period, day, team) in enumerate(year["inspections"]):
        inspection = county.add(
            "inspection", level=level, period=period, year=YEAR, held_on=on(day), team=team
        )
        seen = inspected if number < 2 else inspected[::3]  # noqa: PLR2004 - the third is a spot check
        for _unit, org in seen:
            county.add("inspection_org", inspection_id=inspection, org_id=org)
        for order, problem in enumerate(year["findings"][number * 2 : number * 2 + 2]):
            county.add(
                "finding",
                inspection_id=inspection,
                org_id=seen[order * 3 + 1][1],
                problem=problem,
                deadline_on=on("2010-12-30"),
                rectified_on=on("2010-12-20") if number == 0 or order == 0 else None,
            )


def _assessment(county: County, year: dict[str, Any]) -> None:
    scheme = county.add("assessment_scheme", name="学校党建工作考评办法", year=YEAR)
    items = [
        county.add(
            "scheme_item",
            scheme_id=scheme,
            item_no=number,
            content=content,
            max_score=Decimal(points),
        )
        for number, content, points in year["scheme_items"]
    ]
    assessment = county.add(
        "assessment",
        scheme_id=scheme,
        year=YEAR,
        period="YEAR",
        held_on=on("2010-12-24"),
        status="DONE",
    )
    totals: dict[str, list[tuple[Decimal, str]]] = {}
    for unit, org in branches(county):
        scores = [Decimal(county.dice.randrange(30, 41)) / 2 for _ in items]
        for item, score in zip(items, scores, strict=True):
            county.add(
                "assessment_score",
                assessment_id=assessment,
                org_id=org,
                item_id=item,
                check_score=score,
            )
        totals.setdefault(unit["group"], []).append((sum(scores, Decimal(0)), org))
    for group in totals.values():
        _rank(county, assessment, group, year["assessment_grades"])


def _rank(
    county: County,
    assessment: str,
    group: list[tuple[Decimal, str]],
    grades: list[tuple[int, str]],
) -> None:
    scores = sorted((score for score, _org in group), reverse=True)
    for score, org in group:
        rank = scores.index(score) + 1
        county.add(
            "assessment_total",
            assessment_id=assessment,
            org_id=org,
            party_score=score,
            total=score,
            rank_no=rank,
            grade=next(grade for least, grade in grades if score >= least),
        )
        if len(group) > 10 and score == scores[-1]:  # noqa: PLR2004 - only the primary group is ranked to its end
            county.add(
                "ranking_notice",
                kind="LAST_PLACE_STATEMENT",
                scope="BUREAU",
                year=YEAR,
                org_id=org,
                reason="年终考评末位",
                issued_on=on("2010-12-28"),
            )


def _honours(county: County, year: dict[str, Any]) -> None:
    common = {"award_year": YEAR, "awarded_on": on("2010-06-28")}
    for order, key in enumerate(year["honoured_orgs"], start=1):
        county.add(
            "honour",
            target_type="ORG",
            org_id=county.ids[key],
            title="优秀基层党组织",
            level=Level.COUNTY,
            category=HonourCategory.ADVANCED_ORG,
            awarding_body="县委",
            doc_no=year["county_doc"],
            doc_order=order,
            **common,
        )
    bureau = county.branch_members[county.ids["bureau"]]
    schools = [
        county.branch_members[county.ids[key]][2] for key in ("yizhong", "shiyan", "zhijiao")
    ]
    awards = [
        (bureau[1], Level.CITY, HonourCategory.EXCELLENT_WORKER, "优秀党务工作者"),
        *((p, Level.COUNTY, HonourCategory.EXCELLENT_MEMBER, "优秀共产党员") for p in schools),
        (bureau[2], Level.BUREAU, HonourCategory.EXCELLENT_MEMBER, "优秀共产党员"),
    ]
    for order, (person_id, level, category, title) in enumerate(awards, start=1):
        county.add(
            "honour",
            target_type="PERSON",
            person_id=person_id,
            title=title,
            level=level,
            category=category,
            awarding_body={Level.CITY: "市委组织部", Level.COUNTY: "县委"}.get(level, "局党委"),
            doc_no=year["city_doc"] if level is Level.CITY else year["county_doc"],
            doc_order=order,
            **common,
        )


def _issues(county: County, year: dict[str, Any]) -> None:
    for number, (category, problem, measure) in enumerate(year["issues"]):
        county.add(
            "issue_item",
            year=YEAR,
            category=category,
            problem=problem,
            measure=measure,
            owner="局党委办公室",
            due_on=on("2010-11-30"),
            closed_on=on("2010-11-25") if number < year["issues_closed"] else None,
        )
    day, scope, surveyors = year["survey"]
    survey = county.add("survey", surveyed_on=on(day), scope=scope, surveyors=surveyors)
    for row in county.rows["school_unit"]:
        county.add("survey_fact", survey_id=survey, school_id=row["id"])

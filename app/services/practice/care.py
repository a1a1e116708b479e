"""Care, rights of members, withdrawals and the press of one year in the practice county."""

from datetime import date
from decimal import Decimal
from typing import Any

from app.domain.dates import PartialDate
from app.domain.kinds import (
    Category,
    EventKind,
    HardshipLevel,
    Status,
)
from app.services.practice.people import Profile, event, member, person
from app.services.practice.source import YEAR, County, data, on

AIDED_MEMBERS = 63
AIDED_TWICE = 5
ORDINARY_CASES = 4
NEEDY_TEACHERS = 8


def enter_care(county: County) -> None:
    """Collect aid and visits, opinions, withdrawals and subscriptions."""
    year = data("year")
    _care(county, year)
    _rights(county, year)
    _press(county, year)


def branches(county: County) -> list[tuple[dict[str, Any], str]]:
    """Return every branch of the plan with its id."""
    return [(unit, county.ids[unit["key"]]) for unit in data("county")["units"]]


def _care(county: County, year: dict[str, Any]) -> None:
    members = [p for _unit, org in branches(county) for p in county.branch_members[org][-8:-1]]
    needy = members[: AIDED_MEMBERS + ORDINARY_CASES]
    for number, person_id in enumerate(needy):
        level = HardshipLevel.ORDINARY
        if number < AIDED_MEMBERS:
            level = HardshipLevel.SEVERE if number % 3 == 0 else HardshipLevel.HARD
        _aid(county, person_id, (level, True), "2010-02-05", number)
        if number < AIDED_TWICE:
            _aid(county, person_id, (level, True), "2010-12-03", number)
    teacher = Profile(county.ids["qingjiang"], county.ids["school:qingjiang"], Category.TEACHER)
    for number in range(NEEDY_TEACHERS):
        person_id = person(county, teacher)
        _aid(county, person_id, (HardshipLevel.HARD, False), "2010-09-09", number)
    for number, person_id in enumerate(needy[:20]):
        county.add(
            "hardship_case",
            person_id=person_id,
            is_member=True,
            cause=year["hardship_causes"][number % len(year["hardship_causes"])],
            level=HardshipLevel.SEVERE if number % 3 == 0 else HardshipLevel.HARD,
            found_on=on("2010-01-12"),
            approved_on=on("2010-01-20"),
            closed_on=on("2010-11-30") if number > 16 else None,  # noqa: PLR2004 - the last three were closed
        )


def _aid(
    county: County, person_id: str, who: tuple[HardshipLevel, bool], day: str, number: int
) -> None:
    county.add(
        "care_visit",
        kind="AID",
        visited_on=on(day),
        festival={"2010-02-05": "SPRING", "2010-09-09": "TEACHERS_DAY"}.get(day, "OTHER"),
        person_id=person_id,
        is_member=who[1],
        level=who[0],
        visitors="局党委、所在支部",
        cash=Decimal(200 + number % 3 * 100),
        goods_value=Decimal(60),
        fund_source="DUES" if who[1] else "UNION",
        purpose="补助生活困难党员" if who[1] else "",
        receipt_signed=True,
    )


def _rights(county: County, year: dict[str, Any]) -> None:
    for number, content in enumerate(year["opinions"]):
        _unit, org = branches(county)[number]
        county.add(
            "member_opinion",
            person_id=county.branch_members[org][1],
            org_id=org,
            received_on=PartialDate(date(YEAR, number + 3, 8)),
            content=content,
            reply="已研究采纳" if number < year["opinions_closed"] else "",
            closed_on=PartialDate(date(YEAR, number + 3, 28))
            if number < year["opinions_closed"]
            else None,
        )
    for applied, reason, outcome, closed in year["withdrawals"]:
        county.add(
            "withdrawal_case",
            person_id=_withdrawing(county, outcome, closed),
            applied_on=on(applied),
            reason=reason,
            outcome=outcome,
            closed_on=on(closed),
        )


def _withdrawing(county: County, outcome: str, closed: str) -> str:
    """Return a member of a small school; one who is removed leaves the roster on that day."""
    if outcome != "REMOVED":
        return county.branch_members[county.ids["hekou"]][3]
    profile = Profile(county.ids["hekou"], county.ids["school:hekou"], Category.TEACHER)
    left = {"status": Status.REMOVED_WITHDRAW, "left_on": on(closed)}
    person_id, membership_id = member(county, profile, on("1998-11-05"), **left)
    event(
        county,
        EventKind.REMOVED,
        person_id,
        membership_id=membership_id,
        org_id=profile.org_id,
        happened_on=on(closed),
        meeting_on=on(closed),
        status_before=Status.NORMAL,
        status_after=Status.REMOVED_WITHDRAW,
        reason="本人申请退党",
    )
    return person_id


def _press(county: County, year: dict[str, Any]) -> None:
    for _unit, org in branches(county):
        for title, copies, price in year["press"]:
            county.add(
                "press_subscription",
                year=YEAR,
                org_id=org,
                title=title,
                task_copies=copies,
                ordered_copies=copies,
                unit_price=Decimal(price),
                amount=Decimal(price) * copies,
                paid_from="党费",
            )

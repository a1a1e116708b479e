"""Care, rights of members, withdrawals and the press of one year in the practice county."""

from datetime import date
from decimal import Decimal
from typing import Any

from app.domain.dates import PartialDate
from app.domain.kinds import (
    Category,
    HardshipLevel,
    Status,
)
from app.services import withdrawals
from app.services.practice.people import Profile, member, person
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
    members = [p for _unit, org in branches(county) for p in county.elders[org][-8:-1]]
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
        _withdrawal(county, (applied, closed), reason, is_removed=outcome == "REMOVED")


def _withdrawal(county: County, days: tuple[str, str], reason: str, *, is_removed: bool) -> None:
    """Let a member of a small school apply to leave; after a talk he stays or is removed."""
    applied, closed = days
    profile = Profile(county.ids["hekou"], county.ids["school:hekou"], Category.TEACHER)
    person_id = county.branch_members[county.ids["hekou"]][3]
    if is_removed:
        person_id, membership_id = member(county, profile, on("1998-11-05"))
        county.branch_members[profile.org_id].remove(person_id)
    county.write()
    (case,) = withdrawals.apply(county.clerk(applied), person_id, on(applied), reason).ids
    clerk = county.clerk(closed)
    withdrawals.talk(clerk, case, on(closed), "支部书记与本人谈话")
    if not is_removed:
        withdrawals.persuade(clerk, case, on(closed))
        return
    withdrawals.decide(clerk, case, on(closed), "REMOVED")
    withdrawals.report(clerk, case, on(closed))
    row = next(row for row in county.rows["membership"] if row["id"] == membership_id)
    row.update(status=Status.REMOVED_WITHDRAW, left_on=on(closed))


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

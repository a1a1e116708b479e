"""党费 of the practice county: everybody assessed, the year paid by month, a few in arrears."""

from datetime import date
from decimal import Decimal
from typing import Any

from app.domain.dates import PartialDate, Precision, add_months
from app.domain.dues import assess
from app.domain.kinds import Direction, Status
from app.domain.rules import RuleBook
from app.domain.showing import amount_text
from app.services.dues import category_of
from app.services.practice.source import YEAR, County, Row, on

DECEMBER_OPEN = ("bureau", "hekou", "taoyuan")
_PAYING = frozenset({Status.NORMAL, Status.TRANSFERRED, Status.OUT_PENDING})
_DECEMBER = 12
_FIRST = date(YEAR, 1, 1)
_PAY_DAY = 8
_WAGES = {"ON_JOB": (1900, 4700), "RETIRED": (2100, 3900)}
ARREARS = (
    ("yizhong", 10, range(6, 12)),
    ("yizhong", 11, range(6, 12)),
    ("yizhong", 12, range(7, 12)),
    ("minzhong", 10, range(9, 12)),
    ("zhijiao", 10, range(11, 12)),
    ("shiyan", 8, range(3, 4)),
    ("shiyan", 9, range(8, 9)),
    ("shiyan", 10, range(3, 4)),
)
"""Branch, which of its members, and the months of 2010 that he did not pay."""
NOT_PAYING = (("yizhong", 22), ("yizhong", 23), ("yizhong", 24), ("zhijiao", 21))
"""Whose dues are waived: nothing they pay tells that they were there."""
LARGE_WAGES = (("yizhong", 13), ("yizhong", 14))
UNASSESSED = (("longtan", 3), ("maan", 3))
PUBLISHED_LAST_YEAR = ("dongmen",)
COLLECTED_LAST_YEAR = ("dongmen", "shiban", "daba")


def enter_dues(county: County) -> None:
    """Collect sheets and payments of all members, and last year's of a few branches."""
    book = RuleBook.load()
    moves = _moves(county)
    unpaid = {pick(county, key, number): months for key, number, months in ARREARS}
    left_out = {pick(county, key, number) for key, number in UNASSESSED}
    december_open = {county.ids[key] for key in DECEMBER_OPEN}
    for row in county.rows["membership"]:
        person = row["person_id"]
        if row["status"] not in _PAYING or person in left_out:
            continue
        due = _sheet(county, book, person)
        for month in _months(row) if due else ():
            place = _place(moves, row, month)
            is_open = month.month == _DECEMBER and place in december_open
            if not is_open and month.month not in unpaid.get(person, ()):
                _payment(county, person, (month, place), due)
    _last_year(county)


def _moves(county: County) -> dict[str, Row]:
    inside = (row for row in county.rows["transfer"] if row["direction"] == Direction.INTERNAL)
    return {row["person_id"]: row for row in inside}


def _place(moves: dict[str, Row], membership: Row, month: date) -> str:
    """Return the branch of a member at the end of a month."""
    known = (membership["joined_on"], membership["branch_joined_on"])
    is_new = any(on_day and on_day.first_day >= _FIRST for on_day in known)
    move = None if is_new else moves.get(membership["person_id"])
    is_before = move is not None and add_months(month, 1) <= move["handled_on"].first_day
    return str(move["from_org_id"] if move and is_before else membership["org_id"])


def pick(county: County, key: str, number: int) -> str:
    """Return one of the members of a branch."""
    return county.branch_members[county.ids[key]][number]


def _sheet(county: County, book: RuleBook, person: str) -> Decimal:
    """Enter the sheet of a person and return what is to be paid a month."""
    category = category_of(county.people[person]["category"])
    least, most = _WAGES.get(category, (0, 1))
    is_large = person in {pick(county, *each) for each in LARGE_WAGES}
    base = Decimal(52000 if is_large else county.dice.randrange(least, most))
    found = assess(book, category, base, _FIRST)
    is_waived = person in {pick(county, *each) for each in NOT_PAYING}
    waiver = {
        "waiver_due": Decimal(0),
        "waiver_reason": "家庭困难",
        "waiver_study_on": on("2010-01-08"),
        "waiver_approved_by": "局党委",
        "waiver_approved_on": on("2010-01-20"),
    }
    county.add(
        "dues_assess",
        person_id=person,
        year=YEAR,
        dues_category=category,
        base=base if found.bracket else None,
        rate_text=f"{amount_text(found.bracket.percent)}%" if found.bracket else "",
        month_due=found.due,
        **(waiver if is_waived else {}),
    )
    return Decimal(0) if is_waived else found.due


def _months(membership: Row) -> list[date]:
    """Return the months for which a member owed dues in the county in the year."""
    begun = max(
        known.first_day
        for known in (membership["joined_on"], membership["branch_joined_on"], on(f"{YEAR}-01-01"))
        if known
    )
    left = membership.get("left_on")
    months = []
    month = begun.replace(day=1)
    while month.year == YEAR and not (left and add_months(month, 1) > left.first_day):
        months.append(month)
        month = add_months(month, 1)
    return months


def _payment(county: County, person: str, where: tuple[date, str], due: Decimal | None) -> None:
    month, org = where
    values: dict[str, Any] = {"due": due, "paid": due, "kind": "MONTHLY"}
    county.add(
        "dues_payment",
        person_id=person,
        org_id=org,
        month_on=PartialDate(month, Precision.MONTH),
        paid_on=PartialDate(month.replace(day=_PAY_DAY)),
        **values,
    )


def _last_year(county: County) -> None:
    """Enter December of the year before for three branches; one has published the year."""
    for key in COLLECTED_LAST_YEAR:
        org = county.ids[key]
        for person in county.branch_members[org][:3]:
            _payment(county, person, (date(YEAR - 1, 12, 1), org), Decimal(15))
        if key in PUBLISHED_LAST_YEAR:
            county.add(
                "dues_publication",
                org_id=org,
                year=YEAR - 1,
                published_on=on("2010-02-26"),
                place="党员活动室",
                collected=Decimal(45),
            )

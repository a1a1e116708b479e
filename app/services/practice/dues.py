"""党费 of the practice county: everybody assessed, the year paid by month, a few in arrears."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from app.domain.dates import PartialDate, add_months
from app.domain.dues_views import Payment, SheetDraft, WaivedDues
from app.domain.kinds import Direction, Status
from app.services import dues, dues_book, dues_publication
from app.services.practice.people import pick
from app.services.practice.source import YEAR, County, Row, on

DECEMBER_OPEN = ("bureau", "hekou", "taoyuan")
_PAYING = frozenset({Status.NORMAL, Status.TRANSFERRED, Status.OUT_PENDING})
_DECEMBER = 12
_FIRST = date(YEAR, 1, 1)
_PAY_DAY = 8
_WAGES = {"ON_JOB": (1900, 4700), "RETIRED": (2100, 3900)}
ARREARS = (
    ("yizhong", 10, range(6, 13)),
    ("yizhong", 11, range(6, 13)),
    ("yizhong", 12, range(7, 13)),
    ("minzhong", 10, range(9, 13)),
    ("zhijiao", 10, range(11, 13)),
    ("shiyan", 8, range(3, 4)),
    ("shiyan", 9, range(8, 9)),
    ("shiyan", 10, range(3, 4)),
)
"""Branch, which of its members, and the months of 2010 that he did not pay."""
NOT_PAYING = (("yizhong", 18), ("yizhong", 19), ("yizhong", 20), ("zhijiao", 21))
"""Whose dues are waived: nothing they pay tells that they were there."""
LARGE_WAGES = (("yizhong", 13), ("yizhong", 14))
ELSEWHERE = (("minzhong", 13, "hekou"), ("minzhong", 14, "hekou"))
_ASSESSED_ON = "2010-01-20"
UNASSESSED = (("longtan", 3), ("maan", 3))
PUBLISHED_LAST_YEAR = ("dongmen",)
COLLECTED_LAST_YEAR = ("dongmen", "shiban", "daba")


def enter_dues(county: County) -> None:
    """Enter sheets and payments of all members, and last year's of a few branches."""
    left_out = {pick(county, key, number) for key, number in UNASSESSED}
    paying = [
        row
        for row in county.rows["membership"]
        if row["status"] in _PAYING and row["person_id"] not in left_out
    ]
    sheets = [_sheet(county, row["person_id"]) for row in paying]
    dues.enter(county.clerk(_ASSESSED_ON), sheets)
    waived = {sheet.person_id for sheet in sheets if sheet.waived}
    _pay_year(county, [row for row in paying if row["person_id"] not in waived])
    _pay_elsewhere(county)
    _last_year(county)


def _pay_year(county: County, paying: Sequence[Row]) -> None:
    """Pay month by month, on one day everybody, at the end of it who came after that day."""
    moves = _moves(county)
    unpaid = {pick(county, key, number): months for key, number, months in ARREARS}
    december_open = {county.ids[key] for key in DECEMBER_OPEN}
    elsewhere = {pick(county, key, number) for key, number, _other in ELSEWHERE}
    by_day: dict[date, list[Payment]] = {}
    for row in paying:
        person, begun = row["person_id"], _begun(moves, row)
        for month in _months(moves, row):
            is_open = month.month == _DECEMBER and _place(moves, row, month) in december_open
            is_other = month == _FIRST and person in elsewhere
            if is_open or is_other or month.month in unpaid.get(person, ()):
                continue
            paid_on = month.replace(day=_PAY_DAY)
            if begun > paid_on:
                paid_on = add_months(month, 1) - timedelta(days=1)
            by_day.setdefault(paid_on, []).append(Payment(person, month))
    for paid_on, payments in sorted(by_day.items()):
        dues_book.pay(county.clerk(paid_on.isoformat()), payments, paid_on=paid_on)


def _pay_elsewhere(county: County) -> None:
    """Let two members of one branch pay a month to another one."""
    paid_on = _FIRST.replace(day=_PAY_DAY)
    for key, number, other in ELSEWHERE:
        payment = Payment(pick(county, key, number), _FIRST)
        clerk = county.clerk(paid_on.isoformat())
        dues_book.pay(clerk, [payment], paid_on=paid_on, org_id=county.ids[other])


def _moves(county: County) -> dict[str, Row]:
    inside = (row for row in county.rows["transfer"] if row["direction"] == Direction.INTERNAL)
    return {row["person_id"]: row for row in inside}


def _place(moves: dict[str, Row], membership: Row, month: date) -> str:
    """Return the branch of a member at the end of a month."""
    move = moves.get(membership["person_id"])
    is_before = move is not None and add_months(month, 1) <= move["handled_on"].first_day
    return str(move["from_org_id"] if move and is_before else membership["org_id"])


def _sheet(county: County, person: str) -> SheetDraft:
    """Return the sheet of a person."""
    category = dues.category_of(county.people[person]["category"])
    least, most = _WAGES.get(category, (0, 1))
    is_large = person in {pick(county, *each) for each in LARGE_WAGES}
    base = Decimal(52000 if is_large else county.dice.randrange(least, most))
    is_waived = person in {pick(county, *each) for each in NOT_PAYING}
    waived = WaivedDues(
        due=Decimal(0),
        reason="家庭困难",
        study_on=on("2010-01-08"),
        approved_by="局党委",
        approved_on=on(_ASSESSED_ON),
    )
    return SheetDraft(
        person_id=person,
        year=YEAR,
        category=category,
        base=base,
        waived=waived if is_waived else None,
    )


def _begun(moves: dict[str, Row], membership: Row) -> date:
    """Return the first day of the year on which somebody was a member in the county."""
    known: list[PartialDate | None] = [membership["joined_on"]]
    if membership["person_id"] not in moves:
        known.append(membership["branch_joined_on"])
    return max(_FIRST, *(one.first_day for one in known if one))


def _months(moves: dict[str, Row], membership: Row) -> list[date]:
    """Return the months for which a member owed dues in the county in the year."""
    left = membership.get("left_on")
    months = []
    month = _begun(moves, membership).replace(day=1)
    while month.year == YEAR and not (left and add_months(month, 1) > left.first_day):
        months.append(month)
        month = add_months(month, 1)
    return months


def pay_until(county: County, person: str, last: int) -> None:
    """Let somebody in service be assessed and pay a few months at once, up to a month."""
    sheet = SheetDraft(person_id=person, year=YEAR, category="ON_JOB", base=Decimal(2600))
    dues.enter(county.clerk(_ASSESSED_ON), [sheet])
    for first, end in ((1, 4), (5, last)):
        paid_on = date(YEAR, first, _PAY_DAY)
        months = [Payment(person, date(YEAR, month, 1)) for month in range(first, end + 1)]
        dues_book.pay(county.clerk(paid_on.isoformat()), months, paid_on=paid_on)


def _last_year(county: County) -> None:
    """Enter December of the year before for three branches; one has published the year."""
    paid_on = date(YEAR - 1, 12, _PAY_DAY)
    for key in COLLECTED_LAST_YEAR:
        people = county.branch_members[county.ids[key]][:3]
        sheets = [
            SheetDraft(
                person_id=person,
                year=YEAR - 1,
                category="ON_JOB",
                base=Decimal(3000),
                from_on=on(f"{YEAR - 1}-12-01"),
            )
            for person in people
        ]
        clerk = county.clerk(paid_on.isoformat())
        dues.enter(clerk, sheets)
        months = [Payment(person, paid_on.replace(day=1)) for person in people]
        dues_book.pay(clerk, months, paid_on=paid_on)
    for key in PUBLISHED_LAST_YEAR:
        told_on = date(YEAR, 2, 26)
        clerk = county.clerk(told_on.isoformat())
        dues_publication.publish(clerk, county.ids[key], YEAR - 1, told_on, "党员活动室")

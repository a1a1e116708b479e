"""For every figure N01–N21: how one record enters it, leaves it by date, leaves it by category."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.domain.dates import PartialDate
from app.services.ledger import Ledger, Outcome
from app.store import records
from app.store.engine import Transaction

YEAR = 2010
INSIDE = PartialDate(date(YEAR, 6, 15))
BEFORE = PartialDate(date(YEAR - 1, 12, 31))
AFTER = PartialDate(date(YEAR + 1, 1, 1))


def put_off(ledger: Ledger, event_id: str) -> Outcome:
    """Move the approval of an event out of the year, as a correction would."""
    with ledger.writing("更正审批日期") as tx:
        records.change(tx, "membership_event", event_id, {"committee_approved_on": AFTER})
    return ledger.outcome(tx)


@dataclass(frozen=True)
class Case:
    """add writes what makes the figure grow by `grows` and returns (table, id) of the record.

    out: columns that take the record out of the year. other: columns that change its category.
    """

    figure: str
    add: Callable[[Transaction, dict[str, str]], tuple[str, str]]
    out: dict[str, Any]
    other: dict[str, Any]
    grows: Decimal = Decimal(1)


def _adding(table: str, **values: Any) -> Callable[[Transaction, dict[str, str]], tuple[str, str]]:
    def add(tx: Transaction, known: dict[str, str]) -> tuple[str, str]:
        row = {
            name: known[value[1:]] if isinstance(value, str) and value.startswith("@") else value
            for name, value in values.items()
        }
        return table, records.add(tx, table, row)

    return add


def _event(kind: str, category: str) -> Callable[..., tuple[str, str]]:
    return _adding(
        "membership_event",
        kind=kind,
        person_id="@person",
        org_id="@branch",
        meeting_on=INSIDE,
        committee_approved_on=INSIDE,
        category_at_event=category,
    )


def _honour(**more: Any) -> Callable[..., tuple[str, str]]:
    return _adding("honour", award_year=YEAR, **more)


def _activity(kind: str, **more: Any) -> Callable[..., tuple[str, str]]:
    return _adding("activity", kind=kind, status="HELD", held_on=INSIDE, **more)


def _both_schools(tx: Transaction, known: dict[str, str]) -> tuple[str, str]:
    made = [
        _adding(
            "amateur_school",
            kind=kind,
            school_id="@school",
            status="ACTIVE",
            founded_on=PartialDate(date(2008, 9, 1)),
        )(tx, known)
        for kind in ("PARTY_SCHOOL", "LEAGUE_SCHOOL")
    ]
    return made[0]


def _member_day_heads(tx: Transaction, known: dict[str, str]) -> tuple[str, str]:
    day = _activity("MEMBER_DAY", scope="BUREAU")(tx, known)
    _adding("activity_org_count", activity_id=day[1], org_id="@branch", actual_n=37)(tx, known)
    return day


def _donation(tx: Transaction, known: dict[str, str]) -> tuple[str, str]:
    day = _activity("MEMBER_DAY", scope="BUREAU")(tx, known)
    amount = Decimal("123.50")
    return _adding("donation", activity_id=day[1], donated_on=INSIDE, amount=amount)(tx, known)


def _reorganised(tx: Transaction, known: dict[str, str]) -> tuple[str, str]:
    event = _adding("org_reorg_event", kind="MERGE", happened_on=INSIDE)(tx, known)
    _adding("org_reorg_part", event_id=event[1], org_id="@branch", side="BEFORE")(tx, known)
    return event


def _trained(tx: Transaction, known: dict[str, str]) -> tuple[str, str]:
    last = ("", "")
    for _number in range(2):
        last = _adding("training_class", audience="SECRETARY", start_on=INSIDE)(tx, known)
        _adding("training_enrol", class_id=last[1], person_id="@person")(tx, known)
    return last


CASES = (
    Case(
        "N01",
        _honour(org_id="@branch", level="COUNTY", category="ADVANCED_ORG", target_type="ORG"),
        {"award_year": YEAR + 1},
        {"level": "CITY"},
    ),
    Case(
        "N02",
        _honour(person_id="@person", level="CITY", category="EXCELLENT_WORKER"),
        {"award_year": YEAR - 1},
        {"category": "EXCELLENT_MEMBER"},
    ),
    Case(
        "N03",
        _honour(person_id="@person", level="COUNTY", category="EXCELLENT_MEMBER"),
        {"award_year": YEAR - 1},
        {"level": "BUREAU"},
    ),
    Case("N04", _both_schools, {"founded_on": AFTER}, {"status": "CLOSED"}),
    Case(
        "N05",
        _event("ACCEPTED", "TEACHER"),
        {"committee_approved_on": AFTER},
        {"kind": "EXTENDED"},
    ),
    Case(
        "N06",
        _event("ACCEPTED", "STAFF"),
        {"committee_approved_on": BEFORE},
        {"category_at_event": "STUDENT"},
    ),
    Case(
        "N07",
        _event("ACCEPTED", "STUDENT"),
        {"committee_approved_on": AFTER},
        {"category_at_event": "TEACHER"},
    ),
    Case(
        "N08",
        _event("CONVERTED", "TEACHER"),
        {"committee_approved_on": BEFORE},
        {"kind": "CANCELLED"},
    ),
    Case(
        "N09",
        _adding(
            "transfer",
            person_id="@person",
            direction="OUT",
            category_at_event="TEACHER",
            handled_on=INSIDE,
        ),
        {"handled_on": AFTER},
        {"direction": "INTERNAL"},
    ),
    Case(
        "N10",
        _adding(
            "transfer",
            person_id="@person",
            direction="OUT",
            reason="UNIVERSITY_ENTRY",
            category_at_event="STUDENT",
            handled_on=INSIDE,
        ),
        {"handled_on": BEFORE},
        {"reason": "WORK"},
    ),
    Case("N11", _activity("MEMBER_DAY", scope="BUREAU"), {"held_on": AFTER}, {"scope": "BRANCH"}),
    Case("N12", _member_day_heads, {"held_on": BEFORE}, {"status": "CANCELLED"}, Decimal(37)),
    Case("N13", _donation, {"donated_on": AFTER}, {"activity_id": None}, Decimal("123.5")),
    Case(
        "N14",
        _adding(
            "care_visit",
            kind="AID",
            person_id="@person",
            is_member=True,
            level="HARD",
            visited_on=INSIDE,
        ),
        {"visited_on": AFTER},
        {"level": "ORDINARY"},
    ),
    Case(
        "N15",
        _adding("issue_item", year=YEAR, category="LEADERSHIP"),
        {"year": YEAR + 1},
        {"removed_at": "2010-12-01"},
    ),
    Case("N16", _reorganised, {"happened_on": BEFORE}, {"kind": "RENAME"}),
    Case(
        "N17",
        _activity("BUREAU_DAILY_STUDY"),
        {"held_on": AFTER},
        {"kind": "DISCUSSION"},
    ),
    Case(
        "N19",
        _adding("inspection", period="H1", held_on=INSIDE),
        {"held_on": BEFORE},
        {"removed_at": "2010-12-01"},
    ),
    Case("N20", _trained, {"start_on": AFTER}, {"audience": "COMMITTEE"}),
)

"""What the rules of dues, transfers, disposals, floating members and care look at on a day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.domain.dates import PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class DuesFacts:
    """A member's dues on the day.

    unpaid: first days of the months owed and not fully paid, since the first sheet, oldest first.
    newest_paid: first day of the newest month that is fully paid, None for none.
    elsewhere: first days of months paid to another organisation without 活动证. assessed: what each
    assessment of the year makes a month, in 元, oldest first. has_case: a disposal for arrears is
    on record.
    """

    person_id: str
    membership_id: str
    name: str = ""
    unpaid: tuple[date, ...] = ()
    newest_paid: date | None = None
    elsewhere: tuple[date, ...] = ()
    assessed: tuple[Decimal, ...] = ()
    has_case: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DuesBranchFacts:
    """A branch's dues on the day.

    unassessed: year and number of its members who owed dues in it and have no assessment of it,
    oldest first. unpublished: years before this one for which dues were paid that nobody has
    published by the day, oldest first.
    """

    org_id: str
    name: str = ""
    unassessed: tuple[tuple[int, int], ...] = ()
    unpublished: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferFacts:
    """组织关系接转 that is open on the day; receipt_on and accepted_on as known by then."""

    id: str
    person_id: str
    name: str = ""
    direction: str = ""
    channel: str = ""
    handled_on: PartialDate | None = None
    valid_days: int | None = None
    accepted_on: PartialDate | None = None
    receipt_on: PartialDate | None = None
    replaced: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PupilFacts:
    """A pupil who is a member and leaves school this summer; leaves_on: the day if it is known."""

    person_id: str
    name: str = ""
    is_probationary: bool = False
    leaves_on: PartialDate | None = None
    has_transfer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """组织处置 or 党纪处分 begun by the day; dates as known by then."""

    id: str
    person_id: str
    name: str = ""
    kind: str = ""
    state: str = ""
    started_on: PartialDate | None = None
    deadline_on: PartialDate | None = None
    approved_on: PartialDate | None = None
    effect_until: PartialDate | None = None
    ended_on: PartialDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReapplicationFacts:
    """Somebody who was removed or expelled and has applied again; case_id: the dev_case."""

    case_id: str
    person_id: str
    name: str = ""
    removed_on: PartialDate | None = None
    applied_on: PartialDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FloatingFacts:
    """A member who is away on the day and on the origin's roster; contact of any kind counts."""

    id: str
    person_id: str
    name: str = ""
    since_on: PartialDate | None = None
    last_contact_on: PartialDate | None = None
    last_report_on: PartialDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HonourFacts:
    """表彰 of a person or an organisation, given by the day.

    status, disposals: of the person on the day of the award. twin: another record of the same
    target, title and year, made before this one.
    """

    id: str
    subject: str
    name: str = ""
    title: str = ""
    year: int | None = None
    status: str = ""
    disposals: tuple[str, ...] = ()
    twin: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HardshipFacts:
    """困难党员、教师 on the register on the day; visited_on: the last visit, of any kind."""

    id: str
    person_id: str
    name: str = ""
    since_on: PartialDate | None = None
    visited_on: PartialDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFacts:
    """慰问、救助 of the year of the day; repeats: somebody visited for the same festival before."""

    id: str
    person_id: str
    name: str = ""
    festival: str = ""
    fund_source: str = ""
    purpose: str = ""
    amount: Decimal = Decimal(0)
    repeats: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionFacts:
    """党员意见建议 not yet answered on the day; subject: the person, or the branch."""

    id: str
    subject: str
    content: str = ""
    received_on: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Affairs:
    """Everything about members' affairs that the rules look at, as of one day."""

    dues: tuple[DuesFacts, ...] = ()
    branches: tuple[DuesBranchFacts, ...] = ()
    transfers: tuple[TransferFacts, ...] = ()
    pupils: tuple[PupilFacts, ...] = ()
    cases: tuple[CaseFacts, ...] = ()
    reapplications: tuple[ReapplicationFacts, ...] = ()
    floating: tuple[FloatingFacts, ...] = ()
    honours: tuple[HonourFacts, ...] = ()
    hardships: tuple[HardshipFacts, ...] = ()
    visits: tuple[VisitFacts, ...] = ()
    opinions: tuple[OpinionFacts, ...] = ()

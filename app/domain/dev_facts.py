"""What the rules of development look at: one case with its people, reviews, notices and votes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.domain.dates import PartialDate
from app.domain.kinds import DevOutcome
from app.domain.rules import About, earliest, latest
from app.domain.votes import VoteResult


@dataclass(frozen=True, slots=True)
class Companion:
    """A mentor, introducer or talker.

    full_since: None when not a full member on a roster. cases_n: open cases in which he has the
    same role. disposals: kinds in effect on the day he was named.
    """

    person_id: str
    role: str
    name: str = ""
    from_on: PartialDate | None = None
    org_id: str | None = None
    full_since: date | None = None
    cases_n: int = 1
    disposals: tuple[str, ...] = ()

    def is_full_on(self, day: date) -> bool:
        """Tell whether he was a full member on a day."""
        return self.full_since is not None and self.full_since <= day


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """A half-year review or a thought report; kind is REVIEW or REPORT."""

    kind: str
    held_on: date


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """公示.

    working_days: how many lie between its ends, None while it has no end. end_due: the day on
    which it is long enough.
    """

    point: str
    from_on: date
    to_on: date | None
    result: str
    working_days: int | None = None
    end_due: date | None = None


@dataclass(frozen=True, slots=True)
class Approver:
    """The organisation that approved; kind is kinds.OrgKind, "" when nobody wrote it down."""

    kind: str = ""
    name: str = ""
    can_approve: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was decided about a probation.

    kind is DevOutcome: CONVERTED, EXTENDED or CANCELLED. until_on: the end of an extension.
    """

    kind: str
    meeting_on: date | None
    approved_on: date | None
    until_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """发展档案 on the day: what was known by then.

    dates: by the key of the step. step_ids: the records of the steps that have one. moved_in_on:
    when he came to the present branch during his probation. retained_since: when a probationary
    member went abroad. form_year: of the 志愿书 that was issued. outcomes: decisions about the
    probation, oldest first.
    """

    id: str
    person_id: str
    name: str = ""
    org_id: str | None = None
    category: str = ""
    dates: Mapping[str, PartialDate] = field(default_factory=dict)
    step_ids: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    birth_on: PartialDate | None = None
    is_league_member: bool = False
    expected_leave_on: PartialDate | None = None
    prior_activist_on: PartialDate | None = None
    prior_org: str = ""
    political_result: str = ""
    training_days: Decimal | None = None
    training_hours: Decimal | None = None
    special_delay_reason: str = ""
    approvers: Mapping[str, Approver] = field(default_factory=dict)
    companions: tuple[Companion, ...] = ()
    reviews: tuple[ReviewFacts, ...] = ()
    notices: tuple[NoticeFacts, ...] = ()
    votes: Mapping[str, VoteResult] = field(default_factory=dict)
    form_year: int | None = None
    outcomes: tuple[Outcome, ...] = ()
    moved_in_on: PartialDate | None = None
    retained_since: PartialDate | None = None
    is_closed: bool = False

    def has(self, key: str) -> bool:
        """Tell whether a step is done, at whatever time."""
        return key in self.dates

    def first(self, key: str) -> date | None:
        """Return the first day that a step's date can mean."""
        return earliest(self.dates.get(key))

    def last(self, key: str) -> date | None:
        """Return the last day that a step's date can mean."""
        return latest(self.dates.get(key))

    def about(self, key: str) -> About:
        """Return the record of a step as what a finding is about, else the case."""
        if key in self.step_ids:
            return About(self.person_id, "dev_step", self.step_ids[key], key)
        return self.about_case(key)

    def about_case(self, key: str) -> About:
        """Return the case as what a finding is about: a step that is still to be done."""
        return About(self.person_id, "dev_case", self.id, key)

    def people(self, role: str) -> tuple[Companion, ...]:
        """Return the companions of a role."""
        return tuple(one for one in self.companions if one.role == role)

    def held(self, kind: str) -> tuple[date, ...]:
        """Return the days of the reviews or reports, oldest first."""
        return tuple(sorted(one.held_on for one in self.reviews if one.kind == kind))

    @property
    def is_converted(self) -> bool:
        """Tell whether the conversion is approved."""
        return self.has("convert_approved_on")

    @property
    def is_accepted(self) -> bool:
        """Tell whether the acceptance is approved."""
        return self.has("committee_approved_on")

    @property
    def is_in_probation(self) -> bool:
        """Tell whether he is a probationary member in this case."""
        return self.is_accepted and not self.is_converted and not self.is_closed

    @property
    def extensions(self) -> tuple[Outcome, ...]:
        """The approved extensions of the probation."""
        return tuple(
            one for one in self.outcomes if one.kind == DevOutcome.EXTENDED and one.until_on
        )


@dataclass(frozen=True, slots=True)
class DevelopingOrg:
    """A branch as one that develops members; applicants_n: open cases not yet accepted.

    waiting_since: the last acceptance, or else the oldest open application.
    """

    id: str
    name: str
    applicants_n: int
    waiting_since: date | None


@dataclass(frozen=True, slots=True)
class FormYear:
    """The 志愿书 that an organisation was given in a year, and how they were used."""

    org_id: str
    name: str
    year: int
    issued: int
    used: int
    open: int
    accepted: int
    first_form: str


@dataclass(frozen=True, slots=True)
class DevelopmentFacts:
    """Everything that the rules of development look at, as of one day."""

    cases: tuple[CaseFacts, ...] = ()
    orgs: tuple[DevelopingOrg, ...] = ()
    forms: tuple[FormYear, ...] = ()

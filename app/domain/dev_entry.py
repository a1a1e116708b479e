"""What a clerk enters about the development of members: a new applicant, a step, an outcome."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from app.domain.dates import PartialDate
from app.domain.kinds import Category
from app.domain.votes import Ballot

VOTED = {"accept_meeting_on": "ACCEPT", "convert_meeting_on": "CONVERT"}
"""The steps that are votes of the branch, about one person at a time."""

VOTE_COLUMNS = {"accept_meeting_on": "accept_vote_id", "convert_meeting_on": "convert_vote_id"}
"""The column of the case that holds the vote of a meeting."""

SINGLE = frozenset({*VOTED, "form_filled_on"})
"""The steps that are entered for one person only: a vote, a numbered form."""

PEOPLE = {"mentors": "MENTOR", "introducers": "INTRODUCER", "first_talk_on": "TALKER"}
"""The steps that name people, and their role."""

NAMED = frozenset({"mentors", "introducers"})
"""The steps that are nothing without somebody named."""

REVIEWED = frozenset({"cultivation", "education"})
"""The steps that are done again and again: reviews and thought reports."""

NOTICED = {
    "activist_on": "ACTIVIST",
    "candidate_branch_on": "CANDIDATE",
    "accept_meeting_on": "ACCEPT",
    "convert_meeting_on": "CONVERT",
}
"""The steps after which a notice may be posted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantDraft:
    """A new applicant: a person already known (person_id), or a new one by name."""

    applied_on: PartialDate | None
    org_id: str | None
    person_id: str = ""
    name: str = ""
    id_no: str = ""
    gender: str = ""
    birth_on: PartialDate | None = None
    category: str = Category.TEACHER
    school_id: str | None = None
    student_grade: str = ""
    expected_leave_on: PartialDate | None = None
    is_league_member: bool = False
    prior_activist_on: PartialDate | None = None
    prior_org: str = ""
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeEntry:
    """A notice as it was posted; to_on None: for as long as the rule asks."""

    from_on: PartialDate
    to_on: PartialDate | None = None
    result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepEntry:
    """What was done in one step, for one or several people.

    people: ids of the mentors, introducers or talkers. org_id: the organisation that approved.
    result: of the political review or the pre-review. review: kinds.DevReviewKind. form_no:
    number of the 志愿书. reason: why the approval took longer (special circumstances).
    """

    key: str
    done_on: PartialDate | None
    documents: tuple[str, ...] = ()
    note: str = ""
    people: tuple[str, ...] = ()
    org_id: str | None = None
    result: str = ""
    days: Decimal | None = None
    hours: Decimal | None = None
    certificate_no: str = ""
    review: str = ""
    form_no: str = ""
    notice: NoticeEntry | None = None
    ballot: Ballot | None = None
    teller: str = ""
    doc_no: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeEntry:
    """An extension or a cancellation of the probation, voted and approved.

    kind: kinds.DevOutcome EXTENDED or CANCELLED. approved_on None: not approved yet.
    """

    kind: str
    meeting_on: PartialDate | None
    ballot: Ballot | None
    approved_on: PartialDate | None = None
    until_on: PartialDate | None = None
    org_id: str | None = None
    doc_no: str = ""
    reason: str = ""
    teller: str = ""


@dataclass(frozen=True, slots=True)
class FormDraft:
    """A numbered 志愿书 given out to an organisation."""

    form_no: str
    form_year: int
    org_id: str | None
    issued_on: PartialDate | None = None
    issued_by: str = ""
    received_by: str = ""


@dataclass(frozen=True, slots=True)
class FormAccount:
    """The account of a year: issued = the sum of the four states; used = accepted in the year."""

    year: int
    states: Mapping[str, int] = field(default_factory=dict)
    used: int = 0
    accepted: int = 0

    @property
    def issued(self) -> int:
        """How many were given out."""
        return sum(self.states.values())

    @property
    def is_balanced(self) -> bool:
        """Tell whether as many were used as people were accepted."""
        return self.used == self.accepted

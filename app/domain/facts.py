"""What the rules look at: branches, schools and members as they stood on one day."""

from dataclasses import dataclass, field
from datetime import date

from app.domain.affairs_facts import Affairs
from app.domain.dates import PartialDate
from app.domain.dev_facts import DevelopmentFacts
from app.domain.roster import Life

_NO_DEVELOPMENT = DevelopmentFacts()


@dataclass(frozen=True, slots=True)
class WithdrawalFacts:
    """退党申请 that was open on the day; talks_n: talks held before the branch meeting."""

    id: str
    applied_on: PartialDate | None = None
    meeting_on: PartialDate | None = None
    reported_on: PartialDate | None = None
    is_threat: bool = False
    talks_n: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFacts:
    """A member on the day.

    status_on, status_reason: of the event that gave the present status.
    id_override: the recorded reason why the ID number is not checked. last_contact_on: latest of
    attendance, dues payment, talk and contact with a member who is away. disposals: kinds of
    disposal and discipline in effect on the day.
    """

    id: str
    membership_id: str
    name: str = ""
    org_id: str | None = None
    category: str = ""
    member_type: str = ""
    status: str = ""
    joined_on: PartialDate | None = None
    full_on: PartialDate | None = None
    accepted_at_meeting_on: PartialDate | None = None
    status_on: PartialDate | None = None
    status_reason: str = ""
    id_no: str = ""
    id_override: str = ""
    gender: str = ""
    birth_on: PartialDate | None = None
    is_lost: bool = False
    lost_since: PartialDate | None = None
    last_contact_on: PartialDate | None = None
    disposals: tuple[str, ...] = ()
    withdrawals: tuple[WithdrawalFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class TermFacts:
    """班子届次: one term of a committee or a branch.

    ends_on: the day it ends under the rule of its length; due_on: the same with an extension.
    Both are worked out by term_rules.with_ends.
    """

    id: str
    start_on: PartialDate | None = None
    end_on: PartialDate | None = None
    extended_to: PartialDate | None = None
    extension_doc: str = ""
    filed_on: PartialDate | None = None
    ends_on: date | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class PostFacts:
    """A Party post held on the day; post is kinds.Post; holder is None when not a member."""

    id: str
    post: str
    person_id: str
    from_on: PartialDate | None = None
    is_approved: bool = False
    holder: MemberFacts | None = None


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """党小组 on the day."""

    id: str
    name: str
    leader_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchFacts:
    """A Party organisation on the day.

    kind is kinds.OrgKind. full_n and probationary_n: its own roster. below_n: members of it and
    of all organisations under it. units_n: schools covered. terms: those begun by the day, oldest
    first. secretary_left_on: when the last secretary's post ended, if there is none now.
    lives: the membership of everybody who ever belonged to it.
    """

    id: str
    name: str = ""
    kind: str = ""
    full_n: int = 0
    probationary_n: int = 0
    below_n: int = 0
    units_n: int = 0
    founded_on: PartialDate | None = None
    applied_on: PartialDate | None = None
    replied_on: PartialDate | None = None
    filed_on: PartialDate | None = None
    secretary_left_on: PartialDate | None = None
    terms: tuple[TermFacts, ...] = ()
    posts: tuple[PostFacts, ...] = ()
    groups: tuple[GroupFacts, ...] = ()
    lives: tuple[Life, ...] = field(default=(), repr=False)

    @property
    def members_n(self) -> int:
        """Return all members of its own roster, probationary ones included."""
        return self.full_n + self.probationary_n


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolFacts:
    """A place of work on the day, its teaching points without a branch of their own included.

    kind is kinds.SchoolKind. full_n and members_n: by place of work, whatever their branch.
    covered_by: kinds.OrgKind of every organisation that covers it.
    """

    id: str
    name: str = ""
    kind: str = ""
    full_n: int = 0
    members_n: int = 0
    covered_by: tuple[str, ...] = ()
    has_principal: bool = False
    has_secretary: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the rules look at, as of one day."""

    branches: tuple[BranchFacts, ...] = ()
    schools: tuple[SchoolFacts, ...] = ()
    members: tuple[MemberFacts, ...] = ()
    development: DevelopmentFacts = _NO_DEVELOPMENT
    affairs: Affairs = field(default_factory=Affairs)

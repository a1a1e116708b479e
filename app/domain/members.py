"""What the members tab shows and edits: rows, drafts, cards, bulk plans (党员)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import NamedTuple

from app.domain.dates import PartialDate
from app.domain.fields import Value
from app.domain.history import HistoryEntry


class MemberRow(NamedTuple):
    """One line of the members list; every text is what the list shows.

    id: the person. on_roster: counted in the roster of the branch (B10). Dates are ISO text at
    their own precision, or the raw text where the date could not be read. age and party_age (党龄,
    from full_on) are full years on the day of the query. post_rank: order of the Party posts, 99
    for none. status_code and type_code are members of kinds.Status and kinds.MemberType.
    """

    id: str
    membership_id: str
    name: str
    gender: str
    ethnicity: str
    birth_on: str
    age: int | None
    education: str
    id_no: str
    branch: str
    branch_id: str
    unit: str
    school_id: str
    category: str
    member_type: str
    status: str
    joined_on: str
    full_on: str
    party_age: int | None
    party_post: str
    admin_post: str
    mobile: str
    is_lost: bool
    is_floating: bool
    on_roster: bool
    status_code: str
    type_code: str
    post_rank: int
    sort_pinyin: str
    sort_strokes: str
    search_keys: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberDraft:
    """Everything about a member that a clerk can edit; names are those of the columns.

    The fields named in MEMBERSHIP_FIELDS belong to the membership, all others to the person;
    membership_remark is the remark of the membership. Codes: national codes for gender, ethnicity,
    education …; kinds.Category, kinds.MemberType and kinds.Status for the program's own.
    dues_month: 元.
    """

    name: str = ""
    former_name: str = ""
    gender: str = ""
    ethnicity: str = ""
    ethnicity_text: str = ""
    id_no: str = ""
    id_no_raw: str = ""
    id_check_override: str = ""
    birth_on: PartialDate | None = None
    native_place: str = ""
    birth_place: str = ""
    household_addr: str = ""
    address: str = ""
    education: str = ""
    education_mode: str = ""
    degree: str = ""
    graduate_school: str = ""
    major: str = ""
    work_started_on: PartialDate | None = None
    school_id: str | None = None
    unit_text: str = ""
    staff_no: str = ""
    category: str = ""
    admin_post: str = ""
    prof_title: str = ""
    post_group: str = ""
    official_post_code: str = ""
    is_leader: bool = False
    is_party_worker: bool = False
    mobile: str = ""
    landline: str = ""
    other_phones: str = ""
    league_joined_on: PartialDate | None = None
    student_grade: str = ""
    expected_leave_on: PartialDate | None = None
    retired_on: PartialDate | None = None
    study_exempt: bool = False
    archive_place: str = ""
    political_status: str = ""
    display_order: int | None = None
    photo_sha: str = ""
    remark: str = ""

    org_id: str | None = None
    group_id: str | None = None
    member_type: str = "FULL"
    status: str = "NORMAL"
    joined_on: PartialDate | None = None
    full_on: PartialDate | None = None
    branch_joined_on: PartialDate | None = None
    applied_on: PartialDate | None = None
    activist_on: PartialDate | None = None
    candidate_on: PartialDate | None = None
    accepted_by: str = ""
    introducer_1: str = ""
    introducer_2: str = ""
    party_post: str = ""
    dues_category: str = ""
    dues_month: Decimal | None = None
    dues_paid_to: PartialDate | None = None
    is_lost: bool = False
    lost_since: PartialDate | None = None
    lost_reason: str = ""
    lost_search: str = ""
    lost_plan: str = ""
    is_floating: bool = False
    flow_to: str = ""
    suspended_months: int | None = None
    left_on: PartialDate | None = None
    membership_remark: str = ""


DRAFT_FIELDS: tuple[str, ...] = tuple(item.name for item in fields(MemberDraft))
MEMBERSHIP_FIELDS: tuple[str, ...] = DRAFT_FIELDS[DRAFT_FIELDS.index("org_id") :]


def column_of(draft_field: str) -> tuple[str, str]:
    """Return (table, column) of a field of the draft."""
    if draft_field not in MEMBERSHIP_FIELDS:
        return "person", draft_field
    return "membership", "remark" if draft_field == "membership_remark" else draft_field


@dataclass(frozen=True, slots=True)
class CardLine:
    """A dated record on a card: its table and id, so that it can be opened, and a sentence."""

    table: str
    id: str
    on: str
    text: str


@dataclass(frozen=True, slots=True)
class MemberCard:
    """A member as his card shows him.

    membership_id is "" for a person without membership. shown: the readable text of every field of
    the draft. posts, events, transfers, trainings, honours, care: newest first.
    """

    id: str
    membership_id: str
    draft: MemberDraft
    shown: Mapping[str, str] = field(default_factory=dict)
    age: int | None = None
    party_age: int | None = None
    is_removed: bool = False
    posts: tuple[CardLine, ...] = ()
    events: tuple[CardLine, ...] = ()
    transfers: tuple[CardLine, ...] = ()
    trainings: tuple[CardLine, ...] = ()
    honours: tuple[CardLine, ...] = ()
    care: tuple[CardLine, ...] = ()
    history: tuple[HistoryEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class BulkLine:
    """One person of a bulk edit: value before and after, as stored and as text."""

    id: str
    record_id: str
    name: str
    before: Value
    after: Value
    before_text: str
    after_text: str


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """A bulk edit before it is applied; lines holds only those whose value changes.

    unchanged: how many of the chosen already have the value.
    """

    field: str
    label: str
    value: Value
    lines: tuple[BulkLine, ...]
    unchanged: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange:
    """A change of 党籍状态 with its day and paper (B10)."""

    status: str
    happened_on: PartialDate
    doc_no: str = ""
    reason: str = ""

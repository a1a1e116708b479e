"""What the branches tab shows and edits: the tree, rows, drafts, cards (党组织)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.domain.dates import PartialDate
from app.domain.history import HistoryEntry
from app.domain.members import CardLine


@dataclass(frozen=True, slots=True)
class OrgNode:
    """An organisation in the tree; children in display order."""

    id: str
    name: str
    kind: str
    members_n: int
    children: tuple["OrgNode", ...] = ()


@dataclass(frozen=True, slots=True)
class BranchRow:
    """One line of the list of organisations on a day.

    kind is kinds.OrgKind, kind_text its label. The counts are of the roster of this organisation
    itself, not of those below it. secretary and posts: names; posts as (post label, name).
    term_from and term_to: ISO text of the current term. units: names of the schools covered.
    """

    id: str
    name: str
    short_name: str
    kind: str
    kind_text: str
    parent_id: str | None
    parent: str
    code: str
    full_n: int
    probationary_n: int
    female_n: int
    minority_n: int
    retired_n: int
    secretary: str
    posts: tuple[tuple[str, str], ...]
    term_no: int | None
    term_from: str
    term_to: str
    units: tuple[str, ...]
    contact_person: str
    contact_phone: str
    founded_on: str
    dissolved_on: str
    school_kind: str
    display_order: int | None

    @property
    def members_n(self) -> int:
        """Return full and probationary members together."""
        return self.full_n + self.probationary_n


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A school, teaching point or office and the organisations that cover it on a day.

    covered_by: (organisation id, name, cover id); empty when it is in no branch.
    """

    id: str
    name: str
    kind: str
    kind_text: str
    parent: str
    is_direct: bool
    people_n: int
    full_n: int
    covered_by: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchDraft:
    """Everything about an organisation that a clerk can edit; names are those of org_unit.

    kind: kinds.OrgKind. school_kind: kinds.SchoolKind of the schools it stands for.
    """

    full_name: str = ""
    short_name: str = ""
    kind: str = "BRANCH"
    parent_id: str | None = None
    code: str = ""
    founded_on: PartialDate | None = None
    approval_doc: str = ""
    applied_on: PartialDate | None = None
    replied_on: PartialDate | None = None
    filed_on: PartialDate | None = None
    dissolved_on: PartialDate | None = None
    can_approve: bool = False
    is_retiree_branch: bool = False
    school_kind: str = ""
    unit_situation: str = ""
    unit_setup: str = ""
    contact_person: str = ""
    contact_phone: str = ""
    assessment_group: str = ""
    theme_day_of_month: int | None = None
    region: str = ""
    former_names: str = ""
    superior_text: str = ""
    display_order: int | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitDraft:
    """A school, teaching point or office; names are those of school_unit."""

    name: str = ""
    short_name: str = ""
    kind: str = ""
    school_kind: str = ""
    is_direct: bool = False
    parent_id: str | None = None
    town: str = ""
    code: str = ""
    headcount: int | None = None
    principal_id: str | None = None
    closed_on: PartialDate | None = None
    display_order: int | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermDraft:
    """A term of office of an organisation; names are those of org_term."""

    org_id: str
    term_no: int | None = None
    start_on: PartialDate | None = None
    end_on: PartialDate | None = None
    extended_to: PartialDate | None = None
    extension_doc: str = ""
    election_id: str | None = None
    approval_doc: str = ""
    filed_on: PartialDate | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostDraft:
    """Who holds which Party post; names are those of org_post; post is kinds.Post."""

    person_id: str
    org_id: str
    post: str
    term_id: str | None = None
    basis: str = ""
    from_on: PartialDate | None = None
    to_on: PartialDate | None = None
    approved_on: PartialDate | None = None
    doc_no: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class BranchCard:
    """An organisation as its card shows it; shown: the readable text of every field."""

    id: str
    draft: BranchDraft
    row: BranchRow
    shown: Mapping[str, str] = field(default_factory=dict)
    terms: tuple[CardLine, ...] = ()
    posts: tuple[CardLine, ...] = ()
    covers: tuple[CardLine, ...] = ()
    reorganisations: tuple[CardLine, ...] = ()
    honours: tuple[CardLine, ...] = ()
    history: tuple[HistoryEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReorgDraft:
    """A reorganisation on one day (组织设置调整).

    kind: kinds.ReorgKind. before: organisations acted on. after: organisations that exist then
    (already entered). targets: where each member of a dissolved organisation goes, person id →
    organisation id. dissolved: those of `before` that end on the day.
    """

    kind: str
    happened_on: date
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    dissolved: tuple[str, ...] = ()
    targets: Mapping[str, str] = field(default_factory=dict)
    doc_no: str = ""
    reason: str = ""
    from_parent: str = ""
    to_parent: str = ""
    remark: str = ""

"""People, their membership and its history, transfers and leaving."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables.columns import Amount, Base, Count, DateText, Flag, Record, Text, reference


class Person(Record):
    """人员: one row per human, member or not."""

    __tablename__ = "person"

    name: Mapped[Text]
    former_name: Mapped[Text]
    gender: Mapped[Text]
    ethnicity: Mapped[Text]
    ethnicity_text: Mapped[Text]
    id_no: Mapped[Text]
    id_no_raw: Mapped[Text]
    id_check_override: Mapped[Text]
    birth_on: Mapped[DateText | None]
    native_place: Mapped[Text]
    birth_place: Mapped[Text]
    household_addr: Mapped[Text]
    address: Mapped[Text]
    education: Mapped[Text]
    education_mode: Mapped[Text]
    degree: Mapped[Text]
    graduate_school: Mapped[Text]
    major: Mapped[Text]
    work_started_on: Mapped[DateText | None]
    school_id: Mapped[str | None] = reference("school_unit")
    unit_text: Mapped[Text]
    staff_no: Mapped[Text]
    category: Mapped[Text]
    admin_post: Mapped[Text]
    prof_title: Mapped[Text]
    post_group: Mapped[Text]
    official_post_code: Mapped[Text]
    is_leader: Mapped[Flag]
    is_party_worker: Mapped[Flag]
    mobile: Mapped[Text]
    landline: Mapped[Text]
    other_phones: Mapped[Text]
    league_joined_on: Mapped[DateText | None]
    student_grade: Mapped[Text]
    expected_leave_on: Mapped[DateText | None]
    retired_on: Mapped[DateText | None]
    study_exempt: Mapped[Flag]
    archive_place: Mapped[Text]
    political_status: Mapped[Text]
    display_order: Mapped[Count | None]
    photo_sha: Mapped[Text]
    remark: Mapped[Text]

    __table_args__ = (Index("ix_person_id_no", "id_no"), Index("ix_person_name", "name"))


class PersonSearch(Base):
    """Search and sort keys derived from the name; rebuilt whenever the name differs.

    Not journalled: every machine can compute it again.
    """

    __tablename__ = "person_search"

    person_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    keys: Mapped[str]
    sort_pinyin: Mapped[str]
    sort_strokes: Mapped[str]


class Membership(Record):
    """党籍: a person's membership, its type, status and branch."""

    __tablename__ = "membership"

    person_id: Mapped[str] = reference("person")
    org_id: Mapped[str | None] = reference("org_unit")
    group_id: Mapped[str | None] = reference("party_group", index=False)
    member_type: Mapped[Text]
    status: Mapped[Text]
    joined_on: Mapped[DateText | None]
    full_on: Mapped[DateText | None]
    branch_joined_on: Mapped[DateText | None]
    applied_on: Mapped[DateText | None]
    activist_on: Mapped[DateText | None]
    candidate_on: Mapped[DateText | None]
    accepted_by: Mapped[Text]
    introducer_1: Mapped[Text]
    introducer_2: Mapped[Text]
    party_post: Mapped[Text]
    dues_category: Mapped[Text]
    dues_month: Mapped[Amount | None]
    dues_paid_to: Mapped[DateText | None]
    is_lost: Mapped[Flag]
    lost_since: Mapped[DateText | None]
    lost_reason: Mapped[Text]
    lost_search: Mapped[Text]
    lost_plan: Mapped[Text]
    is_floating: Mapped[Flag]
    flow_to: Mapped[Text]
    suspended_months: Mapped[Count | None]
    left_on: Mapped[DateText | None]
    remark: Mapped[Text]


class MembershipEvent(Record):
    """党籍变动: append-only history; keeps the category the person had on that day."""

    __tablename__ = "membership_event"

    person_id: Mapped[str] = reference("person")
    membership_id: Mapped[str | None] = reference("membership", index=False)
    org_id: Mapped[str | None] = reference("org_unit", index=False)
    kind: Mapped[Text]
    happened_on: Mapped[DateText | None]
    meeting_on: Mapped[DateText | None]
    committee_approved_on: Mapped[DateText | None]
    category_at_event: Mapped[Text]
    member_type_at_event: Mapped[Text]
    status_before: Mapped[Text]
    status_after: Mapped[Text]
    until_on: Mapped[DateText | None]
    doc_no: Mapped[Text]
    reason: Mapped[Text]


class Transfer(Record):
    """组织关系接转: in, out, internal or whole organisation; slip and receipt."""

    __tablename__ = "transfer"

    person_id: Mapped[str] = reference("person")
    membership_id: Mapped[str | None] = reference("membership", index=False)
    direction: Mapped[Text]
    channel: Mapped[Text]
    reason: Mapped[Text]
    category_at_event: Mapped[Text]
    member_type_at_event: Mapped[Text]
    from_org_id: Mapped[str | None] = reference("org_unit", index=False)
    from_text: Mapped[Text]
    to_org_id: Mapped[str | None] = reference("org_unit", index=False)
    to_text: Mapped[Text]
    slip_no: Mapped[Text]
    replaces_id: Mapped[str | None] = reference("transfer", index=False)
    online_no: Mapped[Text]
    handled_on: Mapped[DateText | None]
    valid_days: Mapped[Count | None]
    dues_paid_to: Mapped[DateText | None]
    accepted_on: Mapped[DateText | None]
    receipt_on: Mapped[DateText | None]
    reorg_id: Mapped[str | None] = reference("org_reorg_event", index=False)
    status: Mapped[Text]
    remark: Mapped[Text]


class WithdrawalCase(Record):
    """退党申请."""

    __tablename__ = "withdrawal_case"

    person_id: Mapped[str] = reference("person")
    applied_on: Mapped[DateText | None]
    reason: Mapped[Text]
    is_threat: Mapped[Flag]
    branch_meeting_on: Mapped[DateText | None]
    vote_id: Mapped[str | None] = reference("vote", index=False)
    reported_on: Mapped[DateText | None]
    outcome: Mapped[Text]
    closed_on: Mapped[DateText | None]


class DisposalCase(Record):
    """组织处置 and 党纪处分."""

    __tablename__ = "disposal_case"

    person_id: Mapped[str] = reference("person")
    kind: Mapped[Text]
    ground: Mapped[Text]
    state: Mapped[Text]
    started_on: Mapped[DateText | None]
    deadline_on: Mapped[DateText | None]
    effect_until: Mapped[DateText | None]
    investigation: Mapped[Text]
    branch_committee_on: Mapped[DateText | None]
    filed_on: Mapped[DateText | None]
    meeting_on: Mapped[DateText | None]
    vote_id: Mapped[str | None] = reference("vote", index=False)
    approved_by: Mapped[Text]
    approved_on: Mapped[DateText | None]
    told_on: Mapped[DateText | None]
    doc_no: Mapped[Text]
    end_result: Mapped[Text]
    ended_on: Mapped[DateText | None]


class FloatingRecord(Record):
    """流动党员: away from home without a transfer; direction is OUT or IN."""

    __tablename__ = "floating_record"

    person_id: Mapped[str] = reference("person")
    direction: Mapped[Text]
    since_on: Mapped[DateText | None]
    until_on: Mapped[DateText | None]
    destination: Mapped[Text]
    reason: Mapped[Text]
    contact: Mapped[Text]
    contact_person: Mapped[Text]
    certificate_no: Mapped[Text]
    last_contact_on: Mapped[DateText | None]
    last_report_on: Mapped[DateText | None]
    joined_life_at: Mapped[Text]


class Talk(Record):
    """谈心谈话: between two people; kind tells heart-to-heart, application, and so on."""

    __tablename__ = "talk"

    kind: Mapped[Text]
    person_id: Mapped[str] = reference("person")
    talker_id: Mapped[str | None] = reference("person", index=False)
    talker_2_id: Mapped[str | None] = reference("person", index=False)
    org_id: Mapped[str | None] = reference("org_unit", index=False)
    held_on: Mapped[DateText | None]
    place: Mapped[Text]
    content: Mapped[Text]
    withdrawal_id: Mapped[str | None] = reference("withdrawal_case", index=False)


class MemberOpinion(Record):
    """党员意见建议 and how they were answered."""

    __tablename__ = "member_opinion"

    person_id: Mapped[str | None] = reference("person")
    is_anonymous: Mapped[Flag]
    org_id: Mapped[str | None] = reference("org_unit")
    received_on: Mapped[DateText | None]
    content: Mapped[Text]
    handled_by: Mapped[Text]
    reply: Mapped[Text]
    closed_on: Mapped[DateText | None]


class Erasure(Record):
    """依法清除: what a record said is gone for good, on every machine and in every journal.

    Only the bureau's PC that has the root key's signature writes one, and nobody takes it back.
    label: what stands in the place of the name. is_removed: the record lies in the recycle bin.
    basis: the decision that ordered it, without any name. erased_at: the moment, ISO text in UTC.
    """

    __tablename__ = "erasure"

    erased_table: Mapped[Text]
    erased_id: Mapped[Text]
    label: Mapped[Text]
    is_removed: Mapped[Flag]
    basis: Mapped[Text]
    ordered_on: Mapped[DateText | None]
    erased_at: Mapped[Text]

    __table_args__ = (Index("ix_erasure_erased_id", "erased_id"),)

"""发展党员: cases, steps, votes, notices, numbered application forms."""

from sqlalchemy.orm import Mapped

from app.store.tables.columns import Amount, Count, DateText, Flag, Record, Text, reference


class DevStepDef(Record):
    """A step of the development of members; the list is data, 25 steps in Guizhou."""

    __tablename__ = "dev_step_def"

    step_no: Mapped[Count]
    stage: Mapped[Text]
    name: Mapped[Text]
    date_label: Mapped[Text]
    documents: Mapped[Text]
    article: Mapped[Text]
    from_on: Mapped[DateText | None]
    to_on: Mapped[DateText | None]


class DevCase(Record):
    """发展档案: one per applicant."""

    __tablename__ = "dev_case"

    person_id: Mapped[str] = reference("person")
    org_id: Mapped[str | None] = reference("org_unit")
    category: Mapped[Text]
    stage: Mapped[Text]
    applied_on: Mapped[DateText | None]
    first_talk_on: Mapped[DateText | None]
    activist_on: Mapped[DateText | None]
    activist_filed_on: Mapped[DateText | None]
    prior_activist_on: Mapped[DateText | None]
    prior_org: Mapped[Text]
    candidate_branch_on: Mapped[DateText | None]
    candidate_on: Mapped[DateText | None]
    political_review_on: Mapped[DateText | None]
    political_review_result: Mapped[Text]
    training_on: Mapped[DateText | None]
    training_days: Mapped[Amount | None]
    training_hours: Mapped[Amount | None]
    training_class_id: Mapped[str | None] = reference("training_class", index=False)
    certificate_no: Mapped[Text]
    committee_review_on: Mapped[DateText | None]
    pre_review_on: Mapped[DateText | None]
    pre_review_result: Mapped[Text]
    form_id: Mapped[str | None] = reference("application_form", index=False)
    form_filled_on: Mapped[DateText | None]
    accept_meeting_on: Mapped[DateText | None]
    accept_vote_id: Mapped[str | None] = reference("vote", index=False)
    superior_talk_on: Mapped[DateText | None]
    committee_approved_on: Mapped[DateText | None]
    special_delay_reason: Mapped[Text]
    filed_on: Mapped[DateText | None]
    assigned_on: Mapped[DateText | None]
    oath_on: Mapped[DateText | None]
    probation_end_on: Mapped[DateText | None]
    extended_to: Mapped[DateText | None]
    conversion_applied_on: Mapped[DateText | None]
    convert_meeting_on: Mapped[DateText | None]
    convert_vote_id: Mapped[str | None] = reference("vote", index=False)
    convert_approved_on: Mapped[DateText | None]
    archived_on: Mapped[DateText | None]
    is_league_member: Mapped[Flag]
    study_result: Mapped[Text]
    lecture_score: Mapped[Text]
    awards: Mapped[Text]
    family: Mapped[Text]
    probation_report: Mapped[Text]
    activist_opinion: Mapped[Text]
    accept_opinion: Mapped[Text]
    approval_opinion: Mapped[Text]
    convert_opinion: Mapped[Text]
    convert_approval_opinion: Mapped[Text]
    outcome: Mapped[Text]
    closed_on: Mapped[DateText | None]
    remark: Mapped[Text]


class DevStep(Record):
    """发展环节: what was done in one step of one case."""

    __tablename__ = "dev_step"

    case_id: Mapped[str] = reference("dev_case")
    step_no: Mapped[Count]
    done_on: Mapped[DateText | None]
    org_id: Mapped[str | None] = reference("org_unit", index=False)
    documents: Mapped[Text]
    note: Mapped[Text]


class DevPerson(Record):
    """Who stands by an applicant: role is MENTOR, INTRODUCER, TALKER."""

    __tablename__ = "dev_person"

    case_id: Mapped[str] = reference("dev_case")
    person_id: Mapped[str] = reference("person")
    role: Mapped[Text]
    from_on: Mapped[DateText | None]
    to_on: Mapped[DateText | None]


class DevReview(Record):
    """Half-year reviews and thought reports; kind is REVIEW or REPORT."""

    __tablename__ = "dev_review"

    case_id: Mapped[str] = reference("dev_case")
    kind: Mapped[Text]
    held_on: Mapped[DateText | None]
    content: Mapped[Text]


class PublicNotice(Record):
    """公示, in working days."""

    __tablename__ = "public_notice"

    case_id: Mapped[str | None] = reference("dev_case")
    person_id: Mapped[str | None] = reference("person", index=False)
    point: Mapped[Text]
    from_on: Mapped[DateText | None]
    to_on: Mapped[DateText | None]
    result: Mapped[Text]


class Vote(Record):
    """A vote with its count (domain.md B6): expected, excluded, present, ballots."""

    __tablename__ = "vote"

    kind: Mapped[Text]
    org_id: Mapped[str | None] = reference("org_unit")
    activity_id: Mapped[str | None] = reference("activity", index=False)
    person_id: Mapped[str | None] = reference("person", index=False)
    held_on: Mapped[DateText | None]
    expected_full: Mapped[Count | None]
    excluded: Mapped[Count | None]
    excluded_reasons: Mapped[Text]
    present: Mapped[Count | None]
    written: Mapped[Count | None]
    written_yes: Mapped[Count | None]
    written_no: Mapped[Count | None]
    issued: Mapped[Count | None]
    returned: Mapped[Count | None]
    yes: Mapped[Count | None]
    no: Mapped[Count | None]
    abstain: Mapped[Count | None]
    spoiled: Mapped[Count | None]
    result: Mapped[Text]
    teller: Mapped[Text]


class ApplicationForm(Record):
    """《入党志愿书》: numbered; state is IN_USE, LOST, SPOILED or RETURNED."""

    __tablename__ = "application_form"

    form_no: Mapped[Text]
    form_year: Mapped[Count | None]
    state: Mapped[Text]
    person_id: Mapped[str | None] = reference("person")
    org_id: Mapped[str | None] = reference("org_unit", index=False)
    issued_on: Mapped[DateText | None]
    issued_by: Mapped[Text]
    received_by: Mapped[Text]
    remark: Mapped[Text]


class RuleOverride(Record):
    """A recorded override or waiver of a rule: who, when, why, which document."""

    __tablename__ = "rule_override"

    rule_id: Mapped[Text]
    subject_table: Mapped[Text]
    subject_id: Mapped[Text]
    decided_by: Mapped[Text]
    decided_on: Mapped[DateText | None]
    reason: Mapped[Text]
    doc_no: Mapped[Text]
    doc_on: Mapped[DateText | None]
    until_on: Mapped[DateText | None]


class RuleDef(Record):
    """A rule as the bureau edited it; replaces the shipped rule of the same id and from_on."""

    __tablename__ = "rule_def"

    rule_id: Mapped[Text]
    title: Mapped[Text]
    text: Mapped[Text]
    severity: Mapped[Text]
    params: Mapped[Text]
    source: Mapped[Text]
    article: Mapped[Text]
    from_on: Mapped[DateText | None]
    to_on: Mapped[DateText | None]
    is_enabled: Mapped[Flag]
    reason: Mapped[Text]

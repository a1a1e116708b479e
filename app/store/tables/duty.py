"""Responsibility: plans, duties, contact points, pledges, inspections, assessment, ballots."""

from sqlalchemy.orm import Mapped

from app.store.tables.columns import Amount, Count, DateText, Flag, Record, Text, reference


class WorkPlan(Record):
    """党建工作安排意见."""

    __tablename__ = "work_plan"

    year: Mapped[Count | None]
    org_id: Mapped[str | None] = reference("org_unit")
    title: Mapped[Text]
    doc_no: Mapped[Text]
    issued_on: Mapped[DateText | None]


class WorkPlanItem(Record):
    """A task of the annual plan in one area."""

    __tablename__ = "work_plan_item"

    plan_id: Mapped[str] = reference("work_plan")
    area: Mapped[Text]
    task: Mapped[Text]
    lead_person: Mapped[Text]
    lead_org_id: Mapped[str | None] = reference("org_unit", index=False)
    due_on: Mapped[DateText | None]
    done_on: Mapped[DateText | None]
    status: Mapped[Text]
    evidence: Mapped[Text]


class DutyAssignment(Record):
    """一岗双责、分工; level names the tier of responsibility."""

    __tablename__ = "duty_assignment"

    person_id: Mapped[str] = reference("person")
    org_id: Mapped[str | None] = reference("org_unit", index=False)
    year: Mapped[Count | None]
    level: Mapped[Text]
    admin_post: Mapped[Text]
    admin_duty: Mapped[Text]
    party_duty: Mapped[Text]
    signed_on: Mapped[DateText | None]


class ContactPoint(Record):
    """联系点: a committee member and an organisation, for one year."""

    __tablename__ = "contact_point"

    person_id: Mapped[str] = reference("person")
    org_id: Mapped[str] = reference("org_unit")
    year: Mapped[Count | None]


class ContactVisit(Record):
    """联系点走访."""

    __tablename__ = "contact_visit"

    contact_point_id: Mapped[str] = reference("contact_point")
    visited_on: Mapped[DateText | None]
    content: Mapped[Text]
    problems: Mapped[Text]
    problems_n: Mapped[Count | None]
    solved: Mapped[Text]
    solved_n: Mapped[Count | None]


class Pledge(Record):
    """目标责任书: party A above, party B below."""

    __tablename__ = "pledge"

    year: Mapped[Count | None]
    party_a_text: Mapped[Text]
    party_a_id: Mapped[str | None] = reference("org_unit", index=False)
    party_b_id: Mapped[str | None] = reference("org_unit")
    signed_on: Mapped[DateText | None]
    signer_a: Mapped[Text]
    signer_b: Mapped[Text]
    targets: Mapped[Text]


class Inspection(Record):
    """督查抽查; period is H1, YEAR_END or ADHOC."""

    __tablename__ = "inspection"

    level: Mapped[Text]
    period: Mapped[Text]
    year: Mapped[Count | None]
    held_on: Mapped[DateText | None]
    team: Mapped[Text]
    summary: Mapped[Text]


class InspectionOrg(Record):
    """An organisation that was inspected."""

    __tablename__ = "inspection_org"

    inspection_id: Mapped[str] = reference("inspection")
    org_id: Mapped[str] = reference("org_unit")
    score: Mapped[Amount | None]


class Finding(Record):
    """A problem found by an inspection, with its deadline."""

    __tablename__ = "finding"

    inspection_id: Mapped[str] = reference("inspection")
    org_id: Mapped[str | None] = reference("org_unit")
    problem: Mapped[Text]
    deadline_on: Mapped[DateText | None]
    rectified_on: Mapped[DateText | None]
    evidence: Mapped[Text]


class AssessmentScheme(Record):
    """考评办法: a set of items worth 100 points in all."""

    __tablename__ = "assessment_scheme"

    name: Mapped[Text]
    year: Mapped[Count | None]
    weight_party: Mapped[Amount | None]
    weight_teaching: Mapped[Amount | None]
    remark: Mapped[Text]


class SchemeItem(Record):
    """考评内容 with its points and how they are deducted."""

    __tablename__ = "scheme_item"

    scheme_id: Mapped[str] = reference("assessment_scheme")
    item_no: Mapped[Text]
    area: Mapped[Text]
    content: Mapped[Text]
    max_score: Mapped[Amount | None]
    deduct_rule: Mapped[Text]
    auto_rule: Mapped[Text]


class Assessment(Record):
    """综合考评 of a period under one scheme."""

    __tablename__ = "assessment"

    scheme_id: Mapped[str | None] = reference("assessment_scheme")
    year: Mapped[Count | None]
    period: Mapped[Text]
    held_on: Mapped[DateText | None]
    status: Mapped[Text]


class AssessmentScore(Record):
    """One organisation's score in one item."""

    __tablename__ = "assessment_score"

    assessment_id: Mapped[str] = reference("assessment")
    org_id: Mapped[str] = reference("org_unit")
    item_id: Mapped[str] = reference("scheme_item", index=False)
    self_score: Mapped[Amount | None]
    check_score: Mapped[Amount | None]
    evidence: Mapped[Text]
    reason: Mapped[Text]


class AssessmentTotal(Record):
    """One organisation's total, rank and grade."""

    __tablename__ = "assessment_total"

    assessment_id: Mapped[str] = reference("assessment")
    org_id: Mapped[str] = reference("org_unit")
    party_score: Mapped[Amount | None]
    teaching_score: Mapped[Amount | None]
    total: Mapped[Amount | None]
    rank_no: Mapped[Count | None]
    grade: Mapped[Text]


class RankingNotice(Record):
    """通报、末位表态发言; kind is CRITICISM or LAST_PLACE_STATEMENT."""

    __tablename__ = "ranking_notice"

    kind: Mapped[Text]
    scope: Mapped[Text]
    year: Mapped[Count | None]
    org_id: Mapped[str | None] = reference("org_unit")
    assessment_id: Mapped[str | None] = reference("assessment", index=False)
    activity_id: Mapped[str | None] = reference("activity", index=False)
    reason: Mapped[Text]
    statement: Mapped[Text]
    issued_on: Mapped[DateText | None]
    doc_no: Mapped[Text]


class Accountability(Record):
    """责任追究."""

    __tablename__ = "accountability"

    org_id: Mapped[str | None] = reference("org_unit")
    person_id: Mapped[str | None] = reference("person", index=False)
    reason: Mapped[Text]
    measure: Mapped[Text]
    decided_on: Mapped[DateText | None]
    doc_no: Mapped[Text]
    effect_until: Mapped[DateText | None]


class Debrief(Record):
    """述职."""

    __tablename__ = "debrief"

    year: Mapped[Count | None]
    org_id: Mapped[str | None] = reference("org_unit")
    person_id: Mapped[str | None] = reference("person")
    role: Mapped[Text]
    held_on: Mapped[DateText | None]
    activity_id: Mapped[str | None] = reference("activity", index=False)
    report_text: Mapped[Text]


class BallotSheet(Record):
    """测评票汇总 of one voter group for one debrief."""

    __tablename__ = "ballot_sheet"

    debrief_id: Mapped[str] = reference("debrief")
    voter_group: Mapped[Text]
    issued: Mapped[Count | None]
    returned: Mapped[Count | None]
    valid: Mapped[Count | None]
    good: Mapped[Count | None]
    fairly_good: Mapped[Count | None]
    average: Mapped[Count | None]
    poor: Mapped[Count | None]


class Review(Record):
    """民主评议党员 in one organisation and year."""

    __tablename__ = "review"

    org_id: Mapped[str] = reference("org_unit")
    year: Mapped[Count | None]
    held_on: Mapped[DateText | None]
    activity_id: Mapped[str | None] = reference("activity", index=False)
    should_n: Mapped[Count | None]
    actual_n: Mapped[Count | None]


class ReviewResult(Record):
    """One member's votes and grade in a review."""

    __tablename__ = "review_result"

    review_id: Mapped[str] = reference("review")
    person_id: Mapped[str] = reference("person")
    excellent: Mapped[Count | None]
    qualified: Mapped[Count | None]
    basic: Mapped[Count | None]
    unqualified: Mapped[Count | None]
    grade: Mapped[Text]
    remark: Mapped[Text]


class IssueItem(Record):
    """五类问题整改清单."""

    __tablename__ = "issue_item"

    year: Mapped[Count | None]
    category: Mapped[Text]
    org_id: Mapped[str | None] = reference("org_unit")
    problem: Mapped[Text]
    measure: Mapped[Text]
    owner: Mapped[Text]
    due_on: Mapped[DateText | None]
    closed_on: Mapped[DateText | None]


class Survey(Record):
    """全方位调研."""

    __tablename__ = "survey"

    surveyed_on: Mapped[DateText | None]
    scope: Mapped[Text]
    surveyors: Mapped[Text]
    report: Mapped[Text]


class SurveyFact(Record):
    """What a survey found at one school."""

    __tablename__ = "survey_fact"

    survey_id: Mapped[str] = reference("survey")
    school_id: Mapped[str] = reference("school_unit")
    members_n: Mapped[Count | None]
    findings: Mapped[Text]


class PressSubscription(Record):
    """党报党刊订阅."""

    __tablename__ = "press_subscription"

    year: Mapped[Count | None]
    org_id: Mapped[str | None] = reference("org_unit")
    title: Mapped[Text]
    task_copies: Mapped[Count | None]
    ordered_copies: Mapped[Count | None]
    unit_price: Mapped[Amount | None]
    amount: Mapped[Amount | None]
    paid_from: Mapped[Text]
    is_voluntary: Mapped[Flag]

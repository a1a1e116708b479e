"""Gatherings of every kind, study plans and products, training classes, party schools."""

from sqlalchemy.orm import Mapped

from app.store.tables.columns import Amount, Count, DateText, Flag, Record, Text, reference


class Activity(Record):
    """活动、会议: any dated gathering, from the daily study hour to the members' meeting."""

    __tablename__ = "activity"

    kind: Mapped[Text]
    form: Mapped[Text]
    scope: Mapped[Text]
    status: Mapped[Text]
    org_id: Mapped[str | None] = reference("org_unit")
    school_id: Mapped[str | None] = reference("school_unit", index=False)
    group_id: Mapped[str | None] = reference("party_group", index=False)
    held_on: Mapped[DateText | None]
    start_time: Mapped[Text]
    end_time: Mapped[Text]
    hours: Mapped[Amount | None]
    topic: Mapped[Text]
    place: Mapped[Text]
    host: Mapped[Text]
    recorder: Mapped[Text]
    lecturer: Mapped[Text]
    lecturer_id: Mapped[str | None] = reference("person", index=False)
    lecturer_role: Mapped[Text]
    audience: Mapped[Text]
    should_n: Mapped[Count | None]
    actual_n: Mapped[Count | None]
    observers: Mapped[Text]
    is_major: Mapped[Flag]
    has_party_item: Mapped[Flag]
    party_item: Mapped[Text]
    counts_hours: Mapped[Flag]
    requires_essay: Mapped[Flag]
    discussion: Mapped[Text]
    decisions: Mapped[Text]
    signed_by: Mapped[Text]
    campaign_id: Mapped[str | None] = reference("campaign", index=False)
    remark: Mapped[Text]


class Attendance(Record):
    """参加情况: one person at one activity; state is PRESENT, LEAVE, ABSENT or MADE_UP."""

    __tablename__ = "attendance"

    activity_id: Mapped[str] = reference("activity")
    person_id: Mapped[str] = reference("person")
    state: Mapped[Text]
    reason: Mapped[Text]
    hours: Mapped[Amount | None]


class ActivityOrgCount(Record):
    """参加人次 of one organisation at an activity without a list of names."""

    __tablename__ = "activity_org_count"

    activity_id: Mapped[str] = reference("activity")
    org_id: Mapped[str] = reference("org_unit")
    should_n: Mapped[Count | None]
    actual_n: Mapped[Count | None]
    non_member_n: Mapped[Count | None]


class Campaign(Record):
    """专题活动."""

    __tablename__ = "campaign"

    name: Mapped[Text]
    level: Mapped[Text]
    organiser: Mapped[Text]
    start_on: Mapped[DateText | None]
    end_on: Mapped[DateText | None]
    remark: Mapped[Text]


class StudyPlan(Record):
    """学习培训计划."""

    __tablename__ = "study_plan"

    org_id: Mapped[str | None] = reference("org_unit")
    year: Mapped[Count | None]
    title: Mapped[Text]
    approved_on: Mapped[DateText | None]
    doc_no: Mapped[Text]


class StudyPlanItem(Record):
    """A line of the study plan; done when it points to an activity."""

    __tablename__ = "study_plan_item"

    plan_id: Mapped[str] = reference("study_plan")
    month: Mapped[Count | None]
    topic: Mapped[Text]
    form: Mapped[Text]
    lecturer: Mapped[Text]
    hours: Mapped[Amount | None]
    audience: Mapped[Text]
    done_activity_id: Mapped[str | None] = reference("activity", index=False)


class StudyProduct(Record):
    """学习成果: essays, self-study notes; kind is ESSAY or SELF_STUDY_NOTE."""

    __tablename__ = "study_product"

    kind: Mapped[Text]
    person_id: Mapped[str] = reference("person")
    activity_id: Mapped[str | None] = reference("activity", index=False)
    title: Mapped[Text]
    submitted_on: Mapped[DateText | None]
    hours: Mapped[Amount | None]
    words_n: Mapped[Count | None]
    reviewed_by: Mapped[Text]


class Exam(Record):
    """理论测试."""

    __tablename__ = "exam"

    activity_id: Mapped[str | None] = reference("activity")
    org_id: Mapped[str | None] = reference("org_unit", index=False)
    title: Mapped[Text]
    held_on: Mapped[DateText | None]
    full_mark: Mapped[Amount | None]
    pass_mark: Mapped[Amount | None]


class ExamScore(Record):
    """One person's score; a missing score means absent."""

    __tablename__ = "exam_score"

    exam_id: Mapped[str] = reference("exam")
    person_id: Mapped[str] = reference("person")
    score: Mapped[Amount | None]
    makeup_score: Mapped[Amount | None]


class TrainingClass(Record):
    """培训班."""

    __tablename__ = "training_class"

    title: Mapped[Text]
    kind: Mapped[Text]
    audience: Mapped[Text]
    level: Mapped[Text]
    organiser: Mapped[Text]
    trainer: Mapped[Text]
    place: Mapped[Text]
    start_on: Mapped[DateText | None]
    end_on: Mapped[DateText | None]
    hours: Mapped[Amount | None]
    remark: Mapped[Text]


class TrainingEnrol(Record):
    """培训登记: one person in one class, bound to the term he serves in."""

    __tablename__ = "training_enrol"

    class_id: Mapped[str] = reference("training_class")
    person_id: Mapped[str] = reference("person")
    org_id: Mapped[str | None] = reference("org_unit", index=False)
    term_id: Mapped[str | None] = reference("org_term", index=False)
    duty: Mapped[Text]
    hours: Mapped[Amount | None]
    result: Mapped[Text]
    usual_score: Mapped[Amount | None]
    practice_score: Mapped[Amount | None]
    score: Mapped[Amount | None]
    certificate_no: Mapped[Text]
    remark: Mapped[Text]


class AmateurSchool(Record):
    """学生业余党校、团校; kind is PARTY_SCHOOL or LEAGUE_SCHOOL."""

    __tablename__ = "amateur_school"

    kind: Mapped[Text]
    school_id: Mapped[str] = reference("school_unit")
    name: Mapped[Text]
    founded_on: Mapped[DateText | None]
    closed_on: Mapped[DateText | None]
    principal: Mapped[Text]
    status: Mapped[Text]


class AmateurClass(Record):
    """A class of an amateur school in one term."""

    __tablename__ = "amateur_class"

    amateur_school_id: Mapped[str] = reference("amateur_school")
    term_text: Mapped[Text]
    held_on: Mapped[DateText | None]
    students_n: Mapped[Count | None]
    hours: Mapped[Amount | None]
    graduated_n: Mapped[Count | None]


class SchoolTerm(Record):
    """教学学期, from which the teaching weeks are counted."""

    __tablename__ = "school_term"

    name: Mapped[Text]
    start_on: Mapped[DateText | None]
    end_on: Mapped[DateText | None]
    holiday_weeks: Mapped[Count | None]


class CalendarDay(Record):
    """工作日历; kind is WORKDAY, WEEKEND, HOLIDAY or MAKEUP_WORKDAY."""

    __tablename__ = "calendar_day"

    day_on: Mapped[DateText | None]
    kind: Mapped[Text]
    name: Mapped[Text]


class Waiver(Record):
    """豁免: an organisation need not hold a kind of meeting in one month, with the reason."""

    __tablename__ = "waiver"

    org_id: Mapped[str] = reference("org_unit")
    activity_kind: Mapped[Text]
    month_on: Mapped[DateText | None]
    reason: Mapped[Text]

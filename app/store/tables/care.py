"""Honours, hardship and care, donations, dues, attachments."""

from sqlalchemy.orm import Mapped

from app.store.tables.columns import Amount, Count, DateText, Flag, Record, Text, reference


class Honour(Record):
    """表彰 of an organisation or a person."""

    __tablename__ = "honour"

    target_type: Mapped[Text]
    org_id: Mapped[str | None] = reference("org_unit")
    person_id: Mapped[str | None] = reference("person")
    title: Mapped[Text]
    level: Mapped[Text]
    category: Mapped[Text]
    awarding_body: Mapped[Text]
    doc_no: Mapped[Text]
    doc_order: Mapped[Count | None]
    awarded_on: Mapped[DateText | None]
    award_year: Mapped[Count | None]


class HardshipCase(Record):
    """困难党员、困难教师."""

    __tablename__ = "hardship_case"

    person_id: Mapped[str] = reference("person")
    org_id: Mapped[str | None] = reference("org_unit", index=False)
    is_member: Mapped[Flag]
    cause: Mapped[Text]
    family_n: Mapped[Count | None]
    monthly_income_pc: Mapped[Amount | None]
    level: Mapped[Text]
    found_on: Mapped[DateText | None]
    approved_on: Mapped[DateText | None]
    notice_from_on: Mapped[DateText | None]
    notice_to_on: Mapped[DateText | None]
    closed_on: Mapped[DateText | None]


class CareVisit(Record):
    """慰问、救助; kind is VISIT or AID; level is the hardship level on that day."""

    __tablename__ = "care_visit"

    kind: Mapped[Text]
    visited_on: Mapped[DateText | None]
    festival: Mapped[Text]
    person_id: Mapped[str] = reference("person")
    case_id: Mapped[str | None] = reference("hardship_case", index=False)
    org_id: Mapped[str | None] = reference("org_unit", index=False)
    is_member: Mapped[Flag]
    level: Mapped[Text]
    visitors: Mapped[Text]
    cash: Mapped[Amount | None]
    goods_value: Mapped[Amount | None]
    fund_source: Mapped[Text]
    purpose: Mapped[Text]
    receipt_signed: Mapped[Flag]


class Donation(Record):
    """捐款."""

    __tablename__ = "donation"

    activity_id: Mapped[str | None] = reference("activity")
    org_id: Mapped[str | None] = reference("org_unit")
    person_id: Mapped[str | None] = reference("person", index=False)
    donated_on: Mapped[DateText | None]
    amount: Mapped[Amount | None]
    purpose: Mapped[Text]
    is_collective: Mapped[Flag]


class DuesAssess(Record):
    """党费核定: the base of one person for one year, item by item, in 元."""

    __tablename__ = "dues_assess"

    person_id: Mapped[str] = reference("person")
    year: Mapped[Count | None]
    from_on: Mapped[DateText | None]
    dues_category: Mapped[Text]
    post_wage: Mapped[Amount | None]
    grade_wage: Mapped[Amount | None]
    basic_performance: Mapped[Amount | None]
    allowance: Mapped[Amount | None]
    teacher_extra: Mapped[Amount | None]
    teaching_years_pay: Mapped[Amount | None]
    reward_performance: Mapped[Amount | None]
    reform_allowance: Mapped[Amount | None]
    retired_pay: Mapped[Amount | None]
    retired_extra: Mapped[Amount | None]
    retired_allowance: Mapped[Amount | None]
    minus_pension: Mapped[Amount | None]
    minus_annuity: Mapped[Amount | None]
    minus_tax: Mapped[Amount | None]
    minus_medical: Mapped[Amount | None]
    minus_unemployment: Mapped[Amount | None]
    minus_housing: Mapped[Amount | None]
    minus_other: Mapped[Amount | None]
    base: Mapped[Amount | None]
    rate_text: Mapped[Text]
    month_due: Mapped[Amount | None]
    waiver_due: Mapped[Amount | None]
    waiver_reason: Mapped[Text]
    waiver_study_on: Mapped[DateText | None]
    waiver_approved_by: Mapped[Text]
    waiver_approved_on: Mapped[DateText | None]


class DuesPayment(Record):
    """党费交纳: one person, one month."""

    __tablename__ = "dues_payment"

    person_id: Mapped[str] = reference("person")
    org_id: Mapped[str | None] = reference("org_unit", index=False)
    month_on: Mapped[DateText | None]
    due: Mapped[Amount | None]
    paid: Mapped[Amount | None]
    paid_on: Mapped[DateText | None]
    kind: Mapped[Text]
    receipt_no: Mapped[Text]
    remark: Mapped[Text]


class DuesPublication(Record):
    """党费公布: a branch has told its members what was collected in a year."""

    __tablename__ = "dues_publication"

    org_id: Mapped[str] = reference("org_unit")
    year: Mapped[Count | None]
    published_on: Mapped[DateText | None]
    place: Mapped[Text]
    collected: Mapped[Amount | None]
    reported_on: Mapped[DateText | None]
    remark: Mapped[Text]


class Attachment(Record):
    """附件: a scan or photo of any record, stored by its SHA-256."""

    __tablename__ = "attachment"

    subject_table: Mapped[Text]
    subject_id: Mapped[Text]
    sha256: Mapped[Text]
    file_name: Mapped[Text]
    bytes_n: Mapped[Count | None]
    added_on: Mapped[DateText | None]

"""Party organisations, schools, who covers whom, terms and posts."""

from sqlalchemy.orm import Mapped

from app.store.tables.columns import Count, DateText, Flag, Record, Text, reference


class OrgUnit(Record):
    """党组织: bureau committee, general branch, branch, joint branch, temporary branch."""

    __tablename__ = "org_unit"

    full_name: Mapped[Text]
    short_name: Mapped[Text]
    kind: Mapped[Text]
    parent_id: Mapped[str | None] = reference("org_unit")
    code: Mapped[Text]
    founded_on: Mapped[DateText | None]
    approval_doc: Mapped[Text]
    applied_on: Mapped[DateText | None]
    replied_on: Mapped[DateText | None]
    filed_on: Mapped[DateText | None]
    dissolved_on: Mapped[DateText | None]
    can_approve: Mapped[Flag]
    is_retiree_branch: Mapped[Flag]
    school_kind: Mapped[Text]
    unit_situation: Mapped[Text]
    unit_setup: Mapped[Text]
    contact_person: Mapped[Text]
    contact_phone: Mapped[Text]
    assessment_group: Mapped[Text]
    theme_day_of_month: Mapped[Count | None]
    region: Mapped[Text]
    former_names: Mapped[Text]
    superior_text: Mapped[Text]
    display_order: Mapped[Count | None]
    remark: Mapped[Text]


class Setting(Record):
    """One decision about the program's own work: ways of counting, the words of the report.

    org_id: the branch whose installation decided; none for the bureau. year: for what belongs to
    one year only. The id follows from whose, name and year, so that it is one row everywhere.
    """

    __tablename__ = "setting"

    org_id: Mapped[str | None] = reference("org_unit")
    name: Mapped[Text]
    year: Mapped[Count | None]
    value: Mapped[Text]


class OrgAlias(Record):
    """Another spelling of an organisation's name, confirmed once by a person and remembered."""

    __tablename__ = "org_alias"

    org_id: Mapped[str] = reference("org_unit")
    alias: Mapped[Text]


class FileReport(Record):
    """表格报送: a branch is one of those that a workbook was about, which the bureau took in.

    import_id: the same in all rows of one file.
    """

    __tablename__ = "file_report"

    org_id: Mapped[str] = reference("org_unit")
    import_id: Mapped[Text]
    file_name: Mapped[Text]
    reported_on: Mapped[DateText | None]


class SchoolUnit(Record):
    """学校、教学点或机关: a place of work."""

    __tablename__ = "school_unit"

    name: Mapped[Text]
    short_name: Mapped[Text]
    kind: Mapped[Text]
    school_kind: Mapped[Text]
    is_direct: Mapped[Flag]
    parent_id: Mapped[str | None] = reference("school_unit")
    town: Mapped[Text]
    code: Mapped[Text]
    headcount: Mapped[Count | None]
    principal_id: Mapped[str | None] = reference("person", index=False)
    closed_on: Mapped[DateText | None]
    display_order: Mapped[Count | None]
    remark: Mapped[Text]


class OrgCover(Record):
    """联合支部覆盖单位: which organisation covers which school, from when to when."""

    __tablename__ = "org_cover"

    org_id: Mapped[str] = reference("org_unit")
    school_id: Mapped[str] = reference("school_unit")
    from_on: Mapped[DateText | None]
    to_on: Mapped[DateText | None]


class PartyGroup(Record):
    """党小组."""

    __tablename__ = "party_group"

    org_id: Mapped[str] = reference("org_unit")
    name: Mapped[Text]
    leader_id: Mapped[str | None] = reference("person", index=False)
    from_on: Mapped[DateText | None]
    to_on: Mapped[DateText | None]


class OrgReorgEvent(Record):
    """组织设置调整: create, split, merge, dissolve, rectify, rename, change of jurisdiction."""

    __tablename__ = "org_reorg_event"

    kind: Mapped[Text]
    happened_on: Mapped[DateText | None]
    doc_no: Mapped[Text]
    reason: Mapped[Text]
    from_parent: Mapped[Text]
    to_parent: Mapped[Text]
    members_n: Mapped[Count | None]
    remark: Mapped[Text]


class OrgReorgPart(Record):
    """An organisation that took part in a reorganisation; side is BEFORE or AFTER."""

    __tablename__ = "org_reorg_part"

    event_id: Mapped[str] = reference("org_reorg_event")
    org_id: Mapped[str] = reference("org_unit")
    side: Mapped[Text]
    members_n: Mapped[Count | None]


class OrgTerm(Record):
    """班子届次."""

    __tablename__ = "org_term"

    org_id: Mapped[str] = reference("org_unit")
    term_no: Mapped[Count | None]
    start_on: Mapped[DateText | None]
    end_on: Mapped[DateText | None]
    extended_to: Mapped[DateText | None]
    extension_doc: Mapped[Text]
    election_id: Mapped[str | None] = reference("activity", index=False)
    approval_doc: Mapped[Text]
    filed_on: Mapped[DateText | None]
    remark: Mapped[Text]


class OrgPost(Record):
    """职务任职: who holds which Party post, from when to when."""

    __tablename__ = "org_post"

    person_id: Mapped[str] = reference("person")
    org_id: Mapped[str] = reference("org_unit")
    term_id: Mapped[str | None] = reference("org_term", index=False)
    post: Mapped[Text]
    basis: Mapped[Text]
    from_on: Mapped[DateText | None]
    to_on: Mapped[DateText | None]
    approved_on: Mapped[DateText | None]
    doc_no: Mapped[Text]
    remark: Mapped[Text]

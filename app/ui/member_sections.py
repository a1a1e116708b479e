"""How the fields of a member are grouped, in the form and on the card."""

from app.domain.fields import Field, field_of
from app.domain.members import DRAFT_FIELDS, column_of
from app.ui.draft_form import Section

SECTIONS = (
    Section(
        "基本情况",
        (
            "name", "id_no", "gender", "birth_on", "ethnicity", "ethnicity_text", "mobile",
            "landline", "native_place", "birth_place", "former_name", "other_phones",
            "household_addr", "address", "id_check_override",
        ),
        wide=frozenset({"household_addr", "address", "id_check_override"}),
    ),
    Section(
        "党籍",
        (
            "org_id", "group_id", "member_type", "status", "joined_on", "full_on",
            "branch_joined_on",
        ),
    ),
    Section(
        "工作和学习",
        (
            "school_id", "category", "unit_text", "staff_no", "admin_post", "prof_title",
            "work_started_on", "post_group", "official_post_code", "education", "education_mode",
            "degree", "graduate_school", "major", "student_grade", "expected_leave_on",
            "retired_on", "is_leader", "is_party_worker", "study_exempt",
        ),
    ),
    Section(
        "入党过程",
        (
            "league_joined_on", "applied_on", "activist_on", "candidate_on", "introducer_1",
            "introducer_2", "accepted_by", "political_status",
        ),
    ),
    Section("党费", ("dues_category", "dues_month", "dues_paid_to")),
    Section(
        "流动、失联和其他",
        (
            "is_floating", "flow_to", "is_lost", "lost_since", "lost_reason",
            "lost_search", "lost_plan", "suspended_months",
            "left_on", "archive_place", "display_order", "membership_remark", "remark",
        ),
        wide=frozenset({"membership_remark", "remark"}),
    ),
)  # fmt: skip
"""Every field a clerk types, in the order of Enter."""

NOT_TYPED = frozenset({"photo_sha", "id_no_raw", "party_post"})
"""Kept by the program itself, or entered elsewhere: 党内职务 with the terms of the branch."""

NOT_IN_BULK = frozenset(
    {
        "name", "former_name", "id_no", "id_check_override", "birth_on", "mobile", "landline",
        "other_phones", "display_order", "staff_no", "status",
    }
)  # fmt: skip
"""What is each person's own, or is changed with its own dialog (党籍状态)."""


def member_column(name: str) -> Field:
    """Return the column behind a field of the member's draft."""
    return field_of(*column_of(name))


def bulk_names() -> tuple[str, ...]:
    """Return the fields that can be set for many people at once, in the order of the form."""
    typed = [name for section in SECTIONS for name in section.names]
    return tuple(name for name in typed if name not in NOT_IN_BULK)


def member_columns() -> list[Field]:
    """Return the columns behind all fields of the draft."""
    return [member_column(name) for name in DRAFT_FIELDS]

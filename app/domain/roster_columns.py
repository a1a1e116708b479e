"""Into which tables and columns the fields of a roster go."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from app.domain.codes import table
from app.domain.kinds import Category, Status

PERSON = (
    *("name", "gender", "ethnicity", "ethnicity_text", "id_no", "id_no_raw", "birth_on"),
    *("native_place", "address", "education", "education_mode", "work_started_on", "unit"),
    *("admin_post", "mobile", "landline", "other_phones", "remark"),
)
MEMBERSHIP = (
    *("branch", "member_type", "status", "joined_on", "full_on", "applied_on", "activist_on"),
    *("candidate_on", "party_post", "dues_month", "dues_paid_to", "is_lost", "lost_since"),
    *("is_floating", "flow_to"),
)
ORG = (
    *("full_name", "short_name", "kind", "parent", "contact_person", "contact_phone"),
    *("unit_situation", "unit_setup", "founded_on", "approval_doc", "school_kind"),
)
TERM = ("term_no", "term_from", "term_to")

_RENAMED = {
    "unit": "unit_text",
    "branch": "org_id",
    "parent": "parent_id",
    "term_from": "start_on",
    "term_to": "end_on",
}
_CATEGORIES = {
    "PROFESSIONAL": Category.TEACHER,
    "MANAGER": Category.TEACHER,
    "OFFICIAL": Category.STAFF,
    "WORKER": Category.STAFF,
    "STUDENT": Category.STUDENT,
    "RETIRED": Category.RETIRED,
}


def column_name(field: str) -> str:
    """Return the column that holds a field of a roster."""
    return _RENAMED.get(field, field)


def stored(values: Mapping[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
    """Return those of the values that belong to a table, by column."""
    return {column: values[name] for name, column in _columns(fields) if name in values}


@cache
def _columns(fields: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((name, column_name(name)) for name in fields)


def person_defaults(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what follows from the post for a new person: its group and 人员类别."""
    group = _post_group(values.get("admin_post"))
    return {"post_group": group, "category": str(_CATEGORIES.get(group, ""))}


@lru_cache(maxsize=1024)
def _post_group(post: str | None) -> str:
    return table("post_group").read(post).value or ""


def membership_defaults() -> dict[str, Any]:
    """Return what a roster means by listing somebody without saying more."""
    return {"member_type": "", "status": Status.NORMAL.value}

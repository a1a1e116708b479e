"""Which kinds of record stand together on a page, and which of them a clerk writes by hand."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.fields import TableInfo, groups

_NOT_TYPED = frozenset(
    {
        "attachment", "erasure", "file_report", "rule_def", "rule_override", "setting", "dev_case",
        "dev_step", "dev_person", "dev_review", "public_notice", "vote", "application_form",
    }
)  # fmt: skip
OWN_PAGES = frozenset({"person", "membership", "org_unit", "school_unit"})
"""The tables that have a page and windows of their own: 党员, 支部."""


@dataclass(frozen=True, slots=True)
class KindGroup:
    """Kinds of record under one heading; children follow the kind that they belong to."""

    title: str
    tables: tuple[TableInfo, ...]


def group_of(title: str, without: Iterable[str] = ()) -> KindGroup:
    """Return a group of the tables as a group of kinds."""
    left_out = frozenset(without)
    return KindGroup(title, tuple(info for info in groups()[title] if info.name not in left_out))


def is_typed(table: str) -> bool:
    """Tell whether records of a table are written in the form that fits all tables.

    The others are kept by the program, or have a window of their own on 党员 or 支部.
    """
    return table not in _NOT_TYPED | OWN_PAGES

"""The drafts of the branches tab hold every column that a clerk may edit."""

from dataclasses import fields

import pytest

from app.domain.branches import BranchDraft, PostDraft, TermDraft, UnitDraft
from app.store.records import columns_of


@pytest.mark.parametrize(
    ("draft", "table"),
    [
        (BranchDraft, "org_unit"),
        (UnitDraft, "school_unit"),
        (TermDraft, "org_term"),
        (PostDraft, "org_post"),
    ],
)
def test_a_draft_is_its_table_without_id_and_tombstone(draft, table):
    assert {f.name for f in fields(draft)} == set(columns_of(table)) - {"id", "removed_at"}

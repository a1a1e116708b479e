"""The draft holds every column a clerk may edit, and each field knows where it is stored."""

from app.domain.members import DRAFT_FIELDS, column_of
from app.store.records import columns_of

NOT_EDITED = {"id", "removed_at", "person_id"}


def test_the_draft_is_the_person_and_the_membership_and_nothing_else():
    stored = {
        (table, column)
        for table in ("person", "membership")
        for column in columns_of(table)
        if column not in NOT_EDITED
    }
    assert {column_of(name) for name in DRAFT_FIELDS} == stored
    assert column_of("membership_remark") == ("membership", "remark")
    assert column_of("remark") == ("person", "remark")

"""How the fields of a member are grouped."""

from app.domain.members import DRAFT_FIELDS
from app.ui.member_sections import NOT_IN_BULK, NOT_TYPED, SECTIONS, bulk_names, member_columns


def test_the_form_has_every_field_of_the_draft_exactly_once():
    typed = [name for section in SECTIONS for name in section.names]
    assert sorted(typed) == sorted(set(DRAFT_FIELDS) - NOT_TYPED)


def test_what_is_each_persons_own_cannot_be_set_for_many():
    assert not NOT_IN_BULK & set(bulk_names())
    assert set(DRAFT_FIELDS) >= NOT_IN_BULK


def test_every_field_has_its_column():
    assert len(member_columns()) == len(DRAFT_FIELDS)

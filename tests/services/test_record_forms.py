"""What a form must know."""

from app.services.record_forms import required_fields


def test_required_are_the_columns_a_record_belongs_by_and_those_of_the_checks():
    assert required_fields("campaign") == {"name"}
    assert {"activity_id", "person_id"} <= required_fields("attendance")

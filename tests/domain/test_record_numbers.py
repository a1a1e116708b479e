"""记录号 of a row: read, counted, and believed only while nothing contradicts it."""

import pytest

from app.domain.dates import PartialDate
from app.domain.headers import SheetKind
from app.domain.record_numbers import is_somebody_else, read_record, repeated, with_note
from app.domain.roster_preview import KnownRecord
from app.domain.roster_rows import RosterRow

ID = "01935f1e-7a10-7c3e-9f00-0123456789ab"
NUMBER, SAME_BIRTH, OTHER_BIRTH = (
    "529999197506150018", "529999197506150034", "529999198001010013",
)  # fmt: skip
KNOWN = KnownRecord(
    ID,
    {
        "name": "张永杰",
        "id_no": NUMBER,
        "birth_on": PartialDate.of("1975-06-15"),
        "gender": "1",
    },
)


def row(record=ID, **values):
    columns = {"name": 0, "record": 5}
    return RosterRow("表", 4, SheetKind.MEMBERS, values, columns=columns, record=record)


@pytest.mark.parametrize(
    ("cell", "value"), [(ID, ID), (f" {ID.upper()} ", ID), (None, None), ("无", None)]
)
def test_a_record_number_is_read_as_it_was_written(cell, value):
    reading = read_record(cell)
    assert (reading.value, reading.problems) == (value, ())


@pytest.mark.parametrize("cell", [17, "17", f"{ID}0", "=A1"])
def test_anything_else_counts_as_empty_with_a_remark(cell):
    reading = read_record(cell)
    assert reading.value is None
    assert [one.code for one in reading.problems] == ["match.record_unreadable"]


def test_copied_rows_are_found_and_empty_numbers_are_not_alike():
    rows = [row("a"), row("b"), row("a"), row(""), row("")]
    assert repeated(rows) == {"a"}


@pytest.mark.parametrize(
    "values",
    [
        {"name": "张永捷", "id_no": NUMBER},
        {"name": "张永杰", "id_no": OTHER_BIRTH, "birth_on": PartialDate.of("1980-01-01")},
        {"name": "张永捷", "id_no": SAME_BIRTH},
        {"name": "张永捷"},
        {"name": "张永捷", "id_no": SAME_BIRTH, "birth_on": PartialDate.of("1975-06")},
    ],
)
def test_corrections_leave_the_person_the_same(values):
    assert not is_somebody_else(row(**values), KNOWN, is_shared=False)


@pytest.mark.parametrize(
    "values",
    [
        {"name": "李某", "id_no": OTHER_BIRTH},
        {"name": "李某", "birth_on": PartialDate.of("1980-01")},
        {"name": "李某", "gender": "2"},
    ],
)
def test_another_birth_or_gender_under_another_name_is_somebody_else(values):
    assert is_somebody_else(row(**values), KNOWN, is_shared=False)


def test_a_number_that_others_share_needs_the_name_or_the_id_number():
    assert is_somebody_else(row(name="张永捷"), KNOWN, is_shared=True)
    assert not is_somebody_else(row(name="张永杰"), KNOWN, is_shared=True)
    assert not is_somebody_else(row(name="张永捷", id_no=NUMBER), KNOWN, is_shared=True)


def test_a_note_stands_at_the_number():
    (note,) = with_note(row(name="张永杰"), "match.record_unknown").problems
    assert (note.row, note.column, note.problem.code) == (4, 5, "match.record_unknown")

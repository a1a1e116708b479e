"""The columns of the members list."""

from app.services import members
from app.ui.members_columns import IdNumbers, columns, orders


def test_every_row_has_a_text_and_a_key_in_every_column(county):
    numbers = IdNumbers()
    for row in members.rows(county.ledger):
        for column in columns(numbers):
            assert isinstance(column.text(row), str)
            column.sort_key(row)
        for order in orders():
            order.sort(row)


def test_the_name_comes_first_and_keys_are_unique():
    keys = [column.key for column in columns(IdNumbers())]
    assert keys[0] == "name"
    assert len(set(keys)) == len(keys)


def test_an_unknown_age_is_empty(county):
    age = next(column for column in columns(IdNumbers()) if column.key == "age")
    row = members.rows(county.ledger)[0]
    assert age.text(row._replace(age=None)) == ""
    assert age.text(row._replace(age=35)) == "35"

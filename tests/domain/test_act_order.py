from datetime import date

import pytest

from app.domain.act_order import wrong_days
from app.domain.dates import PartialDate
from app.domain.fields import table_info
from app.domain.words import problem_text

TODAY = date(2024, 6, 15)
ALL = frozenset


def told(table, changed=None, joined=None, **days):
    values = {name: PartialDate.of(text) for name, text in days.items()}
    known = PartialDate.of(joined) if joined else None
    names = ALL(days if changed is None else changed)
    found = wrong_days(table, values, names, TODAY, known)
    return [(one.code, one.detail["field"]) for one in found]


@pytest.mark.parametrize(
    ("day", "is_wrong"),
    [("2024-06-15", False), ("2024-06-16", True), ("2024-06", False), ("2024-07", True),
     ("2024", False), ("2025", True)],
)  # fmt: skip
def test_nothing_is_done_on_a_day_of_which_all_lies_ahead(day, is_wrong):
    assert told("care_visit", visited_on=day) == [("record.ahead", "visited_on")] * is_wrong


@pytest.mark.parametrize(
    ("later", "is_wrong"), [("2024-05-01", False), ("2024-04-30", True), ("2024-05", False)]
)
def test_an_act_follows_what_it_needs_and_is_told_with_both_days(later, is_wrong):
    days = {"handled_on": "2024-05-01", "receipt_on": later}
    assert told("transfer", **days) == [("record.before", "receipt_on")] * is_wrong


def test_only_what_is_to_be_written_is_asked_about():
    days = {"handled_on": "2024-05-01", "receipt_on": "2024-04-01"}
    assert told("transfer", changed={"remark"}, **days) == []
    assert told("transfer", changed={"handled_on"}, **days) == [("record.before", "receipt_on")]


def test_nobody_acts_as_a_member_before_he_joined():
    assert told("floating_record", joined="2001-07-01", since_on="2001-06-30") == [
        ("record.before_joining", "since_on")
    ]
    assert told("floating_record", joined="2001-07", since_on="2001-07-01") == []
    assert told("care_visit", joined="2001-07-01", visited_on="1999-01-01") == []


def test_a_plan_may_lie_ahead():
    assert told("disposal_case", started_on="2024-06-01", deadline_on="2024-12-01") == []


def test_every_sentence_names_columns_that_the_table_has():
    ahead = {"withdrawal_case", "disposal_case", "member_opinion", "hardship_case", "dues_assess",
             "dues_payment", "dues_publication", "talk", "honour"}  # fmt: skip
    for table in ahead:
        days = [name for name in table_info(table).fields if name.endswith("_on")]
        values = dict.fromkeys(days, PartialDate.of("2030-01-01"))
        found = list(wrong_days(table, values, ALL(days), TODAY, None))
        assert found
        assert all("2030-01-01还没有到" in problem_text(one) for one in found)

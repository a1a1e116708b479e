"""Header filters as values."""

import pytest

from app.ui.column_filters import ColumnFilter, Comparison, Condition, counted

C = Comparison


def keeps(condition, text):
    return ColumnFilter(condition=condition).keeps()(text)


@pytest.mark.parametrize(
    ("condition", "kept", "dropped"),
    [
        (Condition(C.CONTAINS, "一中"), ["县一中支部"], ["二中", ""]),
        (Condition(C.LACKS, "一中"), ["二中", ""], ["县一中支部"]),
        (Condition(C.BEGINS, "ab"), ["ABC"], ["cab"]),
        (Condition(C.ENDS, "X"), ["12x"], ["x1"]),
        (Condition(C.EQUALS, "1863"), ["1,863.00", "1863"], ["1864", ""]),
        (Condition(C.EQUALS, "男"), ["男"], ["女", "男性"]),
        (Condition(C.BETWEEN, "5", "10"), ["5", "9.50", "10.00"], ["10.01", "", "无"]),
        (Condition(C.AT_LEAST, "1000"), ["1,863.00"], ["999.99", ""]),
        (Condition(C.AT_MOST, "-1"), ["-2"], ["0", ""]),
        (Condition(C.SINCE, "2010-06"), ["2010-06-01", "2010", "2011"], ["2010-05-31", ""]),
        (Condition(C.UNTIL, "2010-06"), ["2010-06-30", "2010"], ["2010-07", ""]),
        (Condition(C.WITHIN, "2010-06-15", "2010-07-01"), ["2010-06", "2010-07-01"], ["2010-08"]),
        (Condition(C.WITHIN, "", "2010"), ["1949-10-01"], ["2011-01", "不详"]),
        (Condition(C.EMPTY), [""], ["x"]),
        (Condition(C.FILLED), ["x"], [""]),
    ],
)
def test_a_condition_keeps_what_it_says(condition, kept, dropped):
    assert [text for text in kept + dropped if keeps(condition, text)] == kept


def test_values_and_condition_must_both_hold():
    keep = ColumnFilter(frozenset({"男", "女"}), Condition(C.EQUALS, "男")).keeps()
    assert (keep("男"), keep("女"), keep("")) == (True, False, False)


def test_an_open_filter_keeps_all():
    assert ColumnFilter().is_open
    assert ColumnFilter().keeps()("")
    assert not ColumnFilter(frozenset()).is_open
    assert not ColumnFilter(frozenset()).keeps()("")


def test_branches_stand_in_pinyin_order_as_in_every_list():
    names = ["县一中", "东门小学", "白岩乡小学", "云峰小学", "大坝镇小学", "曾家小学"]
    assert [name for name, _ in counted(names)] == [
        "白岩乡小学",
        "大坝镇小学",
        "东门小学",
        "县一中",
        "云峰小学",
        "曾家小学",
    ]


def test_values_are_counted_numbers_by_size_and_the_empty_one_last():
    assert counted(["10", "9", "", "10"]) == [("9", 1), ("10", 2), ("", 1)]


def test_a_text_that_looks_like_no_number_at_all_stands_behind_the_numbers():
    assert counted(["nan", "3", "x", "NaN"]) == [("3", 1), ("NaN", 1), ("nan", 1), ("x", 1)]
